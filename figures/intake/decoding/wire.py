"""Frames on the pipes between the service and its decoder.

A frame is a 4-byte big-endian length, that many bytes of JSON, then the JSON's `length` bytes of
body. A request carries `Request` and the file; a reply carries `Reply` and the pixels.
"""

import json
from typing import TypedDict

HEAD_BYTES = 4
MAX_HEADER = 4096


class Request(TypedDict):
    """What to decode and within which bounds."""

    length: int
    format: str
    min_side: int
    max_side: int
    max_pixels: int
    cpu_seconds: int


class Reply(TypedDict):
    """Either `refused` is a reason code, or the body holds `width` x `height` RGB pixels."""

    length: int
    refused: str | None
    width: int
    height: int


def pack(header: Request | Reply) -> bytes:
    """Write a header; the body follows as it is."""
    text = json.dumps(header).encode()
    return len(text).to_bytes(HEAD_BYTES) + text
