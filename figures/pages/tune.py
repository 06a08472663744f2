"""The editor: shown, tried without keeping, kept."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from figures.generation.backends import GenerationError, get_backend
from figures.generation.look import Look, LookRefused
from figures.generation.options import Tab, choice_fields
from figures.generation.previews import PreviewFailed, previewer
from figures.generation.quota import LooksUsedUp
from figures.generation.selectors import progress_of
from figures.pages import editor, showing, takeaways, visitors
from figures.pages.forms import TuneForm
from figures.versions import art, selectors, services
from figures.versions.looks import look_of, reading_of
from figures.versions.models import Figure, FigureVersion
from figures.versions.states import FigureState
from shop.platform.api.limits import LimitReached, count
from shop.vault import services as vault

# A person who taps without pause comes to about sixty.
PREVIEWS_A_MINUTE = 120


def show(request: HttpRequest, figure: Figure, version: FigureVersion) -> HttpResponse:
    """Show the look that was asked for last, with everything that can be changed."""
    look = services.current_look(figure) or look_of(version)
    return _tune(request, figure, version, look, _form_of(figure, look))


def _form_of(figure: Figure, look: Look) -> TuneForm:
    """Return the form filled with a look's words and things."""
    initial: dict[str, Any] = {"name": look.name, "tagline": look.tagline}
    for index, item in enumerate(look.accessories, start=1):
        initial |= {f"accessory_{index}": item.kind, f"label_{index}": item.label}
    return TuneForm(backend=get_backend(figure.backend), initial=initial)


def _tune(
    request: HttpRequest, figure: Figure, version: FigureVersion, look: Look, form: TuneForm
) -> HttpResponse:
    context = showing.context_of(figure, version, progress_of(figure)) | _tuning(figure, version)
    context |= _editor(figure, version, look, form)
    status = 422 if form.errors else 200
    return render(request, "figures/tune.html", context | {"form": form}, status=status)


def _tuning(figure: Figure, version: FigureVersion) -> dict[str, Any]:
    backend = get_backend(figure.backend)
    return {
        "can_edit": backend.capabilities.edit,
        "can_rebox": backend.capabilities.rebox,
        "preview": showing.link(version.preview, figure.owner_id),
        "cutout": showing.link(version.cutout, figure.owner_id),
        "box_picture": showing.link(version.box, figure.owner_id),
        "review": getattr(version, "review", None),
        "takeaways": takeaways.section(version),
    }


def _tabs(figure: Figure) -> tuple[Tab, ...]:
    """Return what can still be changed: without a recipe that is the box alone."""
    backend = get_backend(figure.backend)
    if backend.capabilities.edit:
        return backend.options()
    return tuple(tab for tab in backend.options() if not any(f.in_choices for f in tab.fields))


def _editor(figure: Figure, version: FigureVersion, look: Look, form: TuneForm) -> dict[str, Any]:
    """Return the questions, the tabs, and what was read from the photo."""
    tabs = _tabs(figure)
    readings = services.readings_of(figure)
    fields = choice_fields(tabs)
    return {
        "tabs": editor.shown_tabs(tabs, look, readings, form.refused),
        "things": editor.shown_things(tabs),
        "questions": [
            editor.shown_question(question, fields)
            for question in art.open_questions(figure, look)
            if question.field in fields
        ],
        "report": [
            (one.name.replace("_", " "), one.value, editor.confidence_words(one.confidence))
            for one in art.attributes(figure)
        ],
        "is_saved": look == look_of(version),
    }


@never_cache
@require_POST
def edit(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Ask for another look; no generation is counted."""
    figure = visitors.own_figure(request, figure_id)
    base = selectors.latest_version(figure)
    form = TuneForm(request.POST, backend=get_backend(figure.backend))
    if base is None or figure.state != FigureState.READY:
        return redirect("figures:figure", figure_id=figure.pk)
    changes = _changes(figure, form, request)
    if changes is not None:
        try:
            services.request_edit(figure=figure, changes=changes)
        except LookRefused as error:
            form.refuse(error)
        except (services.EditRefused, LooksUsedUp) as error:
            messages.error(request, str(error))
    if form.errors:
        return _tune(request, figure, base, _posted_look(figure, base, request), form)
    return redirect("figures:figure", figure_id=figure.pk)


@never_cache
@require_POST
def preview(request: HttpRequest, figure_id: str) -> HttpResponse:
    """Answer a small picture of choices that are not kept; nothing is stored or counted."""
    figure = visitors.own_figure(request, figure_id)
    backend = get_backend(figure.backend)
    form = TuneForm(request.POST, backend=backend)
    try:
        count(f"preview:{figure.owner_id}", PREVIEWS_A_MINUTE)
        changes = _changes(figure, form, request)
        if changes is None:
            return JsonResponse({"message": "The words on the box need another look."}, status=422)
        look = services.changed_look(figure=figure, base=None, changes=changes)
        picture = previewer.picture(
            backend=figure.backend,
            recipe=backend.edit_recipe(_reading(figure), look),
            look=look,
            view=request.POST.get("view", "figure"),
            edition=services.edition_of(figure),
        )
    except LookRefused as error:
        return JsonResponse({"message": error.message}, status=422)
    except GenerationError as error:
        return JsonResponse({"message": error.message}, status=422)
    except services.EditRefused as error:
        return JsonResponse({"message": str(error)}, status=409)
    except LimitReached as error:
        return _later(429, error.allowance.reset)
    except PreviewFailed:
        return _later(503, 2)
    return HttpResponse(picture, content_type="image/webp")


def _reading(figure: Figure) -> bytes:
    reading = reading_of(figure)
    if reading is None:
        raise services.EditRefused("This figure can no longer be changed.")
    try:
        return vault.read(reading)
    except vault.Shredded:
        raise services.EditRefused("This figure can no longer be changed.") from None


def _later(status_code: int, seconds: int) -> HttpResponse:
    response = JsonResponse({"message": "No picture just now."}, status=status_code)
    response["Retry-After"] = str(seconds)
    return response


def _changes(figure: Figure, form: TuneForm, request: HttpRequest) -> services.EditChanges | None:
    """Return the complete set of choices that the form holds; None where its words are wrong."""
    if not form.is_valid():
        return None
    posted = request.POST
    return services.EditChanges(
        name=form.cleaned_data["name"],
        tagline=form.cleaned_data["tagline"],
        accessories=form.accessories(),
        choices=editor.posted_choices(_tabs(figure), posted.dict()),
        box_design=posted.get("box_design"),
        box_theme=posted.get("box_theme"),
    )


def _posted_look(figure: Figure, base: FigureVersion, request: HttpRequest) -> Look:
    """Return the look with the choices as they were posted, to show the form again."""
    posted = editor.posted_choices(_tabs(figure), request.POST.dict())
    merged = look_of(base).choices | posted
    kept = {key: value for key, value in merged.items() if value is not None}
    return replace(look_of(base), choices=kept)
