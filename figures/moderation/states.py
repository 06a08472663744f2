"""States of a review and reasons of a refusal."""

from django.db import models


class DecisionState(models.TextChoices):
    """Where a review stands."""

    QUEUED = "queued", "Waiting"
    ESCALATED = "escalated", "Escalated"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"


MOVES: dict[DecisionState, frozenset[DecisionState]] = {
    DecisionState.QUEUED: frozenset(
        {DecisionState.APPROVED, DecisionState.REFUSED, DecisionState.ESCALATED}
    ),
    DecisionState.ESCALATED: frozenset({DecisionState.APPROVED, DecisionState.REFUSED}),
    # Undo, by the same moderator and soon; what was paid on it goes on hold.
    DecisionState.APPROVED: frozenset({DecisionState.QUEUED}),
    DecisionState.REFUSED: frozenset({DecisionState.QUEUED}),
}

OPEN_STATES = (DecisionState.QUEUED, DecisionState.ESCALATED)


class Reason(models.TextChoices):
    """Why a version is refused. Quality refusals are apart from policy refusals."""

    QUALITY_DARK = "quality_dark", "Picture too dark to make a good figure"
    QUALITY_LIKENESS = "quality_likeness", "The figure did not come out well"
    NO_CONSENT = "no_consent", "The person shown has not agreed"
    PUBLIC_FIGURE = "public_figure", "Shows a public figure"
    TEXT_HATEFUL = "text_hateful", "Text insults or attacks people"
    TEXT_TRADEMARK = "text_trademark", "Text uses somebody's trademark"
    SEXUAL = "sexual", "Sexual content"
    MINOR_UNSAFE = "minor_unsafe", "A child shown in an unsuitable way"
    OTHER = "other", "Another reason, told in the note"


QUALITY_REASONS = frozenset({Reason.QUALITY_DARK, Reason.QUALITY_LIKENESS})
