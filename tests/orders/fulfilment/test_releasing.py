"""Held orders: who lets them go on, and which never."""

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.test import Client

from orders.checkout.models import Order
from orders.checkout.states import OrderState
from orders.fulfilment.models import ProviderOrder, ProviderState
from orders.fulfilment.releasing import ReleaseRefused, release
from orders.printing.models import PrintFile
from orders.printing.services import hold
from shop.platform.audit.models import AuditEvent
from shop.platform.durable.models import Job
from tests.orders.factories import make_order, withdraw_version
from tests.orders.payments.stories import paid_order
from tests.support.peers import TestPagePeer

pytestmark = pytest.mark.django_db
LIST = "/admin/orders/order/"


@pytest.fixture
def held() -> Order:
    order = paid_order(TestPagePeer())
    hold(order=order, reason="print_file:preflight")
    Job.objects.all().delete()
    return order


@pytest.fixture
def user() -> User:
    return User.objects.create_user("staff", is_staff=True)


def queued() -> list[tuple[str, str]]:
    return list(Job.objects.order_by("kind").values_list("kind", "subject"))


def with_file(order: Order) -> None:
    PrintFile.objects.create(line=order.lines.get(), pages=1, effective_dpi=300, passed=True)


def test_without_its_print_file_it_is_made_again(held: Order, user: User) -> None:
    release(order=held, user=user)
    held.refresh_from_db()
    assert (held.state, held.hold_reason) == (OrderState.PAID, "")
    made = [row for row in queued() if row[0] == "orders.print_file"]
    assert (made[-1][1], "fulfilment.submit" in dict(queued())) == (held.lines.get().pk, False)
    audit = AuditEvent.objects.get(action="order.released")
    assert (audit.user, audit.facts) == (user, {"reason": "print_file:preflight"})


def test_with_its_print_file_it_is_submitted(held: Order, user: User) -> None:
    with_file(held)
    ProviderOrder.objects.create(
        order=held, provider="prodigi", idempotency_key="k", state=ProviderState.FAILED
    )
    release(order=held, user=user)
    assert ("fulfilment.submit", held.pk) in queued()
    assert ProviderOrder.objects.get().state == ProviderState.CREATED


def test_only_held_orders_are_released(held: Order, user: User) -> None:
    release(order=held, user=user)
    with pytest.raises(ReleaseRefused, match="not on hold"):
        release(order=held, user=user)


def test_money_must_be_there(user: User) -> None:
    unpaid = make_order(state=OrderState.ON_HOLD)
    with pytest.raises(ReleaseRefused, match=r"^0\.00 .* is paid; refund it instead"):
        release(order=unpaid, user=user)


def test_a_figure_off_sale_keeps_it_held(held: Order, user: User) -> None:
    version = held.lines.get().version
    assert version is not None
    withdraw_version(version)
    with pytest.raises(ReleaseRefused, match="off sale"):
        release(order=held, user=user)


@pytest.mark.parametrize("state", ["accepted", "in_production", "cancelled", "shipped"])
def test_what_the_print_house_has_is_not_sent_again(held: Order, user: User, state: str) -> None:
    ProviderOrder.objects.create(
        order=held, provider="prodigi", idempotency_key="k", external_id="x", state=state
    )
    with pytest.raises(ReleaseRefused, match="print house has it as"):
        release(order=held, user=user)
    held.refresh_from_db()
    assert held.state == OrderState.ON_HOLD


def staff(user: User, *permissions: str) -> Client:
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def release_by_hand(client: Client, order: Order) -> list[str]:
    answer = client.post(LIST, {"action": "release", "_selected_action": order.pk})
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)][-1:]


def test_the_admin_shows_and_releases(held: Order, user: User) -> None:
    client = staff(user, "view_order", "release_order")
    page = client.get(f"{LIST}{held.pk}/change/").content.decode()
    assert "print_file:preflight" in page
    assert "not made" in page
    assert "not submitted" in page
    assert release_by_hand(client, held) == [f"{held.number} goes on."]
    assert release_by_hand(client, held) == [f"{held.number}: It is not on hold."]


def test_seeing_is_not_releasing(held: Order, user: User) -> None:
    client = staff(user, "view_order")
    client.post(LIST, {"action": "release", "_selected_action": held.pk})
    held.refresh_from_db()
    assert held.state == OrderState.ON_HOLD
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{held.pk}/change/", {"state": "paid"}).status_code == 403


def test_without_permission_nothing_is_shown(held: Order, user: User) -> None:
    assert staff(user).get(LIST).status_code == 403
    assert Client().get(LIST).status_code == 302
