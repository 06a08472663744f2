"""T-shirt and jeans."""

from figures.generation.studio.outfits.base import Fitting, Garment, bare_arms
from figures.generation.studio.outfits.knit import knit_top
from figures.generation.studio.sculpt import primitives as p

SLEEVE_LENGTH = 0.80


def _dress(fitting: Fitting) -> None:
    sleeves = []
    for arm in fitting.arms:
        end = arm.shoulder + (arm.elbow - arm.shoulder) * SLEEVE_LENGTH
        sleeves.append(p.capsule(arm.shoulder, end, 4.5, 4.5, blend=2.0))
    knit_top(fitting, sleeves)
    bare_arms(fitting)


ITEM = Garment("tshirt", "T-shirt", _dress)
