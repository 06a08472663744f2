"""Ears and lost hair beside a face whose landmarks are those of the mean face."""

import numpy as np
import pytest

from figures.generation.studio.analysis.beside_face import Beside, look_beside
from figures.generation.studio.analysis.clarity import read_clarity
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.analysis.skin import Skin
from figures.generation.studio.layout import mean_face
from figures.generation.studio.space import PHOTO, Floats, Mask

SKIN, CLOTH = np.array([180.0, 140.0, 145.0]), np.array([40.0, 128.0, 128.0])
X, Y = np.meshgrid(PHOTO.columns(), PHOTO.rows())
NOBODY = np.zeros(X.shape, bool)
HALF_WIDTH = float(np.ptp(mean_face()[[234, 454], 0]) / 2)


def frame(picture: int = 128) -> Frame:
    points = mean_face()
    units = points[:, :2]
    grey = np.full((*X.shape, 3), picture, np.uint8)
    everywhere = np.ones(X.shape, bool)
    return Frame(
        points, grey, everywhere, ~everywhere, PHOTO.to_pixels(units), units, 1.0, 0.0, 200, 0, 0, 0
    )


def beside(person: Mask, lab: Floats) -> Beside:
    return Beside(frame(), lab, 1.0, person, SKIN, 1.0)


def coloured(where: Mask, colour: np.ndarray, around: float = 128.0) -> Floats:
    return np.where(where[..., None], colour, [around, 128.0, 128.0]).astype(np.float32)


def strip(near: float, far: float, top: float, bottom: float, sign: int = 0) -> Mask:
    """Part of the picture beside the head, in half widths, on one side or both."""
    away = np.abs(X) if sign == 0 else X * sign
    within = (away > near * HALF_WIDTH) & (away < far * HALF_WIDTH)
    return np.asarray(within & (top > Y) & (bottom < Y))


EAR = strip(0.9, 1.15, 0.0, -0.4)


def test_ears_are_seen_unless_hair_hangs_over_one() -> None:
    seen = beside(EAR, coloured(EAR, SKIN))
    assert seen.ears(NOBODY)
    assert not seen.ears(strip(0.9, 1.3, 0.2, -1.0, sign=1))
    assert not beside(EAR, coloured(EAR, CLOTH)).ears(NOBODY)
    assert not beside(NOBODY, coloured(EAR, SKIN)).ears(NOBODY)


def test_what_is_neither_skin_nor_hair_is_unexplained() -> None:
    lock = strip(1.1, 1.5, -0.2, -0.7, sign=-1)
    area = 0.4 * HALF_WIDTH * 0.5
    dark = beside(lock, coloured(lock, CLOTH))
    assert dark.unexplained(NOBODY) == pytest.approx(area, rel=0.03)
    assert dark.unexplained(lock) == 0
    assert beside(lock, coloured(lock, SKIN)).unexplained(NOBODY) == 0
    assert beside(NOBODY, coloured(lock, CLOTH)).unexplained(NOBODY) == 0


def test_a_bright_background_is_back_light() -> None:
    person = np.abs(X) < 1
    bright, plain = (
        beside(person, coloured(person, SKIN, around)) for around in (SKIN[0] + 71, SKIN[0] + 69)
    )
    assert (bright.backlit, plain.backlit) == (True, False)
    assert not beside(np.ones_like(person), coloured(person, SKIN, 255)).backlit


def test_what_is_seen_is_the_photo_as_it_was_read() -> None:
    skin = Skin(SKIN, (200, 160, 140), 4, 0.9, 1.0, 0.7, 1.0)
    photo = frame()
    lab = photo.lab()
    seen = look_beside(photo, lab, NOBODY, skin, read_clarity(photo))
    assert seen.frame is photo
    assert seen.lab is lab
    assert (seen.lighting, seen.skin is SKIN) == (0.7, True)
