"""The figure as a small model to look at: binary glTF with the painted face."""

import io
from collections.abc import Callable

import fast_simplification
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.spatial import cKDTree

from figures.generation.studio.build import PREVIEW, Built, Detail, build_parts
from figures.generation.studio.colour import linear
from figures.generation.studio.exports.gltf import Primitive, write_glb
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.sculpt.solid import Part
from figures.generation.studio.space import (
    EYE_HEIGHT_MM,
    HEAD_AXIS_Z_MM,
    NECK_PIVOT,
    UNIT_MM,
    Doubles,
    Floats,
    face_texture,
)

TEXTURE_PX = 1024
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
    total = sum(len(part.triangles) * _share(part) for part in built.parts)
    primitives: list[Primitive] = []
    for index, part in enumerate(built.parts):
        told("writing", index / len(built.parts))
        wanted = int(triangles * len(part.triangles) * _share(part) / total)
        primitives += _primitives(built, part, max(FEWEST, wanted))
    return write_glb(primitives, label)


def _share(part: Part) -> float:
    return HEAD_SHARE if part.material.textured else 1.0


def _primitives(built: Built, part: Part, wanted: int) -> list[Primitive]:
    vertices, triangles = _simplified(part, wanted)
    nearest = cKDTree(part.vertices).query(vertices)[1]
    normals = _normals(part.normals[nearest], vertices, triangles)
    turn = built.head_turn if part.on_head else np.eye(3)
    placed = ((vertices - NECK_PIVOT) @ turn.T + NECK_PIVOT) * METRE
    turned = normals @ turn.T
    material = part.material
    colour = linear(material.colour)
    if not material.textured:
        tones = None
        if material.modulation > 0:
            # Strands are lighter and darker; the lightest is the base colour, the rest less of it.
            light = 1 + material.modulation * part.anchors[nearest, 2].astype(np.float64)
            colour = np.clip(colour * light.max(), 0, 1)
            tones = np.repeat((light / light.max())[:, None], 3, axis=1)
        return [
            Primitive(part.name, placed, turned, triangles, colour, material.roughness, tones=tones)
        ]
    whole = Primitive(part.name, placed, turned, triangles, colour, material.roughness)
    return _painted(whole, _face_place(vertices), built.texture)


def _simplified(part: Part, wanted: int) -> tuple[Doubles, Triangles]:
    vertices, triangles = part.vertices, part.triangles
    if wanted < len(triangles):
        vertices, triangles = fast_simplification.simplify(vertices, triangles, target_count=wanted)
    corners = np.sort(triangles, axis=1)
    whole = (corners[:, 0] != corners[:, 1]) & (corners[:, 1] != corners[:, 2])
    # The renderer's triangles run clockwise seen from outside, those of glTF the other way.
    return np.asarray(vertices, np.float64), np.asarray(triangles[whole][:, ::-1], np.int64)


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


def _painted(head: Primitive, face: Doubles, texture: Floats) -> list[Primitive]:
    """Divide the head into the face with its texture, and plain skin."""
    window = face_texture(texture.shape[0])
    uv = window.to_pixels(face[:, :2]) / window.width
    on_paint = (face[:, 2] > PAINT_FROM) & (uv > 0).all(1) & (uv < 1).all(1)
    front = np.asarray(on_paint[head.triangles].all(1), np.bool_)
    skin = _part_of(head, head.name, ~front)
    kept = np.unique(head.triangles[front])
    painted = _part_of(head, "face", front)
    return [
        skin,
        Primitive(
            painted.name,
            painted.vertices,
            painted.normals,
            painted.triangles,
            np.ones(3),
            painted.roughness,
            uv=uv[kept],
            texture=_jpeg(texture[..., :3]),
        ),
    ]


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


def _jpeg(light: Floats) -> bytes:
    """Write linear light as sRGB JPEG."""
    values = np.clip(light, 0, 1)
    curve = np.where(values <= 0.0031308, 12.92 * values, 1.055 * np.power(values, 1 / 2.4) - 0.055)
    buffer = io.BytesIO()
    picture = Image.fromarray(np.rint(curve * 255).astype(np.uint8))
    picture.save(buffer, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return buffer.getvalue()
