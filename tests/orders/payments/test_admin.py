"""The staff read everything and may send money back if they are allowed to."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from orders.payments.models import PaymentAttempt, Refund
from shop.platform.audit.models import AuditEvent
from tests.orders.payments.stories import TOTAL, paid_order
from tests.support.peers import TestPagePeer

pytestmark = pytest.mark.django_db

LIST = "/admin/orders/paymentattempt/"


def staff(*permissions: str) -> Client:
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def refund_form(attempt: PaymentAttempt, **fields: object) -> dict[str, object]:
    return {"action": "refund", "_selected_action": attempt.pk, **fields}


@pytest.mark.parametrize("model", ["paymentattempt", "ledgerentry", "refund"])
def test_lists_and_rows_are_read_only(model: str) -> None:
    order = paid_order(TestPagePeer())
    client = staff(f"view_{model}", f"change_{model}", f"add_{model}", f"delete_{model}")
    assert client.get(f"/admin/orders/{model}/").status_code == 200
    assert client.get(f"/admin/orders/{model}/add/").status_code == 403
    if model == "paymentattempt":
        attempt = order.attempts.get()
        page = f"{LIST}{attempt.pk}/"
        assert client.get(page + "change/").status_code == 200
        assert client.post(page + "change/", {"state": "failed"}).status_code == 403
        assert client.post(page + "delete/", {"post": "yes"}).status_code == 403
        attempt.refresh_from_db()
        assert attempt.state == "captured"


def test_a_refund_is_asked_about_then_queued() -> None:
    attempt = paid_order(TestPagePeer()).attempts.get()
    client = staff("view_paymentattempt", "refund_payment")
    asked = client.post(LIST, refund_form(attempt))
    assert asked.status_code == 200
    assert "24.89 EUR" in asked.content.decode()
    assert not Refund.objects.exists()
    done = client.post(LIST, refund_form(attempt, confirm="1", amount=1000, reason="damaged"))
    assert done.status_code == 302
    refund = Refund.objects.get()
    assert (refund.amount, refund.reason) == (1000, "damaged")
    assert refund.requested_by is not None
    assert AuditEvent.objects.get(action="refund.requested").user == refund.requested_by


def test_too_much_is_refused_in_words() -> None:
    attempt = paid_order(TestPagePeer()).attempts.get()
    client = staff("view_paymentattempt", "refund_payment")
    fields = refund_form(attempt, confirm="1", amount=TOTAL + 1, reason="damaged")
    answer = client.post(LIST, fields)
    assert answer.status_code == 200
    assert "More would go back than was paid" in answer.content.decode()
    assert not Refund.objects.exists()


def test_without_the_permission_nothing_goes_back() -> None:
    attempt = paid_order(TestPagePeer()).attempts.get()
    client = staff("view_paymentattempt", "change_paymentattempt")
    client.post(LIST, refund_form(attempt, confirm="1", amount=1000, reason="damaged"))
    assert not Refund.objects.exists()
