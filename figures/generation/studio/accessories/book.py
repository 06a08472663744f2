"""A thick book."""

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture

PAGES = Material((244, 240, 228), 0.6)
GOLD = Material((250, 214, 90), 0.3)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    add = sculpture.add
    cover = [
        p.box((0, 11, 0), (8.2, 10.5, 3.0), 0.9),
        p.box((2.6, 11, 0), (8.2, 12.0, 2.3), 0.2, None, p.SUBTRACT, 0.2),
    ]
    add("cover", Material(tint, 0.45), cover, 0.3)
    add("pages", PAGES, [p.box((0.9, 11, 0), (6.9, 9.7, 2.35), 0.3)], 0.3)
    title = [p.box((0, 14, 3.0), (5, 1.6, 0.4), 0.3), p.box((0, 10.4, 3.0), (3.4, 0.6, 0.4), 0.3)]
    add("title", GOLD, title, 0.3)


ITEM = Accessory("book", "Book", _build, yaw=24.0)
