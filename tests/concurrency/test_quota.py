"""Sixteen ask at once and exactly the allowance is given. Without the condition it is not."""

import pytest
from pytest_django.fixtures import Settings

from figures.generation import quota
from figures.generation.models import QuotaEntry, QuotaPeriod
from figures.generation.quota import (
    LooksUsedUp,
    QuotaExceeded,
    refund,
    status,
    stop,
    take,
    take_again,
    take_look,
)
from shop.platform.owners.models import Owner
from tests.figures.factories import make_owner
from tests.support.together import errors, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

ALLOWED = 5
ASKING = 16


@pytest.fixture(autouse=True)
def _five_a_day(settings: Settings) -> None:
    settings.FIGURES_PER_DAY = ALLOWED


@pytest.fixture
def owner() -> Owner:
    return make_owner()


@pytest.mark.parametrize("first", [True, False], ids=["first of the day", "later"])
def test_sixteen_at_once(owner: Owner, first: bool) -> None:
    if not first:
        take(owner=owner, figure_id="fig_before")
        refund(figure_id="fig_before", reason="sample")
    ask_together(owner)


def test_control_without_the_condition(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        quota, "_with_room", lambda period: QuotaPeriod.objects.filter(pk=period.pk)
    )
    with pytest.raises(AssertionError, match="IntegrityError"):
        ask_together(owner)
    # The table's own constraint is the second lock.
    assert QuotaPeriod.objects.get().used == ALLOWED


def test_a_refund_asked_for_eight_times_at_once_is_one(owner: Owner) -> None:
    for number in range(3):
        take(owner=owner, figure_id=f"fig_{number}")
    results = together(*[lambda: refund(figure_id="fig_0", reason="sample")] * 8)
    assert sorted(results) == [False] * 7 + [True]
    assert status(owner=owner).used == 2


def test_refunds_and_new_figures_at_once_come_out_even(owner: Owner) -> None:
    for number in range(ALLOWED):
        take(owner=owner, figure_id=f"fig_{number}")
    results = together(
        *[lambda n=n: refund(figure_id=f"fig_{n}", reason="sample") for n in range(ALLOWED)],
        *[lambda n=n: take(owner=owner, figure_id=f"fig_new_{n}") for n in range(10)],
    )
    assert all(isinstance(error, QuotaExceeded) for error in errors(results))
    active = QuotaEntry.objects.filter(refunded_at=None).count()
    assert status(owner=owner).used == active <= ALLOWED


def test_a_retry_asked_for_twice_at_once_counts_once(owner: Owner) -> None:
    take(owner=owner, figure_id="fig_0")
    refund(figure_id="fig_0", reason="sample")
    results = together(*[lambda: take_again(figure_id="fig_0")] * 4)
    assert all(isinstance(error, QuotaEntry.DoesNotExist) for error in errors(results))
    assert status(owner=owner).used == 1
    assert QuotaEntry.objects.get().refunded_at is None


def stop_together(owner: Owner) -> None:
    for number in range(ALLOWED):
        take(owner=owner, figure_id=f"fig_{number}")
    results = together(*[lambda n=n % ALLOWED: stop(figure_id=f"fig_{n}") for n in range(ASKING)])
    assert sorted(results) == [False] * 13 + [True] * 3
    assert (status(owner=owner).used, status(owner=owner).stops) == (2, 3)


def test_of_five_stopped_at_once_three_are_given_back(owner: Owner) -> None:
    stop_together(owner)


def test_control_stopping_without_the_condition(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        quota, "_with_stops", lambda period_id: QuotaPeriod.objects.filter(pk=period_id)
    )
    with pytest.raises(AssertionError):
        stop_together(owner)


def test_sixteen_looks_at_once(owner: Owner, settings: Settings) -> None:
    settings.LOOKS_PER_DAY = ALLOWED
    results = together(*[lambda: take_look(owner=owner)] * ASKING)
    assert [type(error) for error in errors(results)] == [LooksUsedUp] * (ASKING - ALLOWED)
    assert QuotaPeriod.objects.get().looks == ALLOWED


def ask_together(owner: Owner) -> None:
    before = QuotaEntry.objects.count()
    results = together(
        *[lambda n=n: take(owner=owner, figure_id=f"fig_{n}") for n in range(ASKING)]
    )
    kinds = [type(error).__name__ for error in errors(results)]
    assert kinds == ["QuotaExceeded"] * (ASKING - ALLOWED)
    assert results.count(None) == ALLOWED
    assert QuotaEntry.objects.count() - before == ALLOWED
    assert QuotaPeriod.objects.get().used == ALLOWED
