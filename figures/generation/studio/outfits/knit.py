"""Tops pulled over the head: a trunk with a hem, a round neckline and sleeves."""

import numpy as np

from figures.generation.studio.outfits.base import Fitting, chest
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.body import WAIST_Y, reach, trunk
from figures.generation.studio.sculpt.materials import cloth
from figures.generation.studio.space import Doubles

# Trims catch less light than the cloth they edge.
TRIM = 0.86
_LOW, _HIGH = np.array([-21.0, 25.0, -11.0]), np.array([21.0, 55.0, 12.0])


def knit_top(fitting: Fitting, sleeves: list[Doubles]) -> None:
    """Add the top with the given sleeves, its neckband and the chest inside it."""
    build, main = fitting.build, fitting.colours.main
    hem = p.ellipsoid(
        (0, 28.0, build.belly * 0.3),
        (11.5 * build.width, 7.0, 7.6 * build.depth + build.belly * 0.6),
        blend=2.5,
    )
    rows = [
        *trunk(build, 0.25),
        hem,
        p.above(WAIST_Y, blend=1.2),
        *sleeves,
        p.ellipsoid((0, 54.6, 1.2), (5.9, 4.2, 6.4), None, p.SUBTRACT, 0.8),
    ]
    box = reach(fitting.arms, _LOW, _HIGH)
    fitting.sculpture.add("top", cloth(main), rows, box=box)
    r, g, b = (int(v * TRIM) for v in main)
    neckband = p.torus((0, 51.5, 0.9), 5.85, 0.95, p.rotation(10), stretch=(1.0, 1.05))
    fitting.sculpture.add("neckband", cloth((r, g, b)), [neckband], 0.35)
    chest(fitting)


def long_sleeves(fitting: Fitting) -> list[Doubles]:
    """Sleeves to the wrist with a rolled cuff."""
    rows = []
    for arm in fitting.arms:
        rows.append(p.capsule(arm.shoulder, arm.elbow, 4.6, 4.0, blend=2.0))
        rows.append(p.capsule(arm.elbow, arm.wrist, 4.0, 3.6, blend=1.4))
        cuff = arm.wrist - (arm.wrist - arm.elbow) * 0.04
        rows.append(p.torus(cuff, 2.9, 0.9, p.along_axis(arm.forearm), blend=0.5))
    return rows
