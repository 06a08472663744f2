"""Builds settings from plain values and refuses combinations that must not start."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

_SQLITE_INIT = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    "PRAGMA foreign_keys=ON;"
)


def secret_key(configured: str, *, demo: bool, var: Path) -> str:
    """Return the signing key; the demo makes one and keeps it in `var/secret.key` (0600)."""
    if configured or not demo:
        return configured
    path = var / "secret.key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        write_private(path, secrets.token_urlsafe(64))
    return path.read_text(encoding="utf-8")


def write_private(path: Path, content: str) -> None:
    """Create `path` readable by its owner alone; an existing file is left as it is.

    It appears with all of its content: of several processes that start at once, one wins and
    none reads half of it.
    """
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def hosts_of(site_url: str) -> tuple[str, ...]:
    """Host names a site answers to, from its URL."""
    host = urlsplit(site_url).hostname
    if host is None:
        return ()
    return (host, "localhost") if host == "127.0.0.1" else (host,)


def database(url: str) -> dict[str, Any]:
    """Read `DATABASE_URL` and add what each engine needs: WAL and secure delete on SQLite.

    Raises:
        ImproperlyConfigured: it is not the address of a database.

    """
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgres://user:password@host:5432/name."
        ) from error
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": _SQLITE_INIT,
        }
        if config["NAME"] and config["NAME"] != ":memory:":
            Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config


def broker_options(url: str, folder: Path) -> dict[str, Any]:
    """Transport options: one folder for the file transport, with quick polling."""
    if not url.startswith("filesystem:"):
        return {"socket_timeout": 5, "socket_connect_timeout": 5}
    for name in ("messages", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.05,
    }


def counters(broker_url: str) -> dict[str, Any]:
    """Where rate limits are counted: in the broker's Redis, else in the process's memory."""
    if broker_url.startswith(("redis:", "rediss:")):
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": broker_url,
            "KEY_PREFIX": "shelfie",
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
    return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits"}


def blob_storage(bucket: str, folder: Path) -> dict[str, Any]:
    """S3-compatible storage when a bucket is named, else files under `var/`."""
    if bucket:
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {"bucket_name": bucket, "default_acl": None, "file_overwrite": False},
        }
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(folder),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def mail(url: str, folder: Path) -> dict[str, Any]:
    """Mail settings from `smtp://user:password@host:port` (`smtps` for TLS), else files.

    Raises:
        ImproperlyConfigured: another scheme.

    """
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder),
        }
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"}:
        raise ImproperlyConfigured("SMTP_URL must start with smtp:// or smtps://.")
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured("SMTP_URL has a port that is not a number.") from error
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_TIMEOUT": 10,
    }


def form_targets(self_source: str) -> list[str]:
    """Where forms may lead: a pay button ends, by redirect, on Stripe's own page."""
    return [self_source, "https://checkout.stripe.com"]


