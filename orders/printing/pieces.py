"""Art that only some products show: the figure in other poses, its things one by one.

Each is rendered once and kept under the figure's key like the master art, so that a second
rendering of the same page costs nothing and gives the same bytes.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from figures.generation.backends import GenerationBackend, get_backend
from figures.generation.making import labelled_png
from figures.versions import art
from figures.versions.looks import look_of, reading_of
from figures.versions.models import FigureVersion
from shop.vault import services as vault

# Enough for a sticker of a sheet at more than 300 dpi; width and height in pixels.
POSE = (696, 1024)
# For 40 mm on a card at 300 dpi and a half.
THING_HEIGHT = 700

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Piece:
    """RGBA (h, w, 4) as it is kept, the SHA-256 (hex) of its file, and words for a thing."""

    pixels: Pixels
    digest: str
    label: str = ""


def other_poses(version: FigureVersion) -> list[Piece]:
    """Return the figure in every pose but its own, in the backend's order.

    Empty where the backend cannot draw its figure anew.

    Raises:
        figures.versions.art.ArtGone: the figure was erased.

    """
    backend = get_backend(version.figure.backend)
    if not (backend.capabilities.rerender and backend.capabilities.edit):
        return []
    own, read, look = art.recipe(version), _reading(version), look_of(version)
    posed = {
        pose: backend.edit_recipe(read, replace(look, choices={**look.choices, "pose": pose}))
        for pose in backend.poses
    }
    return [
        _kept(version, "pose", pose, partial(_rendered, backend, recipe))
        for pose, recipe in posed.items()
        if recipe != own
    ]


def things(version: FigureVersion) -> list[Piece]:
    """Return the version's accessories with their labels.

    Raises:
        figures.versions.art.ArtGone: the figure was erased.

    """
    backend = get_backend(version.figure.backend)
    recipe = art.recipe(version)

    def kept(kind: str) -> Piece:
        render = partial(backend.render_accessory, recipe, kind, height=THING_HEIGHT)
        return _kept(version, "accessory", kind, render)

    return [replace(kept(item.kind), label=item.label) for item in look_of(version).accessories]


def _reading(version: FigureVersion) -> bytes:
    """Return what was read from the photo, from which every look is made."""
    reading = reading_of(version.figure)
    if reading is None:
        raise art.ArtGone
    try:
        return vault.read(reading)
    except vault.Shredded as error:
        raise art.ArtGone from error


def _rendered(backend: GenerationBackend, recipe: bytes) -> Pixels:
    return backend.render(recipe, width=POSE[0], height=POSE[1])


def _kept(version: FigureVersion, what: str, key: str, render: Callable[[], Pixels]) -> Piece:
    """Return the piece from the vault, rendered first if it is not there."""
    content_key = vault.digest(what, version.digest, key)
    try:
        blob = vault.find(subject=version.figure_id, content_key=content_key)
        if blob is None:
            backend = get_backend(version.figure.backend)
            blob = vault.put(
                subject=version.figure_id,
                data=labelled_png(render(), source_type=backend.source_type),
                data_class="art",
                name=f"{what}-{key}.png".replace("_", "-"),
                media_type="image/png",
                content_key=content_key,
            )
        # What is kept, also where another job was quicker.
        png = vault.read(blob)
    except vault.Shredded as error:
        raise art.ArtGone from error
    with Image.open(io.BytesIO(png)) as picture:
        return Piece(np.asarray(picture.convert("RGBA")), vault.digest(png))
