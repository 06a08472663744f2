"""Who may see what on the pages of figures and orders: its owner, and nobody else."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import User
from django.test import Client

from shop.platform.owners.models import Owner
from shop.platform.owners.services import GUEST_COOKIE, new_guest
from shop.vault import links
from tests.orders.factories import make_owner
from tests.trust.samples import Marked, make_marked

pytestmark = pytest.mark.django_db

GET = [
    "/create/{photo}/",
    "/create/{photo}/face/",
    "/create/{photo}/face/0.jpg",
    "/figures/{figure}/",
    "/figures/{figure}/status",
    "/figures/{figure}/shelf/",
    "/figures/{figure}/shelf/status",
    "/basket/lines/{line}/proof/",
    "/basket/lines/{line}/proof/status",
    "/orders/{order}/",
    "/orders/{order}/status",
]
POST = [
    "/create/{photo}/",
    "/create/{photo}/face/",
    "/figures/{figure}/edit",
    "/figures/{figure}/preview",
    "/figures/{figure}/cancel",
    "/figures/{figure}/retry",
    "/figures/{figure}/withdraw-consent",
    "/figures/{figure}/erase",
    "/photos/{photo}/delete",
    "/figures/{figure}/shelf/add",
    "/basket/lines/{line}/",
    "/orders/{order}/pay",
    "/orders/{order}/cancel",
]
# The sample's pictures are none, so some pages fail behind the door. That the owner gets past it
# and nobody else does is what counts here.
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Scene:
    marked: Marked
    owner: Client

    def path(self, pattern: str) -> str:
        return pattern.format(
            photo=self.marked.photo.pk,
            figure=self.marked.figure.pk,
            line=self.marked.owner.baskets.get().lines.get().pk,
            order=self.marked.order.number,
        )


def client_of(token: str) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies[GUEST_COOKIE] = token
    return client


@pytest.fixture
def scene() -> Scene:
    marked = make_marked(name="Sample", marker=b"m")
    return Scene(marked, client_of(marked.token))


def account() -> Client:
    client = Client()
    client.force_login(User.objects.get_or_create(username="customer")[0])
    return client


def strangers() -> list[Client]:
    """Another guest, an account, nobody, and a cookie that was made up."""
    return [client_of(new_guest()[1]), account(), Client(), client_of("made-up")]


@pytest.mark.parametrize("pattern", GET)
def test_pages_show_themselves_to_their_owner_alone(scene: Scene, pattern: str) -> None:
    path = scene.path(pattern)
    assert scene.owner.get(path).status_code != _NOT_FOUND
    for stranger in strangers():
        assert stranger.get(path).status_code == _NOT_FOUND


@pytest.mark.parametrize("pattern", POST)
def test_only_the_owner_can_act(scene: Scene, pattern: str) -> None:
    path = scene.path(pattern)
    form = {"sku": scene.marked.order.lines.get().variant_id}
    for stranger in strangers():
        assert stranger.post(path, form).status_code == _NOT_FOUND
    assert scene.owner.post(path, form).status_code != _NOT_FOUND


def test_another_storefronts_customer_is_nobody_here(scene: Scene) -> None:
    """The same person's things at another storefront are not shown on our own site."""
    customer = make_owner()
    Owner.objects.filter(pk=scene.marked.owner.pk).update(
        storefront=customer.storefront, guest_token_hash=None, external_id="sample"
    )
    for pattern in GET:
        assert scene.owner.get(scene.path(pattern)).status_code == _NOT_FOUND


def test_lists_show_ones_own_things_alone(scene: Scene) -> None:
    figure = scene.marked.figure.pk
    assert figure in scene.owner.get("/figures/").content.decode()
    assert scene.marked.order.number in scene.owner.get("/my-data/").content.decode()
    for stranger in strangers():
        assert figure not in stranger.get("/figures/").content.decode()
        assert scene.marked.order.number not in stranger.get("/my-data/").content.decode()


def test_files_on_the_pages_open_for_their_owner_alone(scene: Scene) -> None:
    version = scene.marked.version
    print_file = scene.marked.order.lines.get().print_file.blob
    for blob in (version.cutout, version.preview, version.box, version.recipe, print_file):
        assert blob is not None
        path = links.link(blob, audience=scene.marked.owner.pk)
        assert scene.owner.get(path).status_code == 200
        for stranger in strangers():
            assert stranger.get(path).status_code == _NOT_FOUND


def test_pages_of_an_erased_figure_are_gone(scene: Scene) -> None:
    assert scene.owner.post(scene.path("/figures/{figure}/erase")).status_code == 302
    for pattern in GET[:7]:
        assert scene.owner.get(scene.path(pattern)).status_code == _NOT_FOUND
    # The order stays, without the figure.
    assert scene.owner.get(scene.path("/orders/{order}/")).status_code == 200
    assert scene.owner.get("/basket/").status_code == 200


def test_answers_about_a_person_are_not_kept_by_caches(scene: Scene) -> None:
    for pattern in ("/figures/{figure}/status", "/orders/{order}/", "/create/{photo}/"):
        answer = scene.owner.get(scene.path(pattern))
        assert "no-store" in answer["Cache-Control"], pattern
        assert "private" in answer["Cache-Control"], pattern
