"""Start a payment: the attempt's row and key are committed, then the gateway is asked."""

import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from orders.checkout.models import Order
from orders.checkout.states import OrderState
from orders.checkout.transitions import record
from orders.payments import gateways, locking
from orders.payments.errors import PaymentRefused
from orders.payments.gateways.base import GatewayError, Line, Session, SessionRequest
from orders.payments.models import OPEN_STATES, AttemptState, PaymentAttempt
from orders.payments.selectors import lines_sellable
from orders.payments.settle import refresh
from shop.platform import faultpoints
from shop.platform.durable import services as durable

log = logging.getLogger(__name__)

# A hosted page lives as long as the reservation, within what Stripe allows (30 minutes to 24
# hours, counted when the request arrives).
SHORTEST = timedelta(minutes=31)
LONGEST = timedelta(hours=23, minutes=59)
# A younger attempt is still in the hands of the request that made it.
SETTLED_IN = timedelta(seconds=30)


def start_payment(*, order: Order, return_url: str = "") -> PaymentAttempt:
    """Open a pay page for the order, or return the one that is open.

    A new attempt is made only after the last one has definitely ended. An attempt that is
    already `pending` (money on its way) or `captured` by the time of the answer is returned as
    it is: look at its state before sending anybody to its `redirect_url`.

    Args:
        order: placed, with its reservation still running.
        return_url: where the person goes afterwards; empty for the order page. Must be one of
            the storefront's own addresses.

    Raises:
        PaymentRefused: with a code and a sentence.
        shop.platform.http.InsideTransaction: called inside `atomic()`.

    """
    check_return_url(order, return_url)
    _let_overdue_end(order)
    attempt = _intend(order, return_url)
    if attempt.state == AttemptState.CREATED or _page_unknown(attempt):
        return open_page(attempt)
    return attempt


def _page_unknown(attempt: PaymentAttempt) -> bool:
    """Whether an event told of the session before its creation was written down here."""
    return attempt.state == AttemptState.OPEN and not attempt.redirect_url


def _let_overdue_end(order: Order) -> None:
    """Ask the gateway about a page past its time, so that a new attempt may follow."""
    overdue = PaymentAttempt.objects.filter(
        order=order, state=AttemptState.OPEN, expires_at__lte=timezone.now()
    ).first()
    if overdue is None:
        return
    try:
        refresh(attempt=overdue)
    except GatewayError as error:
        raise _unavailable() from error


def _intend(order: Order, return_url: str) -> PaymentAttempt:
    with transaction.atomic():
        order = locking.lock_order(order.pk)
        current = PaymentAttempt.objects.filter(order=order, state__in=OPEN_STATES).first()
        _check_payable(order)
        if current is not None:
            return current
        last: int = (
            PaymentAttempt.objects.filter(order=order).aggregate(last=Max("number"))["last"] or 0
        )
        gateway = gateways.get_gateway(gateways.default_name())
        attempt = PaymentAttempt.objects.create(
            order=order,
            number=last + 1,
            gateway=gateway.name,
            livemode=gateway.livemode,
            idempotency_key=f"pay:{order.pk}:{last + 1}",
            amount=order.total,
            currency=order.currency,
            return_url=return_url,
            expires_at=_page_end(order),
        )
        record(order=order, kind="payment_started", attempt=attempt.pk)
        # Should this process die before it knows the page, the answer is fetched all the same.
        durable.enqueue(
            "payments.check",
            subject=attempt.pk,
            dedupe_key=f"payments.check:{attempt.pk}:first",
            run_at=attempt.created_at + SETTLED_IN,
        )
    return attempt


def _check_payable(order: Order) -> None:
    if order.state != OrderState.PLACED:
        raise PaymentRefused("order_not_payable", "This order is not waiting for a payment.")
    if order.reserved_until <= timezone.now():
        raise PaymentRefused("reservation_over", "The prices of this order are not held any more.")
    if not lines_sellable(order):
        raise PaymentRefused("not_approved", "A figure of this order is not approved yet.")


def check_return_url(order: Order, url: str) -> None:
    """Refuse to send people to anybody but the storefront.

    Raises:
        PaymentRefused: `return_url_refused`.

    """
    if url and not any(_leads_to(url, base) for base in order.owner.storefront.return_urls):
        raise PaymentRefused(
            "return_url_refused", "This return address is not registered for the storefront."
        )


def _leads_to(url: str, base: str) -> bool:
    asked, allowed = urlsplit(url), urlsplit(base)
    return (asked.scheme, asked.netloc, asked.path) == (
        allowed.scheme,
        allowed.netloc,
        allowed.path,
    ) and asked.scheme in {"https", "http"}


def _page_end(order: Order) -> datetime:
    now = timezone.now()
    end = min(max(order.reserved_until, now + SHORTEST), now + LONGEST)
    return end.replace(microsecond=0)


def open_page(attempt: PaymentAttempt) -> PaymentAttempt:
    """Ask the gateway for the attempt's page; again with the same key and words if need be.

    Raises:
        PaymentRefused: `gateway_unavailable` (the attempt stays as it is) or `gateway_refused`
            (the attempt has failed).

    """
    try:
        session = gateways.get_gateway(attempt.gateway).create_session(session_request(attempt))
    except GatewayError as error:
        log.warning("no pay page", extra={"attempt": attempt.pk, "code": error.code})
        if not error.permanent:
            raise _unavailable() from error
        _give_up(attempt, error.code)
        raise PaymentRefused(
            "gateway_refused", "The payment could not be started. Please try again."
        ) from error
    faultpoints.reached("payments.session_made")
    return _keep(attempt, session)


def session_request(attempt: PaymentAttempt) -> SessionRequest:
    """Return the request of an attempt, from committed rows alone: always the same words."""
    order = attempt.order
    lines = [Line(line.description, line.unit_price, line.quantity) for line in order.lines.all()]
    if order.shipping_total:
        lines.append(Line("Shipping", order.shipping_total, 1))
    back = settings.SITE_URL + reverse("payments:return", args=[attempt.pk])
    return SessionRequest(
        attempt_id=attempt.pk,
        order_id=order.pk,
        order_number=order.number,
        idempotency_key=attempt.idempotency_key,
        lines=tuple(lines),
        total=order.total_money,
        email=order.email,
        expires_at=attempt.expires_at,
        success_url=back,
        cancel_url=back,
    )


def _keep(attempt: PaymentAttempt, session: Session) -> PaymentAttempt:
    with transaction.atomic():
        _, attempt = locking.lock_attempt(attempt)
        # An event may have come first: then only the address of the page is news.
        PaymentAttempt.objects.filter(pk=attempt.pk, session_id=None).update(session_id=session.id)
        PaymentAttempt.objects.filter(pk=attempt.pk, redirect_url="").update(
            redirect_url=session.url
        )
        PaymentAttempt.objects.filter(pk=attempt.pk, state=AttemptState.CREATED).update(
            state=AttemptState.OPEN
        )
        attempt.refresh_from_db()
    return attempt


def _give_up(attempt: PaymentAttempt, code: str) -> None:
    with transaction.atomic():
        order, _ = locking.lock_attempt(attempt)
        failed = PaymentAttempt.objects.filter(pk=attempt.pk, state=AttemptState.CREATED).update(
            state=AttemptState.FAILED, failure_code=code[:60], ended_at=timezone.now()
        )
        if failed:
            record(order=order, kind="payment_failed", attempt=attempt.pk, code=code[:60])


def _unavailable() -> PaymentRefused:
    return PaymentRefused(
        "gateway_unavailable", "The payment service does not answer. Please try again shortly."
    )
