"""Products, and mockups of them with a customer's own figure."""

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from figures.api.figures import own_figure
from figures.versions.models import FigureVersion
from figures.versions.selectors import latest_version
from orders.api import representations
from orders.api.serializers import MockupsOut, ProductsOut
from orders.shelf import selectors, services
from shop.platform.api.views import ANY_SCOPE, ApiView
from shop.platform.apikeys.models import Scope
from shop.platform.owners.models import Owner
from shop.vault import links

_VERSION = OpenApiParameter(
    "version", str, description="Figure version, `ver_...`; the newest if not given."
)


class Products(ApiView):
    """What is for sale; any key may look."""

    scopes = {"GET": ANY_SCOPE}
    single = True
    for_customer = False

    @extend_schema(
        operation_id="listProducts", summary="List products", responses={200: ProductsOut}
    )
    def get(self, request: Request) -> Response:
        """Answer every product with its sizes and prices; the whole catalogue fits one page."""
        return Response(representations.products(services.variants_for_sale()))


class Mockups(ApiView):
    """Every product with the figure on it."""

    scopes = {"GET": Scope.FIGURES_READ, "POST": Scope.FIGURES_WRITE}
    single = True

    @extend_schema(
        operation_id="listMockups",
        summary="Look at the mockups",
        parameters=[_VERSION],
        responses={200: MockupsOut},
    )
    def get(self, request: Request, figure_id: str) -> Response:
        """Answer the mockups made so far; poll until `made` is `total`."""
        return Response(self._shelf(_version(request, self.owner, figure_id)))

    @extend_schema(
        operation_id="createMockups",
        summary="Have the mockups made",
        parameters=[_VERSION],
        request=None,
        responses={202: MockupsOut},
    )
    def post(self, request: Request, figure_id: str) -> Response:
        """Queue the mockups that do not exist yet."""
        version = _version(request, self.owner, figure_id)
        services.request_mockups(version=version)
        return Response(self._shelf(version), status=202)

    def _shelf(self, version: FigureVersion) -> dict[str, object]:
        audience = links.PUBLIC if self.caller.key is not None else self.owner.pk
        items = selectors.shelf(version=version, audience=audience)
        return representations.mockups(version, items)


def _version(request: Request, owner: Owner, figure_id: str) -> FigureVersion:
    figure = own_figure(owner, figure_id)
    asked = request.query_params.get("version", "").replace("\0", "")
    version = figure.versions.filter(pk=asked).first() if asked else latest_version(figure)
    if version is None:
        raise Http404
    return version
