"""One figure: being made, ready, tuned."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from figures import erasure
from figures.consent import services as consent
from figures.generation import quota
from figures.generation.cancelling import CannotCancel, cancel_making
from figures.generation.selectors import Progress, progress_of, stages_of
from figures.generation.services import CannotRetry, retry_figure
from figures.intake import services as intake
from figures.pages import showing, tune, visitors
from figures.pages.answers import status_json
from figures.versions import selectors
from figures.versions.models import Figure
from figures.versions.states import FigureState
from shop.platform.owners.services import owner_of_request


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the visitor's figures."""
    owner = owner_of_request(request)
    shown = []
    if owner is not None:
        for figure in selectors.figures_of(owner)[:50]:
            version = selectors.latest_version(figure)
            preview = showing.link(version.preview, owner.pk) if version else ""
            shown.append((figure, preview, version.box_name if version else ""))
    return render(request, "figures/index.html", {"figures": shown})


@never_cache
@require_safe
def detail(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Show the making, the failure, or the figure with everything that can be changed."""
    figure = visitors.own_figure(request, figure_id)
    version = selectors.latest_version(figure)
    progress = progress_of(figure)
    if figure.state != FigureState.READY or version is None:
        context = showing.context_of(figure, version, progress)
        context |= {"stages": _stages(figure, progress), "sketch": showing.sketch_link(figure)}
        return render(request, "figures/making.html", context)
    return tune.show(request, figure, version)


def _stages(figure: Figure, progress: Progress) -> list[tuple[str, bool]]:
    """Return every stage in words, and whether it is over."""
    stages = stages_of(figure)
    now = stages.index(progress.stage) if progress.stage in stages else 0
    return [(words, index < now) for index, words in enumerate(stages)]


@never_cache
@require_safe
def status(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Answer how far it is, for the page's script; 304 while nothing has changed."""
    figure = visitors.own_figure(request, figure_id)
    version = selectors.latest_version(figure)
    progress = progress_of(figure)
    body = {
        "state": showing.state_of(figure, version, rendering=progress.rendering),
        "stage": progress.stage,
        "progress": round(progress.fraction, 3),
    }
    return status_json(request, body)


@require_POST
def cancel(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Stop what is being made of the figure."""
    figure = visitors.own_figure(request, figure_id)
    try:
        stopped = cancel_making(figure=figure)
        if stopped.state == FigureState.READY:
            messages.success(request, "Stopped. Your figure looks as before.")
    except CannotCancel as error:
        messages.error(request, str(error))
    return redirect("figures:figure", figure_id=figure.pk)


@require_POST
def retry(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Try a failed figure again."""
    figure = visitors.own_figure(request, figure_id)
    try:
        retry_figure(figure=figure)
    except (CannotRetry, quota.QuotaExceeded) as error:
        messages.error(request, str(error))
    return redirect("figures:figure", figure_id=figure.pk)


@require_POST
def withdraw_consent(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Take back the agreement to send the photo to another company."""
    figure = visitors.own_figure(request, figure_id)
    if consent.withdraw(figure=figure):
        messages.success(request, "You took back your agreement. Your photo is not sent any more.")
    return redirect("figures:figure", figure_id=figure.pk)


@require_POST
def erase(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Erase the figure and everything made from it."""
    figure = visitors.own_figure(request, figure_id)
    try:
        erasure.erase_figure(figure=figure, actor="owner")
        messages.success(request, "Your figure and everything made from it has been erased.")
    except erasure.EraseHeld as error:
        messages.error(request, str(error))
        return redirect("figures:figure", figure_id=figure.pk)
    return redirect(_back(request))


@require_POST
def delete_photo(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Delete the photo now; the figure stays."""
    intake.delete_photo(photo=visitors.own_photo(request, photo_id), reason="asked")
    messages.success(request, "Your photo has been deleted.")
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    return (
        wanted
        if wanted.startswith("/") and not wanted.startswith("//")
        else reverse("figures:figures")
    )
