"""Art in, picture of the product out; and the key under which that picture may be kept."""

import hashlib
import io
from collections.abc import Mapping
from typing import Literal

import numpy as np
from PIL import Image

from shop.mockups.compiled import compiled
from shop.mockups.compose import compose
from shop.mockups.layers import Bytes, version
from shop.mockups.panels import panels
from shop.mockups.scenes import SCENES, Scene

Format = Literal["webp", "jpeg"]

ENGINE = 1
"""Raised whenever the same art on the same scene comes out differently."""

WIDTHS = (64, 2400)


def render_mockup(
    scene_key: str,
    art: Bytes | Mapping[str, Bytes],
    *,
    width: int = 1200,
    format: Format = "webp",  # noqa: A002 - Pillow's own word for it
) -> bytes:
    """Show finished art on a product.

    Args:
        scene_key: A key of `SCENES`.
        art: (height, width, 3 or 4) uint8, RGB or RGBA with straight alpha; or one for each of the
            scene's slots. A carton given a front alone gets plain panels of its colours.
        width: Pixels; the picture is square.
        format: "webp" (quality 80) or "jpeg" (quality 85).

    Returns:
        The encoded picture; equal input gives equal bytes.

    Raises:
        KeyError: for an unknown scene, or a slot left without art.
        ValueError: if the art, the width or the format cannot be used.

    """
    scene = SCENES[scene_key]
    if not WIDTHS[0] <= width <= WIDTHS[1]:
        raise ValueError(f"width must be {WIDTHS[0]} to {WIDTHS[1]} pixels, not {width}")
    picture = compose(scene, compiled(scene_key, width), _arts(scene, art))
    return encoded(picture, format)


def content_key(
    scene_key: str,
    art_digest: str,
    width: int = 1200,
    format: Format = "webp",  # noqa: A002
) -> str:
    """Name the picture that this art makes: 64 hex digits, new whenever it would differ.

    `art_digest` is the caller's hash of the art.
    """
    parts = (str(ENGINE), scene_key, version(scene_key), art_digest, str(width), format)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def encoded(picture: Bytes, format: Format) -> bytes:  # noqa: A002
    """RGB as a file; the quicker WebP method costs 2 % more bytes and a third of the time."""
    out = io.BytesIO()
    image = Image.fromarray(picture)
    if format == "webp":
        image.save(out, "WEBP", quality=80, method=2)
    elif format == "jpeg":
        image.save(out, "JPEG", quality=85, optimize=True)
    else:
        raise ValueError(f"unknown format {format!r}")
    return out.getvalue()


def _arts(scene: Scene, art: Bytes | Mapping[str, Bytes]) -> dict[str, Bytes]:
    if isinstance(art, Mapping):
        arts = dict(art)
    elif len(scene.slots) > 1:
        arts = panels(_checked(art))
    else:
        arts = {scene.slots[0]: art}
    return {name: _checked(arts[name]) for name in scene.slots}


def _checked(art: Bytes) -> Bytes:
    if art.dtype != np.uint8 or art.ndim != 3 or art.shape[2] not in (3, 4):
        raise ValueError(f"art must be (height, width, 3 or 4) uint8, not {art.shape} {art.dtype}")
    if min(art.shape[:2]) < 2:
        raise ValueError("art must be at least 2 x 2 pixels")
    return art
