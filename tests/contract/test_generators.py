"""What every generator must do: the studio itself, the hosted ones against our stand-in of them."""

import io
import logging
import time
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from django.db import transaction
from numpy.typing import NDArray
from PIL import Image
from pytest_django.fixtures import Settings

from figures.faces import FaceBox, detect_faces
from figures.generation.backends import GenerationBackend, GenerationError, get_backend
from figures.generation.backends.hosted import HostedBackend, HostedError, Permit, client
from figures.generation.backends.hosted.imagemodels import Usage
from figures.generation.backends.hosted.sheet import Sheet
from figures.generation.look import Accessory, Look
from figures.generation.making import CUTOUT, box_picture, labelled_png
from figures.generation.options import choice_fields
from figures.provenance import SourceType, read_label
from shop.platform.http import InsideTransaction
from tests.support import openai_stub as api
from tests.support.openai_fixtures import COMPANY, MODEL
from tests.support.openai_stub import KEY, OpenAIStub

PORTRAIT = Path(__file__).parents[1] / "data" / "portraits" / "astronaut.jpg"
LOOK = Look(name="Quolvarix Zembrythe", tagline="Sample words", choices={"pose": "wave"})
ASPECT = CUTOUT[0] / CUTOUT[1]


@lru_cache(maxsize=1)
def portrait() -> tuple[NDArray[np.uint8], FaceBox]:
    with Image.open(PORTRAIT) as picture:
        photo = np.asarray(picture.convert("RGB"))
    return photo, max(detect_faces(photo), key=lambda face: face.width)


@lru_cache(maxsize=1)
def studio_recipe() -> bytes:
    return get_backend("studio").make_recipe(*portrait(), LOOK, lambda stage, share: None)


def permitted(name: str) -> HostedBackend:
    backend = get_backend(name)
    assert isinstance(backend, HostedBackend)
    return backend.permitted(Permit("cal_sample"))


def ask(backend: GenerationBackend, look: Look = LOOK) -> bytes:
    return backend.make_recipe(*portrait(), look, lambda stage, share: None)


@pytest.fixture(params=["studio", "openai", "azure"])
def backend(request: pytest.FixtureRequest, hosted: OpenAIStub) -> GenerationBackend:
    """Each generator; a hosted one has leave to make a call."""
    if request.param == "studio":
        return get_backend("studio")
    return permitted(request.param)


@pytest.fixture
def recipe(backend: GenerationBackend) -> bytes:
    """What the generator keeps of the portrait."""
    return studio_recipe() if backend.name == "studio" else ask(backend)


