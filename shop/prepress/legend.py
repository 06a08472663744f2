"""What the lines and areas over a proof picture mean, in words."""

from dataclasses import dataclass

from shop.prepress.colour import RGB
from shop.prepress.proof import (
    BLEED_COLOUR,
    CREASE_COLOUR,
    CUT_COLOUR,
    GLUE_COLOUR,
    PERF_COLOUR,
    TRIM_COLOUR,
    WHITE_COLOUR,
)
from shop.prepress.specs import PrintSpec

_PALER: RGB = (228, 228, 228)


@dataclass(frozen=True)
class LegendEntry:
    """One kind of mark over the proof.

    Attributes:
        mark: what it looks like, as `Pink line`.
        meaning: what happens there.
        colour: sRGB; None for the chequers that stand for clear film.
        area: whether it is an area rather than a line.

    """

    mark: str
    meaning: str
    colour: RGB | None
    area: bool = False

    @property
    def hex(self) -> str:
        """The colour as `#rrggbb`, empty without one."""
        return "" if self.colour is None else "#{:02x}{:02x}{:02x}".format(*self.colour)


def legend(spec: PrintSpec) -> tuple[LegendEntry, ...]:
    """Return every mark that `proof_preview` draws for this product, outermost first."""
    names, counts = spec.spots, spec.spot_counts()
    entries = [LegendEntry("Red line", "edge of the printed sheet", BLEED_COLOUR)]
    if spec.bleed_mm > 0:
        entries.append(
            LegendEntry("Paler area", f"cut off; {spec.bleed_mm:g} mm of it is bleed", _PALER, True)
        )
    if names.cut not in counts:
        entries.append(LegendEntry("Blue line", "where it is cut", TRIM_COLOUR))
    if names.perf in counts:
        edge = LegendEntry("Turquoise line", "edge of the finished sheet, cut through", PERF_COLOUR)
        entries.append(edge)
    if names.cut in counts:
        kiss = spec.kind == "kiss_cut_sheet"
        where = "round each sticker, the backing stays whole" if kiss else "where it is cut"
        where = "where it is cut, and the hole to hang it by" if spec.card else where
        entries.append(LegendEntry("Pink line", where, CUT_COLOUR))
    if names.crease in counts:
        entries.append(LegendEntry("Green lines", "creases, where it folds", CREASE_COLOUR))
    if names.glue in counts:
        where = "bare ring that a blister is sealed to" if spec.card else "glue, unprinted"
        entries.append(LegendEntry("Yellow area", where, GLUE_COLOUR, area=True))
    if names.white in counts:
        words = "edge of the white ink under the picture"
        entries.append(LegendEntry("Light blue lines", words, WHITE_COLOUR))
    if spec.kind == "clear_sticker":
        entries.append(LegendEntry("Chequers", "clear film, you see through it", None, area=True))
    return tuple(entries)
