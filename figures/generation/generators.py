"""Which generators a new figure may be made with, and what a person is told about each."""

from dataclasses import dataclass

from figures.generation.backends import get_backend, offered
from figures.generation.backends.hosted import HostedBackend
from figures.generation.backends.hosted.recipients import Recipient
from figures.generation.look import LookRefused
from figures.intake.models import Declaration, Photo
from figures.spending import services as spending

STUDIO = "studio"


@dataclass(frozen=True, slots=True)
class Generator:
    """One choice. Without a recipient nothing leaves our own server."""

    name: str
    recipient: Recipient | None


def generators() -> list[Generator]:
    """Return what may be chosen, the studio first."""
    return [_generator(name) for name in offered()]


def _generator(name: str) -> Generator:
    backend = get_backend(name)
    return Generator(name, backend.recipient if isinstance(backend, HostedBackend) else None)


def checked(*, name: str, photo: Photo, notice: str) -> Generator:
    """Return the generator after asking whether this photo may be sent to it.

    Args:
        notice: the `Recipient.notice` that the person saw and agreed to; "" for none.

    Raises:
        figures.generation.look.LookRefused: not offered, not agreed, a child's photo, or no
            money left for today.

    """
    found = {generator.name: generator for generator in generators()}.get(name)
    if found is None:
        raise LookRefused("backend", f"Choose a generator: {', '.join(offered())}.")
    if found.recipient is None:
        return found
    if photo.declaration == Declaration.CHILD:
        raise LookRefused(
            "backend", "A child's photo stays with us: such figures are made in our own studio."
        )
    if not notice:
        raise LookRefused(
            "consent", f"The photo goes to {found.recipient.company} only if you agree."
        )
    if notice != found.recipient.notice:
        raise LookRefused(
            "consent",
            f"What {found.recipient.company} does with photos has changed. Read it again and "
            "agree, or use our own studio.",
        )
    backend = get_backend(name)
    if isinstance(backend, HostedBackend):
        try:
            spending.check_room(backend.model)
        except spending.BudgetUsedUp as error:
            raise LookRefused("backend", str(error)) from error
    return found
