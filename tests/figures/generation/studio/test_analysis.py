from collections.abc import Callable

import numpy as np
import pytest

from figures.faces import FaceBox, detect_faces
from figures.generation.studio.engine import AnalysisError, Recipe, analyse
from figures.generation.studio.errors import CODES, SENTENCES
from figures.generation.studio.landmarks import CHIN
from figures.generation.studio.questions import questions
from tests.figures.generation.studio.conftest import portrait


def values(recipe: Recipe) -> dict[str, str]:
    return {attribute.name: attribute.value for attribute in recipe.attributes}


def test_it_reads_the_astronaut(astronaut: Recipe) -> None:
    seen = values(astronaut)
    tone = seen.pop("skin_tone")
    assert seen == {
        "hair_length": "short",
        "hair_colour": "brown",
        "hair_texture": "wavy",
        "glasses": "none",
        "head_covering": "none",
        "facial_hair": "none",
        "smile": "teeth",
        "eye_colour": "hazel",
        "outfit": "jacket",
        "outfit_colour": "orange",
    }
    assert tone in {"2", "3", "4"}


def test_it_reads_glasses_and_an_afro(underwood: Recipe) -> None:
    seen = values(underwood)
    tone = seen.pop("skin_tone")
    assert seen == {
        "hair_length": "short",
        "hair_colour": "black",
        "hair_texture": "coily",
        "glasses": "round",
        "head_covering": "none",
        "facial_hair": "none",
        "smile": "teeth",
        "eye_colour": "brown",
        "outfit": "sweater",
        "outfit_colour": "blue",
    }
    assert tone in {"7", "8", "9"}


def test_it_reads_a_bald_head_and_a_beard(allred: Recipe) -> None:
    seen = values(allred)
    assert (seen["hair_length"], seen["hair_colour"]) == ("bald", "none")
    assert seen["facial_hair"] == "full"
    assert (seen["outfit"], seen["outfit_colour"]) == ("suit", "navy")
    assert allred.outfit.accent is not None


def test_skins_differ_as_in_the_photos(astronaut: Recipe, underwood: Recipe) -> None:
    assert sum(astronaut.skin) > sum(underwood.skin) + 150


def test_back_light_never_darkens_skin_in_silence() -> None:
    """In this photo a white-haired white man measures as brown: lift him, and say it is a guess."""
    photo = portrait("two_people.jpg")
    largest = max(detect_faces(photo), key=lambda face: face.area)
    recipe = analyse(photo, largest)
    assert min(recipe.skin) > 110
    assert int(recipe.attribute("skin_tone").value) <= 5
    assert questions(recipe)[0].attribute == "skin_tone"


def test_landmarks_are_frontal(astronaut: Recipe) -> None:
    points = astronaut.landmarks.points()
    assert points.shape == (478, 3)
    assert points[CHIN, 1] == -1


def test_progress_ends_at_one() -> None:
    photo, told = portrait("underwood.jpg"), []
    face = max(detect_faces(photo), key=lambda box: box.area)
    analyse(photo, face, progress=lambda stage, done: told.append((stage, done)))
    assert told[0] == ("reading", 0.0)
    assert told[-1] == ("reading", 1.0)
    assert [done for _, done in told] == sorted(done for _, done in told)


def tiny(photo: np.ndarray, face: FaceBox) -> tuple[np.ndarray, FaceBox]:
    step = 16
    small = np.ascontiguousarray(photo[::step, ::step])
    return small, FaceBox(face.x / step, face.y / step, face.width / step, face.height / step, 1)


def cut(photo: np.ndarray, face: FaceBox) -> tuple[np.ndarray, FaceBox]:
    left = int(face.x + face.width * 0.5)
    rest = np.ascontiguousarray(photo[:, left:])
    return rest, FaceBox(face.x - left, face.y, face.width, face.height, 1)


@pytest.mark.parametrize(("spoil", "code"), [(tiny, "face_too_small"), (cut, "face_cut_off")])
def test_it_says_why_a_face_cannot_be_read(
    spoil: Callable[[np.ndarray, FaceBox], tuple[np.ndarray, FaceBox]], code: str
) -> None:
    photo = portrait("astronaut.jpg")
    face = max(detect_faces(photo), key=lambda box: box.area)
    with pytest.raises(AnalysisError) as caught:
        analyse(*spoil(photo, face))
    assert caught.value.code == code
    assert caught.value.message == SENTENCES[caught.value.code]


def test_every_refusal_says_what_is_wrong_and_what_to_do() -> None:
    assert set(SENTENCES) == CODES
    for sentence in SENTENCES.values():
        problem, tip = sentence.split(". ")
        assert problem
        assert tip.startswith(("Use ", "Try "))
        assert tip.endswith(".")
