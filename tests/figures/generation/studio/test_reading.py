"""Smile, eyes, clothes and the frame, each on pictures made for it."""

from dataclasses import replace

import numpy as np
import pytest

from figures.faces import detect_faces
from figures.generation.studio.analysis.clarity import read_clarity
from figures.generation.studio.analysis.clothes import STANDS_IN, Worn, read_outfit
from figures.generation.studio.analysis.frame import Frame, read_frame
from figures.generation.studio.analysis.garment import (
    KIND_RIGHT,
    KIND_SURE,
    Cut,
    Sight,
    colour_confidence,
    garment_kind,
    kind_confidence,
    kind_measures,
)
from figures.generation.studio.analysis.grain import WORTH_CLEANING, grain_of, without_grain
from figures.generation.studio.analysis.hair import HairMask
from figures.generation.studio.analysis.iris import expected_iris, iris_name
from figures.generation.studio.analysis.report import CLOTH_COLOURS, colour_name
from figures.generation.studio.analysis.smile import read_smile
from figures.generation.studio.landmarks import (
    CHEEK_LEFT,
    CHIN,
    LIPS_INNER,
    MOUTH_LEFT,
    MOUTH_RIGHT,
    NOSE_BASE,
    OVAL,
    TEMPLE_LEFT,
    TEMPLE_RIGHT,
)
from figures.generation.studio.likeness.degradations import DEGRADATIONS
from figures.generation.studio.outfits import OUTFITS
from figures.generation.studio.questions import SURE
from figures.generation.studio.space import PHOTO, Bytes
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
    closed = replace(shut(frame), pitch=-8.0)
    closed.frontal[[MOUTH_RIGHT, MOUTH_LEFT], 1] += height
    assert read_smile(closed, closed.lab())[0] == smile


def test_a_nodding_head_raises_no_corners(frame: Frame) -> None:
    """The same corners are a smile with the chin down and none with the chin up; between, ask."""
    closed = shut(frame)
    corners = closed.frontal[[MOUTH_RIGHT, MOUTH_LEFT], 1].mean()
    nose, chin = closed.frontal[[NOSE_BASE, CHIN], 1]
    closed.frontal[[MOUTH_RIGHT, MOUTH_LEFT], 1] += nose - 0.30 * (nose - chin) - corners
    read = {
        pitch: read_smile(replace(closed, pitch=pitch), closed.lab())
        for pitch in (-20.0, -6.5, 10.0)
    }
    assert [read[pitch][0] for pitch in (-20.0, 10.0)] == ["closed", "none"]
    assert read[-6.5][1] < SURE < min(read[-20.0][1], read[10.0][1])


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


@pytest.mark.parametrize(
    ("seen", "tone", "read"),
    [
        # Light eyes on dark skin have to be seen well.
        (("grey", 0.45), 8, ("brown", 0.6)),
        (("blue", 0.62), 8, ("blue", 0.62)),
        (("brown", 0.32), 8, ("brown", 0.6)),
        (("brown", 0.8), 8, ("brown", 0.8)),
        (("grey", 0.45), 5, ("grey", 0.45)),
        (("brown", 0.32), 5, ("brown", 0.32)),
    ],
)
def test_dark_skin_makes_brown_eyes_likely(
    seen: tuple[str, float], tone: int, read: tuple[str, float]
) -> None:
    assert expected_iris(*seen, tone) == read


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