class TestEveryGenerator:
    def test_it_says_who_it_is(self, backend: GenerationBackend) -> None:
        assert get_backend(backend.name).name == backend.name
        assert 0 < len(backend.name) <= 20
        assert 0 < len(backend.engine) <= 40
        assert backend.source_type in set(SourceType)
        assert LOOK.choices["pose"] in backend.poses
        assert len(backend.accessory_kinds) == len(set(backend.accessory_kinds)) > 2

    def test_a_figure_alone_on_its_canvas(self, backend: GenerationBackend, recipe: bytes) -> None:
        figure = backend.render(recipe, width=174, height=256)
        assert figure.dtype == np.uint8
        assert figure.shape == (256, 174, 4)
        alpha = figure[..., 3]
        border = np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]])
        assert border.max() == 0
        assert 0.1 < (alpha > 200).mean() < 0.8

    def test_the_same_again_from_what_is_kept(
        self, backend: GenerationBackend, recipe: bytes, hosted: OpenAIStub
    ) -> None:
        calls = len(hosted.seen)
        kept = get_backend(backend.name)
        first = kept.render(recipe, width=174, height=256)
        assert np.array_equal(first, backend.render(recipe, width=174, height=256))
        assert len(hosted.seen) == calls

    def test_any_size_or_the_art_as_it_came(
        self, backend: GenerationBackend, recipe: bytes
    ) -> None:
        wanted = (480, 706) if backend.capabilities.rerender else (4176, 6144)
        figure = backend.render(recipe, width=wanted[0], height=wanted[1])
        height, width = figure.shape[:2]
        if backend.capabilities.rerender:
            assert (width, height) == wanted
        else:
            assert (width, height) == (307, 452)
            assert width / height == pytest.approx(ASPECT, abs=1 / height)

    def test_the_box_goes_round_it(self, backend: GenerationBackend, recipe: bytes) -> None:
        kind = backend.accessory_kinds[0]
        box = box_picture(
            backend=backend,
            recipe=recipe,
            look=replace(LOOK, accessories=(Accessory(kind, "Sample"),)),
            edition="No. 1",
            figure=backend.render(recipe, width=174, height=256),
            size=(240, 360),
        )
        assert box.shape == (360, 240, 4)
        assert len(np.unique(box[180, :, :3], axis=0)) > 20

    def test_what_it_knows_of_the_figure(self, backend: GenerationBackend, recipe: bytes) -> None:
        assert all(0 <= part <= 255 for part in backend.outfit_colour(recipe))
        assert all(0 <= one.confidence <= 1 for one in backend.attributes(recipe))
        facts = backend.describe(recipe)
        assert bool(facts) == backend.capabilities.edit
        known = choice_fields(backend.options())
        assert set(facts) <= set(known)
        assert {question.field for question in backend.questions(recipe)} <= set(known)

    def test_a_change_that_is_none(self, backend: GenerationBackend, recipe: bytes) -> None:
        edited = backend.edit_recipe(recipe, LOOK)
        assert backend.edit_recipe(recipe, replace(LOOK, name="Another")) == edited

    def test_a_change_it_cannot_make(self, backend: GenerationBackend, recipe: bytes) -> None:
        impossible = "stand" if not backend.capabilities.edit else "no-such-pose"
        with pytest.raises(GenerationError) as refused:
            backend.edit_recipe(recipe, replace(LOOK, choices={"pose": impossible}))
        assert (refused.value.code, refused.value.permanent) == ("impossible_choice", True)

    def test_its_pictures_say_how_they_came_to_be(
        self, backend: GenerationBackend, recipe: bytes
    ) -> None:
        figure = backend.render(recipe, width=87, height=128)
        label = read_label(labelled_png(figure, source_type=backend.source_type))
        assert label is not None
        assert label.source_type == (
            SourceType.ALGORITHMIC if backend.name == "studio" else SourceType.TRAINED
        )

    def test_nothing_is_kept_of_what_stands_on_the_box(
        self, backend: GenerationBackend, recipe: bytes, hosted: OpenAIStub
    ) -> None:
        for text in (recipe, *(seen.raw for seen in hosted.seen)):
            assert b"quolvarix" not in text.lower()
            assert b"Sample words" not in text


each_hosted = pytest.mark.parametrize("name", ["openai", "azure"])


