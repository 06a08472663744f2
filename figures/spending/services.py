"""Put money aside, note what a call cost, and never go beyond the day's budget.

A call's estimate is reserved under the lock of the day's row before it is made, and replaced by
its cost afterwards. A call of which nobody knows what became counts as paid.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from figures.generation.backends.hosted.imagemodels import MICROS_PER_CENT, ImageModel, Usage
from figures.spending.models import CALL_MOVES, BudgetDay, CallState, HostedCall
from figures.versions.models import Figure
from shop.platform.durable import registry
from shop.vault import services as vault
from shop.vault.models import Blob

_OPEN = (CallState.RESERVED, CallState.SENT)
# No call takes as long: HOSTED_TIMEOUT is minutes.
_STALE_AFTER = timedelta(hours=1)


class BudgetUsedUp(Exception):
    """Nothing is left of today's money."""

    def __init__(self, resets_at: datetime) -> None:
        super().__init__(
            "Today's budget for this generator is used up. Try again tomorrow (from "
            f"{resets_at:%H:%M} UTC), or use our own studio, which is always there."
        )
        self.resets_at = resets_at


@dataclass(frozen=True, slots=True)
class BudgetStatus:
    """Today's money, in millionths."""

    limit: int
    reserved: int
    spent: int

    @property
    def left(self) -> int:
        """What may still be put aside."""
        return max(self.limit - self.reserved - self.spent, 0)


def status() -> BudgetStatus:
    """Return today's money; writes nothing."""
    row = BudgetDay.objects.filter(
        day=timezone.now().date(), currency=settings.HOSTED_BUDGET_CURRENCY
    ).first()
    return BudgetStatus(_limit(), row.reserved if row else 0, row.spent if row else 0)


def check_room(model: ImageModel) -> None:
    """Refuse early what `reserve` would refuse now.

    Raises:
        BudgetUsedUp: not enough is left for one call.

    """
    if status().left < model.estimate:
        raise BudgetUsedUp(_tomorrow())


def reserve(*, figure: Figure, backend: str, model: ImageModel) -> HostedCall:
    """Put the call's estimate aside and write its row.

    Raises:
        BudgetUsedUp: not enough is left.

    """
    day, _ = BudgetDay.objects.get_or_create(day=timezone.now().date(), currency=model.currency)
    with transaction.atomic():
        row = _locked(day)
        if row.reserved + row.spent + model.estimate > _limit():
            raise BudgetUsedUp(_tomorrow())
        row.reserved += model.estimate
        row.save(update_fields=["reserved"])
        return HostedCall.objects.create(
            figure=figure,
            figure_try=figure.tries,
            day=row,
            backend=backend,
            model=model.name,
            estimate=model.estimate,
            currency=model.currency,
            price_source=model.source,
            price_read_on=model.read_on,
        )


def mark_sent(call: HostedCall) -> None:
    """Note that the call is made now; commit before making it."""
    HostedCall.objects.filter(pk=call.pk, state=CallState.RESERVED).update(
        state=CallState.SENT, sent_at=timezone.now()
    )


def settle_answer(*, call: HostedCall, model: ImageModel, usage: Usage | None, blob: Blob) -> None:
    """Note what a picture cost, and keep it until the figure has its version."""
    _end(
        call,
        CallState.ANSWERED,
        cost=call.estimate if usage is None else model.cost(usage),
        usage=usage,
        answer=blob,
        cost_is_estimate=usage is None,
    )


def settle_failure(
    *,
    call: HostedCall,
    model: ImageModel,
    code: str,
    usage: Usage | None = None,
    may_be_charged: bool,
) -> None:
    """Note what a call without a figure cost: its tokens, else its estimate if it may count."""
    assumed = call.estimate if may_be_charged else 0
    _end(
        call,
        CallState.FAILED,
        cost=assumed if usage is None else model.cost(usage),
        usage=usage,
        outcome=code[:60],
        cost_is_estimate=usage is None and may_be_charged,
    )


