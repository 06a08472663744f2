"""Coffee to go."""

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture
from figures.generation.studio.space import Doubles

PAPER = Material((246, 242, 234), 0.4)
LID = Material((58, 42, 36), 0.35)


def _wall(grow: float, low: float, high: float) -> list[Doubles]:
    body = p.capsule((0, 2, 0), (0, 16, 0), 4.6 + grow, 6.0 + grow)
    return [body, p.above(low, blend=0.6), p.below(high, blend=0.6)]


def _build(sculpture: Sculpture, tint: RGB) -> None:
    box = ((-8, -1, -8), (8, 23, 8))
    sculpture.add("cup", PAPER, _wall(0.0, 1.5, 19.0), 0.35, box=box)
    sculpture.add("sleeve", Material(tint, 0.5), _wall(0.15, 6.2, 13.2), 0.35, box=box)
    lid = [p.cylinder((0, 19.2, 0), 6.7, 0.9, 0.5), p.cylinder((0, 20.6, 0), 5.7, 0.9, 0.5)]
    sculpture.add("lid", LID, lid, 0.35)


ITEM = Accessory("cup", "Coffee cup", _build)
