"""Keeps what the walk was given: pictures, proofs and print files, as files to look at."""

import mimetypes
import os
import re
import shutil
from pathlib import Path

from orders.walkthrough.browser import Browser

_KNOWN = {"image/webp": ".webp", "image/avif": ".avif", "image/jpeg": ".jpg"}


class Results:
    """A folder that gets the order's number for a name once there is one.

    Args:
        root: folder for a folder per order.

    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.folder = root / f"unfinished-{os.getpid()}"
        self.folder.mkdir(parents=True, mode=0o700)
        self.names: list[str] = []

    def keep(self, browser: Browser, url: str, name: str) -> None:
        """Download a URL as a file; what it is decides the ending."""
        response = browser.fetch(url)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        file = _plain(name) + (_KNOWN.get(kind) or mimetypes.guess_extension(kind) or ".bin")
        (self.folder / file).write_bytes(response.content)
        self.names.append(file)

    def name_after(self, number: str) -> None:
        """Give the folder its order's number."""
        final = self._root / _plain(number)
        if final.exists():
            shutil.rmtree(final)
        self.folder = self.folder.rename(final)

    def drop_unfinished(self) -> None:
        """Remove the folder if it never got a number."""
        if self.folder.name.startswith("unfinished-"):
            shutil.rmtree(self.folder, ignore_errors=True)

    def paths(self) -> list[Path]:
        """Return the files in the order they came."""
        return [self.folder / name for name in self.names]


def _plain(name: str) -> str:
    """Return the name with only letters, digits and dashes, so that it stays in the folder."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")
