"""Placing art on a compiled scene: reduce by area, warp, multiply, add; inside its region only."""

from collections.abc import Mapping

import cv2
import numpy as np

from shop.mockups.compiled import CompiledScene, Slot
from shop.mockups.layers import Bytes
from shop.mockups.scenes import Scene
from shop.mockups.stickers import contained, premultiplied, sticker, trimmed

SHADOW = 0.42
"""How dark a sticker's contact shadow is at most."""

SHADOW_MM = 0.55


def compose(scene: Scene, compiled: CompiledScene, arts: Mapping[str, Bytes]) -> Bytes:
    """Return the finished RGB picture (width, width, 3); one art a slot, RGB or RGBA uint8."""
    canvas = compiled.background.copy()
    for slot in compiled.slots:
        art = arts[slot.name]
        if compiled.decal:
            _stick(canvas, slot, _as_sticker(scene, slot, art))
        elif art.shape[2] == 4 and int(art[..., 3].min()) < 255:
            _place_with_holes(canvas, slot, reduced(scene, slot, premultiplied(art)))
        else:
            _place(canvas, slot, reduced(scene, slot, art[..., :3]))
    return canvas


def reduced(scene: Scene, slot: Slot, art: Bytes) -> Bytes:
    """Art fitted to the slot's shape and reduced to about its size in the picture."""
    if scene.fit == "contain":
        return contained(art, slot.size, 0)
    if slot.name in ("art", "front"):
        art = covering(art, scene.aspect)
    shrinks = art.shape[1] > slot.size[0] and art.shape[0] > slot.size[1]
    way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(art, slot.size, interpolation=way), np.uint8)


def covering(art: Bytes, aspect: float) -> Bytes:
    """Return the middle of `art` that has this width / height; 1 % off is left alone."""
    height, width = art.shape[:2]
    if abs(width / height / aspect - 1) < 0.01:
        return np.ascontiguousarray(art)
    w, h = min(width, round(height * aspect)), min(height, round(width / aspect))
    x, y = (width - w) // 2, (height - h) // 2
    return np.ascontiguousarray(art[y : y + h, x : x + w])


def _as_sticker(scene: Scene, slot: Slot, art: Bytes) -> Bytes:
    if art.shape[2] == 3:
        opaque = np.full(art.shape[:2], 255, np.uint8)
        art = np.dstack([art, opaque])
    if scene.border_mm > 0:
        return sticker(art, slot.size, slot.per_mm, scene.border_mm)
    return contained(premultiplied(trimmed(art)), slot.size, 0)


def _region(canvas: Bytes, slot: Slot) -> Bytes:
    y0, y1, x0, x1 = slot.box
    return canvas[y0:y1, x0:x1]


def warped(slot: Slot, art: Bytes, border: int) -> Bytes:
    """Reduced art as it lies in the picture, over the slot's box."""
    out = cv2.remap(art, slot.maps[0], slot.maps[1], cv2.INTER_LINEAR, borderMode=border)
    return np.asarray(out, np.uint8)


def _place(canvas: Bytes, slot: Slot, art: Bytes) -> None:
    region = _region(canvas, slot)
    lit = warped(slot, art, cv2.BORDER_REPLICATE)
    cv2.multiply(lit, slot.multiply, dst=lit, scale=1 / 255)
    cv2.add(region, lit, dst=region)


def _place_with_holes(canvas: Bytes, slot: Slot, art: Bytes) -> None:
    """Like `_place` for premultiplied RGBA; through holes one sees what lies behind."""
    region = _region(canvas, slot)
    pixels = warped(slot, art, cv2.BORDER_REPLICATE)
    lit = cv2.multiply(pixels[..., :3], slot.multiply, scale=1 / 255)
    behind = slot.multiply if slot.behind is None else slot.behind
    holes = cv2.merge([cv2.bitwise_not(pixels[..., 3])] * 3)
    cv2.add(region, lit, dst=region)
    cv2.add(region, cv2.multiply(behind, holes, scale=1 / 255), dst=region)


def _stick(canvas: Bytes, slot: Slot, art: Bytes) -> None:
    """Put premultiplied RGBA on the surface, with its contact shadow and its own gloss."""
    region = _region(canvas, slot)
    pixels = warped(slot, art, cv2.BORDER_CONSTANT)
    alpha = cv2.multiply(cv2.merge([pixels[..., 3]] * 3), slot.mask, scale=1 / 255)
    lit = cv2.multiply(pixels[..., :3], slot.multiply, scale=1 / 255)
    gloss = cv2.multiply(alpha, slot.gloss, scale=1 / 255)
    around = cv2.multiply(region, _shadow(slot, np.asarray(alpha[..., 0], np.uint8)), scale=1 / 255)
    around = cv2.multiply(around, cv2.bitwise_not(alpha), scale=1 / 255)
    cv2.add(around, cv2.add(lit, gloss), dst=region)


def _shadow(slot: Slot, alpha: Bytes) -> Bytes:
    """Return what the surface keeps of its light beside the sticker, three channels."""
    step = SHADOW_MM * slot.per_mm
    move = np.array([[1, 0, 0.6 * step], [0, 1, step]], np.float64)
    soft = cv2.GaussianBlur(alpha, (0, 0), max(0.6, step))
    soft = cv2.warpAffine(soft, move, (alpha.shape[1], alpha.shape[0]))
    kept = cv2.bitwise_not(cv2.convertScaleAbs(soft, alpha=SHADOW))
    return np.asarray(cv2.merge([kept] * 3), np.uint8)
