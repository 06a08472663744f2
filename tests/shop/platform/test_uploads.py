import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from shop.platform.uploads import upload_was_too_large


def post(content: bytes) -> HttpRequest:
    upload = SimpleUploadedFile("me.jpg", content, "image/jpeg")
    return RequestFactory().post("/", {"photo": upload, "declaration": "me"})


def test_it_is_the_only_handler(settings: Settings) -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["shop.platform.uploads.MemoryOnlyUploadHandler"]
    assert settings.PHOTO_MAX_BYTES == 20 * 1024 * 1024


def test_a_file_beyond_djangos_own_limit_stays_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    content = bytes(range(256)) * 4 * 3 * 1024
    request = post(content)
    upload = request.FILES["photo"]
    assert isinstance(upload, InMemoryUploadedFile)
    assert upload.read() == content
    assert (upload.name, upload.content_type, upload.size) == ("me.jpg", "image/jpeg", len(content))
    assert not upload_was_too_large(request)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("size", "is_kept"), [(100_000, True), (100_001, False)])
def test_the_limit_is_exact(settings: Settings, size: int, is_kept: bool) -> None:
    settings.PHOTO_MAX_BYTES = 100_000
    request = post(b"x" * size)
    assert upload_was_too_large(request) is not is_kept
    assert ("photo" in request.FILES) is is_kept
    assert request.POST["declaration"] == "me"


def test_a_part_that_announces_too_much_is_not_even_read(settings: Settings) -> None:
    settings.PHOTO_MAX_BYTES = 100_000
    body = (
        b"--b\r\nContent-Disposition: form-data; name=photo; filename=a.jpg\r\n"
        b"Content-Type: image/jpeg\r\nContent-Length: 100001\r\n\r\nabc\r\n"
        b"--b\r\nContent-Disposition: form-data; name=declaration\r\n\r\nme\r\n--b--\r\n"
    )
    request = RequestFactory().generic("POST", "/", body, "multipart/form-data; boundary=b")
    assert upload_was_too_large(request)
    assert request.POST["declaration"] == "me"


def test_a_hopeless_body_is_not_read(settings: Settings) -> None:
    settings.PHOTO_MAX_BYTES = 1_000
    request = post(b"x" * 10_000)
    assert upload_was_too_large(request)
    assert request.POST.dict() == {}
