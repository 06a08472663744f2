"""Pixels of a page: ground, shadows and art, composed as a libvips stream."""

from dataclasses import dataclass
from typing import Any

import pyvips

from shop.prepress.colour import RGB
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
    drawn = [(cutout.box, _drawn(cutout, target_dpi)) for cutout in raster.cutouts]
    effective = min([float(target_dpi), *(_dpi(box, art) for box, art in drawn)])
    if len(drawn) == 1 and (whole := _covering(*drawn[0], raster.box, effective)) is not None:
        return Composed(whole, round(effective, 1))
    image = paint(raster.ground, raster.box, effective)
    for box, art in drawn:
        image = _lay(image, art, box, raster.box, effective)
    return Composed(image, round(effective, 1))


def _drawn(cutout: Cutout, dpi: float) -> Any:
    return cutout.art.drawn(pixels(cutout.box.width, dpi), pixels(cutout.box.height, dpi))


def _dpi(box: Box, art: Any) -> float:
    return float(min(art.width / box.width, art.height / box.height) * MM_PER_INCH)


def _covering(box: Box, art: Any, page: Box, dpi: float) -> Any | None:
    """Return the page's part of opaque art that covers all of it: no ground needs painting."""
    if art.hasalpha():
        return None
    art, x, y = _fitted(art, box, page, dpi)
    width, height = pixels(page.width, dpi), pixels(page.height, dpi)
    if x > 0 or y > 0 or art.width + x < width or art.height + y < height:
        return None
    return art.crop(-x, -y, width, height).copy(interpretation="srgb")


def _lay(image: Any, art: Any, box: Box, page: Box, dpi: float) -> Any:
    """Lay `art` over `image` at `box`; only the part on the page is kept."""
    over, x, y = _fitted(art, box, page, dpi)
    if not over.hasalpha():
        return image.insert(over, x, y).copy(interpretation="srgb")
    return image.composite2(over, "over", x=x, y=y).extract_band(0, n=3).cast("uchar")


def _fitted(art: Any, box: Box, page: Box, dpi: float) -> tuple[Any, int, int]:
    """Return art of the size that `box` takes, and where its upper left corner lies, in pixels."""
    scale = dpi / MM_PER_INCH
    width, height = max(1, round(box.width * scale)), max(1, round(box.height * scale))
    if (art.width, art.height) != (width, height):
        factors = width / art.width, height / art.height
        if art.hasalpha():
            art = art.premultiply().resize(factors[0], vscale=factors[1]).unpremultiply()
        else:
            art = art.resize(factors[0], vscale=factors[1])
        art = art.cast("uchar")
    return art, round((box.x0 - page.x0) * scale), round((page.y1 - box.y1) * scale)


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
