"""Who gets the photo: facts about a recipient, from the installation's own file.

Which company it is, where it works on the photo and how long it keeps it depends on the contract
of whoever runs the site. So nothing of it is in the code: the file that `HOSTED_RECIPIENTS_FILE`
names says it, with the page it was read from and the day.
"""

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_WORDS = ("company", "region", "keeps")
_LINKS = ("policy_url", "source")


@dataclass(frozen=True, slots=True)
class Recipient:
    """What a person is told before their photo is sent.

    Attributes:
        company: name and seat, such as "Sample Images Ltd, Dublin".
        region: where the photo is worked on.
        keeps: how long the company keeps it, as one clause: "It keeps the photo ...".
        policy_url: its privacy policy.
        source: where `keeps` and `region` were read.
        read_on: the day they were.

    """

    company: str
    region: str
    keeps: str
    policy_url: str
    source: str
    read_on: date

    @property
    def notice(self) -> str:
        """Names exactly these words: an agreement holds for what was shown and nothing else."""
        words = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(words.encode()).hexdigest()[:32]


def recipient(name: str) -> Recipient:
    """Return the recipient behind the generator `name`.

    Raises:
        ImproperlyConfigured: the file does not say who that is, or not all of it.

    """
    path = settings.HOSTED_RECIPIENTS_FILE
    if not path:
        raise ImproperlyConfigured("HOSTED_RECIPIENTS_FILE names the file about who gets photos.")
    entry = _table(path).get(name)
    if not isinstance(entry, dict):
        raise ImproperlyConfigured(f"{path} says nothing about {name!r}.")
    missing = [key for key in (*_WORDS, *_LINKS) if not str(entry.get(key, "")).strip()]
    if missing:
        raise ImproperlyConfigured(f"{path}, {name}: {', '.join(missing)} must be filled in.")
    for key in _LINKS:
        if not entry[key].startswith("https://"):
            raise ImproperlyConfigured(f"{path}, {name}: {key} must start with https://.")
    read_on = entry.get("read_on")
    if not isinstance(read_on, date):
        raise ImproperlyConfigured(f"{path}, {name}: read_on must be a date, such as 2026-11-24.")
    return Recipient(**{key: entry[key].strip() for key in (*_WORDS, *_LINKS)}, read_on=read_on)


@lru_cache(maxsize=4)
def _table(path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ImproperlyConfigured(f"{path} cannot be read as TOML: {error}.") from error
