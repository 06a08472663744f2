"""Figures: ask for one, follow it, change it, erase it."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from figures import erasure
from figures.api import photos, representations
from figures.api.serializers import (
    EditIn,
    FigureIn,
    FigureOut,
    FigurePageOut,
    FigureUploadIn,
    GeneratorsOut,
    LookIn,
    OptionsOut,
)
from figures.consent import services as consent
from figures.generation.cancelling import cancel_making
from figures.generation.look import choices_of_parts
from figures.generation.services import DEFAULT_BACKEND, request_figure, retry_figure
from figures.intake.models import Photo
from figures.intake.refusals import WORDS, Refusal
from figures.versions import selectors, services
from figures.versions.models import Figure, FigureVersion
from shop.platform.api.pages import page
from shop.platform.api.parsing import LimitedJSONParser
from shop.platform.api.problems import FieldError, Problem
from shop.platform.api.schema import PAGING, problems
from shop.platform.api.views import ApiView
from shop.platform.apikeys.models import Scope
from shop.platform.owners.models import Owner
from shop.platform.uploads import upload_was_too_large

_SCOPES = {
    "GET": Scope.FIGURES_READ,
    "POST": Scope.FIGURES_WRITE,
    "PATCH": Scope.FIGURES_WRITE,
    "DELETE": Scope.FIGURES_WRITE,
}
_LOOK: dict[str, Any] = {
    "name": "Sample Person",
    "tagline": "Ready for anything",
    "pose": "wave",
    "accessories": [{"kind": "camera", "label": "Camera"}],
    "choices": {"hairstyle": "bob"},
}

_QUEUED: dict[str, Any] = {
    "id": "fig_0123456789abcdefghjk",
    "state": "queued",
    "rendering": True,
    "progress": 0.0,
    "stage": "Waiting for its turn",
    "sketch": None,
    "failure": None,
    "backend": "studio",
    "consent": None,
    "created_at": "2026-01-31T12:00:00Z",
    "ready_at": None,
    "photo": {
        "id": "pho_0123456789abcdefghjk",
        "delete_after": "2026-02-07T12:00:00Z",
        "deleted_at": None,
    },
    "attributes": [],
    "questions": [],
    "versions": [],
    "energy": None,
    "quota": {"allowed": 5, "used": 1, "left": 4, "resets_at": "2026-02-01T00:00:00Z"},
}


class Figures(ApiView):
    """The customer's figures."""

    scopes = _SCOPES
    parser_classes = [LimitedJSONParser, MultiPartParser]

    @extend_schema(
        operation_id="listFigures",
        summary="List figures",
        parameters=PAGING,
        responses={200: FigurePageOut},
    )
    def get(self, request: Request) -> Response:
        """Answer the customer's figures, newest first."""
        caller = self.caller

        def show(row: Figure) -> dict[str, Any]:
            return representations.figure_summary(row, caller)

        return Response(page(request, selectors.figures_of(self.owner), show, moment="created_at"))

    @extend_schema(
        operation_id="createFigure",
        summary="Ask for a figure",
        request={"application/json": FigureIn, "multipart/form-data": FigureUploadIn},
        responses={202: FigureOut},
        examples=[
            OpenApiExample(
                "From a photo sent before",
                request_only=True,
                media_type="application/json",
                value={"photo": "pho_0123456789abcdefghjk", **_LOOK},
            ),
            OpenApiExample(
                "A figure in the queue", response_only=True, status_codes=["202"], value=_QUEUED
            ),
        ],
        extensions=problems(*photos.REFUSALS, "several_faces", "photo_gone", "quota_exceeded"),
    )
    def post(self, request: Request) -> Response:
        """Queue the making of a figure: of a photo sent before, or with the photo in the form.

        Where the photo shows several faces, the problem `several_faces` names the photo and the
        faces' boxes: choose one and ask again with the photo's id.
        """
        as_form = (request.content_type or "").startswith("multipart/")
        body: LookIn = (FigureUploadIn if as_form else FigureIn)(data=_plain(request.data))
        if not (as_form and upload_was_too_large(request._request)):
            body.is_valid(raise_exception=True)
        photo = photos.receive(request, self.owner) if as_form else self._chosen(body)
        if photo.chosen_face is None:
            raise _several_faces(photo)
        wanted = body.validated_data
        figure = request_figure(
            owner=self.owner,
            photo=photo,
            name=wanted["name"],
            tagline=wanted["tagline"],
            accessories=_pairs(wanted.get("accessories", [])),
            backend=wanted["backend"],
            consent=wanted["consent"],
            choices=choices_of_parts(wanted["pose"], {}) | _chosen(wanted),
            figure_id=self.turn.derive_id("fig"),
        )
        return Response(representations.figure(figure, self.caller), status=202)

    def _chosen(self, body: LookIn) -> Photo:
        try:
            photo = photos.own_photo(self.owner, body.validated_data["photo"])
        except Http404:
            raise Problem(
                "invalid", errors=[FieldError("photo", "not_found", "There is no such photo.")]
            ) from None
        face = body.validated_data.get("face")
        if face is not None and photo.chosen_face is None:
            return photos.choose(photo, face, "face")
        return photo


