"""Warms the generator up in the worker that renders, before its first job."""

from typing import Any

from celery import current_app
from celery.signals import worker_process_init

from figures.generation.backends import get_backend
from figures.generation.services import DEFAULT_BACKEND

_QUEUE = "render"


@worker_process_init.connect
def warm_up(**facts: Any) -> None:
    """Load models and compiled code, if this worker takes render jobs; others pay nothing."""
    if _QUEUE in current_app.amqp.queues.consume_from:
        get_backend(DEFAULT_BACKEND).warm_up()