@each_hosted
class TestWhatIsSent:
    def test_nothing_without_a_permit(self, hosted: OpenAIStub, name: str) -> None:
        with pytest.raises(GenerationError) as refused:
            ask(get_backend(name))
        assert refused.value.code == "no_consent"
        assert hosted.seen == []

    def test_a_permit_is_for_one_call(self, hosted: OpenAIStub, name: str) -> None:
        backend = permitted(name)
        ask(backend)
        with pytest.raises(GenerationError):
            ask(backend)
        assert len(hosted.seen) == 1

    def test_the_published_form(self, hosted: OpenAIStub, name: str) -> None:
        ask(permitted(name))
        (seen,) = hosted.seen
        prompt = seen.form.pop("prompt")
        common = {
            "n": "1",
            "size": "1024x1536",
            "quality": "high",
            "background": "transparent",
            "output_format": "png",
        }
        if name == "openai":
            assert seen.path == "/v1/images/edits"
            assert seen.headers["authorization"] == f"Bearer {KEY}"
            assert seen.form == common | {"model": MODEL}
        else:
            assert seen.path == "/openai/deployments/toys/images/edits"
            assert seen.query == {"api-version": "2025-04-01-preview"}
            assert seen.headers["api-key"] == KEY
            assert "authorization" not in seen.headers
            assert seen.form == common | {"input_fidelity": "high"}
        assert "waving with one hand" in prompt
        assert "fully transparent" in prompt
        assert "{" not in prompt

    def test_head_and_shoulders_without_metadata(self, hosted: OpenAIStub, name: str) -> None:
        photo, face = portrait()
        wide = np.zeros((1600, 2400, 3), np.uint8)
        wide[: photo.shape[0], : photo.shape[1]] = photo
        permitted(name).make_recipe(wide, face, LOOK, lambda stage, share: None)
        (seen,) = hosted.seen
        with Image.open(io.BytesIO(seen.photo)) as sent:
            assert sent.format == "JPEG"
            assert max(sent.size) <= 1024
            assert sent.width < 4 * face.width
            assert sent.height < 5 * face.height
            assert "exif" not in sent.info
            assert len(sent.getexif()) == 0
        assert seen.photo_name == "photo.jpg"

    def test_not_inside_a_transaction(
        self, hosted: OpenAIStub, name: str, settings: Settings, db: None
    ) -> None:
        settings.TESTING_IN_TRANSACTION = False
        with pytest.raises(InsideTransaction), transaction.atomic():
            ask(permitted(name))
        assert hosted.seen == []

    def test_the_key_is_not_shown(self, hosted: OpenAIStub, name: str) -> None:
        assert KEY not in repr(permitted(name).endpoint())


class TestPrompts:
    @pytest.mark.parametrize("style", ["vinyl", "hero", "bobble"])
    def test_each_style_has_its_own(self, style: str) -> None:
        from figures.generation.backends.hosted.prompts import prompt, styles

        words = prompt(style=style, pose="hips", transparent=False)
        assert style in styles()
        assert len(styles()) == 3
        assert "both hands on the hips" in words
        assert "vivid green" in words
        others = {prompt(style=other, pose="hips", transparent=False) for other in styles()}
        assert len(others) == 3

    def test_an_unknown_style_is_the_default(self) -> None:
        from figures.generation.backends.hosted.prompts import prompt

        unknown = prompt(style="clay", pose="wave", transparent=True)
        assert unknown == prompt(style="vinyl", pose="wave", transparent=True)


