"""Find out what became of attempts without an end, and close pages nobody should use."""

import logging

from django.db import transaction
from django.utils import timezone

from orders.checkout.models import Order
from orders.checkout.states import OrderState
from orders.checkout.transitions import record
from orders.payments import gateways, locking
from orders.payments.errors import PaymentRefused
from orders.payments.gateways.base import GatewayError
from orders.payments.models import OPEN_STATES, AttemptState, PaymentAttempt
from orders.payments.settle import refresh
from orders.payments.start import SETTLED_IN, open_page

log = logging.getLogger(__name__)


def without_an_end() -> list[str]:
    """Return the ids of attempts that the gateway should be asked about, oldest first."""
    return list(
        PaymentAttempt.objects.filter(
            state__in=OPEN_STATES, created_at__lte=timezone.now() - SETTLED_IN
        )
        .order_by("created_at")
        .values_list("pk", flat=True)
    )


def check(attempt: PaymentAttempt) -> PaymentAttempt:
    """Bring one attempt up to date.

    One whose page was never written down is opened again with the same key: the gateway answers
    with the page it made before. Past its time it has ended, for nobody ever saw that page.

    Raises:
        GatewayError: the gateway did not answer; nothing has changed.

    """
    if attempt.state not in OPEN_STATES:
        return attempt
    if attempt.state != AttemptState.CREATED:
        return refresh(attempt=attempt)
    if attempt.order.state != OrderState.PLACED or attempt.expires_at <= timezone.now():
        return _forget(attempt)
    try:
        return open_page(attempt)
    except PaymentRefused:
        attempt.refresh_from_db()
        return attempt


def close_pages(order: Order) -> None:
    """Close every open page of an order that should not be paid any more.

    Raises:
        GatewayError: not permanent; the gateway did not answer.

    """
    for attempt in PaymentAttempt.objects.filter(order=order, state__in=OPEN_STATES):
        if attempt.session_id is None:
            _forget(attempt)
            continue
        try:
            gateways.get_gateway(attempt.gateway).expire_session(attempt.session_id)
        except GatewayError as error:
            if not error.permanent:
                raise
            log.info("page not open", extra={"attempt": attempt.pk, "code": error.code})
        refresh(attempt=attempt)


def _forget(attempt: PaymentAttempt) -> PaymentAttempt:
    with transaction.atomic():
        order, attempt = locking.lock_attempt(attempt)
        expired = PaymentAttempt.objects.filter(pk=attempt.pk, state=AttemptState.CREATED).update(
            state=AttemptState.EXPIRED, ended_at=timezone.now()
        )
        if expired:
            record(order=order, kind="payment_expired", attempt=attempt.pk)
        attempt.refresh_from_db()
    return attempt
