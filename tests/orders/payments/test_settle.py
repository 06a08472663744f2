"""What an attempt, its order and the books do when the gateway says something."""

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from orders.checkout.models import Order
from orders.checkout.states import OrderState
from orders.checkout.transitions import move
from orders.payments import settle
from orders.payments.gateways import get_gateway
from orders.payments.ledger import balance
from orders.payments.models import AttemptState, LedgerEntry, PaymentAttempt, Refund, RefundState
from orders.payments.services import refresh, start_payment
from shop.platform.durable.models import Job, JobState
from shop.platform.durable.services import run_due
from shop.platform.inbox.models import InboundEvent
from shop.platform.mail.models import OutgoingMail
from shop.platform.money import Money
from tests.orders.factories import make_order, withdraw_version
from tests.orders.payments.checks import assert_books, books, kinds
from tests.orders.payments.stories import TOTAL
from tests.support.peers import Peer, StripePeer, session_of

pytestmark = pytest.mark.django_db


def pay(peer: Peer, order: Order, *, tell: bool = True) -> PaymentAttempt:
    attempt = start_payment(order=order)
    peer.act(session_of(attempt), "pay", tell=tell)
    return attempt


def assert_paid_once(order: Order) -> None:
    order.refresh_from_db()
    assert order.state == OrderState.PAID
    assert order.paid_at is not None
    assert books(order) == [("capture", TOTAL)]
    assert balance(order) == Money(TOTAL, "EUR")
    assert kinds(order).count("paid") == 1
    assert OutgoingMail.objects.filter(kind="order_paid").count() == 1


def test_an_event_alone_pays_the_order(peer: Peer) -> None:
    order = make_order()
    attempt = pay(peer, order)
    run_due()
    assert_paid_once(order)
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.CAPTURED
    assert attempt.ended_at is not None
    assert attempt.payment_reference
    event = InboundEvent.objects.get()
    assert (event.handled_at is not None, event.note) == (True, "captured")


def test_the_way_back_alone_pays_the_order(peer: Peer) -> None:
    order = make_order()
    refresh(attempt=pay(peer, order, tell=False))
    assert_paid_once(order)


@pytest.mark.parametrize("event_first", [True, False])
def test_event_and_way_back_pay_it_once(peer: Peer, event_first: bool) -> None:
    order = make_order()
    attempt = pay(peer, order)
    if event_first:
        run_due()
        refresh(attempt=attempt)
    else:
        refresh(attempt=attempt)
        run_due()
    assert_paid_once(order)


