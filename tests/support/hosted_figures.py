"""A photo of an invented person's, and a figure of it asked for from a hosted generator."""

import io
from datetime import timedelta

import numpy as np
from django.utils import timezone
from PIL import Image

from figures.generation.backends import get_backend
from figures.generation.backends.hosted import HostedBackend
from figures.generation.services import request_figure
from figures.intake.models import Declaration, Photo
from figures.versions.models import Figure
from shop.platform.durable import services as durable
from shop.platform.durable.models import Job, JobState
from shop.platform.owners.models import Owner
from shop.vault import services as vault
from tests.orders.factories import make_owner

NAME = "Quolvarix"


def make_photo(owner: Owner, *, declaration: str = Declaration.ME) -> Photo:
    """A grey photo with one face in it, as its row says."""
    photo = Photo.objects.create(
        owner=owner,
        declaration=declaration,
        width=512,
        height=400,
        faces=[[200.0, 120.0, 100.0, 120.0]],
        chosen_face=0,
        delete_after=timezone.now() + timedelta(days=1),
    )
    buffer = io.BytesIO()
    Image.fromarray(np.full((400, 512, 3), 128, np.uint8)).save(buffer, "JPEG")
    photo.blob = vault.put(
        subject=photo.pk,
        data=buffer.getvalue(),
        data_class="photo",
        name="photo.jpg",
        media_type="image/jpeg",
    )
    photo.save()
    return photo


def notice_of(name: str) -> str:
    """What somebody agrees to who chooses this generator."""
    backend = get_backend(name)
    assert isinstance(backend, HostedBackend)
    return backend.recipient.notice


def ask_for_figure(name: str = "openai", *, owner: Owner | None = None) -> Figure:
    """Ask for a figure of a new photo, and agree."""
    owner = owner or make_owner()
    return request_figure(
        owner=owner,
        photo=make_photo(owner),
        name=NAME,
        tagline="Sample words",
        choices={"pose": "wave"},
        backend=name,
        consent=notice_of(name),
    )


def run_jobs() -> None:
    """Do every job that is due, and those that wait for a provider at once."""
    for _ in range(20):
        durable.run_due()
        waiting = Job.objects.filter(kind="figures.generate_hosted", state=JobState.QUEUED)
        if not waiting.update(run_at=timezone.now()):
            return


def end_lease() -> None:
    """Let the time of a dead worker's lease pass."""
    Job.objects.filter(state=JobState.RUNNING).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )
