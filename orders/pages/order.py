"""One order: paid, printed, shipped, with what really exists of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from figures.pages.answers import status_json
from figures.pages.visitors import require_owner
from orders.checkout import tax
from orders.checkout.models import Order, OrderLine
from orders.checkout.services import cancel_order
from orders.checkout.states import OrderState
from orders.checkout.transitions import MoveRefused
from orders.pages.checkout import to_payment
from orders.printing import package
from orders.printing.models import PrintFile
from orders.printing.services import PrintRefused
from orders.shelf.services import picture_key, scene_for
from shop.platform.durable.models import Job, JobState
from shop.platform.money import Money
from shop.vault import links
from shop.vault import services as vault

_STEPS = (
    ("placed", "Ordered"),
    ("paid", "Paid"),
    ("print_files_ready", "Print files made and checked"),
    ("in_production", "In production"),
    ("shipped", "Shipped"),
)
_MOVING = (OrderState.PLACED, OrderState.PAID, OrderState.IN_PRODUCTION, OrderState.ON_HOLD)
_UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)


@never_cache
@require_safe
def order(request: HttpRequest, number: str) -> HttpResponse:
    """Show the timeline, the lines with their print files, and the parcels."""
    found = _own_order(request, number)
    return render(request, "orders/order.html", _context(found))


def _context(found: Order) -> dict[str, Any]:
    happened = {event.kind: event.at for event in found.events.all()}
    provider_order = getattr(found, "provider_order", None)
    lines = found.lines.select_related(
        "order", "variant__product", "version__figure", "print_file__blob__key"
    )
    making = _package_jobs(found)
    return {
        "order": found,
        "state": _state(found),
        "steps": [(words, happened.get(kind)) for kind, words in _STEPS],
        "lines": [_line(line, found, making.get(line.pk)) for line in lines],
        "shipments": provider_order.shipments.all() if provider_order else [],
        "items": Money(found.items_total, found.currency),
        "shipping": Money(found.shipping_total, found.currency),
        "tax": Money(found.tax_total, found.currency),
        "tax_percent": f"{found.tax_rate * 100:.0f}",
        "country": tax.COUNTRIES.get(found.country, found.country),
        "payable": found.state == OrderState.PLACED,
        "attempt": found.attempts.order_by("-number").first(),
        "moving": found.state in _MOVING or any(job.state in _UNDER_WAY for job in making.values()),
    }


def _package_jobs(found: Order) -> dict[str, Job]:
    """Return the newest job of each line that makes the files for another printer."""
    lines = found.lines.values("pk")
    jobs = Job.objects.filter(kind=package.KIND, subject__in=lines).order_by("created_at")
    return {job.subject: job for job in jobs}


def _line(line: OrderLine, found: Order, making: Job | None) -> dict[str, Any]:
    file: PrintFile | None = getattr(line, "print_file", None)
    link = ""
    if file is not None and file.passed and file.blob is not None:
        link = links.link(file.blob, audience=found.owner_id)
    picture, alt = _picture(line, found)
    return {
        "line": line,
        "picture": picture,
        "alt": alt,
        "sum": Money(line.unit_price * line.quantity, found.currency),
        "file": file,
        "link": link,
        "printer_files": _printer_files(line, found, making),
    }


def _printer_files(line: OrderLine, found: Order, making: Job | None) -> dict[str, Any] | None:
    """Return how the files for the buyer's own printer stand; None while they are not offered."""
    if not package.is_offered(line):
        return None
    blob = package.stored(line)
    state = making.state if making is not None else ""
    return {
        "link": links.link(blob, audience=found.owner_id) if blob is not None else "",
        "size": blob.size if blob is not None else 0,
        "making": state in _UNDER_WAY,
        "progress": making.progress if making is not None else 0.0,
        "failed": making.error_message if making is not None and state == JobState.FAILED else "",
    }


def _picture(line: OrderLine, found: Order) -> tuple[str, str]:
    """Return a link to the line's mockup and words for it; empty when there is none (any more)."""
    scene = scene_for(line.variant)
    if line.version is None or scene is None:
        return "", ""
    key = picture_key(line.version, line.variant, scene)
    blob = vault.find(subject=line.version.figure_id, content_key=key)
    if blob is None:
        return "", ""
    return links.link(blob, audience=found.owner_id), scene.alt_text(line.version.box_name)


@never_cache
@require_safe
def status(request: HttpRequest, number: str) -> HttpResponse:
    """Answer where the order stands, for the page's script."""
    found = _own_order(request, number)
    return status_json(
        request, {"state": _state(found), "stage": found.get_state_display(), "progress": 0.5}
    )


@require_POST
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Open a payment for an order that waits for one."""
    return to_payment(request, _own_order(request, number))


@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Cancel an order that is not paid."""
    found = _own_order(request, number)
    try:
        cancel_order(order=found)
        messages.success(request, "Your order is cancelled. Nothing was charged.")
    except MoveRefused:
        messages.error(
            request, "This order is paid. Write to us to cancel it before it is printed."
        )
    return redirect("orders:order", number=number)


@require_POST
def printer_files(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Have the files of a line made for a printer of the buyer's own choice."""
    found = _own_order(request, number)
    line = get_object_or_404(
        found.lines.select_related("order", "version__figure"), position=position
    )
    try:
        package.request(line)
    except PrintRefused as refused:
        messages.error(request, str(refused))
    return redirect("orders:order", number=number)


def _state(found: Order) -> str:
    jobs = ",".join(job.state for job in _package_jobs(found).values())
    return f"{found.state}:{found.events.count()}:{jobs}"


def _own_order(request: HttpRequest, number: str) -> Order:
    try:
        return Order.objects.get(number=number, owner=require_owner(request))
    except Order.DoesNotExist:
        raise Http404 from None
