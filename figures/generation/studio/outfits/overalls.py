"""Bib overalls over a long-sleeved shirt."""

from figures.generation.studio.outfits import pieces
from figures.generation.studio.outfits.base import Fitting, Garment
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material, cloth

BRASS = Material((214, 172, 84), 0.25, 0.14)
SHIRT, BIB = 0.4, 1.15


def _dress(fitting: Fitting) -> None:
    frame = fitting.frame
    top, denim = cloth(fitting.colours.main), cloth(fitting.colours.trousers)
    over = pieces.long_sleeves(top, 0.55)
    pieces.top(fitting, top, over, ease=SHIRT, cuts=[pieces.neckline(fitting)])
    pieces.cuffs(fitting, pieces.plain_cloth(fitting.colours.main), over)
    pieces.neckband(fitting, pieces.plain_cloth(fitting.colours.main), SHIRT)
    pieces.chest(fitting)
    pieces.trousers(fitting, denim)
    _waist(fitting, denim)
    _bib(fitting, denim)
    seam = pieces.plain_cloth(fitting.colours.trousers)
    pocket = pieces.rectangle(0.0, frame.chest - 3.4 * fitting.v, 3.2 * fitting.u, 2.2 * fitting.v)
    pieces.patch(fitting, "pocket", seam, [pocket], low=BIB - 0.4, high=BIB + 0.4)


def _waist(fitting: Fitting, denim: Material) -> None:
    """Trousers that reach over the shirt, up to the bib."""
    frame = fitting.frame
    low, high = frame.crotch + 1.0, frame.waist + 2.2 * fitting.v
    rows = [frame.torso.row(BIB), p.below(high, blend=0.4), p.above(low, blend=0.4)]
    left, right = p.bounds(rows)
    left[1], right[1] = low, high
    fitting.sculpture.add("waist denim", denim, rows, 0.42, box=(left - 1, right + 1))


def _bib(fitting: Fitting, denim: Material) -> None:
    frame, u, v = fitting.frame, fitting.u, fitting.v
    low, high = frame.waist, frame.chest + 1.6 * v
    x = fitting.collar * 0.95
    bib = [
        (-7.2 * u, low),
        (7.2 * u, low),
        (7.2 * u, low + 3 * v),
        (x + 0.9, high),
        (-x - 0.9, high),
        (-7.2 * u, low + 3 * v),
    ]
    pieces.patch(fitting, "bib", denim, [bib], low=SHIRT - 0.3, high=BIB + 0.1)
    half = 1.05
    top = frame.neck + 1.5
    strap = [(x - half, high - 2.0), (x + half, high - 2.0), (x + half, top), (x - half, top)]
    straps = [strap, pieces.mirrored(strap)]
    pieces.patch(fitting, "straps", denim, straps, low=SHIRT - 0.3, high=BIB + 0.25)
    back = [(x - half, top), (x + half, top), (half, low), (-half, low)]
    crossed = [back, pieces.mirrored(back)]
    pieces.patch(fitting, "back straps", denim, crossed, low=SHIRT - 0.3, high=BIB, back=True)
    places = [(s * x, high - 0.6) for s in (-1, 1)]
    pieces.buttons(fitting, BRASS, places, BIB + 0.3, 0.95)


ITEM = Garment("overalls", "Overalls", _dress, trousers=(66, 92, 140), shoes=(150, 104, 60))
