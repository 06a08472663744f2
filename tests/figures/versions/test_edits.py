"""Every look is made from what the photo showed and a complete set of choices."""

from typing import Any

import pytest

from figures import erasure
from figures.generation import making
from figures.generation.look import LookRefused
from figures.generation.studio.hairstyles import worn_hair
from figures.generation.studio.invented import invented_recipe
from figures.generation.studio.recipe import Recipe
from figures.screening.services import texts
from figures.versions import services
from figures.versions.looks import look_of, reading_of
from figures.versions.models import Figure, FigureVersion
from figures.versions.services import EditChanges
from figures.versions.states import FigureState
from shop.platform.durable.services import run_due
from shop.vault import services as vault
from shop.vault.models import Blob
from tests.figures.factories import make_tunable

pytestmark = pytest.mark.django_db
READING = invented_recipe("mei")


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw small: what is drawn is looked at elsewhere."""
    monkeypatch.setattr(making, "CUTOUT", (48, 68))
    monkeypatch.setattr(making, "BOX", (120, 180))


def edited(figure: Figure, **changes: Any) -> FigureVersion:
    assert services.request_edit(figure=figure, changes=EditChanges(**changes)) is not None
    run_due()
    return figure.versions.order_by("-number")[0]


def recipe_of(version: FigureVersion) -> Recipe:
    assert version.recipe is not None
    return Recipe.from_bytes(vault.read(version.recipe))


def test_a_choice_taken_back_gives_exactly_what_the_photo_showed() -> None:
    first = make_tunable(pose="wave")
    second = edited(first.figure, choices={"hairstyle": "bald", "skin_tone": 9})
    assert worn_hair(recipe_of(second).hair).length == "bald"
    assert look_of(second).choices == {"pose": "wave", "hairstyle": "bald", "skin_tone": 9}
    third = edited(first.figure, choices={"hairstyle": None})
    assert recipe_of(third).hair == READING.hair
    assert look_of(third).choices == {"pose": "wave", "skin_tone": 9}
    fourth = edited(first.figure, choices={"skin_tone": None, "pose": None})
    assert recipe_of(fourth).skin == READING.skin
    assert recipe_of(fourth).pose == "stand"
    assert look_of(fourth).choices == {}


def test_going_back_to_an_older_look_is_the_newest_version() -> None:
    first = make_tunable()
    second = edited(first.figure, choices={"pose": "wave"})
    third = edited(first.figure, choices={"pose": None})
    fourth = edited(first.figure, choices={"pose": "wave"})
    assert [second.number, third.number, fourth.number] == [2, 3, 4]
    assert look_of(fourth) == look_of(second)
    assert recipe_of(fourth) == recipe_of(second)
    assert fourth.digest != second.digest


def test_a_look_that_is_there_is_not_made_again() -> None:
    version = make_tunable(pose="wave")
    same = EditChanges(name="Sample Person", choices={"pose": "wave", "hairstyle": None})
    assert services.request_edit(figure=version.figure, changes=same) is None
    assert run_due() == 0


def test_changes_build_on_the_look_that_is_being_made() -> None:
    figure = make_tunable().figure
    services.request_edit(figure=figure, changes=EditChanges(choices={"pose": "wave"}))
    services.request_edit(figure=figure, changes=EditChanges(tagline="Other words"))
    run_due()
    newest = look_of(figure.versions.order_by("-number")[0])
    assert (newest.tagline, newest.choices) == ("Other words", {"pose": "wave"})


def test_changes_may_build_on_an_older_version() -> None:
    first = make_tunable(body="slim")
    edited(first.figure, choices={"body": "round", "pose": "wave"})
    look = services.changed_look(
        figure=first.figure, base=first, changes=EditChanges(choices={"pose": "hips"})
    )
    assert look.choices == {"body": "slim", "pose": "hips"}


def test_an_impossible_choice_stores_nothing() -> None:
    figure = make_tunable().figure
    before = Blob.objects.count()
    with pytest.raises(LookRefused):
        services.request_edit(figure=figure, changes=EditChanges(choices={"pose": "handstand"}))
    assert Blob.objects.count() == before


def test_what_was_read_ends_with_the_figure() -> None:
    version = make_tunable(skin_tone=4)
    reading = reading_of(version.figure)
    assert reading is not None
    assert Recipe.from_bytes(vault.read(reading)) == READING
    erasure.erase_figure(figure=version.figure, actor="owner")
    version.refresh_from_db()
    assert reading_of(version.figure) is None
    assert look_of(version).choices == {}
    reading.refresh_from_db()
    with pytest.raises(vault.Shredded):
        vault.read(reading)


def test_figures_from_before_are_edited_from_their_first_version() -> None:
    version = make_tunable()
    reading = reading_of(version.figure)
    assert reading is not None
    vault.delete(reading)
    assert reading_of(version.figure) == version.recipe
    assert recipe_of(edited(version.figure, choices={"pose": "hips"})).pose == "hips"


def test_words_on_the_outfit_are_screened() -> None:
    version = make_tunable(outfit_words="Rex")
    assert texts(version)["Words on the outfit"] == "Rex"


def test_a_figure_that_is_not_ready_cannot_be_changed() -> None:
    figure = make_tunable().figure
    figure.state = FigureState.FAILED
    with pytest.raises(services.EditRefused):
        services.request_edit(figure=figure, changes=EditChanges(tagline="x"))
