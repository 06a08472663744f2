"""Fill and empty a basket."""

from django.db import IntegrityError, transaction
from django.db.models import F

from figures.versions.models import FigureVersion
from figures.versions.states import ReviewState
from orders.basket.models import MAX_QUANTITY, Basket, BasketLine
from shop.catalogue.models import Variant
from shop.platform.owners.models import Owner

MAX_LINES = 40


class BasketRefused(Exception):
    """The basket cannot be changed that way.

    Args:
        code: machine-readable reason.
        message: a sentence for the buyer.

    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def open_basket(*, owner: Owner) -> Basket:
    """Return the owner's open basket, made on first use."""
    try:
        with transaction.atomic():
            return Basket.objects.get_or_create(owner=owner, ordered_at=None)[0]
    except IntegrityError:  # Two tabs at once: the other one made it.
        return Basket.objects.get(owner=owner, ordered_at=None)


def add_line(
    *, owner: Owner, version: FigureVersion, variant: Variant, quantity: int = 1
) -> BasketLine:
    """Put a variant with this look into the basket; the same one twice adds up.

    A version still in review may be added: payment opens on approval.

    Raises:
        BasketRefused: not for sale, refused, withdrawn, or too many.

    """
    _check_for_sale(version, variant)
    _check_quantity(quantity)
    if version.figure.owner_id != owner.pk:
        raise BasketRefused("not_found", "There is no such figure.")
    basket = open_basket(owner=owner)
    with transaction.atomic():
        _touch(basket)
        line = BasketLine.objects.filter(basket=basket, variant=variant, version=version).first()
        if line is not None:
            return _grown(line, quantity)
        if basket.lines.count() >= MAX_LINES:
            raise BasketRefused("basket_full", f"A basket holds up to {MAX_LINES} lines.")
        return BasketLine.objects.create(
            basket=basket, variant=variant, version=version, quantity=quantity
        )


def set_quantity(*, line: BasketLine, quantity: int) -> None:
    """Change how many; 0 removes the line.

    Raises:
        BasketRefused: fewer than none or too many, or the basket was ordered meanwhile.

    """
    if quantity == 0:
        remove_line(line=line)
        return
    _check_quantity(quantity)
    with transaction.atomic():
        _touch(line.basket)
        BasketLine.objects.filter(pk=line.pk).update(quantity=quantity)


def remove_line(*, line: BasketLine) -> None:
    """Take a line out.

    Raises:
        BasketRefused: the basket was ordered meanwhile.

    """
    with transaction.atomic():
        _touch(line.basket)
        line.delete()


def _grown(line: BasketLine, quantity: int) -> BasketLine:
    _check_quantity(line.quantity + quantity)
    BasketLine.objects.filter(pk=line.pk).update(quantity=F("quantity") + quantity)
    line.refresh_from_db()
    return line


def _touch(basket: Basket) -> None:
    """Count the change; this also takes the row's lock, so that no order is placed meanwhile."""
    touched = Basket.objects.filter(pk=basket.pk, ordered_at=None).update(
        revision=F("revision") + 1
    )
    if not touched:
        raise BasketRefused("basket_ordered", "This basket has been ordered. Start a new one.")


def _check_for_sale(version: FigureVersion, variant: Variant) -> None:
    if not (variant.is_active and variant.product.is_active):
        raise BasketRefused("not_for_sale", "This product is not for sale any more.")
    if version.review_state == ReviewState.REFUSED or version.frozen_at is not None:
        raise BasketRefused("version_refused", "This look cannot be printed. Change it first.")


def _check_quantity(quantity: int) -> None:
    if not 1 <= quantity <= MAX_QUANTITY:
        raise BasketRefused("bad_quantity", f"Choose between 1 and {MAX_QUANTITY}.")
