"""The head: a silhouette swollen to a solid, with nose, sockets, cheeks and ears."""

from dataclasses import dataclass

import cv2
import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.curves import about, ellipse
from figures.generation.studio.hairstyles import worn_hair
from figures.generation.studio.imaging import blur, sample
from figures.generation.studio.layout import Layout
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.fields import (
    as_distance,
    ellipsoid,
    inflate,
    outline_distance,
    sample_silhouette,
)
from figures.generation.studio.sculpt.materials import painted_skin
from figures.generation.studio.sculpt.solid import Grid, Sculpture
from figures.generation.studio.space import (
    SILHOUETTE,
    UNIT_MM,
    Doubles,
    Floats,
    Mask,
    face_texture,
    to_world,
)

# The face is a little flatter than the back of the head.
FRONT_DEPTH, BACK_DEPTH = 0.98, 1.06
STEP_MM = 0.40
# Box of the head in face units.
LOW, HIGH = (-1.28, -1.32, -1.25), (1.28, 1.22, 1.42)
# Painted relief is felt less than it is drawn.
RELIEF = 1.25
# Takes the silhouette's pixel steps out of the bare head, pixels.
SMOOTHING = 1.6
# Where crown and face meet, and the room the vinyl needs around cheeks and jaw.
CROWN_FROM, JAW_ROOM = 0.13, (1.02, 1.015)
CROWN_LOWEST, CROWN_HIGHEST, CROWN_BALD, CROWN_COVERED = 0.90, 1.08, 0.93, 0.93
THIN_HAIR_AREA = 0.55
# Nose: half width of ball and bridge over the width at the wings, half height of the ball over the
# distance from tip to base, and the least and largest of it, face units.
BALL_WIDTH, BRIDGE_WIDTH, BALL_TALL, BALL_SIZES = 0.23, 0.085, 0.72, (0.058, 0.122)
# Ears: radii; share of the head's half width, y and z; radii that hide one.
EAR = (0.095, 0.215, 0.165)
EAR_X, EAR_YZ, EAR_PAD = 1.06, (-0.13, -0.02), (0.21, 0.36, 0.29)


@dataclass(frozen=True)
class Head:
    """Shape of the head without its features.

    Attributes:
        squared: SILHOUETTE raster of the squared half thickness before FRONT/BACK_DEPTH.
        mask: SILHOUETTE mask of the head.
        outside: signed distance to its outline, face units.
        front: depth of the front surface, face units.
        back: depth of the back surface, face units.
        half_width: face units.

    """

    squared: Floats
    mask: Mask
    outside: Floats
    front: Floats
    back: Floats
    half_width: float

    def depth_at(self, x: float, y: float) -> float:
        """How far the face stands out at a point, face units."""
        column, row = SILHOUETTE.to_pixels([x, y]) - 0.5
        at = np.array([[[column, row]]], np.float32)
        return float(sample(self.front, at)[0, 0])

    def implicit(self, x: Doubles, y: Doubles, z: Doubles) -> Floats:
        """Distance field on a grid of face units, in face units."""
        depth = np.where(z > 0, FRONT_DEPTH, BACK_DEPTH)
        squared = sample_silhouette(self.squared, x, y)[:, :, None]
        values = ((z / depth) ** 2)[None, None, :] - squared
        return as_distance(values.astype(np.float32), float(x[1] - x[0]))


def shape_head(recipe: Recipe, layout: Layout) -> Head:
    """Join the face's oval and a round crown, and inflate them."""
    oval = layout.points[list(lm.OVAL)]
    half_width = float(np.ptp(oval[:, 0]) / 2)
    crown = crown_height(recipe)
    mask = np.zeros((SILHOUETTE.height, SILHOUETTE.width), np.uint8)
    top = ellipse((0, CROWN_FROM), half_width * 1.05, crown - CROWN_FROM, 128)
    # Only the upper half: below the eyes the silhouette is the person's own jaw.
    for outline in (about(oval, (0, CROWN_FROM), JAW_ROOM), top[top[:, 1] >= CROWN_FROM]):
        cv2.fillPoly(mask, [np.rint(SILHOUETTE.to_pixels(outline)).astype(np.int32)], 1)
    squared, solid = inflate(mask > 0, 2.0)
    squared = blur(squared, SMOOTHING)
    thickness = np.sqrt(np.maximum(squared, 0)).astype(np.float32)
    return Head(
        squared,
        solid,
        outline_distance(solid),
        thickness * np.float32(FRONT_DEPTH),
        thickness * np.float32(BACK_DEPTH),
        half_width,
    )


def crown_height(recipe: Recipe) -> float:
    """Top of the bare head above the eyes, face units."""
    hair = worn_hair(recipe.hair)
    if recipe.covering.kind != "none":
        return CROWN_COVERED
    if hair.length == "bald":
        return CROWN_BALD
    volume = 0.05 if hair.area < THIN_HAIR_AREA else 0.10
    return float(np.clip(hair.top * 0.92 - volume, CROWN_LOWEST, CROWN_HIGHEST))


@dataclass(frozen=True)
class Carved:
    """The finished head as (x, y, z) distances in mm on its grid: what grows on it starts there."""

    grid: Grid
    distances: Floats


def add_head(
    sculpture: Sculpture, recipe: Recipe, layout: Layout, head: Head, relief: Floats
) -> Carved:
    """Carve the head with its features and the painted relief, (R, R) in face units."""
    grid = sculpture.grid(to_world(*LOW), to_world(*HIGH), STEP_MM)
    x, y, z = grid.face_axes()
    distances = head.implicit(x, y, z) * np.float32(UNIT_MM)
    distances -= _relief(relief, grid)
    rows = [*_eye_sockets(layout, head), *_cheeks(layout, head), *_nose(layout, head)]
    rows += [*_chin_and_mouth(layout, head), *_ears(head)]
    grid.carve(distances, rows)
    sculpture.add_field("head", painted_skin(recipe.skin), distances, grid, on_head=True)
    return Carved(grid, distances)


