"""A hosted figure from the request to its version: consent, money, trouble, erasure."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings

from figures.consent import services as consents
from figures.consent.models import Consent
from figures.erasure import erase_figure
from figures.generation import hosting, quota
from figures.generation.backends.hosted.imagemodels import image_model
from figures.generation.generators import generators
from figures.generation.look import LookRefused
from figures.generation.selectors import progress_of, stages_of
from figures.generation.services import CannotRetry, request_figure, retry_figure
from figures.intake.models import Declaration
from figures.intake.services import delete_photo
from figures.provenance import SourceType, read_label
from figures.spending import services as spending
from figures.spending.models import BudgetDay, CallState, HostedCall
from figures.versions import art
from figures.versions import services as versions
from figures.versions.models import Figure
from figures.versions.states import FigureState
from shop.platform import faultpoints
from shop.platform.durable import services as durable
from shop.platform.durable.models import Job, JobState
from shop.vault import services as vault
from shop.vault.models import Blob
from tests.orders.factories import make_owner
from tests.support import openai_stub as api
from tests.support.hosted_figures import (
    NAME,
    ask_for_figure,
    end_lease,
    make_photo,
    notice_of,
    run_jobs,
)
from tests.support.openai_fixtures import COMPANY
from tests.support.openai_stub import KEY, OpenAIStub

pytestmark = pytest.mark.django_db

# 250 text tokens at 5, 1250 picture tokens at 8 and 6000 drawn ones at 30 dollars a million.
COST = 250 * 5 + 1250 * 8 + 6000 * 30
# The same for what `models.toml` puts aside.
ESTIMATE = 1000 * 5 + 6000 * 8 + 12000 * 30


def fresh(figure: Figure) -> Figure:
    return Figure.objects.get(pk=figure.pk)


def books() -> tuple[int, int]:
    """What is put aside and what is spent today."""
    day = BudgetDay.objects.get()
    return day.reserved, day.spent


class Killed(BaseException):
    """The worker ends here."""


@contextmanager
def killed_at(point: str) -> Iterator[None]:
    """Let the worker end at a fault point; its lease is over afterwards."""

    def reached(name: str) -> None:
        if name == point:
            raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faultpoints, "reached", reached)
        with pytest.raises(Killed):
            yield
    end_lease()


class TestTheWholeWay:
    def test_a_figure_with_its_version(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        run_jobs()
        figure = fresh(figure)
        assert figure.state == FigureState.READY
        assert figure.engine == "openai gpt-image-2.6-sunburst"
        version = figure.versions.get()
        assert art.cutout(version).shape == (452, 307, 4)
        label = read_label(art.box_png(version))
        assert label is not None
        assert label.source_type == SourceType.TRAINED
        assert len(hosted.seen) == 1

    def test_the_box_is_no_larger_than_the_figure_in_it_allows(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        run_jobs()
        box = art.box(figure.versions.get())
        assert 300 < box.shape[1] < 700
        assert box.shape[0] * 2 == box.shape[1] * 3

    def test_what_it_cost(self, hosted: OpenAIStub) -> None:
        ask_for_figure()
        run_jobs()
        call = HostedCall.objects.get()
        assert (call.state, call.cost, call.cost_is_estimate) == (CallState.ANSWERED, COST, False)
        assert (call.text_tokens, call.image_tokens, call.output_tokens) == (250, 1250, 6000)
        assert (call.currency, call.price_read_on.isoformat()) == ("USD", "2026-11-24")
        assert call.price_source.startswith("https://developers.openai.com/")
        assert call.estimate == ESTIMATE
        assert books() == (0, COST)
        assert spending.status().left == 1000 * 10_000 - COST

    def test_without_token_counts_the_estimate_counts(self, hosted: OpenAIStub) -> None:
        hosted.answers = [api.drawn(usage=None)]
        ask_for_figure()
        run_jobs()
        call = HostedCall.objects.get()
        assert (call.cost, call.cost_is_estimate) == (ESTIMATE, True)
        assert books() == (0, ESTIMATE)

    def test_no_watt_hours_are_made_up(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        run_jobs()
        figure = fresh(figure)
        assert figure.energy_wh is None
        assert figure.energy_method == ("not published by the provider for gpt-image-2.6-sunburst")
        assert figure.cpu_seconds is not None
        assert art.energy_line(figure.versions.get()) == ""

    def test_the_answer_is_kept_until_the_version_is_there(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        run_jobs()
        assert HostedCall.objects.get().answer is None
        alive = Blob.objects.filter(key__subject=figure.pk, doomed_at=None)
        assert not alive.filter(name="answer.bin").exists()

    def test_the_job_does_not_hold_up_the_renderer(self, hosted: OpenAIStub) -> None:
        ask_for_figure()
        assert Job.objects.get(kind="figures.generate_hosted").queue == "default"

    def test_only_the_box_can_be_changed(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        run_jobs()
        base = figure.versions.get()
        with pytest.raises(versions.EditRefused):
            versions.request_edit(
                figure=fresh(figure),
                base=base,
                changes=versions.EditChanges(choices={"pose": "hips"}),
            )
        changes = versions.EditChanges(tagline="Other words", accessories=[("camera", "Camera")])
        versions.request_edit(figure=fresh(figure), base=base, changes=changes)
        run_jobs()
        newest = figure.versions.latest("number")
        assert (newest.number, newest.box_tagline) == (2, "Other words")
        assert np.array_equal(art.cutout(newest), art.cutout(base))
        assert len(hosted.seen) == 1
        assert fresh(figure).energy_wh is None

    def test_it_is_never_blown_up(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        run_jobs()
        version = figure.versions.get()
        assert art.render_cutout(version, width=4000, height=5885).shape == (452, 307, 4)
        assert art.render_cutout(version, width=100, height=147).shape == (147, 100, 4)
        stored = art.box(version)
        assert art.box_art(version, width=5000, height=7500).shape == stored.shape

    def test_what_the_page_says_meanwhile(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        assert stages_of(figure)[0] == "Sent to the generator you chose"
        assert progress_of(figure).stage == "Waiting for its turn"


class TestConsent:
    def test_it_is_stored_with_time_recipient_and_words(self, hosted: OpenAIStub) -> None:
        before = timezone.now()
        figure = ask_for_figure("azure")
        consent = Consent.objects.get()
        assert (consent.figure_id, consent.photo_id) == (figure.pk, figure.photo_id)
        assert consent.backend == "azure"
        assert consent.recipient == f"{COMPANY}; the sample region"
        assert consent.keeps == "It keeps the photo for 7 sample days."
        assert consent.policy_url == "https://images.example/privacy"
        assert consent.notice == notice_of("azure")
        assert before <= consent.given_at <= timezone.now()

    @pytest.mark.parametrize(
        ("backend", "consent", "field"),
        [
            ("openai", "", "consent"),
            ("openai", "0" * 32, "consent"),
            ("midjourney", "", "backend"),
        ],
    )
    def test_without_it_nothing_is_asked_for(
        self, hosted: OpenAIStub, backend: str, consent: str, field: str
    ) -> None:
        owner = make_owner()
        with pytest.raises(LookRefused) as refused:
            request_figure(
                owner=owner,
                photo=make_photo(owner),
                name=NAME,
                backend=backend,
                consent=consent,
            )
        assert refused.value.field == field
        assert not Figure.objects.exists()
        assert quota.status(owner=owner).used == 0

    def test_a_childs_photo_stays_here(self, hosted: OpenAIStub) -> None:
        owner = make_owner()
        photo = make_photo(owner, declaration=Declaration.CHILD)
        with pytest.raises(LookRefused, match="child's photo stays with us"):
            request_figure(
                owner=owner,
                photo=photo,
                name=NAME,
                backend="openai",
                consent=notice_of("openai"),
            )

    def test_taken_back_before_the_job_runs(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        assert consents.withdraw(figure=figure)
        assert not consents.withdraw(figure=figure)
        run_jobs()
        figure = fresh(figure)
        assert (figure.state, figure.error_code) == (FigureState.FAILED, "no_consent")
        assert figure.error_message.startswith("You took back your agreement")
        assert hosted.seen == []
        assert HostedCall.objects.get().state == CallState.RELEASED
        assert books() == (0, 0)
        assert quota.status(owner=figure.owner).used == 0
        with pytest.raises(CannotRetry, match="You took back"):
            retry_figure(figure=figure)

    def test_taken_back_while_money_is_put_aside(
        self, hosted: OpenAIStub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        figure = ask_for_figure()
        reserve = spending.reserve

        def withdrawn_meanwhile(**facts: object) -> HostedCall:
            consents.withdraw(figure=figure)
            return reserve(**facts)  # type: ignore[arg-type]

        monkeypatch.setattr(spending, "reserve", withdrawn_meanwhile)
        run_jobs()
        assert hosted.seen == []
        assert fresh(figure).error_code == "no_consent"

    def test_never_given(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        Consent.objects.all().delete()
        run_jobs()
        assert hosted.seen == []
        assert fresh(figure).error_message.startswith("Nobody agreed that this photo goes to")

    def test_it_holds_for_its_own_photo_alone(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        Figure.objects.update(photo=make_photo(figure.owner))
        run_jobs()
        assert hosted.seen == []
        assert fresh(figure).error_code == "no_consent"

    def test_other_words_need_another_agreement(
        self, hosted: OpenAIStub, recipients: Path, settings: Settings
    ) -> None:
        figure = ask_for_figure()
        longer = recipients.with_name("longer.toml")
        longer.write_text(recipients.read_text().replace("7 sample days", "70 sample days"))
        settings.HOSTED_RECIPIENTS_FILE = str(longer)
        run_jobs()
        assert hosted.seen == []
        assert "has changed since you agreed" in fresh(figure).error_message

    def test_a_generator_switched_off_meanwhile(
        self, hosted: OpenAIStub, settings: Settings
    ) -> None:
        figure = ask_for_figure()
        settings.GENERATORS = ["studio"]
        run_jobs()
        assert hosted.seen == []
        assert fresh(figure).error_code == "not_offered"

    def test_an_old_one_ends(self, hosted: OpenAIStub) -> None:
        ask_for_figure()
        assert consents.forget(timezone.now() - timedelta(days=1)) == 0
        assert consents.forget(timezone.now()) == 1


class TestWhatIsOffered:
    def test_the_studio_alone_by_default(self) -> None:
        assert [(one.name, one.recipient) for one in generators()] == [("studio", None)]

    def test_the_studio_first(self, hosted: OpenAIStub) -> None:
        assert [one.name for one in generators()] == ["studio", "openai", "azure"]
        assert generators()[1].recipient is not None


class TestMoney:
    def test_a_day_without_room_refuses_at_once(
        self, hosted: OpenAIStub, settings: Settings
    ) -> None:
        settings.HOSTED_DAILY_BUDGET = 41
        with pytest.raises(LookRefused, match="budget for this generator is used up"):
            ask_for_figure()
        settings.HOSTED_DAILY_BUDGET = 42
        ask_for_figure()

    def test_used_up_between_request_and_job(self, hosted: OpenAIStub, settings: Settings) -> None:
        figure = ask_for_figure()
        settings.HOSTED_DAILY_BUDGET = 41
        run_jobs()
        figure = fresh(figure)
        assert (figure.state, figure.error_code) == (FigureState.FAILED, "budget_used_up")
        assert "Try again tomorrow" in figure.error_message
        assert hosted.seen == []
        assert quota.status(owner=figure.owner).used == 0

    def test_yesterdays_money_is_not_todays(self, hosted: OpenAIStub, settings: Settings) -> None:
        settings.HOSTED_DAILY_BUDGET = 42
        ask_for_figure()
        run_jobs()
        with pytest.raises(LookRefused):
            ask_for_figure()
        BudgetDay.objects.update(day=timezone.now().date() - timedelta(days=1))
        ask_for_figure()

    def test_a_late_answer_takes_the_place_of_the_assumed_cost(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        model = image_model("gpt-image-2.6-sunburst")
        call = spending.reserve(figure=figure, backend="openai", model=model)
        spending.mark_sent(call)
        assert books() == (ESTIMATE, 0)
        spending.close_abandoned(figure)
        assert books() == (0, ESTIMATE)
        spending.settle_failure(
            call=call, model=model, code="late", usage=model.reserve, may_be_charged=True
        )
        spending.settle_failure(call=call, model=model, code="again", may_be_charged=True)
        assert books() == (0, ESTIMATE)
        call.refresh_from_db()
        assert (call.state, call.outcome) == (CallState.FAILED, "late")

    def test_calls_nobody_came_back_to_are_closed(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        model = image_model("gpt-image-2.6-sunburst")
        unsent = spending.reserve(figure=figure, backend="openai", model=model)
        sent = spending.reserve(figure=figure, backend="openai", model=model)
        spending.mark_sent(sent)
        assert spending.close_stale() == 0
        HostedCall.objects.update(reserved_at=timezone.now() - timedelta(hours=1, seconds=1))
        assert spending.close_stale() == 2
        states = dict(HostedCall.objects.values_list("pk", "state"))
        assert states == {unsent.pk: CallState.RELEASED, sent.pk: CallState.LOST}
        assert books() == (0, ESTIMATE)


class TestTrouble:
    def test_a_refusal_by_the_providers_rules(self, hosted: OpenAIStub) -> None:
        hosted.answers = [api.moderated()]
        figure = ask_for_figure()
        run_jobs()
        figure = fresh(figure)
        assert (figure.state, figure.error_code) == (FigureState.FAILED, "refused_by_provider")
        assert figure.error_message.startswith("The safety rules about violence")
        assert len(hosted.seen) == 1
        assert books() == (0, 0)
        assert quota.status(owner=figure.owner).used == 0

    def test_busy_twice_and_then_drawn(self, hosted: OpenAIStub) -> None:
        hosted.answers = [api.busy(Retry_After="7"), api.failing(503, "server_is_overloaded")]
        figure = ask_for_figure()
        before = timezone.now()
        durable.run_due()
        job = Job.objects.get(kind="figures.generate_hosted")
        assert (job.state, job.stage) == (JobState.QUEUED, "waiting")
        assert timedelta(seconds=7) <= job.run_at - before < timedelta(seconds=30)
        assert progress_of(fresh(figure)).stage == "The generator is busy; we will ask again"
        run_jobs()
        assert fresh(figure).state == FigureState.READY
        assert len(hosted.seen) == 3
        assert books() == (0, COST)

    def test_busy_for_longer_than_we_wait(self, hosted: OpenAIStub) -> None:
        hosted.answers = [api.busy(Retry_After="601")]
        figure = ask_for_figure()
        run_jobs()
        assert fresh(figure).error_code == "provider_busy"
        assert len(hosted.seen) == 1

    def test_busy_for_ever(self, hosted: OpenAIStub) -> None:
        hosted.answers = [api.busy() for _ in range(20)]
        figure = ask_for_figure()
        run_jobs()
        figure = fresh(figure)
        assert (figure.state, figure.error_code) == (FigureState.FAILED, "provider_busy")
        assert len(hosted.seen) == hosting.MAX_CALLS
        assert books() == (0, 0)
        hosted.answers.clear()
        retry_figure(figure=figure)
        run_jobs()
        assert fresh(figure).state == FigureState.READY

    def test_calls_that_may_be_charged_are_few(self, hosted: OpenAIStub) -> None:
        hosted.answers = [api.failing(500, "server_error") for _ in range(20)]
        figure = ask_for_figure()
        run_jobs()
        figure = fresh(figure)
        assert (figure.state, figure.error_code) == (FigureState.FAILED, "tried_enough")
        assert len(hosted.seen) == hosting.MAX_CHARGED == 3
        assert books() == (0, 3 * ESTIMATE)
        assert quota.status(owner=figure.owner).used == 0
        retry_figure(figure=figure)
        run_jobs()
        assert len(hosted.seen) == 3
        assert fresh(figure).error_code == "tried_enough"

    def test_a_deleted_photo_is_not_sent(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        assert figure.photo is not None
        photo = figure.photo
        type(photo).objects.filter(pk=photo.pk).update(blob=None)
        run_jobs()
        assert hosted.seen == []
        assert fresh(figure).error_code == "photo_gone"
        assert not BudgetDay.objects.filter(reserved__gt=0).exists()

    def test_nothing_of_the_person_is_logged(
        self, hosted: OpenAIStub, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        hosted.answers = [api.Behaviour(200, b"garbage"), api.failing(500, "server_error")]
        ask_for_figure()
        run_jobs()
        for word in (KEY, NAME, "Sample words", COMPANY, "JFIF"):
            assert word not in caplog.text


class TestKilled:
    def test_again_and_again_after_the_answer(self, hosted: OpenAIStub) -> None:
        """Killed between the charge and our books, over and over: paid three times at most."""
        figure = ask_for_figure()
        for _ in range(hosting.MAX_CHARGED):
            with killed_at("hosted.answered"):
                durable.run_due()
        run_jobs()
        assert len(hosted.seen) == hosting.MAX_CHARGED
        figure = fresh(figure)
        assert (figure.state, figure.error_code) == (FigureState.FAILED, "tried_enough")
        assert quota.status(owner=figure.owner).used == 0
        assert set(HostedCall.objects.values_list("state", flat=True)) == {CallState.LOST}
        assert books() == (0, 3 * ESTIMATE)

    def test_once_after_the_answer(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        with killed_at("hosted.answered"):
            durable.run_due()
        assert books() == (ESTIMATE, 0)
        run_jobs()
        assert fresh(figure).state == FigureState.READY
        assert len(hosted.seen) == 2
        assert books() == (0, ESTIMATE + COST)

    def test_a_stored_answer_is_not_paid_for_twice(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        with killed_at("figures.rendered"):
            durable.run_due()
        run_jobs()
        assert fresh(figure).state == FigureState.READY
        assert len(hosted.seen) == 1
        assert books() == (0, COST)


class TestErased:
    def test_consent_goes_and_the_sums_stay(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        run_jobs()
        erase_figure(figure=fresh(figure), actor="owner")
        assert not Consent.objects.exists()
        call = HostedCall.objects.get()
        assert call.figure is None
        assert call.answer is None
        assert call.cost == COST
        assert books() == (0, COST)

    def test_before_anything_is_sent(self, hosted: OpenAIStub) -> None:
        figure = ask_for_figure()
        erase_figure(figure=figure, actor="owner")
        run_jobs()
        assert hosted.seen == []
        assert not Consent.objects.exists()

    def test_while_the_provider_draws(
        self, hosted: OpenAIStub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        figure = ask_for_figure()

        def reached(point: str) -> None:
            if point == "hosted.answered":
                erase_figure(figure=fresh(figure), actor="owner")

        monkeypatch.setattr(faultpoints, "reached", reached)
        run_jobs()
        call = HostedCall.objects.get()
        assert call.figure is None
        assert (call.state, call.outcome) == (CallState.FAILED, "lease_lost")
        assert books() == (0, ESTIMATE)
        assert not Blob.objects.filter(key__subject=figure.pk, doomed_at=None).exists()

    def test_the_photo_deleted_while_the_provider_draws(
        self, hosted: OpenAIStub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It was sent while it was there; the figure comes, and nothing is sent again."""
        figure = ask_for_figure()
        assert figure.photo is not None
        photo = figure.photo

        def reached(point: str) -> None:
            if point == "hosted.answered":
                delete_photo(photo=photo, reason="asked")

        monkeypatch.setattr(faultpoints, "reached", reached)
        run_jobs()
        assert fresh(figure).state == FigureState.READY
        assert len(hosted.seen) == 1


def test_a_sheet_is_a_picture_with_a_head(hosted: OpenAIStub) -> None:
    figure = ask_for_figure()
    run_jobs()
    version = figure.versions.get()
    assert version.recipe is not None
    kept = vault.read(version.recipe)
    with Image.open(io.BytesIO(kept[kept.index(b"\x89PNG") :])) as picture:
        assert picture.size == (307, 452)
    assert NAME.encode() not in kept
