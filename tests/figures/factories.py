"""Rows and pictures that tests of this floor stand on; all of it plainly sample data."""

import io
from datetime import timedelta
from typing import Any

import numpy as np
from django.contrib.auth.models import Group, User
from django.utils import timezone
from PIL import Image

from figures.generation.backends import get_backend
from figures.generation.look import Look
from figures.generation.making import Pictures
from figures.generation.options import Choice
from figures.generation.studio.invented import invented_recipe
from figures.intake.models import Declaration, Photo
from figures.moderation import services
from figures.moderation.models import Review
from figures.moderation.roles import MODERATORS, ensure_roles
from figures.versions import services as versions
from figures.versions.looks import keep_reading
from figures.versions.models import Figure, FigureVersion
from figures.versions.states import ReviewState
from shop.platform import ids
from shop.platform.owners.models import Owner
from shop.vault import services as vault
from shop.vault.models import Blob
from tests.orders.factories import make_figure, make_owner, make_version

__all__ = ["make_figure", "make_owner", "make_version"]

EMAIL = "sample.person@mail.example"


def make_moderator(name: str = "") -> User:
    """Somebody of the staff with the moderators' role and nothing else."""
    ensure_roles()
    user = User.objects.create_user(name or f"moderator-{ids.random_token(6)}", is_staff=True)
    user.groups.add(Group.objects.get(name=MODERATORS))
    return user


def make_photo(*, owner: Owner, declaration: str = Declaration.ME) -> Photo:
    """A photo's row without a picture."""
    return Photo.objects.create(
        owner=owner,
        declaration=declaration,
        width=100,
        height=100,
        delete_after=timezone.now() + timedelta(days=1),
    )


def make_waiting(
    *, owner: Owner | None = None, declaration: str = Declaration.ME, **changes: Any
) -> FigureVersion:
    """A version nobody has decided about, of an owner with a mail address."""
    owner = owner or make_owner(email=EMAIL)
    photo = make_photo(owner=owner, declaration=declaration)
    figure = make_figure(owner=owner, photo=photo)
    return make_version(figure=figure, review_state=ReviewState.QUEUED, **changes)


def make_review(**changes: Any) -> Review:
    """A review that waits, see `make_waiting`."""
    return services.enqueue_review(version=make_waiting(**changes))


def claimed(user: User, review: Review | None = None) -> Review:
    """A review that `user` holds."""
    return services.claim(review=review or make_review(), user=user)


def make_tunable(*, owner: Owner | None = None, **choices: Choice) -> FigureVersion:
    """The first version of an invented person's figure, with choices; its pictures are none."""
    figure = make_figure(owner=owner)
    reading = invented_recipe("mei").to_bytes()
    keep_reading(figure, reading)
    look = Look("Sample Person", "Ready", choices=choices)
    draft = versions.seal(
        figure=figure,
        recipe=get_backend("studio").edit_recipe(reading, look),
        look=look,
        pictures=Pictures(cutout=b"cutout", box=b"box", preview=b"preview"),
    )
    return versions.add(figure=figure, draft=draft)


def end_lease(review: Review) -> None:
    """Let the time of the hold pass."""
    Review.objects.filter(pk=review.pk).update(claimed_until=timezone.now() - timedelta(seconds=1))


def stripes(width: int = 240, height: int = 360) -> bytes:
    """A PNG of black and white columns, each one pixel wide: nothing but detail."""
    columns = np.where(np.arange(width) % 2, 255, 0).astype(np.uint8)
    picture = np.repeat(np.tile(columns, (height, 1))[:, :, None], 4, axis=2)
    picture[:, :, 3] = 255
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return buffer.getvalue()


def with_pictures(version: FigureVersion) -> FigureVersion:
    """Give a version stripes for its pictures."""
    version.preview = put_picture(version.figure, "preview.png")
    version.box = put_picture(version.figure, "box.png")
    version.save()
    return version


def put_picture(figure: Figure, name: str) -> Blob:
    """Seal stripes under the figure's key."""
    return vault.put(
        subject=figure.pk, data=stripes(), data_class="art", name=name, media_type="image/png"
    )
