"""Sweater and jeans."""

from figures.generation.studio.outfits.base import Fitting, Garment
from figures.generation.studio.outfits.knit import knit_top, long_sleeves


def _dress(fitting: Fitting) -> None:
    knit_top(fitting, long_sleeves(fitting))


ITEM = Garment("sweater", "Sweater", _dress)