class FigureOptions(ApiView):
    """What may be chosen."""

    scopes = _SCOPES
    single = True

    @extend_schema(
        operation_id="listFigureOptions",
        summary="What may be chosen about a figure",
        responses={200: OptionsOut},
    )
    def get(self, request: Request) -> Response:
        """Answer every choice, in the order of an editor's tabs. It changes with our releases."""
        return Response(representations.options(DEFAULT_BACKEND))


class FigureDetail(ApiView):
    """One figure."""

    scopes = _SCOPES
    single = True

    @extend_schema(operation_id="getFigure", summary="Look at a figure", responses={200: FigureOut})
    def get(self, request: Request, figure_id: str) -> Response:
        """Answer state, progress, versions with their reviews, and signed links to pictures."""
        return Response(representations.figure(own_figure(self.owner, figure_id), self.caller))

    @extend_schema(
        operation_id="editFigure",
        summary="Change the look",
        request=EditIn,
        responses={202: FigureOut},
        extensions=problems("cannot_edit", "quota_exceeded"),
    )
    def patch(self, request: Request, figure_id: str) -> Response:
        """Queue another look: a new version, reviewed anew. It counts as one of the day's looks."""
        figure = own_figure(self.owner, figure_id)
        body = EditIn(data=request.data)
        body.is_valid(raise_exception=True)
        changes = dict(body.validated_data)
        base = _base(figure, changes.pop("base", None))
        parts = choices_of_parts(changes.pop("pose", ""), changes.pop("colours", {}))
        changes["choices"] = parts | changes.get("choices", {})
        if "accessories" in changes:
            changes["accessories"] = _pairs(changes["accessories"])
        services.request_edit(figure=figure, base=base, changes=services.EditChanges(**changes))
        return Response(representations.figure(figure, self.caller), status=202)

    @extend_schema(
        operation_id="eraseFigure",
        summary="Erase a figure",
        responses={204: None},
        extensions=problems("figure_held"),
    )
    def delete(self, request: Request, figure_id: str) -> Response:
        """Destroy the figure's key, and with it every picture, proof and print file of it."""
        erasure.erase_figure(figure=own_figure(self.owner, figure_id), actor="owner")
        return Response(status=204)


class FigureRetry(ApiView):
    """Another try."""

    scopes = _SCOPES

    @extend_schema(
        operation_id="retryFigure",
        summary="Try a failed figure again",
        request=None,
        responses={202: FigureOut},
        extensions=problems("cannot_retry", "quota_exceeded"),
    )
    def post(self, request: Request, figure_id: str) -> Response:
        """Queue a figure that failed once more, as long as its photo is there."""
        figure = retry_figure(figure=own_figure(self.owner, figure_id))
        return Response(representations.figure(figure, self.caller), status=202)


class FigureConsent(ApiView):
    """The agreement to send a figure's photo to another company."""

    scopes = _SCOPES

    @extend_schema(
        operation_id="withdrawConsent", summary="Take back the agreement", responses={204: None}
    )
    def delete(self, request: Request, figure_id: str) -> Response:
        """Send the photo no more; what has been sent is not called back. Safe to repeat."""
        consent.withdraw(figure=own_figure(self.owner, figure_id))
        return Response(status=204)


class Generators(ApiView):
    """Who can draw figures here."""

    scopes = _SCOPES
    single = True

    @extend_schema(
        operation_id="listGenerators", summary="List generators", responses={200: GeneratorsOut}
    )
    def get(self, request: Request) -> Response:
        """Answer the generators, and for each who gets the photo; the whole list fits one page."""
        return Response(representations.generators())


class FigureCancel(ApiView):
    """No more of it."""

    scopes = _SCOPES

    @extend_schema(
        operation_id="cancelFigure",
        summary="Stop the making",
        request=None,
        responses={200: FigureOut},
        extensions=problems("cannot_cancel"),
    )
    def post(self, request: Request, figure_id: str) -> Response:
        """Stop what is being made; a figure not made yet can be retried.

        The first three a day that are stopped do not count, any more do: `error` says which.
        """
        figure = cancel_making(figure=own_figure(self.owner, figure_id))
        return Response(representations.figure(figure, self.caller))


def own_figure(owner: Owner, figure_id: str) -> Figure:
    """Return the owner's figure; 404 for strangers."""
    try:
        return selectors.get_figure(owner=owner, figure_id=figure_id)
    except Figure.DoesNotExist:
        raise Http404 from None


def _base(figure: Figure, version_id: str | None) -> FigureVersion | None:
    if version_id is None:
        return None
    try:
        return figure.versions.select_related("figure").get(pk=version_id)
    except FigureVersion.DoesNotExist:
        raise Problem(
            "invalid", errors=[FieldError("base", "not_found", "There is no such version.")]
        ) from None


def _several_faces(photo: Photo) -> Problem:
    return Problem(
        Refusal.SEVERAL_FACES,
        WORDS[Refusal.SEVERAL_FACES].tip,
        photo=photo.pk,
        faces=representations.faces(photo),
    )


def _plain(data: Any) -> Any:
    """Return a form as a plain mapping, its last value for each name."""
    return data.dict() if hasattr(data, "dict") else data


def _chosen(wanted: dict[str, Any]) -> dict[str, Any]:
    """Return the choices that were made; null is none."""
    return {key: value for key, value in wanted.get("choices", {}).items() if value is not None}


def _pairs(accessories: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(item["kind"], item["label"]) for item in accessories]
