"""Receiving a photo: what is kept, and that a refusal leaves nothing."""

import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from figures.faces import detect_faces
from figures.intake import checks, services
from figures.intake.models import Photo
from figures.intake.refusals import PhotoRefused, Refusal
from figures.intake.services import PhotoGone, choose_face, delete_photo, receive_photo
from shop.platform.durable.services import run_due
from shop.platform.owners.models import Owner
from shop.platform.owners.services import GUEST_COOKIE
from shop.vault import services as vault
from shop.vault.models import Blob, SubjectKey
from tests.orders.factories import make_owner

pytestmark = pytest.mark.django_db

PORTRAITS = Path(__file__).parents[2] / "data" / "portraits"


def raw(name: str) -> bytes:
    return (PORTRAITS / name).read_bytes()


def picture(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 150)).save(buffer, "PNG")
    return buffer.getvalue()


def scaled(name: str, side: int) -> bytes:
    """The photo so small that its face is too small."""
    with Image.open(PORTRAITS / name) as opened:
        small = opened.convert("RGB").resize((side, side))
    canvas = Image.new("RGB", (900, 900), (128, 128, 128))
    canvas.paste(small, (300, 300))
    buffer = io.BytesIO()
    canvas.save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def dark(name: str) -> bytes:
    with Image.open(PORTRAITS / name) as opened:
        pixels = np.asarray(opened.convert("RGB"))
    buffer = io.BytesIO()
    Image.fromarray((pixels * 0.13).astype(np.uint8)).save(buffer, "JPEG", quality=97)
    return buffer.getvalue()


REFUSED: dict[Refusal, Callable[[], bytes]] = {
    Refusal.NOT_A_PHOTO: lambda: b"this is no photo at all",
    Refusal.INCOMPLETE: lambda: raw("astronaut.jpg")[:3000],
    Refusal.TOO_SMALL: lambda: picture(40, 40),
    Refusal.NO_FACE: lambda: raw("no_face.jpg"),
    Refusal.FACE_TOO_SMALL: lambda: scaled("astronaut.jpg", 230),
    Refusal.FACE_TOO_DARK: lambda: dark("astronaut.jpg"),
}


