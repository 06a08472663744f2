"""Asking, making, stopping, deleting; what is had before approval and what is not."""

import io
import json
import struct
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image

from figures.erasure import erase_figure
from figures.generation import backends
from figures.generation.backends.studio import StudioBackend
from figures.provenance import DESCRIPTION, Label, SourceType, read_label, short_label
from figures.takeaways import making, selectors, services
from figures.takeaways.kinds import OFFERS, Kind
from figures.takeaways.models import Takeaway
from figures.versions.models import Figure, FigureVersion
from figures.versions.states import FigureState, ReviewState
from shop.platform.durable import services as durable
from shop.platform.durable.errors import LeaseLost
from shop.platform.durable.models import Job, JobState
from shop.retention.services import period_of
from shop.vault import services as vault
from shop.vault.models import Blob

pytestmark = pytest.mark.django_db

PICTURES = {
    Kind.AVATAR: (1024, 1024, "RGB"),
    Kind.AVATAR_ROUND: (1024, 1024, "RGBA"),
    Kind.STORY: (1080, 1920, "RGB"),
    Kind.SHARE_CARD: (1200, 630, "RGB"),
}
SOLIDS = [Kind.TURNTABLE, Kind.AVATAR_MODEL, Kind.PRINT_MODEL]


def ask(version: FigureVersion, kind: Kind, ground: str = "") -> Takeaway:
    takeaway = services.request(version=version, kind=kind, ground=ground)
    assert takeaway is not None
    return takeaway


def made(version: FigureVersion, kind: Kind, ground: str = "") -> Takeaway:
    takeaway = ask(version, kind, ground)
    durable.run_due()
    takeaway.refresh_from_db()
    assert takeaway.file is not None
    return takeaway


def data_of(takeaway: Takeaway) -> bytes:
    assert takeaway.file is not None
    return vault.read(takeaway.file)


def state(version: FigureVersion, kind: Kind) -> str:
    return next(item.state for item in selectors.takeaways(version) if item.kind == kind)


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures_have_their_size_and_label(version: FigureVersion, kind: Kind) -> None:
    data = data_of(made(version, kind))
    with Image.open(io.BytesIO(data)) as picture:
        assert (*picture.size, picture.mode) == PICTURES[kind]
    assert read_label(data) == Label(SourceType.ALGORITHMIC, DESCRIPTION)


def test_the_back_of_the_box(version: FigureVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "BOX_BACK", (400, 600))
    data = data_of(made(version, Kind.BOX_BACK))
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (400, 600)
    assert read_label(data) == Label(SourceType.ALGORITHMIC, DESCRIPTION)


@pytest.mark.usefixtures("quick")
def test_the_turntable_is_a_sprite_and_a_moving_picture(version: FigureVersion) -> None:
    takeaway = made(version, Kind.TURNTABLE)
    assert takeaway.facts == {"frames": 8, "columns": 6}
    assert takeaway.sprite is not None
    with Image.open(io.BytesIO(data_of(takeaway))) as moving:
        assert (moving.size, moving.info["loop"]) == ((48, 70), 0)
        assert getattr(moving, "n_frames", 1) == 8
    with Image.open(io.BytesIO(vault.read(takeaway.sprite))) as sprite:
        assert sprite.size == (6 * 48, 2 * 70)
    for blob in (takeaway.file, takeaway.sprite):
        assert blob is not None
        assert read_label(vault.read(blob)) == Label(SourceType.ALGORITHMIC, DESCRIPTION)


@pytest.mark.usefixtures("quick")
def test_models_are_labelled_and_measured(version: FigureVersion) -> None:
    glb = data_of(made(version, Kind.AVATAR_MODEL))
    tree = json.loads(glb[20 : 20 + struct.unpack_from("<I", glb, 12)[0]])
    assert tree["asset"]["extras"]["DigitalSourceType"] == SourceType.ALGORITHMIC
    takeaway = made(version, Kind.PRINT_MODEL)
    assert data_of(takeaway)[:80].rstrip().decode() == short_label(SourceType.ALGORITHMIC)
    assert takeaway.facts["least_wall_mm"] >= 1.2
    assert takeaway.facts["height_mm"] == pytest.approx(100, abs=0.5)


