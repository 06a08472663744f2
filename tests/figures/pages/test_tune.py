"""The editor's page: what it shows, what is tried, what is kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from figures.generation.backends.studio import StudioBackend
from figures.generation.look import Look
from figures.generation.options import Item, Question
from figures.generation.previews import PreviewFailed, previewer
from figures.generation.studio.hairstyles import worn_hair
from figures.generation.studio.recipe import Recipe
from figures.moderation.models import Review
from figures.pages import editor, tune
from figures.versions import services
from figures.versions.looks import look_of
from figures.versions.models import Figure, FigureVersion
from figures.versions.states import FigureState
from shop.platform.durable.models import Job
from shop.platform.owners.services import GUEST_COOKIE, new_guest
from shop.vault.models import Blob
from tests.figures.factories import make_figure, make_tunable

pytestmark = pytest.mark.django_db
FORM = {"name": "Sample Person", "tagline": "Ready"}
PICTURE = b"RIFF picture"
Asked = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def _fresh_counters() -> Iterator[None]:
    caches["limits"].clear()
    yield
    caches["limits"].clear()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Stand in for the child process and note what it is asked for."""
    seen: Asked = []

    def picture(**facts: Any) -> bytes:
        seen.append(facts)
        return PICTURE

    monkeypatch.setattr(previewer, "picture", picture)
    return seen


@pytest.fixture
def visitor() -> tuple[FigureVersion, Client]:
    owner, token = new_guest()
    client = Client()
    client.cookies[GUEST_COOKIE] = token
    return make_tunable(owner=owner, pose="wave", outfit_main="#123456"), client


@pytest.fixture
def version(visitor: tuple[FigureVersion, Client]) -> FigureVersion:
    return visitor[0]


@pytest.fixture
def client(visitor: tuple[FigureVersion, Client]) -> Client:
    return visitor[1]


def page(client: Client, version: FigureVersion) -> str:
    return client.get(f"/figures/{version.figure_id}/").content.decode()


def posted(client: Client, version: FigureVersion, action: str, **choices: str) -> Any:
    return client.post(f"/figures/{version.figure_id}/{action}", FORM | choices)


def pending(version: FigureVersion) -> Look:
    look = services.current_look(version.figure)
    assert look is not None
    return look


def checked(html: str, name: str) -> str:
    """The value of the radio that is chosen."""
    tags = [tag for tag in html.split("<") if tag.startswith("input") and f'name="{name}"' in tag]
    chosen = [tag for tag in tags if " checked" in tag]
    assert len(chosen) == 1, name
    return chosen[0].split('value="')[1].split('"')[0]


def test_it_is_filled_in_with_what_was_chosen_and_what_the_photo_shows(
    client: Client, version: FigureVersion
) -> None:
    html = page(client, version)
    assert checked(html, "pose") == "wave"
    assert checked(html, "outfit_main") == "other"
    assert 'name="outfit_main_other" value="#123456"' in html
    assert checked(html, "hairstyle") == ""
    assert "From photo: medium, straight" in html
    for key in ("face", "hair", "outfit", "pose", "accessories", "box"):
        assert f'id="panel-{key}"' in html


def test_the_first_choice_is_the_photo_wherever_it_shows_something(
    client: Client, version: FigureVersion
) -> None:
    html = page(client, version)
    for key in ("skin_tone", "hairstyle", "glasses", "outfit"):
        first = html.split(f'name="{key}" value="')[1]
        assert first.startswith('"'), key
    assert 'name="pose" value=""' not in html


def test_the_form_keeps_the_complete_set(client: Client, version: FigureVersion) -> None:
    choices = {
        "pose": "stand",
        "hairstyle": "bald",
        "skin_tone": "4",
        "hair_colour": "red",
        "outfit_main": "other",
        "outfit_main_other": "#AABBCC",
        "outfit_accent": "none",
        "outfit_words": " Rex ",
    }
    answer = posted(client, version, "edit", **choices, accessory_1="dog", label_1="Rex")
    assert (answer.status_code, answer["Location"]) == (302, f"/figures/{version.figure_id}/")
    look = pending(version)
    assert look.choices == {
        "hairstyle": "bald",
        "skin_tone": 4,
        "hair_colour": "red",
        "outfit_main": "#aabbcc",
        "outfit_accent": "none",
        "outfit_words": "Rex",
    }
    assert [(item.kind, item.label) for item in look.accessories] == [("dog", "Rex")]
    html = page(client, version)
    assert checked(html, "hairstyle") == "bald"
    assert "data-unsaved" in html


