"""Place an order from a basket, cancel it, let it expire."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from orders.basket.models import Basket, BasketLine
from orders.basket.selectors import blockers, items_total, lines_of
from orders.checkout import tax, transitions
from orders.checkout.models import Order, OrderLine
from orders.checkout.shipping import QuoteUnavailable, ShippingOption, shipping_options
from orders.checkout.states import OrderState
from shop.platform import ids
from shop.platform.money import tax_included
from shop.platform.owners.models import Owner

RESERVED_FOR = timedelta(hours=2)

_POSTCODES = {
    "AT": r"\d{4}",
    "BE": r"\d{4}",
    "DE": r"\d{5}",
    "ES": r"\d{5}",
    "FR": r"\d{5}",
    "NL": r"\d{4} ?[A-Za-z]{2}",
}


class CheckoutRefused(Exception):
    """The order cannot be placed.

    Args:
        code: machine-readable reason.
        message: a sentence that says what to do.
        field: the form field it is about, or "".

    """

    def __init__(self, code: str, message: str, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """Where the parcel goes. Its repr says nothing, for logs."""

    recipient: str
    line1: str
    city: str
    postcode: str
    country: str
    line2: str = ""
    region: str = ""


def place_order(
    *, owner: Owner, basket: Basket, address: Address, email: str, method: str
) -> Order:
    """Freeze the basket into an order that waits for payment.

    The quote is fetched first, outside the transaction. The same basket submitted twice, also at
    the same time, gives the same one order.

    Raises:
        CheckoutRefused: with code, sentence and field.

    """
    if basket.owner_id != owner.pk:
        raise CheckoutRefused("not_found", "There is no such basket.")
    placed = Order.objects.filter(basket=basket).first()
    if placed is not None:
        return placed
    address = checked_address(address)
    _check_email(email)
    _check_lines(lines_of(basket))
    option = _chosen_option(basket, address.country, method)
    with transaction.atomic():
        frozen = Basket.objects.filter(
            pk=basket.pk, ordered_at=None, revision=basket.revision
        ).update(ordered_at=timezone.now())
        if frozen:
            return _write_order(owner, basket, address, email, option)
    placed = Order.objects.filter(basket=basket).first()
    if placed is None:
        raise CheckoutRefused(
            "basket_changed", "Your basket changed in another window. Look at it again."
        )
    return placed


def _write_order(
    owner: Owner, basket: Basket, address: Address, email: str, option: ShippingOption
) -> Order:
    lines = lines_of(basket)
    _check_lines(lines)
    now = timezone.now()
    items = items_total(lines)
    total = items + option.cost
    rate = tax.rate_for(address.country, now.date())
    order = Order.objects.create(
        number=f"SF-{ids.random_token(8).upper()}",
        owner=owner,
        basket=basket,
        email=email,
        recipient=address.recipient,
        line1=address.line1,
        line2=address.line2,
        city=address.city,
        region=address.region,
        postcode=address.postcode,
        country=address.country,
        currency=total.currency,
        items_total=items.amount,
        shipping_total=option.cost.amount,
        total=total.amount,
        tax_total=tax_included(total.amount, rate),
        tax_rate=rate,
        tax_table=tax.VERSION,
        shipping_method=option.method,
        arrives_from=option.arrives_from,
        arrives_until=option.arrives_until,
        placed_at=now,
        reserved_until=now + RESERVED_FOR,
    )
    OrderLine.objects.bulk_create(
        _frozen(order, index, line) for index, line in enumerate(lines, 1)
    )
    transitions.record(order=order, kind="placed", lines=len(lines), total=order.total)
    return order


def _frozen(order: Order, position: int, line: BasketLine) -> OrderLine:
    return OrderLine(
        order=order,
        position=position,
        variant=line.variant,
        version=line.version,
        description=f"{line.variant.product.name}, {line.variant.label}",
        quantity=line.quantity,
        unit_price=line.variant.price,
        proof_sha256=line.approved_sha256,
    )


def cancel_order(*, order: Order, reason: str = "asked") -> bool:
    """Cancel an order that is not paid yet.

    A paid one is cancelled by `orders.fulfilment`, which first asks the print house, and
    refunded.

    Raises:
        orders.checkout.transitions.MoveRefused: it is paid or further.

    """
    with transaction.atomic():
        order = Order.objects.select_for_update().get(pk=order.pk)
        if order.state not in {OrderState.PLACED, OrderState.CANCELLED}:
            raise transitions.MoveRefused(f"{order.number} is {order.state}")
        return transitions.move(order=order, to=OrderState.CANCELLED, reason=reason)


def expire_orders() -> int:
    """Let unpaid orders whose reservation is over expire; returns how many."""
    expired = 0
    overdue = Order.objects.filter(state=OrderState.PLACED, reserved_until__lt=timezone.now())
    for order in overdue[:500]:
        try:
            expired += transitions.move(order=order, to=OrderState.EXPIRED)
        except transitions.MoveRefused:  # Paid in this very moment.
            continue
    return expired


def checked_address(address: Address) -> Address:
    """Return the address with white space tidied.

    Raises:
        CheckoutRefused: a part is missing, too long or malformed, or the country is not served.

    """
    limits = {"recipient": 80, "line1": 80, "line2": 80, "city": 60, "region": 60, "postcode": 16}
    tidy = {name: " ".join(getattr(address, name).split()) for name in limits}
    for name, limit in limits.items():
        if not tidy[name] and name not in {"line2", "region"}:
            raise CheckoutRefused("required", "Please fill this in.", name)
        if len(tidy[name]) > limit:
            raise CheckoutRefused("too_long", f"At most {limit} characters fit.", name)
    country = address.country.upper()
    if country not in tax.COUNTRIES:
        raise CheckoutRefused("not_sold_to", str(tax.NotSoldTo(country)), "country")
    if not re.fullmatch(_POSTCODES[country], tidy["postcode"]):
        raise CheckoutRefused(
            "bad_postcode", f"This is not a postcode of {tax.COUNTRIES[country]}.", "postcode"
        )
    return Address(country=country, **tidy)


def _check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise CheckoutRefused(
            "bad_email", "We need an email address for the receipt and the tracking.", "email"
        ) from error


def _check_lines(lines: list[BasketLine]) -> None:
    problems = blockers(lines)
    if problems:
        raise CheckoutRefused(problems[0].code, problems[0].message)
    if len({line.variant.currency for line in lines}) > 1:
        raise CheckoutRefused("mixed_currencies", "All lines must be in one currency.")


def _chosen_option(basket: Basket, country: str, method: str) -> ShippingOption:
    try:
        options = shipping_options(basket=basket, country=country)
    except QuoteUnavailable as error:
        raise CheckoutRefused("quote_unavailable", str(error), "method") from error
    for option in options:
        if option.method == method:
            return option
    raise CheckoutRefused("no_such_method", "Choose one of the shipping options.", "method")