def files_under(*roots: Path) -> set[Path]:
    return {path for root in roots for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def nothing_is_left(temp: Path) -> Iterator[None]:
    blobs = Path(settings.VAR_DIR) / "blobs"
    before = files_under(temp, blobs)
    yield
    assert not Photo.objects.exists()
    assert not Blob.objects.exists()
    assert not SubjectKey.objects.exclude(wrapped_key=None).exists()
    assert files_under(temp, blobs) == before


@pytest.mark.usefixtures("nothing_is_left")
@pytest.mark.parametrize("code", REFUSED, ids=str)
def test_a_refusal_by_the_service_leaves_nothing(code: Refusal) -> None:
    owner = make_owner()
    with pytest.raises(PhotoRefused) as caught:
        receive_photo(owner=owner, raw=REFUSED[code](), declaration="me")
    assert caught.value.code == code
    assert caught.value.reason
    assert caught.value.tip


@pytest.mark.usefixtures("nothing_is_left")
@pytest.mark.parametrize("code", REFUSED, ids=str)
def test_a_refusal_on_the_page_leaves_nothing(client: Client, code: Refusal) -> None:
    upload = SimpleUploadedFile("Jane Doe.jpg", REFUSED[code](), "image/jpeg")
    answer = client.post("/create/", {"photo": upload, "declaration": "me"})
    assert answer.status_code == 422
    assert GUEST_COOKIE not in answer.cookies
    assert not Owner.objects.exists()


@pytest.mark.usefixtures("nothing_is_left")
def test_too_many_bytes(client: Client) -> None:
    settings.PHOTO_MAX_BYTES, before = 1000, settings.PHOTO_MAX_BYTES
    try:
        with pytest.raises(PhotoRefused) as caught:
            receive_photo(owner=make_owner(), raw=raw("astronaut.jpg"), declaration="me")
    finally:
        settings.PHOTO_MAX_BYTES = before
    assert caught.value.code == Refusal.TOO_LARGE


@pytest.mark.usefixtures("nothing_is_left")
def test_an_unknown_declaration() -> None:
    with pytest.raises(ValueError, match="nobody"):
        receive_photo(owner=make_owner(), raw=raw("astronaut.jpg"), declaration="nobody")


@pytest.mark.usefixtures("nothing_is_left")
@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()])
def test_trouble_while_it_is_stored(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    put = vault.put

    def stored_then_trouble(**options: object) -> None:
        put(**options)  # type: ignore[arg-type]
        raise error

    for broken in (fail, stored_then_trouble):
        with monkeypatch.context() as patch:
            patch.setattr(vault, "put", broken)
            with pytest.raises(type(error)):
                receive_photo(owner=make_owner(), raw=raw("astronaut.jpg"), declaration="me")
    run_due()


class TestOneFace:
    def test_what_is_kept(self, temp: Path) -> None:
        photo = receive_photo(owner=make_owner(), raw=raw("astronaut.jpg"), declaration="child")
        assert (photo.declaration, photo.chosen_face, len(photo.faces)) == ("child", 0, 1)
        stored = services.load(photo)
        assert stored.shape == (photo.height, photo.width, 3)
        assert services.face_box(photo).width > 60
        assert photo.delete_after - photo.received_at <= services.LONGEST_LIFE
        assert files_under(temp) == set()
        assert photo.blob is not None
        assert b"Exif" not in vault.read(photo.blob)

    def test_choosing_again_stores_nothing_anew(self) -> None:
        photo = receive_photo(owner=make_owner(), raw=raw("astronaut.jpg"), declaration="me")
        before = photo.blob
        assert choose_face(photo=photo, index=0).blob == before
        assert Blob.objects.count() == 1

    def test_a_photo_is_deleted_once(self) -> None:
        photo = receive_photo(owner=make_owner(), raw=raw("astronaut.jpg"), declaration="me")
        assert delete_photo(photo=photo, reason="asked") is True
        assert delete_photo(photo=photo, reason="asked") is False
        for use in (services.load, lambda photo: choose_face(photo=photo, index=0)):
            with pytest.raises((PhotoGone, ValueError)):
                use(photo)
        run_due()
        assert not Blob.objects.exists()

    def test_too_large_pictures_are_kept_smaller(self) -> None:
        with Image.open(PORTRAITS / "astronaut.jpg") as opened:
            large = opened.convert("RGB").resize((2600, 2600))
        buffer = io.BytesIO()
        large.save(buffer, "JPEG")
        photo = receive_photo(owner=make_owner(), raw=buffer.getvalue(), declaration="me")
        assert (photo.width, photo.height) == (services.KEPT_SIDE, services.KEPT_SIDE)


class TestSeveralFaces:
    @pytest.fixture
    def photo(self) -> Photo:
        return receive_photo(
            owner=make_owner(), raw=raw("two_people.jpg"), declaration="permission"
        )

    def test_nobody_is_chosen_yet(self, photo: Photo) -> None:
        assert photo.chosen_face is None
        assert len(photo.faces) == 2
        with pytest.raises(services.FaceNotChosen):
            services.face_box(photo)

    @pytest.mark.parametrize("index", [0, 1])
    def test_the_chosen_one_stays_and_the_other_is_covered(self, photo: Photo, index: int) -> None:
        box, before = photo.faces[index], photo.blob
        chosen = choose_face(photo=photo, index=index)
        assert (chosen.faces, chosen.chosen_face) == ([box], 0)
        rgb = services.load(chosen)
        (left,) = detect_faces(rgb, min_score=checks.BYSTANDER_SCORE)
        kept = services.face_box(chosen)
        assert abs(left.center[0] - kept.center[0]) < kept.width / 4
        run_due()
        assert Blob.objects.get() == chosen.blob
        assert chosen.blob != before

    @pytest.mark.parametrize("index", [-1, 2, 99])
    def test_there_is_no_such_face(self, photo: Photo, index: int) -> None:
        with pytest.raises(ValueError, match="no such face"):
            choose_face(photo=photo, index=index)

    def test_two_choices_at_once(self, photo: Photo) -> None:
        """The second one loaded the photo before the first one covered a face."""
        stale = Photo.objects.get(pk=photo.pk)
        first = choose_face(photo=photo, index=0)
        assert stale.blob is not None
        assert Blob.objects.get(pk=stale.blob.pk).doomed_at is not None
        run_due()
        with pytest.raises(PhotoGone):
            choose_face(photo=stale, index=1)
        assert Photo.objects.get().faces == first.faces

    def test_two_choices_that_both_loaded_it(
        self, photo: Photo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stale = Photo.objects.get(pk=photo.pk)
        fill = checks.fill_bystanders

        def meanwhile(*arguments: object) -> object:
            monkeypatch.setattr(checks, "fill_bystanders", fill)
            choose_face(photo=photo, index=0)
            return fill(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(checks, "fill_bystanders", meanwhile)
        with pytest.raises(ValueError, match="at the same time"):
            choose_face(photo=stale, index=1)
        run_due()
        assert Blob.objects.get() == Photo.objects.get().blob == photo.blob

    def test_deleted_while_a_face_is_chosen(
        self, photo: Photo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill = checks.fill_bystanders

        def meanwhile(*arguments: object) -> object:
            delete_photo(photo=Photo.objects.get(), reason="asked")
            return fill(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(checks, "fill_bystanders", meanwhile)
        with pytest.raises(PhotoGone):
            choose_face(photo=photo, index=0)
        run_due()
        assert not Blob.objects.exists()
