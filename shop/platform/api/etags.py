"""ETags: what a poll compares. Signed links change with every second and do not count."""

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.http import parse_etags

# A copy that is still valid holds links at most this old; they work for an hour.
LINK_AGE = 1800


class SignedUrl(str):
    """A link that expires. Two links to the same thing are equal as far as an ETag goes."""

    __slots__ = ("target",)
    target: str

    def __new__(cls, url: str, target: str) -> "SignedUrl":
        """Return the link; `target` names what it leads to."""
        made = super().__new__(cls, url)
        made.target = target
        return made


def etag_of(data: Any) -> str:
    """Return a weak ETag of an answer, new at the latest when its links grow old."""
    links: list[str] = []
    plain = json.dumps(_stable(data, links), cls=DjangoJSONEncoder, sort_keys=True)
    if links:
        plain += f"#{int(time.time()) // LINK_AGE}"
    return f'W/"{hashlib.sha256(plain.encode()).hexdigest()[:32]}"'


def matches(header: str, etag: str) -> bool:
    """Whether `If-None-Match` names this ETag, by weak comparison."""
    given = parse_etags(header)
    return given == ["*"] or etag.removeprefix("W/") in {one.removeprefix("W/") for one in given}


def _stable(data: Any, links: list[str]) -> Any:
    if isinstance(data, SignedUrl):
        links.append(data.target)
        return data.target
    if isinstance(data, Mapping):
        return {str(name): _stable(value, links) for name, value in data.items()}
    if isinstance(data, Sequence) and not isinstance(data, str):
        return [_stable(value, links) for value in data]
    return data
