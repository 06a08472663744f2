"""Log lines: JSON, with the request's id, and without a word of or about a person."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from figures.erasure import erase_figure
from figures.versions.models import FigureVersion
from orders.checkout.states import OrderState
from shop.platform import configuration
from shop.platform.audit.models import AuditEvent
from shop.platform.audit.services import record
from shop.platform.durable.models import Job
from shop.platform.durable.services import enqueue, run_due
from shop.platform.logs import JsonFormatter, RequestIdFilter
from shop.platform.mail.services import queue_mail
from shop.platform.owners.services import GUEST_COOKIE
from shop.vault import links
from tests.orders.factories import make_order
from tests.trust.samples import make_marked

PORTRAITS = Path(__file__).parents[1] / "data" / "portraits"
NAME = "Quolvarix Zembrythe"
EMAIL = "quolvarix@mail.example"
STREET = "Zembrythe Street 77"
FILE = "quolvarix-on-holiday.jpg"
WORDS = ("quolvarix", "zembrythe", "203.0.113.77")


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged, in the form in which it is written in both modes."""
    made = configuration.logging()
    assert made["formatters"]["json"]["()"] == "shop.platform.logs.JsonFormatter"
    assert made["handlers"]["stderr"]["filters"] == ["request_id"]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(RequestIdFilter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def parsed(lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def assert_says_nothing(text: str) -> None:
    assert [word for word in WORDS if word in text.lower()] == []


class TestLines:
    @pytest.mark.django_db
    def test_each_is_json_with_the_request_id(self, client: Client, lines: io.StringIO) -> None:
        answer = client.get("/figures/fig_unknown/", headers={"X-Request-Id": "caller-0001"})
        assert (answer.status_code, answer["X-Request-Id"]) == (404, "caller-0001")
        (line,) = parsed(lines)
        assert line.pop("time").endswith("+00:00")
        assert line == {
            "level": "WARNING",
            "logger": "django.request",
            "message": "Not Found: /figures/<str:figure_id>/",
            "request_id": "caller-0001",
            "status_code": 404,
        }

    @pytest.mark.django_db
    @pytest.mark.parametrize("given", ["", "short", "a b c d e f g h", "x" * 65, "line\nbreak-1"])
    def test_a_malformed_id_is_replaced(self, client: Client, given: str) -> None:
        answer = client.get("/healthz", headers={"X-Request-Id": given})
        assert answer["X-Request-Id"].startswith("req_")
        assert len(answer["X-Request-Id"]) == 24

    def test_an_exception_is_named_and_placed_without_its_words(self, lines: io.StringIO) -> None:
        def low() -> None:
            raise ValueError(NAME)

        def high() -> None:
            try:
                low()
            except ValueError as error:
                raise RuntimeError(EMAIL) from error

        try:
            high()
        except RuntimeError:
            logging.getLogger("test").exception("went wrong", extra={"order": "ord_1"})
        (line,) = parsed(lines)
        assert (line["message"], line["order"]) == ("went wrong", "ord_1")
        parts = line["exception"].split("\n\n")
        assert [part.splitlines()[-1] for part in parts] == [
            "builtins.ValueError",
            "builtins.RuntimeError",
        ]
        assert "in low" in line["exception"]
        assert "test_logs.py" in line["exception"]
        assert_says_nothing(lines.getvalue())

    def test_a_chain_in_a_circle_ends(self, lines: io.StringIO) -> None:
        one, other = ValueError(), KeyError()
        one.__cause__, other.__cause__ = other, one
        logging.getLogger("test").error("went wrong", exc_info=one)
        assert parsed(lines)[0]["exception"].count("ValueError") == 5

    @pytest.mark.django_db
    def test_a_database_error_quotes_no_row(self, lines: io.StringIO) -> None:
        marked = make_marked(name=NAME, marker=b"m")
        try:
            with transaction.atomic():
                FigureVersion.objects.filter(pk=marked.version.pk).update(digest="")
        except IntegrityError:
            logging.getLogger("test").exception("went wrong")
        assert parsed(lines)[-1]["exception"].endswith("django.db.utils.IntegrityError")
        assert_says_nothing(lines.getvalue())

    @pytest.mark.django_db
    def test_paths_are_named_by_their_route(self, client: Client, lines: io.StringIO) -> None:
        marked = make_marked(name=NAME, marker=b"m")
        blob = marked.version.cutout
        assert blob is not None
        token = links.link(blob, audience=marked.owner.pk)
        for path in (token, f"/{NAME}/", "/fulfilment/prodigi/callback-secret/"):
            client.get(path)
        assert [line["message"] for line in parsed(lines)] == [
            "Not Found: /files/<str:token>/<str:name>",
            "Not Found: (no such page)",
            "Method Not Allowed (GET): /fulfilment/prodigi/<str:token>/",
        ]
        assert_says_nothing(lines.getvalue())
        assert "callback-secret" not in lines.getvalue()


@pytest.mark.django_db
class TestNothingPersonal:
    """Drive the pages with words that occur nowhere else, and look for them in every line."""

    @pytest.fixture
    def visitor(self) -> Client:
        return Client(raise_request_exception=False, REMOTE_ADDR="203.0.113.77")

    def upload(self, visitor: Client, name: str) -> Any:
        raw = (PORTRAITS / name).read_bytes()
        form = {"photo": SimpleUploadedFile(FILE, raw, "image/jpeg"), "declaration": "me"}
        return visitor.post("/create/", form)

    def test_from_the_photo_to_the_making(self, visitor: Client, lines: io.StringIO) -> None:
        assert self.upload(visitor, "no_face.jpg").status_code == 422
        box = self.upload(visitor, "astronaut.jpg")["Location"]
        look = {"name": NAME, "tagline": NAME, "email": EMAIL, "accessory_1": "", "pose": ""}
        made = visitor.post(box, look)
        assert (made.status_code, made["Location"][:9]) == (302, "/figures/")
        refused = visitor.post(box, {**look, "name": "x" * 31, "email": "not " + EMAIL})
        assert refused.status_code == 422
        for path in (made["Location"], "/figures/", "/my-data/", f"/figures/{NAME}/"):
            visitor.get(path)
        assert len(parsed(lines)) > 0
        assert_says_nothing(lines.getvalue())

    def test_pages_that_break(self, visitor: Client, lines: io.StringIO) -> None:
        """The sample's art is no picture: the page about it fails, and its line stays quiet."""
        marked = make_marked(name=NAME, marker=NAME.encode())
        visitor.cookies[GUEST_COOKIE] = marked.token
        assert visitor.get(f"/figures/{marked.figure.pk}/").status_code == 500
        (line,) = [line for line in parsed(lines) if line["level"] == "ERROR"]
        assert line["message"] == "Internal Server Error: /figures/<str:figure_id>/"
        assert line["request_id"].startswith("req_")
        assert line["exception"]
        assert_says_nothing(lines.getvalue())

    def test_orders_mails_jobs_and_erasure(self, visitor: Client, lines: io.StringIO) -> None:
        marked = make_marked(name=NAME, marker=NAME.encode(), state=OrderState.PLACED)
        order = make_order(
            owner=marked.owner, version=marked.version, email=EMAIL, recipient=NAME, line1=STREET
        )
        visitor.cookies[GUEST_COOKIE] = marked.token
        for path in (
            "/basket/",
            "/checkout/",
            f"/orders/{order.number}/",
            f"/orders/{order.number}/status",
            f"/figures/{marked.figure.pk}/shelf/",
        ):
            visitor.get(path)
        visitor.post("/checkout/", {"recipient": NAME, "line1": STREET, "email": EMAIL})
        enqueue("orders.mockup", subject=marked.version.pk, dedupe_key="m", payload={"sku": "no"})
        queue_mail(
            kind="order_refunded", owner=marked.owner, recipient=EMAIL, dedupe_key="k", number="SF"
        )
        run_due()
        erase_figure(figure=marked.figure, actor="owner")
        run_due()
        assert {line["message"] for line in parsed(lines)} >= {"mail sent", "job raised"}
        assert_says_nothing(lines.getvalue())
        self.assert_rows_say_nothing()

    def assert_rows_say_nothing(self) -> None:
        """Jobs, audit lines and histories hold ids, codes and numbers."""
        for job in Job.objects.values():
            assert_says_nothing(str(job))
        for event in AuditEvent.objects.values():
            assert_says_nothing(str(event))

    def test_the_check_would_see_it(self, lines: io.StringIO) -> None:
        logging.getLogger("test").info("hello %s", NAME)
        with pytest.raises(AssertionError):
            assert_says_nothing(lines.getvalue())
        record(action="leak", subject="a", said=NAME)
        with pytest.raises(AssertionError):
            self.assert_rows_say_nothing()
