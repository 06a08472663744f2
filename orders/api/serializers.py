"""What is sent to and answered about products, baskets, orders and payments."""

from typing import Any

from rest_framework import serializers

from figures.api.serializers import QuotaOut
from orders.basket.models import MAX_QUANTITY
from orders.checkout.states import OrderState
from orders.payments.models import AttemptState
from shop.catalogue.models import ProductKind
from shop.platform.api.serializers import Input, MoneyOut, Output, page_of

BASKET_STATES = [("open", "Open"), ("ordered", "Ordered")]
PROOF_STATES = [
    ("none", "Not asked for"),
    ("making", "Being made"),
    ("ready", "Waiting for approval"),
    ("approved", "Approved"),
    ("failed", "Could not be made"),
]


class VariantOut(Output):
    """One size and finish."""

    sku = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    width_mm = serializers.FloatField()
    height_mm = serializers.FloatField()
    price = MoneyOut()


class ProductOut(Output):
    """Something to buy with a figure on it."""

    key = serializers.CharField()
    kind = serializers.ChoiceField(choices=ProductKind.choices)
    name = serializers.CharField()
    description = serializers.CharField()
    material = serializers.CharField()
    variants = VariantOut(many=True)


class ProductsOut(Output):
    """Everything for sale, in shelf order."""

    items = ProductOut(many=True)


class MockupOut(Output):
    """A variant with the figure on it."""

    sku = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    price = MoneyOut()
    picture = serializers.URLField(allow_null=True, help_text="Signed link; null until made.")
    alt = serializers.CharField()


class ShelfItemOut(Output):
    """A product with the figure on it."""

    product = serializers.CharField()
    name = serializers.CharField()
    variants = MockupOut(many=True)


class MockupsOut(Output):
    """The shelf of one figure version."""

    version = serializers.CharField()
    made = serializers.IntegerField()
    total = serializers.IntegerField()
    items = ShelfItemOut(many=True)


class LineIn(Input):
    """What to put into the basket."""

    version = serializers.CharField(max_length=32, help_text="Figure version, `ver_...`.")
    sku = serializers.CharField(max_length=40)
    quantity = serializers.IntegerField(min_value=1, max_value=MAX_QUANTITY, default=1)


class QuantityIn(Input):
    """How many."""

    quantity = serializers.IntegerField(min_value=1, max_value=MAX_QUANTITY)


class ApprovalIn(Input):
    """The proof that was looked at."""

    proof_sha256 = serializers.RegexField(r"\A[0-9a-f]{64}\Z")


class ProofOut(Output):
    """Exactly what will be cut and trimmed."""

    state = serializers.ChoiceField(choices=PROOF_STATES)
    proof_sha256 = serializers.CharField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    picture = serializers.URLField(allow_null=True, help_text="Signed link, PNG.")
    effective_dpi = serializers.FloatField(
        allow_null=True, help_text="Resolution at which the page will be printed."
    )
    message = serializers.CharField(
        help_text="Why it could not be made, or that it will print soft; else empty."
    )


class LineOut(Output):
    """One line of a basket."""

    id = serializers.CharField()
    version = serializers.CharField()
    sku = serializers.CharField()
    description = serializers.CharField()
    quantity = serializers.IntegerField()
    unit_price = MoneyOut()
    total = MoneyOut()
    proof = ProofOut()


class BlockerOut(Output):
    """What keeps the basket from being ordered."""

    code = serializers.CharField()
    message = serializers.CharField()
    line = serializers.CharField(allow_null=True)


class BasketOut(Output):
    """A basket. A customer has at most one that is open."""

    id = serializers.CharField()
    state = serializers.ChoiceField(choices=BASKET_STATES)
    lines = LineOut(many=True)
    items_total = MoneyOut()
    blockers = BlockerOut(many=True)
    created_at = serializers.DateTimeField()


class ShippingOptionOut(Output):
    """One way to ship."""

    method = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    cost = MoneyOut()
    arrives_from = serializers.DateField()
    arrives_until = serializers.DateField()


class ShippingOptionsOut(Output):
    """The ways to ship to a country, from the print house's quote."""

    country = serializers.CharField()
    tax_rate = serializers.CharField(help_text="Included in every price: 0.19 is 19 %.")
    items = ShippingOptionOut(many=True)


class AddressShape(serializers.Serializer[Any]):
    """Where the parcel goes."""

    recipient = serializers.CharField(max_length=80)
    line1 = serializers.CharField(max_length=80)
    line2 = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    city = serializers.CharField(max_length=60)
    region = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    postcode = serializers.CharField(max_length=16)
    country = serializers.CharField(max_length=2, min_length=2, help_text="ISO 3166, `DE`.")


class OrderIn(Input):
    """An order. Amounts are never sent: they come from our prices and the print house's quote."""

    basket = serializers.CharField(max_length=32)
    email = serializers.EmailField(max_length=254)
    address = AddressShape()
    shipping_method = serializers.CharField(max_length=20)


