from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from figures.erasure import erase_figure
from figures.generation.models import QuotaEntry
from figures.generation.services import request_figure
from figures.intake.models import Photo
from figures.versions.models import Figure
from orders.basket.models import BasketLine
from shop.platform.durable import services as durable
from shop.platform.idempotency import services
from shop.platform.idempotency.models import IdempotentRequest
from shop.platform.idempotency.services import Answer, InProgress, KeyReused, Turn, begin
from shop.platform.owners.models import Owner
from tests.api.client import Api
from tests.orders.factories import make_figure, make_variant, make_version
from tests.support.together import errors, together


@pytest.fixture
def line(api: Api, owner: Owner) -> dict[str, Any]:
    """Return the body that adds a line; `path` is where to."""
    basket = api.post("baskets").json()["id"]
    version = make_version(figure=make_figure(owner=owner))
    return {"path": f"baskets/{basket}/lines", "version": version.pk, "sku": make_variant().sku}


def add(api: Api, line: dict[str, Any], key: str, **changes: Any) -> Any:
    body = {name: value for name, value in line.items() if name != "path"}
    return api.post(line["path"], body | changes, key=key)


@pytest.mark.django_db
class TestKey:
    def test_a_post_needs_one(self, api: Api) -> None:
        answer = api.post("baskets", key="")
        assert answer.status_code == 400
        assert answer.json()["code"] == "idempotency_key_required"

    @pytest.mark.parametrize("key", ["x" * 256, "two words", "ü"])
    def test_it_is_short_and_plain(self, api: Api, key: str) -> None:
        answer = api.post("baskets", key=key)
        assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_invalid")

    def test_the_same_request_gets_the_first_answer(self, api: Api, line: dict[str, Any]) -> None:
        first = add(api, line, "key-1")
        again = add(api, line, "key-1")
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.content == first.content
        assert again["Content-Type"] == first["Content-Type"]
        assert "Idempotency-Replayed" not in first
        assert again["Idempotency-Replayed"] == "true"
        assert BasketLine.objects.get().quantity == 1

    def test_another_key_does_it_again(self, api: Api, line: dict[str, Any]) -> None:
        add(api, line, "key-1")
        add(api, line, "key-2")
        assert BasketLine.objects.get().quantity == 2

    def test_the_order_of_fields_makes_no_difference(self, api: Api, line: dict[str, Any]) -> None:
        add(api, line, "key-1")
        turned = dict(reversed(line.items()))
        assert add(api, turned, "key-1")["Idempotency-Replayed"] == "true"

    def test_another_body_or_path_is_refused(self, api: Api, line: dict[str, Any]) -> None:
        add(api, line, "key-1")
        for answer in (add(api, line, "key-1", quantity=2), api.post("baskets", key="key-1")):
            assert answer.status_code == 422
            assert answer.json()["code"] == "idempotency_key_reused"
        assert BasketLine.objects.get().quantity == 1

    def test_a_refusal_is_an_answer_too(self, api: Api, line: dict[str, Any]) -> None:
        first = add(api, line, "key-1", sku="nothing")
        make_variant(sku="nothing")
        again = add(api, line, "key-1", sku="nothing")
        assert (first.status_code, again.status_code) == (422, 422)
        assert again.content == first.content
        assert again["Content-Type"] == "application/problem+json"

    def test_what_may_go_well_later_is_tried_again(self, api: Api, line: dict[str, Any]) -> None:
        from shop.catalogue.models import Variant

        Variant.objects.update(is_active=False)
        assert add(api, line, "key-1").json()["code"] == "not_for_sale"
        Variant.objects.update(is_active=True)
        assert add(api, line, "key-1").status_code == 201

    def test_keys_of_two_customers_have_nothing_to_do_with_each_other(self, api: Api) -> None:
        first = api.post("baskets", key="key-1").json()["id"]
        other = Api(secret=api.secret, customer="cust-2").post("baskets", key="key-1")
        assert other.status_code == 201
        assert other.json()["id"] != first

    def test_a_form_is_known_by_its_content_not_by_its_boundary(self, api: Api) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        def send(content: bytes) -> Any:
            file = SimpleUploadedFile("a.jpg", content)
            return api.form("photos", {"photo": file, "declaration": "me"}, key="key-1")

        first = send(b"no photo")
        assert first.json()["code"] == "not_a_photo"
        assert send(b"no photo")["Idempotency-Replayed"] == "true"
        assert send(b"another").json()["code"] == "idempotency_key_reused"


