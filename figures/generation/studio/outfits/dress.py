"""Short-sleeved dress with a belt and a flared skirt."""

import numpy as np

from figures.generation.studio.colour import RGB
from figures.generation.studio.outfits import pieces
from figures.generation.studio.outfits.base import Fitting, Garment
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.limbs import Covering, leg_chain
from figures.generation.studio.sculpt.materials import cloth
from figures.generation.studio.space import Doubles

SASH: RGB = (240, 236, 226)
EASE = 0.5
FLARE = 1.42
FOLDS, FOLD_MM = 9, 0.55


def _dress(fitting: Fitting) -> None:
    frame = fitting.frame
    material = cloth(fitting.colours.main)
    over = Covering(material, 0.5, 0.55, 0.9)
    cuts = [pieces.neckline(fitting, 1.0)]
    pieces.top(fitting, material, over, ease=EASE, hem=frame.waist - 0.6, cuts=cuts)
    pieces.neckband(fitting, pieces.plain_cloth(fitting.colours.main), EASE, 1.0, 0.5)
    pieces.cuffs(fitting, pieces.plain_cloth(fitting.colours.main), over)
    pieces.chest(fitting)
    pieces.bare_legs(fitting)
    if frame.build.seated:
        _seated_skirt(fitting)
    else:
        _skirt(fitting)
    sash = cloth(fitting.colours.accent or SASH)
    pieces.belt(fitting, sash, frame.waist + 0.3, 1.9 * fitting.v, EASE + 0.45)


def _skirt(fitting: Fitting) -> None:
    frame = fitting.frame
    knee = float(frame.legs[0].knee[1])
    low, high = knee - 2.2 * fitting.v, frame.waist + 0.5
    count = 24
    stations = np.empty((count, 3))
    for i, y in enumerate(np.linspace(low, high, count)):
        share = 1 - i / (count - 1)
        body = np.array(frame.torso.at(max(y, frame.crotch + 4)))
        widest = np.maximum(body, np.array(frame.torso.at(frame.waist)))
        stations[i] = widest + EASE + 0.2 + widest * (FLARE - 1) * share**0.8
    rows = [p.loft(low, (high - low) / (count - 1), stations)]
    rows += _folds(stations[0], low, high)
    rows.append(p.above(low + 0.2, blend=0.6))
    material = cloth(fitting.colours.main)
    fitting.sculpture.add("skirt", material, rows, box=_around(stations, low, high))


def _folds(edge: Doubles, low: float, high: float) -> list[Doubles]:
    """Shallow valleys that run out towards the hem."""
    rows = []
    for k in range(FOLDS):
        angle = 2 * np.pi * (k + 0.5) / FOLDS
        s, c = np.sin(angle), np.cos(angle)
        depth = edge[1] if c > 0 else edge[2]
        reach = (abs(s / edge[0]) ** 2.5 + abs(c / depth) ** 2.5) ** (-1 / 2.5) + FOLD_MM * 1.6
        start = (s * reach, low - 1, c * reach)
        end = (s * reach * 0.82, high - 2, c * reach * 0.82)
        rows.append(p.capsule(start, end, FOLD_MM * 3.2, 0.3, p.SUBTRACT, 1.8))
    return rows


def _around(stations: Doubles, low: float, high: float) -> tuple[list[float], list[float]]:
    width, front, back = stations.max(0) + 1.5
    return [-width, low - 1.5, -back], [width, high + 1.5, front]


def _seated_skirt(fitting: Fitting) -> None:
    """Cloth over both thighs that falls a little over the knees."""
    frame = fitting.frame
    rows = [frame.torso.row(EASE + 0.3), p.below(frame.waist + 0.4)]
    for leg in frame.legs:
        chain = leg_chain(leg)
        hip, knee = chain.radii[0] + 1.0, chain.radii[1] + 1.3
        rows.append(p.capsule(leg.hip, leg.knee, hip, knee, blend=2.5))
        rows.append(p.cone(leg.knee, chain.point(1.42), knee, knee + 0.2, 0.5, blend=1.5))
    knees = [leg.knee for leg in frame.legs]
    middle = [(leg.hip + leg.knee) / 2 for leg in frame.legs]
    rows.append(p.capsule(middle[0], middle[1], frame.legs[0].radii[1] + 0.8, blend=2.0))
    rows.append(p.capsule(knees[0], knees[1], frame.legs[0].radii[1] + 0.6, blend=2.0))
    fitting.sculpture.add("skirt", cloth(fitting.colours.main), rows)


ITEM = Garment(
    "dress", "Dress", _dress, matching=True, shoes=(196, 62, 74), shoe="flats", sole=(60, 44, 40)
)
