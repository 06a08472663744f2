"""Money back: row and key first, never more than came in, the books follow."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from orders.checkout.states import OrderState
from orders.checkout.transitions import move
from orders.payments.errors import RefundRefused
from orders.payments.ledger import balance
from orders.payments.models import Refund, RefundState
from orders.payments.services import request_refund
from shop.platform.audit.models import AuditEvent
from shop.platform.durable import registry
from shop.platform.durable.models import Job, JobState
from shop.platform.durable.services import run_due
from shop.platform.mail.models import OutgoingMail
from tests.orders.factories import make_order
from tests.orders.payments.checks import assert_books, books, kinds
from tests.orders.payments.stories import TOTAL, paid_order
from tests.support.peers import Peer, StripePeer

pytestmark = pytest.mark.django_db


def test_a_refund_is_written_first_and_made_by_a_job(
    peer: Peer, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    order = paid_order(peer)
    heard: list[dict[str, Any]] = []
    listeners = {"order.refunded": [lambda **facts: heard.append(facts)]}
    monkeypatch.setattr(registry, "_listeners", listeners)
    refund = request_refund(order=order, amount=TOTAL, reason="damaged")
    assert (refund.state, refund.currency) == (RefundState.REQUESTED, "EUR")
    assert refund.idempotency_key == f"refund:{refund.pk}"
    assert peer.refunded() == []
    run_due()
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE
    assert refund.reference
    assert refund.ended_at is not None
    assert books(order) == [("capture", TOTAL), ("refund", -TOTAL)]
    assert balance(order).amount == 0
    assert heard == [{"order_id": order.pk, "refund_id": refund.pk}]
    assert kinds(order)[-2:] == ["refund_requested", "refunded"]
    assert AuditEvent.objects.get(action="refund.requested").subject == refund.pk
    assert OutgoingMail.objects.filter(kind="order_refunded").count() == 1
    mail = mailoutbox[-1]
    assert mail.to == [order.email]
    assert mail.subject == f"Refund for order {order.number}"
    assert "24.89 EUR" in mail.body
    assert_books(order, at_gateway=peer.refunded())


def test_parts_to_the_last_cent_and_not_one_more(peer: Peer) -> None:
    order = paid_order(peer)
    for amount in (1000, 1488, 1):
        request_refund(order=order, amount=amount, reason="part")
    with pytest.raises(RefundRefused) as refused:
        request_refund(order=order, amount=1, reason="part")
    assert refused.value.code == "more_than_captured"
    run_due()
    assert peer.refunded() == [1000, 1488, 1]
    with pytest.raises(RefundRefused):
        request_refund(order=order, amount=1, reason="part")
    assert balance(order).amount == 0
    assert_books(order, at_gateway=peer.refunded())


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_no_refund(peer: Peer, amount: int) -> None:
    with pytest.raises(RefundRefused) as refused:
        request_refund(order=paid_order(peer), amount=amount, reason="none")
    assert refused.value.code == "amount_not_positive"


def test_an_unpaid_order_has_nothing_to_refund() -> None:
    with pytest.raises(RefundRefused) as refused:
        request_refund(order=make_order(), amount=1, reason="none")
    assert refused.value.code == "more_than_captured"
    assert not Refund.objects.exists()


def test_a_lost_reply_does_not_send_money_twice(stripe_peer: StripePeer) -> None:
    order = paid_order(stripe_peer)
    refund = request_refund(order=order, amount=TOTAL, reason="damaged")
    stripe_peer.stub.drop_replies = 3
    run_due()
    refund.refresh_from_db()
    assert refund.state == RefundState.REQUESTED
    with pytest.raises(RefundRefused):  # its outcome is unknown, so its amount is not free
        request_refund(order=order, amount=1, reason="again")
    Job.objects.update(run_at=timezone.now())
    run_due()
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE
    assert stripe_peer.refunded() == [TOTAL]
    assert_books(order, at_gateway=stripe_peer.refunded())


def test_after_the_key_is_forgotten_it_looks_before_it_asks(stripe_peer: StripePeer) -> None:
    order = paid_order(stripe_peer)
    refund = request_refund(order=order, amount=TOTAL, reason="damaged")
    stripe_peer.stub.drop_replies = 3
    run_due()
    stripe_peer.stub.forget_keys()
    Refund.objects.update(created_at=timezone.now() - timedelta(days=2))
    Job.objects.update(run_at=timezone.now())
    run_due()
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE
    assert stripe_peer.refunded() == [TOTAL]


def test_a_refund_on_its_way_is_followed(stripe_peer: StripePeer) -> None:
    order = paid_order(stripe_peer)
    stripe_peer.stub.refund_status = "pending"
    refund = request_refund(order=order, amount=TOTAL, reason="damaged")
    run_due()
    refund.refresh_from_db()
    assert refund.state == RefundState.PENDING
    assert books(order) == [("capture", TOTAL)]
    assert Job.objects.get(kind="payments.refund").state == JobState.QUEUED
    stripe_peer.stub.refunds[refund.reference]["status"] = "succeeded"
    Job.objects.update(run_at=timezone.now())
    run_due()
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE
    assert_books(order, at_gateway=stripe_peer.refunded())


def test_a_refund_the_gateway_refuses_frees_its_amount(stripe_peer: StripePeer) -> None:
    order = paid_order(stripe_peer)
    refund = request_refund(order=order, amount=TOTAL, reason="damaged")
    stripe_peer.stub.fail_with = [400]
    run_due()
    refund.refresh_from_db()
    assert refund.state == RefundState.FAILED
    assert refund.failure_code
    assert kinds(order)[-1] == "refund_failed"
    again = request_refund(order=order, amount=TOTAL, reason="damaged")
    run_due()
    again.refresh_from_db()
    assert again.state == RefundState.DONE
    assert_books(order, at_gateway=stripe_peer.refunded())


def test_a_refund_that_comes_back_late_can_be_made_anew(stripe_peer: StripePeer) -> None:
    order = paid_order(stripe_peer)
    refund = request_refund(order=order, amount=TOTAL, reason="damaged")
    run_due()
    refund.refresh_from_db()
    stripe_peer.stub.refunds[refund.reference]["status"] = "failed"
    for _ in range(2):
        stripe_peer.send("refund.failed", stripe_peer.stub.refunds[refund.reference])
        run_due()
    refund.refresh_from_db()
    assert refund.state == RefundState.FAILED
    assert books(order) == [("capture", TOTAL), ("refund", -TOTAL), ("refund_failed", TOTAL)]
    assert balance(order).amount == TOTAL
    request_refund(order=order, amount=TOTAL, reason="damaged")
    run_due()
    assert balance(order).amount == 0


def test_an_event_before_the_calls_own_answer(stripe_peer: StripePeer) -> None:
    order = paid_order(stripe_peer)
    refund = request_refund(order=order, amount=TOTAL, reason="damaged")
    stripe_peer.stub.drop_replies = 3
    run_due()
    made = next(iter(stripe_peer.stub.refunds.values()))
    stripe_peer.send("refund.created", made)
    run_due()
    refund.refresh_from_db()
    assert (refund.state, refund.reference) == (RefundState.DONE, made["id"])
    Job.objects.update(run_at=timezone.now())
    run_due()
    assert books(order) == [("capture", TOTAL), ("refund", -TOTAL)]
    assert OutgoingMail.objects.filter(kind="order_refunded").count() == 1


def test_a_cancelled_order_gives_everything_back_once(peer: Peer) -> None:
    order = paid_order(peer)
    request_refund(order=order, amount=489, reason="part")
    move(order=order, to=OrderState.CANCELLED)
    run_due()
    assert sorted(peer.refunded()) == [489, 2000]
    assert Refund.objects.get(amount=2000).reason == "order_cancelled"
    assert balance(order).amount == 0
