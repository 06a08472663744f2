"""Coats with lapels over a shirt."""

from dataclasses import dataclass

import numpy as np

from figures.generation.studio.colour import RGB, scaled
from figures.generation.studio.outfits import pieces
from figures.generation.studio.outfits.base import Fitting
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.limbs import Covering
from figures.generation.studio.sculpt.materials import Material, cloth

SHIRT, COAT = 0.15, 1.15
# How far above the meeting lapels a button of the shirt shows whole.
SHOWN_MM = 1.6
BUTTON = Material((38, 34, 34), 0.28, 0.05)


@dataclass(frozen=True)
class Cut:
    """How a coat is cut.

    Attributes:
        closure: where the lapels meet, 0 the waist to 1 the neck.
        hem: how far it reaches below the waist, a share of the way to the crotch.
        lapel: width of the lapels, 1 is usual.
        buttons: how many.
        pocket_square: whether a corner of cloth shows at the chest.

    """

    closure: float
    hem: float
    lapel: float
    buttons: int
    pocket_square: bool = False


def coat(fitting: Fitting, cut: Cut) -> None:
    """Add the coat with lapels, buttons and pockets."""
    frame, u = fitting.frame, fitting.u
    point = frame.waist + cut.closure * (frame.neck - frame.waist)
    end, high = fitting.hem(cut.hem), frame.neck + 1.0
    material = cloth(fitting.colours.main)
    half = fitting.collar * 1.06
    opening = [(0.0, point), (half, high), (half, high + 8), (-half, high + 8), (-half, high)]
    parting = max(point - 7.5 * fitting.v, end + 1.6)
    skirt = [(0.0, parting), (2.2 * u, end - 1.5), (-2.2 * u, end - 1.5)]
    front = (0.0, 0.0, 12.5)
    cuts = [
        p.prism(opening, front, 12.0, 0.0, None, p.SUBTRACT, 0.4),
        p.prism(skirt, front, 12.0, 0.0, None, p.SUBTRACT, 0.6),
        p.ellipsoid(
            (0, frame.neck + 0.55 * half, 0.0), (half, 0.95 * half, half * 1.15), None,
            p.SUBTRACT, 0.5,
        ),
    ]  # fmt: skip
    over = Covering(material, 1.93, 1.0, 1.2)
    pieces.top(fitting, material, over, ease=COAT, hem=end, cuts=cuts, name="coat")
    _lapels(fitting, cut, point, half)
    _fastening(fitting, cut, point, end)
    overlap = pieces.rectangle(0.05, (point + parting) / 2, 0.13, (point - parting) / 2)
    dark = cloth(pieces.trim(fitting.colours.main, 0.55))
    pieces.patch(fitting, "front edge", dark, [overlap], low=COAT - 0.4, high=COAT + 0.08)
    shirt_cuffs(fitting)


def _lapels(fitting: Fitting, cut: Cut, point: float, half: float) -> None:
    """Collar and lapel on each side, with the notch between them."""
    top = fitting.frame.neck + 0.4
    width = 3.1 * fitting.u * cut.lapel

    def edge(y: float) -> float:
        return half * (y - point) / (top + 0.6 - point)

    notch = point + (top - point) * 0.66
    lapel = [
        (0.08, point),
        (edge(notch) + width, notch + 0.5),
        (edge(notch) + width * 0.52, notch + 0.75),
        (edge(top) + 0.2, top),
        (edge(top) - 0.55, top),
    ]
    collar = [
        (edge(notch) - 0.2, notch + 0.95),
        (edge(notch) + width * 0.92, notch + 1.35),
        (edge(top) + width * 0.50, top + 0.6),
        (edge(top) - 0.55, top + 0.6),
    ]
    shapes = [lapel, collar, pieces.mirrored(lapel), pieces.mirrored(collar)]
    r, g, b = (int(v) for v in scaled(fitting.colours.main, 1.16, 5))
    material = cloth((r, g, b), 0.42)
    pieces.patch(fitting, "lapels", material, shapes, low=COAT - 0.5, high=COAT + 0.55, step=0.18)


