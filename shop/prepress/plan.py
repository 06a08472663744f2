"""A drawing of a page's edges and machine lines with its measures, for whoever prints it."""

from reportlab.pdfgen.canvas import Canvas

from shop.prepress.geometry import POINTS_PER_MM, Box, Outline
from shop.prepress.layout import PageLayout, SpotFill, SpotStroke
from shop.prepress.specs import PrintSpec
from shop.prepress.vector import path_of

# Below this there is no room for a drawing that says anything.
_LEAST_MM = 35.0
_WORDS_MM, _POINTS = 7.0, 8.0
_BLEED_GREY = 0.6
Line = tuple[float, float, float]


def draw_plan(canvas: Canvas, layout: PageLayout, room: Box, font: str) -> None:
    """Draw the first page into `room` (mm from the canvas' lower left); not where it is too low.

    Args:
        canvas: of any page.
        layout: whose first page is drawn; its pictures and words are left out.
        room: where there is room; the drawing stands in its upper left corner.
        font: a font that the canvas knows.

    """
    spec = layout.spec
    free = Box(room.x0, room.y0 + _WORDS_MM, room.x1 - _WORDS_MM, room.y1)
    if free.height < _LEAST_MM:
        return
    scale = min(1.0, free.width / spec.bleed.width, free.height / spec.bleed.height)
    canvas.saveState()
    left, top = free.x0, free.y1
    canvas.translate(left * POINTS_PER_MM, (top - spec.bleed.height * scale) * POINTS_PER_MM)
    canvas.scale(scale, scale)
    canvas.translate(-spec.bleed.x0 * POINTS_PER_MM, -spec.bleed.y0 * POINTS_PER_MM)
    _lines(canvas, layout, scale)
    _measures(canvas, spec, scale, font)
    canvas.restoreState()


def _lines(canvas: Canvas, layout: PageLayout, scale: float) -> None:
    spec = layout.spec
    names = spec.spots
    colours: dict[str, Line] = {
        names.cut: (0.90, 0.0, 0.49),
        names.perf: (0.0, 0.59, 0.78),
        names.crease: (0.0, 0.55, 0.24),
        names.glue: (1.0, 0.87, 0.35),
        names.white: (0.75, 0.87, 1.0),
    }
    for item in layout.items:
        if isinstance(item, SpotFill):
            canvas.setFillColorRGB(*colours[item.spot])
            path = path_of(canvas, item.outline, *item.holes)
            canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
    canvas.setLineWidth(0.4 / scale)
    canvas.setStrokeGray(_BLEED_GREY)
    canvas.drawPath(path_of(canvas, Outline.rectangle(spec.bleed)), stroke=1, fill=0)
    if names.cut not in spec.spot_counts():
        canvas.setStrokeGray(0.0)
        canvas.drawPath(path_of(canvas, Outline.rectangle(spec.trim)), stroke=1, fill=0)
    canvas.setLineWidth(0.7 / scale)
    for item in layout.items:
        if isinstance(item, SpotStroke):
            canvas.setDash(*([3 / scale, 2 / scale], 0) if item.spot == names.crease else ([], 0))
            canvas.setStrokeColorRGB(*colours[item.spot])
            canvas.drawPath(path_of(canvas, item.outline), stroke=1, fill=0)
    canvas.setDash([], 0)


def _measures(canvas: Canvas, spec: PrintSpec, scale: float, font: str) -> None:
    """Write width below, height beside, and how much smaller than the print the drawing is."""
    canvas.setFillGray(0.35)
    canvas.setFont(font, _POINTS / scale)
    below = (spec.bleed.y0 - 4.5 / scale) * POINTS_PER_MM
    width, height = spec.trim_mm
    canvas.drawCentredString(spec.trim.centre[0] * POINTS_PER_MM, below, f"{width:g} mm")
    size = f"scale 1 : {1 / scale:.1f}" if scale < 1 else "scale 1 : 1"
    canvas.drawString(spec.bleed.x0 * POINTS_PER_MM, below, size)
    canvas.saveState()
    beside = (spec.bleed.x1 + 4.5 / scale) * POINTS_PER_MM
    canvas.translate(beside, spec.trim.centre[1] * POINTS_PER_MM)
    canvas.rotate(90)
    canvas.drawCentredString(0, 0, f"{height:g} mm")
    canvas.restoreState()