@each_hosted
class TestAnswers:
    def test_tokens_are_read(self, hosted: OpenAIStub, name: str) -> None:
        sheet = Sheet.from_bytes(ask(permitted(name)))
        assert sheet.usage == Usage(text_input=250, image_input=1250, output=6000)
        assert sheet.colour == (200, 54, 44)

    def test_tokens_may_be_missing(self, hosted: OpenAIStub, name: str) -> None:
        hosted.answers = [api.drawn(usage=None)]
        assert Sheet.from_bytes(ask(permitted(name))).usage is None

    def test_input_of_unknown_kind_counts_as_picture(self, hosted: OpenAIStub, name: str) -> None:
        hosted.answers = [api.drawn(usage={"input_tokens": 9, "output_tokens": 5})]
        usage = Sheet.from_bytes(ask(permitted(name))).usage
        assert usage == Usage(text_input=0, image_input=9, output=5)

    @pytest.mark.parametrize("usage", [{"input_tokens": -1}, {"output_tokens": "many"}, [], 7])
    def test_senseless_tokens_are_none(self, hosted: OpenAIStub, name: str, usage: object) -> None:
        answer = api.drawn()
        assert isinstance(answer.body, dict)
        answer.body["usage"] = usage
        hosted.answers = [answer]
        assert Sheet.from_bytes(ask(permitted(name))).usage is None

    @pytest.mark.parametrize("background", [(255, 255, 255), (12, 90, 40)])
    def test_an_even_background_is_taken_away(
        self, hosted: OpenAIStub, name: str, background: tuple[int, ...]
    ) -> None:
        hosted.answers = [api.drawn(api.toy(background=background))]
        cut = Sheet.from_bytes(ask(permitted(name))).picture()
        clean = Sheet.from_bytes(ask(permitted(name))).picture()
        # One pixel of the rim goes with the background.
        assert abs((cut[..., 3] > 128).sum() / (clean[..., 3] > 128).sum() - 1) < 0.06

    def test_an_uneven_background_is_refused(self, hosted: OpenAIStub, name: str) -> None:
        noise = np.random.default_rng(5).integers(0, 255, (480, 320, 3), np.uint8)
        buffer = io.BytesIO()
        Image.fromarray(noise).save(buffer, "PNG")
        hosted.answers = [api.drawn(buffer.getvalue())]
        with pytest.raises(HostedError) as refused:
            ask(permitted(name))
        error = refused.value
        assert (error.code, error.permanent, error.may_be_charged) == (
            "no_clean_cutout",
            True,
            True,
        )
        assert error.usage == Usage(250, 1250, 6000)

    def test_a_figure_cut_off_at_the_edge_is_refused(self, hosted: OpenAIStub, name: str) -> None:
        with Image.open(io.BytesIO(api.toy((640, 960)))) as whole:
            buffer = io.BytesIO()
            whole.crop((100, 300, 540, 960)).save(buffer, "PNG")
        hosted.answers = [api.drawn(buffer.getvalue())]
        with pytest.raises(HostedError, match="could not be cut out cleanly"):
            ask(permitted(name))

    @pytest.mark.parametrize("picture", [b"", b"not a picture", api.toy((64, 96)), api.toy()[:900]])
    def test_something_else_than_a_picture(
        self, hosted: OpenAIStub, name: str, picture: bytes
    ) -> None:
        hosted.answers = [api.drawn(picture)]
        with pytest.raises(HostedError) as refused:
            ask(permitted(name))
        error = refused.value
        assert (error.code, error.permanent, error.may_be_charged) == ("bad_answer", False, True)

    @pytest.mark.parametrize(
        "body",
        [
            b"<html>maintenance</html>",
            b"",
            b"[" * 100_000,
            {"data": []},
            {"data": [{"url": "https://images.example/1.png"}]},
            {"data": [{"b64_json": "%%%"}]},
            [],
        ],
    )
    def test_garbage(self, hosted: OpenAIStub, name: str, body: bytes | dict[str, object]) -> None:
        hosted.answers = [api.Behaviour(200, body)]
        with pytest.raises(HostedError) as refused:
            ask(permitted(name))
        assert refused.value.code == "bad_answer"


def error_of(hosted: OpenAIStub, behaviour: api.Behaviour, name: str = "openai") -> HostedError:
    hosted.answers = [behaviour]
    with pytest.raises(HostedError) as refused:
        ask(permitted(name))
    assert len(hosted.seen) == 1, "a call is never repeated by itself"
    return refused.value


