"""Receive a photo, choose the face in it, delete it."""

import io
from datetime import timedelta

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray
from PIL import Image

from figures.faces import FaceBox
from figures.intake import checks
from figures.intake.decoding import decode_photo
from figures.intake.models import Declaration, Photo
from shop.platform import faultpoints
from shop.platform.durable import registry
from shop.platform.owners.models import Owner
from shop.retention.services import write_receipt
from shop.vault import services as vault
from shop.vault.models import Blob

# Analysis uses no more than this; what is not needed is not kept.
KEPT_SIDE = 2048
LONGEST_LIFE = timedelta(days=7)
LIFE_AFTER_FIGURE = timedelta(hours=24)


class PhotoGone(Exception):
    """The photo has been deleted."""


class FaceNotChosen(Exception):
    """Several people are in the photo and nobody said which one."""


def receive_photo(*, owner: Owner, raw: bytes, declaration: str) -> Photo:
    """Decode, strip, check and store an uploaded photo.

    The raw bytes are never written anywhere. The stored picture is at most 2048 px long, without
    metadata, sealed under the photo's own key.

    Args:
        raw: the uploaded file, at most 20 MB.
        declaration: a value of `Declaration`.

    Raises:
        figures.intake.decoding.PhotoRefused: with a reason and a sentence; nothing is kept.
        ValueError: unknown declaration.

    """
    declared = Declaration(declaration)
    decoded = decode_photo(raw, max_bytes=settings.PHOTO_MAX_BYTES)
    rgb = _shrunk(decoded.array())
    choice = checks.check_faces(rgb)
    faces = choice.eligible
    if not choice.needs_choice:
        rgb = checks.fill_bystanders(rgb, choice.suggested)
    height, width = rgb.shape[:2]
    photo = Photo.objects.create(
        owner=owner,
        declaration=declared,
        width=width,
        height=height,
        faces=[_box(face) for face in faces],
        chosen_face=0 if len(faces) == 1 else None,
        delete_after=timezone.now() + LONGEST_LIFE,
    )
    # The row is first: whatever happens from here on, the sweep finds the photo by it.
    try:
        photo.blob = _store(photo, rgb)
        photo.save(update_fields=["blob"])
    except BaseException:
        with transaction.atomic():
            vault.shred(subject=photo.pk)
            photo.delete()
        raise
    faultpoints.reached("intake.stored")
    return photo


def choose_face(*, photo: Photo, index: int) -> Photo:
    """Say whose face it is; everybody else is filled over in what is kept.

    Raises:
        ValueError: there is no such face, or another one was chosen in this moment.
        PhotoGone: the photo has been deleted.
        figures.intake.refusals.PhotoRefused: the others cannot be covered.

    """
    if not 0 <= index < len(photo.faces):
        raise ValueError("There is no such face in this photo.")
    if photo.chosen_face is not None:
        return photo
    rgb = checks.fill_bystanders(load(photo), face_box(photo, index))
    old = photo.blob
    try:
        blob = _store(photo, rgb)
    except vault.Shredded as error:
        raise PhotoGone(photo.pk) from error
    with transaction.atomic():
        updated = Photo.objects.filter(pk=photo.pk, deleted_at=None, blob=old).update(
            blob=blob, faces=[photo.faces[index]], chosen_face=0
        )
        superfluous = old if updated else blob
        if superfluous is not None:
            vault.delete(superfluous)
    photo.refresh_from_db()
    if photo.deleted_at is not None:
        raise PhotoGone(photo.pk)
    if not updated:
        raise ValueError("Another face was chosen at the same time.")
    return photo


def delete_photo(*, photo: Photo, reason: str, actor: str = "owner") -> bool:
    """Destroy the photo's key now and its file right after; the figure stays.

    Args:
        reason: `asked`, `period over`, `figure erased`, ...
        actor: `owner`, `staff` or `sweep`, for the receipt.

    Returns:
        False when it had been deleted before.

    """
    with transaction.atomic():
        deleted = Photo.objects.filter(pk=photo.pk, deleted_at=None).update(
            deleted_at=timezone.now(), blob=None, faces=[]
        )
        if not deleted:
            return False
        blobs = vault.shred(subject=photo.pk)
        write_receipt(
            subject=photo.pk, owner_id=photo.owner_id, kind="photo", actor=actor, blobs=blobs
        )
        registry.publish("photo.deleted", photo_id=photo.pk, reason=reason)
    photo.refresh_from_db()
    return True


def load(photo: Photo) -> NDArray[np.uint8]:
    """Return the stored picture, (height, width, 3) sRGB.

    Raises:
        PhotoGone: it has been deleted.

    """
    try:
        if photo.deleted_at is not None or photo.blob is None:
            raise PhotoGone(photo.pk)
        data = vault.read(photo.blob)
    except (vault.Shredded, Blob.DoesNotExist) as error:
        raise PhotoGone(photo.pk) from error
    with Image.open(io.BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGB"))


def face_box(photo: Photo, index: int | None = None) -> FaceBox:
    """Return the chosen face's box (or number `index`) in pixels of the stored picture.

    Raises:
        FaceNotChosen: several faces and none chosen.

    """
    chosen = photo.chosen_face if index is None else index
    if chosen is None:
        raise FaceNotChosen(photo.pk)
    x, y, width, height = photo.faces[chosen]
    return FaceBox(x=x, y=y, width=width, height=height, score=1.0)


def _shrunk(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    picture = Image.fromarray(rgb)
    if max(picture.size) <= KEPT_SIDE:
        return rgb
    picture.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    return np.asarray(picture)


def _store(photo: Photo, rgb: NDArray[np.uint8]) -> Blob:
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=95, subsampling=0)
    return vault.put(
        subject=photo.pk,
        data=buffer.getvalue(),
        data_class="photo",
        name="photo.jpg",
        media_type="image/jpeg",
    )


def _box(face: FaceBox) -> list[float]:
    return [round(value, 1) for value in (face.x, face.y, face.width, face.height)]
