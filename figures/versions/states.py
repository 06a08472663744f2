"""Where a figure and the review of a version may stand, and where they may go from there."""

from django.db import models


class FigureState(models.TextChoices):
    """A figure on its way."""

    QUEUED = "queued", "Queued"
    MAKING = "making", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be made"
    ERASED = "erased", "Erased"


FIGURE_MOVES: dict[FigureState, frozenset[FigureState]] = {
    FigureState.QUEUED: frozenset({FigureState.MAKING, FigureState.FAILED, FigureState.ERASED}),
    FigureState.MAKING: frozenset({FigureState.READY, FigureState.FAILED, FigureState.ERASED}),
    FigureState.READY: frozenset({FigureState.ERASED}),
    FigureState.FAILED: frozenset({FigureState.QUEUED, FigureState.ERASED}),
    FigureState.ERASED: frozenset(),
}


class ReviewState(models.TextChoices):
    """What a person of the staff said about a version."""

    QUEUED = "queued", "Waiting for a person"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
