"""How far a figure is."""

from dataclasses import dataclass

from figures.generation.backends import get_backend
from figures.generation.backends.hosted import HostedBackend
from figures.generation.services import MAKING_KINDS
from figures.versions.models import Figure
from figures.versions.states import FigureState
from shop.platform.durable.models import Job, JobState

_WORDS = {
    "reading": "Reading the photo",
    "sketching": "Drawing a first picture",
    "painting": "Painting the face",
    "sculpting": "Sculpting the figure",
    "photographing": "Photographing it",
    "boxing": "Putting it in its box",
    "labelling": "Labelling the pictures",
    "keeping": "Locking it away",
}

# What a figure passes through, in order.
STAGES = tuple(_WORDS.values())
_HOSTED_WORDS = {
    "sending": "Sent to the generator you chose",
    "cutting": "Cutting the figure out",
    **{key: _WORDS[key] for key in ("boxing", "labelling", "keeping")},
}
_WORDS |= {**_HOSTED_WORDS, "waiting": "The generator is busy; we will ask again"}
_HOSTED_STAGES = tuple(_HOSTED_WORDS.values())


@dataclass(frozen=True, slots=True)
class Progress:
    """State of the figure, the stage in words, and the fraction done (0..1)."""

    state: str
    stage: str
    fraction: float
    message: str
    rendering: bool


def stages_of(figure: Figure) -> tuple[str, ...]:
    """Return the stages of the figure's generator in words, in order."""
    hosted = isinstance(get_backend(figure.backend), HostedBackend)
    return _HOSTED_STAGES if hosted else STAGES


def progress_of(figure: Figure) -> Progress:
    """Return how far the figure, or a new look of it, has come."""
    job = (
        Job.objects.filter(subject=figure.pk, kind__in=MAKING_KINDS).order_by("-created_at").first()
    )
    active = job is not None and job.state in {JobState.QUEUED, JobState.RUNNING}
    if figure.state == FigureState.READY and not active:
        return Progress(figure.state, "Ready", 1.0, "", rendering=False)
    if job is None or not active:
        return Progress(figure.state, "", 0.0, figure.error_message, rendering=False)
    stage = _WORDS.get(job.stage, "Waiting for its turn")
    return Progress(figure.state, stage, job.progress, "", rendering=True)
