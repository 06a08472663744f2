"""The sets: what stands where, in metres. Wall at y=0, desk or floor at z=0, x to the right."""

import math
from dataclasses import replace

import numpy as np

from shop.mockups.tracing.lighting import LEAVES, PANES
from shop.mockups.tracing.noise import BRUSHED, LINEN, PAPER, PLASTER, WOOD
from shop.mockups.tracing.rays import FRAME, LATHE, RBOX, ROD, SHEET
from shop.mockups.tracing.tables import (
    Camera,
    Light,
    Material,
    Slot,
    Solid,
    Stage,
    Vec,
    axes,
    unit,
)

OAK = Material((0.50, 0.34, 0.20), 0.45, 0.035, WOOD, 0.0, 0.20, gloss_detail=0.3)
BLACK_WOOD = Material((0.022, 0.021, 0.020), 0.34, 0.04, WOOD, 0.0, 0.5, gloss_detail=0.45)
WALL = Material((0.86, 0.835, 0.79), 0.9, 0.0, PLASTER, 0.0, 0.035)
PAPER_ART = Material((0.8, 0.8, 0.8), 0.55, 0.03, PAPER, 0.0, 0.01, slot=0)
GLASS_ART = Material((0.8, 0.8, 0.8), 0.09, 0.04, slot=0)
PAPER_EDGE = Material((0.82, 0.81, 0.79), 0.8)
CERAMIC = Material((0.74, 0.71, 0.66), 0.3, 0.045, PAPER, 0.0, 0.03)
CLAY = Material((0.56, 0.27, 0.17), 0.6, 0.03, PAPER, 0.0, 0.05)
STRAW = Material((0.50, 0.37, 0.22), 0.8)
INK = Material((0.035, 0.04, 0.05), 0.4, 0.04)
BRASS = Material((0.83, 0.62, 0.32), 0.3, 0.9, metal=True)
ALUMINIUM = Material(
    (0.80, 0.805, 0.82), 0.34, 0.92, BRUSHED, 0.0, 0.02, metal=True, gloss_detail=0.05
)
CLOTH = Material((0.16, 0.22, 0.25), 0.9, 0.0, LINEN, 5200.0, 0.2)
TABLE = Material((0.55, 0.39, 0.24), 0.42, 0.04, WOOD, 0.17, 0.2, gloss_detail=0.35)
ROOM = {"floor": TABLE, "wall": WALL}

UPRIGHT = axes((1, 0, 0), (0, -1, 0))
"""Local axes of a thing that hangs on the wall: x right, y up, z into the room."""


def lamp(
    centre: Vec,
    target: Vec,
    half: tuple[float, float],
    strength: float,
    tint: Vec = (1, 1, 1),
    *,
    shade: int = 0,
    shade_distance: float = 0.0,
    shade_half: float = 0.0,
    mirror: float = 1.0,
) -> Light:
    """Return a source that lights a surface facing it at `target` with E = `strength`."""
    towards = np.subtract(target, centre)
    reach = float(np.linalg.norm(towards))
    ahead = unit(towards)
    right = unit(np.cross(ahead, (0, 0, 1)))
    up = np.cross(right, ahead)
    radiance = strength * math.pi * reach**2 / (4 * half[0] * half[1])
    at = np.asarray(target) - ahead * shade_distance
    return Light(
        centre,
        vec(right * half[0]),
        vec(up * half[1]),
        (radiance * tint[0], radiance * tint[1], radiance * tint[2]),
        shade,
        (vec(at), vec(right * shade_half), vec(up * shade_half)),
        mirror,
    )


def vec(v: object) -> Vec:
    """Any three numbers as a plain tuple."""
    a, b, c = np.asarray(v, np.float64).tolist()
    return a, b, c


def face(hx: float, hy: float, hz: float) -> tuple[Vec, Vec, Vec, Vec]:
    """Corners of a solid's local +z face: top left, top right, bottom right, bottom left."""
    return (-hx, hy, hz), (hx, hy, hz), (hx, -hy, hz), (-hx, -hy, hz)


