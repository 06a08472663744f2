"""Shirt or blouse with a collar, a button placket and rolled sleeves."""

from figures.generation.studio.outfits import pieces
from figures.generation.studio.outfits.base import Fitting, Garment
from figures.generation.studio.sculpt.limbs import Covering
from figures.generation.studio.sculpt.materials import cloth

EASE = 0.55


def _dress(fitting: Fitting) -> None:
    frame, u = fitting.frame, fitting.u
    material, edge = cloth(fitting.colours.main), pieces.plain_cloth(fitting.colours.main)
    over = Covering(material, 1.34, 0.75, 0.85)
    pieces.top(fitting, material, over, ease=EASE, cuts=[pieces.v_neck(fitting, 2.6 * fitting.v)])
    pieces.cuffs(fitting, edge, over)
    pieces.chest(fitting)
    pieces.shirt_collar(fitting, material, EASE)
    low, high = fitting.hem() + 0.6, frame.neck - 2.4 * fitting.v
    strip = pieces.rectangle(0.0, (low + high) / 2, 1.15 * u, (high - low) / 2)
    pieces.patch(fitting, "placket", material, [strip], low=EASE - 0.4, high=EASE + 0.35)
    places = [(0.0, high - 1.6 - i * (high - low - 3) / 3.6) for i in range(4)]
    pieces.buttons(fitting, cloth((240, 236, 228)), places, EASE + 0.35, 0.58)
    x, y = 5.4 * u, frame.chest - 0.4
    pocket = [(x - 2, y + 1.9), (x + 2, y + 1.9), (x + 2, y - 1.1), (x, y - 2.0), (x - 2, y - 1.1)]
    pieces.patch(fitting, "pocket", edge, [pocket], low=EASE - 0.4, high=EASE + 0.3)
    pieces.trousers(fitting, cloth(fitting.colours.trousers))


ITEM = Garment("shirt", "Shirt", _dress)
