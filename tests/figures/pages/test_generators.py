"""Choosing who draws the figure, on the pages: the recipient is named before anything is asked."""

import pytest
from django.test import Client

from figures.consent.models import Consent
from figures.versions.models import Figure
from figures.versions.states import FigureState
from shop.platform.owners.models import Owner
from shop.platform.owners.services import GUEST_COOKIE, new_guest
from tests.support.hosted_figures import make_photo, notice_of, run_jobs
from tests.support.openai_fixtures import COMPANY, hosted, images_api, recipients
from tests.support.openai_stub import OpenAIStub

__all__ = ["hosted", "images_api", "recipients"]

pytestmark = pytest.mark.django_db

FORM = {"name": "Sample", "pose": "wave"}


@pytest.fixture
def visit() -> tuple[Client, Owner]:
    owner, token = new_guest()
    client = Client()
    client.cookies[GUEST_COOKIE] = token
    return client, owner


def test_without_hosted_generators_nothing_is_asked(visit: tuple[Client, Owner]) -> None:
    client, owner = visit
    text = client.get(f"/create/{make_photo(owner).pk}/").content.decode()
    assert "Who draws your figure?" not in text
    assert "unless you choose" not in client.get("/create/").content.decode()
    assert "unless you choose" not in client.get("/").content.decode()


def test_the_recipient_is_named_before_it_is_chosen(
    visit: tuple[Client, Owner], hosted: OpenAIStub
) -> None:
    client, owner = visit
    text = client.get(f"/create/{make_photo(owner).pk}/").content.decode()
    assert 'name="backend" value="studio" checked' in text
    assert f"<strong>{COMPANY}</strong>" in text
    assert "Where it is worked on: the sample region." in text
    assert "It keeps the photo for 7 sample days." in text
    assert 'href="https://images.example/privacy"' in text
    assert "read on 1 November 2026" in text
    assert f'name="consent_openai" value="{notice_of("openai")}"' in text
    assert "unless you choose another generator" in client.get("/create/").content.decode()
    assert "unless you choose another generator" in client.get("/").content.decode()


def test_chosen_without_agreement(visit: tuple[Client, Owner], hosted: OpenAIStub) -> None:
    client, owner = visit
    # Agreeing to the one is not agreeing to the other.
    form = FORM | {"backend": "openai", "consent_azure": notice_of("azure")}
    answer = client.post(f"/create/{make_photo(owner).pk}/", form)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert f"The photo goes to {COMPANY} only if you agree." in text
    assert 'name="backend" value="openai" checked' in text
    assert not Figure.objects.exists()


def test_chosen_and_agreed(visit: tuple[Client, Owner], hosted: OpenAIStub) -> None:
    client, owner = visit
    form = FORM | {"backend": "openai", "consent_openai": notice_of("openai")}
    answer = client.post(f"/create/{make_photo(owner).pk}/", form)
    figure = Figure.objects.get()
    assert answer["Location"] == f"/figures/{figure.pk}/"
    making = client.get(answer["Location"]).content.decode()
    assert "Take back my agreement" in making
    assert COMPANY in making
    run_jobs()
    tuned = client.get(answer["Location"]).content.decode()
    assert "Change the box" in tuned
    assert 'name="pose"' not in tuned
    assert "not published by the provider for gpt-image-2.6-sunburst" in tuned
    assert f"sent to {COMPANY}" in tuned
    assert "Take back my agreement" not in tuned


def test_the_box_can_be_changed_on_the_page(
    visit: tuple[Client, Owner], hosted: OpenAIStub
) -> None:
    client, owner = visit
    form = FORM | {"backend": "openai", "consent_openai": notice_of("openai")}
    client.post(f"/create/{make_photo(owner).pk}/", form)
    run_jobs()
    figure = Figure.objects.get()
    client.post(f"/figures/{figure.pk}/edit", {"name": "Other", "accessory_1": "camera"})
    run_jobs()
    newest = figure.versions.latest("number")
    assert (newest.number, newest.box_name) == (2, "Other")
    assert newest.accessories == [["camera", "Camera"]]


def test_taking_it_back(visit: tuple[Client, Owner], hosted: OpenAIStub) -> None:
    client, owner = visit
    form = FORM | {"backend": "openai", "consent_openai": notice_of("openai")}
    client.post(f"/create/{make_photo(owner).pk}/", form)
    figure = Figure.objects.get()
    answer = client.post(f"/figures/{figure.pk}/withdraw-consent", follow=True)
    assert "You took back your agreement." in answer.content.decode()
    assert Consent.objects.get().withdrawn_at is not None
    run_jobs()
    figure.refresh_from_db()
    assert (figure.state, figure.error_code) == (FigureState.FAILED, "no_consent")
    assert hosted.seen == []
