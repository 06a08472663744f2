"""Settings: production starts clean when complete, and says in a sentence what it lacks."""

import base64
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from shop.platform import configuration
from tests.support.environment import isolate

ROOT = Path(__file__).resolve().parents[3]
SECRET = "k7-Qz" * 10
LIVE = "sk_" + "live_"  # in two parts, so that no scanner takes it for a key


@pytest.fixture(scope="module")
def master_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secrets") / "master.key"
    path.write_text(base64.b64encode(os.urandom(32)).decode())
    path.chmod(0o600)
    return path


@pytest.fixture
def complete(master_key: Path, tmp_path: Path) -> dict[str, str]:
    """Everything production needs, on addresses that are never reached."""
    return {
        "SHELFIE_MODE": "production",
        "SHELFIE_VAR": str(tmp_path / "var"),
        "SECRET_KEY": SECRET,
        "SITE_URL": "https://shop.example",
        "DATABASE_URL": "postgres://shelfie:secret@db.example:5432/shelfie",
        "BROKER_URL": "redis://broker.example:6379/0",
        "MASTER_KEY_FILE": str(master_key),
        "STRIPE_SECRET_KEY": LIVE + "sample",
        "STRIPE_WEBHOOK_SECRETS": "whsec_sample",
        "PRODIGI_API_KEY": "sample",
        "PRODIGI_API_URL": "https://api.prodigi.com/v4.0",
        "PRODIGI_CALLBACK_TOKEN": "sample-callback-token",
        "SMTP_URL": "smtps://shop:secret@mail.example:465",
        "MAIL_FROM": "Shelfie <hello@shop.example>",
    }


