"""The moderator's desk: the next item, what is decided about it, its pictures."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from figures.moderation import pictures, selectors, services, showing
from figures.moderation.models import Review
from figures.moderation.services import DecisionRefused
from figures.moderation.states import DecisionState
from figures.versions.art import ArtGone
from shop.platform.audit import services as audit
from shop.platform.staff import staff_user

PERMISSION = "figures.decide_review"
_QUEUE = "admin:figures_review_queue"
_DECIDE = "admin:figures_review_decide"


@never_cache
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Claim the next item and go there; say so when there is none."""
    user = staff_user(request)
    try:
        review = services.claim_next(user=user)
    except DecisionRefused as error:
        messages.warning(request, str(error))
        review = None
    if review is not None:
        return redirect(_DECIDE, review_id=review.pk)
    context = _around(request, user) | {"title": "Review queue"}
    return TemplateResponse(request, "admin/figures/review/empty.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, review_id: str) -> HttpResponse:
    """Show one item, held for the moderator, or take the decision about it."""
    user = staff_user(request)
    review = get_object_or_404(
        Review.objects.select_related("version__figure__photo"), pk=review_id
    )
    if request.method == "POST":
        return _decided(request, review, user)
    try:
        services.claim(review=review, user=user)
    except DecisionRefused as error:
        messages.warning(request, str(error))
        return redirect(_QUEUE)
    context = _around(request, user) | {
        "title": "Review",
        "review": review,
        "version": review.version,
        "figure": review.version.figure,
        "photo": review.version.figure.photo,
        "lines": showing.lines_of(review),
        "fired": showing.fired_on(review),
        "reasons": showing.reasons(),
        "history": selectors.history_before(review),
        "pictures": pictures.NAMES,
        "reveal": request.GET.get("reveal") == "1",
        "can_escalate": review.state == DecisionState.QUEUED,
    }
    return TemplateResponse(request, "admin/figures/review/decide.html", context)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the moderator's own last decision back and show that item again."""
    user = staff_user(request)
    review = _last_decision(user)
    if review is None:
        messages.warning(request, "There is no decision of yours to take back.")
        return redirect(_QUEUE)
    try:
        services.undo(review=review, user=user)
    except DecisionRefused as error:
        messages.warning(request, str(error))
        return redirect(_QUEUE)
    messages.info(request, "Taken back. It waits for your decision again.")
    return redirect(_DECIDE, review_id=review.pk)


@require_GET
def picture(request: HttpRequest, review_id: str, name: str) -> HttpResponse:
    """Send a picture blurred; in the clear with `?reveal=1`, to who holds the item, and note it."""
    user = staff_user(request)
    review = get_object_or_404(Review.objects.select_related("version"), pk=review_id)
    reveal = request.GET.get("reveal") == "1"
    if reveal and not services.holds(review=review, user=user):
        raise PermissionDenied
    try:
        body = (pictures.clear if reveal else pictures.blurred)(review.version, name)
    except (ArtGone, KeyError):
        raise Http404 from None
    if reveal:
        audit.record(action="review.revealed", subject=review.version_id, user=user, picture=name)
    # The admin forbids every cache to keep its answers, pictures included.
    return HttpResponse(body, content_type=pictures.MEDIA_TYPE)


def _decided(request: HttpRequest, review: Review, user: User) -> HttpResponse:
    """Do what the pressed button says, then open the next item."""
    try:
        done = _act(request, review, user)
    except DecisionRefused as error:
        messages.warning(request, str(error))
    except ValueError as error:
        messages.error(request, str(error))
        return redirect(_DECIDE, review_id=review.pk)
    else:
        messages.success(request, done)
    return redirect(_QUEUE)


def _act(request: HttpRequest, review: Review, user: User) -> str:
    sent = request.POST
    action = sent.get("action", "")
    shown = sent.get("lock_version", "")
    lock_version = int(shown) if shown.isascii() and shown.isdigit() else -1
    if action == "approve":
        services.approve(review=review, user=user, lock_version=lock_version)
        return "Approved."
    if action == "refuse":
        reason, note = sent.get("reason", ""), sent.get("note", "")
        services.refuse(
            review=review, user=user, lock_version=lock_version, reason=reason, note=note
        )
        return f"Refused: {review.get_reason_display()}."
    if action == "escalate":
        services.escalate(review=review, user=user, lock_version=lock_version)
        return "Escalated. Somebody else decides."
    if action == "skip":
        services.skip(review=review, user=user)
        return "Skipped. It comes back later."
    raise ValueError("Choose what to do.")


def _last_decision(user: User) -> Review | None:
    return selectors.last_decision(user, since=timezone.now() - services.UNDO_FOR)


def _around(request: HttpRequest, user: User) -> dict[str, Any]:
    return {
        **admin.site.each_context(request),
        "opts": Review._meta,
        "counts": selectors.counts(user),
        "last": _last_decision(user),
        "is_nav_sidebar_enabled": False,
    }
