"""Write a baked set to one scene file: a zip of WebP layers with a JSON index."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from shop.mockups.layers import BEND_STEP
from shop.mockups.tracing.arrays import Float, Table
from shop.mockups.tracing.bake import Baked
from shop.mockups.tracing.rays import SHEET, curl
from shop.mockups.tracing.tables import Slot, Solid, Stage

MARGIN = 4


def webp(image: Float, *, quality: int = 90, lossless: bool = False) -> bytes:
    """Encode display values 0 to 1, one or three channels, as WebP."""
    data = np.round(np.clip(image, 0, 1) * 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(data).save(out, "WEBP", quality=quality, method=6, lossless=lossless)
    return out.getvalue()


def corners(stage: Stage, slot: Slot) -> list[tuple[float, float]]:
    """Where the art's corners land, as fractions of the picture: TL, TR, BR, BL."""
    solid = stage.solids[slot.solid]
    return [stage.camera.project(solid.world(on_surface(solid, c))) for c in slot.corners]


def on_surface(solid: Solid, point: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return a point of a solid's face; on a curled sheet, lifted to its top."""
    if solid.kind != SHEET:
        return point
    row = np.array(solid.row([solid.material, *solid.faces.values()]))
    return point[0], point[1], sheet_height(row, point[0], point[1])


def sheet_height(row: Table, x: float, y: float) -> float:
    """Local height of a curled sheet's upper side."""
    return float(curl(row, x, y) + 2 * row[19] - row[15])


def bend(
    stage: Stage, slot: Slot, box: tuple[int, int, int, int], size: int
) -> NDArray[np.float16]:
    """How far a curled sheet's art coordinates depart from those of its flat quad.

    Every `BEND_STEP` pixels from the top left of `box` (y0, y1, x0, x1); (rows, columns, 2).
    """
    solid = stage.solids[slot.solid]
    row = np.array(solid.row([solid.material, *solid.faces.values()]))
    cam = stage.camera.row()
    flat = cv2.getPerspectiveTransform(
        np.array(corners(stage, slot), np.float32) * size,
        np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32),
    )
    ys = np.arange(box[0], box[1] + BEND_STEP, BEND_STEP, dtype=np.float64)
    xs = np.arange(box[2], box[3] + BEND_STEP, BEND_STEP, dtype=np.float64)
    gx, gy = np.meshgrid(xs, ys)
    sx = (2 * gx / size - 1) * cam[12] + cam[13]
    sy = (1 - 2 * gy / size) * cam[12] + cam[14]
    ray = cam[3:6] + sx[..., None] * cam[6:9] + sy[..., None] * cam[9:12]
    o = (cam[0:3] - np.asarray(solid.centre)) @ solid.axes.T
    d = ray @ solid.axes.T
    height = np.vectorize(lambda x, y: sheet_height(row, x, y))
    z = np.zeros_like(gx)
    for _ in range(25):
        t = (z - o[2]) / d[..., 2]
        x, y = o[0] + t * d[..., 0], o[1] + t * d[..., 1]
        z = 0.5 * z + 0.5 * height(np.clip(x, -1.1 * row[13], 1.1 * row[13]), y)
    true = np.stack([0.5 + 0.5 * x / row[13], 0.5 - 0.5 * y / row[14]], -1)
    plane = cv2.perspectiveTransform(np.stack([gx, gy], -1).reshape(1, -1, 2), flat)
    out: NDArray[np.float16] = (true - plane.reshape(true.shape)).astype(np.float16)
    return out


def spread(layer: Float, cover: Float) -> Float:
    """Make a coverage-weighted layer plain, its values carried on beyond its edge.

    Half size, and smooth over the edge, so that lossy coding has nothing sharp to ring on.
    """
    half = (layer.shape[1] // 2, layer.shape[0] // 2)
    small = np.asarray(cv2.resize(layer, half, interpolation=cv2.INTER_AREA), np.float32)
    part = np.asarray(cv2.resize(cover, half, interpolation=cv2.INTER_AREA), np.float32)
    out = small / np.maximum(part, 1e-3)[..., None]
    known = (part > 0.95).astype(np.float32)
    filled = out * known[..., None]
    for sigma in (1.0, 3.0, 9.0, 27.0, 81.0):
        weight = cv2.GaussianBlur(known, (0, 0), sigma)
        guess = cv2.GaussianBlur(out * known[..., None], (0, 0), sigma)
        fresh = (np.any(filled != 0, -1) == 0) & (weight > 1e-3)
        filled[fresh] = (guess / np.maximum(weight, 1e-6)[..., None])[fresh]
    return np.asarray(filled, np.float32)


def region(cover: Float) -> tuple[int, int, int, int]:
    """Even bounds (y0, y1, x0, x1) of what a slot covers, with a margin."""
    rows, columns = np.nonzero(cover.max(1))[0], np.nonzero(cover.max(0))[0]
    y0, y1 = max(0, rows[0] - MARGIN), min(cover.shape[0], rows[-1] + 1 + MARGIN)
    x0, x1 = max(0, columns[0] - MARGIN), min(cover.shape[1], columns[-1] + 1 + MARGIN)
    return int(y0) // 2 * 2, int(y1 + 1) // 2 * 2, int(x0) // 2 * 2, int(x1 + 1) // 2 * 2


def write(path: Path, stage: Stage, baked: Baked) -> None:
    """Store the scene file; equal input gives equal bytes."""
    size = baked.picture.shape[0]
    parts: dict[str, bytes] = {"background.webp": webp(baked.picture, quality=91)}
    index: dict[str, Any] = {"size": size, "decal": stage.decal, "slots": []}
    for slot, layer in zip(stage.slots, baked.layers, strict=True):
        box = region(layer[..., 0])
        crop = np.ascontiguousarray(layer[box[0] : box[1], box[2] : box[3]])
        cover = np.ascontiguousarray(crop[..., 0])
        name = slot.name
        parts[f"{name}.mask.webp"] = webp(cover, lossless=True)
        parts[f"{name}.shade.webp"] = webp(spread(crop[..., 1:4], cover), quality=94)
        parts[f"{name}.gloss.webp"] = webp(spread(crop[..., 4:7], cover), quality=92)
        if baked.behind is not None:
            parts[f"{name}.behind.webp"] = webp(baked.behind[box[0] : box[1], box[2] : box[3]])
        solid = stage.solids[slot.solid]
        if solid.kind == SHEET:
            buffer = io.BytesIO()
            np.save(buffer, bend(stage, slot, box, size))
            parts[f"{name}.bend.npy"] = buffer.getvalue()
        width, height = (
            float(np.linalg.norm(np.subtract(slot.corners[1], slot.corners[i]))) for i in (0, 2)
        )
        index["slots"].append({
            "name": name, "box": box, "quad": corners(stage, slot),
            "millimetres": [round(1000 * width, 2), round(1000 * height, 2)],
        })  # fmt: skip
    parts["index.json"] = json.dumps(index, sort_keys=True).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in parts.items():
            archive.writestr(zipfile.ZipInfo(member, (2000, 1, 1, 0, 0, 0)), data)
