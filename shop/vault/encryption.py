"""AES-256-GCM in STREAM chunks, and the wrapping of subject keys by a master key.

A blob is a 7-byte random nonce prefix and then chunks of 64 KiB, each sealed under
prefix + 4-byte counter + 1-byte "last" flag (the STREAM construction of Hoang, Reyhanitabar,
Rogaway and Vizar, 2015), so that cutting, swapping or dropping chunks is detected.
"""

import os
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

CHUNK = 64 * 1024
_PREFIX = 7
_TAG = 16


class Unreadable(Exception):
    """The data was tampered with, cut, or belongs to another key or subject."""


def new_key() -> bytes:
    """Return 32 random bytes."""
    return os.urandom(32)


def wrap(key: bytes, master: bytes) -> bytes:
    """Wrap a 32-byte key with a 32-byte master key (RFC 3394); 40 bytes."""
    return aes_key_wrap(master, key)


def unwrap(wrapped: bytes, master: bytes) -> bytes:
    """Undo `wrap`.

    Raises:
        Unreadable: another master key, or damaged bytes.

    """
    try:
        return aes_key_unwrap(master, wrapped)
    except (InvalidUnwrap, ValueError) as error:
        raise Unreadable("The master key does not open this key.") from error


def seal(data: bytes, key: bytes, *, associated: str) -> bytes:
    """Encrypt `data`; `associated` (the subject's id) must be the same to open it."""
    prefix = os.urandom(_PREFIX)
    cipher = AESGCM(key)
    sealed = [prefix]
    for counter, last, chunk in _chunks(data, CHUNK):
        nonce = prefix + counter.to_bytes(4, "big") + bytes([last])
        sealed.append(cipher.encrypt(nonce, chunk, associated.encode()))
    return b"".join(sealed)


def open_sealed(sealed: bytes, key: bytes, *, associated: str) -> bytes:
    """Undo `seal`.

    Raises:
        Unreadable: wrong key or subject, or the bytes were changed.

    """
    prefix, body = sealed[:_PREFIX], sealed[_PREFIX:]
    cipher = AESGCM(key)
    opened = []
    try:
        for counter, last, chunk in _chunks(body, CHUNK + _TAG):
            nonce = prefix + counter.to_bytes(4, "big") + bytes([last])
            opened.append(cipher.decrypt(nonce, chunk, associated.encode()))
    except (InvalidTag, ValueError) as error:
        raise Unreadable("The blob cannot be opened.") from error
    return b"".join(opened)


def _chunks(data: bytes, size: int) -> Iterator[tuple[int, bool, bytes]]:
    count = max(1, -(-len(data) // size))
    for index in range(count):
        yield index, index == count - 1, data[index * size : (index + 1) * size]
