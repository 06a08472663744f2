"""Jacket over a shirt, with a tie if there is an accent colour."""

import numpy as np

from figures.generation.studio.colour import RGB, scaled
from figures.generation.studio.outfits.base import Fitting, Garment
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.body import reach, trunk
from figures.generation.studio.sculpt.fields import smooth_max
from figures.generation.studio.sculpt.materials import Material, cloth
from figures.generation.studio.space import Doubles

# The V of the front: its point, its top and its half width there, mm.
BUTTON_Y, COLLAR_Y, OPENING = 37.2, 50.5, 5.6
_LOW, _HIGH = np.array([-24.0, 22.0, -11.0]), np.array([24.0, 60.0, 14.0])
BLACK: RGB = (28, 26, 26)


def _dress(fitting: Fitting) -> None:
    _shirt(fitting)
    _coat(fitting)
    _lapels(fitting)
    depth, belly = fitting.build.depth, fitting.build.belly
    buttons = [
        p.ellipsoid((0, y, z * depth + belly), (0.75, 0.75, 0.45))
        for y, z in ((36.0, 7.9), (32.2, 7.75))
    ]
    fitting.sculpture.add("buttons", Material((38, 34, 34), 0.28, 0.05), buttons, 0.25)


def _shirt(fitting: Fitting) -> None:
    add, inner = fitting.sculpture.add, cloth(fitting.colours.inner, scatter=0.3)
    add("shirt", inner, trunk(fitting.build, -0.1))
    collar = [p.torus((0, 52.4, -0.6), 5.2, 1.25, p.rotation(8))]
    collar += [
        p.box(
            (s * 2.9, 50.2, 5.3), (2.6, 1.5, 0.6), 0.5, p.rotation(-16, s * 30, s * 34), blend=0.6
        )
        for s in (-1, 1)
    ]
    add("collar", inner, collar, 0.35)
    if fitting.colours.accent is not None:
        tie = [
            p.ellipsoid((0, 50.2, 6.4), (1.7, 1.4, 1.1)),
            p.box(
                (0, 44.4, 6.8 * fitting.build.depth),
                (2.1, 6.0, 0.55),
                0.5,
                p.rotation(3),
                blend=0.4,
            ),
        ]
        add("tie", Material(fitting.colours.accent, 0.35, 0.05, 0.1), tie, 0.3)
    for arm in fitting.arms:
        cuff = p.capsule(arm.wrist - arm.forearm * 0.2, arm.wrist + arm.forearm * 0.9, 3.35, 3.25)
        add(f"{arm.name} cuff", inner, [cuff], 0.4)


def _coat(fitting: Fitting) -> None:
    grid = fitting.sculpture.grid(*reach(fitting.arms, _LOW, _HIGH), 0.45)
    rows: list[Doubles] = trunk(fitting.build, 0.75)
    for arm in fitting.arms:
        rows.append(p.capsule(arm.shoulder, arm.elbow, 4.9, 4.2, blend=2.2))
        rows.append(p.capsule(arm.elbow, arm.wrist, 4.2, 3.9, blend=1.4))
    build = fitting.build
    rows += [
        p.ellipsoid(
            (0, 27.5, build.belly * 0.3),
            (11.7 * build.width, 7.5, 7.8 * build.depth + build.belly * 0.6),
            blend=2.5,
        ),
        p.box((0, 25.0, 9), (2.2, 2.2, 9), 0.3, p.rotation(0, 0, 45), p.SUBTRACT, 0.5),
        p.box((0, 29, 9.2), (0.18, 8, 2.6), 0.1, None, p.SUBTRACT, 0.5),
        p.ellipsoid((0, 55.2, 0.8), (6.4, 5.0, 6.8), None, p.SUBTRACT, 0.7),
        p.above(25.0, blend=1.0),
    ]
    distances = grid.carve(grid.empty(), rows)
    x, y, z = grid.axis(0)[:, None], grid.axis(1)[None, :], grid.axis(2)
    rise = np.clip((y - BUTTON_Y) / (COLLAR_Y + 0.0 - BUTTON_Y), -0.3, 1.2)
    wedge = (np.abs(x) - OPENING * rise) * 0.92
    opening = np.maximum(wedge[:, :, None], -(z - 1.0)[None, None, :])
    coat = smooth_max(distances, -opening.astype(np.float32), 0.4)
    fitting.sculpture.add_field("jacket", cloth(fitting.colours.main), coat, grid)


def _lapels(fitting: Fitting) -> None:
    """Add strips that follow the chest, with a notch."""
    grid = fitting.sculpture.grid([-11, 34, 0], [11, 54, 14], 0.35)
    distances = grid.carve(grid.empty(), trunk(fitting.build, 1.35))
    x, y = np.meshgrid(grid.axis(0), grid.axis(1), indexing="ij")
    t = (COLLAR_Y - y) / 13.5
    edge = 5.4 * (1 - t) - 0.15
    upper = 3.6 - 1.0 * np.abs(t - 0.22) * 2
    width = np.where(t < 0.30, upper, 3.3 * (1 - np.clip((t - 0.30) / 0.75, 0, 1)))
    strip = np.maximum(edge - np.abs(x) + 0.2, np.abs(x) - (edge + width))
    strip = np.maximum(strip, np.maximum(y - 52.0, BUTTON_Y - y))
    notch = np.maximum(np.abs(y - 46.6) - 0.38, edge + 1.5 - np.abs(x))
    strip = np.maximum(strip, -notch)[:, :, None].astype(np.float32)
    lapels = smooth_max(distances, np.broadcast_to(strip, distances.shape), 0.5)
    r, g, b = (int(v) for v in scaled(fitting.colours.main, 1.22, 7))
    fitting.sculpture.add_field("lapels", cloth((r, g, b), 0.42), lapels, grid)


ITEM = Garment("jacket", "Jacket", _dress, sole=BLACK, trousers=None, shoes=(38, 34, 34))
