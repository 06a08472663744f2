"""194 tricky and malformed files: the outcome of each, a clean result, memory within bounds."""

import hashlib
import io
import json
from pathlib import Path
from typing import TypedDict

import numpy as np
import pytest
from PIL import Image

from figures.intake.decoding import decode_photo, pool
from figures.intake.refusals import PhotoRefused

CORPUS = Path(__file__).parents[2] / "data" / "uploads"
MIN_SIDE = 16
SECONDS = 2.0
# The manifest accepts these, but the size rule comes first; their pixels are good.
TINY = {
    "metadata/pillow__app13.jpg": (4, 4),
    "metadata/pillow__multiple_exif.jpg": (1, 1),
    "metadata/pillow__xmp_padded.jpg": (1, 1),
    "metadata_broken/pillow__icc-after-SOF.jpg": (10, 10),
    "metadata_broken/pillow__padded_idat.png": (256, 10),
    "modes/pillow__tRNS_null_1x1.png": (1, 1),
    "orientation/pillow__orientation_rectangle.jpg": (1, 2),
    "png_valid/pngsuite__s01i3p01.png": (1, 1),
}


class Entry(TypedDict):
    file: str
    sha256: str
    expect: str


ENTRIES: list[Entry] = json.loads((CORPUS / "manifest.json").read_text())
OUTCOMES: dict[str, str] = json.loads((CORPUS / "outcomes.json").read_text())
ACCEPTED = [file for file, outcome in OUTCOMES.items() if outcome.startswith("accepted")]


def read(file: str) -> bytes:
    return (CORPUS / file).read_bytes()


def outcome_of(raw: bytes) -> str:
    try:
        photo = decode_photo(raw, min_side=MIN_SIDE, timeout=SECONDS)
    except PhotoRefused as refusal:
        return refusal.code.value
    assert len(photo.pixels) == photo.width * photo.height * 3
    return f"accepted {photo.width}x{photo.height}"


def test_the_corpus_is_whole() -> None:
    assert len(ENTRIES) == 194
    assert [entry["file"] for entry in ENTRIES] == list(OUTCOMES)
    for entry in ENTRIES:
        assert hashlib.sha256(read(entry["file"])).hexdigest() == entry["sha256"]


@pytest.mark.parametrize("file", OUTCOMES)
def test_each_file_has_its_outcome(file: str) -> None:
    assert outcome_of(read(file)) == OUTCOMES[file]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
def test_the_outcome_is_what_the_manifest_asks(entry: Entry) -> None:
    outcome = OUTCOMES[entry["file"]]
    if entry["file"] in TINY:
        assert (entry["expect"], outcome) == ("accept", "too_small")
    elif entry["expect"] == "accept":
        assert outcome.startswith("accepted ")
    elif entry["expect"] == "error":
        assert not outcome.startswith("accepted ")
    else:
        assert entry["expect"] in {"accept_or_error", "accept_first_or_error"}
    assert outcome != "unreadable"


@pytest.mark.parametrize("file", TINY)
def test_tiny_good_files_decode_without_the_size_rule(file: str) -> None:
    photo = decode_photo(read(file), min_side=1, timeout=SECONDS)
    assert (photo.width, photo.height) == TINY[file]


def test_the_whole_corpus_stays_below_300_megabytes() -> None:
    pool.close()
    for file in OUTCOMES:
        outcome_of(read(file))
    with pool.child() as child:
        status = Path(f"/proc/{child.pid}/status").read_text()
    assert child.photos > 100  # one decoder took them all
    assert int(status.split("VmHWM:")[1].split()[0]) < 300 * 1024


def markers_of(jpeg: bytes) -> list[tuple[int, bytes]]:
    """Marker codes and payloads up to the scan, then what follows the picture's end as 0."""
    found, at = [], 2
    while jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        length = int.from_bytes(jpeg[at + 2 : at + 4])
        found.append((jpeg[at + 1], jpeg[at + 4 : at + 2 + length]))
        at += 2 + length
    end = jpeg.index(b"\xff\xd9", at) + 2
    return [*found, (0, jpeg[end:])]


def metadata_in(jpeg: bytes) -> list[str]:
    """Names everything in a JPEG that is not needed to show it."""
    tables = {0xC0, 0xC4, 0xDB, 0xDD}
    leaks = []
    for code, payload in markers_of(jpeg):
        is_plain_jfif = code == 0xE0 and payload[:5] == b"JFIF\0" and len(payload) == 14
        if code not in tables and not is_plain_jfif and (code or payload):
            leaks.append(f"{code:02x} {payload[:12]!r}")
    image = Image.open(io.BytesIO(jpeg))
    leaks += [f"exif {tag}" for tag in image.getexif()]
    jfif = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    return leaks + sorted(str(key) for key in set(image.info) - jfif)


@pytest.mark.parametrize("file", ACCEPTED)
def test_nothing_but_pixels_is_kept(file: str) -> None:
    photo = decode_photo(read(file), min_side=MIN_SIDE, timeout=SECONDS)
    assert metadata_in(photo.encoded()) == []


def test_the_leak_check_sees_what_the_originals_carry() -> None:
    private = metadata_in(read("metadata/gen_gps_owner_orient6.jpg"))
    assert [leak[:2] for leak in private] == [
        *("e1", "e1", "fe", "ex", "ex", "ex", "ex", "ex", "co", "dp", "ex", "xm")
    ]
    appended = metadata_in(read("polyglot/gen_jpg_plus_zip.jpg"))
    assert [leak[:7] for leak in appended] == ["00 b'PK"]


@pytest.mark.parametrize("file", [file for file in ACCEPTED if "hopper_orientation" in file])
def test_turned_photos_come_out_upright(file: str) -> None:
    assert nearest_turn(read(file), read("orientation/pillow__hopper_orientation_2.jpg")) == 0


@pytest.mark.parametrize("turn", ["rot2mir0", "rot1mir0", "rot0mir1", "rot3mir1"])
def test_avif_rotation_is_applied_once(turn: str) -> None:
    upright = read("orientation/pillow__avif__rot0mir0.avif")
    assert nearest_turn(read(f"orientation/pillow__avif__{turn}.avif"), upright) == 0


def nearest_turn(raw: bytes, upright: bytes) -> int:
    """Which of the eight turns and mirrorings of the photo is most like the upright one."""
    photo = decode_photo(raw, min_side=MIN_SIDE).array().astype(int)
    model = decode_photo(upright, min_side=MIN_SIDE).array()
    turns = [np.rot90(side, k) for side in (photo, photo[:, ::-1]) for k in range(4)]
    apart = [abs(t - model).mean() if t.shape == model.shape else np.inf for t in turns]
    return int(np.argmin(apart))
