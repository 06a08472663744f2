"""The first page."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from figures.generation.backends import offered
from shop.catalogue.models import Product, ProductKind
from shop.platform.money import Money

_SAMPLES = ("samples/figure-2.webp", "samples/figure-3.webp", "samples/poster.webp")
_PICTURES = {
    ProductKind.ART_PRINT: "samples/poster.webp",
    ProductKind.FRAMED_PRINT: "samples/print.webp",
    ProductKind.DIE_CUT_STICKER: "samples/sticker.webp",
    ProductKind.KISS_CUT_SHEET: "samples/sheet.webp",
    ProductKind.BOX_ART_PRINT: "samples/box.webp",
    ProductKind.BLISTER_CARD: "samples/card.webp",
    ProductKind.FOLDING_CARTON: "samples/carton.webp",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A product, the lowest price of its sizes, and a sample picture of an invented person."""

    product: Product
    cheapest: Money
    picture: str


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Say what Shelfie is in one screen, with a sample figure of an invented person."""
    context = {"offers": _offers(), "samples": _SAMPLES, "hosted": len(offered()) > 1}
    return render(request, "figures/landing.html", context)


def _offers() -> list[Offer]:
    offers = []
    for product in Product.objects.filter(is_active=True).prefetch_related("variants"):
        prices = [variant.money for variant in product.variants.all() if variant.is_active]
        if prices:
            cheapest = min(prices, key=lambda price: price.amount)
            picture = _PICTURES.get(ProductKind(product.kind), "")
            offers.append(Offer(product, cheapest, picture))
    return offers
