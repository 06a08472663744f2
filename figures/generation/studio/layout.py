"""Where each feature of the toy's face lies: landmarks made into a caricature."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from figures.generation.studio import landmarks as lm
from figures.generation.studio.bodies import BODIES
from figures.generation.studio.brows import BROWS, BrowShape
from figures.generation.studio.curves import about
from figures.generation.studio.expressions import EXPRESSIONS, Expression
from figures.generation.studio.mouth_shape import hold_mouth
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.space import Doubles
from figures.generation.studio.styles import STYLES
from figures.generation.studio.styles.base import Style

MEAN_FACE = Path(__file__).with_name("data") / "mean_face.npy"
# However odd a feature is, the caricature adds no more than (exaggeration - 1) times this.
LARGEST_OFFSET = 0.18
# What is small in a face must be pushed further to be seen: factors on x, y and z.
PUSHED_FURTHER = (
    (lm.JAW, (1.5, 1.2, 1.0)),
    (lm.NOSE, (1.5, 1.5, 1.3)),
    ((*lm.LIPS_OUTER, *lm.LIPS_INNER), (1.1, 1.6, 1.0)),
    # The opening of eyes is set by itself: this carries their tilt and line.
    ((*lm.EYE_RIGHT, *lm.EYE_LEFT), (1.0, 1.4, 1.0)),
)
# Most of the unevenness of landmarks is light and a turned head; this much of it is taken out.
EVENED = 0.85
# Height over width of eyes: in the mean face, of a toy whose eyes are as large as the person's,
# and how much taller they get as the style's eyes grow wider.
OPENING_SEEN, OPENING_PLAIN, OPENING_GROWTH = 0.30, 0.32, 0.34
# How much of a person's deviation from the mean opening the toy shows.
OPENING_GAIN, OPENING_LEAST, OPENING_MOST = 1.6, 0.34, 0.64
# Eyes keep clear of the nose.
CLEAR_OF_NOSE = 0.075
# Radius of the iris over the eye's width: a person's, and its growth with the style's eyes.
IRIS_PLAIN, IRIS_GROWTH = 0.215, 0.12
# An iris fills this much of a round eye's height: white all around it looks startled.
IRIS_FILLS = 0.47
# Height of the mean face's brows over the eye line, and their distance from a toy's lid.
BROW_SEEN, BROW_CLEARANCE, BROW_GAIN, BROW_LEAST = 0.155, 0.090, 2.0, 0.045
# Brows get longer with larger eyes, but less; inner ends a little higher look friendly.
BROW_GROWTH, FRIENDLY_SLOPE = 0.30, 0.045
BROW_SEEN_THICKNESS, BROW_THICKNESS = 0.041, 0.052
# The mesh hardly tells thick brows from thin: power of the thickness seen, and its limits.
BROW_WEIGHT_GAIN, BROW_WEIGHTS = 3.0, (0.62, 1.55)
# Nose: how far its tip stands out for the photo's depth between tip and cheeks, face units.
NOSE_DEPTH, NOSE_FLATTEST, NOSE_LONGEST = 0.50, 0.13, 0.30
# The face narrows from the first to the second height (a person's face units), if the style does.
TAPER_FROM, TAPER_FULL = -0.25, -0.95
# From this confidence on a mouth without teeth is closed.
SHUT_SURE = 0.45
# A child's right eye, left eye, nose and mouth: how far they reach and factors on x, y and z.
CHILD_FEATURES = (
    ((0.17, 0.13), (1.12, 1.22, 1.0)),
    ((0.17, 0.13), (1.12, 1.22, 1.0)),
    ((0.24, 0.20), (0.78, 0.82, 0.70)),
    ((0.36, 0.18), (0.92, 0.95, 1.0)),
)
# Its face is this much shorter below the eyes, wider at the cheeks and narrower at the chin.
CHILD_SHORTER, CHILD_CHEEKS, CHILD_JAW = 0.93, 0.03, 0.06
# Above this the hair is not moved by raised brows, face units.
LIFT_ENDS = 1.0
_AS_SEEN, _OWN_BROWS = Expression("photo", ""), BrowShape("photo", "")


@dataclass(frozen=True)
class Eye:
    """One eye on the toy's face, face units.

    Attributes:
        side: +1 for the subject's left (larger x), -1 for the right.
        contour: landmark numbers: outer corner, upper lid, inner corner, lower lid.
        iris: landmark number of the iris.
        center: (2,) middle.
        stretch: (2,) how much the toy's eye is larger than the landmarks.
        width: width on the toy.
        height: height on the toy.
        squint: how far the lower lid is raised, share of the height.
        iris_radius: radius of the iris.
        brow: (5, 2) middle line of the brow above, from the outer end.
        brow_thickness: thickness of the brow at its thickest.

    """

    side: float
    contour: tuple[int, ...]
    iris: int
    center: Doubles
    stretch: Doubles
    width: float
    height: float
    squint: float
    iris_radius: float
    brow: Doubles
    brow_thickness: float


@dataclass(frozen=True)
class Layout:
    """The toy's face.

    Attributes:
        points: (478, 2) caricature landmarks, face units of the toy.
        enlarged: the same with the surroundings of the eyes stretched along.
        eyes: right, left.
        nose: how far the nose stands out, face units.
        brow_lift: how much higher than the person's the brows are, to make room for large eyes.

    """

    points: Doubles
    enlarged: Doubles
    eyes: tuple[Eye, Eye]
    nose: float
    brow_lift: float


@cache
def mean_face() -> Doubles:
    """(478, 3) frontal mean face, face units."""
    return np.asarray(np.load(MEAN_FACE, allow_pickle=False), np.float64)


@cache
def _mirrored() -> NDArray[np.int64]:
    """(478,) number of the landmark on the other side of the face."""
    face = mean_face()
    mirror = face * [-1, 1, 1]
    distance = np.linalg.norm(mirror[:, None] - face[None], axis=2)
    # Iris points lie on the mesh of the eye: each set is mirrored on itself.
    distance[: lm.MESH, lm.MESH :] = distance[lm.MESH :, : lm.MESH] = np.inf
    other = np.asarray(distance.argmin(1), np.int64)
    # Points of lips and lids crowd: the nearest may be a neighbour's.
    for right, left in (
        (lm.EYE_RIGHT, lm.EYE_LEFT),
        (lm.BROW_RIGHT, lm.BROW_LEFT),
        (lm.OVAL, (lm.OVAL[0], *lm.OVAL[:0:-1])),
        (lm.LIPS_OUTER, (*lm.LIPS_OUTER[10::-1], *lm.LIPS_OUTER[:10:-1])),
        (lm.LIPS_INNER, (*lm.LIPS_INNER[10::-1], *lm.LIPS_INNER[:10:-1])),
    ):
        other[list(right)], other[list(left)] = left, right
    return other


def _evened(frontal: Doubles) -> Doubles:
    """Landmarks drawn towards their mirror image."""
    mirror = frontal[_mirrored()] * [-1, 1, 1]
    return np.asarray(frontal + (mirror - frontal) * (EVENED / 2))


def to_toy(points: ArrayLike, style: Style) -> Doubles:
    """Face units of a person (..., 2) to those of the toy."""
    p = np.array(points, np.float64)
    p[..., 0] *= style.widen * _narrowing(p[..., 1], style)
    p[..., 1] *= np.where(p[..., 1] < 0, style.lower, style.upper)
    return p


def _narrowing(y: Doubles, style: Style) -> Doubles:
    """Factor on x at heights of a person's face: 1 above the cheeks, less towards the chin."""
    low = np.clip((TAPER_FROM - y) / (TAPER_FROM - TAPER_FULL), 0, 1)
    return np.asarray(1 - style.taper * low * low * (3 - 2 * low))


