"""Surface of the hair: locks for straight hair, waves, curls, coils."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from figures.generation.studio.hairstyles.base import Flow
from figures.generation.studio.imaging import sample
from figures.generation.studio.kernels.noise import cellular, rosettes
from figures.generation.studio.layout import from_toy, to_toy
from figures.generation.studio.recipe import STRANDS_RANGE, Hair
from figures.generation.studio.sculpt.hairline import hanging_depth
from figures.generation.studio.sculpt.solid import Grid
from figures.generation.studio.space import HAIR, UNIT_MM, Floats, to_world
from figures.generation.studio.styles import Style

# How far the relief stands out, face units.
HEIGHT = {"straight": 0.038, "wavy": 0.062, "curly": 0.060, "coily": 0.045}
CURL_SIZE, COIL_SIZE, COIL_DETAIL = 0.40, 0.115, 0.06
# Hair of less area than this is clipped to the scalp.
CLIPPED_AREA, CLIPPED_HEIGHT, GRAIN_SIZE = 0.30, 0.010, 0.07
# A displacement of more than this share of the shell's thickness tears holes.
SAFE_SHARE = 0.55
# Locks that hang beside the face: where they begin, and the turn of the table per face unit.
HANGS_BELOW, HANGING_TURN = 0.15, {"straight": 1.7, "wavy": 2.4}
# The relief is worked out this far below the surface, face units.
BAND = 0.14
FALL_Z = -0.12
LOCKS, WAVY_LOCKS, HAIRS, BEARD_LOCKS, WING_LOCKS = 30, 13, 84, 40, 34
# Swing of a beard's locks in radians, and the length of their waves in face units.
BEARD_WAVES = {"straight": (0.0, 1.0), "wavy": (0.035, 0.42), "curly": (0.07, 0.26)}
BEARD_RELIEF, BEARD_COILS = 0.042, 0.030
WAVE_LENGTH, WAVE_SWING = 0.70, 0.10
PARTING_DEPTH, PARTING_WIDTH = 1.25, 0.032
# Weight of the photo's strands, less where they are parted or combed back; with more, its noise is
# seen as lumps.
SEEN_SHARE = (0.30, 0.14)
# Hair sinks in towards a parting.
CREASE_DEPTH, CREASE_WIDTH = 0.075, 0.11
# Turn of the table per face unit and how far strands sweep back on their way to the sides.
FALL_TURN, FALL_SWEEP = 1.9, 0.6
# Ropes around a full turn, their turn per face unit beside the face and behind, how often they
# are crossed (face units) and how far they stand out.
ROPES, ROPE_TURN, ROPES_BEHIND, ROPE_PITCH, ROPE_HEIGHT = 24.0, 2.2, 1.5, 0.17, 0.055
TABLE = 4096
# Grooves much narrower than a cell of the grid would come out as dotted lines; table entries.
GROOVE_WIDTH = 16.0
SMOOTHING_CELLS = 0.6
# Curls turn about lines from here outward.
CURL_CENTER = (0.0, 0.1, -0.05)


@dataclass(frozen=True)
class Look:
    """What decides the relief.

    Attributes:
        hair: texture and the photo's strands.
        seed: chooses locks and curls.
        flow: which way the strands run.
        style: proportions of the figure.
        half_width: of the head, face units.

    """

    hair: Hair
    seed: int
    flow: Flow
    style: Style
    half_width: float


def displace(distances: Floats, grid: Grid, look: Look, thickness: float) -> tuple[Floats, Floats]:
    """Lay strands or curls on hair.

    Args:
        distances: smooth hair, face units.
        grid: where they lie.
        look: whose hair.
        thickness: thinnest place, face units.

    Returns:
        Distances in mm, and the lightness of the strands on the same grid, about -1..1.

    """
    texture, height = look.hair.texture, HEIGHT[look.hair.texture]
    if look.hair.area < CLIPPED_AREA:
        tone, height = _clipped(distances, grid, look.seed), CLIPPED_HEIGHT
    elif look.flow.kind == "ropes":
        tone, height = _ropes(grid, look), ROPE_HEIGHT
    elif texture == "curly":
        tone = _curls(distances, grid, look.seed)
    elif texture == "coily":
        tone = _coils(distances, grid, look.seed)
    else:
        tone = _strands(grid, look)
    height = min(height, thickness * SAFE_SHARE)
    near = np.clip(1 + distances / np.float32(BAND), 0, 1)
    if look.flow.parting:
        distances = distances + np.float32(CREASE_DEPTH) * near * parting(grid, look, CREASE_WIDTH)
    displaced = (distances - np.float32(height) * tone * near) * np.float32(UNIT_MM)
    smooth = ndimage.gaussian_filter(displaced, SMOOTHING_CELLS * 0.4 / grid.step)
    return np.asarray(smooth, np.float32), np.ascontiguousarray(tone)


def locks_table(count: int, seed: int) -> Floats:
    """Ridges of random width around a full turn with sharp grooves between: -1..1."""
    random = np.random.default_rng(seed)
    edges = np.cumsum(random.uniform(0.55, 1.45, count))
    edges = np.concatenate([[0.0], edges / edges[-1]])
    at = (np.arange(TABLE) + 0.5) / TABLE
    which = np.searchsorted(edges, at, side="right") - 1
    inside = (at - edges[which]) / (edges[which + 1] - edges[which])
    level = random.uniform(-0.25, 0.25, count)
    ridges = 1.55 * np.sqrt(np.sin(np.pi * inside)) - 1.05 + level[which]
    return np.asarray(ndimage.gaussian_filter1d(ridges, GROOVE_WIDTH, mode="wrap"), np.float32)


def _look_up(table: Floats, turn: Floats) -> Floats:
    """Value of a table at angles in radians."""
    at = np.floor(turn * np.float32(TABLE / (2 * np.pi))).astype(np.int32) % TABLE
    return np.asarray(table[at], np.float32)


def _curls(distances: Floats, grid: Grid, seed: int) -> Floats:
    out = np.zeros(grid.shape, np.float32)
    center = np.array(to_world(*CURL_CENTER))
    rosettes(out, distances, BAND, grid.origin, grid.step, CURL_SIZE * UNIT_MM, center, seed)
    return out


@dataclass(frozen=True)
class Whiskers:
    """What decides the relief of a beard.

    Attributes:
        texture: of the head's hair.
        seed: chooses locks and curls.
        wings: (nx, ny, 1) 0..1, the moustache, whose hair runs to the sides.

    """

    texture: str
    seed: int
    wings: Floats


def beard_relief(
    grid: Grid, distances: Floats, whiskers: Whiskers, parted: float
) -> tuple[Floats, float]:
    """Tone of a beard on a grid and the height of its relief in face units.

    Args:
        grid: where.
        distances: to the smooth beard, mm.
        whiskers: whose beard.
        parted: y above which the wings of the moustache part.

    """
    if whiskers.texture == "coily":
        return _coils(distances / np.float32(UNIT_MM), grid, whiskers.seed), BEARD_COILS
    axes = grid.face_axes()
    x, y, z = (np.asarray(a, np.float32) for a in np.meshgrid(*axes, indexing="ij", sparse=True))
    swing, length = BEARD_WAVES[whiskers.texture]
    turn = np.arctan2(x, z + np.float32(0.25)) + np.float32(0.05) * np.sin(y * 7)
    phase = y * np.float32(2 * np.pi / length) + np.float32(2.2) * np.sin(turn * 9)
    turn = turn + np.float32(swing) * np.sin(phase)
    tone = _look_up(locks_table(BEARD_LOCKS, whiskers.seed + 2), turn)
    aside = np.arctan2(y - np.float32(parted), np.abs(x) + np.float32(0.06))
    wings = _look_up(locks_table(WING_LOCKS, whiskers.seed + 3), aside)
    tone = tone + whiskers.wings * (wings - tone)
    return np.asarray(np.broadcast_to(tone, grid.shape), np.float32), BEARD_RELIEF


def _clipped(distances: Floats, grid: Grid, seed: int) -> Floats:
    """Fine grain of hair too short to lie any way."""
    grain = np.zeros(grid.shape, np.float32)
    cellular(grain, distances, BAND, grid.origin, grid.step, GRAIN_SIZE * UNIT_MM, seed)
    return np.asarray(np.clip(0.8 - grain * 2.6, -1, 1), np.float32)


def _coils(distances: Floats, grid: Grid, seed: int) -> Floats:
    coils, detail = np.zeros(grid.shape, np.float32), np.zeros(grid.shape, np.float32)
    near = (distances, BAND, grid.origin, grid.step)
    cellular(coils, *near, COIL_SIZE * UNIT_MM, seed)
    cellular(detail, *near, COIL_DETAIL * UNIT_MM, seed + 7)
    tone = np.clip(0.75 - coils * 2.9, -1, 1) + 0.25 * np.clip(0.5 - detail * 1.8, -1, 1)
    return np.asarray(np.clip(tone, -1, 1), np.float32)


def _strands(grid: Grid, look: Look) -> Floats:
    """Locks that run with the flow, mixed with the photo's strands in front."""
    axes = grid.face_axes()
    x, y, z = (np.asarray(a, np.float32) for a in np.meshgrid(*axes, indexing="ij", sparse=True))
    turn, along, radius = _flow(x, y, z, look)
    wavy = look.hair.texture == "wavy"
    count, straight = WAVY_LOCKS if wavy else LOCKS, turn
    bend = np.float32(0.10) * np.sin(y * 2.4 + x * 1.3 + np.float32(look.seed))
    turn = turn + bend
    if wavy:
        phase = along * np.float32(2 * np.pi / WAVE_LENGTH) + np.float32(0.9) * np.sin(turn * 3)
        turn = np.asarray(turn + np.float32(WAVE_SWING) * np.sin(phase), np.float32)
    share = np.float32(0.10 if wavy else 0.25)
    coarse, fine = locks_table(count, look.seed), locks_table(HAIRS, look.seed + 1)
    tone = _look_up(coarse, turn) * (1 - share) + _look_up(fine, turn) * share
    if look.flow.kind in ("crown", "fall"):
        # Hair that hangs in front lies in one direction from the crown: its locks lie side by side.
        aside = np.float32(HANGING_TURN[look.hair.texture]) * x + (turn - straight)
        hanging = np.clip((np.float32(HANGS_BELOW) - y) / np.float32(0.5), 0, 1)
        hanging = hanging * _facing(y, z)
        tone = tone + hanging * (_look_up(coarse, np.asarray(aside, np.float32)) - tone)
    if look.flow.kind == "fall":
        around = np.arctan2(x, z - np.float32(FALL_Z)) + (turn - straight)
        tone = tone + _behind(y, z) * (_look_up(coarse, np.asarray(around, np.float32)) - tone)
    if wavy:
        tone = np.asarray(tone * 0.85 + np.cos(phase) * np.float32(0.25), np.float32)
    tone = tone * np.clip(radius / np.float32(0.28), 0, 1)
    seen = _seen_strands(grid, look)
    if seen is not None:
        front = np.clip((z - np.float32(0.1)) / np.float32(0.3), 0, 1)
        share = np.float32(SEEN_SHARE[look.flow.kind != "crown"])
        tone = tone * (1 - np.float32(0.6) * share * front) + share * seen * front
    if look.flow.parting:
        tone = tone - parting(grid, look) * np.float32(PARTING_DEPTH)
    return np.asarray(np.clip(np.broadcast_to(tone, grid.shape), -1.3, 1.2), np.float32)