@pytest.mark.django_db
class TestRows:
    def asked(self, key: str = "key-1", fingerprint: str = "f" * 64) -> Turn | Answer:
        return begin(caller="key_1:own_1", key=key, fingerprint=fingerprint)

    def turn(self) -> Turn:
        turn = self.asked()
        assert isinstance(turn, Turn)
        return turn

    def test_while_one_does_it_the_others_wait(self) -> None:
        self.turn()
        with pytest.raises(InProgress):
            self.asked()
        with pytest.raises(KeyReused):
            self.asked(fingerprint="e" * 64)

    def test_a_dead_workers_key_frees_itself(self) -> None:
        dead = self.turn()
        IdempotentRequest.objects.update(locked_until=timezone.now() - timedelta(seconds=1))
        heir = self.turn()
        assert heir.derive_id("fig") == dead.derive_id("fig")
        assert not services.finish(turn=dead, answer=Answer(201, b"dead", "application/json"))
        assert services.finish(turn=heir, answer=Answer(201, b"heir", "application/json"))
        assert self.asked() == Answer(201, b"heir", "application/json")

    def test_a_released_key_is_free_at_once(self) -> None:
        services.release(turn=self.turn())
        assert isinstance(self.asked(), Turn)

    def test_after_a_day_it_is_forgotten(self) -> None:
        turn = self.turn()
        services.finish(turn=turn, answer=Answer(201, b"old", "application/json"))
        IdempotentRequest.objects.update(created_at=timezone.now() - timedelta(hours=25))
        assert self.turn().derive_id("fig") != turn.derive_id("fig")

    def test_the_job_cleans_up(self) -> None:
        self.turn()
        self.asked(key="key-2")
        IdempotentRequest.objects.filter(pk=IdempotentRequest.objects.earliest("pk").pk).update(
            created_at=timezone.now() - timedelta(hours=25)
        )
        durable.enqueue("idempotency.clean_up", subject="x", dedupe_key="x")
        assert durable.run_due() == 1
        assert IdempotentRequest.objects.count() == 1

    def test_an_answer_is_not_readable_without_its_key(self) -> None:
        services.finish(turn=self.turn(), answer=Answer(201, b"Sample Person", "text/plain"))
        row = IdempotentRequest.objects.get()
        assert b"Sample Person" not in bytes(row.body or b"")
        assert "key-1" not in row.key

    def test_erasing_a_figure_forgets_its_owners_answers(self, api: Api, owner: Owner) -> None:
        api.post("baskets", key="key-1")
        Api(secret=api.secret, customer="cust-2").post("baskets", key="key-1")
        erase_figure(figure=make_figure(owner=owner), actor="owner")
        assert IdempotentRequest.objects.count() == 1
        assert not IdempotentRequest.objects.filter(caller__endswith=owner.pk).exists()


@pytest.mark.django_db
def test_a_figure_asked_for_again_by_its_id_is_made_once(owner: Owner) -> None:
    photo = Photo.objects.create(
        owner=owner,
        declaration="me",
        width=400,
        height=400,
        faces=[[1, 1, 100, 100]],
        chosen_face=0,
        delete_after=timezone.now() + timedelta(days=1),
    )
    for _ in range(2):
        figure = request_figure(owner=owner, photo=photo, name="Sample", figure_id="fig_same")
    assert [row.pk for row in Figure.objects.all()] == [figure.pk] == ["fig_same"]
    assert QuotaEntry.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
class TestFiftyAtOnce:
    def race(self, api: Api, line: dict[str, Any]) -> list[Any]:
        clients = [Api(secret=api.secret, customer=api.customer) for _ in range(50)]
        results = together(*[lambda one=one: add(one, line, "key-1") for one in clients])
        assert errors(results) == []
        return results

    def test_one_does_it(self, api: Api, line: dict[str, Any]) -> None:
        results = self.race(api, line)
        assert BasketLine.objects.get().quantity == 1
        told = {answer.status_code for answer in results}
        assert 201 in told
        assert told <= {201, 409}
        assert len({answer.content for answer in results if answer.status_code == 201}) == 1
        assert sum("Idempotency-Replayed" not in a for a in results if a.status_code == 201) == 1
        for answer in results:
            if answer.status_code == 409:
                assert answer.json()["code"] == "idempotency_in_progress"
                assert answer["Retry-After"] == "1"
        assert add(api, line, "key-1")["Idempotency-Replayed"] == "true"

    def test_control(self, api: Api, line: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
        """Without the row that lets one in, every one of them does it."""

        def let_all_in(*, caller: str, key: str, fingerprint: str) -> Turn:
            return Turn(0, key, timezone.now())

        monkeypatch.setattr(services, "begin", let_all_in)
        self.race(api, line)
        assert BasketLine.objects.get().quantity > 1
