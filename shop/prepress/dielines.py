"""Flat shapes of cartons and blister cards: panels, cut lines, creases and glue areas."""

import math
from dataclasses import dataclass

from shop.prepress.geometry import Box, Outline, Point, arc

# Lids and flaps stand back from their neighbours by this much, so that they go in.
CLEARANCE_MM = 0.5


@dataclass(frozen=True)
class Carton:
    """Inside measures of a tuck-end carton, and the lengths of its flaps, in mm."""

    width: float
    depth: float
    height: float
    tuck: float
    dust: float
    glue: float


@dataclass(frozen=True)
class Dieline:
    """A carton laid flat; origin at the lower left of everything that is cut.

    Panels: `back`, `left`, `front`, `right` from left to right (seen from the printed side), `top`
    and `bottom` lids on the back, a glue flap left of the back.
    """

    size_mm: tuple[float, float]
    panels: dict[str, Box]
    cut: Outline
    creases: tuple[Outline, ...]
    glue: tuple[Outline, ...]


def tuck_end(carton: Carton) -> Dieline:
    """Return the flat shape of a straight tuck-end carton: both lids hang on the back panel."""
    w, d, h = carton.width, carton.depth, carton.height
    y0 = d + carton.tuck
    y1 = y0 + h
    x = (carton.glue, carton.glue + w, carton.glue + w + d, carton.glue + 2 * w + d)
    right = carton.glue + 2 * w + 2 * d
    panels = {
        "back": Box(x[0], y0, x[1], y1),
        "left": Box(x[1], y0, x[2], y1),
        "front": Box(x[2], y0, x[3], y1),
        "right": Box(x[3], y0, right, y1),
        "top": Box(x[0], y1, x[1], y1 + d),
        "bottom": Box(x[0], y0 - d, x[1], y0),
    }
    upper = _edge(carton, (*x, right), y1, 1.0)
    lower = _edge(carton, (*x, right), y0, -1.0)
    taper = min(8.0, h / 10)
    flap = [(0.0, y0 + taper), (0.0, y1 - taper)]
    cut = Outline.polygon([*flap, *upper, *reversed(lower)])
    inset = 2.0
    glue = Outline.polygon(
        [
            (inset, y0 + taper + inset),
            (x[0] - inset, y0 + taper + inset),
            (x[0] - inset, y1 - taper - inset),
            (inset, y1 - taper - inset),
        ]
    )
    size = (right, h + 2 * (d + carton.tuck))
    return Dieline(size, panels, cut, _creases((*x, right), y0, y1, d), (glue,))


def _edge(carton: Carton, x: tuple[float, ...], y: float, up: float) -> list[Point]:
    """Return the cut along one end, left to right; `up` is 1 for the top, -1 for the bottom."""
    c, d, tuck, dust = CLEARANCE_MM, carton.depth, carton.tuck, carton.dust
    shoulder = min(tuck * 0.6, 10.0)
    lid = [
        (x[0], y),
        (x[0] + c, y + up * d),
        (x[0] + c, y + up * (d + tuck - shoulder)),
        (x[0] + c + shoulder, y + up * (d + tuck)),
        (x[1] - c - shoulder, y + up * (d + tuck)),
        (x[1] - c, y + up * (d + tuck - shoulder)),
        (x[1] - c, y + up * d),
        (x[1], y),
    ]
    return [*lid, *_dust(x[1], x[2], y, up * dust), *_dust(x[3], x[4], y, up * dust)]


def _dust(x0: float, x1: float, y: float, length: float) -> list[Point]:
    """Return a dust flap's cut, tapered on both sides."""
    c, taper = CLEARANCE_MM, (x1 - x0) * 0.14
    return [
        (x0, y),
        (x0 + 2 * c, y + length * 0.25),
        (x0 + taper, y + length),
        (x1 - taper, y + length),
        (x1 - 2 * c, y + length * 0.25),
        (x1, y),
    ]


