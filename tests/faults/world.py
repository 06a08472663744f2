"""What these tests stand on: an invented person's approved figure, ordered as one sticker."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.utils import timezone

from figures.generation.backends import get_backend
from figures.generation.look import Look
from figures.generation.making import Pictures, box_picture, labelled_png
from figures.generation.services import seal_look
from figures.generation.studio.invented import invented_recipe
from figures.moderation import services as moderation
from figures.versions import services as versions
from figures.versions.models import Figure, FigureVersion
from figures.versions.states import FigureState
from orders.checkout.models import Order, OrderEvent, OrderLine
from orders.checkout.states import OrderState
from orders.fulfilment.models import ProviderOrder, ProviderState
from orders.payments.gateways.test import page
from orders.payments.gateways.test.models import TestGatewaySession
from orders.payments.models import LedgerEntry, PaymentAttempt
from orders.payments.services import start_payment
from orders.printing.layouts import layout_for
from orders.printing.models import PrintFile
from shop.catalogue.models import Variant
from shop.platform.durable import registry
from shop.platform.durable import services as durable
from shop.platform.durable.models import Job, JobState
from shop.platform.inbox.models import InboundEvent
from shop.platform.mail.models import OutgoingMail
from shop.platform.owners.models import Owner
from shop.vault.models import Blob
from tests.orders.factories import make_order
from tests.support.print_house import PrintHouse, wait_until

# Small, with the proportions of real art; enough for a sticker at 300 dpi without a new render.
_CUTOUT = (696, 1024)
_BOX = (240, 360)
_LOOK = Look(name="Sample Hero", tagline="Ready")
_SKU = "STICKER-75"


@cache
def _drawn() -> tuple[bytes, Pictures]:
    """Draw the invented person once; returns the recipe and the pictures."""
    backend = get_backend("studio")
    recipe = invented_recipe("mei").to_bytes()
    cutout = backend.render(recipe, width=_CUTOUT[0], height=_CUTOUT[1])
    box = box_picture(
        backend=backend, recipe=recipe, look=_LOOK, edition="No. 1", figure=cutout, size=_BOX
    )
    label = backend.source_type
    return recipe, Pictures(
        cutout=labelled_png(cutout, source_type=label),
        box=labelled_png(box, source_type=label),
        preview=labelled_png(cutout[::4, ::4], source_type=label),
    )


def make_approved_version(owner: Owner) -> FigureVersion:
    """Make a figure of nobody, with stored art, and approve it as a moderator would."""
    recipe, pictures = _drawn()
    figure = Figure.objects.create(owner=owner, state=FigureState.READY, ready_at=timezone.now())
    figure.wanted = seal_look(figure.pk, _LOOK)
    figure.save()
    draft = versions.seal(figure=figure, recipe=recipe, look=_LOOK, pictures=pictures)
    version = versions.add(figure=figure, draft=draft)
    return approve(version)


def approve(version: FigureVersion) -> FigureVersion:
    """Approve a version as a moderator would."""
    user = User.objects.create_user("sample-moderator", is_staff=True)
    review = moderation.claim(review=version.review, user=user)
    moderation.approve(review=review, user=user, lock_version=review.lock_version)
    version.refresh_from_db()
    return version


def make_sticker_order(version: FigureVersion) -> Order:
    """Place an order for one sticker whose proof is approved."""
    order = make_order(version=version)
    variant = Variant.objects.select_related("product").get(sku=_SKU)
    digest = layout_for(variant=variant, version=version, draft=True).digest()
    order.lines.update(variant=variant, description="Sticker", proof_sha256=digest)
    return order


def pay_in_process(order: Order) -> None:
    """Pay, and handle the gateway's event here, unless a worker that runs already was faster.

    The print job is left to the workers.
    """
    attempt = start_payment(order=order)
    assert attempt.session_id is not None
    page.choose(session_id=attempt.session_id, choice="pay")
    event = Job.objects.get(kind="inbox.testgateway")
    if not durable.run(event.pk):
        wait_until(lambda: Job.objects.get(pk=event.pk).state == JobState.DONE, seconds=180)
    order.refresh_from_db()
    assert order.state in {OrderState.PAID, OrderState.IN_PRODUCTION, OrderState.SHIPPED}


def is_shipped(order: Order) -> bool:
    """Tell whether the parcel is on its way; fails at once where it never will be."""
    order.refresh_from_db()
    assert order.state not in {OrderState.ON_HOLD, OrderState.CANCELLED}, order.hold_reason
    return order.state == OrderState.SHIPPED


def idle() -> bool:
    """Tell whether every job of these orders has been done; fails when one has failed."""
    names = [item.name for item in registry.periodics()]
    jobs = Job.objects.exclude(kind__in=names).exclude(state=JobState.DONE)
    assert [job.kind for job in jobs if job.state == JobState.FAILED] == []
    # The look at a payment half a minute old need not be waited for.
    return not jobs.exclude(kind="payments.check", run_at__gt=timezone.now()).exists()


def assert_done_once(order: Order, house: PrintHouse) -> None:
    """Require that all of it happened, and no part of it twice."""
    assert house.log()["accepted"] == {order.number: 1}
    provider_order = ProviderOrder.objects.get()
    assert provider_order.order_id == order.pk
    assert provider_order.state == ProviderState.SHIPPED
    assert provider_order.shipments.count() == 1
    _assert_paid_once(order)
    assert PrintFile.objects.get().line.order_id == order.pk
    happened = Counter(OrderEvent.objects.filter(order=order).values_list("kind", flat=True))
    # Fast houses ship before anybody looked whether they had begun.
    happened.pop("in_production", 0)
    steps = ("payment_started", "paid", "print_file_made", "print_files_ready", "shipped")
    assert happened == dict.fromkeys(steps, 1)
    mails = Counter(OutgoingMail.objects.values_list("kind", flat=True))
    assert (mails["order_paid"], mails["order_shipped"]) == (1, 1)
    assert not OutgoingMail.objects.filter(sent_at=None).exists()
    assert not InboundEvent.objects.filter(handled_at=None).exists()
    line = OrderLine.objects.select_related("version__figure").get(order=order)
    assert line.version is not None
    assert line.version.figure.versions.count() == 1
    assert_tidy()


def _assert_paid_once(order: Order) -> None:
    assert PaymentAttempt.objects.get().order_id == order.pk
    assert TestGatewaySession.objects.count() == 1
    books = [(entry.kind, entry.amount) for entry in LedgerEntry.objects.all()]
    assert books == [("capture", order.total)]


def assert_tidy() -> None:
    """Require that nothing lies about: temp files, or sealed files that no row knows."""
    var = Path(settings.VAR_DIR)
    # Files only: of a killed Celery worker an empty `pymp-...` folder stays.
    left = [path.name for path in (var / "tmp").rglob("*") if path.is_file()]
    assert left == []
    root = Path(default_storage.path(""))
    stored = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    assert stored == set(Blob.objects.values_list("path", flat=True))


def mails_are_out() -> bool:
    """Tell whether no mail is half sent: a kill there leaves it unsent, on purpose."""
    return not OutgoingMail.objects.filter(sent_at=None).exists()


def orders_in_journal(house: PrintHouse) -> list[str]:
    """Return the references of accepted orders, as the house's own journal on disk tells them."""
    rows = map(json.loads, (house.data / "orders.jsonl").read_text(encoding="utf-8").splitlines())
    return [row["merchantReference"] for row in rows if row["event"] == "accepted"]
