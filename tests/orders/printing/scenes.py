"""A paid order of one product with an invented person's figure, its print file made."""

from django.contrib.auth.models import Permission, User
from django.test import Client

from orders.checkout.models import Order, OrderLine
from orders.checkout.states import OrderState
from orders.printing import services
from orders.printing.layouts import layout_for
from orders.printing.models import PrintFile
from shop.catalogue.models import Variant
from shop.catalogue.services import load as load_catalogue
from shop.platform.owners.models import Owner
from tests.faults.world import make_approved_version
from tests.orders.factories import make_order, make_owner


def paid_line(sku: str = "STICKER-75", owner: Owner | None = None) -> OrderLine:
    """A paid line whose proof is approved."""
    load_catalogue()
    version = make_approved_version(owner or make_owner())
    order = make_order(version=version, state=OrderState.PAID)
    variant = Variant.objects.select_related("product").get(sku=sku)
    digest = layout_for(variant=variant, version=version, draft=True).digest()
    description = f"{variant.product.name}, {variant.label}"
    order.lines.update(variant=variant, description=description, proof_sha256=digest)
    return order.lines.get()


def printed_line(sku: str = "STICKER-75") -> OrderLine:
    """A paid line with its print file."""
    line = paid_line(sku)
    row, _ = services.build(line=line)
    services.keep(row=row, order=Order.objects.get(pk=line.order_id))
    assert PrintFile.objects.get().line_id == line.pk
    return line


def staff(*permissions: str) -> Client:
    """Somebody of the staff who may do exactly this."""
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client
