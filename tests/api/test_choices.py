"""Choices over the API: what there is, what is laid over what, what is asked, what is stopped."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from figures.generation.backends.studio import StudioBackend
from figures.generation.options import Item, Question
from figures.versions import services
from figures.versions.models import FigureVersion
from figures.versions.states import FigureState
from shop.platform.durable import services as durable
from shop.platform.owners.models import Owner
from tests.api import schema
from tests.api.client import Api
from tests.figures.factories import make_figure, make_tunable

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(owner: Owner) -> FigureVersion:
    return make_tunable(owner=owner, pose="wave", skin_tone=4)


def call(api: Api, method: str, path: str, body: Any = None) -> Any:
    answer = api.call(method, path, body)
    schema.check(method, path, answer)
    return answer


def asked_for(version: FigureVersion) -> dict[str, Any]:
    look = services.current_look(version.figure)
    assert look is not None
    return dict(look.choices)


def errors(answer: Any) -> Iterator[tuple[str, str]]:
    return ((error["field"], error["code"]) for error in answer.json()["errors"])


def test_what_may_be_chosen(api: Api) -> None:
    answer = call(api, "GET", "figures/options")
    fields = {field["path"]: field for tab in answer.json()["tabs"] for field in tab["choices"]}
    tones = fields["choices.skin_tone"]
    assert [item["value"] for item in tones["items"]] == list(range(1, 11))
    assert (tones["from_photo"], tones["kind"]) == (True, "swatches")
    pose = fields["choices.pose"]
    assert (pose["from_photo"], pose["default"]) == (False, "stand")
    assert {"value": "wave", "label": "Waving", "group": "", "colour": ""} in pose["items"]
    assert fields["accessories"]["max_items"] == 3
    assert fields["name"]["max_length"] == 30
    assert api.get("figures/options")["ETag"] == answer["ETag"]


def test_choices_are_laid_over_those_there_are(api: Api, version: FigureVersion) -> None:
    path = f"figures/{version.figure_id}"
    choices = {"hairstyle": "bald", "skin_tone": None, "outfit_main": "#102030"}
    answer = call(api, "PATCH", path, {"choices": choices})
    assert (answer.status_code, answer.json()["rendering"]) == (202, True)
    assert asked_for(version) == {"pose": "wave", "hairstyle": "bald", "outfit_main": "#102030"}
    shown = call(api, "GET", path).json()["versions"][0]
    assert shown["choices"] == {"pose": "wave", "skin_tone": 4}


def test_looks_end_for_the_day(
    api: Api, version: FigureVersion, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LOOKS_PER_DAY = 1
    path = f"figures/{version.figure_id}"
    now = timezone.now().replace(hour=23, minute=59, second=30, microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert call(api, "PATCH", path, {"choices": {"pose": "hips"}}).status_code == 202
    answer = call(api, "PATCH", path, {"choices": {"pose": "stand"}})
    assert (answer.status_code, answer["Retry-After"]) == (429, "31")
    problem = answer.json()
    assert (problem["code"], problem["detail"]) == (
        "quota_exceeded",
        "1 new looks a day, stopped ones included; the next one from 00:00 UTC.",
    )
    assert asked_for(version)["pose"] == "hips"


def test_the_older_words_for_choices_still_work(api: Api, version: FigureVersion) -> None:
    body = {"pose": "hips", "colours": {"hair": [1, 2, 3]}}
    assert call(api, "PATCH", f"figures/{version.figure_id}", body).status_code == 202
    assert asked_for(version) == {"pose": "hips", "skin_tone": 4, "hair_colour": "#010203"}


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"choices": {"pose": "handstand"}}, ("choices.pose", "refused")),
        ({"choices": {"wings": "yes"}}, ("choices.wings", "refused")),
        ({"choices": {"pose": ["wave"]}}, ("choices.pose", "invalid")),
        ({"choices": {"skin_tone": True}}, ("choices.skin_tone", "invalid")),
        ({"colours": {"sky": [1, 2, 3]}}, ("colours", "refused")),
        ({"colours": {"skin": [1, 2, 300]}}, ("colours", "refused")),
        ({"box_design": "unheard of"}, ("box_design", "refused")),
    ],
)
def test_what_cannot_be_is_told_by_its_field(
    api: Api, version: FigureVersion, body: dict[str, Any], error: tuple[str, str]
) -> None:
    answer = call(api, "PATCH", f"figures/{version.figure_id}", body)
    assert answer.status_code == 422
    assert list(errors(answer)) == [error]
    assert asked_for(version) == {"pose": "wave", "skin_tone": 4}


def test_questions_are_told_until_they_are_answered(
    api: Api, version: FigureVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = Question("glasses", "glasses", "Glasses", "none", 0.25, (Item("none", "None"),))
    monkeypatch.setattr(StudioBackend, "questions", lambda self, recipe: [question])
    path = f"figures/{version.figure_id}"
    [told] = call(api, "GET", path).json()["questions"]
    assert (told["field"], told["guess"], told["confidence"]) == ("glasses", "none", 0.25)
    call(api, "PATCH", path, {"choices": {told["field"]: told["guess"]}})
    assert call(api, "GET", path).json()["questions"] == []


def test_a_new_look_is_stopped(api: Api, version: FigureVersion) -> None:
    path = f"figures/{version.figure_id}"
    call(api, "PATCH", path, {"tagline": "Other words"})
    answer = call(api, "POST", f"{path}/cancel")
    assert (answer.status_code, answer.json()["rendering"]) == (200, False)
    assert call(api, "POST", f"{path}/cancel").json()["code"] == "cannot_cancel"


def test_a_figure_that_is_made_is_stopped(api: Api, owner: Owner) -> None:
    figure = make_figure(owner=owner, state=FigureState.QUEUED, ready_at=None)
    durable.enqueue("figures.generate", subject=figure.pk, dedupe_key="sample")
    answer = call(api, "POST", f"figures/{figure.pk}/cancel").json()
    assert (answer["state"], answer["failure"]["code"]) == ("failed", "cancelled")
