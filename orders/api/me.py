"""The customer: quota, what we hold and until when, receipts of what was erased."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from figures.api.representations import quota_status
from figures.intake.models import Photo
from figures.versions.selectors import figures_of
from orders.api.serializers import MeOut
from orders.checkout.models import Order
from shop.platform.api.views import ApiView
from shop.platform.apikeys.models import Scope
from shop.retention import registry
from shop.retention.models import ErasureReceipt
from shop.retention.services import period_of

_RECEIPTS_SHOWN = 50


class Me(ApiView):
    """The customer named in the request."""

    scopes = {"GET": Scope.FIGURES_READ}
    single = True

    @extend_schema(operation_id="getMe", summary="What we hold", responses={200: MeOut})
    def get(self, request: Request) -> Response:
        """Answer the quota, what we hold about the customer, for how long and on which basis."""
        owner = self.owner
        receipts = ErasureReceipt.objects.filter(owner_id=owner.pk).order_by("-erased_at")
        return Response(
            {
                "id": owner.pk,
                "customer": owner.external_id,
                "storefront": owner.storefront.slug,
                "quota": quota_status(owner),
                "held": {
                    "photos": Photo.objects.filter(owner=owner, deleted_at=None).count(),
                    "figures": figures_of(owner).count(),
                    "orders": Order.objects.filter(owner=owner).count(),
                },
                "data": [_data_class(item) for item in registry.data_classes()],
                "receipts": [_receipt(row) for row in receipts[:_RECEIPTS_SHOWN]],
            }
        )


def _data_class(item: registry.DataClass) -> dict[str, object]:
    return {
        "key": item.key,
        "title": item.title,
        "basis": item.basis,
        "trigger": item.trigger,
        "kept_hours": int(period_of(item.key).total_seconds() // 3600),
    }


def _receipt(row: ErasureReceipt) -> dict[str, object]:
    return {
        "id": row.pk,
        "subject": row.subject,
        "kind": row.kind,
        "actor": row.actor,
        "blobs": row.blobs,
        "erased_at": row.erased_at,
        "signature": row.signature,
    }
