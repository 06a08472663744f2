from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from figures.faces import FaceBox, detect_faces
from figures.faces.boxes import same_face
from figures.intake import checks
from figures.intake.checks import FaceChoice, check_faces, face_light, fill_bystanders
from figures.intake.refusals import MIN_FACE_WIDTH, WORDS, PhotoRefused, Refusal

PORTRAITS = Path(__file__).parents[2] / "data" / "portraits"


def load(name: str) -> NDArray[np.uint8]:
    return np.asarray(Image.open(PORTRAITS / name).convert("RGB"))


def scaled(rgb: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    size = (round(rgb.shape[1] * scale), round(rgb.shape[0] * scale))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def in_less_light(rgb: NDArray[np.uint8], stops: float) -> NDArray[np.uint8]:
    """Exposes a photo by so many stops less, in linear light."""
    encoded = rgb / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    linear /= 2**stops
    darker = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return (darker * 255).round().astype(np.uint8)


def refusal_of(rgb: NDArray[np.uint8]) -> Refusal:
    with pytest.raises(PhotoRefused) as caught:
        check_faces(rgb)
    return caught.value.code


def test_one_good_face_needs_no_choice() -> None:
    choice = check_faces(load("astronaut.jpg"))
    assert len(choice.faces) == len(choice.eligible) == 1
    assert not choice.needs_choice
    assert choice.suggested == choice.faces[0]
    assert choice.suggested.width >= MIN_FACE_WIDTH


def test_no_face() -> None:
    assert refusal_of(load("no_face.jpg")) is Refusal.NO_FACE


def test_a_small_face() -> None:
    assert MIN_FACE_WIDTH == 80
    assert refusal_of(scaled(load("astronaut.jpg"), 0.8)) is Refusal.FACE_TOO_SMALL


def test_a_dark_face() -> None:
    portrait = load("astronaut.jpg")
    assert len(check_faces(in_less_light(portrait, 2)).eligible) == 1
    assert refusal_of(in_less_light(portrait, 5)) is Refusal.FACE_TOO_DARK


def test_light_is_measured_at_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    portrait = load("astronaut.jpg")
    light = face_light(portrait, check_faces(portrait).suggested)
    assert 200 < light < 250
    monkeypatch.setattr(checks, "MIN_FACE_LIGHT", light)
    assert len(check_faces(portrait).eligible) == 1
    monkeypatch.setattr(checks, "MIN_FACE_LIGHT", light + 0.01)
    assert refusal_of(portrait) is Refusal.FACE_TOO_DARK


def test_a_uniform_face_has_its_own_luma() -> None:
    gray = np.full((300, 300, 3), 90, np.uint8)
    assert face_light(gray, FaceBox(100, 100, 100, 100, 1.0)) == pytest.approx(90)


def test_of_two_faces_the_larger_is_suggested_and_one_must_be_chosen() -> None:
    choice = check_faces(load("two_people.jpg"))
    assert choice.needs_choice
    assert all(145 < face.width < 158 for face in choice.eligible)
    assert choice.suggested.x > choice.eligible[1].x


def test_a_small_bystander_is_no_choice() -> None:
    photo = load("astronaut.jpg").copy()
    photo[0:150, 362:512] = scaled(photo[40:240, 120:320], 0.75)
    choice = check_faces(photo)
    assert (len(choice.faces), len(choice.eligible)) == (2, 1)
    assert not choice.needs_choice


@pytest.mark.parametrize("kept", [0, 1])
def test_the_other_face_is_covered(kept: int) -> None:
    photo = load("two_people.jpg")
    faces = check_faces(photo).faces
    keep, other = faces[kept], faces[1 - kept]
    before = photo.copy()
    covered = fill_bystanders(photo, keep)
    assert np.array_equal(photo, before)
    (left,) = detect_faces(covered, min_score=checks.BYSTANDER_SCORE)
    assert same_face(left, keep)
    assert len(np.unique(cut(covered, other).reshape(-1, 3), axis=0)) == 1
    assert np.array_equal(cut(covered, keep), cut(photo, keep))


def cut(rgb: NDArray[np.uint8], face: FaceBox) -> NDArray[np.uint8]:
    x, y = int(face.x), int(face.y)
    return rgb[y : y + int(face.height), x : x + int(face.width)]


def test_a_photo_of_one_is_left_as_it_is() -> None:
    photo = load("astronaut.jpg")
    assert np.array_equal(fill_bystanders(photo, check_faces(photo).suggested), photo)


def test_a_face_that_cannot_be_covered_refuses_the_photo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_cover", lambda *args, **kwargs: None)
    photo = load("two_people.jpg")
    with pytest.raises(PhotoRefused) as caught:
        fill_bystanders(photo, FaceBox(0, 600, 30, 30, 1.0))
    assert caught.value.code is Refusal.SEVERAL_FACES


def test_every_reason_has_its_words() -> None:
    assert set(WORDS) == set(Refusal)
    sentences = [words.reason for words in WORDS.values()] + [words.tip for words in WORDS.values()]
    assert len(set(sentences)) == 2 * len(Refusal)
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)
    refused = PhotoRefused(Refusal.TOO_LARGE)
    assert refused.reason == "This file is larger than 20 MB."
    assert refused.tip == "Please choose a smaller copy; a JPEG from your phone is just right."


def test_a_choice_is_a_value() -> None:
    face = FaceBox(0, 0, 100, 100, 0.9)
    assert FaceChoice((face,), (face,)) == FaceChoice((face,), (face,))