def parting(grid: Grid, look: Look, width: float = PARTING_WIDTH) -> Floats:
    """1 on the parting's line from the forehead to the crown, fading beside and behind it."""
    axes = grid.face_axes()
    x, y, z = (np.asarray(a, np.float32) for a in np.meshgrid(*axes, indexing="ij", sparse=True))
    line = np.exp(-(((x - np.float32(look.flow.x * look.half_width)) / np.float32(width)) ** 2))
    ends = np.clip((z - np.float32(FALL_Z)) / np.float32(0.2), 0, 1)
    return np.asarray(line * ends * np.clip((y - np.float32(0.2)) / np.float32(0.15), 0, 1))


def _ropes(grid: Grid, look: Look) -> Floats:
    """Thin plaits side by side, all of one width."""
    axes = grid.face_axes()
    x, y, z = (np.asarray(a, np.float32) for a in np.meshgrid(*axes, indexing="ij", sparse=True))
    turn, along, _ = _flow(x, y, z, look)
    tone = _plaited(turn, along)
    # Beside the face and behind they hang straight down.
    aside = np.float32(ROPE_TURN) * x + 0 * y
    low = np.clip((np.float32(HANGS_BELOW) - y) / np.float32(0.3), 0, 1)
    tone = tone + low * _facing(y, z) * (_plaited(aside, -y) - tone)
    around = np.arctan2(x, z - np.float32(FALL_Z)) * np.float32(ROPES_BEHIND)
    tone = tone + _behind(y, z) * (_plaited(around + 0 * y, -y) - tone)
    tone = tone - parting(grid, look) * np.float32(PARTING_DEPTH)
    return np.asarray(np.clip(np.broadcast_to(tone, grid.shape), -1.3, 1.2), np.float32)