def test_a_refused_choice_says_so_and_keeps_the_others(
    client: Client, version: FigureVersion
) -> None:
    answer = posted(client, version, "edit", hairstyle="bob", pose="handstand")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="error-pose"' in html
    assert "Pose must be one of " in html
    assert checked(html, "hairstyle") == "bob"
    assert not Job.objects.filter(kind="figures.render_version").exists()


def test_trying_shows_and_keeps_nothing(
    client: Client, version: FigureVersion, asked: Asked
) -> None:
    before = (Blob.objects.count(), Job.objects.count(), Review.objects.count())
    answer = posted(client, version, "preview", hairstyle="bald", pose="hips", view="box")
    assert (answer.status_code, answer.content) == (200, PICTURE)
    assert answer["Content-Type"] == "image/webp"
    assert "no-store" in answer["Cache-Control"]
    assert (Blob.objects.count(), Job.objects.count(), Review.objects.count()) == before
    recipe = Recipe.from_bytes(asked[0]["recipe"])
    assert (worn_hair(recipe.hair).length, recipe.pose) == ("bald", "hips")
    assert (asked[0]["view"], asked[0]["look"].name) == ("box", "Sample Person")
    assert look_of(version).choices == {"pose": "wave", "outfit_main": "#123456"}


def test_trying_what_is_impossible_says_why(
    client: Client, version: FigureVersion, asked: Asked
) -> None:
    answer = posted(client, version, "preview", hairstyle="beehive")
    assert answer.status_code == 422
    assert answer.json()["message"].startswith("Hairstyle must be one of ")
    assert posted(client, version, "preview", name="").status_code == 422
    Figure.objects.update(state=FigureState.FAILED)
    assert posted(client, version, "preview").status_code == 409
    assert asked == []


def test_trying_has_a_limit(
    client: Client, version: FigureVersion, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tune, "PREVIEWS_A_MINUTE", 2)
    monkeypatch.setattr("shop.platform.api.limits.time.time", lambda: 120.0)
    statuses = [posted(client, version, "preview").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert posted(client, version, "preview")["Retry-After"] == "60"
    assert len(asked) == 2


def test_no_picture_now_is_told_with_a_time(
    client: Client, version: FigureVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(**facts: Any) -> bytes:
        raise PreviewFailed("busy")

    monkeypatch.setattr(previewer, "picture", busy)
    answer = posted(client, version, "preview")
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")


def test_what_the_photo_hides_is_asked_until_it_is_answered(
    client: Client, version: FigureVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = Question(
        "skin_tone", "skin_tone", "Skin tone", 6, 0.4, tuple(Item(n, f"Tone {n}") for n in (5, 6))
    )
    monkeypatch.setattr(StudioBackend, "questions", lambda self, recipe: [question])
    html = page(client, version)
    assert "We think tone 6, but we are not sure" in html
    assert html.index('value="skin_tone=5"') < html.index('id="guess-skin_tone"')
    answer = posted(client, version, "edit", answer="skin_tone=6", pose="wave")
    assert answer.status_code == 302
    assert pending(version).choices["skin_tone"] == 6
    assert "data-question" not in page(client, version)


def test_nothing_seen_is_said_as_that() -> None:
    field = {field.key: field for tab in StudioBackend().options() for field in tab.fields}
    question = Question("glasses", "glasses", "Glasses", None, 0.1, (Item("none", "None"),))
    assert editor.shown_question(question, field).guess == ""


def test_stopping_from_the_page(client: Client, version: FigureVersion) -> None:
    posted(client, version, "edit", pose="cheer")
    assert f"/figures/{version.figure_id}/cancel" in page(client, version)
    answer = posted(client, version, "cancel")
    assert answer.status_code == 302
    assert pending(version) == look_of(version)


def test_the_page_of_a_figure_that_was_stopped(client: Client, version: FigureVersion) -> None:
    stopped = make_figure(
        owner=version.figure.owner,
        state=FigureState.FAILED,
        error_code="cancelled",
        error_message="You stopped it. It counts.",
    )
    html = client.get(f"/figures/{stopped.pk}/").content.decode()
    assert "You stopped it. It counts." in html
    assert "does not count" not in html
