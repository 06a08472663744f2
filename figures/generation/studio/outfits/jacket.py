"""Jacket over a shirt, with a tie if there is an accent colour."""

from figures.generation.studio.colour import RGB
from figures.generation.studio.outfits import pieces
from figures.generation.studio.outfits.base import Fitting, Garment
from figures.generation.studio.outfits.tailoring import Cut, coat, shirt_and_tie
from figures.generation.studio.sculpt.materials import cloth

BLACK: RGB = (28, 26, 26)
CUT = Cut(closure=0.36, hem=0.62, lapel=1.0, buttons=2)


def _dress(fitting: Fitting) -> None:
    pieces.trousers(fitting, cloth(fitting.colours.trousers))
    shirt_and_tie(fitting, fitting.colours.accent, CUT)
    coat(fitting, CUT)


ITEM = Garment("jacket", "Jacket", _dress, sole=BLACK, shoes=(38, 34, 34), shoe="formal")
