"""The figure as a small model to look at: binary glTF with the painted face."""

import io
from collections.abc import Callable
from dataclasses import replace

import fast_simplification
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.spatial import cKDTree

from figures.generation.studio.build import PREVIEW, Built, Detail, build_parts
from figures.generation.studio.colour import linear
from figures.generation.studio.exports.gltf import Primitive, write_glb
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.render.scene import placement_of
from figures.generation.studio.sculpt.lettering import NO_INK, Ink
from figures.generation.studio.sculpt.solid import Mesh, Part
from figures.generation.studio.space import (
    EYE_HEIGHT_MM,
    HEAD_AXIS_Z_MM,
    UNIT_MM,
    Bytes,
    Doubles,
    Floats,
    face_texture,
)

TEXTURE_PX = 1024
# Longest side of the picture of a print.
PRINT_PX = 1024
TRIANGLES = 60_000
# The head is what one looks at; the smallest parts keep a shape of their own.
HEAD_SHARE, FEWEST = 2.2, 300
# The paint ends this far in front of the head's axis, in face units, where it has faded to skin.
PAINT_FROM = 0.05
# A normal of the fine model that looks further away than this belongs to the other side.
SAME_SIDE = 0.2
METRE = 0.001
JPEG_QUALITY = 90

Triangles = NDArray[np.int64]


