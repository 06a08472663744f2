"""Pixels of a page: ground, shadows and art, composed as a libvips stream."""

from dataclasses import dataclass
from typing import Any

import pyvips

from shop.prepress.art import Pixels
from shop.prepress.colour import RGB
from shop.prepress.errors import PrepressError
from shop.prepress.geometry import MM_PER_INCH, Box
from shop.prepress.layout import Cutout, Ground, Raster
from shop.prepress.specs import pixels

SHADOW_DARKNESS = 0.38
SHADOW_FLATNESS = 0.17


@dataclass(frozen=True)
class Composed:
    """A flattened sRGB vips image, and the resolution its art really has."""

    image: Any
    effective_dpi: float


def compose(raster: Raster, target_dpi: float) -> Composed:
    """Draw a raster at `target_dpi`, or lower if its art has fewer pixels than that.

    Art is never blown up to look like more: the picture gets the art's own resolution, so the
    resolution read from the PDF is the true one.
    """
    drawn = [(cutout, _render(cutout, target_dpi)) for cutout in raster.cutouts]
    reached = [_dpi(cutout.box, art) for cutout, art in drawn]
    effective = min([float(target_dpi), *reached])
    image = paint(raster.ground, raster.box, effective)
    for cutout, art in drawn:
        image = _lay(image, art, cutout.box, raster.box, effective)
    return Composed(image, round(effective, 1))


def _render(cutout: Cutout, dpi: float) -> Pixels:
    art = cutout.art.render(pixels(cutout.box.width, dpi), pixels(cutout.box.height, dpi))
    if art.ndim != 3 or art.shape[2] != 4:
        raise PrepressError("A renderer must return RGBA.")
    return art


def _dpi(box: Box, art: Pixels) -> float:
    height, width = art.shape[:2]
    return float(min(width / box.width, height / box.height) * MM_PER_INCH)


def _lay(image: Any, art: Pixels, box: Box, page: Box, dpi: float) -> Any:
    """Lay `art` over `image` at `box`; only the part on the page is kept."""
    scale = dpi / MM_PER_INCH
    width, height = max(1, round(box.width * scale)), max(1, round(box.height * scale))
    over = pyvips.Image.new_from_memory(
        art.data if art.flags.c_contiguous else art.tobytes(),
        art.shape[1],
        art.shape[0],
        4,
        "uchar",
    ).copy(interpretation="srgb")
    if (over.width, over.height) != (width, height):
        over = over.premultiply().resize(width / over.width, vscale=height / over.height)
        over = over.unpremultiply().cast("uchar")
    x, y = round((box.x0 - page.x0) * scale), round((page.y1 - box.y1) * scale)
    if _is_opaque(art):
        # Nothing shows through: the same pixels for a tenth of the work.
        return image.insert(over.extract_band(0, n=3), x, y).copy(interpretation="srgb")
    return image.composite2(over, "over", x=x, y=y).extract_band(0, n=3).cast("uchar")


def _is_opaque(art: Pixels) -> bool:
    return bool(art[..., 3].min() == 255)


def paint(ground: Ground, box: Box, dpi: float) -> Any:
    """Return the ground as a vips image of `box` at `dpi`, computed as it is read."""
    scale = dpi / MM_PER_INCH
    width, height = pixels(box.width, dpi), pixels(box.height, dpi)
    flat = (pyvips.Image.black(width, height, bands=3) + list(ground.colour)).cast("uchar")
    image = flat.copy(interpretation="srgb")
    if not (ground.disc_colour or ground.ray_colour or ground.shadows):
        return image
    index = pyvips.Image.xyz(width, height)
    x = (index[0] + 0.5) * (1 / scale)
    y = (index[1] + 0.5) * (-1 / scale) + box.height
    dx, dy = x - ground.disc_centre[0], y - ground.disc_centre[1]
    radius = (dx * dx + dy * dy) ** 0.5
    if ground.ray_colour and ground.ray_count:
        # libvips counts angles in degrees. An edge is about r * sin(n * angle) / n away.
        wave = (dy.math2(dx, "atan2") * ground.ray_count).math("sin")
        image = _mix(image, ground.ray_colour, _cover(wave * radius * (scale / ground.ray_count)))
    if ground.disc_colour:
        inside = (radius * -1 + ground.disc_radius) * scale
        image = _mix(image, ground.disc_colour, _cover(inside))
    for centre_x, centre_y, half_width in ground.shadows:
        u = (x - centre_x) * (1 / half_width)
        v = (y - centre_y) * (1 / (half_width * SHADOW_FLATNESS))
        fade = ((u * u + v * v) * -1.6).exp() * SHADOW_DARKNESS
        image = _mix(image, (20, 12, 24), fade)
    return image


def _cover(distance: Any) -> Any:
    """Return 0..1: how much of a pixel lies inside an edge `distance` pixels away."""
    return (distance + 0.5).clamp()


def _mix(image: Any, colour: RGB, amount: Any) -> Any:
    """Return `image` moved towards `colour` by `amount` (0..1 per pixel)."""
    return (image + (image * -1 + list(colour)) * amount + 0.5).cast("uchar")