def logging() -> dict[str, Any]:
    """JSON lines on standard error, each with its request id."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "shop.platform.logs.RequestIdFilter"}},
        "formatters": {"json": {"()": "shop.platform.logs.JsonFormatter"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["request_id"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
            # They say at INFO what they were asked to do, arguments and addresses included.
            "celery": {"level": "WARNING"},
            "stripe": {"level": "WARNING"},
            "urllib3": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "pyvips": {"level": "WARNING"},
            "pikepdf": {"level": "WARNING"},
        },
    }


_SHORTEST_SECRET = 50
_FEWEST_CHARACTERS = 5
_NEEDED = {
    "SECRET_KEY": "SECRET_KEY signs sessions and links: set it to 50 random characters or more.",
    "SITE_URL": "SITE_URL is this site's own address, such as https://shop.example.",
    "DATABASE_URL": "DATABASE_URL names the PostgreSQL database.",
    "BROKER_URL": "BROKER_URL names Redis or RabbitMQ for job wake-ups.",
    "MASTER_KEY_FILE": "MASTER_KEY_FILE names the file with the master key.",
    "STRIPE_SECRET_KEY": "STRIPE_SECRET_KEY is needed: the test gateway is refused in production.",
    "STRIPE_WEBHOOK_SECRETS": "STRIPE_WEBHOOK_SECRETS is needed to believe Stripe's events.",
    "PRODIGI_API_KEY": "PRODIGI_API_KEY is needed: the sandbox print house is for the demo.",
    "PRODIGI_API_URL": "PRODIGI_API_URL names the Prodigi endpoint.",
    "PRODIGI_CALLBACK_TOKEN": "PRODIGI_CALLBACK_TOKEN is the secret part of the callback address.",
    "EMAIL_URL": "SMTP_URL names the mail server.",
    "DEFAULT_FROM_EMAIL": "MAIL_FROM is the sender of every mail.",
}


def verify(settings: Mapping[str, Any]) -> None:
    """Stop the start when production lacks a part or keeps a demo one.

    Raises:
        ImproperlyConfigured: with every reason, a line each.

    """
    if settings["DEMO"]:
        problems = _demo_problems(settings)
    else:
        problems = [sentence for name, sentence in _NEEDED.items() if not settings[name]]
        problems += _production_problems(settings)
    if problems:
        raise ImproperlyConfigured(
            f"Shelfie cannot start in {settings['MODE']} mode:\n- " + "\n- ".join(problems)
        )


def _demo_problems(settings: Mapping[str, Any]) -> list[str]:
    problems = []
    if settings["STRIPE_SECRET_KEY"].startswith(("sk_live_", "rk_live_")):
        problems.append("STRIPE_SECRET_KEY is a live key: demo mode never moves real money.")
    if urlsplit(settings["PRODIGI_API_URL"]).hostname == "api.prodigi.com":
        problems.append("PRODIGI_API_URL is the real print house: demo mode never prints.")
    return problems


def _is_guessable(secret: str) -> bool:
    return len(secret) < _SHORTEST_SECRET or len(set(secret)) < _FEWEST_CHARACTERS


def _production_problems(settings: Mapping[str, Any]) -> list[str]:
    """Return what is set, but not to anything that may go live."""
    refused = {
        "SECRET_KEY is easy to guess: set it to 50 random characters or more.": (
            settings["SECRET_KEY"] and _is_guessable(settings["SECRET_KEY"])
        ),
        "SITE_URL must start with https://.": (
            settings["SITE_URL"] and not settings["SITE_URL"].startswith("https://")
        ),
        "ALLOWED_HOSTS must name this site's hosts, not everybody's.": (
            "*" in settings["ALLOWED_HOSTS"]
        ),
        "DATABASE_URL must be PostgreSQL: it has the row locks that money needs.": (
            settings["DATABASE_URL"]
            and not settings["DATABASE_URL"].startswith(("postgres:", "postgresql:"))
        ),
        "BROKER_URL must be Redis or RabbitMQ: the embedded queue is for one machine.": (
            settings["BROKER_URL"]
            and not settings["BROKER_URL"].startswith(("redis:", "rediss:", "amqp:", "amqps:"))
        ),
        "STRIPE_SECRET_KEY is a test key: production takes real payments.": (
            settings["STRIPE_SECRET_KEY"].startswith(("sk_test_", "rk_test_"))
        ),
        "PRODIGI_API_URL is Prodigi's sandbox: nothing would be printed.": (
            urlsplit(settings["PRODIGI_API_URL"]).hostname == "api.sandbox.prodigi.com"
        ),
        "OUTGOING_PRIVATE_HOSTS must be empty: it opens private addresses.": (
            settings["OUTGOING_PRIVATE_HOSTS"]
        ),
        "SHELFIE_WAKEUP_LOSS is a fault for tests.": settings["WAKEUP_LOSS"],
        "SHELFIE_FAULT_POINT stops processes on purpose: it is for tests.": (
            settings["FAULT_POINT"]
        ),
    }
    problems = [sentence for sentence, applies in refused.items() if applies]
    for name in ("PRODIGI_API_URL", "STRIPE_API_BASE", "OPENAI_API_BASE", "AZURE_OPENAI_ENDPOINT"):
        if urlsplit(settings[name]).hostname in {"127.0.0.1", "localhost", "::1"}:
            problems.append(f"{name} is on this machine: that is a sandbox, not the provider.")
    return problems
