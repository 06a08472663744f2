"""Medical scrubs: a V-necked top with a pocket, matching trousers."""

from figures.generation.studio.outfits import pieces
from figures.generation.studio.outfits.base import Fitting, Garment
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.limbs import Covering
from figures.generation.studio.sculpt.materials import Material, cloth

EASE = 0.75
PEN = Material((40, 70, 160), 0.25)


def _dress(fitting: Fitting) -> None:
    frame, u, v = fitting.frame, fitting.u, fitting.v
    material, edge = cloth(fitting.colours.main), pieces.plain_cloth(fitting.colours.main)
    over = Covering(material, 0.82, 0.9, 1.25)
    depth = 4.6 * v
    hem = fitting.hem(0.7)
    pieces.top(fitting, material, over, ease=EASE, hem=hem, cuts=[pieces.v_neck(fitting, depth)])
    _neck_edge(fitting, edge, depth)
    pieces.chest(fitting)
    pieces.trousers(fitting, cloth(fitting.colours.trousers), turn_up=False)
    x, y = 5.2 * u, frame.chest - 1.2
    pocket = pieces.rectangle(x, y, 2.3 * u, 2.3 * v)
    pieces.patch(fitting, "pocket", edge, [pocket], low=EASE - 0.4, high=EASE + 0.4)
    z = frame.torso.front(x, y + 2.4 * v, EASE + 0.45)
    pen = p.capsule((x + 0.8 * u, y, z), (x + 0.8 * u, y + 3.4 * v, z), 0.42, 0.42)
    fitting.sculpture.add("pen", PEN, [pen], 0.2)
    low = [pieces.rectangle(s * 4.6 * u, hem + 3.0, 2.5 * u, 2.0) for s in (-1, 1)]
    pieces.patch(fitting, "pockets", edge, low, low=EASE - 0.4, high=EASE + 0.35)


def _neck_edge(fitting: Fitting, material: Material, depth: float) -> None:
    r, y = fitting.collar, fitting.frame.neck
    band = 0.85
    side = [
        (0.0, y - depth),
        (0.98 * r, y + 1.2),
        (0.98 * r + band, y + 1.0),
        (0.0, y - depth - 1.5 * band),
    ]
    shapes = [side, pieces.mirrored(side)]
    pieces.patch(fitting, "neck edge", material, shapes, low=EASE - 0.4, high=EASE + 0.4)


ITEM = Garment("scrubs", "Scrubs", _dress, matching=True, shoes=(240, 240, 240))
