import hashlib
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from shop.platform.apikeys.models import ApiKey, Scope
from shop.platform.apikeys.services import KeyRefused, authenticate, create_key, revoke
from shop.platform.audit.models import AuditEvent
from shop.platform.owners.models import Storefront
from tests.orders.factories import make_storefront

pytestmark = pytest.mark.django_db


def made(storefront: Storefront | None = None, **changes: Any) -> tuple[ApiKey, str]:
    options: dict[str, Any] = {
        "name": "server",
        "scopes": [Scope.FIGURES_READ],
        "live": False,
    } | changes
    return create_key(storefront=storefront or make_storefront(), **options)


class TestService:
    def test_only_a_hash_is_stored(self) -> None:
        key, secret = made()
        assert secret.startswith("sk_test_")
        assert len(secret) == 40
        row = ApiKey.objects.values().get()
        assert row["secret_hash"] == hashlib.sha256(secret.encode()).hexdigest()
        assert row["prefix"] == secret[:12]
        assert secret not in str(row)
        assert authenticate(secret) == key

    def test_live_keys_say_so(self) -> None:
        assert made(live=True)[1].startswith("sk_live_")

    def test_what_is_refused(self, settings: Settings) -> None:
        refused: list[dict[str, Any]] = [{"scopes": []}, {"scopes": ["all"]}, {"name": "  "}]
        for changes in refused:
            with pytest.raises(KeyRefused):
                made(**changes)
        settings.DEMO = False
        with pytest.raises(KeyRefused):
            made()

    def test_secrets_that_open_nothing(self, settings: Settings) -> None:
        _, secret = made()
        for wrong in ("", "sk_test_", secret[:-1], f"{secret} ", secret.upper(), secret + "0"):
            assert authenticate(wrong) is None
        settings.DEMO = False
        assert authenticate(secret) is None

    def test_a_revoked_key_opens_nothing_any_more(self) -> None:
        key, secret = made()
        assert revoke(key=key)
        assert authenticate(secret) is None
        assert not revoke(key=key)

    def test_a_closed_storefronts_keys_open_nothing(self) -> None:
        storefront = make_storefront()
        _, secret = made(storefront)
        Storefront.objects.update(is_active=False)
        assert authenticate(secret) is None

    def test_the_last_use_is_noted_once_a_minute(self) -> None:
        key, secret = made()
        authenticate(secret)
        key.refresh_from_db()
        first = key.last_used_at
        assert first is not None
        authenticate(secret)
        key.refresh_from_db()
        assert key.last_used_at == first
        ApiKey.objects.update(last_used_at=timezone.now() - timedelta(minutes=2))
        authenticate(secret)
        key.refresh_from_db()
        assert key.last_used_at is not None
        assert key.last_used_at > first


class TestCommand:
    def run(self, *options: str) -> str:
        out = StringIO()
        call_command("createapikey", *options, stdout=out, stderr=StringIO())
        return out.getvalue()

    def test_it_prints_the_secret_alone(self) -> None:
        make_storefront(slug="shop")
        printed = self.run("--storefront", "shop", "--name", "n", "--scopes", "orders:read")
        key = authenticate(printed.strip())
        assert key is not None
        assert (key.scopes, key.storefront.slug, key.is_live) == (["orders:read"], "shop", False)

    def test_every_scope_unless_told_otherwise(self) -> None:
        printed = self.run("--storefront", "new", "--name", "n", "--create-storefront", "--live")
        key = authenticate(printed.strip())
        assert key is not None
        assert (key.scopes, key.is_live) == (sorted(Scope.values), True)

    def test_mistakes_are_told(self) -> None:
        with pytest.raises(CommandError, match="no storefront 'none'"):
            self.run("--storefront", "none", "--name", "n")
        make_storefront(slug="shop")
        with pytest.raises(CommandError, match="Unknown scopes: all"):
            self.run("--storefront", "shop", "--name", "n", "--scopes", "all")


class TestAdmin:
    @pytest.fixture
    def staff(self) -> Client:
        client = Client()
        client.force_login(User.objects.create_superuser("admin"))
        return client

    def test_a_key_is_made_and_its_secret_shown_once(self, staff: Client) -> None:
        storefront = make_storefront()
        answer = staff.post(
            "/admin/platform/apikey/add/",
            {"storefront": storefront.pk, "name": "n", "scopes": ["orders:read"]},
            follow=True,
        )
        key = ApiKey.objects.get()
        text = answer.content.decode()
        secret = text[text.index("sk_test_") :][:40]
        assert authenticate(secret) == key
        assert AuditEvent.objects.get().action == "api_key.created"
        assert secret not in staff.get(f"/admin/platform/apikey/{key.pk}/change/").content.decode()

    def test_a_key_without_scopes_is_refused(self, staff: Client) -> None:
        staff.post("/admin/platform/apikey/add/", {"storefront": make_storefront().pk, "name": "n"})
        assert not ApiKey.objects.exists()

    def test_a_key_is_not_changed_by_opening_and_saving_it(self, staff: Client) -> None:
        key, secret = made()
        answer = staff.post(f"/admin/platform/apikey/{key.pk}/change/", {"name": "other"})
        assert answer.status_code == 302
        assert ApiKey.objects.get().name == "server"
        assert ApiKey.objects.count() == 1
        assert authenticate(secret) == key

    def test_keys_are_revoked(self, staff: Client) -> None:
        key, secret = made()
        staff.post("/admin/platform/apikey/", {"action": "revoke", "_selected_action": [key.pk]})
        assert authenticate(secret) is None

    def test_the_other_pages_open(self, staff: Client) -> None:
        storefront = make_storefront()
        for page in ("storefront/", f"storefront/{storefront.pk}/change/", "owner/"):
            assert staff.get(f"/admin/platform/{page}").status_code == 200
        assert staff.get("/admin/platform/owner/add/").status_code == 403
