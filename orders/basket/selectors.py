"""Read a basket, always its owner's."""

from dataclasses import dataclass

from figures.versions.selectors import is_sellable
from figures.versions.states import ReviewState
from orders.basket.models import Basket, BasketLine
from shop.platform.money import Money
from shop.platform.owners.models import Owner

DEFAULT_CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that keeps a basket from being ordered: code, sentence, and the line if any."""

    code: str
    message: str
    line_id: str = ""


def lines_of(basket: Basket) -> list[BasketLine]:
    """Return the basket's lines with everything the pages and checks need."""
    return list(
        basket.lines.select_related("variant__product", "version__figure", "proof__key", "basket")
    )


def get_line(*, owner: Owner, line_id: str) -> BasketLine:
    """Return a line of the owner's open basket.

    Raises:
        BasketLine.DoesNotExist: unknown, ordered, or somebody else's.

    """
    return BasketLine.objects.select_related(
        "variant__product", "version__figure", "basket__owner", "proof__key"
    ).get(pk=line_id, basket__owner=owner, basket__ordered_at=None)


def items_total(lines: list[BasketLine]) -> Money:
    """Return the sum of all lines, tax included."""
    total = Money(0, lines[0].variant.currency if lines else DEFAULT_CURRENCY)
    for line in lines:
        total = total + line.variant.money * line.quantity
    return total


def proof_is_approved(line: BasketLine) -> bool:
    """Whether the buyer approved exactly the proof that there is."""
    return bool(line.proof_sha256) and line.approved_sha256 == line.proof_sha256


def blockers(lines: list[BasketLine]) -> list[Blocker]:
    """Return everything that keeps these lines from being ordered and paid."""
    if not lines:
        return [Blocker("basket_empty", "Your basket is empty.")]
    return [problem for line in lines for problem in _line_blockers(line)]


def _line_blockers(line: BasketLine) -> list[Blocker]:
    found = []
    version = line.version
    if version.review_state == ReviewState.REFUSED or version.frozen_at is not None:
        found.append(Blocker("version_refused", "This look cannot be printed. Change it.", line.pk))
    elif not is_sellable(version):
        found.append(Blocker("in_review", "A person is still looking at this figure.", line.pk))
    if not proof_is_approved(line):
        found.append(Blocker("proof_missing", "Look at the proof and approve it.", line.pk))
    if not (line.variant.is_active and line.variant.product.is_active):
        found.append(Blocker("not_for_sale", "This product is not for sale any more.", line.pk))
    return found
