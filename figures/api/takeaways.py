"""Files of a figure to take away: what there is, have one made, stop or delete one."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from figures.api import representations
from figures.api.figures import own_figure
from figures.api.serializers import TakeawayIn, TakeawaysOut
from figures.takeaways import selectors, services
from figures.takeaways.kinds import Kind
from figures.versions.models import FigureVersion
from figures.versions.selectors import latest_version
from shop.platform.api.problems import FieldError, Problem
from shop.platform.api.schema import problems
from shop.platform.api.views import ApiView
from shop.platform.apikeys.models import Scope
from shop.platform.owners.models import Owner

_SCOPES = {
    "GET": Scope.FIGURES_READ,
    "POST": Scope.FIGURES_WRITE,
    "DELETE": Scope.FIGURES_WRITE,
}
_VERSION = OpenApiParameter(
    "version", str, description="Figure version, `ver_...`; the newest if not given."
)


class Takeaways(ApiView):
    """Every kind of file of one version."""

    scopes = _SCOPES
    single = True

    @extend_schema(
        operation_id="listTakeaways",
        summary="Look at the files to take away",
        parameters=[_VERSION],
        responses={200: TakeawaysOut},
    )
    def get(self, request: Request, figure_id: str) -> Response:
        """Answer every kind with its state; poll while one is `making`.

        They may be had before the figure is approved: they are the customer's own files, and we
        publish none of them. Of a look that was refused or withdrawn there are none.
        """
        return Response(self._shown(_version(request, self.owner, figure_id)))

    @extend_schema(
        operation_id="createTakeaway",
        summary="Have a file made",
        parameters=[_VERSION],
        request=TakeawayIn,
        responses={202: TakeawaysOut},
        examples=[
            OpenApiExample(
                "A profile picture", request_only=True,
                value={"kind": "profile-round", "ground": "lagoon"},
            ),
            OpenApiExample("A model to print", request_only=True, value={"kind": "print-model"}),
        ],
        extensions=problems("takeaway_not_offered"),
    )  # fmt: skip
    def post(self, request: Request, figure_id: str) -> Response:
        """Queue it, unless it is there or being made; one that failed is tried again."""
        version = _version(request, self.owner, figure_id)
        body = TakeawayIn(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = body.validated_data
        try:
            services.request(version=version, kind=Kind(wanted["kind"]), ground=wanted["ground"])
        except ValueError:
            words = "This kind of file has no ground to choose."
            raise Problem("invalid", errors=[FieldError("ground", "refused", words)]) from None
        return Response(self._shown(version), status=202)

    def _shown(self, version: FigureVersion) -> dict[str, Any]:
        shown = selectors.takeaways(version)
        return representations.takeaways(version, shown, self.caller)


class TakeawayDetail(ApiView):
    """One file."""

    scopes = _SCOPES

    @extend_schema(
        operation_id="deleteTakeaway",
        summary="Stop or delete a file",
        parameters=[_VERSION],
        responses={204: None},
    )
    def delete(self, request: Request, figure_id: str, kind: str) -> Response:
        """Stop its making, or delete it at once; it can be asked for again."""
        version = _version(request, self.owner, figure_id)
        takeaway = version.takeaways.filter(kind=kind).first()
        if takeaway is None:
            raise Http404
        services.drop(takeaway)
        return Response(status=204)


def _version(request: Request, owner: Owner, figure_id: str) -> FigureVersion:
    figure = own_figure(owner, figure_id)
    asked = request.query_params.get("version", "").replace("\0", "")
    version = figure.versions.filter(pk=asked).first() if asked else latest_version(figure)
    if version is None:
        raise Http404
    return version
