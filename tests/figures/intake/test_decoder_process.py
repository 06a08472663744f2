"""The guarded decoder: its limits, its end and its return."""

import io
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from figures.intake.decoding import DecodedPhoto, SourceFormat, decode_photo, service
from figures.intake.decoding.pool import MAX_CHILDREN, PHOTOS_PER_CHILD, Pool
from figures.intake.refusals import PhotoRefused, Refusal

RED = (200, 30, 40)


def png(width: int, height: int, color: tuple[int, int, int] = RED) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), color).save(out, "PNG")
    return out.getvalue()


PHOTO = png(300, 400)


def refusal_of(raw: bytes, **bounds: float) -> Refusal:
    with pytest.raises(PhotoRefused) as caught:
        decode_photo(raw, **bounds)  # type: ignore[arg-type]  # one mapping for all bounds
    return caught.value.code


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Pool:
    pool = Pool()
    monkeypatch.setattr(service, "pool", pool)
    return pool


def pid_of(pool: Pool) -> int:
    with pool.child() as child:
        return child.pid


def test_a_photo_comes_back_as_pixels() -> None:
    photo = decode_photo(PHOTO)
    assert photo == DecodedPhoto(bytes(RED) * 300 * 400, 300, 400, SourceFormat.PNG)
    assert photo.array().shape == (400, 300, 3)
    assert not photo.array().flags.writeable


def test_bounds_are_exact() -> None:
    assert refusal_of(PHOTO, max_bytes=len(PHOTO) - 1) is Refusal.TOO_LARGE
    assert decode_photo(PHOTO, max_bytes=len(PHOTO)).width == 300
    assert refusal_of(PHOTO, min_side=301) is Refusal.TOO_SMALL
    assert decode_photo(PHOTO, min_side=300).width == 300
    assert refusal_of(PHOTO, max_pixels=119_999) is Refusal.TOO_MANY_PIXELS
    assert decode_photo(PHOTO, max_pixels=120_000).width == 300
    assert refusal_of(png(255, 400)) is Refusal.TOO_SMALL


def test_a_large_photo_is_scaled_down() -> None:
    photo = decode_photo(png(1200, 3600), max_side=900)
    assert (photo.width, photo.height) == (300, 900)


def test_16_bit_grey_is_scaled_not_clipped() -> None:
    samples = np.repeat(np.arange(256, dtype=np.uint16) * 257, 256).reshape(256, 256)
    out = io.BytesIO()
    Image.fromarray(samples).save(out, "PNG")
    assert decode_photo(out.getvalue()).array()[:, 0, 0].tolist() == list(range(256))


def test_transparency_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (256, 256), (0, 0, 0, 51)).save(out, "PNG")
    assert set(decode_photo(out.getvalue()).pixels) == {204}


def test_the_child_can_open_nothing_and_knows_nothing(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for the child")
    decode_photo(PHOTO)
    process = Path("/proc") / str(pid_of(pool))
    rows = [row.rsplit(maxsplit=3) for row in (process / "limits").read_text().splitlines()]
    soft = {row[0].strip(): row[1] for row in rows if len(row) == 4}
    assert soft["Max open files"] == "0"
    assert soft["Max file size"] == "0"
    assert soft["Max core file size"] == "0"
    assert soft["Max address space"] == str(1280 * 1024 * 1024)
    assert soft["Max cpu time"] == str(service.CPU_SECONDS + 1)
    links = [str(link.readlink()) for link in (process / "fd").iterdir()]
    assert {link.split(":")[0] for link in links} == {"/dev/null", "pipe"}
    assert b"SECRET_KEY" not in (process / "environ").read_bytes()


def test_a_photo_beyond_the_memory_limit_is_refused_and_the_next_one_decodes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = Pool(memory_bytes=128 * 1024 * 1024)
    monkeypatch.setattr(service, "pool", small)
    assert decode_photo(PHOTO).width == 300
    before = pid_of(small)
    assert refusal_of(png(7000, 7000)) is Refusal.UNREADABLE
    assert decode_photo(PHOTO).width == 300
    assert pid_of(small) != before
    small.close()


def test_a_decoder_that_takes_too_long_is_replaced(pool: Pool) -> None:
    before = pid_of(pool)
    assert refusal_of(PHOTO, timeout=0) is Refusal.UNREADABLE
    assert decode_photo(PHOTO).width == 300
    assert pid_of(pool) != before
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


def test_a_decoder_killed_between_photos_costs_nobody_a_photo(pool: Pool) -> None:
    before = pid_of(pool)
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    assert decode_photo(PHOTO).width == 300
    assert pid_of(pool) != before


def test_a_decoder_stays_warm_and_is_renewed_after_its_share(pool: Pool) -> None:
    tiny = png(16, 16)
    pids: list[int] = []
    for _ in range(PHOTOS_PER_CHILD):
        decode_photo(tiny, min_side=16)
        pids.append(pid_of(pool) if len(pids) < PHOTOS_PER_CHILD - 1 else pids[-1])
    assert len(set(pids)) == 1
    assert pid_of(pool) != pids[0]


def test_threads_get_their_own_photo(pool: Pool) -> None:
    shades = [(n, 2 * n, 255 - n) for n in range(24)]
    with ThreadPoolExecutor(6) as threads:
        photos = list(threads.map(lambda shade: decode_photo(png(300, 300, shade)), shades))
    assert [tuple(photo.pixels[:3]) for photo in photos] == shades
    assert 1 <= len(pool._idle) <= MAX_CHILDREN


def test_a_fork_starts_its_own_decoder_and_leaves_ours_alone(pool: Pool) -> None:
    ours = pid_of(pool)
    fork = os.fork()
    if fork == 0:
        try:
            is_fine = decode_photo(PHOTO).width == 300 and pid_of(pool) != ours
            pool.close()
            os._exit(0 if is_fine else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]) == 0
    assert decode_photo(PHOTO).width == 300
    assert pid_of(pool) == ours


def test_a_decoder_leaves_with_its_service_though_a_fork_lives_on(pool: Pool) -> None:
    with pool.child() as child:
        pass
    hold, release = os.pipe()
    fork = os.fork()
    if fork == 0:
        os.close(release)
        os.read(hold, 1)
        os._exit(0)
    try:
        child.let_go()
        assert child._process.wait(timeout=60) == 0
    finally:
        os.close(release)
        os.close(hold)
        os.waitpid(fork, 0)