def noisy(picture: Bytes, sigma: float) -> Bytes:
    noise = np.random.default_rng(3).normal(0, sigma, picture.shape)
    return np.asarray(np.clip(picture + noise, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("sigma", [5.0, 10.0, 20.0])
def test_grain_is_measured_whatever_the_picture_shows(sigma: float) -> None:
    """A ramp with an edge: neither is grain."""
    picture = np.broadcast_to(np.linspace(60, 180, 160)[None, :, None], (120, 160, 3)).copy()
    picture[40:80, 50:110] += 40
    assert grain_of(picture.astype(np.uint8)) < 1.5
    assert grain_of(noisy(picture.astype(np.uint8), sigma)) == pytest.approx(sigma, rel=0.1)
    assert grain_of(np.zeros((8, 8, 3), np.uint8)) == 0.0


def test_strong_grain_is_cleaned_and_an_ordinary_photo_is_left_alone() -> None:
    picture = np.full((96, 96, 3), 120, np.uint8)
    picture[:, 48:] = 180
    grainy = noisy(picture, 20.0)
    cleaned = without_grain(grainy, grain_of(grainy))
    assert np.abs(cleaned[:, :40].astype(int) - 120).mean() < 5
    assert np.median(cleaned[:, 56:]) - np.median(cleaned[:, :40]) == pytest.approx(60, abs=3)
    assert without_grain(picture, WORTH_CLEANING - 0.1) is picture


def test_a_grainy_photo_is_read_without_its_grain(frame: Frame) -> None:
    grainy = degraded("noisy")
    assert frame.grain < WORTH_CLEANING < 15 < grainy.grain
    cheek = frame.polygon(CHEEK_LEFT)
    error = np.abs(grainy.picture[cheek].astype(int) - frame.picture[cheek]).mean()
    # Noise of sigma 22 is off by 18 on average.
    assert error < 9


def test_grain_hides_hairs_but_no_features(frame: Frame) -> None:
    clear, grainy = read_clarity(frame), read_clarity(replace(frame, grain=22.0))
    assert grainy.hairs == pytest.approx(0.65 * clear.hairs)
    assert grainy.texture == pytest.approx(0.5 * clear.texture)
    assert grainy.face == clear.face


def test_the_surround_of_a_grainy_round_picture_is_matte() -> None:
    photo = portrait("astronaut.jpg").copy()
    rows, columns = np.ogrid[: photo.shape[0], : photo.shape[1]]
    middle = np.array(photo.shape[:2]) / 2
    photo[np.hypot(rows - middle[0], columns - middle[1]) > middle.min()] = 235
    frame = frame_of(noisy(photo, 18.0))
    assert frame.matte[frame.valid].mean() > 0.1
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
        # Something much darker under a pale front is worn under a coat, unless it is skin.
        (replace(PLAIN, front=0.6, lighter=-120.0), PALE_CLOTH, "jacket"),
        (replace(PLAIN, front=0.6, lighter=-120.0, skin_like=0.5), PALE_CLOTH, "sweater"),
    ],
)
def test_how_cloths_lie_tells_the_garment(cut: Cut, main: np.ndarray, kind: str) -> None:
    assert garment_kind(cut, main)[0] == kind


WELL_SEEN = Sight(lighting=1.0, uncast=1.0, texture=1.0)


@pytest.mark.parametrize(
    ("cut", "main", "way", "sure"),
    [
        # Smooth cloth up to the neck may be many things.
        (PLAIN, DARK_CLOTH, "smooth", False),
        # A pale shirt lies open at the neck and is whole at the sides.
        (replace(PLAIN, front=0.3), PALE_CLOTH, "pale", True),
        (replace(PLAIN, front=0.3, sides=0.2), PALE_CLOTH, "collar", False),
        (replace(PLAIN, texture=15.0), PALE_CLOTH, "patterned", True),
        # Light on dark lapels looks like a pattern.
        (replace(PLAIN, texture=15.0), DARK_CLOTH, "collar", False),
        (replace(PLAIN, front=0.6), DARK_CLOTH, "open", True),
    ],
)
def test_kinds_are_sure_where_nothing_else_looks_like_them(
    cut: Cut, main: np.ndarray, way: str, sure: bool
) -> None:
    assert garment_kind(cut, main)[1] == way
    assert (kind_confidence(way, WELL_SEEN) >= SURE) is sure


@pytest.mark.parametrize(
    ("way", "worse"),
    [
        # A white shirt in warm light is yellow: a suit looks like any jacket.
        ("tie", {"uncast": 0.4}),
        ("patterned", {"texture": 0.4}),
        ("tie", {"lighting": 0.1}),
    ],
)
def test_what_hides_a_kind_makes_it_doubtful(way: str, worse: dict[str, float]) -> None:
    assert kind_confidence(way, WELL_SEEN) >= SURE
    assert kind_confidence(way, replace(WELL_SEEN, **worse)) < SURE


