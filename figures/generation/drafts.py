"""What lies in the vault on the way to a version: a first small picture, and leftovers."""

import io
from datetime import timedelta

import numpy as np
from django.conf import settings
from django.utils import timezone
from numpy.typing import NDArray
from PIL import Image

from figures.generation.services import MAKING_KINDS
from figures.versions.looks import look_key, reading_of
from figures.versions.models import Figure
from shop.platform.durable import registry
from shop.platform.durable import services as durable
from shop.platform.durable.errors import RetryLater
from shop.platform.durable.models import Job, JobState
from shop.platform.durable.running import RunningJob
from shop.vault import services as vault
from shop.vault.models import Blob

# Of the first picture; the engine is quick up to this size.
SKETCH = (408, 600)
_CLASSES = ("recipe", "art", "look")
_VERSION_BLOBS = ("recipe_id", "cutout_id", "box_id", "preview_id")


def keep_sketch(figure: Figure, picture: NDArray[np.uint8]) -> Blob:
    """Keep a first picture of the figure until its version is there.

    Args:
        figure: being made.
        picture: RGBA (height, width, 4).

    """
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "WEBP", quality=80, method=2)
    return vault.put(
        subject=figure.pk,
        data=buffer.getvalue(),
        data_class="art",
        name="sketch.webp",
        media_type="image/webp",
        content_key=_sketch_key(figure),
    )


def sketch_of(figure: Figure) -> Blob | None:
    """Return the first picture of a figure that is being made, once there is one."""
    return vault.find(subject=figure.pk, content_key=_sketch_key(figure))


def _sketch_key(figure: Figure) -> str:
    return vault.digest("sketch", figure.pk, figure.tries)


def forget_unused(figure: Figure) -> int:
    """Delete what no version of the figure is made of; returns how many blobs.

    Only while nothing is being made of it: a running job finds its own half-done work again.
    Looks without a content key belong to jobs that wait.
    """
    used = {figure.wanted_id}
    reading = reading_of(figure)
    digests = []
    for version in figure.versions.all():
        used |= {getattr(version, name) for name in _VERSION_BLOBS}
        digests.append(look_key(version.digest))
    if reading is not None and digests:
        used.add(reading.pk)
    unused = Blob.objects.filter(
        key__subject=figure.pk, data_class__in=_CLASSES, doomed_at=None
    ).exclude(content_key__in=["", *digests])
    left = [blob for blob in unused if blob.pk not in used]
    for blob in left:
        vault.delete(blob)
    return len(left)


def forget_later(figure: Figure) -> None:
    """Look again when whoever still works on a cancelled job has certainly noticed."""
    now = timezone.now()
    durable.enqueue(
        "figures.tidy",
        subject=figure.pk,
        dedupe_key=f"figures.tidy:{figure.pk}:{now.timestamp():.6f}",
        run_at=now + _settled(),
    )


@registry.handler("figures.tidy")
def tidy(job: RunningJob) -> None:
    """Delete what a cancelled job stored after it had been cancelled."""
    making = Job.objects.filter(subject=job.subject, kind__in=MAKING_KINDS)
    if making.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).exists():
        raise RetryLater(_settled())
    with job.transaction():
        forget_unused(Figure.objects.get(pk=job.subject))
        job.finish()


def _settled() -> timedelta:
    return timedelta(seconds=2 * settings.JOB_LEASE_SECONDS)