def _fastening(fitting: Fitting, cut: Cut, point: float, end: float) -> None:
    u, frame = fitting.u, fitting.frame
    spread = (point - 1.6 - end) * 0.62 / max(cut.buttons, 1)
    places = [(0.75 * u, point - 1.6 - i * spread) for i in range(cut.buttons)]
    pieces.buttons(fitting, BUTTON, places, COAT + 0.1, 0.66, "coat buttons")
    seam = pieces.plain_cloth(fitting.colours.main)
    low = end + (frame.waist - end) * 0.5
    flap = pieces.rectangle(5.9 * u, low, 2.2 * u, 0.62)
    shapes = [flap, pieces.mirrored(flap)]
    pieces.patch(fitting, "pockets", seam, shapes, low=COAT - 0.4, high=COAT + 0.3)
    if cut.pocket_square:
        x, y = 6.2 * u, frame.chest + 0.4
        square = [
            (x - 1.4, y),
            (x + 1.4, y),
            (x + 1.0, y + 1.2),
            (x + 0.1, y + 0.5),
            (x - 0.8, y + 1.4),
        ]
        inner = cloth(fitting.colours.inner, scatter=0.3)
        pieces.patch(fitting, "pocket square", inner, [square], low=COAT - 0.4, high=COAT + 0.35)


def shirt_and_tie(fitting: Fitting, tie: RGB | None, cut: Cut) -> None:
    """Add the shirt that shows inside a coat, and a tie that ends behind its buttons."""
    frame, r = fitting.frame, fitting.collar
    inner = cloth(fitting.colours.inner, scatter=0.3)
    # The neck is bare above the collar.
    rows = [frame.torso.row(SHIRT), p.above(frame.waist - 1.0), p.below(frame.neck, blend=0.3)]
    rows += pieces.sockets(fitting, pieces.SLEEVE_MM)
    low, high = p.bounds(rows)
    low[1] = frame.waist - 1.0
    fitting.sculpture.add("shirt", inner, rows, box=(low - 1, high + 1))
    pieces.shirt_collar(fitting, inner, SHIRT)
    if tie is None:
        heights = [frame.neck - (1.3 + 0.85 * i) * r for i in range(3)]
        point = frame.waist + cut.closure * (frame.neck - frame.waist)
        # None is half behind the lapels where they meet.
        places = [(0.0, y) for y in heights if y > point + SHOWN_MM]
        pieces.buttons(fitting, cloth((226, 222, 214)), places, SHIRT + 0.05, 0.42)
        return
    y = frame.neck - 0.32 * r
    knot = [(-0.34 * r, y), (0.34 * r, y), (0.20 * r, y - 0.66 * r), (-0.20 * r, y - 0.66 * r)]
    end = frame.waist + cut.closure * (frame.neck - frame.waist) - 2.0 * fitting.v
    blade = [
        (-0.20 * r, y - 0.66 * r), (0.20 * r, y - 0.66 * r), (0.50 * r, end + 0.5 * r), (0, end),
        (-0.50 * r, end + 0.5 * r),
    ]  # fmt: skip
    silk = Material(tie, 0.35, 0.05, 0.1)
    pieces.patch(fitting, "tie", silk, [blade], low=-0.2, high=SHIRT + 0.40, step=0.18)
    pieces.patch(fitting, "knot", silk, [knot], low=-0.2, high=SHIRT + 1.25, step=0.18)


def shirt_cuffs(fitting: Fitting) -> None:
    """Add the edge of the shirt's cuff between sleeve and hand."""
    inner = cloth(fitting.colours.inner, scatter=0.3)
    for limb in fitting.frame.arms:
        start, end = limb.wrist - limb.forearm * 1.2, limb.wrist + limb.forearm * 0.35
        radius = limb.radii[2] + 0.75
        row = p.cone(start, end, radius, radius, 0.3)
        fitting.sculpture.add(f"{limb.name} shirt cuff", inner, [np.asarray(row)], 0.32)
