"""Hoodie with a pouch pocket and drawstrings."""

from figures.generation.studio.colour import RGB
from figures.generation.studio.outfits.base import Fitting, Garment
from figures.generation.studio.outfits.knit import knit_top, long_sleeves
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import cloth

CORD: RGB = (238, 234, 226)


def _dress(fitting: Fitting) -> None:
    knit_top(fitting, long_sleeves(fitting))
    depth, belly = fitting.build.depth, fitting.build.belly
    material = cloth(fitting.colours.main)
    hood = [
        p.torus((0, 51.6, -1.6), 7.4, 2.3, p.rotation(-14), stretch=(1.0, 0.9)),
        p.ellipsoid((0, 49.6, -7.4), (7.2, 4.6, 3.0), blend=2.5),
    ]
    fitting.sculpture.add("hood", material, hood, 0.4)
    front = 6.6 * depth + belly
    pocket = [
        p.box((0, 33.0, front), (6.6, 3.6, 1.3), 0.9),
        p.box((7.6, 36.2, front), (3.4, 2.4, 4), 0.3, p.rotation(0, 0, 38), p.SUBTRACT, 0.4),
        p.box((-7.6, 36.2, front), (3.4, 2.4, 4), 0.3, p.rotation(0, 0, -38), p.SUBTRACT, 0.4),
    ]
    fitting.sculpture.add("pocket", material, pocket, 0.35)
    cords = [p.capsule((s * 2.4, 48.6, 7.6), (s * 2.6, 43.2, 7.9), 0.45, 0.5) for s in (-1, 1)]
    fitting.sculpture.add("cords", cloth(CORD), cords, 0.25)


ITEM = Garment("hoodie", "Hoodie", _dress)
