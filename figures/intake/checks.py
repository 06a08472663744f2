"""Whose face it is: enough size and light, a choice among several, the others covered."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from figures.faces import FaceBox, detect_faces, face_mesh
from figures.faces.boxes import same_face
from figures.intake.refusals import MIN_FACE_WIDTH, PhotoRefused, Refusal

# Luma (0..255) that the lightest tenth of a face reaches. In good light the darkest skin reaches
# about 120, so this is some two stops below: a matter of the lamp, not of the skin.
MIN_FACE_LIGHT = 64
LUMA = np.array([0.2126, 0.7152, 0.0722])
FACE_OVAL = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)
# At this scale of the largest photo a face of `MIN_FACE_WIDTH` has 27 pixels: enough to be found.
COARSE = 1024
# Bystanders are looked for harder than the face to keep: a needless patch harms nobody.
BYSTANDER_SCORE = 0.4
FILL_ROUNDS = 4


@dataclass(frozen=True)
class FaceChoice:
    """The faces of a photo.

    Attributes:
        faces: all but tiny ones, the largest first.
        eligible: those large and light enough to become a figure, the largest first; at least one.

    """

    faces: tuple[FaceBox, ...]
    eligible: tuple[FaceBox, ...]

    @property
    def suggested(self) -> FaceBox:
        """The largest eligible face."""
        return self.eligible[0]

    @property
    def needs_choice(self) -> bool:
        """Whether the person has to say which face is meant."""
        return len(self.eligible) > 1


def check_faces(rgb: NDArray[np.uint8]) -> FaceChoice:
    """Find the faces that can become a figure.

    Args:
        rgb: HxWx3 decoded photo.

    Raises:
        PhotoRefused: `NO_FACE`, `FACE_TOO_SMALL` or `FACE_TOO_DARK`.

    """
    faces = tuple(detect_faces(rgb, finest=COARSE))
    if not faces:
        raise PhotoRefused(Refusal.NO_FACE)
    large = [face for face in faces if face.width >= MIN_FACE_WIDTH]
    if not large:
        raise PhotoRefused(Refusal.FACE_TOO_SMALL)
    eligible = tuple(face for face in large if face_light(rgb, face) >= MIN_FACE_LIGHT)
    if not eligible:
        raise PhotoRefused(Refusal.FACE_TOO_DARK)
    return FaceChoice(faces, eligible)


def face_light(rgb: NDArray[np.uint8], face: FaceBox) -> float:
    """Measure the luma (0..255) that the lightest tenth of a face reaches.

    A median would measure the skin; the lightest parts measure the light that falls on it.
    """
    oval = face_mesh(rgb, face)[list(FACE_OVAL), :2]
    mask = np.zeros(rgb.shape[:2], np.uint8)
    cv2.fillPoly(mask, [oval.round().astype(np.int32)], 1)
    skin = rgb[mask > 0]
    return float(np.percentile(skin @ LUMA, 90)) if len(skin) else 0.0


def fill_bystanders(rgb: NDArray[np.uint8], keep: FaceBox) -> NDArray[np.uint8]:
    """Cover every face but one with a plain patch, until none is found any more.

    A blur or mosaic can be undone in part; a patch of one colour holds nothing.

    Args:
        rgb: HxWx3 photo.
        keep: the face that stays.

    Returns:
        A copy with the other heads covered.

    Raises:
        PhotoRefused: `SEVERAL_FACES` if a face is still found at the end.

    """
    covered = rgb.copy()
    for round_number in range(FILL_ROUNDS):
        others = _bystanders(covered, keep)
        if not others:
            return covered
        for face in others:
            _cover(covered, face, keep, growth=1 + 0.4 * round_number)
    if _bystanders(covered, keep):
        raise PhotoRefused(Refusal.SEVERAL_FACES)
    return covered


def _bystanders(rgb: NDArray[np.uint8], keep: FaceBox) -> list[FaceBox]:
    found = detect_faces(rgb, min_score=BYSTANDER_SCORE)
    return [face for face in found if not same_face(face, keep)]


def _cover(rgb: NDArray[np.uint8], face: FaceBox, keep: FaceBox, *, growth: float) -> None:
    """Paint one head in place, in the median colour of a ring around it."""
    head = _head(rgb, face, growth)
    ring = _head(rgb, face, growth * 1.25) & ~head
    kept = _head(rgb, keep, 0.75)
    around = rgb[ring & ~kept]
    color = np.median(around, axis=0) if len(around) else np.full(3, 128)
    rgb[head & ~kept] = color.round().astype(np.uint8)


def _head(rgb: NDArray[np.uint8], face: FaceBox, growth: float) -> NDArray[np.bool_]:
    """Mask of the ellipse around face, ears, hair and chin."""
    x, y = face.center
    center = (round(x), round(y - 0.1 * face.height))
    axes = (round(0.8 * face.width * growth), round(1.0 * face.height * growth))
    mask = np.zeros(rgb.shape[:2], np.uint8)
    cv2.ellipse(mask, center, axes, 0, 0, 360, 1, -1)
    return mask > 0
