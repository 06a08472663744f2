"""Liveness and readiness."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from shop.platform.durable.models import Job


def broken(*_: object, **__: object) -> None:
    raise OSError("out of order")


def test_alive_without_a_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "checks": {"database": True, "storage": True}}


@pytest.mark.django_db
def test_not_ready_says_what_is_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default_storage, "exists", broken)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": True, "storage": False}
    monkeypatch.setattr(Job.objects, "exists", broken)
    answer = client.get("/readyz")
    assert answer.json()["checks"] == {"database": False, "storage": False}
    assert b"out of order" not in answer.content


@pytest.mark.django_db
def test_probes_come_without_tls(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    for path in ("/healthz", "/readyz"):
        assert client.get(path).status_code == 200
    assert client.get("/").status_code == 301