def test_an_event_before_our_row_knows_the_session(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = make_order()
    attempt = start_payment(order=order)
    session = session_of(attempt)
    PaymentAttempt.objects.update(session_id=None, state=AttemptState.CREATED, redirect_url="")
    peer.act(session, "pay")
    run_due()
    assert_paid_once(order)
    attempt.refresh_from_db()
    assert attempt.session_id == session


def test_an_event_about_an_attempt_not_yet_committed_waits(stripe_peer: StripePeer) -> None:
    order = make_order()
    attempt = start_payment(order=order)
    session = session_of(attempt)
    saved = PaymentAttempt.objects.get()
    PaymentAttempt.objects.all().delete()
    stripe_peer.act(session, "pay")
    run_due()
    job = Job.objects.get(kind="inbox.stripe")
    assert (job.state, job.stage) == (JobState.QUEUED, "unknown")
    assert InboundEvent.objects.get().handled_at is None
    saved.save(force_insert=True)
    Job.objects.update(run_at=timezone.now())
    run_due()
    assert_paid_once(order)


def test_an_event_about_nothing_of_ours_is_kept_and_done_with(stripe_peer: StripePeer) -> None:
    stripe_peer.send("checkout.session.completed", {"id": "cs_x", "object": "checkout.session"})
    run_due()
    assert InboundEvent.objects.get().note == "not ours"


def test_an_unknown_kind_of_event_is_kept_and_done_with(stripe_peer: StripePeer) -> None:
    stripe_peer.send("invoice.paid", {"id": "in_1", "object": "invoice"})
    run_due()
    assert InboundEvent.objects.get().note == "not followed"


def test_an_event_of_the_other_mode_moves_nothing(
    stripe_peer: StripePeer, settings: Settings
) -> None:
    order = make_order()
    pay(stripe_peer, order)
    settings.STRIPE_SECRET_KEY = "sk_live_sample"
    run_due()
    order.refresh_from_db()
    assert order.state == OrderState.PLACED
    assert InboundEvent.objects.get().note == "wrong livemode"


def test_an_event_while_the_gateway_is_down_is_handled_later(stripe_peer: StripePeer) -> None:
    order = make_order()
    pay(stripe_peer, order)
    stripe_peer.stub.fail_with = [500, 500, 500]
    run_due()
    job = Job.objects.get(kind="inbox.stripe")
    assert (job.state, job.stage) == (JobState.QUEUED, "gateway")
    Job.objects.update(run_at=timezone.now())
    run_due()
    assert_paid_once(order)


def test_complete_but_unpaid_is_not_paid(peer: Peer) -> None:
    order = make_order()
    attempt = start_payment(order=order)
    peer.act(session_of(attempt), "delay")
    run_due()
    order.refresh_from_db()
    attempt.refresh_from_db()
    assert (order.state, attempt.state) == (OrderState.PLACED, AttemptState.PENDING)
    assert books(order) == []
    peer.act(session_of(attempt), "arrive")
    run_due()
    assert_paid_once(order)


def test_a_delayed_payment_that_bounces_makes_room_for_another(peer: Peer) -> None:
    order = make_order()
    attempt = start_payment(order=order)
    peer.act(session_of(attempt), "delay")
    peer.act(session_of(attempt), "bounce")
    run_due()
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.FAILED
    assert attempt.failure_code
    assert books(order) == []
    pay(peer, order)
    run_due()
    assert_paid_once(order)


def test_late_and_disordered_words_never_go_backwards(peer: Peer) -> None:
    order = make_order()
    attempt = start_payment(order=order)
    gateway = get_gateway(peer.name)
    said = [gateway.fetch_session(session_of(attempt))]
    for choice in ("delay", "arrive"):
        peer.act(session_of(attempt), choice, tell=False)
        said.append(gateway.fetch_session(session_of(attempt)))
    for status in (*reversed(said), *said):
        settle.apply_session_status(attempt=attempt, status=status)
    assert_paid_once(order)
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.CAPTURED


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount": TOTAL - 1}, "payment_amount"),
        ({"amount": TOTAL + 1}, "payment_amount"),
        ({"currency": "USD"}, "payment_amount"),
        ({"order_id": "ord_other"}, "payment_order"),
        ({"attempt_id": "pay_other"}, "payment_order"),
    ],
)
def test_another_payment_than_asked_is_held_and_sent_back(
    peer: Peer, changes: dict[str, object], reason: str
) -> None:
    order = make_order()
    attempt = start_payment(order=order)
    peer.tamper(session_of(attempt), **changes)
    peer.act(session_of(attempt), "pay", tell=False)
    refresh(attempt=attempt)
    order.refresh_from_db()
    assert (order.state, order.hold_reason) == (OrderState.ON_HOLD, reason)
    run_due()
    refund = Refund.objects.get()
    amount = changes.get("amount", TOTAL)
    assert (refund.state, refund.amount, refund.reason) == (RefundState.DONE, amount, reason)
    assert refund.currency == changes.get("currency", "EUR")
    assert books(order) == [("capture", amount), ("refund", -int(str(amount)))]
    assert peer.refunded() == [amount]
    assert not OutgoingMail.objects.filter(kind="order_paid").exists()


