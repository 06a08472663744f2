"""What each product must be like for each provider: data read from `providers/*.toml`."""

import math
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from shop.prepress.dielines import BlisterCard, Carton, tuck_end
from shop.prepress.errors import UnknownSpecError
from shop.prepress.geometry import MM_PER_INCH, Box

PROVIDERS = Path(__file__).parent / "providers"
BASE_PROVIDER = "house"

Kind = Literal[
    "art_print", "framed_print", "die_cut_sticker", "kiss_cut_sheet", "box_art_print",
    "folding_carton", "clear_sticker", "blister_card",
]  # fmt: skip
ANY_COUNT = -1
Flavour = Literal["PDF/X-4", "PDF/X-1a:2003"]
ColourMode = Literal["CMYK", "RGB"]


@dataclass(frozen=True)
class SpotNames:
    """What this provider's RIP calls its spot colours; case matters."""

    cut: str = "CutContour"
    perf: str = "PerfCutContour"
    crease: str = "Crease"
    glue: str = "Glue"
    white: str = "White"


@dataclass(frozen=True)
class ProcessingStep:
    """What a spot colour is for, in the terms of ISO 19593-1; some groups have no types."""

    group: str
    type: str = ""


@dataclass(frozen=True)
class PrintSpec:
    """One product as one provider wants it. Lengths in mm, resolutions in pixels per inch."""

    product: str
    provider: str
    kind: Kind
    title: str
    trim_mm: tuple[float, float]
    bleed_mm: float
    safe_mm: float
    flavour: Flavour
    colour_mode: ColourMode
    target_dpi: int
    warn_dpi: int
    refuse_dpi: int
    ink_limit: float
    spots: SpotNames = field(default_factory=SpotNames)
    offset_mm: float = 0.0
    gap_mm: float = 0.0
    corner_mm: float = 0.0
    choke_mm: float = 0.0
    cells_mm: tuple[tuple[float, float, float, float], ...] = ()
    carton: Carton | None = None
    card: BlisterCard | None = None

    @property
    def pages(self) -> int:
        """How many pages the file has: the back of what is printed on both sides is the second."""
        return 2 if self.card else 1

    @property
    def trim(self) -> Box:
        """The finished page; its lower left corner is the origin."""
        return Box.sized(*self.trim_mm)

    @property
    def bleed(self) -> Box:
        """The trim box plus the bleed."""
        return self.trim.expanded(self.bleed_mm)

    @property
    def safe(self) -> Box:
        """Where faces and words may stand."""
        return self.trim.expanded(-self.safe_mm)

    @property
    def layered(self) -> bool:
        """Whether the file may hold layers, and so the processing steps: PDF/X-1a may not."""
        return self.flavour == "PDF/X-4"

    def steps(self) -> dict[str, ProcessingStep]:
        """Return the processing step of each spot colour in the file."""
        names = self.spots
        # On a sheet the backing stays whole: only its own edge is cut through.
        kiss = self.kind == "kiss_cut_sheet"
        steps = {
            names.cut: ProcessingStep("Structural", "PartialCutting" if kiss else "Cutting"),
            names.perf: ProcessingStep("Structural", "Cutting"),
            names.crease: ProcessingStep("Structural", "Creasing"),
            names.glue: ProcessingStep("Structural", "Gluing"),
            names.white: ProcessingStep("White"),
        }
        return {spot: steps[spot] for spot in self.spot_counts()}

    def spot_counts(self, page: int = 0) -> dict[str, int]:
        """Return each spot colour a page must hold, and how many paths it must have.

        ANY_COUNT where the art decides: at least one. The first page has every colour of the file;
        a back repeats the cut lines, mirrored, so that it can be laid over the front.
        """
        names = self.spots
        if self.card:
            # The card's edge and its hole; the ring has an outer and an inner edge.
            return {names.cut: 2} if page else {names.cut: 2, names.glue: 2}
        if self.kind == "clear_sticker":
            return {names.cut: 1, names.white: ANY_COUNT}
        if self.kind == "die_cut_sticker":
            return {names.cut: 1}
        if self.kind == "kiss_cut_sheet":
            return {names.cut: len(self.cells_mm), names.perf: 1}
        if self.carton:
            dieline = tuck_end(self.carton)
            creases, glue = len(dieline.creases), len(dieline.glue)
            return {names.cut: 1, names.crease: creases, names.glue: glue}
        return {}


def required_pixels(spec: PrintSpec) -> tuple[int, int]:
    """Return (width, height) in pixels of a picture that fills the page and its bleed."""
    box, dpi = spec.bleed, spec.target_dpi
    return pixels(box.width, dpi), pixels(box.height, dpi)


def pixels(length_mm: float, dpi: float) -> int:
    """Return how many pixels `length_mm` takes at `dpi`, rounded up."""
    return max(1, math.ceil(length_mm / MM_PER_INCH * dpi - 1e-6))


def providers() -> tuple[str, ...]:
    """Return the names of all providers with data."""
    return tuple(sorted(path.stem for path in PROVIDERS.glob("*.toml")))


def products(provider: str = BASE_PROVIDER) -> tuple[str, ...]:
    """Return the names of the products that `provider` has data for."""
    return tuple(_data(provider)["products"])


@cache
def load_spec(product: str, provider: str = BASE_PROVIDER) -> PrintSpec:
    """Return the spec of `product` at `provider`.

    Raises:
        UnknownSpecError: there is no data for the product or the provider.

    """
    data = _data(provider)
    if product not in data["products"]:
        raise UnknownSpecError(f"No product {product!r} at provider {provider!r}.")
    values: dict[str, Any] = {**data["defaults"], **data["products"][product]}
    if "carton_mm" in values:
        values["carton"] = Carton(**values.pop("carton_mm"))
        values["trim_mm"] = tuck_end(values["carton"]).size_mm
    if "card_mm" in values:
        card = values.pop("card_mm")
        values["card"] = BlisterCard(**{**card, "blister": tuple(card["blister"])})
        values["trim_mm"] = (values["card"].width, values["card"].height)
    values["trim_mm"] = tuple(values["trim_mm"])
    values["cells_mm"] = tuple(tuple(cell) for cell in values.get("cells_mm", ()))
    return PrintSpec(
        product=product, provider=provider, spots=SpotNames(**data.get("spots", {})), **values
    )


def _data(provider: str) -> dict[str, Any]:
    base = _read(BASE_PROVIDER)
    if provider == BASE_PROVIDER:
        return base
    own = _read(provider)
    changed = own.get("products", {})
    return {
        "defaults": {**base["defaults"], **own.get("defaults", {})},
        "spots": {**base.get("spots", {}), **own.get("spots", {})},
        "products": {
            name: {**values, **changed.get(name, {})} for name, values in base["products"].items()
        },
    }


def _read(provider: str) -> dict[str, Any]:
    path = PROVIDERS / f"{provider}.toml"
    if provider not in providers():
        raise UnknownSpecError(f"No provider {provider!r}.")
    return tomllib.loads(path.read_text("utf-8"))
