"""Smile, eyes, clothes and the frame, each on pictures made for it."""

from dataclasses import replace

import numpy as np
import pytest

from figures.faces import detect_faces
from figures.generation.studio.analysis.clarity import read_clarity
from figures.generation.studio.analysis.clothes import STANDS_IN, Cut, garment_kind
from figures.generation.studio.analysis.frame import Frame, read_frame
from figures.generation.studio.analysis.iris import iris_name
from figures.generation.studio.analysis.report import CLOTH_COLOURS, colour_name
from figures.generation.studio.analysis.smile import read_smile
from figures.generation.studio.landmarks import LIPS_INNER, MOUTH_LEFT, MOUTH_RIGHT, OVAL
from figures.generation.studio.likeness.degradations import DEGRADATIONS
from figures.generation.studio.outfits import OUTFITS
from figures.generation.studio.questions import SURE
from figures.generation.studio.space import Bytes
from tests.figures.generation.studio.conftest import portrait


def frame_of(photo: Bytes) -> Frame:
    return read_frame(photo, max(detect_faces(photo), key=lambda face: face.area))


@pytest.fixture(scope="module")
def frame() -> Frame:
    return frame_of(portrait("astronaut.jpg"))


def degraded(name: str) -> Frame:
    photo = portrait("astronaut.jpg")
    face = max(detect_faces(photo), key=lambda box: box.area)
    return frame_of(DEGRADATIONS[name](photo, face))


def shut(frame: Frame) -> Frame:
    """Close the mouth: both inner lips meet half way."""
    frontal, pixels = frame.frontal.copy(), frame.pixels.copy()
    lips = list(LIPS_INNER)
    frontal[lips, 1] = frontal[lips, 1].mean()
    pixels[lips, 1] = pixels[lips, 1].mean()
    return replace(frame, frontal=frontal, pixels=pixels)


def test_parted_lips_and_a_light_mouth_are_teeth(frame: Frame) -> None:
    smile, confidence = read_smile(frame, frame.lab())
    assert smile == "teeth"
    assert confidence > 0.9


@pytest.mark.parametrize(("height", "smile"), [(0.1, "closed"), (-0.1, "none")])
def test_the_corners_tell_a_closed_smile(frame: Frame, height: float, smile: str) -> None:
    closed = shut(frame)
    closed.frontal[[MOUTH_RIGHT, MOUTH_LEFT], 1] += height
    assert read_smile(closed, closed.lab())[0] == smile


@pytest.mark.parametrize(
    ("lab", "name"),
    [
        ((30, 134, 132), "brown"),
        ((86, 144, 142), "brown"),
        ((115, 128, 120), "blue"),
        ((99, 129, 130), "grey"),
        ((90, 130, 140), "green"),
        ((80, 137, 142), "hazel"),
    ],
)
def test_irises_have_names(lab: tuple[int, int, int], name: str) -> None:
    assert iris_name(np.array(lab, float))[0] == name


def test_an_eye_between_light_and_dark_is_doubtful() -> None:
    assert iris_name(np.array([55.0, 134.0, 132.0]))[1] < 0.5
    assert iris_name(np.array([30.0, 134.0, 132.0]))[1] > 0.5


@pytest.mark.parametrize("name", sorted(CLOTH_COLOURS))
def test_each_colour_bears_its_name(name: str) -> None:
    assert colour_name(CLOTH_COLOURS[name]) == name


def test_loud_pink_is_pink() -> None:
    assert colour_name((240, 20, 140)) == "pink"


def test_the_surround_of_a_round_picture_is_matte() -> None:
    photo = portrait("astronaut.jpg")
    rows, columns = np.ogrid[: photo.shape[0], : photo.shape[1]]
    middle = np.array(photo.shape[:2]) / 2
    photo = photo.copy()
    photo[np.hypot(rows - middle[0], columns - middle[1]) > middle.min()] = 255
    frame = frame_of(photo)
    assert frame.matte[frame.valid].mean() > 0.1
    assert (frame.picture[frame.matte & frame.valid] > 240).mean() > 0.9
    assert not (frame.matte & frame.polygon(OVAL)).any()


def test_a_plain_photo_has_no_matte(frame: Frame) -> None:
    assert not frame.matte.any()


def test_an_underexposed_photo_is_lifted_and_says_so(frame: Frame) -> None:
    dark = degraded("underexposed")
    assert frame.exposure == 1.0
    assert dark.exposure > 1.5
    assert np.median(dark.picture) == pytest.approx(np.median(frame.picture), abs=25)


@pytest.mark.parametrize("name", ["blurred", "noisy"])
def test_blur_and_grain_make_texture_doubtful(frame: Frame, name: str) -> None:
    assert read_clarity(frame).texture > 0.9
    assert read_clarity(degraded(name)).texture < 0.75


def test_a_tilted_face_is_levelled(frame: Frame) -> None:
    tilted = degraded("tilted 30")
    assert abs(tilted.roll - frame.roll) == pytest.approx(30, abs=3)
    assert np.abs(tilted.frontal - frame.frontal).mean() < 0.03


PLAIN = Cut(front=0.05, band=0.02, sides=0.03, arms=0.0, texture=2.0, shirt_and_tie=False)
DARK_CLOTH, PALE_CLOTH = np.array([40.0, 128.0, 124.0]), np.array([220.0, 128.0, 130.0])


@pytest.mark.parametrize(
    ("cut", "main", "kind"),
    [
        (PLAIN, DARK_CLOTH, "sweater"),
        (replace(PLAIN, front=0.6), DARK_CLOTH, "jacket"),
        (replace(PLAIN, front=0.6, shirt_and_tie=True), DARK_CLOTH, "suit"),
        # A narrow band: a tie on a shirt as dark as the coat.
        (replace(PLAIN, front=0.3, band=0.5), DARK_CLOTH, "suit"),
        (replace(PLAIN, shirt_and_tie=True), DARK_CLOTH, "sweater"),
        (replace(PLAIN, arms=0.3), DARK_CLOTH, "tshirt"),
        (replace(PLAIN, texture=15.0), DARK_CLOTH, "shirt"),
        # A pattern differs as much at the sides as in front.
        (replace(PLAIN, front=0.3, sides=0.3, texture=15.0), DARK_CLOTH, "shirt"),
        (replace(PLAIN, front=0.3), PALE_CLOTH, "shirt"),
        (replace(PLAIN, front=0.6), PALE_CLOTH, "sweater"),
    ],
)
def test_how_cloths_lie_tells_the_garment(cut: Cut, main: np.ndarray, kind: str) -> None:
    assert garment_kind(cut, main)[0] == kind


def test_smooth_cloth_up_to_the_neck_is_asked_about() -> None:
    assert garment_kind(PLAIN, DARK_CLOTH)[1] < SURE


def test_every_garment_can_be_built() -> None:
    for kind in ("suit", "jacket", "tshirt", "shirt", "sweater"):
        assert kind in OUTFITS or STANDS_IN[kind] in OUTFITS
