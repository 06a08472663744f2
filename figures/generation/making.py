"""From a recipe and a look to the three pictures of a version."""

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from figures.generation.backends import GenerationBackend
from figures.generation.backends.base import Progress
from figures.generation.look import Look
from figures.generation.studio.box import (
    DEFAULT_DESIGN,
    BoxAccessory,
    BoxText,
    palette_of,
    render_box,
)
from figures.generation.studio.box.layout import front_layout
from figures.provenance import SourceType, label_png
from shop.platform import faultpoints

# Width and height in pixels. The cut-out is large enough for A4 at 250 dpi; larger prints are
# rendered again from the recipe.
CUTOUT = (2088, 3072)
BOX = (2400, 3600)
PREVIEW_HEIGHT = 900
_ACCESSORY_HEIGHT = 700


@dataclass(frozen=True, slots=True)
class Pictures:
    """PNG bytes of one version, each labelled as computer-generated; the preview is WebP."""

    cutout: bytes
    box: bytes
    preview: bytes


def make_pictures(
    *, backend: GenerationBackend, recipe: bytes, look: Look, edition: str, progress: Progress
) -> Pictures:
    """Render the cut-out, the box front and a small preview (see `Pictures`)."""
    cutout = backend.render(recipe, width=CUTOUT[0], height=CUTOUT[1], progress=progress)
    faultpoints.reached("figures.rendered")
    progress("boxing", 0.0)
    size = BOX if backend.capabilities.rerender else _full_box(cutout, len(look.accessories))
    box = box_picture(
        backend=backend, recipe=recipe, look=look, edition=edition, figure=cutout, size=size
    )
    progress("labelling", 0.0)
    return Pictures(
        cutout=labelled_png(cutout, source_type=backend.source_type),
        box=labelled_png(box, source_type=backend.source_type),
        preview=_preview(cutout),
    )


def box_picture(
    *,
    backend: GenerationBackend,
    recipe: bytes,
    look: Look,
    edition: str,
    figure: NDArray[np.uint8],
    size: tuple[int, int],
) -> NDArray[np.uint8]:
    """Return the box front as RGBA of `size` (width, height) with `figure` in it."""
    accessories = [
        BoxAccessory(
            picture=backend.render_accessory(
                recipe, item.kind, height=_ACCESSORY_HEIGHT * size[1] // BOX[1]
            ),
            label=item.label,
        )
        for item in look.accessories
    ]
    return render_box(
        figure,
        accessories,
        BoxText(name=look.name, tagline=look.tagline),
        palette=palette_of(look.box_theme, backend.outfit_colour(recipe)),
        design=look.box_design or DEFAULT_DESIGN,
        width=size[0],
        height=size[1],
        edition=edition,
    )


def _full_box(figure: NDArray[np.uint8], accessories: int) -> tuple[int, int]:
    """Return the largest box, up to `BOX`, in which the figure is not blown up."""
    rows = np.flatnonzero(figure[..., 3].any(axis=1))
    columns = np.flatnonzero(figure[..., 3].any(axis=0))
    room = front_layout(accessories).figure
    blown_up = min(
        room.width / (columns[-1] - columns[0] + 1), room.height / (rows[-1] - rows[0] + 1)
    )
    unit = int(BOX[0] / max(blown_up, 1.0)) // 2
    return 2 * unit, 3 * unit


def labelled_png(picture: NDArray[np.uint8], *, source_type: SourceType) -> bytes:
    """Return the picture as PNG whose metadata says that it is computer-generated."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG", compress_level=3)
    return label_png(buffer.getvalue(), source_type=source_type)


def _preview(cutout: NDArray[np.uint8]) -> bytes:
    picture = Image.fromarray(cutout)
    picture.thumbnail((PREVIEW_HEIGHT, PREVIEW_HEIGHT), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=86, method=2)
    return buffer.getvalue()