class CheckOut(Output):
    """One check of the print file."""

    code = serializers.CharField()
    passed = serializers.BooleanField()
    detail = serializers.CharField()


class PrintFileOut(Output):
    """The print-ready PDF of a line."""

    md5 = serializers.CharField()
    sha256 = serializers.CharField()
    pages = serializers.IntegerField()
    effective_dpi = serializers.FloatField()
    passed = serializers.BooleanField()
    checks = CheckOut(many=True)
    made_at = serializers.DateTimeField()
    url = serializers.URLField(allow_null=True, help_text="Signed; null when refused or erased.")


class OrderLineOut(Output):
    """One line, frozen when the order was placed."""

    id = serializers.CharField()
    position = serializers.IntegerField()
    sku = serializers.CharField()
    description = serializers.CharField()
    version = serializers.CharField(allow_null=True)
    quantity = serializers.IntegerField()
    unit_price = MoneyOut()
    proof_sha256 = serializers.CharField()
    print_file = PrintFileOut(allow_null=True)


class EventOut(Output):
    """Something that happened."""

    kind = serializers.CharField()
    at = serializers.DateTimeField()


class ShipmentOut(Output):
    """One parcel."""

    carrier = serializers.CharField()
    service = serializers.CharField()
    tracking_number = serializers.CharField()
    tracking_url = serializers.CharField()
    dispatched_at = serializers.DateTimeField(allow_null=True)


class ShippingOut(Output):
    """The chosen way to ship."""

    method = serializers.CharField()
    cost = MoneyOut()
    arrives_from = serializers.DateField()
    arrives_until = serializers.DateField()


class TaxOut(Output):
    """Tax inside the total."""

    amount = serializers.IntegerField()
    currency = serializers.CharField()
    rate = serializers.CharField()
    table = serializers.CharField()


class OrderSummaryOut(Output):
    """An order in a list."""

    number = serializers.CharField()
    state = serializers.ChoiceField(choices=OrderState.choices)
    total = MoneyOut()
    placed_at = serializers.DateTimeField()


class OrderOut(Output):
    """An order with everything that happened to it."""

    number = serializers.CharField()
    state = serializers.ChoiceField(choices=OrderState.choices)
    hold_reason = serializers.CharField()
    email = serializers.CharField()
    address = AddressShape()
    lines = OrderLineOut(many=True)
    shipping = ShippingOut()
    items_total = MoneyOut()
    total = MoneyOut()
    tax = TaxOut()
    placed_at = serializers.DateTimeField()
    reserved_until = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)
    shipped_at = serializers.DateTimeField(allow_null=True)
    timeline = EventOut(many=True)
    shipments = ShipmentOut(many=True)


class PaymentIn(Input):
    """How to come back."""

    return_url = serializers.URLField(
        required=False,
        allow_blank=True,
        default="",
        max_length=500,
        help_text="One of the addresses registered for the storefront.",
    )


class PaymentOut(Output):
    """One try to pay. Send the customer to `redirect_url` while `flow` is `redirect`."""

    payment = serializers.CharField()
    status = serializers.ChoiceField(choices=AttemptState.choices)
    flow = serializers.ChoiceField(choices=[("redirect", "Redirect"), ("none", "Nothing to do")])
    redirect_url = serializers.URLField(allow_null=True)
    amount = MoneyOut()
    failure_code = serializers.CharField()
    expires_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()


class PaymentsOut(Output):
    """Every try to pay the order, newest first."""

    items = PaymentOut(many=True)


class DataClassOut(Output):
    """One kind of data we hold, and for how long."""

    key = serializers.CharField()
    title = serializers.CharField()
    basis = serializers.CharField()
    trigger = serializers.CharField(help_text="From when the period counts.")
    kept_hours = serializers.IntegerField()


class HeldOut(Output):
    """How much of each we hold now."""

    photos = serializers.IntegerField()
    figures = serializers.IntegerField()
    orders = serializers.IntegerField()


class ReceiptOut(Output):
    """A signed receipt of something that was erased."""

    id = serializers.CharField()
    subject = serializers.CharField()
    kind = serializers.CharField()
    actor = serializers.CharField()
    blobs = serializers.IntegerField()
    erased_at = serializers.DateTimeField()
    signature = serializers.CharField()


class MeOut(Output):
    """The customer: what they may still make, and what we hold about them until when."""

    id = serializers.CharField()
    customer = serializers.CharField(allow_null=True, help_text="The storefront's own id.")
    storefront = serializers.CharField()
    quota = QuotaOut()
    held = HeldOut()
    data = DataClassOut(many=True)  # type: ignore[assignment]
    receipts = ReceiptOut(many=True, help_text="The newest 50.")


OrderPageOut = page_of(OrderSummaryOut, "Order")
BasketPageOut = page_of(BasketOut, "Basket")
