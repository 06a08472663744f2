"""Sports kit: a jersey with a number and stripes, shorts and long socks."""

import numpy as np

from figures.generation.studio.colour import RGB
from figures.generation.studio.outfits import pieces
from figures.generation.studio.outfits.base import Fitting, Garment
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.limbs import SHORT, Covering, leg_chain
from figures.generation.studio.sculpt.materials import Material, cloth

WHITE: RGB = (244, 242, 236)
EASE = 0.55


def _dress(fitting: Fitting) -> None:
    accent = fitting.colours.accent or WHITE
    material, stripe = cloth(fitting.colours.main, 0.45, printed=True), cloth(accent, 0.45)
    over = Covering(material, SHORT, 0.65, 0.95)
    hem = fitting.hem(0.5)
    pieces.top(
        fitting, material, over, ease=EASE, hem=hem, cuts=[pieces.neckline(fitting)], drape=0.26
    )
    pieces.neckband(fitting, stripe, EASE)
    pieces.cuffs(fitting, stripe, over)
    pieces.chest(fitting)
    _side_stripes(fitting, stripe, hem)
    shorts = cloth(fitting.colours.trousers, 0.45)
    pieces.trousers(fitting, shorts, reach=0.8, ease=1.0, turn_up=False)
    _socks(fitting, cloth(fitting.colours.main), stripe)


def _side_stripes(fitting: Fitting, material: Material, hem: float) -> None:
    """Stripes down the sides, that narrow with the body."""
    frame, u = fitting.frame, fitting.u
    heights = np.linspace(hem, frame.chest - 1.5 * fitting.v, 8)
    inner = [(frame.torso.at(y)[0] - 2.5 * u, y) for y in heights]
    outer = [(frame.torso.at(y)[0] - 1.3 * u, y) for y in reversed(heights)]
    stripe = [*inner, *outer]
    shapes = [stripe, pieces.mirrored(stripe)]
    pieces.patch(fitting, "stripes", material, shapes, low=EASE - 0.5, high=EASE + 0.15)


def _socks(fitting: Fitting, material: Material, band: Material) -> None:
    for leg in fitting.frame.legs:
        chain = leg_chain(leg)
        top, end = chain.point(1.34), chain.point(2.08)
        rows = [p.cone(top, end, chain.radius(1.34) + 0.45, chain.radius(1.98) + 0.45, 0.35)]
        fitting.sculpture.add(f"{leg.name} sock", material, rows, 0.4)
        low = chain.point(1.48)
        wide = chain.radius(1.34) + 0.7
        row = p.cone(top, low, wide, wide, 0.35)
        fitting.sculpture.add(f"{leg.name} sock band", band, [row], 0.35)


ITEM = Garment(
    "sports_kit", "Sports kit", _dress, trousers=(244, 242, 236), shoes=(36, 38, 44),
    printed=True, usual_words="10", typeface="label",
)  # fmt: skip