def avatar_glb(
    recipe: Recipe,
    *,
    label: dict[str, str],
    triangles: int = TRIANGLES,
    detail: Detail | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> bytes:
    """Return the figure as GLB: metres, y up, facing +z, standing on y = 0.

    Args:
        recipe: what to build.
        label: XMP properties by prefixed name, see `gltf.write_glb`.
        triangles: about how many the model has.
        detail: how fine it is built before it is simplified.
        progress: told ("painting" | "sculpting" | "writing", 0..1).

    """
    told = progress or (lambda stage, done: None)
    built = build_parts(recipe, detail or Detail(PREVIEW.coarseness, TEXTURE_PX), told)
    total = sum(len(part.mesh.triangles) * _share(part) for part in built.parts)
    primitives: list[Primitive] = []
    for index, part in enumerate(built.parts):
        told("writing", index / len(built.parts))
        wanted = int(triangles * len(part.mesh.triangles) * _share(part) / total)
        primitives += _primitives(built, part, max(FEWEST, wanted))
    return write_glb(primitives, label)


def _share(part: Part) -> float:
    return HEAD_SHARE if part.material.textured else 1.0


def _primitives(built: Built, part: Part, wanted: int) -> list[Primitive]:
    vertices, triangles = _simplified(part.mesh, wanted)
    nearest = cKDTree(part.mesh.vertices).query(vertices)[1]
    normals = _normals(part.mesh.normals[nearest], vertices, triangles)
    place = placement_of(part, built.head)
    millimetres = place.points(vertices)
    placed, turned = millimetres * METRE, normals @ place.turn.T
    material = part.material
    colour = linear(material.colour)
    if material.modulation > 0:
        # Strands are lighter and darker; the lightest is the base colour, the rest less of it.
        light = 1 + material.modulation * part.anchors[nearest, 2].astype(np.float64)
        colour = np.clip(colour * light.max(), 0, 1)
        tones = np.repeat((light / light.max())[:, None], 3, axis=1)
        return [
            Primitive(part.name, placed, turned, triangles, colour, material.roughness, tones=tones)
        ]
    whole = Primitive(part.name, placed, turned, triangles, colour, material.roughness)
    if material.printed and built.ink is not NO_INK:
        return _printed(whole, millimetres, built.ink)
    if not material.textured:
        return [whole]
    return _painted(whole, _face_place(vertices), built.texture)


def _simplified(mesh: Mesh, wanted: int) -> tuple[Doubles, Triangles]:
    vertices, triangles = mesh.vertices, _outward(mesh)
    if wanted < len(triangles):
        vertices, triangles = fast_simplification.simplify(vertices, triangles, target_count=wanted)
    corners = np.sort(triangles, axis=1)
    whole = (corners[:, 0] != corners[:, 1]) & (corners[:, 1] != corners[:, 2])
    return np.asarray(vertices, np.float64), np.asarray(triangles[whole], np.int64)


def _outward(mesh: Mesh) -> NDArray[np.int32]:
    """Return the triangles counter-clockwise from outside; the renderer takes either."""
    a, b, c = (mesh.vertices[mesh.triangles[:, corner]] for corner in range(3))
    agrees = (np.cross(b - a, c - a) * mesh.normals[mesh.triangles[:, 0]]).sum()
    return mesh.triangles if agrees > 0 else np.ascontiguousarray(mesh.triangles[:, ::-1])


def _normals(fine: Floats, vertices: Doubles, triangles: Triangles) -> Doubles:
    """Keep the fine model's normals where they look the simplified surface's way."""
    a, b, c = (vertices[triangles[:, corner]] for corner in range(3))
    across = np.cross(b - a, c - a)
    own = np.zeros_like(vertices)
    for corner in range(3):
        np.add.at(own, triangles[:, corner], across)
    own = _unit(own)
    agrees = (own * fine).sum(1, keepdims=True) > SAME_SIDE
    return _unit(np.where(agrees, fine.astype(np.float64), own))


def _unit(vectors: Doubles) -> Doubles:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    up = np.array([0.0, 1.0, 0.0])
    return np.where(length > 1e-9, vectors / np.maximum(length, 1e-9), up)


def _face_place(vertices: Doubles) -> Doubles:
    return (vertices - [0.0, EYE_HEIGHT_MM, HEAD_AXIS_Z_MM]) / UNIT_MM


def _painted(head: Primitive, face: Doubles, texture: Bytes) -> list[Primitive]:
    """Divide the head into the face with its texture, and plain skin."""
    window = face_texture(texture.shape[0])
    uv = window.to_pixels(face[:, :2]) / window.width
    on_paint = (face[:, 2] > PAINT_FROM) & (uv > 0).all(1) & (uv < 1).all(1)
    front = np.asarray(on_paint[head.triangles].all(1), np.bool_)
    return [
        _part_of(head, head.name, ~front),
        _textured(head, "face", front, uv, _jpeg(texture[..., :3])),
    ]


def _printed(garment: Primitive, millimetres: Doubles, ink: Ink) -> list[Primitive]:
    """Divide a garment into the part with its print, and plain cloth."""
    step = -(-max(ink.distances.shape) // PRINT_PX)
    distances = ink.distances[::step, ::step]
    left, top, texel = (float(fact) for fact in ink.facts[:3])
    height, width = distances.shape
    texel *= step
    uv = (millimetres[:, :2] - [left, top]) * [1, -1] / [texel * width, texel * height]
    inside = (uv > 0).all(1) & (uv < 1).all(1) & (garment.normals[:, 2] > 0)
    # Wherever a triangle reaches into it: beyond its rim the print's picture is plain cloth.
    front = np.asarray(inside[garment.triangles].any(1), np.bool_)
    if not front.any():
        return [garment]
    share = np.clip(0.5 - distances / texel, 0, 1)[..., None]
    colours = garment.colour + (ink.facts[3:] - garment.colour) * share
    # Powers of two, which every viewer can shrink; what is added is plain cloth.
    tall, wide = (1 << (side - 1).bit_length() for side in (height, width))
    padded = np.broadcast_to(garment.colour, (tall, wide, 3)).copy()
    padded[:height, :width] = colours
    uv *= [width / wide, height / tall]
    picture = _textured(garment, f"{garment.name} print", front, uv, _jpeg(_srgb(padded)))
    return [_part_of(garment, garment.name, ~front), picture]


def _textured(
    whole: Primitive, name: str, which: NDArray[np.bool_], uv: Doubles, jpeg: bytes
) -> Primitive:
    part = _part_of(whole, name, which)
    kept = np.unique(whole.triangles[which])
    return replace(part, colour=np.ones(3), uv=uv[kept], texture=jpeg)


def _part_of(head: Primitive, name: str, which: NDArray[np.bool_]) -> Primitive:
    kept, triangles = np.unique(head.triangles[which], return_inverse=True)
    return Primitive(
        name,
        head.vertices[kept],
        head.normals[kept],
        triangles.reshape(-1, 3),
        head.colour,
        head.roughness,
    )


def _srgb(light: Doubles) -> Bytes:
    values = np.clip(light, 0, 1)
    curve = np.where(values <= 0.0031308, 12.92 * values, 1.055 * np.power(values, 1 / 2.4) - 0.055)
    return np.asarray(np.rint(curve * 255), np.uint8)


def _jpeg(picture: Bytes) -> bytes:
    """Write sRGB as JPEG."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return buffer.getvalue()
