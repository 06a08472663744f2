"""Make, check and keep the print file of an order line."""

from figures.versions.selectors import is_sellable
from orders.checkout import transitions
from orders.checkout.models import Order, OrderLine
from orders.checkout.states import MOVES, OrderState
from orders.printing.layouts import layout_for, spec_for
from orders.printing.models import PrintFile
from shop.platform import faultpoints
from shop.platform.durable import registry
from shop.platform.durable import services as durable
from shop.prepress.pdf import assemble
from shop.prepress.preflight import Check, PreflightReport, preflight
from shop.vault import services as vault
from shop.vault.models import Blob


class PrintRefused(Exception):
    """The line must not be printed as it stands.

    Args:
        code: `not_sellable` or `proof_changed`; of files for another printer also `preflight`.

    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def queue_print_files(*, order_id: str) -> None:
    """Queue one job per line of a paid order; the listener of `order.paid`."""
    for line in OrderLine.objects.filter(order_id=order_id):
        durable.enqueue(
            "orders.print_file", subject=line.pk, dedupe_key=f"orders.print_file:{line.pk}"
        )


def build(*, line: OrderLine) -> tuple[PrintFile, Blob]:
    """Make the line's PDF and preflight it; stores the file, returns the row unsaved.

    A file that preflight refuses is kept too, with its report, for the staff to see why; its row
    says so, and nothing is printed from it.

    Raises:
        PrintRefused: the version is off sale, or its page is not the one that was approved.
        figures.versions.art.ArtGone: the figure was erased.

    """
    version = line.version
    if version is None or not is_sellable(version):
        raise PrintRefused("not_sellable", "The figure is not approved any more.")
    layout = layout_for(variant=line.variant, version=version)
    if layout.digest() != line.proof_sha256:
        raise PrintRefused("proof_changed", "The page differs from the approved proof.")
    made = assemble(layout)
    faultpoints.reached("printing.assembled")
    report = preflight(made.pdf, spec_for(line.variant))
    blob = vault.put(
        subject=version.figure_id,
        data=made.pdf,
        data_class="print_file",
        name=f"{line.variant.sku.lower()}.pdf",
        media_type="application/pdf",
        content_key=vault.digest("print_file", made.sha256),
    )
    row = PrintFile(
        line=line,
        blob=blob,
        proof_sha256=line.proof_sha256,
        md5=made.md5,
        sha256=made.sha256,
        pages=made.page_count,
        effective_dpi=made.effective_dpi,
        preflight=[_told(check) for check in report.checks],
        coverage=report.coverage,
        passed=report.ok,
    )
    return row, blob


def _told(check: Check) -> dict[str, str | bool]:
    told: dict[str, str | bool] = {"code": check.code, "passed": check.passed}
    told["detail"] = check.detail
    if check.warning:
        told["warning"] = True
    return told


def keep(*, row: PrintFile, order: Order) -> None:
    """Save the row in the place of a refused one, and tell the order's history.

    When it was the order's last one, and all have passed, announce that they are ready.
    """
    PrintFile.objects.filter(line=row.line, passed=False).delete()
    row.save()
    if not row.passed:
        transitions.record(
            order=order, kind="print_file_refused", line=row.line_id, checks=refused_codes(row)
        )
        return
    transitions.record(
        order=order,
        kind="print_file_made",
        line=row.line_id,
        sha256=row.sha256,
        effective_dpi=round(row.effective_dpi),
    )
    missing = OrderLine.objects.filter(order=order).exclude(print_file__passed=True).exists()
    if not missing:
        transitions.record(order=order, kind="print_files_ready")
        registry.publish("order.print_files_ready", order_id=order.pk)


def refused_codes(row: PrintFile) -> list[str]:
    """Return the codes of the checks that a file was refused for."""
    return [
        check["code"]
        for check in row.preflight
        if not check["passed"] and not check.get("warning", False)
    ]


def hold(*, order: Order, reason: str) -> None:
    """Stop the order until a person has looked; nothing is sold or shipped meanwhile.

    One that has ended, or is held already, is left as it is.
    """
    if OrderState.ON_HOLD in MOVES[OrderState(order.state)]:
        transitions.move(
            order=order, to=OrderState.ON_HOLD, changes={"hold_reason": reason}, reason=reason
        )


def failures(report: PreflightReport) -> str:
    """Return every failed check with what was found, on one line."""
    return "; ".join(f"{check.code}: {check.detail}" for check in report.checks if not check.passed)
