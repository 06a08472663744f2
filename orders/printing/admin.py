"""Print files, to read: what preflight found, how much ink lies where, and the page itself."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from orders.printing import package, report
from orders.printing.layouts import spec_for
from orders.printing.models import PrintFile
from orders.printing.services import PrintRefused
from shop.platform.audit import services as audit
from shop.platform.staff import ReadOnlyAdmin, staff_user, staff_view
from shop.prepress.colour import OUTPUT_INFO
from shop.prepress.legend import legend
from shop.vault import links

PERMISSION = "orders.view_printfile"
STAFF = "staff"
_REPORT = "admin:orders_printfile_change"


@never_cache
@require_GET
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the page with its boxes and machine lines, and note who looked."""
    file = _file(pk)
    try:
        body = report.page_picture(file.line)
    except report.NoPicture:
        raise Http404 from None
    _note(request, file, "picture")
    return HttpResponse(body, content_type="image/png")


@never_cache
@require_GET
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the stored file by a link that expires, and note who did."""
    file = _file(pk)
    if file.blob is None or file.blob.doomed_at is not None:
        raise Http404
    _note(request, file, "pdf")
    return redirect(links.link(file.blob, audience=STAFF))


@never_cache
@require_POST
def printer_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the files for another printer, and note who did; have them made if there are none."""
    file = _file(pk)
    try:
        job = package.request(file.line)
    except PrintRefused as refused:
        messages.warning(request, str(refused))
        return redirect(_REPORT, file.pk)
    blob = package.stored(file.line)
    if job is not None or blob is None:
        messages.info(request, "The files are being made. Press again in a minute.")
        return redirect(_REPORT, file.pk)
    _note(request, file, "printer_files")
    return redirect(links.link(blob, audience=STAFF))


def _file(pk: int) -> PrintFile:
    rows = PrintFile.objects.select_related(
        "blob", "line__order", "line__variant__product", "line__version__figure"
    )
    return get_object_or_404(rows, pk=pk)


def _note(request: HttpRequest, file: PrintFile, what: str) -> None:
    audit.record(
        action="print_file.revealed", subject=file.line_id, user=staff_user(request), what=what
    )


@admin.register(PrintFile)
class PrintFileAdmin(ReadOnlyAdmin):
    """The preflight report of every print file, newest first."""

    change_form_template = "admin/orders/printfile/report.html"
    list_display = ["order_number", "what", "passed", "dpi", "made_at"]
    list_filter = ["passed", "made_at"]
    list_select_related = ["line__order"]
    search_fields = ["line__order__number", "sha256"]
    ordering = ["-made_at"]

    @admin.display(description="order")
    def order_number(self, file: PrintFile) -> str:
        """Return the order's number."""
        return file.line.order.number

    @admin.display(description="line")
    def what(self, file: PrintFile) -> str:
        """Return which line of the order it is."""
        return f"{file.line.position}: {file.line.description}"

    @admin.display(description="effective dpi", ordering="effective_dpi")
    def dpi(self, file: PrintFile) -> str:
        """Return the lowest resolution of its art."""
        return f"{file.effective_dpi:.0f}"

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: PrintFile | None = None,
    ) -> HttpResponse:
        """Show the report instead of the columns."""
        if obj is not None:
            context |= _context(_file(obj.pk), shown=request.GET.get("picture") == "1")
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self) -> list[URLPattern]:
        """Put the picture and the file before the read-only pages."""
        reading = staff_view(PERMISSION)
        return [
            path("<int:pk>/picture/", reading(picture), name="orders_printfile_picture"),
            path("<int:pk>/pdf/", reading(pdf), name="orders_printfile_pdf"),
            path(
                "<int:pk>/printer-files/",
                reading(printer_files),
                name="orders_printfile_printer_files",
            ),
            *super().get_urls(),
        ]


def _context(file: PrintFile, *, shown: bool) -> dict[str, Any]:
    spec = spec_for(file.line.variant)
    why_not = ""
    if shown:
        try:
            report.approved_page(file.line)
        except report.NoPicture as error:
            why_not = str(error)
    return {
        "title": f"Print file of order {file.line.order.number}, line {file.line.position}",
        "subtitle": None,
        "file": file,
        "line": file.line,
        "spec": spec,
        "profile": OUTPUT_INFO,
        "checks": report.check_rows(file),
        "plates": [(name, share, f"{share:.1%}") for name, share in file.coverage.items()],
        "legend": legend(spec),
        "shown": shown,
        "why_not": why_not,
        "erased": file.line.version is None or file.line.version.figure.erased_at is not None,
        "printer_files": package.is_offered(file.line),
        "has_file": file.blob is not None and file.blob.doomed_at is None,
    }
