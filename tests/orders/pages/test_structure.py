"""What makes a page usable without eyes or mouse, held on every page there is."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.test import Client

from orders.checkout.models import Order
from orders.checkout.states import OrderState
from orders.payments.services import start_payment
from tests.orders.factories import make_order
from tests.orders.pages.scenes import PAGES, Scene
from tests.support.peers import session_of

pytestmark = pytest.mark.django_db

Attributes = dict[str, str]
HTML_PAGES = [
    name
    for name, page in PAGES.items()
    if page.get == 200 and not name.endswith("status") and name != "figures:face_picture"
]


@dataclass
class Outline(HTMLParser):
    """The parts of a page that the rules are about."""

    headings: list[int] = field(default_factory=list)
    images: list[Attributes] = field(default_factory=list)
    controls: list[tuple[str, Attributes, bool]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    described: set[str] = field(default_factory=set)
    mains: int = 0
    _labels: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        self.ids += [facts["id"]] if "id" in facts else []
        self.described |= set(facts.get("aria-describedby", "").split())
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        elif tag == "img":
            self.images.append(facts)
        elif tag == "label":
            self._labels += 1
            self.labelled.add(facts.get("for", ""))
        elif tag == "main":
            self.mains += 1
        elif tag in {"input", "select", "textarea"} and facts.get("type") != "hidden":
            self.controls.append((tag, facts, self._labels > 0))

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._labels -= 1


def check(html: str) -> Outline:
    outline = Outline()
    outline.feed(html)
    assert outline.mains == 1
    assert outline.headings.count(1) == 1
    steps = zip(outline.headings, outline.headings[1:], strict=False)
    assert all(after - before <= 1 for before, after in steps), outline.headings
    for image in outline.images:
        assert "alt" in image, image
        # The large picture behind the zoom has its own size.
        assert ("width" in image and "height" in image) or image.get("loading") == "lazy", image
    assert len(outline.ids) == len(set(outline.ids)), sorted(outline.ids)
    for _, control, within in outline.controls:
        named = within or "aria-label" in control or control.get("id") in outline.labelled
        assert named, control
    assert outline.described <= set(outline.ids)
    return outline


@pytest.mark.parametrize("name", HTML_PAGES)
def test_page(scene: Scene, name: str) -> None:
    answer = scene.owner.get(scene.path(name))
    check(answer.content.decode())


@pytest.mark.parametrize("name", ["figures:create", "figures:box", "figures:edit"])
def test_a_refused_form_says_where(scene: Scene, name: str) -> None:
    answer = scene.owner.post(scene.path(name), {"name": "日本", "email": "nothing"})
    assert answer.status_code == 422
    html = answer.content.decode()
    outline = check(html)
    wrong = [facts for _, facts, _ in outline.controls if facts.get("aria-invalid") == "true"]
    assert wrong
    for facts in wrong:
        # Radio buttons are described by their group.
        assert facts.get("type") == "radio" or f"{facts['id']}_error" in outline.ids
    assert 'role="alert"' in html or name == "figures:create"
    assert "This field is required" not in html


@pytest.mark.parametrize("state", OrderState)
def test_an_order_in_each_state(scene: Scene, state: OrderState) -> None:
    Order.objects.filter(pk=scene.marked.order.pk).update(state=state)
    answer = scene.owner.get(scene.path("orders:order"))
    assert answer.status_code == 200
    check(answer.content.decode())


def test_the_test_gateways_page(client: Client) -> None:
    attempt = start_payment(order=make_order())
    check(client.get(f"/test-pay/{session_of(attempt)}/").content.decode())


def test_what_is_not_there_is_told_in_our_words(client: Client) -> None:
    answer = client.get("/orders/SF-NOTHING0/")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "There is nothing here" in html
    check(html)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("500.html", "Something broke on our side"),
        ("403.html", "You may not open this"),
        ("403_csrf.html", "This form was not sent"),
    ],
)
def test_error_pages_need_no_request(template: str, words: str) -> None:
    html = render_to_string(template)
    assert words in html
    check(html)


def test_what_is_in_the_basket_is_told_on_the_shelf(scene: Scene) -> None:
    line = scene.marked.owner.baskets.get().lines.get()
    html = scene.owner.get(scene.path("orders:shelf")).content.decode()
    assert f"1 × {line.variant.label} in your basket" in html
    assert "19.99 EUR" in html
