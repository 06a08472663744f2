"""The proof picture: the page as it will print, with trim, bleed and cut lines drawn over it.

It is made from the layout that the PDF is made from, so what is approved is what is printed.
"""

import cv2
import numpy as np
import pyvips
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from shop.prepress.colour import RGB, as_printed
from shop.prepress.geometry import MM_PER_INCH, POINTS_PER_MM, Box, Outline
from shop.prepress.layout import Fill, Item, PageLayout, Raster, SpotFill, SpotStroke, Text
from shop.prepress.raster import compose
from shop.prepress.specs import PrintSpec
from shop.prepress.typeset import advances, width_mm

Canvas = NDArray[np.uint8]

TRIM_COLOUR: RGB = (0, 102, 255)
BLEED_COLOUR: RGB = (255, 59, 48)
CUT_COLOUR: RGB = (230, 0, 126)
PERF_COLOUR: RGB = (0, 150, 200)
WHITE_COLOUR: RGB = (120, 190, 255)
CREASE_COLOUR: RGB = (0, 140, 60)
GLUE_COLOUR: RGB = (255, 204, 0)

# Text and shapes are drawn this much larger and then averaged, for smooth edges.
_OVERSAMPLING = 2
_CHEQUER_MM = 2.0
# Between front and back there is this part of the width.
_GAP = 35
# Sub-pixel bits of cv2's integer coordinates.
_SHIFT = 6


