"""A file that preflight refuses: kept with its report, the order held, let go on once mended."""

import io
from dataclasses import replace

import pikepdf
import pytest
from django.contrib.auth.models import User
from PIL import Image

from orders.checkout.models import Order, OrderEvent, OrderLine
from orders.checkout.states import OrderState
from orders.fulfilment.releasing import release
from orders.payments import ledger
from orders.printing import services
from orders.printing.models import PrintFile
from shop.platform.durable import services as durable
from shop.platform.durable.models import Job, JobState
from shop.platform.owners.services import new_guest
from shop.prepress.layout import PageLayout
from shop.prepress.pdf import PrintFile as Made
from shop.prepress.pdf import assemble
from tests.orders.pages.scenes import client_of
from tests.orders.printing.scenes import paid_line, staff
from tests.orders.printing.test_admin import text_of

pytestmark = pytest.mark.django_db


def without_trim_box(layout: PageLayout) -> Made:
    made = assemble(layout)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        del pdf.pages[0].obj["/TrimBox"]
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True)
    return replace(made, pdf=buffer.getvalue())


def run_print_job(line: OrderLine) -> Job:
    job = Job.objects.filter(kind="orders.print_file", subject=line.pk).latest("created_at")
    durable.run(job.pk)
    job.refresh_from_db()
    return job


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> OrderLine:
    line = paid_line()
    monkeypatch.setattr(services, "assemble", without_trim_box)
    services.queue_print_files(order_id=line.order_id)
    job = run_print_job(line)
    assert (job.state, job.error_code) == (JobState.FAILED, "preflight")
    assert job.error_message == "page_boxes, trim_size, bleed"
    return line


def test_the_order_is_held_and_its_history_says_why(refused: OrderLine) -> None:
    order = Order.objects.get()
    assert (order.state, order.hold_reason) == (OrderState.ON_HOLD, "print_file:preflight")
    (event,) = OrderEvent.objects.filter(kind="print_file_refused")
    assert event.facts == {"line": refused.pk, "checks": ["page_boxes", "trim_size", "bleed"]}
    assert not OrderEvent.objects.filter(kind="print_files_ready").exists()
    assert not Job.objects.filter(kind="fulfilment.submit").exists()


def test_the_staff_reads_the_report_and_sees_page_and_file(refused: OrderLine) -> None:
    row = PrintFile.objects.get()
    assert not row.passed
    client = staff("view_printfile")
    address = f"/admin/orders/printfile/{row.pk}/"
    page = text_of(client.get(f"{address}change/").content.decode())
    assert "Preflight Refused , " in page
    told = page[page.index("Check Outcome Found") :]
    # What failed stands first.
    assert told.startswith(
        "Check Outcome Found Trim, bleed and media boxes lie within each other (page_boxes) failed"
    )
    assert told.index("(bleed) failed") < told.index(") passed")
    picture = client.get(f"{address}picture/").content
    with Image.open(io.BytesIO(picture)) as opened:
        assert opened.width == 1200
    file = client.get(f"{address}pdf/", follow=True)
    with pikepdf.open(io.BytesIO(b"".join(file))) as pdf:
        assert "/TrimBox" not in pdf.pages[0].obj


def test_the_buyer_gets_no_link_to_a_refused_file(refused: OrderLine) -> None:
    order = Order.objects.get()
    owner, token = new_guest()
    Order.objects.update(owner=owner)
    page = client_of(token).get(f"/orders/{order.number}/").content.decode()
    assert "The print file needs another look." in page
    assert "Open the PDF" not in page


def test_once_mended_the_order_goes_on(refused: OrderLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "assemble", assemble)
    order = Order.objects.get()
    monkeypatch.setattr(ledger, "balance", lambda order: order.total_money)
    release(order=order, user=User.objects.create_user("lead", is_staff=True))
    assert run_print_job(refused).state == JobState.DONE
    row = PrintFile.objects.get()
    assert row.passed
    assert row.line_id == refused.pk
    order.refresh_from_db()
    assert order.state == OrderState.PAID
    assert OrderEvent.objects.filter(kind="print_files_ready").count() == 1
    assert Job.objects.filter(kind="fulfilment.submit", subject=order.pk).exists()