def from_toy(points: ArrayLike, style: Style) -> Doubles:
    """Reverse of `to_toy`."""
    p = np.array(points, np.float64)
    p[..., 1] /= np.where(p[..., 1] < 0, style.lower, style.upper)
    p[..., 0] /= style.widen * _narrowing(p[..., 1], style)
    return p


def layout_of(recipe: Recipe) -> Layout:
    """Where the features of a recipe's figure lie, its expression and brows applied."""
    points = recipe.landmarks.points()
    return lay_out(
        younger(points) if BODIES[recipe.body].young else points,
        STYLES[recipe.style],
        EXPRESSIONS.get(recipe.expression),
        BROWS.get(recipe.brow_shape),
        shut=lips_shut(recipe),
    )


def lips_shut(recipe: Recipe) -> bool:
    """Whether the photo is known to show no teeth: landmarks part most lips a little."""
    for attribute in recipe.attributes:
        if attribute.name == "smile":
            return attribute.value != "teeth" and attribute.confidence >= SHUT_SURE
    return False


def younger(frontal: Doubles) -> Doubles:
    """Give (478, 3) frontal landmarks a child's proportions; what is the person's own stays.

    Eyes are larger, nose, mouth and lower face smaller, the jaw rounder.
    """
    eyes = [frontal[list(part)].mean(0) for part in (lm.EYE_RIGHT, lm.EYE_LEFT)]
    middles = (*eyes, frontal[lm.NOSE_TIP], frontal[list(lm.LIPS_INNER)].mean(0))
    young = frontal.copy()
    for middle, (reach, factor) in zip(middles, CHILD_FEATURES, strict=True):
        offset = frontal - middle
        near = np.exp(-((offset[:, :2] / reach) ** 2).sum(1))[:, None]
        young += offset * (np.array(factor) - 1) * near
    low = np.clip(-young[:, 1], 0, 1)
    young[:, 0] *= 1 + CHILD_CHEEKS * np.sin(np.pi * low) - CHILD_JAW * low**2
    young[:, 1] *= np.where(young[:, 1] < 0, CHILD_SHORTER, 1.0)
    return young


