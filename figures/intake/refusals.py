"""Why a photo is not taken, and the words for it."""

from dataclasses import dataclass
from enum import StrEnum

MEGABYTE = 1024 * 1024
MAX_BYTES = 20 * MEGABYTE
MAX_PIXELS = 60_000_000
MIN_SIDE = 256
MIN_FACE_WIDTH = 80


class Refusal(StrEnum):
    """Reason codes; pages, API and tests know them, so they do not change."""

    NOT_A_PHOTO = "not_a_photo"
    UNSUPPORTED_FORMAT = "unsupported_format"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    TOO_SMALL = "too_small"
    TOO_MANY_PIXELS = "too_many_pixels"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    FACE_TOO_SMALL = "face_too_small"
    FACE_TOO_DARK = "face_too_dark"


@dataclass(frozen=True)
class Words:
    """What the person reads: what is wrong, and what helps."""

    reason: str
    tip: str


WORDS: dict[Refusal, Words] = {
    Refusal.NOT_A_PHOTO: Words(
        "This file does not look like a photo.",
        "Please choose a photo from your camera or gallery: JPEG, PNG, WebP, AVIF or HEIC.",
    ),
    Refusal.UNSUPPORTED_FORMAT: Words(
        "We cannot read this kind of picture.",
        "Please save it as JPEG, PNG, WebP, AVIF or HEIC and try again.",
    ),
    Refusal.INCOMPLETE: Words(
        "This photo is incomplete or damaged.",
        "Please upload it once more; if that does not help, send the original from your camera.",
    ),
    Refusal.UNREADABLE: Words(
        "This photo took too much time or memory to open, so we stopped.",
        "Please save it again as a plain JPEG, or choose another photo.",
    ),
    Refusal.TOO_LARGE: Words(
        f"This file is larger than {MAX_BYTES // MEGABYTE} MB.",
        "Please choose a smaller copy; a JPEG from your phone is just right.",
    ),
    Refusal.TOO_SMALL: Words(
        f"This photo is too small: its shorter side has fewer than {MIN_SIDE} pixels.",
        "Please send the original photo rather than a thumbnail or a screenshot.",
    ),
    Refusal.TOO_MANY_PIXELS: Words(
        f"This photo has more than {MAX_PIXELS // 1_000_000} megapixels.",
        "Please send a smaller copy; 12 megapixels are plenty.",
    ),
    Refusal.NO_FACE: Words(
        "We could not find a face in this photo.",
        "Please choose one where the face is in full view, turned towards the camera and well lit.",
    ),
    Refusal.SEVERAL_FACES: Words(
        "There is more than one face in this photo.",
        "Please choose who becomes the figure; we cover the other faces.",
    ),
    Refusal.FACE_TOO_SMALL: Words(
        "The face in this photo is too small to see who it is: "
        f"it is less than {MIN_FACE_WIDTH} pixels wide.",
        "Please come closer, or send the original photo rather than a smaller copy.",
    ),
    Refusal.FACE_TOO_DARK: Words(
        "The face in this photo lies in the dark, so we cannot see its colours.",
        "Please face a window or a lamp, with the light on your face rather than behind you.",
    ),
}


class PhotoRefused(Exception):  # named after what happened
    """The photo is not taken; the person can choose another.

    Attributes:
        code: the reason.

    """

    def __init__(self, code: Refusal) -> None:
        super().__init__(code, WORDS[code].reason)
        self.code = code

    @property
    def reason(self) -> str:
        """What is wrong, as a sentence."""
        return WORDS[self.code].reason

    @property
    def tip(self) -> str:
        """What helps, as a sentence."""
        return WORDS[self.code].tip
