"""A name in plain letters, broken into two lines where that lets them grow."""

from collections.abc import Sequence
from typing import Final

from figures.generation.studio.box.canvas import Sprite
from figures.generation.studio.box.layout import Rect
from figures.generation.studio.box.lettering import Line, fit_size, text_mask
from figures.generation.studio.box.palette import Rgb
from figures.generation.studio.box.pieces import label_line, tinted
from shop.fonts import Typeface

LEADING: Final = 0.26
# Two lines must let the letters grow by this much to be worth it.
WORTH_SPLITTING: Final = 1.35


def heading(
    text: str,
    typeface: Typeface,
    room: Rect,
    colour: Rgb,
    *,
    largest: float = 1e9,
    align: float = 0.5,
    level: float = 0.5,
) -> list[Sprite]:
    """Set a text in capitals in one line or two, as large as its room allows.

    Args:
        text: Validated words.
        typeface: Preferred face.
        room: Pixels the ink stays within.
        colour: Of the letters.
        largest: Pixels per em at most.
        align: 0 left, 0.5 centred, 1 right.
        level: 0 at the top, 1 at the foot of the room.

    """
    lines, size = _setting(label_line(text, typeface), room, largest)
    masks = [text_mask(item, size) for item in lines]
    step = size * (1 + LEADING) * _share(lines)
    # The first line hangs by the top of its ink, the last stands on the foot of its own.
    ascent = -masks[0].top
    foot = masks[-1].top + masks[-1].coverage.shape[0]
    whole = ascent + step * (len(lines) - 1) + foot
    baseline = room.top + (room.height - whole) * level + ascent
    sprites = []
    for row, mask in enumerate(masks):
        left = room.left + (room.width - mask.coverage.shape[1]) * align
        top = baseline + row * step + mask.top
        sprites.append(Sprite(tinted(mask.coverage, colour), round(left), round(top)))
    return sprites


def _share(lines: Sequence[Line]) -> float:
    """Height of a line's capitals with room for accents, as a share of the size."""
    return lines[0].cap_height(1.0) * 1.12


def _setting(whole: Line, room: Rect, largest: float) -> tuple[tuple[Line, ...], float]:
    words = whole.text.split(" ")
    one = (whole,)
    halves = [
        (
            Line(" ".join(words[:k]), whole.typeface),
            Line(" ".join(words[k:]), whole.typeface),
        )
        for k in range(1, len(words))
    ]
    best = one, _size(one, room, largest)
    if halves:
        two = max(((pair, _size(pair, room, largest)) for pair in halves), key=lambda s: s[1])
        if two[1] > best[1] * WORTH_SPLITTING:
            return two
    return best


def _size(lines: tuple[Line, ...], room: Rect, largest: float) -> float:
    """Return the size at which all lines fit; line steps count as a whole line's height."""
    height = room.height / (1 + (len(lines) - 1) * 1.25)
    return min(fit_size(item, room.width, height, largest) for item in lines) * 0.985
