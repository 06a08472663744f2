"""Reading scene files: a zip of WebP layers and a JSON index, as `tracing.pack` writes them."""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

BEND_STEP = 12
"""Pixels of the file between two samples of a bend."""

DATA = Path(__file__).parent / "data"

Bytes = NDArray[np.uint8]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class SlotLayers:
    """Where art goes, at the file's own size; arrays cover `box` (y0, y1, x0, x1).

    `quad` is the art's corners TL, TR, BR, BL as fractions of the picture (4, 2); `mask` full size;
    `shade` (what white paper looks like here) and `gloss` (light added on top) half size; `bend`
    (rows, columns, 2) how far a curled sheet departs from the quad; `behind` what holes show.
    """

    name: str
    box: Box
    quad: NDArray[np.float64]
    millimetres: tuple[float, float]
    mask: Bytes
    shade: Bytes
    gloss: Bytes
    bend: NDArray[np.float32] | None
    behind: Bytes | None


@dataclass(frozen=True)
class SceneLayers:
    """A scene file's content: `background` RGB (size, size, 3), black where opaque art goes."""

    size: int
    decal: bool
    background: Bytes
    slots: tuple[SlotLayers, ...]


@cache
def version(key: str) -> str:
    """Digest of a scene file: it changes whenever the scene is baked anew."""
    return hashlib.sha256((DATA / f"{key}.zip").read_bytes()).hexdigest()[:16]


def load(key: str) -> SceneLayers:
    """Read the scene file of this key.

    Raises:
        FileNotFoundError: if the scene was never baked.

    """
    with zipfile.ZipFile(DATA / f"{key}.zip") as archive:
        index = json.loads(archive.read("index.json"))
        slots = tuple(_slot(archive, entry) for entry in index["slots"])
        background = _image(archive, "background.webp", "RGB")
    return SceneLayers(index["size"], index["decal"], background, slots)


def _slot(archive: zipfile.ZipFile, entry: dict[str, list[float]]) -> SlotLayers:
    name = str(entry["name"])
    members = set(archive.namelist())
    bend, behind = f"{name}.bend.npy", f"{name}.behind.webp"
    y0, y1, x0, x1 = (int(v) for v in entry["box"])
    width, height = entry["millimetres"]
    return SlotLayers(
        name=name,
        box=(y0, y1, x0, x1),
        quad=np.array(entry["quad"], np.float64),
        millimetres=(width, height),
        mask=_image(archive, f"{name}.mask.webp", "L"),
        shade=_image(archive, f"{name}.shade.webp", "RGB"),
        gloss=_image(archive, f"{name}.gloss.webp", "RGB"),
        bend=(
            np.load(io.BytesIO(archive.read(bend)), allow_pickle=False).astype(np.float32)
            if bend in members
            else None
        ),
        behind=_image(archive, behind, "RGB") if behind in members else None,
    )


def _image(archive: zipfile.ZipFile, member: str, mode: str) -> Bytes:
    with Image.open(io.BytesIO(archive.read(member))) as image:
        return np.asarray(image.convert(mode))
