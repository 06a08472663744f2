"""The vector part of a page: ReportLab draws everything but the pixels."""

import io
from collections.abc import Iterator
from itertools import count

from reportlab.lib.colors import CMYKColor, CMYKColorSep, Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from shop.prepress.colour import RGB, ink
from shop.prepress.geometry import POINTS_PER_MM, Outline
from shop.prepress.layout import Fill, Item, PageLayout, Raster, SpotFill, SpotStroke, Text
from shop.prepress.specs import ColourMode, PrintSpec
from shop.prepress.typeset import registered, width_mm

CUT_LINE_POINTS = 0.25


def draw_pages(layout: PageLayout) -> bytes:
    """Return the PDF without its pixels: raster n is painted by the name /Raster<n>, still missing.

    ReportLab never sees a pixel: it would keep an A2 picture uncompressed in memory, many times.
    """
    sheet, buffer = layout.spec.bleed, io.BytesIO()
    everything = [item for page in layout.pages for item in page]
    fonts = [item.font for item in everything if isinstance(item, Text)]
    canvas = Canvas(
        buffer,
        pagesize=(sheet.width * POINTS_PER_MM, sheet.height * POINTS_PER_MM),
        pageCompression=0,
        invariant=1,
        initialFontName=registered(fonts[0]) if fonts else None,  # type: ignore[arg-type]
    )
    numbers = count()
    for items in layout.pages:
        canvas.translate(-sheet.x0 * POINTS_PER_MM, -sheet.y0 * POINTS_PER_MM)
        for item in items:
            _draw(canvas, item, layout.spec, numbers)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(canvas: Canvas, item: Item, spec: PrintSpec, numbers: Iterator[int]) -> None:
    if isinstance(item, Raster):
        canvas.addLiteral(_place(item, next(numbers)))
    elif isinstance(item, Text):
        _text(canvas, item, spec.colour_mode)
    elif isinstance(item, Fill):
        canvas.setFillColor(_colour(item.colour, spec.colour_mode))
        canvas.drawPath(path_of(canvas, item.outline), stroke=0, fill=1)
    else:
        _spot(canvas, item, spec)


def _place(raster: Raster, number: int) -> str:
    x0, y0, x1, y1 = raster.box.points()
    clip = f"{_operators(raster.clip)} W n " if raster.clip else ""
    return (
        f"q {clip}{x1 - x0:.4f} 0 0 {y1 - y0:.4f} {x0:.4f} {y0:.4f} cm /Raster{number} Do Q"
    )  # fmt: skip


def _operators(outline: Outline) -> str:
    def numbers(points: tuple[tuple[float, float], ...]) -> str:
        return " ".join(f"{v * POINTS_PER_MM:.3f}" for point in points for v in point)

    drawn = [f"{numbers((outline.start,))} m"]
    drawn += [f"{numbers(part)} {'l' if len(part) == 1 else 'c'}" for part in outline.segments]
    return " ".join([*drawn, "h"])


def path_of(canvas: Canvas, *outlines: Outline) -> PDFPathObject:
    """Return the outlines as one path of the canvas."""
    path = canvas.beginPath()
    for outline in outlines:
        _trace(path, outline)
    return path


def _trace(path: PDFPathObject, outline: Outline) -> None:
    k = POINTS_PER_MM
    path.moveTo(outline.start[0] * k, outline.start[1] * k)
    for segment in outline.segments:
        if len(segment) == 1:
            path.lineTo(segment[0][0] * k, segment[0][1] * k)
        else:
            (x1, y1), (x2, y2), (x3, y3) = segment
            path.curveTo(x1 * k, y1 * k, x2 * k, y2 * k, x3 * k, y3 * k)
    if outline.closed:
        path.close()


def _colour(rgb: RGB, mode: ColourMode) -> Color:
    if mode == "RGB":
        return Color(*(value / 255 for value in rgb))
    return CMYKColor(*ink(rgb))


def _text(canvas: Canvas, text: Text, mode: ColourMode) -> None:
    canvas.saveState()
    canvas.setFillColor(_colour(text.colour, mode))
    canvas.setFont(registered(text.font), text.size)
    canvas.translate(text.x * POINTS_PER_MM, text.y * POINTS_PER_MM)
    canvas.rotate(text.angle)
    width = width_mm(text.words, text.font, text.size, text.tracking) * POINTS_PER_MM
    start = -width / 2 if text.anchor == "middle" else 0.0
    canvas.drawString(start, 0, text.words, charSpace=text.tracking)
    canvas.restoreState()


def _spot(canvas: Canvas, item: SpotStroke | SpotFill, spec: PrintSpec) -> None:
    """Draw in a spot colour that overprints: a machine's line must not knock the art out."""
    shown = {
        spec.spots.cut: (0.0, 1.0, 0.0, 0.0),
        spec.spots.perf: (1.0, 0.0, 0.0, 0.0),
        spec.spots.crease: (1.0, 0.0, 1.0, 0.0),
        spec.spots.glue: (0.0, 0.0, 1.0, 0.0),
        spec.spots.white: (0.2, 0.0, 0.0, 0.0),
    }
    colour = CMYKColorSep(*shown[item.spot], spotName=item.spot, density=1)
    if spec.layered:
        canvas.addLiteral(f"/OC /{layer_name(item.spot)} BDC")
    canvas.saveState()
    canvas.setOverprintMask(1)
    if isinstance(item, SpotStroke):
        canvas.setStrokeOverprint(1)
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(CUT_LINE_POINTS)
        canvas.drawPath(path_of(canvas, item.outline), stroke=1, fill=0)
    else:
        canvas.setFillOverprint(1)
        canvas.setFillColor(colour)
        canvas.drawPath(path_of(canvas, item.outline, *item.holes), stroke=0, fill=1, fillMode=0)
    canvas.restoreState()
    if spec.layered:
        canvas.addLiteral("EMC")


def layer_name(spot: str) -> str:
    """Return the page's resource name of a spot colour's layer."""
    return f"Step{''.join(c for c in spot if c.isascii() and c.isalnum())}"