class TestTrouble:
    @pytest.mark.parametrize(
        ("behaviour", "code", "permanent", "may_be_charged"),
        [
            (api.failing(401, "invalid_api_key"), "provider_key", True, False),
            (api.failing(403, "unsupported_country"), "provider_key", True, False),
            (api.failing(404, "model_not_found"), "provider_request", True, False),
            (api.failing(400, "invalid_value"), "provider_request", True, False),
            (api.busy(), "provider_busy", False, False),
            (api.failing(429, "insufficient_quota"), "provider_account", True, False),
            (
                api.failing(429, "credit_balance_exhausted", "insufficient_quota"),
                "provider_account",
                True,
                False,
            ),
            (api.failing(500, "server_error"), "provider_error", False, True),
            (api.failing(502, "bad_gateway"), "provider_error", False, True),
            (api.failing(503, "server_is_overloaded"), "provider_busy", False, False),
            (api.Behaviour(302, headers={"Location": "/x"}), "provider_unreachable", False, True),
            (api.Behaviour(drop=True), "provider_unreachable", False, True),
        ],
    )  # fmt: skip
    def test_each_kind(
        self,
        hosted: OpenAIStub,
        behaviour: api.Behaviour,
        code: str,
        permanent: bool,
        may_be_charged: bool,
    ) -> None:
        error = error_of(hosted, behaviour)
        assert (error.code, error.permanent, error.may_be_charged) == (
            code,
            permanent,
            may_be_charged,
        )
        assert len(error.message) <= 300
        assert KEY not in f"{error.message}{error}{error.__cause__}"

    @pytest.mark.parametrize(
        ("headers", "seconds"),
        [
            ({"Retry-After": "17"}, 17.0),
            ({"Retry-After": "999999"}, 3600.0),
            ({"Retry-After": "soon"}, None),
            ({}, None),
            ({"x_ratelimit_remaining_images": "0", "x_ratelimit_reset_images": "1m30s"}, 90.0),
            ({"x_ratelimit_remaining_tokens": "0", "x_ratelimit_reset_tokens": "6ms"}, 0.006),
            ({"x_ratelimit_remaining_tokens": "9", "x_ratelimit_reset_tokens": "6s"}, None),
        ],
    )
    def test_how_long_to_wait(
        self, hosted: OpenAIStub, headers: dict[str, str], seconds: float | None
    ) -> None:
        assert error_of(hosted, api.busy(**headers)).retry_after == seconds

    @each_hosted
    def test_a_refusal_by_the_providers_rules(self, hosted: OpenAIStub, name: str) -> None:
        behaviour = api.moderated() if name == "openai" else api.azure_moderated()
        error = error_of(hosted, behaviour, name)
        assert (error.code, error.permanent) == ("refused_by_provider", True)
        assert error.message.startswith("The safety rules")
        assert COMPANY in error.message
        assert "Try a plain portrait" in error.message
        assert ("about violence" in error.message) == (name == "openai")
        assert len(error.message) <= 300

    @pytest.mark.parametrize(("stage", "charged"), [("input", False), ("output", True)])
    def test_a_refused_drawing_may_be_charged_a_refused_photo_not(
        self, hosted: OpenAIStub, stage: str, charged: bool
    ) -> None:
        assert error_of(hosted, api.moderated(stage)).may_be_charged is charged

    def test_an_unknown_rule_is_told_in_general(self, hosted: OpenAIStub) -> None:
        message = error_of(hosted, api.moderated(categories=("other",))).message
        assert message.startswith(f"The safety rules of {COMPANY} do not allow")

    def test_no_answer_in_time(self, hosted: OpenAIStub, settings: Settings) -> None:
        settings.HOSTED_TIMEOUT = 0.3
        started = time.monotonic()
        error = error_of(hosted, replace(api.drawn(), hold=True))
        assert (error.code, error.may_be_charged) == ("provider_timeout", True)
        assert time.monotonic() - started < 20

    def test_an_answer_that_trickles_in(
        self, hosted: OpenAIStub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock = iter([0.0, *[30.0] * 1000])
        monkeypatch.setattr(client, "time", SimpleNamespace(monotonic=lambda: next(clock)))
        error = error_of(hosted, api.drawn())
        assert (error.code, error.may_be_charged) == ("provider_timeout", True)

    def test_an_answer_without_end(
        self, hosted: OpenAIStub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(client, "_LARGEST_ANSWER", 100)
        error = error_of(hosted, api.drawn())
        assert (error.code, error.may_be_charged) == ("provider_unreachable", True)

    def test_nobody_there(self, hosted: OpenAIStub, settings: Settings) -> None:
        settings.OPENAI_API_BASE = "http://127.0.0.1:9/v1"
        with pytest.raises(HostedError) as failed:
            ask(permitted("openai"))
        error = failed.value
        assert (error.code, error.permanent, error.may_be_charged) == (
            "provider_unreachable",
            False,
            False,
        )

    def test_a_private_address_is_not_called(self, hosted: OpenAIStub, settings: Settings) -> None:
        settings.OUTGOING_PRIVATE_HOSTS = []
        with pytest.raises(HostedError) as failed:
            ask(permitted("openai"))
        assert not failed.value.may_be_charged
        assert hosted.seen == []

    def test_nothing_of_it_is_logged(
        self, hosted: OpenAIStub, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        error_of(hosted, api.failing(500, "server_error"))
        assert KEY not in caplog.text
        assert "Bearer" not in caplog.text
        assert "JFIF" not in caplog.text
