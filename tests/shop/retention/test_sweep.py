"""The retention sweep: exact at the boundary, as the staff set it, harmless when repeated."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from figures.generation.jobs import forget_photo
from figures.intake.models import Photo
from figures.intake.services import LIFE_AFTER_FIGURE, LONGEST_LIFE
from orders.checkout.models import Order
from orders.checkout.states import OrderState
from orders.payments.models import LedgerEntry
from shop.platform.audit.models import AuditEvent
from shop.platform.durable import registry as durable_registry
from shop.platform.durable.models import Job
from shop.platform.durable.services import enqueue, run_due
from shop.platform.idempotency.models import IdempotentRequest
from shop.platform.inbox.models import InboundEvent
from shop.platform.mail.models import OutgoingMail
from shop.platform.mail.services import send
from shop.platform.owners.models import Owner
from shop.platform.owners.services import GUEST_COOKIE, new_guest
from shop.retention import registry, services
from shop.retention.models import ErasureReceipt, RetentionPeriod
from shop.vault import services as vault
from tests.orders.factories import make_figure, make_order, make_owner
from tests.trust.samples import make_photo

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set the time that the program sees."""

    def put(now: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now)

    put(NOON)
    return put


def swept(key: str) -> int:
    return services.sweep()[key]


def photo_at_noon(**changes: Any) -> Photo:
    photo = make_photo(make_owner())
    fields = {"received_at": NOON, "delete_after": NOON + LONGEST_LIFE}
    Photo.objects.filter(pk=photo.pk).update(**(fields | changes))
    photo.refresh_from_db()
    return photo


