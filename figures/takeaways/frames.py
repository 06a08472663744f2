"""A turntable's frames as one picture to show a frame of, and as one that moves."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

# 24 frames in rows of six; decoded they take 32 MB in a browser.
COLUMNS = 6
FRAME_MS = 110
_SPRITE_QUALITY, _ANIMATION_QUALITY = 80, 74


def sprite_webp(frames: NDArray[np.uint8]) -> bytes:
    """Return the frames (n, height, width, 4) in rows of COLUMNS as one WebP."""
    count, height, width = frames.shape[:3]
    rows = -(-count // COLUMNS)
    sheet = np.zeros((rows * height, COLUMNS * width, 4), np.uint8)
    for index, frame in enumerate(frames):
        top, left = index // COLUMNS * height, index % COLUMNS * width
        sheet[top : top + height, left : left + width] = frame
    return _saved(Image.fromarray(sheet), quality=_SPRITE_QUALITY, method=2)


def animated_webp(frames: NDArray[np.uint8]) -> bytes:
    """Return the frames as a WebP that turns for ever."""
    first, *rest = (Image.fromarray(frame) for frame in frames)
    return _saved(
        first, save_all=True, append_images=rest, duration=FRAME_MS, loop=0,
        quality=_ANIMATION_QUALITY, method=2,
    )  # fmt: skip


def _saved(picture: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", **options)
    return buffer.getvalue()
