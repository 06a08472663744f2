"""A storefront's server asks for files and fetches them."""

from typing import Any

import pytest
from django.test import Client

from figures.takeaways.kinds import Kind
from figures.versions.models import FigureVersion
from figures.versions.states import ReviewState
from shop.platform.durable import services as durable
from shop.platform.owners.models import Owner, Storefront
from tests.api.client import Api, make_api, owner_of
from tests.orders.factories import make_storefront

pytestmark = pytest.mark.django_db


@pytest.fixture
def storefront(db: None) -> Storefront:
    return make_storefront()


@pytest.fixture
def owner(storefront: Storefront) -> Owner:
    return owner_of(storefront)


@pytest.fixture
def api(storefront: Storefront) -> Api:
    return make_api(storefront=storefront)


def path(version: FigureVersion, kind: str = "") -> str:
    return f"figures/{version.figure_id}/takeaways" + (f"/{kind}" if kind else "")


def entry(answer: Any, kind: Kind) -> Any:
    return next(item for item in answer.json()["takeaways"] if item["kind"] == kind)


def test_from_asking_to_the_file(api: Api, version: FigureVersion) -> None:
    before = entry(api.call("GET", path(version)), Kind.AVATAR_ROUND)
    assert (before["state"], before["file"]) == ("none", None)
    body = {"kind": "profile-round", "ground": "grape"}
    asked = api.call("POST", path(version), body)
    assert asked.status_code == 202
    assert entry(asked, Kind.AVATAR_ROUND)["state"] == "making"
    durable.run_due()
    shown = entry(api.call("GET", path(version)), Kind.AVATAR_ROUND)
    assert (shown["state"], shown["ground"], shown["progress"]) == ("ready", "grape", 1.0)
    assert (shown["file"]["name"], shown["file"]["media_type"]) == (
        "profile-round.png",
        "image/png",
    )
    # A server's link works for whoever has it.
    answer = Client().get(shown["file"]["url"])
    assert (answer.status_code, len(answer.content)) == (200, shown["file"]["bytes"])
    assert answer["Cache-Control"] == "private, no-store"
    assert api.call("DELETE", path(version, "profile-round")).status_code == 204
    assert Client().get(shown["file"]["url"]).status_code == 404
    assert entry(api.call("GET", path(version)), Kind.AVATAR_ROUND)["state"] == "none"


def test_an_older_version_has_files_of_its_own(api: Api, version: FigureVersion) -> None:
    answer = api.call("GET", path(version) + f"?version={version.pk}")
    assert answer.json()["version"] == version.pk
    assert api.call("GET", path(version) + "?version=ver_other").status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "poster"}, "kind"),
        ({"kind": "story", "ground": "mauve"}, "ground"),
        ({"kind": "turntable", "ground": "grape"}, "ground"),
    ],
)
def test_impossible_wishes_name_their_field(
    api: Api, version: FigureVersion, body: dict[str, str], field: str
) -> None:
    answer = api.call("POST", path(version), body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_refused_look_gives_nothing(api: Api, version: FigureVersion) -> None:
    FigureVersion.objects.filter(pk=version.pk).update(review_state=ReviewState.REFUSED)
    answer = api.call("POST", path(version), {"kind": "story"})
    assert (answer.status_code, answer.json()["code"]) == (409, "takeaway_not_offered")
    shown = api.call("GET", path(version)).json()["takeaways"]
    assert {(item["state"], item["file"]) for item in shown} == {("unavailable", None)}
