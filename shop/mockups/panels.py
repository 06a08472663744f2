"""A carton's plain panels, made from its front when no art of their own is given."""

import cv2
import numpy as np

from shop.mockups.layers import Bytes

SIDE_ASPECT = 64 / 225
TOP_ASPECT = 150 / 64


def panels(front: Bytes) -> dict[str, Bytes]:
    """Front, side and top for a carton, RGB, from its front panel (RGB or RGBA).

    Side and top carry on the colours along the front's edge, without any of its picture.
    """
    flat = on_card(front)
    height, width = flat.shape[:2]
    rim = max(1, width // 60)
    skip = width // 25
    side = _stretched(flat[:, -skip - rim : -skip].mean(1, keepdims=True), SIDE_ASPECT, height)
    top = _stretched(flat[skip : skip + rim].mean(0, keepdims=True), TOP_ASPECT, 0, width)
    return {"front": flat, "side": side, "top": top}


def on_card(art: Bytes) -> Bytes:
    """RGB, with what shows through transparent parts the colour of card."""
    if art.shape[2] == 3:
        return art
    alpha = art[..., 3:].astype(np.float32) / 255
    card = np.array([236, 231, 222], np.float32)
    return np.round(art[..., :3] * alpha + card * (1 - alpha)).astype(np.uint8)


def _stretched(strip: object, aspect: float, height: int, width: int = 0) -> Bytes:
    """Smooth a one-pixel strip of colour along its length and draw it out to a panel."""
    values = np.asarray(strip, np.float32)
    width = width or max(1, round(height * aspect))
    height = height or max(1, round(width / aspect))
    sigma = max(values.shape[:2]) / 12
    smooth = cv2.GaussianBlur(values, (0, 0), sigma)
    return np.round(cv2.resize(smooth, (width, height))).astype(np.uint8)