def sideboard(x: float) -> tuple[Solid, ...]:
    """Return a board with a vase of stems and two books: things whose size one knows."""
    top = 0.80
    stems = []
    for i, (dx, dy, lean) in enumerate(((0.0, 0.0, 0.1), (0.02, 0.01, 0.28), (-0.02, 0, -0.18))):
        half = 0.17 + 0.02 * i
        z = (math.sin(lean), 0.06 * (i - 1), math.cos(lean))
        centre = (x + dx + half * math.sin(lean), -0.19 + dy, top + 0.13 + half)
        stems.append(Solid(ROD, centre, (0.004, 0.004, half), "straw", (0.0016, 0, 0, 0),
                           axes((1, 0, 0), z)))  # fmt: skip
        tip = vec(np.asarray(centre) + unit(np.asarray(z)) * (half - 0.03))
        stems.append(Solid(ROD, tip, (0.014, 0.014, 0.045), "straw", (0.0105, 0, 0, 0),
                           axes((1, 0, 0), z)))  # fmt: skip
    turn = axes((1, 0.12, 0), (0, 0, 1))
    return (
        Solid(RBOX, (0, -0.2, top - 0.015), (1.2, 0.2, 0.015), "oak", (0.004, 0.002, 0, 0)),
        Solid(RBOX, (0, -0.19, top - 0.28), (1.17, 0.18, 0.25), "front", (0.002, 0.002, 0, 0)),
        Solid(LATHE, (x, -0.19, top + 0.1), (0.08, 0.08, 0.1), "ceramic",
              (0.045, 0.075, 0.022, 0.004)),
        *stems,
        Solid(RBOX, (-x * 0.92, -0.17, top + 0.013), (0.1, 0.07, 0.013), "clay",
              (0.002, 0.0015, 0, 0), turn),
        Solid(RBOX, (-x * 0.92 + 0.008, -0.172, top + 0.037), (0.085, 0.062, 0.011), "ink",
              (0.002, 0.0015, 0, 0)),
    )  # fmt: skip


def window_lights(target: Vec, pane: float) -> tuple[Light, ...]:
    """Daylight from a large window on the left, and its sun through panes this wide (metres)."""
    x, y, z = target
    return (
        lamp((x - 1.9, y - 1.5, z + 0.9), target, (0.7, 0.9), 0.62, (1.0, 0.99, 0.98)),
        lamp((x - 3.2, y - 3.4, z + 2.6), target, (0.035, 0.035), 0.42, (1.0, 0.95, 0.87),
             shade=PANES, shade_distance=1.1, shade_half=pane, mirror=0.0),
    )  # fmt: skip


def on_wall(width: float, height: float, *, framed: bool) -> Stage:
    """Return a print of this size in metres on a wall over a sideboard, framed or not."""
    gap, bar, depth = 0.15, 0.018, 0.024
    zc = 0.80 + gap + height / 2 + bar
    field = (height + 0.24) / 0.79
    hx, hy = width / 2, height / 2
    outer = (hx + bar - 0.003, hy + bar - 0.003)
    black_frame = replace(BLACK_WOOD, mitre=outer)
    art = GLASS_ART if framed else PAPER_ART
    lift, half = (0.007, 0.007) if framed else (0.0022, 0.0003)
    sheet = Solid(
        RBOX, (0, -lift, zc), (hx, hy, half), "edge", (0, 0, 0, 0), UPRIGHT, {"+z": "art"}
    )
    fixings: tuple[Solid, ...]
    if framed:
        fixings = (Solid(FRAME, (0, -depth / 2, zc), (*outer, depth / 2), "frame",
                         (bar, 0.0012, 0, 0), UPRIGHT),)  # fmt: skip
    else:
        fixings = tuple(
            Solid(RBOX, (side * (hx - 0.045), -0.004, zc + hy), (0.009, 0.008, 0.0035), "brass",
                  (0.0015, 0.0012, 0, 0), UPRIGHT) for side in (1, -1)
        )  # fmt: skip
    eye_z = zc - 0.04
    bottom = 0.80 - 0.10 * field
    distance = 2.3
    target = (0.0, 0.0, eye_z)
    eye = (0.30 + 0.12 * field, -distance, eye_z)
    tan_half = field / 2 / math.hypot(distance, eye[0])
    shift = (bottom + field / 2 - eye_z) / math.hypot(distance, eye[0])
    materials = {**ROOM, "oak": OAK, "front": Material((0.62, 0.60, 0.56), 0.6),
                 "frame": black_frame, "brass": BRASS,
                 "ceramic": CERAMIC, "straw": STRAW, "clay": CLAY, "ink": INK, "art": art,
                 "edge": PAPER_EDGE}  # fmt: skip
    # A bright window in the glass: where the eye's mirror image looks, left of the middle.
    tilt = math.radians(16)
    gleam = Light((-eye[0] - 0.55 * width, -distance, zc + 0.1 * height),
                  (0.30 * width * math.cos(tilt), 0, 0.30 * width * math.sin(tilt)),
                  (-1.6 * height * math.sin(tilt), 0, 1.6 * height * math.cos(tilt)),
                  (4.0, 4.0, 4.1), lamp=False)  # fmt: skip
    return Stage(
        solids=(sheet, *fixings, *sideboard(0.36 * field)),
        materials=materials,
        lights=(*window_lights((0, 0, zc), 0.45 + 0.75 * height), *((gleam,) if framed else ())),
        camera=Camera(eye, target, tan_half, (0.0, shift)),
        slots=(Slot("art", 0, face(hx, hy, half)),),
    )