def proof_preview(layout: PageLayout, *, width_px: int) -> bytes:
    """Return a PNG (RGB, `width_px` wide) of the sheet up to its bleed, machine lines in colour.

    Colours are shown as the press will print them. Paper that is cut off is lightened. What is
    printed on both sides has its back below its front.
    """
    sides = []
    for items in layout.pages:
        canvas = _sheet(layout, items, width_px=width_px)
        _lines(canvas, layout, items, width_px / layout.spec.bleed.width)
        sides += [canvas, np.full((width_px // _GAP, width_px, 3), 255, np.uint8)]
    stacked = np.concatenate(sides[:-1])
    return bytes(pyvips.Image.new_from_array(stacked).pngsave_buffer(compression=6))


def proof_size(spec: PrintSpec, *, width_px: int) -> tuple[int, int]:
    """Return (width, height) in pixels of the picture that `proof_preview` draws."""
    scale = width_px / spec.bleed.width * _OVERSAMPLING
    side = round(round(spec.bleed.height * scale) / _OVERSAMPLING)
    return width_px, spec.pages * side + (spec.pages - 1) * (width_px // _GAP)


def page_picture(layout: PageLayout, *, width_px: int) -> Canvas:
    """Return the finished first page, cut to its trim box and without machine lines.

    Args:
        layout: the pages.
        width_px: width of the trimmed page in pixels.

    Returns:
        RGB uint8 (height, width_px, 3), in the colours that the press will print.

    """
    spec = layout.spec
    scale = width_px / spec.trim.width
    canvas = _sheet(layout, layout.items, width_px=round(spec.bleed.width * scale))
    edge = round(spec.bleed_mm * scale)
    height = round(spec.trim.height * scale)
    return np.ascontiguousarray(canvas[edge : edge + height, edge : edge + width_px])


def cut_picture(layout: PageLayout, *, width_px: int) -> Canvas:
    """Return the finished first page as its cut lines leave it.

    Args:
        layout: pages whose first one has cut lines: an edge, and maybe holes.
        width_px: width of the trimmed page in pixels.

    Returns:
        RGBA uint8 (height, width_px, 4), transparent where nothing is left.

    """
    page = page_picture(layout, width_px=width_px)
    scale, names = width_px / layout.spec.trim.width, layout.spec.spots
    kept = np.zeros(page.shape[:2], np.uint8)
    edges = [
        _fixed(item.outline, layout.spec.trim, scale)
        for item in layout.items
        if isinstance(item, SpotStroke) and item.spot == names.cut
    ]
    cv2.fillPoly(kept, edges, 255, cv2.LINE_AA, _SHIFT)
    return np.dstack([page, kept])


def _sheet(layout: PageLayout, items: tuple[Item, ...], *, width_px: int) -> Canvas:
    """Draw the sheet up to its bleed as the press will print it."""
    sheet = layout.spec.bleed
    scale = width_px / sheet.width * _OVERSAMPLING
    page = Image.new("RGB", (width_px * _OVERSAMPLING, round(sheet.height * scale)), "white")
    for item in items:
        if isinstance(item, Raster):
            _raster(page, item, sheet, scale)
        elif isinstance(item, Fill):
            points = _pixels(item.outline, sheet, scale)
            ImageDraw.Draw(page).polygon([tuple(p) for p in points], fill=item.colour)
        elif isinstance(item, Text):
            _text(page, item, sheet, scale)
    if layout.spec.colour_mode == "CMYK":
        flat = pyvips.Image.new_from_array(np.asarray(page)).copy(interpretation="srgb")
        page = Image.fromarray(as_printed(flat).numpy())
    if layout.spec.kind == "clear_sticker":
        page = _on_film(page, layout, scale)
    page = page.resize((width_px, round(page.height / _OVERSAMPLING)), Image.Resampling.BOX)
    return np.array(page)


def _on_film(page: Image.Image, layout: PageLayout, scale: float) -> Image.Image:
    """Show clear film by a chequered ground: without white under it, ink is a tint on it."""
    sheet = layout.spec.bleed
    ink = np.asarray(page)
    rows, columns = np.indices(ink.shape[:2]) // max(1, round(_CHEQUER_MM * scale))
    ground = np.where((rows + columns) % 2, 255, 218).astype(np.uint16)[..., None]
    white = np.zeros(ink.shape[:2], np.uint8)
    for item in layout.items:
        if isinstance(item, SpotFill):
            areas = [_fixed(each, sheet, scale) for each in (item.outline, *item.holes)]
            cv2.fillPoly(white, areas, 1, cv2.LINE_8, _SHIFT)
    tinted = (ink * ground // 255).astype(np.uint8)
    return Image.fromarray(np.where(white[..., None] > 0, ink, tinted))


def _raster(page: Image.Image, raster: Raster, sheet: Box, scale: float) -> None:
    picture = compose(raster, scale * MM_PER_INCH).image
    width, height = round(raster.box.width * scale), round(raster.box.height * scale)
    drawn = Image.fromarray(picture.numpy()).resize((max(1, width), max(1, height)))
    corner = (round((raster.box.x0 - sheet.x0) * scale), round((sheet.y1 - raster.box.y1) * scale))
    mask = None
    if raster.clip:
        mask = Image.new("L", drawn.size, 0)
        points = _pixels(raster.clip, sheet, scale) - np.array(corner)
        ImageDraw.Draw(mask).polygon([tuple(p) for p in points], fill=255)
    page.paste(drawn, corner, mask)


def _text(page: Image.Image, text: Text, sheet: Box, scale: float) -> None:
    """Set the letters one by one at the places they have in the PDF."""
    size = text.size / POINTS_PER_MM * scale
    face = ImageFont.truetype(str(text.font), size, layout_engine=ImageFont.Layout.BASIC)
    width = width_mm(text.words, text.font, text.size, text.tracking)
    start = -width / 2 if text.anchor == "middle" else 0.0
    pad = round(size * 1.5)
    stencil = Image.new("L", (round(width * scale) + 2 * pad, 2 * pad), 0)
    pen = ImageDraw.Draw(stencil)
    for letter, at in advances(text.words, text.font, text.size, text.tracking):
        pen.text((pad + at * scale, pad), letter, fill=255, font=face, anchor="ls")
    x, y = (text.x - sheet.x0) * scale, (sheet.y1 - text.y) * scale
    _stamp(page, stencil, text, (x, y), (pad - start * scale, float(pad)))


def _stamp(
    page: Image.Image,
    stencil: Image.Image,
    text: Text,
    at: tuple[float, float],
    origin: tuple[float, float],
) -> None:
    """Paint a stencil so that its point `origin` lands on `at`, turned by the text's angle."""
    angle = np.deg2rad(text.angle)
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    reach = round(float(np.hypot(*stencil.size))) + 2
    left, top = round(at[0]) - reach, round(at[1]) - reach
    # Page pixel -> stencil pixel; y points down, so a turn to the left is clockwise here.
    dx, dy = left - at[0], top - at[1]
    inverse = (
        cos, -sin, cos * dx - sin * dy + origin[0],
        sin, cos, sin * dx + cos * dy + origin[1],
    )  # fmt: skip
    turned = stencil.transform(
        (2 * reach, 2 * reach),
        Image.Transform.AFFINE,
        inverse,
        resample=Image.Resampling.BILINEAR,
    )
    page.paste(text.colour, (left, top), turned)


def _lines(canvas: Canvas, layout: PageLayout, items: tuple[Item, ...], scale: float) -> None:
    spec, sheet = layout.spec, layout.spec.bleed
    stroke = _stroke(canvas)
    names = spec.spots
    edges = [Outline.rectangle(spec.trim)]
    if names.cut in spec.spot_counts() and spec.kind != "kiss_cut_sheet":
        strokes = [item for item in items if isinstance(item, SpotStroke)]
        edges = [stroke.outline for stroke in strokes if stroke.spot == names.cut]
    _lighten_waste(canvas, edges, sheet, scale)
    colours = {
        names.cut: CUT_COLOUR,
        names.perf: PERF_COLOUR,
        names.crease: CREASE_COLOUR,
        names.glue: GLUE_COLOUR,
        names.white: WHITE_COLOUR,
    }
    _frame(canvas, sheet, BLEED_COLOUR, scale, sheet)
    if names.cut not in spec.spot_counts():
        _frame(canvas, spec.trim, TRIM_COLOUR, scale, sheet)
    for item in items:
        if isinstance(item, SpotFill) and item.spot == names.white:
            for outline in (item.outline, *item.holes):
                _draw(canvas, outline, colours[item.spot], stroke, scale, sheet)
        elif isinstance(item, SpotFill):
            _hatch(canvas, item, colours[item.spot], scale, sheet)
        elif isinstance(item, SpotStroke):
            _draw(canvas, item.outline, colours[item.spot], stroke, scale, sheet)


def _lighten_waste(canvas: Canvas, edges: list[Outline], sheet: Box, scale: float) -> None:
    """Wash out what is cut off: all that lies outside the edges, or inside a hole."""
    kept = np.zeros(canvas.shape[:2], np.uint8)
    cv2.fillPoly(kept, [_fixed(edge, sheet, scale) for edge in edges], 255, cv2.LINE_AA, _SHIFT)
    waste = (1 - kept[..., None].astype(np.float32) / 255) * 0.55
    canvas[:] = np.round(canvas + (255 - canvas.astype(np.float32)) * waste).astype(np.uint8)


def _frame(canvas: Canvas, box: Box, colour: RGB, scale: float, sheet: Box) -> None:
    """Draw a box with crisp lines: the outermost pixels inside it."""
    edges = _pixels(Outline.rectangle(box), sheet, scale).round().astype(int)
    (x0, y0), (x1, y1) = edges.min(axis=0), edges.max(axis=0) - 1
    stroke = _stroke(canvas)
    for inset, shade in ((stroke, (255, 255, 255)), (0, colour)):
        for n in range(inset, inset + (1 if inset else stroke)):
            cv2.rectangle(canvas, (x0 + n, y0 + n), (x1 - n, y1 - n), shade, 1)


def _stroke(canvas: Canvas) -> int:
    return max(1, round(int(canvas.shape[1]) / 700))


def _draw(
    canvas: Canvas, outline: Outline, colour: RGB, stroke: int, scale: float, sheet: Box
) -> None:
    """Draw a line with a white edge, so that it shows on any ground."""
    points = _fixed(outline, sheet, scale)
    for width, shade in ((stroke + 2, (255, 255, 255)), (stroke, colour)):
        cv2.polylines(canvas, [points], outline.closed, shade, width, cv2.LINE_AA, _SHIFT)


def _hatch(canvas: Canvas, item: SpotFill, colour: RGB, scale: float, sheet: Box) -> None:
    tinted = canvas.copy()
    edges = [_fixed(outline, sheet, scale) for outline in (item.outline, *item.holes)]
    cv2.fillPoly(tinted, edges, colour, cv2.LINE_AA, _SHIFT)
    canvas[:] = cv2.addWeighted(tinted, 0.6, canvas, 0.4, 0)


def _fixed(outline: Outline, sheet: Box, scale: float) -> NDArray[np.int32]:
    """Return points as cv2 wants them: pixel centres are whole numbers."""
    points = (_pixels(outline, sheet, scale) - 0.5) * (1 << _SHIFT)
    return np.asarray(points.round(), np.int32)


def _pixels(outline: Outline, sheet: Box, scale: float) -> NDArray[np.float64]:
    """Return the outline's points (n, 2) in pixels from the upper left, y down."""
    points = outline.flattened(8)
    down = np.column_stack([points[:, 0] - sheet.x0, sheet.y1 - points[:, 1]])
    return np.asarray(down * scale, np.float64)
