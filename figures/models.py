"""Every model of this floor; each lives beside the code that moves it."""

from figures.consent.models import Consent
from figures.generation.models import QuotaEntry, QuotaPeriod
from figures.intake.models import Photo
from figures.moderation.models import Review, ReviewEvent
from figures.spending.models import BudgetDay, HostedCall
from figures.versions.models import Figure, FigureVersion

__all__ = [
    "BudgetDay",
    "Consent",
    "Figure",
    "FigureVersion",
    "HostedCall",
    "Photo",
    "QuotaEntry",
    "QuotaPeriod",
    "Review",
    "ReviewEvent",
]
