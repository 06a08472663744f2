"""Every page, what it takes, and a visitor who has one of everything."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from figures.generation.studio.invented import INVENTED, invented_recipe
from figures.versions.models import FigureVersion
from orders.checkout.states import OrderState
from shop.catalogue.models import Variant
from shop.platform.owners.services import GUEST_COOKIE
from tests.trust.samples import Marked, make_marked, sealed


@dataclass(frozen=True, slots=True)
class Page:
    """What a page answers; statuses by method, `None` where the method is not allowed.

    Attributes:
        get: answer to the owner.
        post: answer to the owner.
        anybody: answer to everybody else, 404 unless the page is public or only lists one's own.
        arguments: what its address takes, by name of the sample row.
        form: what is posted.

    """

    get: int | None = None
    post: int | None = None
    anybody: int = 404
    arguments: tuple[str, ...] = ()
    form: dict[str, Any] = field(default_factory=dict)


FIGURE, PHOTO, LINE, ORDER = ("figure",), ("photo",), ("line",), ("order",)
PAGES: dict[str, Page] = {
    "figures:landing": Page(get=200, anybody=200),
    "figures:create": Page(get=200, post=422, anybody=200),
    "figures:face": Page(get=200, post=422, arguments=PHOTO),
    # The sample photo is no picture; what matters is who gets past the door.
    "figures:face_picture": Page(get=500, arguments=("photo", "zero")),
    "figures:box": Page(get=200, post=422, arguments=PHOTO),
    "figures:figures": Page(get=200, anybody=200),
    "figures:figure": Page(get=200, arguments=FIGURE),
    "figures:status": Page(get=200, arguments=FIGURE),
    "figures:edit": Page(post=422, arguments=FIGURE),
    "figures:preview": Page(post=422, arguments=FIGURE),
    "figures:cancel": Page(post=302, arguments=FIGURE),
    "figures:retry": Page(post=302, arguments=FIGURE),
    "figures:withdraw_consent": Page(post=302, arguments=FIGURE),
    "figures:takeaway": Page(post=302, arguments=FIGURE, form={"kind": "cut-out"}),
    "figures:takeaway_drop": Page(post=302, arguments=FIGURE, form={"kind": "cut-out"}),
    "figures:takeaways_status": Page(get=200, arguments=FIGURE),
    "figures:erase": Page(post=302, arguments=FIGURE),
    "figures:delete_photo": Page(post=302, arguments=PHOTO),
    "orders:shelf": Page(get=200, arguments=FIGURE),
    "orders:shelf_status": Page(get=200, arguments=FIGURE),
    "orders:add": Page(post=302, arguments=FIGURE, form={"sku": "sku"}),
    "orders:basket": Page(get=200, anybody=200),
    "orders:line": Page(post=302, arguments=LINE, form={"quantity": "3"}),
    "orders:proof": Page(get=200, post=302, arguments=LINE, form={"proof_sha256": "0" * 64}),
    "orders:proof_status": Page(get=200, arguments=LINE),
    "orders:checkout": Page(get=302, post=302, anybody=302),
    "orders:order": Page(get=200, arguments=ORDER),
    "orders:order_status": Page(get=200, arguments=ORDER),
    "orders:pay": Page(post=302, arguments=ORDER),
    "orders:cancel": Page(post=302, arguments=ORDER),
    "orders:printer_files": Page(post=302, arguments=("order", "one")),
    "orders:my_data": Page(get=200, anybody=200),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """One visitor with one of everything, their order waiting for payment."""

    marked: Marked
    owner: Client

    def path(self, name: str) -> str:
        values = {
            "figure": self.marked.figure.pk,
            "photo": self.marked.photo.pk,
            "line": self.marked.owner.baskets.get().lines.get().pk,
            "order": self.marked.order.number,
            "zero": 0,
            "one": 1,
        }
        return reverse(name, args=[values[key] for key in PAGES[name].arguments])

    def form(self, name: str) -> dict[str, Any]:
        form = dict(PAGES[name].form)
        if "sku" in form:
            form["sku"] = self.marked.order.lines.get().variant_id
        return form


def client_of(token: str) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies[GUEST_COOKIE] = token
    return client


@pytest.fixture
def scene() -> Scene:
    marked = make_marked(name="Sample", marker=b"m", state=OrderState.PLACED)
    recipe = invented_recipe(INVENTED[0]).to_bytes()
    FigureVersion.objects.update(recipe=sealed(marked.figure.pk, "recipe", recipe))
    Variant.objects.update(print_spec="art_print_a3")
    return Scene(marked, client_of(marked.token))
