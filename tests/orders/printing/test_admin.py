"""The preflight report: who reads it, what it says, and that each look at the page is noted."""

import io
import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from PIL import Image

from figures.erasure import erase_figure
from figures.versions.models import Figure
from orders.checkout.models import Order, OrderLine
from orders.checkout.states import OrderState
from orders.printing.check_words import CHECK_WORDS
from shop.platform.audit.models import AuditEvent
from shop.platform.owners.services import new_guest
from tests.orders.pages.scenes import client_of
from tests.orders.printing.scenes import printed_line, staff

pytestmark = pytest.mark.django_db

LIST = "/admin/orders/printfile/"


@pytest.fixture
def line() -> OrderLine:
    return printed_line()


def addresses(line: OrderLine) -> list[str]:
    row = f"{LIST}{line.print_file.pk}/"
    return [LIST, row + "change/", row + "picture/", row + "pdf/"]


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_only_the_staff_with_the_permission_get_in(line: OrderLine) -> None:
    customer = Client()
    customer.force_login(User.objects.create_user("customer"))
    clients = {
        "nobody": (Client(), 302),
        "a guest": (client_of(new_guest()[1]), 302),
        "a customer": (customer, 302),
        "other staff": (staff("view_order"), 403),
    }
    for who, (client, status) in clients.items():
        for address in addresses(line):
            answer = client.get(address)
            assert answer.status_code == status, (who, address)
            if status == 302:
                assert answer.headers["Location"].startswith("/admin/login/"), (who, address)
    assert not AuditEvent.objects.filter(action="print_file.revealed").exists()


def test_the_report_says_every_check_in_words(line: OrderLine) -> None:
    page = staff("view_printfile").get(addresses(line)[1]).content.decode()
    words, file = text_of(page), line.print_file
    for check in file.preflight:
        assert f"{CHECK_WORDS[check['code']]} ({check['code']}) passed" in words
    assert f"Passed , {len(file.preflight)} checks" in words
    assert "75 × 75 mm" in words
    assert "81 × 81 mm, 3 mm each side" in words
    assert f"{file.effective_dpi:.0f} dpi (aim 300" in words
    for digest in (file.sha256, file.md5, file.proof_sha256):
        assert digest in words
    assert set(re.findall(r'<meter min="0" max="1" value="([\d.e-]+)"', page)) == {
        str(share) for share in file.coverage.values()
    }
    assert f'href="/admin/orders/order/{line.order_id}/change/"' in page


def test_a_warning_is_told_from_a_failed_check(line: OrderLine) -> None:
    file = line.print_file
    missed = {"passed": False, "detail": "120 dpi"}
    file.preflight = [
        {"code": "resolution_fair", "warning": True, **missed},
        {"code": "resolution", **missed},
    ]
    file.save()
    page = text_of(staff("view_printfile").get(addresses(line)[1]).content.decode())
    assert "(resolution_fair) warning 120 dpi" in page
    assert "(resolution) failed 120 dpi" in page


def test_the_page_is_shown_when_asked_for_and_each_look_is_noted(line: OrderLine) -> None:
    client = staff("view_printfile")
    _, report, picture, pdf = addresses(line)
    assert picture not in client.get(report).content.decode()
    shown = client.get(report + "?picture=1").content.decode()
    assert f'<img src="{picture}"' in shown
    assert "Pink line: where it is cut" in text_of(shown)
    assert not AuditEvent.objects.filter(action="print_file.revealed").exists()

    answer = client.get(picture)
    assert answer.headers["Content-Type"] == "image/png"
    assert "no-store" in answer.headers["Cache-Control"]
    with Image.open(io.BytesIO(answer.content)) as opened:
        assert opened.size == (1200, 1200)
    file = client.get(pdf, follow=True)
    assert b"".join(file).startswith(b"%PDF-")
    noted = AuditEvent.objects.filter(action="print_file.revealed").order_by("pk")
    assert [(one.subject, one.facts) for one in noted] == [
        (line.pk, {"what": "picture"}),
        (line.pk, {"what": "pdf"}),
    ]


def test_an_erased_figure_leaves_the_report_and_nothing_else(line: OrderLine) -> None:
    Order.objects.update(state=OrderState.SHIPPED)
    erase_figure(figure=Figure.objects.get(), actor="staff")
    client = staff("view_printfile")
    _, report, picture, pdf = addresses(line)
    for address in (report, report + "?picture=1"):
        page = text_of(client.get(address).content.decode())
        assert "The figure has been erased, and every picture of it." in page
        assert "It has been deleted." in page
    assert client.get(picture).status_code == 404
    assert client.get(pdf).status_code == 404
    assert not AuditEvent.objects.filter(action="print_file.revealed").exists()


def test_a_page_that_would_differ_is_not_shown_as_the_approved_one(line: OrderLine) -> None:
    OrderLine.objects.update(proof_sha256="0" * 64)
    client = staff("view_printfile")
    _, report, picture, _ = addresses(line)
    page = client.get(report + "?picture=1").content.decode()
    assert "would differ from the approved one" in page
    assert client.get(picture).status_code == 404


def test_nothing_can_be_changed(line: OrderLine) -> None:
    client = staff("view_printfile", "change_printfile", "delete_printfile", "add_printfile")
    row = f"{LIST}{line.print_file.pk}/"
    assert client.get(LIST + "add/").status_code == 403
    assert client.post(row + "change/", {"passed": "0"}).status_code == 403
    assert client.post(row + "delete/", {"post": "yes"}).status_code == 403


def test_the_order_page_leads_to_it(line: OrderLine) -> None:
    page = staff("view_order").get(f"/admin/orders/order/{line.order_id}/change/")
    assert f'<a href="{addresses(line)[1]}">passed, ' in page.content.decode()


def test_every_check_of_preflight_has_words(line: OrderLine) -> None:
    assert {check["code"] for check in line.print_file.preflight} | {"readable"} == set(CHECK_WORDS)