class TestPhotos:
    def test_a_photo_ends_exactly_after_its_period(self, clock: Clock) -> None:
        assert timedelta(days=7) == LONGEST_LIFE
        photo = photo_at_noon()
        clock(NOON + LONGEST_LIFE - MOMENT)
        assert swept("photo") == 0
        clock(NOON + LONGEST_LIFE)
        assert swept("photo") == 1
        photo.refresh_from_db()
        assert photo.deleted_at == NOON + LONGEST_LIFE
        assert (photo.blob, photo.faces) == (None, [])
        assert ErasureReceipt.objects.get().actor == "sweep"
        assert swept("photo") == 0

    def test_a_photo_ends_a_day_after_its_figure_is_ready(self, clock: Clock) -> None:
        assert timedelta(hours=24) == LIFE_AFTER_FIGURE
        photo_at_noon(delete_after=NOON + LIFE_AFTER_FIGURE)
        clock(NOON + LIFE_AFTER_FIGURE - MOMENT)
        assert swept("photo") == 0
        clock(NOON + LIFE_AFTER_FIGURE)
        assert swept("photo") == 1

    def test_the_staffs_period_holds(self, clock: Clock) -> None:
        photo_at_noon()
        RetentionPeriod.objects.create(data_class="photo", hours=2)
        assert services.period_of("photo") == timedelta(hours=2)
        clock(NOON + timedelta(hours=2) - MOMENT)
        assert swept("photo") == 0
        clock(NOON + timedelta(hours=2))
        assert swept("photo") == 1

    def test_more_than_was_promised_is_cut_to_the_promise(self, clock: Clock) -> None:
        photo_at_noon(delete_after=NOON + timedelta(days=90))
        RetentionPeriod.objects.create(data_class="photo", hours=24 * 90)
        assert services.period_of("photo") == LONGEST_LIFE
        clock(NOON + LONGEST_LIFE)
        assert swept("photo") == 1

    def test_two_sweeps_at_once_end_it_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The second one looked before the first one wrote."""
        photo = photo_at_noon(received_at=NOON - timedelta(days=900))
        told: list[str] = []

        def listen(**facts: str) -> None:
            told.append(facts["photo_id"])

        monkeypatch.setitem(durable_registry._listeners, "photo.deleted", [listen, forget_photo])
        shred = vault.shred

        def meanwhile(*, subject: str) -> int:
            monkeypatch.setattr(vault, "shred", shred)
            assert swept("photo") == 0
            return shred(subject=subject)

        monkeypatch.setattr(vault, "shred", meanwhile)
        assert swept("photo") == 1
        assert told == [photo.pk]
        assert ErasureReceipt.objects.count() == 1

    def test_what_was_swept_cannot_be_read(self, clock: Clock) -> None:
        photo = photo_at_noon()
        blob = photo.blob
        assert blob is not None
        clock(NOON + LONGEST_LIFE)
        services.sweep()
        blob.refresh_from_db()
        with pytest.raises(vault.Shredded):
            vault.read(blob)


class TestTheGroundFloor:
    def test_an_address_goes_a_year_after_the_last_visit(self, clock: Clock) -> None:
        owner = make_owner(email="sample.person@mail.example", seen_at=NOON)
        clock(NOON + timedelta(days=365) - MOMENT)
        assert swept("contact") == 0
        clock(NOON + timedelta(days=365))
        assert swept("contact") == 1
        owner.refresh_from_db()
        assert owner.email == ""

    def test_a_visit_counts_once_a_day(self, client: Client, clock: Clock) -> None:
        owner, token = new_guest()
        Owner.objects.update(seen_at=NOON)
        client.cookies[GUEST_COOKIE] = token

        def seen_after_a_visit_at(now: datetime) -> datetime:
            clock(now)
            client.get("/my-data/")
            owner.refresh_from_db()
            return owner.seen_at

        assert seen_after_a_visit_at(NOON + timedelta(days=1)) == NOON
        later = NOON + timedelta(days=1) + MOMENT
        assert seen_after_a_visit_at(later) == later

    def test_a_mail_that_never_left_is_emptied(self, clock: Clock) -> None:
        mail = OutgoingMail.objects.create(
            kind="order_paid",
            dedupe_key="k",
            recipient="sample.person@mail.example",
            subject="s",
            text="t",
            html="h",
            created_at=NOON,
        )
        clock(NOON + timedelta(days=14) - MOMENT)
        assert swept("mail") == 0
        clock(NOON + timedelta(days=14))
        assert swept("mail") == 1
        mail.refresh_from_db()
        assert (mail.recipient, mail.subject, mail.text, mail.html) == ("", "", "", "")
        assert swept("mail") == 0
        send(mail.pk)  # its job comes late: there is nothing to send any more
        mail.refresh_from_db()
        assert mail.started_at is None

    def test_events_are_emptied_and_stay_known(self, clock: Clock) -> None:
        fields = {"source": "stripe", "received_at": NOON, "body": b"a name"}
        event = InboundEvent.objects.create(event_id="evt_1", **fields)
        clock(NOON + timedelta(days=30) - MOMENT)
        assert swept("event") == 0
        clock(NOON + timedelta(days=30))
        assert swept("event") == 1
        event.refresh_from_db()
        assert bytes(event.body) == b""
        assert swept("event") == 0

    def test_kept_answers_go_after_a_day(self, clock: Clock) -> None:
        IdempotentRequest.objects.create(
            caller="key_a", key="k", fingerprint="f", body=b"a name", created_at=NOON
        )
        clock(NOON + timedelta(hours=24) - MOMENT)
        assert swept("answer") == 0
        clock(NOON + timedelta(hours=24))
        assert swept("answer") == 1
        assert not IdempotentRequest.objects.exists()


class TestUnpaidOrders:
    @pytest.mark.parametrize(
        ("state", "is_emptied"),
        [
            (OrderState.EXPIRED, True),
            (OrderState.CANCELLED, True),
            (OrderState.PLACED, False),
            (OrderState.PAID, False),
            (OrderState.SHIPPED, False),
        ],
    )
    def test_address_after_thirty_days(
        self, clock: Clock, state: OrderState, is_emptied: bool
    ) -> None:
        order = make_order(state=state, placed_at=NOON)
        clock(NOON + timedelta(days=30) - MOMENT)
        assert swept("unpaid_order") == 0
        clock(NOON + timedelta(days=30))
        assert swept("unpaid_order") == int(is_emptied)
        order.refresh_from_db()
        assert (order.recipient == order.email == order.line1 == "") is is_emptied
        assert order.country == "DE"
        assert swept("unpaid_order") == 0

    def test_where_money_moved_the_books_keep_the_address(self, clock: Clock) -> None:
        order = make_order(state=OrderState.CANCELLED, placed_at=NOON)
        LedgerEntry.objects.create(
            order=order, kind="capture", amount=order.total, currency="EUR", reference="r"
        )
        clock(NOON + timedelta(days=90))
        assert swept("unpaid_order") == 0
        assert Order.objects.get().recipient == "Sample Person"


class TestTheSweepItself:
    def test_one_class_in_trouble_does_not_keep_the_others(
        self, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(before: datetime) -> int:
            raise RuntimeError("a name")

        photo_at_noon()
        clock(NOON + LONGEST_LIFE)
        classes = registry._registered.classes
        first = registry.DataClass(
            key="aaa",
            title="t",
            basis="b",
            trigger="t",
            period=timedelta(1),
            columns=(),
            sweep=broken,
        )
        monkeypatch.setitem(classes, "aaa", first)
        with pytest.raises(services.SweepFailed, match=r"^aaa$"):
            services.sweep()
        assert Photo.objects.get().deleted_at is not None

    def test_it_runs_as_a_job_every_five_minutes(self) -> None:
        every = {item.name: item.every for item in durable_registry.periodics()}
        assert every["retention.sweep"] == timedelta(minutes=5)
        photo_at_noon(delete_after=NOON - timedelta(days=900))
        enqueue("retention.sweep", subject="retention.sweep", dedupe_key="once")
        run_due()
        assert Photo.objects.get().deleted_at is not None
        assert Job.objects.get(dedupe_key="once").state == "done"

    def test_nobody_knows_the_period_of_an_unknown_class(self) -> None:
        with pytest.raises(KeyError):
            services.period_of("unknown")

    def test_figures_stay(self, clock: Clock) -> None:
        make_figure()
        clock(NOON + timedelta(days=3000))
        services.sweep()
        assert Owner.objects.count() == 1
        assert make_figure().erased_at is None


class TestAdmin:
    @pytest.fixture
    def staff(self, client: Client) -> Client:
        client.force_login(User.objects.create_superuser("chief"))
        return client

    def save(self, staff: Client, hours: int, data_class: str = "photo") -> Any:
        path = "/admin/retention/retentionperiod/add/"
        return staff.post(path, {"data_class": data_class, "hours": hours})

    def test_a_period_is_saved_with_its_author(self, staff: Client) -> None:
        assert self.save(staff, 48).status_code == 302
        row = RetentionPeriod.objects.get()
        assert (row.data_class, row.hours) == ("photo", 48)
        assert row.changed_by is not None
        assert services.period_of("photo") == timedelta(hours=48)
        event = AuditEvent.objects.get()
        assert (event.action, event.subject, event.facts) == (
            "retention.period",
            "photo",
            {"hours": 48},
        )

    def test_no_longer_than_was_promised(self, staff: Client) -> None:
        answer = self.save(staff, 169)
        assert answer.status_code == 200
        assert b"We promise at most 168 hours for this." in answer.content
        assert not RetentionPeriod.objects.exists()
        assert self.save(staff, 168).status_code == 302

    def test_only_what_a_sweep_ends_is_offered(self, staff: Client) -> None:
        assert self.save(staff, 1, "order").status_code == 200
        assert self.save(staff, 1, "unknown").status_code == 200
        assert not RetentionPeriod.objects.exists()

    def test_receipts_are_read_only(self, staff: Client) -> None:
        receipt = services.write_receipt(
            subject="fig_a", owner_id="own_a", kind="figure", actor="owner", blobs=3
        )
        assert staff.get("/admin/retention/erasurereceipt/").status_code == 200
        assert staff.get("/admin/retention/erasurereceipt/add/").status_code == 403
        page = f"/admin/retention/erasurereceipt/{receipt.pk}/"
        assert staff.post(page + "change/", {"blobs": 1}).status_code == 403
        assert staff.post(page + "delete/", {"post": "yes"}).status_code == 403


class TestReceipts:
    FACTS = {"subject": "fig_a", "owner_id": "own_a", "kind": "figure", "actor": "owner"}

    def receipt(self) -> ErasureReceipt:
        written = services.write_receipt(blobs=3, **self.FACTS)
        return ErasureReceipt.objects.get(pk=written.pk)

    def test_a_receipt_is_genuine(self) -> None:
        assert services.receipt_is_genuine(self.receipt())

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("subject", "fig_b"),
            ("owner_id", "own_b"),
            ("kind", "photo"),
            ("actor", "staff"),
            ("blobs", 4),
            ("erased_at", NOON),
            ("signature", ""),
            ("signature", "x" * 43),
            ("id", "era_other"),
        ],
    )
    def test_a_changed_one_is_not(self, field: str, value: object) -> None:
        receipt = self.receipt()
        setattr(receipt, field, value)
        assert not services.receipt_is_genuine(receipt)

    def test_it_outlives_the_signing_key(self, settings: Any) -> None:
        receipt = self.receipt()
        old = settings.SECRET_KEY
        settings.SECRET_KEY = "another key" * 10
        assert not services.receipt_is_genuine(receipt)
        settings.SECRET_KEY_FALLBACKS = [old]
        assert services.receipt_is_genuine(receipt)

    def test_it_queues_a_scrub(self) -> None:
        receipt = self.receipt()
        assert Job.objects.get().dedupe_key == f"retention.scrub:{receipt.pk}"
