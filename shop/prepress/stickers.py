"""Stickers: art with a white border and a cut line around it."""

from collections.abc import Callable, Sequence
from functools import cache

from shop.prepress.art import Art
from shop.prepress.contour import CutContour, cut_contour, underbase
from shop.prepress.errors import PrepressError
from shop.prepress.geometry import POINTS_PER_MM, Box, Outline
from shop.prepress.layout import (
    Cutout,
    Ground,
    Item,
    PageLayout,
    Raster,
    SpotFill,
    SpotStroke,
    Text,
)
from shop.prepress.palette import INK, WHITE
from shop.prepress.specs import PrintSpec
from shop.prepress.typeset import CAP_HEIGHT, Fonts, checked, fitted_size

Cutter = Callable[[Art, float, float, float], tuple[Box, CutContour]]


def die_cut_sticker(art: Art, spec: PrintSpec) -> PageLayout:
    """Lay out one sticker as large as the page allows, cut to its shape."""
    return PageLayout(spec, tuple(_sticker(art, spec, spec.trim, fitted_contour)))


def clear_sticker(art: Art, spec: PrintSpec) -> PageLayout:
    """Lay out a sticker for clear film: white ink under the art, the film's border stays clear."""
    raster, cut = _sticker(art, spec, spec.trim, fitted_contour)
    alpha = art.silhouette
    box = raster.box
    areas = underbase(alpha, mm_per_px=box.width / alpha.shape[1], choke_mm=spec.choke_mm)
    white = tuple(
        SpotFill(
            outline.moved(box.x0, box.y0),
            spec.spots.white,
            tuple(hole.moved(box.x0, box.y0) for hole in holes),
        )
        for outline, holes in areas
    )
    # White comes last and overprints: painted first, the art would knock it out of its plate.
    return PageLayout(spec, (raster, *white, cut))


def kiss_cut_sheet(arts: Sequence[Art], spec: PrintSpec, *, name: str, fonts: Fonts) -> PageLayout:
    """Lay out a sheet: one sticker in each of the spec's cells, the arts taken in turn.

    Stickers are kiss-cut; the sheet's own edge is the through cut.
    """
    if not arts:
        raise PrepressError("A sticker sheet needs art.")
    items: list[Item] = []
    lines: list[Item] = []
    cut = cache(fitted_contour)  # cells of one size share a contour; nothing outlives the page
    for number, (x, y, width, height) in enumerate(spec.cells_mm):
        raster, line = _sticker(arts[number % len(arts)], spec, Box.sized(width, height, x, y), cut)
        items.append(raster)
        lines.append(line)
    top = max(y + height for _, y, _, height in spec.cells_mm)
    items.append(_heading(spec, name, fonts, top))
    edge = Outline.rectangle(spec.trim, spec.corner_mm)
    return PageLayout(spec, (*items, *lines, SpotStroke(edge, spec.spots.perf)))


def _heading(spec: PrintSpec, name: str, fonts: Fonts, above: float) -> Text:
    room = spec.trim.height - above
    words = checked(name.upper(), fonts.display)
    size = fitted_size(
        words, fonts.display, room * 0.42 / CAP_HEIGHT * POINTS_PER_MM, spec.safe.width * 0.8
    )
    y = above + (room - size * CAP_HEIGHT / POINTS_PER_MM) / 2
    return Text(words, spec.trim.centre[0], y, size, fonts.display, INK, "middle")


def _sticker(art: Art, spec: PrintSpec, cell: Box, cut: Cutter) -> tuple[Raster, SpotStroke]:
    """Return the picture and the cut line of a sticker that fits `cell`, border included."""
    box, contour = cut(art, cell.width, cell.height, spec.offset_mm)
    around = contour.outline.bounds()
    dx, dy = cell.centre[0] - around.centre[0], cell.centre[1] - around.centre[1]
    line = contour.outline.moved(dx, dy)
    place = Box.sized(box.width, box.height, dx, dy)
    raster = Raster(place, Ground(WHITE), (Cutout(art, place),), clip=line)
    return raster, SpotStroke(line, spec.spots.cut)


def fitted_contour(
    art: Art, width: float, height: float, offset_mm: float
) -> tuple[Box, CutContour]:
    """Return (art box at the origin, contour) so that the contour fits `width` x `height` mm."""
    content = art.content
    room = Box.sized(width, height).expanded(-offset_mm - 0.05)
    if min(room.width, room.height) <= 0:
        raise PrepressError("The sticker is too small for its border.")
    fit = room.fitted(art.aspect * content.width / content.height)
    scale = 1.0
    for _ in range(4):
        art_width = fit.width / content.width * scale
        alpha = art.silhouette
        contour = cut_contour(alpha, mm_per_px=art_width / alpha.shape[1], offset_mm=offset_mm)
        around = contour.outline.bounds()
        over = max(around.width / width, around.height / height)
        if over <= 1:
            return Box.sized(art_width, art_width / art.aspect), contour
        scale *= 0.998 / over
    raise PrepressError("The sticker does not fit its place.")