def test_a_kind_is_sure_from_the_wanted_probability_on() -> None:
    right = KIND_RIGHT.probability(kind_measures("tie", WELL_SEEN))
    odds = right / (1 - right) / (KIND_SURE / (1 - KIND_SURE))
    assert kind_confidence("tie", WELL_SEEN) == pytest.approx(odds / (1 + odds))
    assert right > KIND_SURE


@pytest.mark.parametrize(
    ("name", "cloth_px", "unlike", "sight", "sure"),
    [
        ("blue", 20000, 4.0, WELL_SEEN, True),
        # Little cloth, cloth like skin, and light that lends its own colour.
        ("blue", 300, 4.0, WELL_SEEN, False),
        ("blue", 20000, 2.0, WELL_SEEN, False),
        ("blue", 20000, 4.0, replace(WELL_SEEN, uncast=0.4), False),
        ("blue", 20000, 4.0, replace(WELL_SEEN, lighting=0.1), False),
        # Black is black in any light.
        ("black", 20000, 4.0, replace(WELL_SEEN, uncast=0.4, lighting=0.1), True),
    ],
)
def test_what_makes_a_cloth_s_colour_doubtful(
    name: str, cloth_px: int, unlike: float, sight: Sight, sure: bool
) -> None:
    assert (colour_confidence(name, cloth_px, unlike, sight) >= SURE) is sure


def test_a_pale_tie_on_a_tinted_shirt_makes_a_suit(frame: Frame) -> None:
    """A cream shirt between dark lapels, down its middle a strip of pale grey or of nothing."""
    assert worn_with_strip(frame, strip=[205.0, 128.0, 118.0]).kind == "suit"
    assert worn_with_strip(frame, strip=[225.0, 130.0, 142.0]).kind == "jacket"


def worn_with_strip(frame: Frame, strip: list[float]) -> Worn:
    lab = np.full((*frame.valid.shape, 3), [30.0, 128.0, 124.0], np.float32)
    middle = float(frame.units[[TEMPLE_RIGHT, TEMPLE_LEFT], 0].mean())
    x = np.abs(PHOTO.columns() - middle)
    lab[:, x < 0.34] = [225.0, 130.0, 142.0]
    lab[:, x < 0.10] = strip
    person = np.ones(frame.valid.shape, bool)
    bald = HairMask(np.zeros(person.shape, np.float32), 1.0)
    whole = replace(frame, valid=np.ones_like(frame.valid))
    return read_outfit(whole, lab, person, bald, np.array([178.0, 150.0, 152.0]))


def test_every_garment_can_be_built() -> None:
    for kind in ("suit", "jacket", "tshirt", "shirt", "sweater"):
        assert kind in OUTFITS or STANDS_IN[kind] in OUTFITS


def test_a_bare_chest_over_a_little_dark_cloth_is_asked_about(frame: Frame) -> None:
    """Shaded skin is no beige suit: the guess is plain and of the darkest cloth seen."""
    skin = np.array([178.0, 140.0, 146.0])
    lab = np.empty((*frame.valid.shape, 3), np.float32)
    lab[:] = skin - [36.0, 0.0, 0.0]
    columns = np.arange(lab.shape[1])
    lab[:, (columns > 250) & (columns < 268)] = [30.0, 128.0, 128.0]
    chin = float(frame.units[CHIN, 1])
    rows = (PHOTO.rows() < chin - 0.3) & (PHOTO.rows() > chin - 0.7)
    person = rows[:, None] & (columns > 240)[None, :] & (columns < 400)[None, :]
    bald = HairMask(np.zeros(person.shape, np.float32), 1.0)
    whole = replace(frame, valid=np.ones_like(frame.valid))
    worn = read_outfit(whole, lab, person, bald, skin)
    assert worn.kind == worn.outfit.kind == "tshirt"
    assert worn.outfit.accent is None
    assert max(worn.confidences("black", WELL_SEEN)) < SURE
    assert max(worn.outfit.main) < 40
