"""The quota's ledger: successes count, our failures are given back, retries count anew."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from figures.generation import quota
from figures.generation.look import Look
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
from figures.generation.services import CannotRetry, retry_figure, seal_look
from figures.intake.services import delete_photo
from figures.versions.models import Figure
from shop.platform import ids
from shop.platform.durable import services as durable
from shop.platform.owners.models import Owner
from tests.figures.factories import make_figure, make_owner, make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_a_day(settings: Settings) -> None:
    settings.FIGURES_PER_DAY = 3
    settings.WAKEUP_LOSS = 1.0


def numbers(owner: Owner | None) -> tuple[int, int, int]:
    now = status(owner=owner)
    return now.allowed, now.used, now.left


def taken(owner: Owner, count: int) -> list[str]:
    figures = [f"fig_{number}" for number in range(count)]
    for figure in figures:
        take(owner=owner, figure_id=figure)
    return figures


class TestTake:
    def test_counts_up_to_the_allowance(self) -> None:
        owner = make_owner()
        assert numbers(owner) == (3, 0, 3)
        taken(owner, 3)
        assert numbers(owner) == (3, 3, 0)
        with pytest.raises(QuotaExceeded, match="3 figures a day; the next one from 00:00 UTC"):
            take(owner=owner, figure_id="fig_more")
        assert numbers(owner) == (3, 3, 0)
        assert QuotaEntry.objects.count() == 3

    def test_says_when_it_starts_anew(self) -> None:
        owner = make_owner()
        taken(owner, 3)
        midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        tomorrow = midnight + timedelta(days=1)
        assert status(owner=owner).resets_at == tomorrow
        with pytest.raises(QuotaExceeded) as refused:
            take(owner=owner, figure_id="fig_more")
        assert (refused.value.resets_at, refused.value.allowed) == (tomorrow, 3)

    def test_starts_anew(self) -> None:
        owner = make_owner()
        taken(owner, 3)
        for moved in ("starts_at", "ends_at"):
            QuotaPeriod.objects.update(**{moved: timezone.now() - timedelta(days=2)})
        assert numbers(owner) == (3, 0, 3)
        take(owner=owner, figure_id="fig_today")
        assert numbers(owner) == (3, 1, 2)

    def test_everybody_has_their_own(self) -> None:
        taken(make_owner(), 3)
        assert numbers(make_owner()) == (3, 0, 3)
        assert numbers(None) == (3, 0, 3)

    def test_asking_writes_nothing(self) -> None:
        status(owner=make_owner())
        assert not QuotaPeriod.objects.exists()


class TestRefund:
    def test_gives_one_back_once(self) -> None:
        owner = make_owner()
        first, *_ = taken(owner, 3)
        assert refund(figure_id=first, reason="render_failed") is True
        assert refund(figure_id=first, reason="render_failed") is False
        assert numbers(owner) == (3, 2, 1)
        take(owner=owner, figure_id="fig_more")
        assert numbers(owner) == (3, 3, 0)

    def test_goes_to_the_day_it_was_taken(self) -> None:
        owner = make_owner()
        first, *_ = taken(owner, 2)
        day = timedelta(days=1)
        period = QuotaPeriod.objects.get()
        QuotaPeriod.objects.update(starts_at=period.starts_at - day, ends_at=period.ends_at - day)
        take(owner=owner, figure_id="fig_today")
        refund(figure_id=first, reason="render_failed")
        assert numbers(owner) == (3, 1, 2)
        assert QuotaPeriod.objects.get(pk=period.pk).used == 1

    def test_of_what_was_never_counted(self) -> None:
        assert refund(figure_id="fig_unknown", reason="render_failed") is False


class TestTakeAgain:
    def test_counts_anew_after_a_refund(self) -> None:
        owner = make_owner()
        first, *_ = taken(owner, 1)
        refund(figure_id=first, reason="render_failed")
        take_again(figure_id=first)
        assert numbers(owner) == (3, 1, 2)
        assert QuotaEntry.objects.get().refunded_at is None
        assert refund(figure_id=first, reason="render_failed") is True
        assert numbers(owner) == (3, 0, 3)

    def test_counts_nothing_twice(self) -> None:
        owner = make_owner()
        first, *_ = taken(owner, 1)
        take_again(figure_id=first)
        assert numbers(owner) == (3, 1, 2)

    def test_is_refused_when_all_is_used_and_keeps_the_refund(self) -> None:
        owner = make_owner()
        first, *_ = taken(owner, 1)
        refund(figure_id=first, reason="render_failed")
        for number in range(3):
            take(owner=owner, figure_id=f"fig_other_{number}")
        with pytest.raises(QuotaExceeded):
            take_again(figure_id=first)
        assert numbers(owner) == (3, 3, 0)
        assert QuotaEntry.objects.get(figure_id=first).refunded_at is not None


class TestStop:
    """The first three of a day are given back, the fourth counts."""

    def stopped(self, owner: Owner) -> list[bool]:
        given_back = []
        for number in range(6):
            take(owner=owner, figure_id=f"fig_{number}")
            given_back.append(stop(figure_id=f"fig_{number}"))
        return given_back

    def test_only_the_first_three_are_given_back(self) -> None:
        owner = make_owner()
        assert self.stopped(owner) == [True, True, True, False, False, False]
        assert (numbers(owner), status(owner=owner).stops_left) == ((3, 3, 0), 0)
        with pytest.raises(QuotaExceeded):
            take(owner=owner, figure_id="fig_more")

    def test_starting_and_stopping_one_figure_ends_too(self) -> None:
        owner = make_owner()
        take(owner=owner, figure_id="fig_0")
        # Three that do not count, and then the three a day that anybody has.
        for given_back in (True, True, True, False, False):
            assert stop(figure_id="fig_0") is given_back
            take_again(figure_id="fig_0")
        assert stop(figure_id="fig_0") is False
        with pytest.raises(QuotaExceeded):
            take_again(figure_id="fig_0")
        assert numbers(owner) == (3, 3, 0)

    def test_is_once(self) -> None:
        owner = make_owner()
        first, *_ = taken(owner, 1)
        assert (stop(figure_id=first), stop(figure_id=first)) == (True, False)
        assert refund(figure_id=first, reason="render_failed") is False
        assert (numbers(owner), status(owner=owner).stops_left) == ((3, 0, 3), 2)

    def test_of_a_failed_one_gives_nothing_back_twice(self) -> None:
        owner = make_owner()
        first, *_ = taken(owner, 2)
        refund(figure_id=first, reason="render_failed")
        assert stop(figure_id=first) is False
        assert (numbers(owner), status(owner=owner).stops_left) == ((3, 1, 2), 3)


class TestTakeLook:
    def test_counts_up_to_the_day_s_looks(self, settings: Settings) -> None:
        settings.LOOKS_PER_DAY = 2
        owner = make_owner()
        take_look(owner=owner)
        take_look(owner=owner)
        words = "2 new looks a day, stopped ones included; the next one from 00:00 UTC"
        with pytest.raises(LooksUsedUp, match=words):
            take_look(owner=owner)
        assert QuotaPeriod.objects.get().looks == 2
        # They are no generations.
        assert numbers(owner) == (3, 0, 3)
        take_look(owner=make_owner())


class TestWithFigures:
    """Through the jobs: a figure that we cannot make costs nothing."""

    @pytest.fixture
    def figure(self) -> Figure:
        owner = make_owner()
        figure_id = ids.new_id("fig")
        wanted = seal_look(figure_id, Look(name="Sample"))
        figure = make_figure(
            pk=figure_id, owner=owner, photo=make_photo(owner=owner), state="queued", wanted=wanted
        )
        take(owner=owner, figure_id=figure.pk)
        return figure

    def test_a_failure_is_refunded_and_a_retry_counts_anew(self, figure: Figure) -> None:
        def make() -> None:
            durable.run_due()
            figure.refresh_from_db()
            assert (figure.state, figure.error_code) == ("failed", "photo_gone")
            assert numbers(figure.owner) == (3, 0, 3)

        durable.enqueue("figures.generate", subject=figure.pk, dedupe_key="first")
        make()
        retry_figure(figure=figure)
        assert (figure.state, figure.tries) == ("queued", 2)
        assert numbers(figure.owner) == (3, 1, 2)
        make()

    def test_a_retry_without_allowance_leaves_the_figure_failed(self, figure: Figure) -> None:
        durable.enqueue("figures.generate", subject=figure.pk, dedupe_key="first")
        durable.run_due()
        taken(figure.owner, 3)
        figure.refresh_from_db()
        with pytest.raises(QuotaExceeded):
            retry_figure(figure=figure)
        figure.refresh_from_db()
        assert (figure.state, figure.tries) == ("failed", 1)

    def test_a_figure_under_way_is_not_retried(self, figure: Figure) -> None:
        with pytest.raises(CannotRetry):
            retry_figure(figure=figure)
        assert numbers(figure.owner) == (3, 1, 2)

    def test_a_photo_deleted_before_the_making_is_refunded(self, figure: Figure) -> None:
        assert figure.photo is not None
        delete_photo(photo=figure.photo, reason="asked")
        figure.refresh_from_db()
        assert figure.state == "failed"
        assert numbers(figure.owner) == (3, 0, 3)


def test_a_period_is_a_day() -> None:
    assert timedelta(days=1) == quota.PERIOD
