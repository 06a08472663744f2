"""Writes binary glTF 2.0 (GLB): primitives of one material each, with a label.

Khronos, "glTF 2.0 Specification" (ISO/IEC 12113); colours are linear, lengths metres, y is up.
"""

import json
import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from figures.generation.studio.space import Doubles, Floats

GENERATOR = "Shelfie studio"
XMP = "KHR_xmp_json_ld"

_FLOAT, _USHORT, _UINT, _UBYTE = 5126, 5123, 5125, 5121
_VERTICES, _INDICES = 34962, 34963
_MAGIC, _JSON, _BIN = 0x46546C67, 0x4E4F534A, 0x004E4942
_CLAMP, _LINEAR, _TRILINEAR = 33071, 9729, 9987


@dataclass(frozen=True)
class Primitive:
    """Triangles of one material.

    Attributes:
        name: of its node, mesh and material.
        vertices: (n, 3) metres.
        normals: (n, 3) unit vectors.
        triangles: (m, 3) vertex indices, counter-clockwise from outside.
        colour: (3,) linear base colour.
        roughness: 0 mirror to 1 chalk.
        tones: (n, 3) linear 0..1, multiplied with the base colour; None for none.
        uv: (n, 2) texture coordinates, origin at the top left; with `texture`.
        texture: JPEG bytes of the base colour, sRGB.

    """

    name: str
    vertices: Doubles
    normals: Doubles
    triangles: NDArray[np.int64]
    colour: Doubles
    roughness: float
    tones: Doubles | None = None
    uv: Doubles | None = None
    texture: bytes | None = None


@dataclass
class _Document:
    tree: dict[str, Any]
    binary: bytearray = field(default_factory=bytearray)

    def add(self, table: str, item: dict[str, Any]) -> int:
        rows: list[dict[str, Any]] = self.tree.setdefault(table, [])
        rows.append(item)
        return len(rows) - 1

    def view(self, data: bytes, target: int | None = None) -> int:
        """Append bytes, aligned to four as the format asks."""
        self.binary.extend(b"\0" * (-len(self.binary) % 4))
        item: dict[str, Any] = {
            "buffer": 0,
            "byteOffset": len(self.binary),
            "byteLength": len(data),
        }
        self.binary.extend(data)
        return self.add("bufferViews", item | ({"target": target} if target else {}))

    def accessor(self, values: NDArray[Any], kind: str, component: int, **more: Any) -> int:
        target = _INDICES if kind == "SCALAR" else _VERTICES
        item = {
            "bufferView": self.view(np.ascontiguousarray(values).tobytes(), target),
            "componentType": component,
            "count": len(values),
            "type": kind,
        }
        return self.add("accessors", item | more)


def write_glb(primitives: list[Primitive], label: dict[str, str]) -> bytes:
    """Return the GLB.

    Args:
        primitives: at least one.
        label: XMP properties by their prefixed name, of the prefixes `dc` and `Iptc4xmpExt`; they
            are written as plain extras and as an XMP packet (KHR_xmp_json_ld), both of the asset.

    """
    document = _Document(_head(label))
    nodes = [_node(document, primitive) for primitive in primitives]
    document.add("scenes", {"name": "figure", "nodes": nodes})
    binary = bytes(document.binary) + b"\0" * (-len(document.binary) % 4)
    document.tree["buffers"] = [{"byteLength": len(binary)}]
    text = json.dumps(document.tree, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 4)
    body = struct.pack("<II", len(text), _JSON) + text
    body += struct.pack("<II", len(binary), _BIN) + binary
    return struct.pack("<III", _MAGIC, 2, 12 + len(body)) + body


def _head(label: dict[str, str]) -> dict[str, Any]:
    context = {
        "dc": "http://purl.org/dc/elements/1.1/",
        "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    }
    packet: dict[str, Any] = {"@context": context, "@id": ""}
    for name, words in label.items():
        packet[name] = _words(words) if name == "dc:description" else words
    extras = {name.partition(":")[2]: words for name, words in label.items()}
    return {
        "asset": {
            "version": "2.0",
            "generator": GENERATOR,
            "extras": extras,
            "extensions": {XMP: {"packet": 0}},
        },
        "extensionsUsed": [XMP],
        "extensions": {XMP: {"packets": [packet]}},
        "scene": 0,
    }


def _words(text: str) -> dict[str, Any]:
    return {"@type": "rdf:Alt", "rdf:_1": {"@language": "x-default", "@value": text}}


def _node(document: _Document, primitive: Primitive) -> int:
    mesh = {
        "name": primitive.name,
        "primitives": [
            {
                "attributes": _attributes(document, primitive),
                "indices": _indices(document, primitive),
                "material": _material(document, primitive),
            }
        ],
    }
    return document.add("nodes", {"name": primitive.name, "mesh": document.add("meshes", mesh)})


def _attributes(document: _Document, primitive: Primitive) -> dict[str, int]:
    places = primitive.vertices.astype(np.float32)
    attributes = {
        "POSITION": document.accessor(
            places,
            "VEC3",
            _FLOAT,
            min=[float(value) for value in places.min(0)],
            max=[float(value) for value in places.max(0)],
        ),
        "NORMAL": document.accessor(primitive.normals.astype(np.float32), "VEC3", _FLOAT),
    }
    if primitive.uv is not None:
        attributes["TEXCOORD_0"] = document.accessor(_float(primitive.uv), "VEC2", _FLOAT)
    if primitive.tones is not None:
        # Four bytes a vertex, the last for alignment: alpha.
        tones = np.full((len(places), 4), 255, np.uint8)
        tones[:, :3] = np.rint(np.clip(primitive.tones, 0, 1) * 255)
        attributes["COLOR_0"] = document.accessor(tones, "VEC4", _UBYTE, normalized=True)
    return attributes


def _float(values: Doubles) -> Floats:
    return np.asarray(values, np.float32)


def _indices(document: _Document, primitive: Primitive) -> int:
    # 65535 restarts a strip and may not be an index.
    short = len(primitive.vertices) < np.iinfo(np.uint16).max
    flat = primitive.triangles.reshape(-1).astype(np.uint16 if short else np.uint32)
    return document.accessor(flat, "SCALAR", _USHORT if short else _UINT)


def _material(document: _Document, primitive: Primitive) -> int:
    surface: dict[str, Any] = {
        "baseColorFactor": [*(round(float(value), 6) for value in primitive.colour), 1.0],
        "metallicFactor": 0.0,
        "roughnessFactor": round(primitive.roughness, 4),
    }
    if primitive.texture is not None:
        surface["baseColorTexture"] = {"index": _texture(document, primitive.texture)}
    item = {"name": primitive.name, "pbrMetallicRoughness": surface}
    return document.add("materials", item)


def _texture(document: _Document, jpeg: bytes) -> int:
    image = {"bufferView": document.view(jpeg), "mimeType": "image/jpeg"}
    sampler = {"magFilter": _LINEAR, "minFilter": _TRILINEAR, "wrapS": _CLAMP, "wrapT": _CLAMP}
    return document.add(
        "textures",
        {"source": document.add("images", image), "sampler": document.add("samplers", sampler)},
    )
