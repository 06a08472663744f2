"""Mockups of every variant with the person's own figure, made in jobs and kept by content."""

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from figures.versions import art
from figures.versions.models import FigureVersion
from orders.printing.layouts import box_art, fits, layout_for
from shop.catalogue.models import ProductKind, Variant
from shop.mockups import Scene, content_key, render_mockup, scenes_for
from shop.platform.durable import registry
from shop.platform.durable import services as durable
from shop.platform.durable.errors import PermanentFailure
from shop.platform.durable.running import RunningJob
from shop.prepress.errors import PrepressError
from shop.prepress.proof import cut_picture, page_picture
from shop.vault import services as vault

WIDTH = 1200
_FLAT_WIDTH = 1000
# Poses and things are rendered for the first of these, where the renderer is warm.
_COMPOSED, _RENDERED = "orders.mockup", "orders.rendered_mockup"
_WITH_PIECES = (ProductKind.KISS_CUT_SHEET, ProductKind.BLISTER_CARD)


def variants_for_sale() -> QuerySet[Variant]:
    """Return every variant that can be ordered, in shelf order."""
    return (
        Variant.objects.filter(is_active=True, product__is_active=True)
        .select_related("product")
        .order_by("product__position", "product_id", "position")
    )


def variants_for(version: FigureVersion) -> list[Variant]:
    """Return the variants that this version's art is fine enough for, in shelf order."""
    return [item for item in variants_for_sale() if fits(variant=item, version=version)]


def scene_for(variant: Variant) -> Scene | None:
    """Return the scene that shows this variant, if there is one."""
    scenes = scenes_for(variant.product.kind, variant.label)
    return scenes[0] if scenes else None


def picture_key(version: FigureVersion, variant: Variant, scene: Scene) -> str:
    """Return the content key of the variant's mockup: new whenever the picture would differ."""
    return content_key(scene.key, vault.digest(version.digest, variant.sku), WIDTH)


def request_mockups(*, version: FigureVersion) -> int:
    """Queue the mockups that do not exist yet; returns how many variants are shown."""
    shown = 0
    for variant in variants_for(version):
        scene = scene_for(variant)
        if scene is None:
            continue
        shown += 1
        key = picture_key(version, variant, scene)
        if vault.find(subject=version.figure_id, content_key=key) is None:
            durable.enqueue(
                _RENDERED if variant.product.kind in _WITH_PIECES else _COMPOSED,
                subject=version.pk,
                dedupe_key=f"orders.mockup:{version.pk}:{key[:32]}",
                payload={"sku": variant.sku},
            )
    return shown


@registry.handler(_RENDERED, queue="render")
def make_rendered_mockup(job: RunningJob) -> None:
    """Compose a mockup of a product that shows more of the figure than its master art."""
    make_mockup(job)


@registry.handler(_COMPOSED)
def make_mockup(job: RunningJob) -> None:
    """Compose one mockup and keep it under the figure's key."""
    version = FigureVersion.objects.select_related("figure").filter(pk=job.subject).first()
    variant = Variant.objects.select_related("product").get(pk=job.payload["sku"])
    scene = scene_for(variant)
    if version is None or scene is None:
        return
    try:
        picture = render_mockup(scene.key, _flat(version, variant), width=WIDTH)
        vault.put(
            subject=version.figure_id,
            data=picture,
            data_class="mockup",
            name=f"{variant.sku.lower()}.webp",
            media_type="image/webp",
            content_key=picture_key(version, variant, scene),
        )
    except (art.ArtGone, vault.Shredded) as error:
        raise PermanentFailure("erased", "The figure has been erased.") from error
    except PrepressError as error:
        raise PermanentFailure("does_not_fit", str(error)) from error


def _flat(version: FigureVersion, variant: Variant) -> NDArray[np.uint8]:
    """Return the flat art the scene shows: the page as it will be printed and cut."""
    kind = variant.product.kind
    if kind == ProductKind.DIE_CUT_STICKER:
        return art.render_cutout(version, width=696, height=1024)
    if kind in {ProductKind.FOLDING_CARTON, ProductKind.BOX_ART_PRINT}:
        return box_art(version, draft=True).render(800, 1200)
    layout = layout_for(variant=variant, version=version, draft=True)
    if kind == ProductKind.BLISTER_CARD:
        return cut_picture(layout, width_px=_FLAT_WIDTH)
    return page_picture(layout, width_px=_FLAT_WIDTH)
