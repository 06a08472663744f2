"""Pictures of a version: stored, or rendered again at the size that is needed."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from figures.generation import making
from figures.generation.backends import get_backend
from figures.generation.backends.base import Attribute
from figures.generation.studio.box import (
    BoxPalette,
    BoxText,
    box_palette_for,
    render_box_back,
)
from figures.versions.models import FigureVersion
from figures.versions.services import edition_of, look_of
from shop.vault import services as vault
from shop.vault.models import Blob


class ArtGone(Exception):
    """The version's art has been erased."""


def _read(blob: Blob | None) -> bytes:
    if blob is None:
        raise ArtGone
    try:
        return vault.read(blob)
    except vault.Shredded as error:
        raise ArtGone from error


def cutout_png(version: FigureVersion) -> bytes:
    """Return the stored master cut-out as PNG.

    Raises:
        ArtGone: erased.

    """
    return _read(version.cutout)


def box_png(version: FigureVersion) -> bytes:
    """Return the stored box front as PNG.

    Raises:
        ArtGone: erased.

    """
    return _read(version.box)


def recipe(version: FigureVersion) -> bytes:
    """Return the stored recipe.

    Raises:
        ArtGone: erased.

    """
    return _read(version.recipe)


def cutout(version: FigureVersion) -> NDArray[np.uint8]:
    """Return the stored master cut-out as RGBA (height, width, 4)."""
    return _pixels(cutout_png(version))


def box(version: FigureVersion) -> NDArray[np.uint8]:
    """Return the stored box front as RGBA (height, width, 4)."""
    return _pixels(box_png(version))


def render_cutout(version: FigureVersion, *, width: int, height: int) -> NDArray[np.uint8]:
    """Return the figure as RGBA of this size: rendered again when larger than the master art.

    A backend that cannot render again gives its master art, scaled; the effective resolution is
    then lower and print files say so.
    """
    backend = get_backend(version.figure.backend)
    if width > making.CUTOUT[0] and backend.capabilities.rerender:
        return backend.render(_read(version.recipe), width=width, height=height)
    return scaled(cutout(version), width, height)


def box_art(version: FigureVersion, *, width: int, height: int) -> NDArray[np.uint8]:
    """Return the box front as RGBA of this size, or a little larger: the card is exactly 2:3."""
    if width <= making.BOX[0]:
        return scaled(_pixels(box_png(version)), width, height)
    recipe = _read(version.recipe)
    backend = get_backend(version.figure.backend)
    unit = -(-width // 2)
    figure = render_cutout(version, width=unit * 87 // 50, height=unit * 64 // 25)
    return making.box_picture(
        backend=backend,
        recipe=recipe,
        look=look_of(version),
        edition=edition_of(version.figure),
        figure=figure,
        size=(2 * unit, 3 * unit),
    )


def box_back(version: FigureVersion, *, width: int, height: int) -> NDArray[np.uint8]:
    """Return the back of the box as RGBA of this size, with its disclosure and energy lines."""
    backend = get_backend(version.figure.backend)
    look = look_of(version)
    return render_box_back(
        BoxText(name=look.name, tagline=look.tagline),
        palette=box_palette_for(backend.outfit_colour(_read(version.recipe))),
        width=width,
        height=height,
        edition=edition_of(version.figure),
        energy=energy_line(version),
        figure=cutout(version),
    )


def box_theme(version: FigureVersion) -> BoxPalette:
    """Return the colours of the version's box, from which other products take theirs."""
    backend = get_backend(version.figure.backend)
    return box_palette_for(backend.outfit_colour(_read(version.recipe)))


def energy_line(version: FigureVersion) -> str:
    """Return the modelled electricity of making the figure, in words."""
    used = version.figure.energy_wh
    if used is None:
        return ""
    return f"Made with about {used:.1g} Wh of electricity (modelled)"


def attributes(version: FigureVersion) -> list[Attribute]:
    """Return what was read from the photo, with confidences."""
    return get_backend(version.figure.backend).attributes(_read(version.recipe))


def _pixels(png: bytes) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGBA"))


def scaled(picture: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """Return RGBA resampled to width x height."""
    if picture.shape[1] == width and picture.shape[0] == height:
        return picture
    resized = Image.fromarray(picture).resize((width, height), Image.Resampling.LANCZOS)
    return np.asarray(resized)
