"""A scene compiled for a width: fixed-point inverse maps, multiply masks, finished background."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from shop.mockups.layers import BEND_STEP, Box, Bytes, SceneLayers, SlotLayers, load

Float = NDArray[np.float32]

OVERSAMPLE = 1.5
"""Art is reduced to this many times its size in the picture, then warped; less would blur it."""


@dataclass(frozen=True)
class Slot:
    """What placing art takes; arrays cover `box` (y0, y1, x0, x1), RGB uint8.

    `size` (width, height) is what art is reduced to first; `maps` OpenCV's fixed-point inverse map;
    `multiply` mask x light; `mask` coverage in three channels; `gloss` mask x highlight; `behind`
    what holes show, times the mask; `per_mm` reduced art pixels a millimetre.
    """

    name: str
    box: Box
    size: tuple[int, int]
    maps: tuple[NDArray[np.int16], NDArray[np.uint16]]
    multiply: Bytes
    mask: Bytes
    gloss: Bytes
    behind: Bytes | None
    per_mm: float
    quad: Float


@dataclass(frozen=True)
class CompiledScene:
    """A scene at one width; `background` (width, width, 3) is finished but for the art."""

    width: int
    decal: bool
    background: Bytes
    slots: tuple[Slot, ...]


@lru_cache(maxsize=24)
def compiled(key: str, width: int) -> CompiledScene:
    """Return the scene of this key at `width` pixels, shared: callers must not write to it.

    Raises:
        FileNotFoundError: if the scene was never baked.

    """
    scene = load(key)
    background = resized(scene.background, (width, width))
    slots = tuple(_compile(scene, slot, width) for slot in scene.slots)
    if not scene.decal:
        for slot in slots:
            y0, y1, x0, x1 = slot.box
            region = background[y0:y1, x0:x1]
            cv2.add(region, slot.gloss, dst=region)
    background.setflags(write=False)
    return CompiledScene(width, scene.decal, background, slots)


def resized(image: Bytes, size: tuple[int, int]) -> Bytes:
    """Return a copy of `image` at (width, height), averaged when it shrinks."""
    if (image.shape[1], image.shape[0]) == size:
        return image.copy()
    way = cv2.INTER_AREA if size[0] < image.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)


def _compile(scene: SceneLayers, slot: SlotLayers, width: int) -> Slot:
    scale = width / scene.size
    box = _scaled_box(slot.box, scale, width)
    mask = _placed(slot, slot.mask, scene.size, box, scale).astype(np.float32) / 255
    shade = _placed(slot, slot.shade, scene.size, box, scale).astype(np.float32)
    gloss = _placed(slot, slot.gloss, scene.size, box, scale).astype(np.float32)
    behind = None
    if slot.behind is not None:
        seen = _placed(slot, slot.behind, scene.size, box, scale).astype(np.float32)
        behind = _bytes(np.maximum(seen - gloss, 0) * mask[..., None])
    quad = (slot.quad * width).astype(np.float32)
    size = _reduced_size(quad)
    if scene.decal:
        size = _square_pixels(size, slot.millimetres)
    return Slot(
        name=slot.name,
        box=box,
        size=size,
        maps=_inverse_map(slot, quad, size, box, scale),
        multiply=_bytes(shade * mask[..., None]),
        mask=_bytes(np.repeat(mask[..., None] * 255, 3, 2)),
        gloss=_bytes(gloss * mask[..., None]),
        behind=behind,
        per_mm=size[1] / slot.millimetres[1],
        quad=quad,
    )


def _bytes(values: NDArray[np.floating]) -> Bytes:
    return np.asarray(np.round(np.clip(values, 0, 255)), np.uint8)


def _scaled_box(box: Box, scale: float, width: int) -> Box:
    y0, x0 = (max(0, int(np.floor(v * scale)) - 1) for v in (box[0], box[2]))
    y1, x1 = (min(width, int(np.ceil(v * scale)) + 1) for v in (box[1], box[3]))
    return y0, y1, x0, x1


def _placed(slot: SlotLayers, layer: Bytes, master: int, box: Box, scale: float) -> Bytes:
    """Resample a layer over `slot.box`, of any resolution, on the pixels of `box`."""
    y0, y1, x0, x1 = slot.box
    steps = layer.shape[1] / (x1 - x0), layer.shape[0] / (y1 - y0)
    if scale < 1 and steps[0] > scale:
        # Average down first: a mask sampled at points has steps for edges.
        size = (max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale)))
        layer = np.asarray(cv2.resize(layer, size, interpolation=cv2.INTER_AREA), np.uint8)
        steps = layer.shape[1] / (x1 - x0), layer.shape[0] / (y1 - y0)
    gain = np.array([steps[0] / scale, steps[1] / scale])
    shift = (np.array([box[2], box[0]]) + 0.5) / scale - np.array([x0, y0])
    offset = shift * np.array(steps) - 0.5
    matrix = np.array([[gain[0], 0, offset[0]], [0, gain[1], offset[1]]], np.float64)
    border = cv2.BORDER_CONSTANT if layer.ndim == 2 else cv2.BORDER_REPLICATE
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    out = cv2.warpAffine(layer, matrix, (box[3] - box[2], box[1] - box[0]), flags=flags,
                         borderMode=border)  # fmt: skip
    return np.asarray(out, np.uint8)


def _reduced_size(quad: Float) -> tuple[int, int]:
    sides = [float(np.linalg.norm(quad[(i + 1) % 4] - quad[i])) for i in range(4)]
    across, down = max(sides[0], sides[2]), max(sides[1], sides[3])
    return int(np.ceil(across * OVERSAMPLE)), int(np.ceil(down * OVERSAMPLE))


def _square_pixels(size: tuple[int, int], millimetres: tuple[float, float]) -> tuple[int, int]:
    """At least `size`, pixels as many a millimetre across as down: a cut-out keeps its shape."""
    per_mm = max(size[0] / millimetres[0], size[1] / millimetres[1])
    return round(millimetres[0] * per_mm), round(millimetres[1] * per_mm)


def art_coordinates(
    slot: SlotLayers, quad: Float, box: Box, scale: float, offset: float = 0.5
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Art coordinates u, v (0 to 1 inside) of points `offset` into each pixel of `box`."""
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    h = cv2.getPerspectiveTransform(quad, unit).astype(np.float64)
    y, x = np.mgrid[box[0] : box[1], box[2] : box[3]].astype(np.float64) + offset
    w = h[2, 0] * x + h[2, 1] * y + h[2, 2]
    u = (h[0, 0] * x + h[0, 1] * y + h[0, 2]) / w
    v = (h[1, 0] * x + h[1, 1] * y + h[1, 2]) / w
    if slot.bend is not None:
        gx = ((x / scale - slot.box[2]) / BEND_STEP).astype(np.float32)
        gy = ((y / scale - slot.box[0]) / BEND_STEP).astype(np.float32)
        more = cv2.remap(slot.bend, gx, gy, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        u, v = u + more[..., 0], v + more[..., 1]
    return u, v


def _inverse_map(
    slot: SlotLayers, quad: Float, size: tuple[int, int], box: Box, scale: float
) -> tuple[NDArray[np.int16], NDArray[np.uint16]]:
    u, v = art_coordinates(slot, quad, box, scale)
    mx = (u * size[0] - 0.5).astype(np.float32)
    my = (v * size[1] - 0.5).astype(np.float32)
    coarse, fine = cv2.convertMaps(mx, my, cv2.CV_16SC2)
    return np.asarray(coarse, np.int16), np.asarray(fine, np.uint16)