def _plaited(turn: Floats, along: Floats) -> Floats:
    """Relief of ropes across a turn in radians, crossed every so often along."""
    across = turn * np.float32(ROPES / (2 * np.pi))
    number = np.floor(across)
    inside = across - number
    crossing = along / np.float32(ROPE_PITCH) + np.float32(0.37) * number
    crossing = crossing - np.float32(0.45) * np.abs(2 * inside - 1)
    strands = np.sqrt(np.abs(np.sin(np.float32(np.pi) * crossing)))
    ropes = np.sqrt(np.sin(np.float32(np.pi) * inside))
    return np.asarray(1.6 * ropes - 1.25 + 0.55 * (strands - 0.6) * ropes, np.float32)


def _facing(y: Floats, z: Floats) -> Floats:
    """1 on the front of hair beside the face, 0 on its sides: lines along x would be rings."""
    front = hanging_depth(y) - np.float32(0.20)
    return np.asarray(np.clip((z - front) / np.float32(0.12), 0, 1), np.float32)


def _behind(y: Floats, z: Floats) -> Floats:
    """1 behind the head below the crown."""
    below = np.clip((np.float32(0.75) - y) / np.float32(0.4), 0, 1)
    return np.asarray(np.clip(-z / np.float32(0.3), 0, 1) * below, np.float32)