def desk_lights(target: Vec, sun: float = 0.4) -> tuple[Light, ...]:
    """Window light from the upper left with the shadow of a branch."""
    x, y, z = target
    return (
        lamp((x - 1.1, y + 0.5, z + 1.3), target, (0.6, 0.5), 0.6, (1.0, 0.99, 0.985)),
        lamp((x - 2.6, y + 1.3, z + 3.1), target, (0.05, 0.05), sun, (1.0, 0.95, 0.88),
             shade=LEAVES, shade_distance=0.55, shade_half=0.34, mirror=0.0),
    )  # fmt: skip


def cup(x: float, y: float) -> tuple[Solid, ...]:
    """Return a cup of coffee on its saucer."""
    return (
        Solid(LATHE, (x, y, 0.006), (0.08, 0.08, 0.006), "ceramic", (0.045, 0.062, 0.075, 0)),
        Solid(LATHE, (x, y, 0.045), (0.05, 0.05, 0.036), "ceramic", (0.026, 0.040, 0.043, 0.003)),
        Solid(RBOX, (x, y, 0.066), (0.036, 0.036, 0.001), "coffee", (0.036, 0, 0, 0)),
    )


DESK = {**ROOM, "ceramic": CERAMIC, "clay": CLAY, "ink": INK, "brass": BRASS, "edge": PAPER_EDGE,
        "coffee": Material((0.055, 0.026, 0.012), 0.12, 0.05), "straw": STRAW,
        "cloth": CLOTH}  # fmt: skip


def laptop() -> Stage:
    """Return an open laptop from behind, with room for a die-cut sticker on its lid."""
    lean = math.radians(13)
    up = (0.0, math.sin(lean), math.cos(lean))
    out = (0.0, -math.cos(lean), math.sin(lean))
    lid_axes = axes((1, 0, 0), out)
    hx, hy, hz = 0.156, 0.109, 0.003
    middle = vec(np.array((0, 0.004, 0.014)) + np.array(up) * hy)
    lid = Solid(RBOX, middle, (hx, hy, hz), "alu", (0.011, 0.0016, 0, 0), lid_axes)
    at = vec(lid.world((0.062, -0.004, hz + 0.0001)))
    sx, sy = 0.0395, 0.0395
    decal = Solid(RBOX, at, (sx, sy, 0.0001), "edge", (0, 0, 0, 0), lid_axes, {"+z": "art"})
    base = Solid(RBOX, (0, 0.112, 0.0095), (hx, hy, 0.0065), "alu", (0.011, 0.003, 0, 0))
    hinge = Solid(ROD, (0, 0.006, 0.0125), (0.0042, 0.0042, 0.09), "dark", (0.0040, 0, 0, 0),
                  axes((0, 1, 0), (1, 0, 0)))  # fmt: skip
    feet = tuple(
        Solid(RBOX, (sx_ * 0.13, y, 0.0015), (0.008, 0.008, 0.0016), "dark", (0.008, 0.0005, 0, 0))
        for sx_ in (1, -1) for y in (0.02, 0.2)
    )  # fmt: skip
    target = (0.052, 0.02, 0.112)
    vinyl = Material((0.8, 0.8, 0.8), 0.2, 0.035, slot=0)
    lights = (
        lamp((-1.3, -0.9, 1.2), target, (0.6, 0.6), 0.7, (1.0, 0.99, 0.985), mirror=1.0),
        lamp((-2.2, -2.0, 2.6), target, (0.04, 0.04), 0.3, (1.0, 0.95, 0.88),
             shade=LEAVES, shade_distance=0.45, shade_half=0.36, mirror=0.0),
    )  # fmt: skip
    return Stage(
        solids=(decal, lid, base, hinge, *feet, *cup(0.24, 0.13)),
        materials={**DESK, "alu": ALUMINIUM, "dark": Material((0.03, 0.03, 0.032), 0.5, 0.03),
                   "art": vinyl},
        lights=lights,
        camera=Camera((0.19, -0.62, 0.25), target, 0.178, (0.015, -0.01)),
        slots=(Slot("art", 0, face(sx, sy, 0.0001)),),
        wall=(0.95, "wall"),
        env=((0.30, 0.29, 0.28), (0.85, 0.85, 0.86), (-0.5, -0.5, 0.7)),
        blur=1.0,
        decal=True,
    )  # fmt: skip


