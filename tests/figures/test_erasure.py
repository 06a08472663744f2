"""Erasing a figure: held by a paid order, complete, once."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from figures import erasure
from figures.erasure import EraseHeld, erase_figure
from figures.generation import quota
from figures.generation.services import request_figure
from figures.intake.models import Photo
from figures.versions.models import Figure
from figures.versions.states import FigureState
from orders.checkout import transitions
from orders.checkout.models import Order
from orders.checkout.states import OrderState
from shop.platform.durable import registry, services
from shop.platform.durable.errors import LeaseLost
from shop.platform.durable.models import Job, JobState
from shop.platform.mail.models import OutgoingMail
from shop.platform.owners.services import GUEST_COOKIE
from shop.retention.models import ErasureReceipt
from shop.vault.models import Blob, SubjectKey
from tests.orders.factories import make_owner
from tests.trust.samples import make_marked, make_photo

pytestmark = pytest.mark.django_db

HELD = [OrderState.PAID, OrderState.IN_PRODUCTION, OrderState.ON_HOLD]
FREE = [OrderState.SHIPPED, OrderState.CANCELLED, OrderState.EXPIRED]


@pytest.mark.parametrize("state", HELD)
def test_a_paid_order_holds_it(state: OrderState) -> None:
    marked = make_marked(name="Sample", marker=b"m", state=state)
    with pytest.raises(EraseHeld, match=f"^Order {marked.order.number} still has to be printed"):
        erase_figure(figure=marked.figure, actor="owner")
    marked.figure.refresh_from_db()
    assert marked.figure.state == FigureState.READY
    assert not ErasureReceipt.objects.exists()
    assert not SubjectKey.objects.filter(wrapped_key=None).exists()


@pytest.mark.parametrize("state", FREE)
def test_an_ended_order_does_not(state: OrderState) -> None:
    marked = make_marked(name="Sample", marker=b"m", state=state)
    assert erase_figure(figure=marked.figure, actor="owner") is not None
    marked.order.refresh_from_db()
    assert marked.order.state == state
    assert marked.order.lines.get().description == "Art print A3"


def test_an_unpaid_order_is_cancelled_with_it() -> None:
    marked = make_marked(name="Sample", marker=b"m", state=OrderState.PLACED)
    erase_figure(figure=marked.figure, actor="owner")
    marked.order.refresh_from_db()
    assert marked.order.state == OrderState.CANCELLED
    event = marked.order.events.get(kind="cancelled")
    assert event.facts == {"reason": "figure_erased"}


def test_paid_between_the_look_and_the_erasure(monkeypatch: pytest.MonkeyPatch) -> None:
    marked = make_marked(name="Sample", marker=b"m", state=OrderState.PLACED)
    empty = erasure._empty

    def paid_meanwhile(figure: Figure) -> bool:
        emptied = empty(figure)
        Order.objects.update(state=OrderState.PAID)
        return emptied

    monkeypatch.setattr(erasure, "_empty", paid_meanwhile)
    with pytest.raises(EraseHeld):
        erase_figure(figure=marked.figure, actor="owner")
    marked.figure.refresh_from_db()
    assert marked.figure.state == FigureState.READY
    marked.version.refresh_from_db()
    assert marked.version.box_name == "Sample"


def test_paid_even_later_is_told_as_held(monkeypatch: pytest.MonkeyPatch) -> None:
    marked = make_marked(name="Sample", marker=b"m", state=OrderState.PLACED)
    move = transitions.move

    def paid_meanwhile(**options: object) -> bool:
        Order.objects.update(state=OrderState.SHIPPED)
        return move(**options)  # type: ignore[arg-type]

    monkeypatch.setattr(transitions, "move", paid_meanwhile)
    with pytest.raises(EraseHeld, match="has just been paid"):
        erase_figure(figure=marked.figure, actor="owner")


def test_twice_gives_one_receipt_and_one_mail() -> None:
    marked = make_marked(name="Sample", marker=b"m")
    first = erase_figure(figure=marked.figure, actor="owner")
    assert first is not None
    assert erase_figure(figure=marked.figure, actor="owner") is None
    assert ErasureReceipt.objects.get(kind="figure") == first
    mail = OutgoingMail.objects.get()
    assert mail.kind == "data_erased"
    assert first.pk in mail.text
    assert first.signature in mail.html


def test_its_words_are_emptied_in_every_row() -> None:
    marked = make_marked(name="Sample", marker=b"m")
    erase_figure(figure=marked.figure, actor="owner")
    marked.version.refresh_from_db()
    version = marked.version
    assert (version.box_name, version.box_tagline, version.accessories) == ("", "", [])
    assert {version.recipe, version.cutout, version.preview, version.box} == {None}
    marked.figure.refresh_from_db()
    assert marked.figure.wanted is None
    assert not Blob.objects.filter(doomed_at=None).exists()
    photo = Photo.objects.get()
    assert photo.deleted_at is not None


def test_a_photo_that_another_figure_needs_stays() -> None:
    marked = make_marked(name="Sample", marker=b"m")
    Figure.objects.create(owner=marked.owner, photo=marked.photo)
    erase_figure(figure=marked.figure, actor="owner")
    marked.photo.refresh_from_db()
    assert marked.photo.deleted_at is None
    assert marked.photo.blob is not None


def test_a_figure_that_is_being_made() -> None:
    """Its job finds out at its next report and writes nothing."""
    owner = make_owner()
    figure = request_figure(owner=owner, photo=make_photo(owner), name="Sample")
    running = services.claim(Job.objects.get(kind="figures.generate").pk)
    assert running is not None
    running.report("sculpting", 0.3)
    erase_figure(figure=figure, actor="owner")
    with pytest.raises(LeaseLost):
        running.report("sculpting", 0.4)
    with pytest.raises(LeaseLost), running.transaction():
        pytest.fail("results were written")
    assert Job.objects.get(kind="figures.generate").state == JobState.CANCELLED
    assert figure.versions.count() == 0


def test_the_collection_of_its_files_is_not_cancelled_by_asking_again() -> None:
    marked = make_marked(name="Sample", marker=b"m")
    erase_figure(figure=marked.figure, actor="owner")
    erase_figure(figure=marked.figure, actor="owner")
    collecting = Job.objects.filter(kind="vault.collect")
    assert {job.state for job in collecting} == {JobState.QUEUED}


def test_a_refused_request_leaves_nothing(settings: object) -> None:
    settings.FIGURES_PER_DAY = 1  # type: ignore[attr-defined]
    owner = make_owner()
    photo = make_photo(owner)
    request_figure(owner=owner, photo=photo, name="Sample")
    with pytest.raises(quota.QuotaExceeded):
        request_figure(owner=owner, photo=photo, name="Another")
    alive = Blob.objects.filter(doomed_at=None)
    assert sorted(alive.values_list("data_class", flat=True)) == ["look", "photo"]


def test_the_page_says_why_it_is_held(client: Client) -> None:
    marked = make_marked(name="Sample", marker=b"m", state=OrderState.PAID)
    client.cookies[GUEST_COOKIE] = marked.token
    with_message = client.post(f"/figures/{marked.figure.pk}/erase")
    assert with_message.status_code == 302
    assert with_message["Location"] == f"/figures/{marked.figure.pk}/"
    (message,) = get_messages(with_message.wsgi_request)
    assert "still has to be printed" in str(message)
    assert Figure.objects.get().erased_at is None


def test_everybody_who_listens_is_told_in_the_same_transaction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    marked = make_marked(name="Sample", marker=b"m")

    def refuse(**facts: str) -> None:
        assert facts == {"figure_id": marked.figure.pk}
        raise RuntimeError("no")

    monkeypatch.setitem(registry._listeners, "figure.erased", [refuse])
    with pytest.raises(RuntimeError):
        erase_figure(figure=marked.figure, actor="owner")
    marked.figure.refresh_from_db()
    assert (marked.figure.state, marked.figure.erased_at) == (FigureState.READY, None)
    assert timezone.is_aware(marked.figure.created_at)