def lay_out(
    frontal: Doubles,
    style: Style,
    expression: Expression | None = None,
    brow_shape: BrowShape | None = None,
    *,
    shut: bool = False,
) -> Layout:
    """Draw the caricature of (478, 3) frontal landmarks.

    Args:
        frontal: landmarks of the person, face units.
        style: proportions.
        expression: None for the photo's.
        brow_shape: None for the photo's.
        shut: whether the lips are together in the photo, however landmarks lie.

    """
    frontal = _evened(frontal)
    own = to_toy(frontal[:, :2], style)
    pushed = to_toy(_exaggerated(frontal, style)[:, :2], style)
    points = hold_mouth(pushed, own, expression, shut=shut)
    eyes = [
        _eye(points, own, side, parts, style, expression or _AS_SEEN, brow_shape or _OWN_BROWS)
        for side, parts in (
            (-1.0, (lm.EYE_RIGHT, lm.IRIS_RIGHT, lm.BROW_RIGHT)),
            (1.0, (lm.EYE_LEFT, lm.IRIS_LEFT, lm.BROW_LEFT)),
        )
    ]
    enlarged = points.copy()
    for eye in eyes:
        enlarged += _pull(points, eye, style)
    cheeks = (frontal[lm.FOLD_RIGHT, 2] + frontal[lm.FOLD_LEFT, 2]) / 2
    out = float(frontal[lm.NOSE_TIP, 2] - cheeks) * NOSE_DEPTH
    nose = float(np.clip(out, NOSE_FLATTEST, NOSE_LONGEST))
    raised = float(np.mean([eye.brow[:, 1].mean() for eye in eyes]))
    raised -= expression.brows if expression else 0.0
    lift = raised - float(own[[*lm.BROW_RIGHT, *lm.BROW_LEFT], 1].mean())
    return Layout(points, enlarged, (eyes[0], eyes[1]), nose, lift)


def _exaggerated(frontal: Doubles, style: Style) -> Doubles:
    """Push landmarks away from the mean face: nearly in proportion, but never far."""
    offset = LARGEST_OFFSET * np.tanh((frontal - mean_face()) / LARGEST_OFFSET)
    return np.asarray(frontal + offset * _gains() * (style.exaggeration - 1))


@cache
def _gains() -> Doubles:
    """(478, 3) how much further than the rest of the face a landmark is pushed."""
    gains = np.ones((lm.POINTS, 3))
    for part, factors in PUSHED_FURTHER:
        gains[list(part)] = factors
    return gains


