"""Files for a printer of the buyer's own choice: PDF/X-1a, job ticket and a word to read first."""

import io
import zipfile

from figures.versions.models import FigureVersion
from figures.versions.selectors import is_sellable
from orders.checkout.models import OrderLine
from orders.checkout.states import OrderState
from orders.printing.layouts import house_fonts, layout_for
from orders.printing.services import PrintRefused, failures
from shop.fonts import Typeface, font_path
from shop.platform.durable import services as durable
from shop.platform.durable.models import Job, JobState
from shop.prepress.colour import OUTPUT_INFO
from shop.prepress.layout import DISCLOSURE, PageLayout
from shop.prepress.pdf import PrintFile, assemble
from shop.prepress.preflight import PreflightReport, preflight
from shop.prepress.ticket import JobTicket, draw_ticket, finishing, spot_purposes
from shop.prepress.typeset import Fonts
from shop.vault import services as vault
from shop.vault.models import Blob

PROVIDER = "converter"
KIND = "orders.printer_files"
# Raised when the same line would give other files.
_EDITION = 1
_PRINTABLE = frozenset({OrderState.PAID, OrderState.IN_PRODUCTION, OrderState.SHIPPED})
# The earliest time that a ZIP can state: no clock in the bytes.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_READ_ME = """\
{title}

print/{name}
    The page to print: {flavour}, {profile}.
    SHA-256 {sha256}
job-ticket.pdf
    Sizes, material, finishing and machine lines, for whoever prints it.

Print at 100 %, colours as they are in the file. Spot colours overprint: White
is an ink, every other one is for a machine to follow and is not printed.
{disclosure}.
"""


def is_offered(line: OrderLine) -> bool:
    """Whether the line's files may be had now: it is paid, nobody holds it, its look is on sale."""
    return line.order.state in _PRINTABLE and is_sellable(line.version)


def stored(line: OrderLine) -> Blob | None:
    """Return the ZIP, if it has been made and may still be had."""
    if line.version is None or not is_offered(line):
        return None
    return vault.find(subject=line.version.figure_id, content_key=_content_key(line))


def request(line: OrderLine) -> Job | None:
    """Queue the making of the files, anew after a failure; None if they are there.

    Raises:
        PrintRefused: they may not be had now.

    """
    if not is_offered(line):
        raise PrintRefused(
            "not_offered",
            "These files can be had once the order is paid, while the figure is approved.",
        )
    if stored(line) is not None:
        return None
    ended = Job.objects.filter(
        kind=KIND, subject=line.pk, state__in=[JobState.DONE, JobState.FAILED, JobState.CANCELLED]
    ).count()
    return durable.enqueue(KIND, subject=line.pk, dedupe_key=f"{KIND}:{line.pk}:{ended}")


def latest_job(line: OrderLine) -> Job | None:
    """Return the line's newest job of this kind."""
    return Job.objects.filter(kind=KIND, subject=line.pk).order_by("-created_at").first()


def build(line: OrderLine) -> Blob:
    """Make and store the ZIP of a line. The same line gives the same bytes.

    Raises:
        PrintRefused: it may not be had, its page is not the approved one, or preflight found a
            fault.
        figures.versions.art.ArtGone: the figure was erased.
        shop.prepress.errors.PrepressError: the art does not fit.

    """
    version = line.version
    if version is None or not is_offered(line):
        raise PrintRefused("not_offered", "The order or its figure is on hold.")
    layout = _layout(line, version)
    made = assemble(layout)
    report = preflight(made.pdf, layout.spec)
    if not report.ok:
        raise PrintRefused("preflight", failures(report))
    return vault.put(
        subject=version.figure_id,
        data=_zipped(_files(line, layout, made, report)),
        data_class="print_file",
        name=f"{_stem(line)}-files.zip".lower(),
        media_type="application/zip",
        content_key=_content_key(line),
    )


def _layout(line: OrderLine, version: FigureVersion) -> PageLayout:
    """Lay out the approved page in the flavour that every workflow reads."""
    if layout_for(variant=line.variant, version=version).digest() != line.proof_sha256:
        raise PrintRefused("proof_changed", "The page differs from the approved proof.")
    return layout_for(variant=line.variant, version=version, provider=PROVIDER)


def _content_key(line: OrderLine) -> str:
    return vault.digest(KIND, _EDITION, line.order.number, line.pk, line.proof_sha256)


def _stem(line: OrderLine) -> str:
    return f"{line.order.number}-{line.position}-{line.variant_id}"


def _files(
    line: OrderLine, layout: PageLayout, made: PrintFile, report: PreflightReport
) -> dict[str, bytes]:
    name = f"{_stem(line).lower()}.pdf"
    fonts = Fonts(display=house_fonts().display, text=font_path(Typeface.SANS))
    ticket = _ticket(line, layout, made, report, name)
    read_me = _READ_ME.format(
        title=ticket.title,
        name=name,
        flavour=layout.spec.flavour,
        profile=OUTPUT_INFO,
        sha256=made.sha256,
        disclosure=DISCLOSURE,
    )
    return {
        "README.txt": read_me.encode(),
        "job-ticket.pdf": draw_ticket(ticket, fonts),
        f"print/{name}": made.pdf,
    }


def _ticket(
    line: OrderLine, layout: PageLayout, made: PrintFile, report: PreflightReport, name: str
) -> JobTicket:
    spec = layout.spec
    missed = [check.code for check in report.checks if not check.passed]
    verdict = f"passed, {len(report.checks)} checks"
    return JobTicket(
        title=f"Job ticket {line.order.number}, line {line.position}",
        rows=(
            ("Product", line.description),
            ("Quantity", str(line.quantity)),
            ("Finished size", f"{spec.trim.width:g} × {spec.trim.height:g} mm"),
            (
                "Size with bleed",
                f"{spec.bleed.width:g} × {spec.bleed.height:g} mm ({spec.bleed_mm:g} mm each side)",
            ),
            ("Material", line.variant.product.material or "as agreed with the printer"),
            ("Finishing", "\n".join(f"{n}. {s}" for n, s in enumerate(finishing(spec), 1))),
            ("Process colours", "Cyan, magenta, yellow, black"),
            ("Spot colours", _spots(layout)),
            ("Effective resolution", f"{made.effective_dpi:.0f} dpi"),
            ("File format", f"{spec.flavour}, {spec.pages} page{'s' if spec.pages > 1 else ''}"),
            ("Colour profile", OUTPUT_INFO),
            ("Preflight", f"{verdict}, warnings: {', '.join(missed)}" if missed else verdict),
            ("File", name),
            ("File SHA-256", f"{made.sha256[:32]}\n{made.sha256[32:]}"),
            ("Approved proof", f"{line.proof_sha256[:32]}\n{line.proof_sha256[32:]}"),
            ("About the picture", f"{DISCLOSURE}."),
        ),
        page=layout,
    )


def _spots(layout: PageLayout) -> str:
    purposes = spot_purposes(layout.spec)
    return "\n".join(f"{spot}: {words}" for spot, words in purposes.items()) or "none"


def _zipped(files: dict[str, bytes]) -> bytes:
    """Pack the files; a PDF is compressed already."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_STORED)
    return buffer.getvalue()
