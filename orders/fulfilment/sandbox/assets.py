"""Fetches print files as a print house does: by URL, md5 checked, opened and measured."""

import hashlib
import tempfile
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPResponse
from pathlib import Path
from typing import IO, BinaryIO, cast
from urllib.parse import urlsplit

import pikepdf

from orders.fulfilment.sandbox.catalogue import Product

_LARGEST = 200 * 1024 * 1024
_CHUNK = 1 << 20
_MM_PER_POINT = 25.4 / 72
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class AssetError(Exception):
    """A file could not be had; `final` when another attempt cannot help."""

    def __init__(self, message: str, *, final: bool) -> None:
        super().__init__(message)
        self.final = final


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> None:
        """Follow nothing: a redirect could lead out of the allowed origins."""
        return


# No proxies either: the sandbox talks to this machine alone.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())


def is_loopback(origin: str) -> bool:
    """Tell whether an origin such as `http://127.0.0.1:8000` is on this machine."""
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and parts.hostname in _LOOPBACK


@dataclass(frozen=True)
class Outgoing:
    """The sandbox's way out: only to the origins it was started with."""

    origins: frozenset[str]
    timeout: float = 20.0

    def allows(self, url: str) -> bool:
        """Tell whether the URL lies at an allowed origin."""
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc}" in self.origins

    def open(self, url: str, data: bytes | None = None) -> HTTPResponse:
        """GET the URL, or POST JSON to it.

        Raises:
            AssetError: the origin is not allowed.
            OSError: no answer, or one of 300 and above.

        """
        if not self.allows(url):
            raise AssetError("the origin is not allowed", final=True)
        headers = {"Content-Type": "application/json"} if data is not None else {}
        request = urllib.request.Request(url, data=data, headers=headers)  # noqa: S310
        answer: HTTPResponse = _opener.open(request, timeout=self.timeout)
        return answer


def inspect(outgoing: Outgoing, url: str, md5: str | None, folder: Path) -> list[list[float]]:
    """Fetch a PDF, check its md5 and measure it; nothing of the file is kept.

    Returns:
        The TrimBox of each page as [width, height] in mm; empty when it is no readable PDF.

    Raises:
        AssetError: not to be had, or not the file that was meant.

    """
    with tempfile.TemporaryFile(dir=folder) as target:
        digest = hashlib.md5(usedforsecurity=False)
        try:
            with outgoing.open(url) as answer:
                _copy(answer, target, digest)
        except (OSError, ValueError) as error:
            status = getattr(error, "code", None)
            reason = f"HTTP {status}" if status else type(error).__name__
            raise AssetError(reason, final=False) from error
        if md5 and digest.hexdigest() != md5.lower():
            raise AssetError("its md5 is not the md5Hash of the order", final=True)
        target.seek(0)
        return _trim_sizes(cast("BinaryIO", target))


def _copy(answer: HTTPResponse, target: IO[bytes], digest: "hashlib._Hash") -> None:
    size = 0
    while chunk := answer.read(_CHUNK):
        size += len(chunk)
        if size > _LARGEST:
            raise AssetError("larger than 200 MiB", final=True)
        digest.update(chunk)
        target.write(chunk)


def _trim_sizes(stream: BinaryIO) -> list[list[float]]:
    try:
        with pikepdf.open(stream) as pdf:
            return [_trim_size(page) for page in pdf.pages]
    except (pikepdf.PdfError, ValueError, TypeError):
        return []


def _trim_size(page: pikepdf.Page) -> list[float]:
    left, bottom, right, top = (float(number) for number in page.trimbox.as_list())
    unit = float(page.obj.get("/UserUnit", 1)) * _MM_PER_POINT
    return [round(abs(right - left) * unit, 2), round(abs(top - bottom) * unit, 2)]


def print_fault(pages: list[list[float]], product: Product, tolerance_mm: float) -> str | None:
    """Say why a file cannot be printed as this product, or None when it can."""
    if not pages:
        return "it is not a readable PDF"
    if len(pages) != product.pages:
        count = f"{len(pages)} page" + ("" if len(pages) == 1 else "s")
        return f"it has {count} instead of {product.pages}"
    if any(page != pages[0] for page in pages):
        return "its pages differ in size"
    size, wanted = sorted(pages[0]), sorted((product.width_mm, product.height_mm))
    over = [have - want for have, want in zip(size, wanted, strict=True)]
    wrong = [gap if product.fit == "within" else abs(gap) for gap in over]
    if max(wrong) <= tolerance_mm:
        return None
    limit = "at most " if product.fit == "within" else ""
    have, want = (f"{a:g} x {b:g} mm" for a, b in (size, wanted))
    return f"its trim size is {have}, {product.sku} takes {limit}{want}"
