"""An open laptop."""

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture

ALUMINIUM = Material((176, 180, 188), 0.3)
KEYS = Material((40, 42, 48), 0.4)
TRAY = Material((120, 124, 132), 0.4)
TEXT = Material((250, 250, 250), 0.3)
# Left end, height and length of the lines on the screen, mm.
LINES = ((-5, 14, 5), (-3, 11.6, 7), (-6, 9.2, 4), (-2.5, 6.8, 7.5))


def _build(sculpture: Sculpture, tint: RGB) -> None:
    lean = p.rotation(-14)
    add = sculpture.add
    add("base", ALUMINIUM, [p.box((0, 1, 4), (13, 0.9, 8.5), 0.6)], 0.4)
    add("tray", TRAY, [p.box((0, 1.75, 2.6), (11.6, 0.25, 4.8), 0.2)], 0.3)
    rows = [
        p.box((-10.3 + 2.06 * k, 2.05, z), (0.85, 0.4, 0.85), 0.25)
        for z in (-0.9, 1.1, 3.1)
        for k in range(11)
    ]
    space = p.box((0, 2.05, 5.2), (4.2, 0.4, 0.85), 0.25)
    sides = [p.box((s * 7.7, 2.05, 5.2), (2.6, 0.4, 0.85), 0.25) for s in (-1, 1)]
    keys = [*rows, space, *sides, p.box((0, 1.75, 9.9), (3.6, 0.35, 1.7), 0.3)]
    add("keys", KEYS, keys, 0.24)
    add("lid", ALUMINIUM, [p.box((0, 10.2, -6.6), (13, 9.2, 0.8), 0.6, lean)], 0.4)
    add("screen", Material(tint, 0.15), [p.box((0, 10.4, -5.6), (11.9, 8.0, 0.5), 0.3, lean)], 0.35)
    lines = [
        p.box((x, y, -5.1 + (10.4 - y) * 0.25), (w * 0.6, 0.5, 0.3), 0.25, lean)
        for x, y, w in LINES
    ]
    add("text", TEXT, lines, 0.3)


ITEM = Accessory("laptop", "Laptop", _build)
