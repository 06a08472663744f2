"""The day's money for hosted generators: many calls at once never put aside more than there is."""

import pytest
from pytest_django.fixtures import Settings

from figures.generation.backends.hosted.imagemodels import image_model
from figures.spending import services as spending
from figures.spending.models import BudgetDay, CallState, HostedCall
from figures.spending.services import BudgetUsedUp
from figures.versions.models import Figure
from figures.versions.states import FigureState
from tests.orders.factories import make_figure
from tests.support.together import errors, meet_after, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

MODEL = "gpt-image-2.6-sunburst"
ROOM_FOR = 3
ASKING = 12


@pytest.fixture(autouse=True)
def _room_for_three(settings: Settings) -> None:
    # 41.3 cents are put aside for a call.
    settings.HOSTED_DAILY_BUDGET = 125
    assert 3 * image_model(MODEL).estimate <= 1_250_000 < 4 * image_model(MODEL).estimate


@pytest.fixture
def figure() -> Figure:
    return make_figure(state=FigureState.MAKING, backend="openai")


def reserve(figure: Figure) -> HostedCall:
    return spending.reserve(figure=figure, backend="openai", model=image_model(MODEL))


def put_aside() -> int:
    return sum(HostedCall.objects.values_list("estimate", flat=True))


@pytest.mark.parametrize("first", [True, False], ids=["first of the day", "later"])
def test_twelve_at_once(figure: Figure, first: bool) -> None:
    if not first:
        spending.release(reserve(figure), code="sample")
        HostedCall.objects.all().delete()
    results = together(*[lambda: reserve(figure)] * ASKING)
    kinds = [type(error) for error in errors(results)]
    assert kinds == [BudgetUsedUp] * (ASKING - ROOM_FOR)
    day = BudgetDay.objects.get()
    assert (day.reserved, day.spent) == (put_aside(), 0)
    assert HostedCall.objects.count() == ROOM_FOR


def two_at_once_with_room_for_one(
    figure: Figure, settings: Settings, patch: pytest.MonkeyPatch
) -> None:
    settings.HOSTED_DAILY_BUDGET = 42
    BudgetDay.objects.all().delete()
    spending.release(reserve(figure), code="sample")
    HostedCall.objects.all().delete()
    meet_after(patch, spending, "_locked")
    results = together(lambda: reserve(figure), lambda: reserve(figure))
    assert len(errors(results)) == 1
    assert put_aside() == BudgetDay.objects.get().reserved == image_model(MODEL).estimate


def test_two_that_meet(figure: Figure, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    two_at_once_with_room_for_one(figure, settings, monkeypatch)


def test_control_without_the_lock(
    figure: Figure, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spending, "_locked", lambda day: BudgetDay.objects.get(pk=day.pk))
    with pytest.raises(AssertionError):
        two_at_once_with_room_for_one(figure, settings, monkeypatch)
    assert put_aside() > 420_000


def test_ends_and_new_calls_at_once_come_out_even(figure: Figure) -> None:
    model = image_model(MODEL)
    running = [reserve(figure) for _ in range(ROOM_FOR)]
    for call in running:
        spending.mark_sent(call)
    together(
        *[
            lambda call=call: spending.settle_failure(
                call=call, model=model, code="sample", may_be_charged=False
            )
            for call in running
        ],
        *[lambda: reserve(figure)] * 6,
    )
    day = BudgetDay.objects.get()
    waiting = HostedCall.objects.filter(state=CallState.RESERVED).count()
    assert (day.reserved, day.spent) == (waiting * model.estimate, 0)
    assert waiting <= ROOM_FOR


def test_one_call_ended_by_eight_at_once_is_counted_once(figure: Figure) -> None:
    model = image_model(MODEL)
    call = reserve(figure)
    spending.mark_sent(call)
    together(
        *[
            lambda: spending.settle_failure(
                call=HostedCall.objects.get(pk=call.pk),
                model=model,
                code="sample",
                may_be_charged=True,
            )
        ]
        * 8
    )
    day = BudgetDay.objects.get()
    assert (day.reserved, day.spent) == (0, model.estimate)
