"""Which of this floor's refusals becomes which problem."""

from orders.basket.proofs import ProofChanged, ProofNotReady
from orders.basket.services import BasketRefused
from orders.checkout.services import CheckoutRefused
from orders.checkout.shipping import QuoteUnavailable
from orders.checkout.tax import NotSoldTo
from orders.payments.errors import PaymentRefused
from shop.platform.api.problems import FieldError, Problem, declare, to_problem

for _code, _status, _title in (
    ("basket_empty", 409, "The basket is empty."),
    ("basket_ordered", 409, "The basket has been ordered."),
    ("basket_changed", 409, "The basket changed meanwhile."),
    ("basket_full", 409, "The basket is full."),
    ("mixed_currencies", 409, "All lines must be in one currency."),
    ("not_for_sale", 409, "The product is not for sale any more."),
    ("version_refused", 409, "This look cannot be printed."),
    ("in_review", 409, "A person is still looking at the figure."),
    ("proof_missing", 409, "A proof is not approved yet."),
    ("proof_not_ready", 409, "The proof is still being made."),
    ("proof_changed", 409, "The proof is another one by now."),
    ("order_not_cancellable", 409, "The order cannot be cancelled here any more."),
    ("order_not_payable", 409, "The order is not waiting for a payment."),
    ("reservation_over", 409, "The prices of the order are not held any more."),
    ("not_approved", 409, "A figure of the order is not approved."),
    ("gateway_refused", 502, "The payment could not be started."),
    ("gateway_unavailable", 503, "The payment service does not answer."),
    ("quote_unavailable", 503, "The print house does not answer."),
):
    declare(_code, _status, _title)

_ADDRESS = {"recipient", "line1", "line2", "city", "region", "postcode", "country"}


@to_problem.register
def _basket(error: BasketRefused) -> Problem:
    if error.code == "bad_quantity":
        return Problem("invalid", errors=[FieldError("quantity", error.code, error.message)])
    return Problem(error.code, error.message)


@to_problem.register
def _checkout(error: CheckoutRefused) -> Problem:
    if error.code == "quote_unavailable":
        return Problem(error.code, error.message, retry_after=60)
    if not error.field:
        return Problem(error.code, error.message)
    field = {"method": "shipping_method"}.get(error.field, error.field)
    if field in _ADDRESS:
        field = f"address.{field}"
    return Problem("invalid", errors=[FieldError(field, error.code, error.message)])


@to_problem.register
def _country(error: NotSoldTo) -> Problem:
    return Problem("invalid", errors=[FieldError("country", "not_sold_to", str(error))])


@to_problem.register
def _quote(error: QuoteUnavailable) -> Problem:
    return Problem("quote_unavailable", str(error), retry_after=60)


@to_problem.register
def _waiting(error: ProofNotReady) -> Problem:
    return Problem("proof_not_ready", str(error), retry_after=2)


@to_problem.register
def _changed(error: ProofChanged) -> Problem:
    return Problem("proof_changed", str(error))


@to_problem.register
def _payment(error: PaymentRefused) -> Problem:
    if error.code == "return_url_refused":
        return Problem("invalid", errors=[FieldError("return_url", error.code, error.message)])
    wait = 5 if error.code == "gateway_unavailable" else None
    return Problem(error.code, error.message, retry_after=wait)
