"""Suit with a waistcoat, a shirt and always a tie."""

from figures.generation.studio.colour import RGB
from figures.generation.studio.outfits import pieces
from figures.generation.studio.outfits.base import Fitting, Garment
from figures.generation.studio.outfits.pieces import DRAPE_MM
from figures.generation.studio.outfits.tailoring import COAT, Cut, coat, shirt_and_tie
from figures.generation.studio.sculpt.materials import cloth

BLACK: RGB = (28, 26, 26)
TIE: RGB = (150, 38, 52)
CUT = Cut(closure=0.22, hem=0.80, lapel=1.12, buttons=1, pocket_square=True)
# Lower than the coat at the bottom of its folds, or it would show through them.
WAISTCOAT = COAT - DRAPE_MM - 0.07


def _dress(fitting: Fitting) -> None:
    pieces.trousers(fitting, cloth(fitting.colours.trousers), turn_up=False)
    shirt_and_tie(fitting, fitting.colours.accent or TIE, CUT)
    _waistcoat(fitting)
    coat(fitting, CUT)


def _waistcoat(fitting: Fitting) -> None:
    frame, u = fitting.frame, fitting.u
    point = frame.waist + 0.44 * (frame.neck - frame.waist)
    low = frame.waist - 1.0
    side = [
        (-0.06, low),
        (7.0 * u, low),
        (7.0 * u, frame.neck - 3),
        (4.4 * u, frame.neck),
        (-0.06, point),
    ]
    material = cloth(pieces.trim(fitting.colours.main, 0.9))
    shapes = [side, pieces.mirrored(side)]
    pieces.patch(fitting, "waistcoat", material, shapes, low=0.0, high=WAISTCOAT, step=0.18)
    places = [(0.0, point - (1.0 + 1.9 * i) * fitting.v) for i in range(2)]
    pieces.buttons(
        fitting,
        cloth(pieces.trim(fitting.colours.main, 0.6)),
        places,
        WAISTCOAT - 0.08,
        0.44,
        "waistcoat buttons",
    )


ITEM = Garment(
    "suit", "Suit and tie", _dress, sole=BLACK, matching=True, shoes=(38, 34, 34), shoe="formal"
)