def run(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of ours with this configuration and nothing of the caller's."""
    ours = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(
        [sys.executable, *command],
        env={**ours, **environment, "DJANGO_SETTINGS_MODULE": "shop.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def start(environment: dict[str, str]) -> str:
    """Import the settings alone, which is where a start stops; returns what it says."""
    done = run(environment, "-c", "import django; django.setup()")
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 0 or "ImproperlyConfigured" in done.stderr, done.stderr
    at = next((i for i, line in enumerate(lines) if "ImproperlyConfigured: " in line), None)
    return "" if at is None else "\n".join(lines[at:]).partition("ImproperlyConfigured: ")[2]


def test_check_deploy_is_clean(complete: dict[str, str], tmp_path: Path) -> None:
    done = run(complete, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "System check identified no issues (0 silenced).\n"


def test_the_demo_needs_nothing(tmp_path: Path) -> None:
    assert start({"SHELFIE_VAR": str(tmp_path / "var")}) == ""
    key = tmp_path / "var" / "secret.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text()) >= 50


def test_bare_production_names_everything_it_lacks(tmp_path: Path) -> None:
    said = start({"SHELFIE_MODE": "production", "SHELFIE_VAR": str(tmp_path)})
    assert said.splitlines() == [
        "Shelfie cannot start in production mode:",
        *(f"- {sentence}" for sentence in configuration._NEEDED.values()),
    ]
    assert len(configuration._NEEDED) == 12
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def settings_of() -> dict[str, object]:
    """The settings that `verify` reads, as complete production has them."""
    return {
        "MODE": "production",
        "DEMO": False,
        "SECRET_KEY": SECRET,
        "SITE_URL": "https://shop.example",
        "ALLOWED_HOSTS": ["shop.example"],
        "DATABASE_URL": "postgres://db.example/shelfie",
        "BROKER_URL": "redis://broker.example",
        "MASTER_KEY_FILE": "/run/secrets/master.key",
        "STRIPE_SECRET_KEY": LIVE + "sample",
        "STRIPE_WEBHOOK_SECRETS": ["whsec_sample"],
        "STRIPE_API_BASE": "",
        "OPENAI_API_BASE": "https://api.openai.com/v1",
        "AZURE_OPENAI_ENDPOINT": "",
        "PRODIGI_API_KEY": "sample",
        "PRODIGI_API_URL": "https://api.prodigi.com/v4.0",
        "PRODIGI_CALLBACK_TOKEN": "sample",
        "EMAIL_URL": "smtp://mail.example",
        "DEFAULT_FROM_EMAIL": "hello@shop.example",
        "OUTGOING_PRIVATE_HOSTS": [],
        "WAKEUP_LOSS": 0.0,
        "FAULT_POINT": "",
    }


def refusals(settings: dict[str, object]) -> list[str]:
    try:
        configuration.verify(settings)
    except ImproperlyConfigured as error:
        return [line.removeprefix("- ") for line in str(error).splitlines()[1:]]
    return []


def test_complete_production_is_accepted(settings_of: dict[str, object]) -> None:
    assert refusals(settings_of) == []


@pytest.mark.parametrize("name", configuration._NEEDED)
def test_each_missing_part(settings_of: dict[str, object], name: str) -> None:
    empty = [] if isinstance(settings_of[name], list) else ""
    assert refusals(settings_of | {name: empty}) == [configuration._NEEDED[name]]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "SECRET_KEY",
            SECRET[:49],
            "SECRET_KEY is easy to guess: set it to 50 random characters or more.",
        ),
        (
            "SECRET_KEY",
            "abcd" * 20,
            "SECRET_KEY is easy to guess: set it to 50 random characters or more.",
        ),
        ("SITE_URL", "http://shop.example", "SITE_URL must start with https://."),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS must name this site's hosts, not everybody's."),
        (
            "DATABASE_URL",
            "sqlite:////srv/shelfie.sqlite3",
            "DATABASE_URL must be PostgreSQL: it has the row locks that money needs.",
        ),
        (
            "DATABASE_URL",
            "mysql://db.example/shelfie",
            "DATABASE_URL must be PostgreSQL: it has the row locks that money needs.",
        ),
        (
            "BROKER_URL",
            "filesystem://",
            "BROKER_URL must be Redis or RabbitMQ: the embedded queue is for one machine.",
        ),
        (
            "STRIPE_SECRET_KEY",
            "sk_test_sample",
            "STRIPE_SECRET_KEY is a test key: production takes real payments.",
        ),
        (
            "STRIPE_SECRET_KEY",
            "rk_test_sample",
            "STRIPE_SECRET_KEY is a test key: production takes real payments.",
        ),
        (
            "STRIPE_API_BASE",
            "http://127.0.0.1:9000",
            "STRIPE_API_BASE is on this machine: that is a sandbox, not the provider.",
        ),
        (
            "OPENAI_API_BASE",
            "http://127.0.0.1:9000/v1",
            "OPENAI_API_BASE is on this machine: that is a sandbox, not the provider.",
        ),
        (
            "PRODIGI_API_URL",
            "http://localhost:8010/v4.0",
            "PRODIGI_API_URL is on this machine: that is a sandbox, not the provider.",
        ),
        (
            "PRODIGI_API_URL",
            "https://api.sandbox.prodigi.com/v4.0",
            "PRODIGI_API_URL is Prodigi's sandbox: nothing would be printed.",
        ),
        (
            "OUTGOING_PRIVATE_HOSTS",
            ["10.0.0.1"],
            "OUTGOING_PRIVATE_HOSTS must be empty: it opens private addresses.",
        ),
        ("WAKEUP_LOSS", 0.3, "SHELFIE_WAKEUP_LOSS is a fault for tests."),
        (
            "FAULT_POINT",
            "inbox.stored",
            "SHELFIE_FAULT_POINT stops processes on purpose: it is for tests.",
        ),
    ],
)
def test_each_contradiction(
    settings_of: dict[str, object], name: str, value: object, sentence: str
) -> None:
    assert refusals(settings_of | {name: value}) == [sentence]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "STRIPE_SECRET_KEY",
            LIVE + "sample",
            "STRIPE_SECRET_KEY is a live key: demo mode never moves real money.",
        ),
        (
            "STRIPE_SECRET_KEY",
            "rk_" + "live_sample",
            "STRIPE_SECRET_KEY is a live key: demo mode never moves real money.",
        ),
        (
            "PRODIGI_API_URL",
            "https://api.prodigi.com/v4.0",
            "PRODIGI_API_URL is the real print house: demo mode never prints.",
        ),
    ],
)
def test_the_demo_never_takes_the_real_thing(
    settings_of: dict[str, object], name: str, value: str, sentence: str
) -> None:
    demo = settings_of | {
        "MODE": "demo",
        "DEMO": True,
        "STRIPE_SECRET_KEY": "",
        "PRODIGI_API_URL": "http://127.0.0.1:8010/v4.0",
    }
    assert refusals(demo) == []
    assert refusals(demo | {name: value}) == [sentence]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SHELFIE_MODE": "live"}, "SHELFIE_MODE must be one of demo, production, not 'live'."),
        ({"FIGURES_PER_DAY": "many"}, "FIGURES_PER_DAY must be a whole number, not 'many'."),
        ({"FIGURES_PER_DAY": "0"}, "FIGURES_PER_DAY must be at least 1, not 0."),
        ({"SMTP_URL": "http://mail.example"}, "SMTP_URL must start with smtp:// or smtps://."),
        ({"SMTP_URL": "smtp://mail.example:x"}, "SMTP_URL has a port that is not a number."),
        (
            {"DATABASE_URL": "shelfie"},
            "DATABASE_URL must look like postgres://user:password@host:5432/name.",
        ),
        (
            {"SECRET_KEY_FILE": "/nowhere"},
            "Set SECRET_KEY or SECRET_KEY_FILE, not both.",
        ),
        (
            {"SECRET_KEY": "", "SECRET_KEY_FILE": "/nowhere"},
            "SECRET_KEY_FILE names a file that cannot be read: No such file or directory.",
        ),
        (
            {"MASTER_KEY_FILE": "/nowhere/master.key"},
            "MASTER_KEY_FILE cannot be read: No such file or directory.",
        ),
        ({"MASTER_KEY_FILE": "/dev/null"}, "MASTER_KEY_FILE is readable by others: chmod 600 it."),
    ],
)
def test_a_bad_value_stops_the_start(
    complete: dict[str, str], changes: dict[str, str], sentence: str
) -> None:
    assert start(complete | changes) == sentence


def test_of_many_that_start_at_once_all_read_the_same_key(tmp_path: Path) -> None:
    path = tmp_path / "key"
    start_together, read = threading.Barrier(16), []

    def begin(number: int) -> None:
        start_together.wait(120)
        configuration.write_private(path, f"{number:02}" * 5000)
        read.append(path.read_text())

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(read) == 16
    assert len(set(read)) == 1
    assert len(read[0]) == 10_000
    assert [entry.name for entry in tmp_path.iterdir()] == ["key"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_of_the_caller_reaches_the_tests() -> None:
    assert str(isolate()) == os.environ["SHELFIE_VAR"]
