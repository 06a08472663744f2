"""The shelf as the buyer sees it."""

from dataclasses import dataclass

from figures.versions.models import FigureVersion
from orders.shelf.services import picture_key, scene_for, variants_for
from shop.catalogue.models import Product, Variant
from shop.vault import links
from shop.vault.models import Blob


@dataclass(frozen=True, slots=True)
class ShelfVariant:
    """One size or finish, with its picture once that is made."""

    variant: Variant
    picture: str
    alt: str


@dataclass(frozen=True, slots=True)
class ShelfItem:
    """One product with the figure on it; `variants` is never empty."""

    product: Product
    variants: tuple[ShelfVariant, ...]

    @property
    def picture(self) -> str:
        """The first picture there is, or ""."""
        return next((item.picture for item in self.variants if item.picture), "")

    @property
    def alt(self) -> str:
        """Words for the first picture."""
        return next((item.alt for item in self.variants if item.picture), "")


def shelf(*, version: FigureVersion, audience: str) -> list[ShelfItem]:
    """Return every product with the version's mockups; links work for `audience` alone."""
    made = {
        blob.content_key: blob
        for blob in Blob.objects.filter(
            key__subject=version.figure_id, data_class="mockup", doomed_at=None
        )
    }
    by_product: dict[str, list[ShelfVariant]] = {}
    products: dict[str, Product] = {}
    for variant in variants_for(version):
        products[variant.product_id] = variant.product
        by_product.setdefault(variant.product_id, []).append(
            _shown(version, variant, made, audience)
        )
    return [ShelfItem(products[key], tuple(items)) for key, items in by_product.items()]


def pictures_ready(items: list[ShelfItem]) -> tuple[int, int]:
    """Return (mockups made, mockups there will be)."""
    shown = [entry for item in items for entry in item.variants if entry.alt]
    return sum(bool(entry.picture) for entry in shown), len(shown)


def _shown(
    version: FigureVersion, variant: Variant, made: dict[str, Blob], audience: str
) -> ShelfVariant:
    scene = scene_for(variant)
    if scene is None:
        return ShelfVariant(variant, "", "")
    blob = made.get(picture_key(version, variant, scene))
    picture = links.link(blob, audience=audience) if blob is not None else ""
    return ShelfVariant(variant, picture, scene.alt_text(version.box_name))
