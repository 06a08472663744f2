"""Choosing who draws a figure, over the API: the same agreement, the same refusals."""

from typing import Any

import pytest

from figures.consent.models import Consent
from figures.spending.models import HostedCall
from figures.versions.models import Figure
from shop.platform.owners.models import Owner
from tests.api.client import Api
from tests.api.schema import check
from tests.support import openai_stub
from tests.support.hosted_figures import make_photo, run_jobs
from tests.support.openai_fixtures import COMPANY, hosted, images_api, recipients
from tests.support.openai_stub import OpenAIStub

__all__ = ["hosted", "images_api", "recipients"]

pytestmark = pytest.mark.django_db


def create(api: Api, owner: Owner, **more: str) -> Any:
    body = {"photo": make_photo(owner).pk, "name": "Sample", **more}
    answer = api.post("figures", body)
    check("post", "figures", answer)
    return answer


def notice(api: Api, name: str) -> str:
    listed = api.get("generators").json()["generators"]
    (found,) = [one["recipient"]["notice"] for one in listed if one["name"] == name]
    return str(found)


def test_the_studio_alone_by_default(api: Api) -> None:
    answer = api.get("generators")
    check("get", "generators", answer)
    assert answer.json() == {"generators": [{"name": "studio", "recipient": None}]}


def test_who_gets_the_photo(api: Api, hosted: OpenAIStub) -> None:
    answer = api.get("generators")
    check("get", "generators", answer)
    studio, openai, azure = answer.json()["generators"]
    assert (studio["name"], studio["recipient"]) == ("studio", None)
    assert (openai["name"], azure["name"]) == ("openai", "azure")
    notice = openai["recipient"].pop("notice")
    assert len(notice) == 32
    assert openai["recipient"] == {
        "company": COMPANY,
        "region": "the sample region",
        "keeps": "It keeps the photo for 7 sample days.",
        "policy_url": "https://images.example/privacy",
        "source": "https://images.example/data",
        "read_on": "2026-11-01",
    }


def test_without_naming_one_nothing_changes(api: Api, owner: Owner, hosted: OpenAIStub) -> None:
    answer = create(api, owner)
    assert answer.status_code == 202
    assert (answer.json()["backend"], answer.json()["consent"]) == ("studio", None)
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"backend": "openai"}, "consent"),
        ({"backend": "openai", "consent": "yes"}, "consent"),
        ({"backend": "clay"}, "backend"),
    ],
)
def test_without_agreement_nothing_is_made(
    api: Api, owner: Owner, hosted: OpenAIStub, more: dict[str, str], field: str
) -> None:
    answer = create(api, owner, **more)
    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [
        (field, "refused")
    ]
    assert not Figure.objects.exists()


def test_a_generator_that_is_off_is_none(api: Api, owner: Owner) -> None:
    answer = create(api, owner, backend="openai", consent="x")
    assert [error["message"] for error in answer.json()["errors"]] == [
        "Choose a generator: studio."
    ]


def test_agreed_drawn_and_shown(api: Api, owner: Owner, hosted: OpenAIStub) -> None:
    answer = create(api, owner, backend="openai", consent=notice(api, "openai"))
    assert answer.status_code == 202
    run_jobs()
    path = f"figures/{answer.json()['id']}"
    shown = api.get(path)
    check("get", path, shown)
    body = shown.json()
    assert (body["state"], body["backend"]) == ("ready", "openai")
    assert body["consent"]["recipient"] == f"{COMPANY}; the sample region"
    assert body["consent"]["withdrawn_at"] is None
    assert body["energy"]["watt_hours"] is None
    assert body["energy"]["method"].startswith("not published by the provider")
    assert body["attributes"] == []


def test_a_refusal_is_told_in_words(api: Api, owner: Owner, hosted: OpenAIStub) -> None:
    hosted.answers = [openai_stub.moderated()]
    figure = create(api, owner, backend="openai", consent=notice(api, "openai")).json()["id"]
    run_jobs()
    body = api.get(f"figures/{figure}").json()
    assert body["failure"]["code"] == "refused_by_provider"
    assert "safety rules about violence" in body["failure"]["message"]
    assert body["quota"]["used"] == 0


def test_taking_it_back(api: Api, owner: Owner, hosted: OpenAIStub) -> None:
    figure = create(api, owner, backend="openai", consent=notice(api, "openai")).json()["id"]
    for _ in range(2):
        answer = api.call("delete", f"figures/{figure}/consent")
        check("delete", f"figures/{figure}/consent", answer)
        assert answer.status_code == 204
    run_jobs()
    body = api.get(f"figures/{figure}").json()
    assert body["failure"]["code"] == "no_consent"
    assert body["consent"]["withdrawn_at"] is not None
    assert hosted.seen == []
    assert not HostedCall.objects.filter(sent_at__isnull=False).exists()