def _eye(
    points: Doubles,
    own: Doubles,
    side: float,
    parts: tuple[tuple[int, ...], int, tuple[int, ...]],
    style: Style,
    expression: Expression,
    brow_shape: BrowShape,
) -> Eye:
    contour, iris, brow = parts
    outline = points[list(contour)]
    center = outline.mean(0)
    width, height = np.ptp(outline, axis=0)
    wide = float(min(width * style.eyes, 2 * (abs(center[0]) - CLEAR_OF_NOSE)))
    tall = wide * _opening(own[list(contour)], style, expression.lids)
    stretch = np.array([wide / width, tall / max(height, 1e-3)])
    top = float(center[1]) + tall / 2
    line, thickness = _brow(points, own, brow, (side, top), style, expression, brow_shape)
    radius = max(wide * (IRIS_PLAIN + IRIS_GROWTH * (style.eyes - 1)), tall * IRIS_FILLS)
    return Eye(
        side, contour, iris, center, stretch, wide, tall, expression.squint, radius, line, thickness
    )


def _opening(outline: Doubles, style: Style, lids: float) -> float:
    """Height over width of the toy's eye."""
    width, height = np.ptp(outline, axis=0) / [style.widen, 1.0]
    usual = OPENING_PLAIN + OPENING_GROWTH * (style.eyes - 1)
    opening = usual + OPENING_GAIN * (height / width - OPENING_SEEN)
    return float(np.clip(opening * lids, OPENING_LEAST, OPENING_MOST))


def _brow(
    points: Doubles,
    own: Doubles,
    brow: tuple[int, ...],
    place: tuple[float, float],
    style: Style,
    expression: Expression,
    shape: BrowShape,
) -> tuple[Doubles, float]:
    """Middle line from the outer end, and thickness; as a polygon of all ten it looks angry."""
    side, lid_top = place
    edges = points[list(brow)]
    line = (edges[:5] + edges[5:][::-1]) / 2
    middle = line.mean(0)
    line = about(line, middle, [1 + BROW_GROWTH * (style.eyes - 1), 1.0])
    chord = line[0] + (line[-1] - line[0]) * np.linspace(0, 1, 5)[:, None]
    line += (chord - line) * shape.straight
    length = float(np.linalg.norm(line[-1] - line[0]))
    line[:, 1] += shape.arch * length * np.array([0.0, 0.8, 1.0, 0.5, 0.0])
    inwards = -side * (line[:, 0] - middle[0])
    line[:, 1] += (FRIENDLY_SLOPE + expression.inner_brows / length) * inwards
    seen = own[list(brow)]
    odd = float(seen[:, 1].mean()) / style.upper - BROW_SEEN
    over_lid = max(BROW_CLEARANCE + BROW_GAIN * odd, BROW_LEAST) + expression.brows
    line[:, 1] += lid_top + over_lid - line[:, 1].mean()
    thick = np.linalg.norm((seen[:5] - seen[5:][::-1]) / [style.widen, style.upper], axis=1).max()
    relative = (float(thick) / BROW_SEEN_THICKNESS) ** BROW_WEIGHT_GAIN
    thickness = BROW_THICKNESS * float(np.clip(relative, *BROW_WEIGHTS)) * shape.thickness
    return line, thickness


def _pull(points: Doubles, eye: Eye, style: Style) -> Doubles:
    """Displacement of all points by an eye growing, fading with the distance from it."""
    width, height = np.ptp(points[list(eye.contour)], axis=0)
    offset = points - eye.center
    near = np.hypot(offset[:, 0] / (width * 0.95), offset[:, 1] / (width * 0.80))
    fade = np.exp(-(near**2) * 0.9)
    taller = max(eye.height / max(height, 1e-3), 1.0)
    return np.stack(
        [offset[:, 0] * (style.eyes - 1) * fade, offset[:, 1] * (taller - 1) * fade * 0.9], 1
    )


def below_lift(points: Doubles, layout: Layout) -> Doubles:
    """Where toy points (..., 2) of brows and hairline would be if the brows were not raised."""
    x, y = points[..., 0], points[..., 1]
    brow = float(np.mean([eye.brow[:, 1].mean() for eye in layout.eyes]))
    rising = np.interp(y, [0.0, brow, LIFT_ENDS], [0.0, 1.0, 0.0])
    return np.stack([x, y - layout.brow_lift * rising], -1)


def eye_outline(layout: Layout, eye: Eye) -> Doubles:
    """(16, 2) the eye's contour on the toy."""
    outline = about(layout.points[list(eye.contour)], eye.center, eye.stretch)
    across = (outline[8:, 0] - eye.center[0]) / (eye.width / 2)
    outline[8:, 1] += eye.squint * eye.height * np.clip(1 - across**2, 0, 1)
    return outline