def sticker_sheet() -> Stage:
    """Return a sheet of kiss-cut stickers on a desk, its far corners lifting a little."""
    hx, hy = 0.074, 0.105
    turn = math.radians(-7)
    plane = axes((math.cos(turn), math.sin(turn), 0), (0, 0, 1))
    half_z = 0.011
    sheet = Solid(SHEET, (0, 0, half_z), (hx, hy, half_z), "edge", (0.016, 0.009, 0.0012, 0.00018),
                  plane, {"+z": "art"}, corner=0.003)  # fmt: skip
    pencil = Solid(ROD, (0.135, -0.01, 0.0042), (0.006, 0.006, 0.088), "clay", (0.0038, 0, 0, 0),
                   axes((0, 0, 1), (0.12, 1, 0)))  # fmt: skip
    notebook = Solid(RBOX, (-0.215, 0.06, 0.007), (0.10, 0.14, 0.007), "cloth",
                     (0.004, 0.0015, 0, 0), axes((1, 0.1, 0), (0, 0, 1)))  # fmt: skip
    gloss = Material((0.8, 0.8, 0.8), 0.24, 0.04, slot=0)
    return Stage(
        solids=(sheet, pencil, notebook, *cup(0.16, 0.205)),
        materials={**DESK, "art": gloss},
        lights=desk_lights((0, 0, 0)),
        camera=Camera((0.03, -0.36, 0.52), (0.004, 0.002, 0.0), 0.235),
        slots=(Slot("art", 0, face(hx, hy, 0.0)),),
        wall=(3.0, "wall"),
        blur=0.5,
    )


def shelf_lights(target: Vec) -> tuple[Light, ...]:
    """Light for a product on a shelf close to the wall."""
    x, y, z = target
    return (
        lamp((x - 1.0, y - 1.2, z + 0.9), target, (0.5, 0.5), 0.66, (1.0, 0.99, 0.985)),
        lamp((x - 2.0, y - 2.4, z + 2.2), target, (0.035, 0.035), 0.36, (1.0, 0.95, 0.88),
             shade=LEAVES, shade_distance=0.6, shade_half=0.46, mirror=0.0),
    )  # fmt: skip


def pot(x: float, y: float) -> tuple[Solid, ...]:
    """Return a small clay pot, for scale."""
    return (Solid(LATHE, (x, y, 0.035), (0.05, 0.05, 0.035), "clay", (0.028, 0.037, 0.043, 0.004)),)


def box_card() -> Stage:
    """Return the printed card of a blister box leaning against the wall."""
    hx, hy, hz = 0.1, 0.15, 0.0004
    lean = math.radians(11)
    out = (0.0, -math.cos(lean), math.sin(lean))
    up = np.array((0.0, math.sin(lean), math.cos(lean)))
    centre = vec(np.array((0, -2 * hy * math.sin(lean) - 0.002, 0.0)) + up * (hy + 0.001))
    card = Solid(RBOX, centre, (hx, hy, hz), "edge", (0, 0, 0, 0), axes((1, 0, 0), out),
                 {"+z": "art"})  # fmt: skip
    coated = Material((0.8, 0.8, 0.8), 0.22, 0.04, slot=0)
    block = Solid(RBOX, (-0.16, -0.10, 0.025), (0.025, 0.025, 0.025), "oak", (0.002, 0.002, 0, 0),
                  axes((1, 0.5, 0), (0, 0, 1)))  # fmt: skip
    return Stage(
        solids=(card, *pot(0.165, -0.075), block),
        materials={**DESK, "art": coated, "oak": OAK},
        lights=shelf_lights((0, 0, 0.14)),
        camera=Camera((0.13, -1.0, 0.25), (0.0, -0.03, 0.146), 0.190),
        slots=(Slot("art", 0, face(hx, hy, hz)),),
        blur=0.5,
        holes=True,
    )


