"""Sweater with ribbed edges and jeans."""

from figures.generation.studio.outfits import pieces
from figures.generation.studio.outfits.base import Fitting, Garment
from figures.generation.studio.sculpt.materials import cloth


def _dress(fitting: Fitting) -> None:
    material, rib = cloth(fitting.colours.main), pieces.plain_cloth(fitting.colours.main)
    over = pieces.long_sleeves(material)
    pieces.top(fitting, material, over, ease=0.75, cuts=[pieces.neckline(fitting)])
    pieces.cuffs(fitting, rib, over)
    pieces.hem_band(fitting, rib, 0.95)
    pieces.neckband(fitting, rib)
    pieces.chest(fitting)
    pieces.trousers(fitting, cloth(fitting.colours.trousers))


ITEM = Garment("sweater", "Sweater", _dress)
