"""Every model of this floor; each lives beside the code that moves it."""

from figures.generation.models import QuotaEntry, QuotaPeriod
from figures.intake.models import Photo
from figures.moderation.models import Review, ReviewEvent
from figures.takeaways.models import Takeaway
from figures.versions.models import Figure, FigureVersion

__all__ = [
    "Figure",
    "FigureVersion",
    "Photo",
    "QuotaEntry",
    "QuotaPeriod",
    "Review",
    "ReviewEvent",
    "Takeaway",
]
