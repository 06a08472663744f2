"""Photos: send one, choose the face, delete it."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from figures.api import representations
from figures.api.serializers import FaceIn, PhotoIn, PhotoOut
from figures.intake import services as intake
from figures.intake.models import Photo
from figures.intake.refusals import PhotoRefused, Refusal
from shop.platform.api.problems import FieldError, Problem
from shop.platform.api.schema import problems
from shop.platform.api.views import ApiView
from shop.platform.apikeys.models import Scope
from shop.platform.owners.models import Owner
from shop.platform.uploads import upload_was_too_large

REFUSALS = tuple(str(code) for code in Refusal if code != Refusal.SEVERAL_FACES)
_SCOPES = {
    "GET": Scope.FIGURES_READ,
    "POST": Scope.FIGURES_WRITE,
    "DELETE": Scope.FIGURES_WRITE,
}


class Photos(ApiView):
    """Send a photo."""

    scopes = _SCOPES
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="createPhoto",
        summary="Send a photo",
        request={"multipart/form-data": PhotoIn},
        responses={201: PhotoOut},
        extensions=problems(*REFUSALS),
    )
    def post(self, request: Request) -> Response:
        """Decode, strip and check the photo; keep it sealed until it has served.

        With several faces `chosen_face` is null: choose one before asking for a figure.
        """
        return Response(representations.photo(receive(request, self.owner)), status=201)


class PhotoDetail(ApiView):
    """One photo."""

    scopes = _SCOPES
    single = True

    @extend_schema(
        operation_id="getPhoto", summary="Look at a photo's facts", responses={200: PhotoOut}
    )
    def get(self, request: Request, photo_id: str) -> Response:
        """Answer its size, its faces and when it is deleted; the picture itself is not given."""
        return Response(representations.photo(own_photo(self.owner, photo_id)))

    @extend_schema(operation_id="deletePhoto", summary="Delete a photo now", responses={204: None})
    def delete(self, request: Request, photo_id: str) -> Response:
        """Destroy the photo's key at once and its file right after; figures made of it stay."""
        intake.delete_photo(photo=own_photo(self.owner, photo_id), reason="asked")
        return Response(status=204)


class PhotoFace(ApiView):
    """The face that becomes the figure."""

    scopes = _SCOPES

    @extend_schema(
        operation_id="choosePhotoFace",
        summary="Choose the face",
        request=FaceIn,
        responses={200: PhotoOut},
        extensions=problems("photo_gone"),
    )
    def post(self, request: Request, photo_id: str) -> Response:
        """Say who becomes the figure; everybody else is filled over in what we keep."""
        photo = own_photo(self.owner, photo_id)
        body = FaceIn(data=request.data)
        body.is_valid(raise_exception=True)
        return Response(representations.photo(choose(photo, body.validated_data["index"], "index")))


def receive(request: Request, owner: Owner) -> Photo:
    """Take the photo of a multipart form.

    Raises:
        PhotoRefused: nothing is kept.
        rest_framework.exceptions.ValidationError: photo or declaration is missing.

    """
    data: Any = request.data
    if upload_was_too_large(request._request):
        raise PhotoRefused(Refusal.TOO_LARGE)
    body = PhotoIn(data={name: data[name] for name in PhotoIn().fields if name in data})
    body.is_valid(raise_exception=True)
    return intake.receive_photo(
        owner=owner,
        raw=body.validated_data["photo"].read(),
        declaration=body.validated_data["declaration"],
    )


def choose(photo: Photo, index: int, field: str) -> Photo:
    """Choose a face.

    Raises:
        Problem: there is no such face.

    """
    try:
        return intake.choose_face(photo=photo, index=index)
    except ValueError as error:
        raise Problem("invalid", errors=[FieldError(field, "no_such_face", str(error))]) from error


def own_photo(owner: Owner, photo_id: str) -> Photo:
    """Return the owner's photo, if it still exists; 404 for strangers."""
    try:
        return Photo.objects.select_related("blob__key").get(
            pk=photo_id, owner=owner, deleted_at=None
        )
    except Photo.DoesNotExist:
        raise Http404 from None
