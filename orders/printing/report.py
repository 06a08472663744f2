"""What the staff read about a print file: its checks, its plates, and the page drawn again."""

from dataclasses import dataclass
from typing import Any

from figures.versions.art import ArtGone
from orders.checkout.models import OrderLine
from orders.printing.check_words import check_words
from orders.printing.layouts import layout_for
from orders.printing.models import PrintFile
from shop.prepress.errors import PrepressError
from shop.prepress.layout import PageLayout
from shop.prepress.proof import proof_preview
from shop.vault.services import Shredded

PICTURE_WIDTH = 1200


class NoPicture(Exception):
    """The page cannot be drawn any more; the message says why."""


@dataclass(frozen=True)
class CheckRow:
    """One check as the table shows it."""

    code: str
    words: str
    outcome: str
    detail: str


def check_rows(file: PrintFile) -> list[CheckRow]:
    """Return every check, those that did not hold first."""
    rows = [
        CheckRow(
            code=check["code"],
            words=check_words(check["code"]),
            outcome=_outcome(check),
            detail=check["detail"],
        )
        for check in file.preflight
    ]
    return sorted(rows, key=lambda row: row.outcome == "passed")


def _outcome(check: dict[str, Any]) -> str:
    if check["passed"]:
        return "passed"
    return "warning" if check.get("warning", False) else "failed"


def approved_page(line: OrderLine) -> PageLayout:
    """Lay the line's page out again, as its proof was.

    Raises:
        NoPicture: the figure is erased, or the page would not be the approved one.

    """
    if line.version is None or line.version.figure.erased_at is not None:
        raise NoPicture("The figure has been erased, and every picture of it.")
    try:
        layout = layout_for(variant=line.variant, version=line.version, draft=True)
    except (ArtGone, Shredded) as error:
        raise NoPicture("The figure has been erased, and every picture of it.") from error
    except PrepressError as error:
        raise NoPicture(str(error)) from error
    if layout.digest() != line.proof_sha256:
        raise NoPicture("Drawn today, this page would differ from the approved one. See the PDF.")
    return layout


def page_picture(line: OrderLine) -> bytes:
    """Return the page up to its bleed as PNG, its boxes and machine lines drawn over it.

    Raises:
        NoPicture: there is none any more.

    """
    return proof_preview(approved_page(line), width_px=PICTURE_WIDTH)