def release(call: HostedCall, *, code: str) -> None:
    """Give back what was put aside for a call that is not made."""
    _end(call, CallState.RELEASED, cost=0, outcome=code[:60])


def close_abandoned(figure: Figure) -> None:
    """End the calls of a worker that is gone: unsent ones cost nothing, sent ones their estimate.

    Call it with the figure's job in hand: then nobody else is at work on it.
    """
    for call in HostedCall.objects.filter(figure=figure, state__in=_OPEN):
        _abandon(call)


def close_stale() -> int:
    """End calls that nobody came back to, such as those of an erased figure; returns how many."""
    stale = HostedCall.objects.filter(
        state__in=_OPEN, reserved_at__lte=timezone.now() - _STALE_AFTER
    )
    for call in stale:
        _abandon(call)
    return len(stale)


def charged_calls(figure: Figure) -> int:
    """Return how many calls of the figure cost something, or may have."""
    ended = HostedCall.objects.filter(figure=figure).exclude(state__in=_OPEN)
    return ended.filter(cost__gt=0).count()


def calls_of_this_try(figure: Figure) -> int:
    """Return how many calls were begun for the figure's present try."""
    return HostedCall.objects.filter(figure=figure, figure_try=figure.tries).count()


def kept_answer(figure: Figure) -> Blob | None:
    """Return the picture that was paid for and is not in a version yet, if there is one."""
    call = (
        HostedCall.objects.select_related("answer__key")
        .filter(figure=figure, state=CallState.ANSWERED, answer__doomed_at=None)
        .exclude(answer=None)
        .first()
    )
    return call.answer if call is not None else None


def forget_answers(figure: Figure) -> None:
    """Delete kept pictures: the figure has its version now."""
    for call in HostedCall.objects.select_related("answer").filter(figure=figure):
        if call.answer is not None:
            HostedCall.objects.filter(pk=call.pk).update(answer=None)
            vault.delete(call.answer)


def _abandon(call: HostedCall) -> None:
    if call.state == CallState.RESERVED:
        release(call, code="abandoned")
    else:
        _end(call, CallState.LOST, cost=call.estimate, outcome="abandoned", cost_is_estimate=True)


def _end(
    call: HostedCall,
    state: CallState,
    *,
    cost: int,
    usage: Usage | None = None,
    answer: Blob | None = None,
    outcome: str = "",
    cost_is_estimate: bool = False,
) -> None:
    """Move the call to its end and its money with it; a call that has ended stays as it is."""
    with transaction.atomic():
        day = _locked(call.day)
        row = HostedCall.objects.select_for_update().get(pk=call.pk)
        if state not in CALL_MOVES[CallState(row.state)]:
            return
        if row.state == CallState.LOST:
            # It was counted as paid; what it really cost takes that place.
            day.spent += cost - (row.cost or 0)
        else:
            day.reserved -= row.estimate
            day.spent += cost
        day.save(update_fields=["reserved", "spent"])
        HostedCall.objects.filter(pk=row.pk).update(
            state=state,
            cost=cost,
            cost_is_estimate=cost_is_estimate,
            text_tokens=usage.text_input if usage else None,
            image_tokens=usage.image_input if usage else None,
            output_tokens=usage.output if usage else None,
            outcome=outcome,
            answer=answer,
            ended_at=timezone.now(),
        )
    call.refresh_from_db()


def _locked(day: BudgetDay) -> BudgetDay:
    """Return the day's row as it is now, locked until the transaction ends."""
    return BudgetDay.objects.select_for_update().get(pk=day.pk)


def _limit() -> int:
    return int(settings.HOSTED_DAILY_BUDGET) * MICROS_PER_CENT


def _tomorrow() -> datetime:
    now = timezone.now()
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _unlink(*, figure_id: str) -> None:
    """Take a figure that is being erased out of the books; the sums stay."""
    HostedCall.objects.filter(figure_id=figure_id).update(figure=None, answer=None)


registry.subscribe("figure.erased", _unlink)
