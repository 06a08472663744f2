"""The job ticket: one page that tells a print house what a file is and what to do with it."""

import io
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from shop.prepress.errors import PrepressError
from shop.prepress.geometry import POINTS_PER_MM, Box
from shop.prepress.layout import PageLayout
from shop.prepress.metadata import PRODUCER
from shop.prepress.plan import draw_plan
from shop.prepress.specs import PrintSpec
from shop.prepress.typeset import Fonts, registered, wrapped

_MARGIN_MM, _LABEL_MM, _LEADING_MM = 18.0, 46.0, 5.2
_WIDTH_MM, _HEIGHT_MM = A4[0] / POINTS_PER_MM, A4[1] / POINTS_PER_MM
_TITLE, _BODY = 22.0, 10.0

Row = tuple[str, str]


@dataclass(frozen=True)
class JobTicket:
    """What the page says: a title and rows of label and value. Nothing about whom it is for.

    `page` is drawn below them: its edges and machine lines, without its picture.
    """

    title: str
    rows: tuple[Row, ...]
    page: PageLayout | None = None


def spot_purposes(spec: PrintSpec) -> dict[str, str]:
    """Return what each spot colour of the file is for, in words."""
    names = spec.spots
    kiss = spec.kind == "kiss_cut_sheet"
    cut = "through cut along the line"
    if kiss:
        cut = "kiss cut: through the sticker, not through the backing"
    elif spec.card:
        cut = "through cut: the card's edge and its euro hole; the back repeats both, mirrored"
    purposes = {
        names.cut: cut,
        names.perf: "through cut: the edge of the sheet",
        names.crease: "crease, do not cut",
        names.glue: "seal area of the blister, no ink or varnish"
        if spec.card
        else "glue area, no ink or varnish",
        names.white: "white ink, printed first, under the picture",
    }
    return {spot: purposes[spot] for spot in spec.spot_counts()}


def finishing(spec: PrintSpec) -> tuple[str, ...]:
    """Return the steps after printing, in their order."""
    counts, names = spec.spot_counts(), spec.spots
    steps = []
    if spec.pages == 2:
        steps.append("Print both sides: page 1 is the front, page 2 the back, head to head")
    if names.white in counts:
        steps.append("Print on clear film: white first, then the picture")
    if names.crease in counts:
        steps.append(f"Crease along {names.crease}")
    if spec.kind == "kiss_cut_sheet":
        steps.append(f"Kiss-cut along {names.cut}, cut through along {names.perf}")
    elif spec.card:
        steps.append(f"Cut through along {names.cut}, once, the euro hole too")
    elif names.cut in counts:
        steps.append(f"Cut through along {names.cut}")
    else:
        steps.append("Trim to the finished size")
    if spec.card:
        steps.append(f"Seal a blister to the bare ring on the front ({names.glue}), if one is used")
    elif names.glue in counts:
        steps.append(f"Fold; glue on {names.glue}")
    return tuple(steps)


def draw_ticket(ticket: JobTicket, fonts: Fonts) -> bytes:
    """Return the ticket as a one-page A4 PDF; the same ticket gives the same bytes.

    Raises:
        PrepressError: it does not fit on one page.

    """
    buffer = io.BytesIO()
    text = registered(fonts.text)
    canvas = Canvas(
        buffer,
        pagesize=A4,
        invariant=1,
        pageCompression=1,
        initialFontName=text,  # type: ignore[arg-type]
    )
    canvas.setTitle(ticket.title)
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    y = _HEIGHT_MM - _MARGIN_MM - 6.0
    canvas.setFont(registered(fonts.display), _TITLE)
    canvas.drawString(_MARGIN_MM * POINTS_PER_MM, y * POINTS_PER_MM, ticket.title)
    y -= 12.0
    room = _WIDTH_MM - 2 * _MARGIN_MM - _LABEL_MM
    for label, value in ticket.rows:
        y = _row(canvas, label, _lines(value, fonts, room), y, text)
        if y < _MARGIN_MM:
            raise PrepressError("The job ticket does not fit on one page.")
    if ticket.page is not None:
        draw_plan(canvas, ticket.page, Box(_MARGIN_MM, _MARGIN_MM, _WIDTH_MM - _MARGIN_MM, y), text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _row(canvas: Canvas, label: str, lines: list[str], y: float, font: str) -> float:
    """Set a row and the hairline under it; returns where the next one starts."""
    canvas.setFont(font, _BODY)
    canvas.setFillGray(0.35)
    canvas.drawString(_MARGIN_MM * POINTS_PER_MM, y * POINTS_PER_MM, label)
    canvas.setFillGray(0)
    for line in lines:
        canvas.drawString((_MARGIN_MM + _LABEL_MM) * POINTS_PER_MM, y * POINTS_PER_MM, line)
        y -= _LEADING_MM
    canvas.setStrokeGray(0.8)
    canvas.setLineWidth(0.4)
    rule = (y + 2.6) * POINTS_PER_MM
    canvas.line(_MARGIN_MM * POINTS_PER_MM, rule, (_WIDTH_MM - _MARGIN_MM) * POINTS_PER_MM, rule)
    return y - 2.6


def _lines(value: str, fonts: Fonts, room: float) -> list[str]:
    lines = [line for part in value.split("\n") for line in wrapped(part, fonts.text, _BODY, room)]
    return lines or [""]
