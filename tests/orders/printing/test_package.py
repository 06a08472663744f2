"""Files for another printer: what is in them, that they are the approved page, who gets them."""

import hashlib
import io
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from django.test import Client

from figures.versions.models import FigureVersion
from orders.checkout.models import Order, OrderEvent, OrderLine
from orders.checkout.states import OrderState
from orders.printing import package
from orders.printing.layouts import layout_for, spec_for
from orders.printing.services import PrintRefused
from shop.platform.audit.models import AuditEvent
from shop.platform.durable import services as durable
from shop.platform.durable.models import Job, JobState
from shop.platform.owners.services import new_guest
from shop.prepress.preflight import preflight
from shop.prepress.specs import load_spec
from shop.vault import services as vault
from shop.vault.models import Blob
from tests.orders.pages.scenes import client_of
from tests.orders.printing.scenes import paid_line, printed_line, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine() -> tuple[Client, OrderLine]:
    owner, token = new_guest()
    return client_of(token), paid_line(owner=owner)


def line_again() -> OrderLine:
    return OrderLine.objects.select_related("order", "variant__product", "version__figure").get()


def opened(blob: Blob) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(vault.read(blob))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def made() -> Job:
    job = Job.objects.filter(kind=package.KIND).latest("created_at")
    durable.run(job.pk)
    job.refresh_from_db()
    return job


def words_of(pdf: bytes, folder: Path) -> str:
    path = folder / "ticket.pdf"
    path.write_bytes(pdf)
    run = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True)
    return " ".join(run.stdout.decode().split())


def test_what_the_zip_holds(tmp_path: Path) -> None:
    line = paid_line()
    files = opened(package.build(line))
    name = f"{line.order.number}-1-sticker-75.pdf".lower()
    assert list(files) == ["README.txt", "job-ticket.pdf", f"print/{name}"]
    pdf = files[f"print/{name}"]
    report = preflight(pdf, load_spec(line.variant.print_spec, "converter"))
    assert report.ok
    with pikepdf.open(io.BytesIO(pdf)) as page:
        assert str(page.docinfo["/GTS_PDFXVersion"]) == "PDF/X-1a:2003"
    sha256 = hashlib.sha256(pdf).hexdigest()
    assert sha256 in files["README.txt"].decode()

    with pikepdf.open(io.BytesIO(files["job-ticket.pdf"])) as ticket:
        assert len(ticket.pages) == 1
    words = words_of(files["job-ticket.pdf"], tmp_path)
    for said in (
        f"Job ticket {line.order.number}, line 1",
        "75 × 75 mm",
        "81 × 81 mm (3 mm each side)",
        line.variant.product.material,
        "1. Cut through along CutContour",
        "CutContour: through cut along the line",
        "PDF/X-1a:2003, 1 page",
        "ISO Coated v2 300%",
        f"passed, {len(report.checks)} checks",
        sha256[:32],
        sha256[32:],
        line.proof_sha256[:32],
    ):
        assert said in words, said
    assert line.version is not None
    order = line.order
    for secret in (order.recipient, order.email, order.line1, order.city, line.version.box_name):
        assert secret.encode() not in b"".join(files.values())
        assert secret not in words


def test_the_page_is_the_approved_one_in_another_flavour() -> None:
    line = paid_line()
    version = line.version
    assert version is not None
    layout = layout_for(variant=line.variant, version=version, provider="converter")
    assert layout.spec.flavour == "PDF/X-1a:2003"
    assert layout.digest() != line.proof_sha256
    own = replace(layout, spec=spec_for(line.variant))
    assert own.digest() == line.proof_sha256


def test_the_same_line_gives_the_same_bytes() -> None:
    line = paid_line()
    first = package.build(line)
    data = vault.read(first)
    assert package.build(line).pk == first.pk
    vault.delete(first)
    second = package.build(line)
    assert second.pk != first.pk
    assert vault.read(second) == data


def test_another_page_than_the_approved_is_refused() -> None:
    OrderLine.objects.filter(pk=paid_line().pk).update(proof_sha256="0" * 64)
    with pytest.raises(PrintRefused, match="differs from the approved proof"):
        package.build(line_again())
    assert not Blob.objects.filter(data_class="print_file").exists()


