"""Pieces outfits are cut from; each is fitted to the frame, so any body and style wears it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from figures.generation.studio.colour import RGB
from figures.generation.studio.outfits import folds
from figures.generation.studio.outfits.base import Fitting, Garment
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.joints import add_jointed_limb, socket
from figures.generation.studio.sculpt.lettering import Ink, print_words
from figures.generation.studio.sculpt.limbs import (
    LONG,
    Chain,
    Covering,
    add_limb,
    arm_chain,
    covering_rows,
    leg_chain,
    lower_rows,
    straight_rows,
)
from figures.generation.studio.sculpt.materials import Material, cloth
from figures.generation.studio.sculpt.solid import Seam
from figures.generation.studio.space import Doubles

Polygon = Sequence[tuple[float, float]]
# Trims catch less light than the cloth they edge.
TRIM = 0.86
CUFF_MM = 0.8
# No sleeve is thicker at the shoulder.
SLEEVE_MM = 1.0
# Usual depth of the cloth's folds on the trunk.
DRAPE_MM = 0.36
# How finely the edge of a neckline is followed.
NECK_KNOTS, NECK_LEVELS = 49, 80
# Dark core that shows in the joint of the waist.
JOINT = Material((52, 54, 60), 0.5)
WAIST_GAP_MM = 0.5
# How much shallower cloth folds on a trunk that does not go on into the arms.
STIFF = 0.6
# Difference in luma at which letters stand out from their cloth.
READABLE = 80
_SIDE = np.array([0.0, 0.0, 1.0])


def trim(colour: RGB, factor: float = TRIM) -> RGB:
    """Colour of ribs and bands on cloth."""
    r, g, b = (min(255, int(v * factor)) for v in colour)
    return r, g, b


def arms(fitting: Fitting, over: Covering | None) -> list[Doubles]:
    """Add the arms under sleeves; returns what of the sleeves is one piece with the top."""
    rows: list[Doubles] = []
    for limb in fitting.frame.arms:
        chain = arm_chain(limb)
        if not _add_bare(fitting, chain, over):
            rows.append(socket(chain, 0.0 if over is None else over.ease))
        elif over is not None:
            above, below = folds.inside_bend(chain, (over.ease + over.last) / 2)
            rows += covering_rows(chain, over)
            lower = lower_rows(chain, over)
            if lower:
                # A part of its own: where a forearm rests on the trunk they meet in a clean line.
                rows += above
                _add_lower(fitting, f"{chain.name} sleeve", over, lower + below, chain.seam)
    return rows


def sockets(fitting: Fitting, ease: float) -> list[Doubles]:
    """Cuts that keep an inner layer out of the gaps round an action figure's shoulders.

    Args:
        fitting: whom it is for.
        ease: thickness of the sleeves, mm.

    """
    if not fitting.frame.style.jointed:
        return []
    return [socket(arm_chain(limb), ease) for limb in fitting.frame.arms]


def _legs(
    fitting: Fitting, over: Covering | None, creases: Sequence[Sequence[Doubles]] = ((), ())
) -> list[Doubles]:
    """Add the legs; returns what of trouser legs is one piece with their seat.

    Args:
        fitting: whom they are for.
        over: trouser legs.
        creases: of each lower leg.

    """
    rows: list[Doubles] = []
    for leg, folded in zip(fitting.frame.legs, creases, strict=True):
        chain = leg_chain(leg)
        if not _add_bare(fitting, chain, over) or over is None:
            continue
        if not fitting.frame.build.seated:
            rows += [*straight_rows(chain, over), *folded]
            continue
        rows += covering_rows(chain, over)
        lower = lower_rows(chain, over)
        if lower:
            name = f"{chain.name} trousers"
            _add_lower(fitting, name, over, [*lower, *folded], chain.side_seam)
    return rows


def _add_bare(fitting: Fitting, chain: Chain, over: Covering | None) -> bool:
    """Add what of a limb is not covered; of an action figure all, and return False."""
    jointed = fitting.frame.style.jointed
    (add_jointed_limb if jointed else add_limb)(fitting.sculpture, chain, fitting.skin, over)
    return not jointed


def _add_lower(
    fitting: Fitting, name: str, over: Covering, rows: list[Doubles], seam: Seam
) -> None:
    fitting.sculpture.add(name, over.material, rows, 0.39, seam=seam)


def cuffs(fitting: Fitting, material: Material, over: Covering, *, ribbed: int = 0) -> None:
    """Add a band around the end of each sleeve, knitted with some ribs or plain."""
    for limb in fitting.frame.arms:
        _band(fitting, arm_chain(limb), material, over, over.reach, ribbed=ribbed)


def _band(
    fitting: Fitting,
    chain: Chain,
    material: Material,
    over: Covering,
    at: float,
    *,
    ribbed: int = 0,
) -> None:
    length = CUFF_MM / float(np.linalg.norm(chain.joints[2] - chain.joints[1]))
    ease = over.last
    start, end = chain.point(at - 1.9 * length), chain.point(at + 0.5 * length)
    radius = chain.radius(at) + ease + 0.28
    rows = [p.cone(start, end, radius, radius, 0.4)]
    if ribbed:
        rows += folds.ribs_round(start, end, radius, ribbed)
    fitting.sculpture.add(f"{chain.name} cuff", material, rows, 0.28)


def top(
    fitting: Fitting,
    material: Material,
    over: Covering | None,
    *,
    ease: float = 0.5,
    hem: float | None = None,
    cuts: Sequence[Doubles] = (),
    drape: float = DRAPE_MM,
    name: str = "top",
) -> None:
    """Add the trunk's cloth with its sleeves.

    Args:
        fitting: whom it is for.
        material: of the cloth.
        over: sleeves.
        ease: thickness of the cloth, mm.
        hem: height it ends at; None is the usual hem.
        cuts: subtracted last.
        drape: depth of the cloth's folds, mm; 0 for none.
        name: of the part.

    """
    frame = fitting.frame
    end = fitting.hem() if hem is None else hem
    rows = [frame.torso.row(ease), *arms(fitting, over), *_drapes(fitting, ease, end, drape)]
    # The cloth ends at the root of the neck; the trunk goes on inside the head.
    high_y = frame.neck + 0.1 * fitting.collar
    rows += [p.above(end, blend=0.5), p.below(high_y, blend=0.4), *cuts]
    low, high = p.bounds(rows)
    low[1] = end
    box = low - 1.2, high + 1.2
    seam = Seam(np.zeros(3), _SIDE)
    fitting.sculpture.add(name, material, rows, 0.42, box=box, seam=seam)


def _drapes(fitting: Fitting, ease: float, hem: float, depth: float) -> list[Doubles]:
    """Folds from the armpits to the chest, and over the hem."""
    frame, v = fitting.frame, fitting.v
    rows: list[Doubles] = []
    if depth <= 0:
        return rows
    if frame.style.jointed:
        depth *= STIFF
    torso, wide, low = frame.torso, frame.torso.at(frame.chest)[0], hem + 3.2 * v
    waist = torso.at(low)[0]
    for side in (-1, 1):
        pit = [(wide * 0.97, 0.4), (wide * 0.80, -0.3), (wide * 0.52, -2.6)]
        rows += folds.on_trunk(
            torso, [(side * x, frame.chest + y * v) for x, y in pit], ease, depth
        )
        below = [(wide * 0.97, -2.8), (wide * 0.68, -4.4)]
        rows += folds.on_trunk(
            torso, [(side * x, frame.chest + y * v) for x, y in below], ease, depth * 0.7
        )
    for side, share, up in ((1, 0.26, 0.0), (-1, 0.50, 1.3)):
        path = [(side * waist * 0.97, low + (up + 1.7) * v), (side * waist * share, low + up * v)]
        rows += folds.on_trunk(torso, path, ease, depth * 0.8)
    return rows


def _opening(fitting: Fitting, drop: float) -> tuple[Doubles, Doubles]:
    """Centre and radii of the ellipsoid a round neckline is cut with."""
    r, y = fitting.collar, fitting.frame.neck
    center = np.array([0.0, y + 0.3 * r, 0.28 * r])
    return center, np.array([1.12 * r, 0.82 * r + drop, 1.24 * r + drop * 0.3])


def neckline(fitting: Fitting, drop: float = 0.0) -> Doubles:
    """Round opening at the neck, to be cut out of a top."""
    center, radii = _opening(fitting, drop)
    return p.ellipsoid(center, radii, None, p.SUBTRACT, 0.5)


def v_neck(fitting: Fitting, depth: float) -> Doubles:
    """Pointed opening in front, `depth` mm deep."""
    r, y = fitting.collar, fitting.frame.neck
    corners = [(-0.98 * r, y + 1.2), (0.0, y - depth), (0.98 * r, y + 1.2), (0, y + 6)]
    return p.prism(corners, (0, 0, 12.0), 11.2, 0.0, None, p.SUBTRACT, 0.5)


def chest(fitting: Fitting) -> None:
    """Skin inside a neckline."""
    frame = fitting.frame
    rows = [frame.torso.row(-0.35), p.above(frame.neck - 9.0 * fitting.v)]
    rows += sockets(fitting, SLEEVE_MM)
    low, high = p.bounds(rows)
    low[1] = frame.neck - 9.0 * fitting.v
    fitting.sculpture.add("chest", fitting.skin, rows, box=(low - 1, high + 1))


def neckband(
    fitting: Fitting, material: Material, ease: float, drop: float = 0.0, radius: float = 0.62
) -> None:
    """Band along the edge of a round neckline in a layer of cloth, `drop` mm deeper in front."""
    torso, (center, radii) = fitting.frame.torso, _opening(fitting, drop)
    turn = np.linspace(0, 2 * np.pi, NECK_KNOTS)
    top = fitting.frame.neck + 0.1 * fitting.collar
    edge, _ = torso.ring(top, ease, turn)
    # From the top down each direction keeps the last place that the opening takes away.
    for y in np.linspace(top, top - radii[1] * 2, NECK_LEVELS):
        places, _ = torso.ring(float(y), ease, turn)
        inside = (((places - center) / radii) ** 2).sum(1) < 1
        edge[inside] = places[inside]
    fitting.sculpture.add("neckband", material, [p.path(edge, radius)], 0.26)


def hem_band(
    fitting: Fitting,
    material: Material,
    ease: float,
    height: float = 1.7,
    at: float | None = None,
    *,
    ribbed: bool = False,
) -> None:
    """Band around the hem of a top, knitted in ribs or plain."""
    torso, y = fitting.frame.torso, fitting.hem() if at is None else at
    rows = [torso.row(ease), p.above(y, blend=0.5), p.below(y + height, blend=0.5)]
    if ribbed:
        rows += folds.ribs(torso, y, y + height, ease)
    _slice(fitting, "hem", material, rows, y, y + height)


def belt(fitting: Fitting, material: Material, y: float, height: float, ease: float) -> None:
    """Band around the trunk centred on a height."""
    rows = [fitting.frame.torso.row(ease), p.above(y - height / 2, blend=0.3)]
    rows.append(p.below(y + height / 2, blend=0.3))
    _slice(fitting, "belt", material, rows, y - height / 2, y + height / 2)


def _slice(
    fitting: Fitting, name: str, material: Material, rows: list[Doubles], low_y: float, top_y: float
) -> None:
    low, high = p.bounds(rows)
    low[1], high[1] = low_y, top_y
    fitting.sculpture.add(name, material, rows, 0.35, box=(low - 1, high + 1))


def patch(
    fitting: Fitting,
    name: str,
    material: Material,
    shapes: Sequence[Polygon],
    *,
    low: float,
    high: float,
    holes: Sequence[Polygon] = (),
    back: bool = False,
    step: float = 0.24,
) -> None:
    """Add flat shapes that follow the front of the trunk.

    Args:
        fitting: whom it is for.
        name: of the part.
        material: what it is made of.
        shapes: outlines as seen from in front, mm.
        low: where it starts above the skin, mm.
        high: where it ends.
        holes: cut out of the shapes.
        back: whether they lie on the back instead.
        step: cell size, mm.

    """
    torso = fitting.frame.torso
    deepest = float(torso.stations.max()) + high + 1.0
    facing = -1.0 if back else 1.0
    center = (0.0, 0.0, facing * deepest / 2)
    rows = [p.prism(shape, center, deepest / 2) for shape in shapes]
    points = np.vstack([np.asarray(shape) for shape in shapes])
    near = [torso.at(y)[2 if back else 1] for y in (points[:, 1].min(), points[:, 1].max())]
    edge = float(np.abs(points[:, 0]).max())
    width = min(torso.at(float(y))[0] for y in points[:, 1]) + low
    shallow = min(near) * (1 - min(edge / width, 0.98) ** 2.5) ** 0.4
    rows += [p.prism(hole, center, deepest / 2, 0.0, None, p.SUBTRACT, 0.1) for hole in holes]
    rows += [torso.row(high, p.INTERSECT, 0.35), torso.row(low, p.SUBTRACT)]
    # Shapes that run off the side close at the middle plane.
    nearest = shallow - 1.5 if edge < width else -1.2
    depths = sorted((facing * nearest, facing * deepest))
    box = (
        [*(points.min(0) - 0.8), depths[0]],
        [*(points.max(0) + 0.8), depths[1]],
    )
    fitting.sculpture.add(name, material, rows, step, box=box)


def rectangle(x: float, y: float, half_width: float, half_height: float) -> Polygon:
    """Outline of a rectangle around a point."""
    left, right = x - half_width, x + half_width
    low, high = y - half_height, y + half_height
    return [(left, low), (right, low), (right, high), (left, high)]


def mirrored(shape: Polygon) -> Polygon:
    """Return the same outline on the other side."""
    return [(-x, y) for x, y in shape]


def buttons(
    fitting: Fitting,
    material: Material,
    places: ArrayLike,
    ease: float,
    radius: float = 0.62,
    name: str = "buttons",
) -> None:
    """Add buttons on the front of a layer of cloth at places (n, 2), mm."""
    torso, rows, facing = fitting.frame.torso, [], p.rotation(90)
    for x, y in np.asarray(places, np.float64):
        at = np.array([x, y, torso.front(x, y, ease)])
        rows.append(p.cylinder(at, radius, 0.42, 0.18, facing))
        dish = at + [0.0, 0.0, 0.42]
        rows.append(p.cylinder(dish, radius * 0.62, 0.16, 0.08, facing, p.SUBTRACT, 0.06))
        rows += [
            p.capsule(dish - [s * radius * 0.22, 0, 1.0], dish + [-s * radius * 0.22, 0, 1.0],
                      radius * 0.13, operation=p.SUBTRACT)
            for s in (-1, 1)
        ]  # fmt: skip
    fitting.sculpture.add(name, material, rows, 0.15)


def trousers(
    fitting: Fitting,
    material: Material,
    *,
    reach: float = LONG,
    ease: float = 0.75,
    turn_up: bool = True,
) -> None:
    """Add trousers or shorts, bare legs below them."""
    frame = fitting.frame
    chains = [leg_chain(leg) for leg in frame.legs]
    end = min(reach, 1.985)
    over = Covering(material, end, ease, ease + 0.15, blend=1.6)
    seat, legs = _trouser_folds(fitting, end, ease)
    jointed = frame.style.jointed
    # A top hides the waist of the trousers; where the waist is a joint they meet in a gap.
    waist = fitting.hem() - WAIST_GAP_MM if jointed else frame.waist + 0.5
    rows = [frame.torso.row(0.1), *_legs(fitting, over, legs), *seat]
    rows.append(p.below(waist, blend=0.5))
    low, high = p.bounds(rows)
    high[1] = waist + 0.5
    box = low - 1.2, high + 1.2
    fitting.sculpture.add("trousers", material, rows, box=box, seam=Seam(np.zeros(3), _SIDE))
    if jointed:
        core = [frame.torso.row(-0.9), p.above(waist - 2), p.below(waist + 3)]
        _slice(fitting, "waist", JOINT, core, waist - 2, waist + 3)
    if turn_up:
        for chain in chains:
            _band(fitting, chain, material, over, end)


def _trouser_folds(
    fitting: Fitting, reach: float, ease: float
) -> tuple[list[Doubles], tuple[list[Doubles], list[Doubles]]]:
    """Creases from the crotch and over bent knees, and of each lower leg where it is long."""
    frame, seat, legs = fitting.frame, list[Doubles](), (list[Doubles](), list[Doubles]())
    if frame.style.jointed:
        return seat, legs
    for leg, lower in zip(frame.legs, legs, strict=True):
        chain = leg_chain(leg)
        if frame.build.seated:
            above, below = folds.inside_bend(chain, ease)
            seat += above
            lower += below
        elif reach > LONG - 0.1:
            lower += folds.stacked(chain, ease, (0.0, 0.0, 1.0))
    if not frame.build.seated:
        hip = frame.legs[0].hip
        for side in (-1, 1):
            path = [(side * 0.9, hip[1] - 0.8), (side * float(hip[0]) * 1.35, hip[1] + 1.6)]
            seat += folds.on_trunk(frame.torso, path, 0.25, 0.30)
    return seat, legs


def bare_legs(fitting: Fitting) -> None:
    """Add legs of skin under a skirt."""
    _legs(fitting, None)


def long_sleeves(material: Material, ease: float = 0.75) -> Covering:
    """Sleeves to the wrist."""
    return Covering(material, 1.97, ease, ease + 0.3)


def print_colour(ground: RGB, wanted: RGB | None = None) -> RGB:
    """Ink that is read on cloth of a colour: the wanted one if it stands out."""
    light = _lightness(ground)
    if wanted is not None and abs(_lightness(wanted) - light) > READABLE:
        return wanted
    return (250, 248, 242) if light < 150 else (32, 34, 40)


def _lightness(colour: RGB) -> float:
    """Luma of a colour, 0..255."""
    r, g, b = colour
    return 0.299 * r + 0.587 * g + 0.114 * b


def shirt_collar(fitting: Fitting, material: Material, ease: float) -> None:
    """Add a folded collar with two points."""
    r, y = fitting.collar, fitting.frame.neck
    stand = p.torus((0, y - 0.05 * r, 0.02 * r), 1.04 * r, 0.19 * r, p.rotation(8))
    fitting.sculpture.add("collar", material, [stand], 0.3)
    point = [
        (0.05 * r, y - 0.42 * r),
        (0.52 * r, y - 1.28 * r),
        (1.22 * r, y - 0.62 * r),
        (1.02 * r, y + 0.25 * r),
        (0.5 * r, y + 0.1 * r),
    ]
    patch(
        fitting, "collar points", material, [point, mirrored(point)], low=ease - 0.4,
        high=ease + 0.75, step=0.18,
    )  # fmt: skip


def plain_cloth(colour: RGB) -> Material:
    """Cloth of a trim: darker than its garment."""
    return cloth(trim(colour))


def chest_print(fitting: Fitting, garment: Garment) -> Ink:
    """Words on the chest, as large as they fit between the arms."""
    frame = fitting.frame
    width, tall = frame.torso.at(frame.chest)[0] * 1.34, 8.4 * fitting.v
    middle = (0.0, frame.chest - 1.2 * fitting.v)
    ink = print_colour(fitting.colours.main, fitting.colours.accent)
    return print_words(fitting.words, garment.typeface, ink, middle, (width, tall))
