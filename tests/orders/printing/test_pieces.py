"""Other poses and things: rendered once, kept, bound by the proof, the same bytes again."""

from typing import Any

import numpy as np
import pytest
from shapely.geometry import Polygon

from figures.erasure import erase_figure
from figures.generation.backends.base import Capabilities
from figures.generation.backends.studio import StudioBackend
from figures.versions.art import ArtGone
from figures.versions.models import Figure, FigureVersion
from orders.printing import pieces
from orders.printing.layouts import layout_for
from orders.shelf.services import request_mockups
from shop.catalogue.models import Variant
from shop.catalogue.services import load as load_catalogue
from shop.platform.durable import services as durable
from shop.platform.durable.models import Job
from shop.prepress.layout import PageLayout, SpotStroke
from shop.prepress.pdf import assemble
from shop.vault import services as vault
from shop.vault.models import Blob
from tests.faults.world import make_approved_version
from tests.orders.factories import make_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> FigureVersion:
    load_catalogue()
    return make_approved_version(make_owner())


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The widths of every render from now on."""
    widths: list[int] = []
    original = StudioBackend.render

    def counted(self: StudioBackend, recipe: bytes, **size: Any) -> Any:
        widths.append(size["width"])
        return original(self, recipe, **size)

    monkeypatch.setattr(StudioBackend, "render", counted)
    return widths


def sheet(version: FigureVersion, *, draft: bool = True) -> PageLayout:
    variant = Variant.objects.select_related("product").get(sku="SHEET-A5")
    return layout_for(variant=variant, version=version, draft=draft)


def test_a_sheet_shows_every_pose_with_a_cut_line_of_its_own(
    version: FigureVersion, rendered: list[int]
) -> None:
    layout = sheet(version)
    arts = [raster.cutouts[0].art for raster in layout.rasters]
    poses = len(StudioBackend.poses)
    assert poses == 6
    assert len({art.identity for art in arts}) == poses
    # Eight cells, six poses: the first two come twice.
    assert [art.identity for art in arts[6:]] == [art.identity for art in arts[:2]]
    cuts = [item.outline for item in layout.items if isinstance(item, SpotStroke)][:8]
    areas = sorted(Polygon(cut.flattened()).area for cut in cuts)
    assert 1 + np.count_nonzero(np.diff(areas) > 0.01) == poses
    assert rendered == [pieces.POSE[0]] * (poses - 1)
    assert Blob.objects.filter(data_class="art", name__startswith="pose-").count() == poses - 1


def test_poses_are_rendered_once_and_give_the_same_bytes(
    version: FigureVersion, rendered: list[int]
) -> None:
    proof = sheet(version)
    del rendered[:]
    page = sheet(version, draft=False)
    assert page.digest() == proof.digest()
    first = assemble(page)
    assert assemble(sheet(version, draft=False)).pdf == first.pdf
    assert rendered == []
    assert first.effective_dpi == 300.0


def test_the_digest_changes_with_one_kept_pose(version: FigureVersion) -> None:
    before = sheet(version).digest()
    blob = Blob.objects.get(name="pose-wave.png")
    other = vault.read(Blob.objects.get(name="pose-hero.png"))
    key = blob.content_key
    vault.delete(blob)
    vault.put(
        subject=version.figure_id,
        data=other,
        data_class="art",
        name="pose-wave.png",
        media_type="image/png",
        content_key=key,
    )
    assert sheet(version).digest() != before


def test_a_backend_that_cannot_draw_again_keeps_its_one_pose(
    version: FigureVersion, rendered: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StudioBackend, "capabilities", Capabilities(rerender=False, edit=False))
    layout = sheet(version)
    assert len({raster.cutouts[0].art.identity for raster in layout.rasters}) == 1
    assert rendered == []


def test_a_card_shows_the_things_with_their_labels(version: FigureVersion) -> None:
    version.accessories = [["rocket", "Weekend ride"], ["cup", ""]]
    version.save()
    variant = Variant.objects.select_related("product").get(sku="CARD-6X9")
    layout = layout_for(variant=variant, version=version, draft=True)
    window = layout.rasters[1]
    assert len(window.cutouts) == 3
    words = [item.words for page in layout.pages for item in page if hasattr(item, "words")]
    assert "WEEKEND RIDE" in words
    assert any(line.startswith("Sample Hero, with: Weekend ride.") for line in words)
    kept = Blob.objects.filter(name__startswith="accessory-").values_list("name", flat=True)
    assert sorted(kept) == ["accessory-cup.png", "accessory-rocket.png"]
    assert layout_for(variant=variant, version=version).digest() == layout.digest()


def test_nothing_is_drawn_of_an_erased_figure(version: FigureVersion) -> None:
    sheet(version)
    erase_figure(figure=Figure.objects.get(), actor="staff")
    version = FigureVersion.objects.get()
    with pytest.raises(ArtGone):
        pieces.other_poses(replace_digest(version))


def replace_digest(version: FigureVersion) -> FigureVersion:
    """The version as a job holds it that was started before the erasure."""
    version.digest = "f" * 64
    return version


def test_mockups_that_need_pieces_are_made_where_figures_are_rendered(
    version: FigureVersion,
) -> None:
    request_mockups(version=version)
    jobs = {job.payload["sku"]: job for job in Job.objects.filter(kind__endswith="mockup")}
    rendered = {sku for sku, job in jobs.items() if job.queue == "render"}
    assert rendered == {"SHEET-A5", "CARD-6X9"}
    assert durable.run(jobs["CARD-6X9"].pk)
    assert Blob.objects.get(data_class="mockup").name == "card-6x9.webp"