def peg_card() -> Stage:
    """Return a printed card that hangs by its euro hole on one of three brass pegs."""
    hx, hy, hz = 0.0762, 0.1143, 0.0003
    rail, peg, reach = 0.018, 0.0022, 0.046
    hook = 0.36
    lean = math.radians(6.0)
    up = np.array((0.0, -math.sin(lean), math.cos(lean)))
    out = (0.0, -math.cos(lean), -math.sin(lean))
    # The hole's upper edge, 8 mm under the card's, lies on the peg.
    centre = vec(np.array((0.0, -rail - 0.008, hook + peg)) - up * (hy - 0.008))
    card = Solid(RBOX, centre, (hx, hy, hz), "edge", (0.006, 0, 0, 0), axes((1, 0, 0), out),
                 {"+z": "art"})  # fmt: skip
    board = Solid(RBOX, (0, -rail / 2, hook), (0.6, rail / 2, 0.03), "oak", (0.004, 0.003, 0, 0))
    pegs = []
    for x in (-0.19, 0.0, 0.19):
        middle = (x, -rail - reach / 2, hook)
        pegs.append(Solid(ROD, middle, (peg, peg, reach / 2), "brass", (peg, 0, 0, 0),
                          axes((1, 0, 0), (0, -1, 0))))  # fmt: skip
        knob = (x, -rail - reach, hook)
        pegs.append(Solid(RBOX, knob, (0.0045, 0.0045, 0.0045), "brass", (0.0045, 0.0044, 0, 0)))
    coated = Material((0.8, 0.8, 0.8), 0.22, 0.04, slot=0)
    return Stage(
        solids=(card, board, *pegs),
        materials={**DESK, "art": coated, "oak": OAK},
        lights=shelf_lights((0, 0, 0.26)),
        camera=Camera((0.15, -1.0, 0.30), (0.0, -0.02, 0.265), 0.158),
        slots=(Slot("art", 0, face(hx, hy, hz)),),
        blur=0.5,
        holes=True,
    )


def carton() -> Stage:
    """Return a folding carton in three-quarter view: front, side and top carry art."""
    hx, hy, hz = 0.075, 0.1125, 0.032
    turn = math.radians(-31)
    out = (math.sin(turn), -math.cos(turn), 0.0)
    frame = axes((math.cos(turn), math.sin(turn), 0), out)
    body = Solid(RBOX, (0.0, -0.14, hy), (hx, hy, hz), "edge", (0.0, 0.0008, 0, 0), frame,
                 {"+z": "front", "+x": "side", "+y": "top"})  # fmt: skip
    side = ((hx, hy, hz), (hx, hy, -hz), (hx, -hy, -hz), (hx, -hy, hz))
    top = ((-hx, hy, -hz), (hx, hy, -hz), (hx, hy, hz), (-hx, hy, hz))
    board = Material((0.8, 0.8, 0.8), 0.26, 0.04, slot=0)
    return Stage(
        solids=(body, *pot(-0.15, -0.07)),
        materials={**DESK, "front": board, "side": replace(board, slot=1),
                   "top": replace(board, slot=2)},
        lights=shelf_lights((0, -0.1, 0.1)),
        camera=Camera((0.16, -0.92, 0.30), (0.012, -0.13, 0.108), 0.196),
        slots=(Slot("front", 0, face(hx, hy, hz)), Slot("side", 0, side), Slot("top", 0, top)),
        blur=0.6,
    )  # fmt: skip


SIZES = {
    "a4": (0.210, 0.297),
    "a3": (0.297, 0.420),
    "a2": (0.420, 0.594),
    "24x36": (0.6096, 0.9144),
}
"""Print sizes in metres: width, height."""


def stages() -> dict[str, Stage]:
    """Every set by its scene key."""
    walls = {
        f"{kind}-{size}": on_wall(*wh, framed=kind == "framed")
        for kind in ("framed", "print")
        for size, wh in SIZES.items()
    }
    return walls | {
        "laptop-sticker": laptop(),
        "desk-sheet": sticker_sheet(),
        "shelf-box-art": box_card(),
        "peg-card": peg_card(),
        "shelf-carton": carton(),
    }
