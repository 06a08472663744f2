"""Sealing: exact, and every change of the sealed bytes is noticed."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.vault import encryption
from shop.vault.encryption import CHUNK, Unreadable, open_sealed, seal, unwrap, wrap

KEY = bytes(range(32))
SUBJECT = "fig_sample"
# A prefix of 7 bytes, then chunks that are each 16 bytes longer than in the clear.
PREFIX, SEALED_CHUNK = 7, CHUNK + 16


def chunks_of(sealed: bytes) -> list[bytes]:
    body = sealed[PREFIX:]
    return [body[at : at + SEALED_CHUNK] for at in range(0, len(body), SEALED_CHUNK)]


def refused(sealed: bytes, *, key: bytes = KEY, subject: str = SUBJECT) -> bool:
    try:
        open_sealed(sealed, key, associated=subject)
    except Unreadable:
        return True
    return False


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5])
def test_what_is_sealed_opens_to_the_same_bytes(size: int) -> None:
    data = os.urandom(size)
    sealed = seal(data, KEY, associated=SUBJECT)
    assert open_sealed(sealed, KEY, associated=SUBJECT) == data
    assert len(sealed) == PREFIX + size + 16 * max(1, -(-size // CHUNK))


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    assert open_sealed(seal(data, KEY, associated=SUBJECT), KEY, associated=SUBJECT) == data


def test_the_same_bytes_are_never_sealed_alike() -> None:
    assert len({seal(b"same", KEY, associated=SUBJECT) for _ in range(50)}) == 50


def test_another_key_or_subject_does_not_open_it() -> None:
    sealed = seal(b"data", KEY, associated=SUBJECT)
    assert refused(sealed, key=bytes(32))
    assert refused(sealed, subject="fig_other")
    assert not refused(sealed)


def test_every_byte_counts() -> None:
    sealed = seal(b"some data", KEY, associated=SUBJECT)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        assert refused(bytes(changed)), position


def test_every_cut_is_noticed() -> None:
    sealed = seal(b"some data", KEY, associated=SUBJECT)
    assert all(refused(sealed[:length]) for length in range(len(sealed)))
    assert refused(sealed + b"\0")


def test_chunks_cannot_be_dropped_swapped_or_repeated() -> None:
    sealed = seal(os.urandom(3 * CHUNK), KEY, associated=SUBJECT)
    prefix, (first, second, third) = sealed[:PREFIX], chunks_of(sealed)
    assert not refused(prefix + first + second + third)
    for parts in (
        [first, second],  # cut at a chunk's end
        [first],
        [second, third],
        [second, first, third],
        [first, third],
        [first, first, second, third],
        [first, second, third, third],
        [],
    ):
        assert refused(prefix + b"".join(parts))


def test_chunks_of_two_blobs_cannot_be_mixed() -> None:
    one, other = (seal(os.urandom(2 * CHUNK), KEY, associated=SUBJECT) for _ in range(2))
    assert refused(one[:PREFIX] + chunks_of(one)[0] + chunks_of(other)[1])


def test_wrapping_a_key() -> None:
    master, other = encryption.new_key(), encryption.new_key()
    wrapped = wrap(KEY, master)
    assert len(wrapped) == 40
    assert unwrap(wrapped, master) == KEY
    for bad, by in ((wrapped, other), (wrapped[:-1], master), (b"\0" + wrapped[1:], master)):
        with pytest.raises(Unreadable):
            unwrap(bad, by)
