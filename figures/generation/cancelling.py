"""Stop what is being made of a figure."""

from django.db import transaction

from figures.generation import drafts, quota
from figures.generation.services import MAKING_KINDS
from figures.versions.models import Figure
from figures.versions.states import FigureState
from shop.platform.durable import registry
from shop.platform.durable import services as durable

_STOPPED = "You stopped it. It does not count against your figures for today."
_COUNTED = (
    f"You stopped it. It counts as one of today's figures: the first {quota.STOPS_GIVEN_BACK} that"
    " you stop in a day do not."
)


class CannotCancel(Exception):
    """Nothing is being made of the figure just now."""


def cancel_making(*, figure: Figure) -> Figure:
    """Stop making a figure, or a new look of it; whoever works on it stops at its next step.

    A figure without a version is then a failed one and can be tried again as long as its photo is
    there. Its generation is given back, the first few times a day (`quota.stop`). The photo keeps
    its own date.

    Raises:
        CannotCancel: nothing is being made.

    """
    with transaction.atomic():
        # Jobs before the figure, the order in which a worker writes them.
        stopped = sum(durable.cancel(subject=figure.pk, kind=kind) for kind in MAKING_KINDS)
        if not stopped:
            raise CannotCancel("Nothing is being made just now.")
        underway = Figure.objects.filter(
            pk=figure.pk, state__in=[FigureState.QUEUED, FigureState.MAKING]
        )
        if underway.update(state=FigureState.FAILED, error_code="cancelled", error_message=""):
            words = _STOPPED if quota.stop(figure_id=figure.pk) else _COUNTED
            Figure.objects.filter(pk=figure.pk).update(error_message=words)
            registry.publish("figure.failed", figure_id=figure.pk)
        drafts.forget_unused(figure)
        drafts.forget_later(figure)
    figure.refresh_from_db()
    return figure
