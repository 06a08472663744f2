"""What this floor holds about a person, and when it ends."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from figures.consent import services as consent
from figures.intake.models import Photo
from figures.intake.services import LONGEST_LIFE, delete_photo
from figures.takeaways.selectors import DATA_CLASS as TAKEAWAY
from figures.takeaways.services import sweep as sweep_takeaways
from shop.retention.registry import DataClass, register

_BATCH = 500


def sweep_photos(before: datetime) -> int:
    """Delete photos received at or before that time, and those whose own date has come."""
    due = Photo.objects.filter(deleted_at=None).filter(
        Q(received_at__lte=before) | Q(delete_after__lte=timezone.now())
    )
    return sum(
        delete_photo(photo=photo, reason="period over", actor="sweep") for photo in due[:_BATCH]
    )


def register_all() -> None:
    """Declare every personal column of this floor."""
    register(
        DataClass(
            key="photo",
            title="Your photo",
            basis="needed to make the figure you asked for (GDPR art. 6(1)(b))",
            trigger="its arrival, or 24 hours after the figure is ready if that comes first",
            period=LONGEST_LIFE,
            longest=LONGEST_LIFE,
            columns=("figures.Photo.blob", "figures.Photo.faces"),
            sweep=sweep_photos,
            scrub=True,
        )
    )
    register(
        DataClass(
            key="figure",
            title="Your figure: recipe, pictures and the words on the box",
            basis="needed to show and print it for you (GDPR art. 6(1)(b))",
            trigger="until you erase it",
            period=timedelta(days=3650),
            columns=(
                "figures.Figure.wanted",
                "figures.FigureVersion.recipe",
                "figures.FigureVersion.cutout",
                "figures.FigureVersion.preview",
                "figures.FigureVersion.box",
                "figures.FigureVersion.box_name",
                "figures.FigureVersion.box_tagline",
                "figures.FigureVersion.accessories",
                "figures.Review.rules",
                "figures.Review.note",
            ),
            scrub=True,
        )
    )
    register(
        DataClass(
            key="consent",
            title="That you agreed to send a photo to another company",
            basis="to be able to show that you agreed (GDPR art. 6(1)(c), 7(1))",
            trigger="the day you agreed, or until you erase the figure",
            period=timedelta(days=3650),
            columns=(
                "figures.Consent.recipient",
                "figures.Consent.keeps",
                "figures.Consent.policy_url",
                "figures.HostedCall.answer",
            ),
            sweep=consent.forget,
            scrub=True,
        )
    )
    register(
        DataClass(
            key=TAKEAWAY,
            title="What you had made to take with you: pictures, turntable, models",
            basis="needed to hand you the file you asked for (GDPR art. 6(1)(b))",
            trigger="its making; it can be made again at any time",
            period=timedelta(days=30),
            columns=("figures.Takeaway.file", "figures.Takeaway.sprite"),
            sweep=sweep_takeaways,
            scrub=True,
        )
    )
