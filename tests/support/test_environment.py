import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.support.environment import isolate


def test_what_the_caller_configured_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_SECRET_KEY", "sk_test_of_the_caller")
    monkeypatch.setenv("MASTER_KEY_FILE", "/home/caller/master.key")
    monkeypatch.setenv("SHELFIE_VAR", "/home/caller/var")
    monkeypatch.setenv("DATABASE_URL", "postgres://kept")
    assert isolate() == Path(settings.VAR_DIR)
    assert "STRIPE_SECRET_KEY" not in os.environ
    assert "MASTER_KEY_FILE" not in os.environ
    assert os.environ["SHELFIE_VAR"] == str(settings.VAR_DIR)
    assert os.environ["DATABASE_URL"] == "postgres://kept"


def test_var_is_a_private_temp_folder(var: Path) -> None:
    assert var.name.startswith("shelfie-tests-")
    assert var.stat().st_mode & 0o777 == 0o700


@pytest.mark.django_db
def test_the_database_is_a_test_database_and_on_sqlite_a_file() -> None:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        assert Path(name) == Path(settings.VAR_DIR) / "tests.sqlite3"
        assert Path(name).is_file()
    else:
        assert name == "test_shelfie"
