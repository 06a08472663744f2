"""A telephone with three round apps."""

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture

CASE = Material((34, 36, 42), 0.3)
APPS = (
    Material((250, 250, 250), 0.3),
    Material((255, 196, 70), 0.3),
    Material((255, 110, 100), 0.3),
)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    lean = p.rotation(-8)
    add = sculpture.add
    add("case", CASE, [p.box((0, 12, 0), (6.4, 11.8, 1.3), 1.2, lean)], 0.3)
    add(
        "screen",
        Material(tint, 0.10, 0.06),
        [p.box((0, 12.1, 1.1), (5.6, 10.6, 0.55), 0.4, lean)],
        0.3,
    )
    for i, (material, x) in enumerate(zip(APPS, (-3.2, 0.0, 3.2), strict=True)):
        add(f"app {i}", material, [p.box((x, 17, 1.25), (1.1, 1.1, 0.5), 0.45, lean)], 0.2)
    add("bar", APPS[0], [p.box((0, 3.6, 3.1), (2.6, 0.35, 0.4), 0.3, lean)], 0.2)


ITEM = Accessory("phone", "Phone", _build)
