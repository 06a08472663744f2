"""A Celery worker with beat's sweep inside, that knows the tests' kinds of jobs.

`python -m tests.shop.platform.durable.worker` runs until it is told to stop.
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

import django

django.setup()

from shop.celery import app  # noqa: E402 - Django first
from tests.shop.platform.durable import kinds  # noqa: E402, F401

if __name__ == "__main__":
    app.conf.broker_transport_options["polling_interval"] = 0.05
    app.worker_main(
        [
            *("worker", "--pool=solo", "--loglevel=WARNING", "--queues=default,render"),
            *("--without-mingle", "--without-gossip", "--without-heartbeat"),
        ]
    )
    sys.exit(0)
