"""Hoodie with a pouch pocket and drawstrings."""

from figures.generation.studio.colour import RGB
from figures.generation.studio.outfits import pieces
from figures.generation.studio.outfits.base import Fitting, Garment
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import cloth

CORD: RGB = (238, 234, 226)
EASE = 0.95


def _dress(fitting: Fitting) -> None:
    material, rib = cloth(fitting.colours.main), pieces.plain_cloth(fitting.colours.main)
    over = pieces.long_sleeves(material, 0.9)
    pieces.top(fitting, material, over, ease=EASE, cuts=[pieces.neckline(fitting)])
    pieces.cuffs(fitting, rib, over, ribbed=16)
    pieces.hem_band(fitting, rib, EASE + 0.2, 2.0, ribbed=True)
    pieces.chest(fitting)
    pieces.trousers(fitting, cloth(fitting.colours.trousers))
    _hood(fitting)
    _pocket(fitting)
    _cords(fitting)


def _hood(fitting: Fitting) -> None:
    r, y, torso = fitting.collar, fitting.frame.neck, fitting.frame.torso
    back = torso.at(y - 0.8 * r)[2]
    hood = [
        p.torus((0, y - 0.22 * r, -0.25 * r), 1.40 * r, 0.44 * r, p.rotation(-12)),
        p.ellipsoid(
            (0, y - 0.75 * r, -back - 0.1 * r), (1.35 * r, 0.9 * r, 0.62 * r), blend=0.5 * r
        ),
    ]
    fitting.sculpture.add("hood", cloth(fitting.colours.main), hood, 0.4)


def _pocket(fitting: Fitting) -> None:
    u, v, frame = fitting.u, fitting.v, fitting.frame
    low = fitting.hem() + 1.9
    high = min(low + 7.6 * v, frame.chest - 3.0 * v)
    outline = [
        (-6.4 * u, low), (6.4 * u, low), (6.4 * u, low + (high - low) * 0.42), (3.9 * u, high),
        (-3.9 * u, high), (-6.4 * u, low + (high - low) * 0.42),
    ]  # fmt: skip
    material = cloth(fitting.colours.main)
    pieces.patch(fitting, "pocket", material, [outline], low=EASE - 0.4, high=EASE + 0.85)


def _cords(fitting: Fitting) -> None:
    r, y, torso = fitting.collar, fitting.frame.neck, fitting.frame.torso
    rows = []
    for x in (-0.42 * r, 0.46 * r):
        top, bottom = y - 0.62 * r, y - (2.1 if x < 0 else 1.9) * r
        start = (x, top, torso.front(x, top, EASE + 0.55))
        end = (x * 1.1, bottom, torso.front(x, bottom, EASE + 0.35))
        rows += [p.capsule(start, end, 0.42, 0.42), p.ellipsoid(end, (0.6, 0.85, 0.6), blend=0.2)]
    fitting.sculpture.add("cords", cloth(CORD), rows, 0.22)


ITEM = Garment("hoodie", "Hoodie", _dress)