def _flow(x: Floats, y: Floats, z: Floats, look: Look) -> tuple[Floats, Floats, Floats]:
    """Angle across the strands, way along them, distance from where they begin."""
    flow, start = look.flow, np.float32(look.flow.x * look.half_width)
    if flow.kind == "back":
        knot = np.float32(to_toy((0.0, flow.y), look.style)[1])
        return np.arctan2(x, y - knot), -z + 0 * x, np.hypot(x, y - knot)
    if flow.kind == "side":
        aside = np.abs(x - start)
        slant = z + np.float32(0.35) * aside
        low = y + np.float32(0.25)
        return np.arctan2(slant, low), aside - y, np.hypot(slant, low)
    if flow.kind in ("fall", "ropes"):
        # Strands leave the parting sideways and lie along the hairline, then hang.
        aside = np.abs(x - start)
        turn = np.float32(FALL_TURN) * (z + np.float32(FALL_SWEEP) * aside)
        turn = turn + np.float32(2.1) * (x > start)
        return np.asarray(turn), aside - y, np.ones_like(turn)
    radius = np.hypot(x - start, z - np.float32(FALL_Z))
    turn = np.arctan2(x - start, z - np.float32(FALL_Z))
    return turn, radius - y, radius


def _seen_strands(grid: Grid, look: Look) -> Floats | None:
    """Project the photo's strands through the head: (nx, ny, 1); None if there are none."""
    strands = look.hair.strands.values(*STRANDS_RANGE)
    if np.ptp(strands) == 0:
        return None
    x, y, _ = grid.face_axes()
    points = from_toy(np.stack(np.meshgrid(x, y, indexing="ij"), -1), look.style)
    return sample(strands, HAIR.to_pixels(points) - 0.5, cubic=True, outside=0.0)[:, :, None]
