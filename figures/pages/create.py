"""From the photo to the box: upload, choose the face, say what is written on it."""

import io

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from PIL import Image

from figures.generation import quota
from figures.generation.backends import get_backend, offered
from figures.generation.generators import generators
from figures.generation.look import LookRefused, choices_of_parts
from figures.generation.services import DEFAULT_BACKEND, request_figure
from figures.intake import services as intake
from figures.intake.models import Photo
from figures.intake.refusals import WORDS, PhotoRefused, Refusal
from figures.pages import visitors
from figures.pages.forms import EmailForm, LookForm, PhotoForm
from shop.platform.api.limits import TooManyNewcomers
from shop.platform.owners.models import Owner
from shop.platform.owners.services import owner_of_request
from shop.platform.uploads import upload_was_too_large

_FACE_MARGIN = 0.45
_FACE_SIDE = 240


@never_cache
@require_http_methods(["GET", "POST"])
def photo(request: HttpRequest) -> HttpResponse:
    """Take a photo, say before it leaves the phone what happens to it."""
    form = PhotoForm(request.POST or None, request.FILES or None)
    refused: PhotoRefused | None = None
    crowded: TooManyNewcomers | None = None
    if request.method == "POST":
        if upload_was_too_large(request):
            refused = PhotoRefused(Refusal.TOO_LARGE)
        elif form.is_valid():
            try:
                return _received(request, form)
            except PhotoRefused as error:
                refused = error
            except TooManyNewcomers as error:
                crowded = error
    context = {
        "form": form,
        "refused": refused,
        "crowded": crowded,
        "quota": quota.status(owner=owner_of_request(request)),
        "limit": settings.PHOTO_MAX_BYTES,
        "hosted": len(offered()) > 1,
    }
    status = 200 if request.method == "GET" else 429 if crowded else 422
    response = render(request, "figures/create.html", context, status=status)
    if crowded:
        response["Retry-After"] = str(crowded.retry_after)
    return response


def _received(request: HttpRequest, form: PhotoForm) -> HttpResponse:
    owner, token = visitors.owner_or_guest(request)
    try:
        received = intake.receive_photo(
            owner=owner,
            raw=form.cleaned_data["photo"].read(),
            declaration=form.cleaned_data["declaration"],
        )
    except PhotoRefused:
        if token:  # Nothing was kept, so nobody needs to be remembered either.
            owner.delete()
        raise
    page = "figures:box" if received.chosen_face is not None else "figures:face"
    return visitors.remember(redirect(page, photo_id=received.pk), token)


@never_cache
@require_http_methods(["GET", "POST"])
def face(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Ask who becomes the figure; the others are covered in what is kept."""
    picture = visitors.own_photo(request, photo_id)
    error = ""
    if request.method == "POST":
        try:
            intake.choose_face(photo=picture, index=int(request.POST.get("face", "")))
            return redirect("figures:box", photo_id=picture.pk)
        except ValueError:
            error = "Choose one of the faces."
        except PhotoRefused as refused:
            error = f"{refused.reason} {refused.tip}"
        except intake.PhotoGone:
            raise Http404 from None
    context = {
        "photo": picture,
        "faces": range(len(picture.faces)),
        "words": WORDS[Refusal.SEVERAL_FACES],
        "error": error,
    }
    return render(request, "figures/face.html", context, status=422 if error else 200)


@never_cache
@require_safe
def face_picture(request: HttpRequest, photo_id: str, index: int) -> HttpResponse:
    """Show one face of a photo to whoever uploaded it."""
    picture = visitors.own_photo(request, photo_id)
    if index >= len(picture.faces):
        raise Http404
    box = intake.face_box(picture, index)
    margin = _FACE_MARGIN * max(box.width, box.height)
    left, top = int(max(box.x - margin, 0)), int(max(box.y - margin, 0))
    right, bottom = int(box.x + box.width + margin), int(box.y + box.height + margin)
    try:
        crop = Image.fromarray(intake.load(picture)[top:bottom, left:right].copy())
    except intake.PhotoGone:
        raise Http404 from None
    crop.thumbnail((_FACE_SIDE, _FACE_SIDE))
    buffer = io.BytesIO()
    crop.save(buffer, "JPEG", quality=85)
    return HttpResponse(buffer.getvalue(), content_type="image/jpeg")


@never_cache
@require_http_methods(["GET", "POST"])
def box(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Ask what stands on the box and lies in it, then start the making."""
    picture = visitors.own_photo(request, photo_id)
    if picture.chosen_face is None:
        return redirect("figures:face", photo_id=picture.pk)
    backend = get_backend(DEFAULT_BACKEND)
    form = LookForm(request.POST or None, backend=backend, initial={"pose": backend.poses[0]})
    email = EmailForm(request.POST or None, initial={"email": picture.owner.email})
    problem = generator_problem = ""
    chosen = request.POST.get("backend", DEFAULT_BACKEND)
    if request.method == "POST" and form.is_valid() and email.is_valid():
        try:
            agreed = request.POST.get(f"consent_{chosen}", "")
            return _requested(picture, form, email, backend=chosen, consent=agreed)
        except LookRefused as error:
            if error.field in {"backend", "consent"}:
                generator_problem = error.message
            else:
                form.refuse(error)
        except quota.QuotaExceeded as error:
            problem = f"You have used today's figures. {error}"
    context = {
        "photo": picture,
        "form": form,
        "email": email,
        "problem": problem or generator_problem,
        "generators": generators(),
        "chosen_generator": chosen,
        "generator_problem": generator_problem,
        "quota": quota.status(owner=picture.owner),
    }
    return render(
        request, "figures/box.html", context, status=200 if request.method == "GET" else 422
    )


def _requested(
    picture: Photo, form: LookForm, email: EmailForm, *, backend: str, consent: str
) -> HttpResponse:
    figure = request_figure(
        owner=picture.owner,
        photo=picture,
        name=form.cleaned_data["name"],
        tagline=form.cleaned_data["tagline"],
        accessories=form.accessories(),
        choices=choices_of_parts(form.cleaned_data["pose"], {}),
        backend=backend,
        consent=consent,
    )
    if email.cleaned_data["email"]:
        Owner.objects.filter(pk=picture.owner_id).update(email=email.cleaned_data["email"])
    return redirect("figures:figure", figure_id=figure.pk)
