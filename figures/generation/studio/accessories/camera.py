"""A camera with a large lens."""

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture

BODY = Material((38, 38, 42), 0.42)
METAL = Material((190, 192, 198), 0.3)
GLASS = Material((24, 26, 40), 0.08, 0.06)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    forward = p.rotation(90)
    add = sculpture.add
    add("body", BODY, [p.box((0, 7.5, 0), (10.5, 6.5, 3.6), 1.4)], 0.4)
    top = [
        p.box((0, 13.2, 0), (10.0, 1.6, 3.3), 0.9),
        p.box((0, 14.8, 0), (3.6, 1.8, 3.0), 1.0, blend=0.8),
        p.cylinder((7, 15.2, 0), 1.9, 0.9, 0.4),
    ]
    add("top", METAL, top, 0.35)
    add("mount", METAL, [p.cylinder((0, 7.2, 4.5), 5.4, 2.4, 0.7, forward)], 0.35)
    add("lens", BODY, [p.cylinder((0, 7.2, 6.2), 4.6, 2.2, 0.6, forward)], 0.35)
    add("glass", GLASS, [p.ellipsoid((0, 7.2, 7.8), (3.4, 3.4, 1.2))], 0.3)
    add("badge", Material(tint, 0.5), [p.ellipsoid((-7.6, 11, 3.6), (1.0, 1.0, 0.5))], 0.25)


ITEM = Accessory("camera", "Camera", _build)
