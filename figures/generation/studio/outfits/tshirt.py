"""Printed T-shirt and jeans."""

from figures.generation.studio.outfits import pieces
from figures.generation.studio.outfits.base import Fitting, Garment
from figures.generation.studio.sculpt.limbs import SHORT, Covering
from figures.generation.studio.sculpt.materials import cloth


def _dress(fitting: Fitting) -> None:
    material = cloth(fitting.colours.main, printed=True)
    over = Covering(material, SHORT, 0.6, 0.9)
    pieces.top(fitting, material, over, cuts=[pieces.neckline(fitting)])
    pieces.neckband(fitting, pieces.plain_cloth(fitting.colours.main), 0.5)
    pieces.hem_band(fitting, material, 0.62, 1.1)
    pieces.cuffs(fitting, material, over)
    pieces.chest(fitting)
    pieces.trousers(fitting, cloth(fitting.colours.trousers))


ITEM = Garment("tshirt", "T-shirt", _dress, printed=True)
