"""The Celery application: it carries wake-ups for durable jobs, nothing else."""

import logging
import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_ready
from kombu.transport import TRANSPORT_ALIASES

log = logging.getLogger(__name__)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

# `filesystem://` means our own, safer one; see its module for why.
TRANSPORT_ALIASES["filesystem"] = "shop.platform.durable.filequeue:Transport"

app = Celery("shelfie")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["shop.platform.durable"])


@setup_logging.connect
def _keep_our_logging(**facts: Any) -> None:
    """Do nothing: Celery would otherwise put its own level on the root logger."""


@worker_ready.connect
def _worker_is_ready(**facts: Any) -> None:
    log.info("worker ready")


@beat_init.connect
def _beat_is_ready(**facts: Any) -> None:
    log.info("beat ready")