def _creases(x: tuple[float, ...], y0: float, y1: float, d: float) -> tuple[Outline, ...]:
    c = CLEARANCE_MM
    lines = [((v, y0), (v, y1)) for v in x[:4]]
    for y, up in ((y0, -1.0), (y1, 1.0)):
        lines.append(((x[0], y), (x[1], y)))
        lines.append(((x[0] + c, y + up * d), (x[1] - c, y + up * d)))
        lines.append(((x[1], y), (x[2], y)))
        lines.append(((x[3], y), (x[4], y)))
    return tuple(Outline.polygon(line, closed=False) for line in lines)


@dataclass(frozen=True)
class BlisterCard:
    """A card to hang up, with a clear blister sealed to its front. Lengths in mm.

    Attributes:
        width: of the card.
        height: of the card.
        corner: radius of its corners.
        hook: from the card's upper edge to the top of the euro hole.
        blister: (x, y, width, height) of the blister, its flange included.
        blister_corner: radius of the flange's corners.
        flange: how wide the flange is.

    """

    width: float
    height: float
    corner: float
    hook: float
    blister: tuple[float, float, float, float]
    blister_corner: float
    flange: float


@dataclass(frozen=True)
class CardDieline:
    """A blister card; origin at its lower left corner, seen from the front.

    `flange` and `window` are the outer and the inner edge of the ring that the blister is sealed
    to; `hang` is the room that the euro hole takes.
    """

    cut: Outline
    hole: Outline
    hang: Box
    flange: Outline
    window: Outline
    window_box: Box


# A euro hole as on pegboards everywhere: a slot for two prongs, a hump for a single hook.
EURO_WIDTH_MM, EURO_SLOT_MM, EURO_HEIGHT_MM = 32.0, 6.0, 10.5
_HUMP_RADIUS, _HUMP_FILLET = 5.0, 1.5


def blister_dieline(card: BlisterCard) -> CardDieline:
    """Return the card's flat shape."""
    x, y, width, height = card.blister
    flange = Box.sized(width, height, x, y)
    window = flange.expanded(-card.flange)
    top = card.height - card.hook
    hang = Box(card.width / 2 - EURO_WIDTH_MM / 2, top - EURO_HEIGHT_MM,
               card.width / 2 + EURO_WIDTH_MM / 2, top)  # fmt: skip
    return CardDieline(
        cut=Outline.rectangle(Box.sized(card.width, card.height), card.corner),
        hole=euro_hole(card.width / 2, top - EURO_HEIGHT_MM),
        hang=hang,
        flange=Outline.rectangle(flange, card.blister_corner),
        window=Outline.rectangle(window, card.blister_corner - card.flange),
        window_box=window,
    )


def euro_hole(x: float, y: float) -> Outline:
    """Return a euro hole whose lower edge lies at `y`, symmetric about `x`; no corner is sharp."""
    half, slot = EURO_WIDTH_MM / 2, EURO_SLOT_MM
    end, hump, fillet = slot / 2, _HUMP_RADIUS, _HUMP_FILLET
    middle = EURO_HEIGHT_MM - hump
    # The fillet touches the slot's upper edge from above and the hump from outside.
    away = math.sqrt((hump + fillet) ** 2 - (slot + fillet - middle) ** 2)
    turn = math.degrees(math.asin((slot + fillet - middle) / (hump + fillet)))
    return Outline(
        (x - half + end, y),
        (
            ((x + half - end, y),),
            *arc((x + half - end, y + end), end, -90, 90),
            ((x + away, y + slot),),
            *arc((x + away, y + slot + fillet), fillet, 270, 180 + turn),
            *arc((x, y + middle), hump, turn, 180 - turn),
            *arc((x - away, y + slot + fillet), fillet, -turn, -90),
            ((x - half + end, y + slot),),
            *arc((x - half + end, y + end), end, 90, 270),
        ),
    )
