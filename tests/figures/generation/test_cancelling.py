"""Stopping: at once for the person, at the next step for the worker, and nothing is left."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytest_django.fixtures import Settings

from figures.generation import drafts, making, quota
from figures.generation.cancelling import CannotCancel, cancel_making
from figures.generation.selectors import progress_of
from figures.generation.services import request_figure, retry_figure
from figures.generation.studio import engine
from figures.generation.studio.build import build_scene
from figures.generation.studio.render.photograph import photograph as take_picture
from figures.intake import services as intake
from figures.versions import services as versions
from figures.versions.models import Figure
from figures.versions.states import FigureState
from shop.platform.durable.models import Job, JobState
from shop.platform.durable.services import run, run_due
from shop.platform.owners.models import Owner
from shop.platform.owners.services import new_guest
from shop.vault.models import Blob
from tests.figures.conftest import Published
from tests.figures.factories import make_tunable

pytestmark = pytest.mark.django_db
PORTRAIT = Path(__file__).parents[2] / "data" / "portraits" / "astronaut.jpg"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "CUTOUT", (48, 68))
    monkeypatch.setattr(making, "BOX", (120, 180))
    monkeypatch.setattr(drafts, "SKETCH", (24, 34))


@pytest.fixture
def owner() -> Owner:
    return new_guest()[0]


@pytest.fixture
def figure(owner: Owner) -> Figure:
    """A figure that waits for its turn."""
    photo = intake.receive_photo(owner=owner, raw=PORTRAIT.read_bytes(), declaration="permission")
    return request_figure(owner=owner, photo=photo, name="Sample", choices={"skin_tone": 5})


def kept(figure: Figure) -> set[str]:
    blobs = Blob.objects.filter(key__subject=figure.pk, doomed_at=None)
    return set(blobs.values_list("name", flat=True))


def test_a_waiting_figure_is_stopped_and_given_back(
    figure: Figure, owner: Owner, published: Published
) -> None:
    cancel_making(figure=figure)
    assert (figure.state, figure.error_code) == (FigureState.FAILED, "cancelled")
    assert quota.status(owner=owner).used == 0
    assert ("figure.failed", {"figure_id": figure.pk}) in published
    assert figure.photo is not None
    assert figure.photo.deleted_at is None
    assert run_due() == 0


def test_the_worker_stops_in_the_middle_and_leaves_nothing(
    figure: Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, photograph = build_scene, take_picture
    sizes: list[object] = []

    def building(recipe: Any, detail: Any, told: Any) -> Any:
        sizes.append(detail)
        if len(sizes) == 2:  # The first was the sketch.
            assert kept(figure) == {"look.json", "reading.json", "sketch.webp"}
            cancel_making(figure=Figure.objects.get(pk=figure.pk))
        return build(recipe, detail, told)

    def photographing(*args: Any) -> Any:
        assert len(sizes) == 1, "photographed what nobody wants any more"
        return photograph(*args)

    monkeypatch.setattr(engine, "build_scene", building)
    monkeypatch.setattr(engine, "photograph", photographing)
    run_due()
    figure.refresh_from_db()
    assert len(sizes) == 2
    assert figure.state == FigureState.FAILED
    assert not figure.versions.exists()
    assert kept(figure) == {"look.json"}


def test_what_a_worker_stored_too_late_is_deleted_afterwards(figure: Figure) -> None:
    cancel_making(figure=figure)
    drafts.keep_sketch(figure, np.zeros((4, 4, 4), np.uint8))
    Job.objects.filter(kind="figures.tidy").update(run_at="2020-01-01T00:00Z")
    run_due()
    assert kept(figure) == {"look.json"}


def test_leftovers_wait_while_something_is_made(figure: Figure) -> None:
    cancel_making(figure=figure)
    drafts.keep_sketch(figure, np.zeros((4, 4, 4), np.uint8))
    retry_figure(figure=figure)
    tidy = Job.objects.get(kind="figures.tidy")
    Job.objects.filter(pk=tidy.pk).update(run_at="2020-01-01T00:00Z")
    assert run(tidy.pk)
    tidy.refresh_from_db()
    assert tidy.state == JobState.QUEUED
    assert kept(figure) == {"look.json", "sketch.webp"}


def test_a_stopped_figure_can_be_made_after_all(figure: Figure, owner: Owner) -> None:
    cancel_making(figure=figure)
    retry_figure(figure=figure)
    assert quota.status(owner=owner).used == 1
    run_due()
    figure.refresh_from_db()
    assert figure.state == FigureState.READY
    assert "sketch.webp" not in kept(figure)
    assert {"reading.json", "figure.png", "box.png"} <= kept(figure)


def test_the_first_picture_is_there_while_the_large_one_is_made(
    figure: Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []
    make_pictures = making.make_pictures

    def look(**facts: Any) -> making.Pictures:
        seen.append(drafts.sketch_of(figure))
        told = progress_of(Figure.objects.get(pk=figure.pk))
        seen.append((told.state, told.stage, told.rendering))
        return make_pictures(**facts)

    monkeypatch.setattr(making, "make_pictures", look)
    run_due()
    assert isinstance(seen[0], Blob)
    assert seen[1] == ("making", "Drawing a first picture", True)
    assert drafts.sketch_of(figure) is None


def test_a_new_look_can_be_stopped_and_the_one_before_stays() -> None:
    version = make_tunable()
    figure = version.figure
    versions.request_edit(figure=figure, changes=versions.EditChanges(choices={"pose": "wave"}))
    before = kept(figure)
    cancel_making(figure=figure)
    assert run_due() == 0 or not Job.objects.filter(state=JobState.QUEUED).exists()
    figure.refresh_from_db()
    assert figure.state == FigureState.READY
    assert figure.versions.count() == 1
    assert {"reading.json", "recipe.json", "figure.png"} <= kept(figure) <= before


def test_the_fourth_that_is_stopped_counts_and_says_so(figure: Figure, owner: Owner) -> None:
    words = []
    for _ in range(4):
        cancel_making(figure=figure)
        words.append(figure.error_message)
        if len(words) < 4:
            retry_figure(figure=figure)
    assert words == [
        *["You stopped it. It does not count against your figures for today."] * 3,
        "You stopped it. It counts as one of today's figures: the first 3 that you stop in a day"
        " do not.",
    ]
    assert quota.status(owner=owner).used == 1
    retry_figure(figure=figure)
    assert quota.status(owner=owner).used == 2


def test_a_stopped_look_counts_as_a_look(settings: Settings) -> None:
    settings.LOOKS_PER_DAY = 1
    figure = make_tunable().figure
    versions.request_edit(figure=figure, changes=versions.EditChanges(choices={"pose": "wave"}))
    cancel_making(figure=figure)
    with pytest.raises(quota.LooksUsedUp):
        versions.request_edit(figure=figure, changes=versions.EditChanges(choices={"pose": "hips"}))
    assert Job.objects.filter(kind="figures.render_version", state=JobState.QUEUED).count() == 0


def test_nothing_to_stop_is_said(figure: Figure) -> None:
    cancel_making(figure=figure)
    with pytest.raises(CannotCancel):
        cancel_making(figure=figure)
    with pytest.raises(CannotCancel):
        cancel_making(figure=make_tunable().figure)
