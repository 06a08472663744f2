"""Sweater with ribbed edges and jeans."""

from figures.generation.studio.outfits import pieces
from figures.generation.studio.outfits.base import Fitting, Garment
from figures.generation.studio.sculpt.materials import cloth


def _dress(fitting: Fitting) -> None:
    material, rib = cloth(fitting.colours.main), pieces.plain_cloth(fitting.colours.main)
    over = pieces.long_sleeves(material)
    pieces.top(fitting, material, over, ease=0.75, cuts=[pieces.neckline(fitting)])
    pieces.cuffs(fitting, rib, over, ribbed=16)
    pieces.hem_band(fitting, rib, 0.95, 2.2, ribbed=True)
    pieces.neckband(fitting, rib, 0.75, radius=0.85)
    pieces.chest(fitting)
    pieces.trousers(fitting, cloth(fitting.colours.trousers))


ITEM = Garment("sweater", "Sweater", _dress)