@pytest.mark.parametrize(
    "state", [OrderState.PLACED, OrderState.ON_HOLD, OrderState.CANCELLED, OrderState.EXPIRED]
)
def test_only_paid_orders_have_them(mine: tuple[Client, OrderLine], state: OrderState) -> None:
    client, line = mine
    Order.objects.update(state=state)
    page = f"/orders/{line.order.number}/"
    assert "Files for a printer of your own" not in client.get(page).content.decode()
    client.post(f"{page}lines/1/printer-files")
    assert not Job.objects.filter(kind=package.KIND).exists()


def test_a_figure_off_sale_ends_the_offer_also_between_asking_and_making(
    mine: tuple[Client, OrderLine],
) -> None:
    client, line = mine
    page = f"/orders/{line.order.number}/"
    client.post(f"{page}lines/1/printer-files")
    FigureVersion.objects.update(review_state="refused")
    job = made()
    assert (job.state, job.error_code) == (JobState.FAILED, "not_offered")
    assert not Blob.objects.filter(data_class="print_file").exists()
    client.post(f"{page}lines/1/printer-files")
    assert Job.objects.filter(kind=package.KIND).count() == 1


def test_the_owner_asks_waits_and_downloads(mine: tuple[Client, OrderLine]) -> None:
    client, line = mine
    page = f"/orders/{line.order.number}/"
    ask = f"{page}lines/1/printer-files"
    assert f'action="{ask}"' in client.get(page).content.decode()
    before = client.get(f"{page}status").json()["state"]
    assert client.post(ask).headers["Location"] == page
    client.post(ask)
    assert Job.objects.filter(kind=package.KIND).count() == 1
    assert client.get(f"{page}status").json()["state"] != before
    waiting = client.get(page).content.decode()
    assert "Making the files." in waiting
    assert f'action="{ask}"' not in waiting

    assert made().state == JobState.DONE
    assert OrderEvent.objects.filter(kind="printer_files_made", order=line.order).count() == 1
    shown = client.get(page).content.decode()
    address = shown.split("Download the files")[0].rsplit('href="', 1)[1].split('"')[0]
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.content == vault.read(Blob.objects.get(data_class="print_file"))
    assert client_of(new_guest()[1]).get(address).status_code == 404
    client.post(ask)
    assert Job.objects.filter(kind=package.KIND).count() == 1


def test_a_failure_is_told_and_tried_again(mine: tuple[Client, OrderLine]) -> None:
    client, line = mine
    page = f"/orders/{line.order.number}/"
    approved = line.proof_sha256
    OrderLine.objects.update(proof_sha256="0" * 64)
    client.post(f"{page}lines/1/printer-files")
    assert made().state == JobState.FAILED
    shown = client.get(page).content.decode()
    assert "That did not work: The page differs from the approved proof." in shown
    assert "Try again" in shown
    OrderLine.objects.update(proof_sha256=approved)
    client.post(f"{page}lines/1/printer-files")
    assert made().state == JobState.DONE
    assert "That did not work" not in client.get(page).content.decode()


def test_a_line_that_is_not_there() -> None:
    owner, token = new_guest()
    line = paid_line(owner=owner)
    answer = client_of(token).post(f"/orders/{line.order.number}/lines/2/printer-files")
    assert answer.status_code == 404


def test_the_staff_get_them_and_it_is_noted() -> None:
    line = printed_line()
    address = f"/admin/orders/printfile/{line.print_file.pk}/printer-files/"
    assert Client().post(address).status_code == 302
    client = staff("view_printfile")
    assert client.get(address).status_code == 405
    asked = client.post(address, follow=True).content.decode()
    assert "The files are being made." in asked
    assert not AuditEvent.objects.filter(action="print_file.revealed").exists()
    made()
    answer = client.post(address, follow=True)
    assert answer.headers["Content-Type"] == "application/zip"
    noted = AuditEvent.objects.get(action="print_file.revealed")
    assert (noted.subject, noted.facts) == (line.pk, {"what": "printer_files"})