def test_play_money_is_no_money(peer: Peer) -> None:
    order = make_order()
    attempt = pay(peer, order, tell=False)
    PaymentAttempt.objects.update(livemode=True)
    refresh(attempt=attempt)
    order.refresh_from_db()
    assert (order.state, order.hold_reason) == (OrderState.ON_HOLD, "payment_livemode")
    assert books(order) == []
    assert not Refund.objects.exists()


def test_a_late_payment_revives_an_expired_order(peer: Peer) -> None:
    order = make_order()
    attempt = pay(peer, order, tell=False)
    move(order=order, to=OrderState.EXPIRED)
    refresh(attempt=attempt)
    assert_paid_once(order)


@pytest.mark.parametrize("end", [OrderState.EXPIRED, OrderState.CANCELLED])
def test_a_late_payment_that_cannot_be_kept_goes_back_once(peer: Peer, end: OrderState) -> None:
    order = make_order()
    attempt = pay(peer, order)
    move(order=order, to=end)
    if end == OrderState.EXPIRED:
        line = order.lines.get()
        assert line.version
        withdraw_version(line.version)
    for _ in range(3):
        run_due()
        refresh(attempt=attempt)
    order.refresh_from_db()
    assert order.state == end
    refund = Refund.objects.get()
    assert (refund.reason, refund.state) == ("paid_too_late", RefundState.DONE)
    assert peer.refunded() == [TOTAL]
    assert_books(order, at_gateway=peer.refunded())


def test_a_second_payment_of_a_paid_order_goes_back(peer: Peer) -> None:
    order = make_order()
    first = start_payment(order=order)
    # The first page is believed to have ended, yet its money comes.
    PaymentAttempt.objects.update(state=AttemptState.EXPIRED)
    pay(peer, order)
    run_due()
    assert_paid_once(order)
    peer.act(session_of(first), "pay", tell=False)
    refresh(attempt=first)
    run_due()
    assert books(order) == [("capture", TOTAL), ("capture", TOTAL), ("refund", -TOTAL)]
    refund = Refund.objects.get()
    assert (refund.attempt, refund.reason) == (first, "paid_twice")
    assert_books(order, at_gateway=peer.refunded())


def test_money_for_a_figure_off_sale_is_held(peer: Peer) -> None:
    order = make_order()
    attempt = pay(peer, order, tell=False)
    line = order.lines.get()
    assert line.version
    withdraw_version(line.version)
    refresh(attempt=attempt)
    order.refresh_from_db()
    assert (order.state, order.hold_reason) == (OrderState.ON_HOLD, "version_not_sellable")
    assert order.paid_at is not None
    assert books(order) == [("capture", TOTAL)]


def test_money_for_an_order_on_hold_stays_until_somebody_decides(peer: Peer) -> None:
    order = make_order()
    attempt = pay(peer, order, tell=False)
    move(order=order, to=OrderState.ON_HOLD)
    refresh(attempt=attempt)
    order.refresh_from_db()
    assert order.state == OrderState.ON_HOLD
    assert order.paid_at is not None
    assert balance(order) == Money(TOTAL, "EUR")
    assert not Refund.objects.exists()


def test_the_mail_says_what_was_paid(peer: Peer) -> None:
    order = make_order(quantities=(2,))
    refresh(attempt=pay(peer, order, tell=False))
    mail = OutgoingMail.objects.get(kind="order_paid")
    assert mail.recipient == order.email
    assert mail.subject == f"Order {order.number} is paid"
    assert "44.88 EUR" in mail.text
    assert "2 x Art print A3" in mail.text
    assert f"/orders/{order.number}/" in mail.text
    assert "44.88 EUR" in mail.html


def test_the_ledger_is_append_only() -> None:
    with pytest.raises(TypeError, match="append-only"):
        LedgerEntry.objects.update(amount=1)
    with pytest.raises(TypeError, match="append-only"):
        LedgerEntry.objects.all().delete()