def test_what_a_solid_that_cannot_be_printed_says(
    version: FigureVersion, monkeypatch: pytest.MonkeyPatch, quick: None
) -> None:
    from figures.generation.studio.exports import printable

    monkeypatch.setattr(printable, "LEAST_MARGIN_MM", 40.0)
    ask(version, Kind.PRINT_MODEL)
    durable.run_due()
    shown = next(i for i in selectors.takeaways(version) if i.kind == Kind.PRINT_MODEL)
    assert shown.state == "failed"
    assert shown.message.startswith("This look cannot be made into a model")


def test_it_is_made_once(version: FigureVersion) -> None:
    first = ask(version, Kind.STORY)
    assert ask(version, Kind.STORY) == first
    assert (first.tries, Job.objects.filter(kind=services.JOB).count()) == (1, 1)
    durable.run_due()
    again = ask(version, Kind.STORY)
    assert (again.tries, Job.objects.filter(kind=services.JOB).count()) == (1, 1)
    assert Blob.objects.filter(data_class="takeaway").count() == 1


def test_a_killed_job_that_is_tried_again_stores_one_file(
    version: FigureVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    takeaway = ask(version, Kind.SHARE_CARD)

    def killed(**facts: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("figures.takeaways.jobs.versions.add_energy", killed)
        with pytest.raises(KeyboardInterrupt):
            durable.run_due()
    takeaway.refresh_from_db()
    assert (takeaway.file, takeaway.made_at) == (None, None)
    assert Blob.objects.filter(data_class="takeaway").count() == 1
    Job.objects.filter(kind=services.JOB).update(lease_until=timezone.now() - timedelta(seconds=1))
    durable.run_due()
    takeaway.refresh_from_db()
    assert takeaway.file == Blob.objects.get(data_class="takeaway")


def test_another_ground_replaces_the_file(version: FigureVersion) -> None:
    takeaway = made(version, Kind.AVATAR)
    before = takeaway.file
    assert before is not None
    raspberry = made(version, Kind.AVATAR, "raspberry")
    assert raspberry == takeaway
    assert (raspberry.ground, raspberry.tries) == ("raspberry", 2)
    with Image.open(io.BytesIO(data_of(raspberry))) as picture:
        red, green, blue = np.asarray(picture)[1000, 3].tolist()
    assert red > 200 > 150 > blue > green
    assert not Blob.objects.filter(pk=before.pk, doomed_at=None).exists()


@pytest.mark.parametrize(("kind", "ground"), [(Kind.AVATAR, "mauve"), (Kind.TURNTABLE, "lagoon")])
def test_a_ground_that_is_not_there(version: FigureVersion, kind: Kind, ground: str) -> None:
    with pytest.raises(ValueError, match="ground"):
        services.request(version=version, kind=kind, ground=ground)
    assert not Takeaway.objects.exists()


def test_cut_out_and_box_are_there_from_the_start(version: FigureVersion) -> None:
    for kind, blob in ((Kind.CUTOUT, version.cutout), (Kind.BOX_FRONT, version.box)):
        assert services.request(version=version, kind=kind) is None
        shown = next(item for item in selectors.takeaways(version) if item.kind == kind)
        assert (shown.state, shown.file, shown.kept_until) == ("ready", blob, None)
    assert not Takeaway.objects.exists()


def test_one_need_not_wait_for_the_review(version: FigureVersion) -> None:
    assert version.review_state == ReviewState.QUEUED
    assert made(version, Kind.AVATAR).file is not None


@pytest.mark.parametrize(
    "change", [{"review_state": ReviewState.REFUSED}, {"frozen_at": timezone.now()}]
)
def test_nothing_is_made_of_what_was_refused_or_withdrawn(
    version: FigureVersion, change: dict[str, Any]
) -> None:
    made(version, Kind.AVATAR)
    FigureVersion.objects.filter(pk=version.pk).update(**change)
    version.refresh_from_db()
    with pytest.raises(services.NotOffered, match="refused or taken off sale"):
        services.request(version=version, kind=Kind.STORY)
    shown = selectors.takeaways(version)
    assert {item.state for item in shown} == {"unavailable"}
    # Not even what was made before.
    assert {item.file for item in shown} == {None}


def test_an_unfinished_figure_has_nothing(version: FigureVersion) -> None:
    version.figure.state = FigureState.MAKING
    with pytest.raises(services.NotOffered, match="not ready"):
        services.request(version=version, kind=Kind.AVATAR)


class Flat(StudioBackend):
    """A backend whose figures are pictures and nothing else."""

    capabilities = backends.Capabilities(rerender=False, edit=False)


def test_without_a_solid_there_are_pictures_only(
    version: FigureVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(backends._BACKENDS, "studio", Flat)
    for kind in SOLIDS:
        with pytest.raises(services.NotOffered, match="pictures only"):
            services.request(version=version, kind=kind)
    assert made(version, Kind.AVATAR_ROUND).file is not None
    shown = {item.kind: item for item in selectors.takeaways(version)}
    assert {kind for kind, item in shown.items() if item.state == "unavailable"} == set(SOLIDS)
    assert {shown[kind].message for kind in SOLIDS} == {services.ONLY_PICTURES}


def test_stopping_it_stops_its_job(version: FigureVersion) -> None:
    takeaway = ask(version, Kind.STORY)
    running = durable.claim(Job.objects.get(kind=services.JOB).pk)
    assert running is not None
    running.report("photographing", 0.1)
    assert state(version, Kind.STORY) == "making"
    services.drop(takeaway)
    with pytest.raises(LeaseLost):
        running.report("labelling", 0.9)
    assert state(version, Kind.STORY) == "none"
    # And it can be had all the same, later.
    assert made(version, Kind.STORY).file is not None


def test_a_failed_one_is_tried_again(
    version: FigureVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*facts: object) -> None:
        raise OSError("disk")

    takeaway = ask(version, Kind.STORY)
    with monkeypatch.context() as patch:
        patch.setattr(making, "make", broken)
        for _ in range(4):
            Job.objects.filter(state=JobState.QUEUED).update(run_at=timezone.now())
            durable.run_due()
    assert state(version, Kind.STORY) == "failed"
    assert made(version, Kind.STORY) == takeaway
    takeaway.refresh_from_db()
    assert takeaway.tries == 2


def test_making_it_is_counted_as_energy(version: FigureVersion) -> None:
    figures = Figure.objects.filter(pk=version.figure_id)
    figures.update(energy_wh=1.5, cpu_seconds=100.0)
    made(version, Kind.AVATAR)
    figure = figures.get()
    assert figure.energy_wh is not None
    assert figure.energy_wh > 1.5
    assert figure.cpu_seconds is not None
    assert figure.cpu_seconds > 100


def test_erasing_the_figure_ends_it_all(version: FigureVersion) -> None:
    takeaway = made(version, Kind.STORY)
    blob = takeaway.file
    assert blob is not None
    ask(version, Kind.AVATAR)
    running = durable.claim(Job.objects.get(kind=services.JOB, state=JobState.QUEUED).pk)
    assert running is not None
    erase_figure(figure=version.figure, actor="owner")
    assert not Takeaway.objects.exists()
    with pytest.raises(LeaseLost):
        running.report("labelling", 0.9)
    blob.refresh_from_db()
    with pytest.raises(vault.Shredded):
        vault.read(blob)
    durable.run_due()
    assert not Blob.objects.filter(data_class="takeaway").exists()


def test_it_is_deleted_after_its_period(version: FigureVersion) -> None:
    old, new = made(version, Kind.STORY), made(version, Kind.AVATAR)
    assert period_of("takeaway") == timedelta(days=30)
    Takeaway.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=30))
    assert services.sweep(timezone.now() - timedelta(days=30)) == 1
    assert list(Takeaway.objects.all()) == [new]
    assert list(Blob.objects.filter(data_class="takeaway", doomed_at=None)) == [new.file]
    assert made(version, Kind.STORY).file is not None


def test_every_kind_has_its_words_and_file() -> None:
    assert set(OFFERS) == set(Kind)
    assert len({offer.name for offer in OFFERS.values()}) == len(OFFERS)
    assert max(len(kind) for kind in Kind) <= 20
