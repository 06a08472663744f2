"""Pictures of a version: stored, or rendered again at the size that is needed."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from figures.generation import making
from figures.generation.backends import get_backend
from figures.generation.backends.base import Attribute
from figures.generation.look import Look
from figures.generation.options import Question
from figures.generation.studio.box import (
    CARE,
    DEFAULT_DESIGN,
    BoxPalette,
    BoxText,
    palette_of,
    render_box_back,
    story_of,
)
from figures.versions.looks import look_of, reading_of
from figures.versions.models import Figure, FigureVersion
from figures.versions.services import edition_of
from shop.prepress.ean13 import in_house_number
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


def cutout(version: FigureVersion) -> NDArray[np.uint8]:
    """Return the stored master cut-out as RGBA (height, width, 4)."""
    return _pixels(cutout_png(version))


def box(version: FigureVersion) -> NDArray[np.uint8]:
    """Return the stored box front as RGBA (height, width, 4)."""
    return _pixels(box_png(version))


def render_cutout(version: FigureVersion, *, width: int, height: int) -> NDArray[np.uint8]:
    """Return the figure as RGBA of this size: rendered again when larger than the master art.

    A backend that cannot render again gives its master art where that is smaller: nothing is
    blown up, and the resolution of the print is that of the art.
    """
    backend = get_backend(version.figure.backend)
    if width > making.CUTOUT[0] and backend.capabilities.rerender:
        return backend.render(_read(version.recipe), width=width, height=height)
    master = cutout(version)
    if width > master.shape[1] and not backend.capabilities.rerender:
        return master
    return scaled(master, width, height)


def box_art(version: FigureVersion, *, width: int, height: int) -> NDArray[np.uint8]:
    """Return the box front as RGBA of this size, or a little larger: the card is exactly 2:3.

    Where the figure in it cannot be rendered again, the stored box is the largest there is.
    """
    backend = get_backend(version.figure.backend)
    if width <= making.BOX[0] or not backend.capabilities.rerender:
        stored = _pixels(box_png(version))
        return scaled(stored, min(width, stored.shape[1]), min(height, stored.shape[0]))
    recipe = _read(version.recipe)
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
    """Return the back of the box as RGBA: story, care, disclosure, energy, edition, bar code."""
    backend = get_backend(version.figure.backend)
    look = look_of(version)
    return render_box_back(
        BoxText(name=look.name, tagline=look.tagline),
        palette=palette_of(look.box_theme, backend.outfit_colour(_read(version.recipe))),
        design=look.box_design or DEFAULT_DESIGN,
        width=width,
        height=height,
        edition=edition_of(version.figure),
        story=story_of(look.name, [item.label for item in look.accessories]),
        care=CARE,
        ean=in_house_number(version.figure_id),
        energy=energy_line(version),
        figure=cutout(version),
    )


def box_theme(version: FigureVersion) -> BoxPalette:
    """Return the colours of the version's box, from which other products take theirs."""
    backend = get_backend(version.figure.backend)
    outfit = backend.outfit_colour(_read(version.recipe))
    return palette_of(look_of(version).box_theme, outfit)


def energy_line(version: FigureVersion) -> str:
    """Return the modelled electricity of making the figure, in words."""
    used = version.figure.energy_wh
    if used is None:
        return ""
    return f"Made with about {used:.1g} Wh of electricity (modelled)"


def attributes(figure: Figure) -> list[Attribute]:
    """Return what was read from the photo, with confidences; empty where that has gone."""
    try:
        return get_backend(figure.backend).attributes(_read(reading_of(figure)))
    except ArtGone:
        return []


def open_questions(figure: Figure, look: Look) -> list[Question]:
    """Return what the photo does not show well enough and a look does not answer."""
    try:
        asked = get_backend(figure.backend).questions(_read(reading_of(figure)))
    except ArtGone:
        return []
    return [question for question in asked if question.field not in look.choices]


def _pixels(png: bytes) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGBA"))


def scaled(picture: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """Return RGBA resampled to width x height."""
    if picture.shape[1] == width and picture.shape[0] == height:
        return picture
    resized = Image.fromarray(picture).resize((width, height), Image.Resampling.LANCZOS)
    return np.asarray(resized)