def _relief(painted: Floats, grid: Grid) -> Floats:
    x, y, z = grid.face_axes()
    window = face_texture(painted.shape[0])
    relief = blur(painted, 0.0056 * window.scale)
    at = window.to_pixels(np.stack(np.meshgrid(x, y, indexing="ij"), -1)) - 0.5
    sampled = sample(relief, at, outside=0.0)
    front = np.clip(z / 0.25, 0, 1)[None, None, :]
    return np.asarray(sampled[:, :, None] * front * UNIT_MM * RELIEF, np.float32)


def _mm(*lengths: float) -> tuple[float, ...]:
    return tuple(length * UNIT_MM for length in lengths)


def _eye_sockets(layout: Layout, head: Head) -> list[Doubles]:
    rows = []
    for eye in layout.eyes:
        x, y = eye.center
        z = head.depth_at(x, y)
        hollow = _mm(eye.width * 0.72, eye.height * 0.95, 0.36)
        ball = _mm(eye.width * 0.56, eye.height * 0.72, 0.245)
        rows.append(p.ellipsoid(to_world(x, y, z + 0.30), hollow, None, p.SUBTRACT, 2.2))
        rows.append(p.ellipsoid(to_world(x, y, z - 0.20), ball, blend=1.0))
    return rows


def _cheeks(layout: Layout, head: Head) -> list[Doubles]:
    rows = []
    for fold in (lm.FOLD_RIGHT, lm.FOLD_LEFT):
        x, y = layout.points[fold]
        center = to_world(x * 0.92, y + 0.06, head.depth_at(x, y) - 0.22)
        # No wider than the face has room for, or narrow jaws fill up.
        wide = head.half_width * 0.31
        rows.append(p.ellipsoid(center, _mm(wide, 0.22, 0.27), blend=3.0))
    return rows


def _nose(layout: Layout, head: Head) -> list[Doubles]:
    points, out = layout.points, layout.nose
    tip_x, tip_y = points[lm.NOSE_TIP] * [0.5, 1.0]
    top_x, top_y = points[lm.NOSE_BRIDGE]
    base_y = float(points[lm.NOSE_BASE, 1])
    wings = points[[lm.NOSE_WING_RIGHT, lm.NOSE_WING_LEFT]]
    width, wing_y = abs(float(wings[0, 0] - wings[1, 0])), float(wings[:, 1].mean())
    z = head.depth_at(*points[lm.NOSE_TIP])
    # The ball of the nose ends at its base: a long nose is long on the toy, too.
    tall = float(np.clip((tip_y - base_y) * BALL_TALL, *BALL_SIZES))
    ball_y = base_y + tall
    start = to_world(top_x * 0.5, top_y - 0.08, head.depth_at(top_x, top_y) - 0.07)
    end = to_world(tip_x, ball_y + 0.03, z + out * 0.30)
    ridge = width * BRIDGE_WIDTH * UNIT_MM
    ball = _mm(width * BALL_WIDTH, tall, 0.10)
    rows = [
        p.capsule(start, end, ridge, ridge * 1.8, blend=3.0),
        p.ellipsoid(to_world(tip_x, ball_y, z + out * 0.46), ball, blend=2.4),
    ]
    for side in (-1, 1):
        center = to_world(tip_x + side * width * 0.32, wing_y + 0.004, z + out * 0.14)
        rows.append(p.ellipsoid(center, _mm(width * 0.15, tall * 0.72, 0.085), blend=2.2))
    return rows


def _chin_and_mouth(layout: Layout, head: Head) -> list[Doubles]:
    points = layout.points
    chin_x, chin_y = points[lm.CHIN]
    chin_z = head.depth_at(0, chin_y + 0.16) - 0.12
    lips_y = (points[lm.LIP_TOP, 1] + points[lm.LIP_BOTTOM, 1]) / 2
    lips_z = head.depth_at(0, points[lm.LIP_TOP_INNER, 1]) - 0.24
    lips_width = abs(float(points[lm.MOUTH_RIGHT, 0] - points[lm.MOUTH_LEFT, 0]))
    chin_width = abs(float(points[lm.CHIN_LEFT, 0] - points[lm.CHIN_RIGHT, 0])) * 0.30
    return [
        p.ellipsoid(
            to_world(chin_x * 0.6, chin_y + 0.16, chin_z), _mm(chin_width, 0.14, 0.20), blend=3.5
        ),
        p.ellipsoid(to_world(0, lips_y, lips_z), _mm(lips_width * 0.42, 0.17, 0.30), blend=4.0),
    ]


def over_ears(head: Head, axes: tuple[Doubles, Doubles, Doubles]) -> Floats:
    """Distance to pads that hide both ears, face units: for hair and cloth that lie over them."""
    pads = [
        ellipsoid(axes, np.array([side * head.half_width * EAR_X, *EAR_YZ]), np.array(EAR_PAD))
        for side in (-1, 1)
    ]
    return np.minimum(*pads)


def _ears(head: Head) -> list[Doubles]:
    rows = []
    for side in (-1, 1):
        x, turn = side * head.half_width * EAR_X, p.rotation(0, side * 32, -side * 8)
        rows.append(p.ellipsoid(to_world(x, *EAR_YZ), _mm(*EAR), turn, blend=0.8))
        hollow = to_world(x + side * 0.065, -0.11, 0.05)
        rows.append(p.ellipsoid(hollow, _mm(0.055, 0.135, 0.09), turn, p.SUBTRACT, 1.3))
    return rows
