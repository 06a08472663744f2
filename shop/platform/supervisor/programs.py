"""What to start, and how one sees that it is ready."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import requests

Ready = Callable[[Path], bool]


@dataclass(frozen=True, slots=True)
class Program:
    """One process to keep running.

    Args:
        name: names its log file too.
        command: program and arguments.
        ready: told the log file, answers whether the process is at work; at once by default.
        environment: variables to add to our own.
        in_foreground: speaks to our own terminal; has no log.

    """

    name: str
    command: tuple[str, ...]
    ready: Ready = field(default=lambda log: True)
    environment: Mapping[str, str] = field(default_factory=dict)
    in_foreground: bool = False


def answers(url: str) -> Ready:
    """Take a program as ready once the URL answers 200."""

    def ready(log: Path) -> bool:
        try:
            return requests.get(url, timeout=5).status_code == HTTPStatus.OK
        except requests.RequestException:
            return False

    return ready


def says(words: str) -> Ready:
    """Take a program as ready once its log contains the words."""

    def ready(log: Path) -> bool:
        return words.encode() in log.read_bytes()

    return ready
