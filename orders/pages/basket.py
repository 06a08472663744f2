"""The basket, and the proof of each of its lines."""

from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from figures.pages.answers import status_json
from figures.pages.visitors import require_owner
from orders.basket import proofs, selectors, services
from orders.basket.models import Basket, BasketLine
from orders.printing.layouts import spec_for
from shop.platform.durable.models import Job, JobState
from shop.platform.owners.services import owner_of_request
from shop.prepress.legend import legend
from shop.prepress.proof import proof_size
from shop.vault import links


@never_cache
@require_safe
def basket(request: HttpRequest) -> HttpResponse:
    """Show the lines, what keeps them from being ordered, and the sum."""
    owner = owner_of_request(request)
    found = Basket.objects.filter(owner=owner, ordered_at=None).first() if owner else None
    lines = selectors.lines_of(found) if found else []
    problems = selectors.blockers(lines)
    proofless = {problem.line_id for problem in problems if problem.code == "proof_missing"}
    context = {
        "lines": [_shown(line) for line in lines],
        "total": selectors.items_total(lines),
        "blockers": Counter(problem.message for problem in problems).items(),
        "waiting": any(problem.code == "in_review" for problem in problems),
        "next_proof": next((line for line in lines if line.pk in proofless), None),
    }
    return render(request, "orders/basket.html", context)


def _shown(line: BasketLine) -> dict[str, object]:
    return {
        "line": line,
        "sum": line.variant.money * line.quantity,
        "approved": selectors.proof_is_approved(line),
        "picture": _proof_link(line),
    }


def _proof_size(line: BasketLine) -> tuple[int, int]:
    """Return (width, height) in pixels of the proof's picture."""
    return proof_size(spec_for(line.variant), width_px=proofs.PROOF_WIDTH)


def _proof_link(line: BasketLine) -> str:
    if line.proof is None:
        return ""
    return links.link(line.proof, audience=line.version.figure.owner_id)


@require_POST
def update(request: HttpRequest, line_id: str) -> HttpResponse:
    """Change how many, or take the line out."""
    line = _line(request, line_id)
    try:
        quantity = 0 if "remove" in request.POST else int(request.POST.get("quantity", ""))
        services.set_quantity(line=line, quantity=quantity)
    except services.BasketRefused as error:
        messages.error(request, error.message)
    except ValueError:
        messages.error(request, "Write how many you want as a number.")
    return redirect("orders:basket")


@never_cache
@require_http_methods(["GET", "POST"])
def proof(request: HttpRequest, line_id: str) -> HttpResponse:
    """Show exactly what will be cut and trimmed; approving binds to what was shown."""
    line = _line(request, line_id)
    if request.method == "POST":
        try:
            proofs.approve_proof(line=line, sha256=request.POST.get("proof_sha256", ""))
            messages.success(request, "Proof approved. What you saw is what will be printed.")
            return redirect("orders:basket")
        except (proofs.ProofChanged, proofs.ProofNotReady) as error:
            messages.error(request, str(error))
    elif not line.proof_sha256:
        proofs.request_proof(line=line)
    spec = spec_for(line.variant)
    context = {
        "line": line,
        "picture": _proof_link(line),
        "size": _proof_size(line),
        "spec": spec,
        "legend": legend(spec),
        "approved": selectors.proof_is_approved(line),
        "failed": _failure(line),
        "soft": proofs.softness(line),
    }
    return render(request, "orders/proof.html", context)


@never_cache
@require_safe
def proof_status(request: HttpRequest, line_id: str) -> HttpResponse:
    """Answer whether the proof is there."""
    line = _line(request, line_id)
    state = "failed" if _failure(line) else "ready" if line.proof_sha256 else "making"
    return status_json(request, {"state": state, "stage": "Laying out the page", "progress": 0.5})


def _failure(line: BasketLine) -> str:
    job = Job.objects.filter(subject=line.pk, kind="orders.proof", state=JobState.FAILED).first()
    return job.error_message if job is not None else ""


def _line(request: HttpRequest, line_id: str) -> BasketLine:
    try:
        return selectors.get_line(owner=require_owner(request), line_id=line_id)
    except BasketLine.DoesNotExist:
        raise Http404 from None
