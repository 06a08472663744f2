"""One figure: being made, ready, tuned."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from figures import erasure
from figures.generation import quota
from figures.generation.backends import get_backend
from figures.generation.look import LookRefused
from figures.generation.selectors import STAGES, Progress, progress_of
from figures.generation.services import CannotRetry, retry_figure
from figures.intake import services as intake
from figures.pages import takeaways, visitors
from figures.pages.answers import status_json
from figures.pages.forms import LookForm
from figures.pages.palettes import chosen_colours, palettes
from figures.versions import art, selectors, services
from figures.versions.models import Figure, FigureVersion
from figures.versions.states import FigureState
from shop.platform.owners.services import owner_of_request
from shop.vault import links

# Below this confidence the page asks; the names are the engine's, the words the person's.
_SURE = 0.5
_ASKED = {"skin_tone": "skin tone", "hair_colour": "hair colour"}


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the visitor's figures."""
    owner = owner_of_request(request)
    shown = []
    if owner is not None:
        for figure in selectors.figures_of(owner)[:50]:
            shown.append((figure, _preview(figure, owner.pk)))
    return render(request, "figures/index.html", {"figures": shown})


@never_cache
@require_safe
def detail(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Show the making, the failure, or the figure with everything that can be changed."""
    figure = visitors.own_figure(request, figure_id)
    version = selectors.latest_version(figure)
    progress = progress_of(figure)
    if figure.state != FigureState.READY or version is None:
        context = _context(figure, version, progress) | {"stages": _stages(progress)}
        return render(request, "figures/making.html", context)
    return _tune(request, figure, version, _form_of(figure, version))


def _context(figure: Figure, version: FigureVersion | None, progress: Progress) -> dict[str, Any]:
    return {
        "figure": figure,
        "version": version,
        "progress": progress,
        "state": _state(figure, version, rendering=progress.rendering),
    }


def _stages(progress: Progress) -> list[tuple[str, bool]]:
    """Return every stage in words, and whether it is over."""
    now = STAGES.index(progress.stage) if progress.stage in STAGES else 0
    return [(words, index < now) for index, words in enumerate(STAGES)]


def _form_of(figure: Figure, version: FigureVersion) -> LookForm:
    """Return the form filled with the version's look."""
    initial: dict[str, Any] = {
        "name": version.box_name,
        "tagline": version.box_tagline,
        "pose": services.facts_of(version).get("pose", ""),
    }
    for index, (kind, label) in enumerate(version.accessories, start=1):
        initial |= {f"accessory_{index}": kind, f"label_{index}": label}
    return LookForm(backend=get_backend(figure.backend), initial=initial)


def _tune(
    request: HttpRequest,
    figure: Figure,
    version: FigureVersion,
    form: LookForm,
) -> HttpResponse:
    context = _context(figure, version, progress_of(figure)) | _tuning(figure, version)
    status = 422 if form.errors else 200
    return render(request, "figures/tune.html", context | {"form": form}, status=status)


def _tuning(figure: Figure, version: FigureVersion) -> dict[str, Any]:
    backend = get_backend(figure.backend)
    return {
        "palettes": palettes(services.facts_of(version)),
        "unsure": _unsure(version),
        "can_edit": backend.capabilities.edit,
        "preview": _link(version, version.preview, figure.owner_id),
        "cutout": _link(version, version.cutout, figure.owner_id),
        "box_picture": _link(version, version.box, figure.owner_id),
        "review": getattr(version, "review", None),
        "takeaways": takeaways.section(version),
    }


def _unsure(version: FigureVersion) -> list[str]:
    """Return what the photo did not show well enough: the person is asked, never guessed."""
    return [
        _ASKED[attribute.name]
        for attribute in art.attributes(version)
        if attribute.name in _ASKED and attribute.confidence < _SURE
    ]


def _link(version: FigureVersion, blob: Any, owner_id: str) -> str:
    return links.link(blob, audience=owner_id) if blob is not None else ""


def _preview(figure: Figure, owner_id: str) -> str:
    version = selectors.latest_version(figure)
    return _link(version, version.preview, owner_id) if version else ""


def _state(figure: Figure, version: FigureVersion | None, *, rendering: bool) -> str:
    number = version.number if version else 0
    review = version.review_state if version else ""
    return f"{figure.state}:{number}:{review}:{int(rendering)}"


@never_cache
@require_safe
def status(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Answer how far it is, for the page's script; 304 while nothing has changed."""
    figure = visitors.own_figure(request, figure_id)
    version = selectors.latest_version(figure)
    progress = progress_of(figure)
    body = {
        "state": _state(figure, version, rendering=progress.rendering),
        "stage": progress.stage,
        "progress": round(progress.fraction, 3),
    }
    return status_json(request, body)


@never_cache
@require_POST
def edit(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Ask for another look; no generation is counted."""
    figure = visitors.own_figure(request, figure_id)
    base = selectors.latest_version(figure)
    form = LookForm(request.POST, backend=get_backend(figure.backend))
    if base is None or figure.state != FigureState.READY:
        return redirect("figures:figure", figure_id=figure.pk)
    if not form.is_valid():
        return _tune(request, figure, base, form)
    try:
        services.request_edit(
            figure=figure,
            base=base,
            changes=services.EditChanges(
                name=form.cleaned_data["name"],
                tagline=form.cleaned_data["tagline"],
                accessories=form.accessories(),
                pose=form.cleaned_data["pose"],
                colours=chosen_colours(request.POST),
            ),
        )
    except LookRefused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _tune(request, figure, base, form)
    except services.EditRefused as error:
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
