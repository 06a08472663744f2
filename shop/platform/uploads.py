"""Uploads stay in memory: Django's own handlers write larger files to disk in the clear."""

import io
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

_TOO_LARGE = "shop.upload_too_large"
# A body this much over the limit is not even read to its end to answer politely.
_HOPELESS = 10


class MemoryOnlyUploadHandler(FileUploadHandler):
    """Keeps each file of at most `settings.PHOTO_MAX_BYTES` in memory and drops larger ones.

    A dropped file is missing from `request.FILES`, the form's other fields arrive, and
    `upload_was_too_large` tells why.
    """

    _content: io.BytesIO

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803  # Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> "tuple[QueryDict, MultiValueDict[str, UploadedFile[bytes]]] | None":
        """Leave a body far beyond the limit unread."""
        if content_length > _HOPELESS * settings.PHOTO_MAX_BYTES:
            self._mark_too_large()
            return QueryDict(), MultiValueDict()
        return None

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # as Django declares it
        """Start a file; one that announces too many bytes is dropped at once."""
        super().new_file(*args, **kwargs)
        self._content = io.BytesIO()
        if self.content_length is not None and self.content_length > settings.PHOTO_MAX_BYTES:
            self._drop()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a piece of the file."""
        if start + len(raw_data) > settings.PHOTO_MAX_BYTES:
            self._drop()
        self._content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Hand the file over."""
        self._content.seek(0)
        return InMemoryUploadedFile(
            file=self._content,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def _drop(self) -> None:
        self._content = io.BytesIO()
        self._mark_too_large()
        raise SkipFile

    def _mark_too_large(self) -> None:
        if self.request is not None:
            self.request.META[_TOO_LARGE] = True


def upload_was_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was dropped for its size; parses the body if need be."""
    _ = request.FILES
    return bool(request.META.get(_TOO_LARGE))
