"""Profile pictures, the story and the share card, composed from the master art alone."""

import numpy as np

from figures.faces import detect_faces
from figures.generation.studio.box import DISCLOSURE, BoxPalette, BoxText
from figures.generation.studio.box.lettering import Line, fit_size, line
from figures.generation.studio.box.text import capitals
from figures.takeaways.board import (
    RGB,
    Board,
    Pixels,
    broken_lines,
    ground_and_ink,
    resized,
    round_cut,
    trimmed,
)
from shop.fonts import Typeface

AVATAR = 1024
STORY = (1080, 1920)
SHARE_CARD = (1200, 630)
WORDMARK = "Shelfie"
# What apps lay their own controls over in a story, pixels at the top and bottom.
STORY_TOP, STORY_BOTTOM = 250, 340
# Head and shoulders, in heights of the found face: over the hair, under the chin, and how much of
# the picture's side is kept clear so that a round frame cuts nothing off.
CROWN_LEAST, SHOULDERS = 0.35, 0.42
CLEAR = 0.09
# A head taken from a figure in which no face is found: share of its height.
HEAD_SHARE = 0.47
_SEARCH_HEIGHT = 640
_LEADING = 1.12
_NAME_LINES = 3


def head_of(cutout: Pixels) -> tuple[float, float, float]:
    """Return centre x, centre y and side of the square with head and shoulders, in pixels."""
    rows = np.nonzero(cutout[..., 3].max(1))[0]
    top, bottom = int(rows[0]), int(rows[-1])
    step = max(1, cutout.shape[0] // _SEARCH_HEIGHT)
    small = cutout[::step, ::step].astype(np.float32)
    share = small[..., 3:] / 255
    grey = np.asarray(small[..., :3] * share + 200 * (1 - share), np.uint8)
    faces = detect_faces(np.ascontiguousarray(grey))
    if not faces:
        return _head_without_face(cutout, top, bottom)
    face = max(faces, key=lambda found: found.area)
    x = (face.x + face.width / 2) * step
    high, size = face.y * step, face.height * step
    wide = max(face.width, face.height) * step
    crown = _top_near(cutout, x, wide / 2)
    crown = min(crown, high - CROWN_LEAST * size)
    low = min(high + (1 + SHOULDERS) * size, bottom)
    head = max(low - crown, _width_at(cutout, x, int(crown), int(high + size)))
    side = head / (1 - 2 * CLEAR)
    return x, crown - CLEAR * side + side / 2, side


def _head_without_face(cutout: Pixels, top: int, bottom: int) -> tuple[float, float, float]:
    low = top + HEAD_SHARE * (bottom - top)
    columns = np.nonzero(cutout[top : int(low), :, 3].max(0))[0]
    side = (low - top) / (1 - 2 * CLEAR)
    return float(columns.mean()), top - CLEAR * side + side / 2, side


def _top_near(cutout: Pixels, x: float, reach: float) -> float:
    """Return the highest opaque row near a column: the hair, and not a raised hand."""
    strip = cutout[:, max(0, int(x - reach)) : int(x + reach) + 1, 3]
    return float(np.nonzero(strip.max(1) > 127)[0][0])


def _width_at(cutout: Pixels, x: float, top: int, bottom: int) -> float:
    """Return how wide the hair is: twice its longest unbroken reach from the middle column."""
    widest = 0
    column = int(x)
    for row in cutout[max(0, top) : bottom : 8, :, 3] > 127:
        gaps = np.nonzero(~row)[0]
        left = column - gaps[gaps < column].max(initial=-1)
        right = gaps[gaps > column].min(initial=len(row)) - column
        if row[column]:
            widest = max(widest, min(left, right))
    return 2.0 * widest


def avatar(cutout: Pixels, palette: BoxPalette, *, side: int = AVATAR, circle: bool) -> Pixels:
    """Return head and shoulders before the palette's colour.

    Args:
        cutout: RGBA master art.
        palette: of the ground.
        side: pixels.
        circle: whether the ground is a disc, transparent round it.

    """
    x, y, size = head_of(cutout)
    scale = side / size
    picture = resized(cutout, cutout.shape[1] * scale, cutout.shape[0] * scale)
    board = Board(side, side, palette.base)
    board.glow((side / 2, side * 0.42), side * 0.72, palette.tray, 0.75)
    board.place(picture, round(side / 2 - x * scale), round(side / 2 - y * scale))
    return round_cut(board.pixels()) if circle else board.pixels()


def story(cutout: Pixels, palette: BoxPalette, text: BoxText) -> Pixels:
    """Return a story (1080 x 1920): name, figure, and what it is, inside the safe area."""
    width, height = STORY
    ground, ink = ground_and_ink(palette.base, palette.deep)
    board = Board(width, height, ground)
    board.disc((width / 2, 1010), 470, palette.tray)
    figure = resized(trimmed(cutout), 900, 1010)
    floor = 1530
    board.shadow((width / 2, floor - 6), figure.shape[1], palette.deep)
    board.place(figure, (width - figure.shape[1]) // 2, floor - figure.shape[0])
    _name(board, text.name, (width / 2, STORY_TOP + 10), (920, 230), ink, align=0.5)
    words = line(DISCLOSURE, Typeface.SANS_BOLD)
    size = fit_size(words, 920, 40, 32)
    board.write(words, size, (width / 2, height - STORY_BOTTOM + 2), ink, align=0.5)
    board.write(line(WORDMARK, Typeface.DISPLAY), 60, (width / 2, height - 220), ink, align=0.5)
    return board.pixels()


def share_card(cutout: Pixels, palette: BoxPalette, text: BoxText) -> Pixels:
    """Return a card for links (1200 x 630): name and tagline beside the figure."""
    width, height = SHARE_CARD
    ground, ink = ground_and_ink(palette.base, palette.deep)
    board = Board(width, height, ground)
    board.disc((905, 322), 258, palette.tray)
    figure = resized(trimmed(cutout), 480, 545)
    floor = 596
    board.shadow((905, floor - 4), figure.shape[1], palette.deep)
    board.place(figure, 905 - figure.shape[1] // 2, floor - figure.shape[0])
    mark = line(WORDMARK, Typeface.DISPLAY)
    board.write(mark, 40, (64, 96), ink)
    low = _name(board, text.name, (64, 150), (520, 250), ink, align=0.0)
    if text.tagline:
        _tagline(board, text.tagline, (64, low + 30), ink)
    words = line(DISCLOSURE, Typeface.SANS)
    board.write(words, fit_size(words, 520, 30, 21), (64, height - 56), ink)
    return board.pixels()


def _name(
    board: Board,
    name: str,
    at: tuple[float, float],
    room: tuple[float, float],
    ink: RGB,
    *,
    align: float,
) -> float:
    """Set the name as large as it goes, broken where that makes it larger; return its foot."""

    def size_of(rows: list[Line]) -> float:
        tall = room[1] / (1 + _LEADING * 1.0 * (len(rows) - 1))
        return min(fit_size(row, room[0], tall, tall * 1.25) for row in rows)

    ways = broken_lines(capitals(name), Typeface.DISPLAY, _NAME_LINES)
    rows = max(ways, key=size_of)
    size = size_of(rows)
    pitch = size * _LEADING * 0.82
    baseline = at[1]
    for index, row in enumerate(rows):
        baseline = at[1] + rows[0].cap_height(size) + index * pitch
        board.write(row, size, (at[0], baseline), ink, align)
    return baseline


def _tagline(board: Board, words: str, at: tuple[float, float], ink: RGB) -> None:
    ways = broken_lines(words, Typeface.SANS_BOLD, 2)
    rows = max(ways, key=lambda way: min(fit_size(row, 520, 44, 32) for row in way))
    size = min(fit_size(row, 520, 44, 32) for row in rows)
    for index, row in enumerate(rows):
        board.write(row, size, (at[0], at[1] + size * (0.8 + 1.3 * index)), ink)
