"""Skin tone: what it follows, what it does not, and what makes it doubtful."""

from dataclasses import replace

import numpy as np
import pytest

from figures.generation.studio.analysis.skin import (
    LIGHT_FROM_PHOTO,
    OWN_YELLOW,
    SURE,
    WARM_FROM,
    Light,
    tone_position,
    trust,
    uncast,
    vinyl_colour,
    well_lit,
)
from figures.generation.studio.colour import lab_of
from figures.generation.studio.questions import SURE as ASKED_BELOW
from figures.generation.studio.recipe_edit import SKIN_TONES

LIGHT_SKIN = np.array([190.0, 143.0, 140.0])
DARK_SKIN = np.array([110.0, 150.0, 164.0])
FAIR = Light(
    cheeks=LIGHT_SKIN,
    uneven=5.0,
    white=np.array([200.0, 131.0, 135.0]),
    whiteness=1.4,
    behind=180.0,
    brightest=240.0,
    exposure=1.0,
    face_px=150.0,
)


def test_tones_run_from_light_to_dark() -> None:
    assert round(tone_position(LIGHT_SKIN, FAIR)) == 2
    assert round(tone_position(DARK_SKIN, FAIR)) == 9
    assert tone_position(np.array([255.0, 148.0, 128.0]), FAIR) == 1
    assert tone_position(np.array([10.0, 128.0, 148.0]), FAIR) == 10


def test_bluish_dark_skin_is_blue_light_and_not_light_skin() -> None:
    """Hue tells light from dark skin; where no skin has the hue, lightness tells nearly all."""
    blue, yellow = (np.array([80.0, 136.0, 128.0 + tint]) for tint in (-2.0, 8.0))
    assert tone_position(blue, FAIR) == pytest.approx(tone_position(yellow, FAIR), abs=0.2)
    assert tone_position(blue, FAIR) > 9


DIM = replace(FAIR, whiteness=0.6, brightest=140.0)


def test_in_bad_light_the_whites_tell() -> None:
    """Skin as light as the whites beside it is light, and skin much darker than they is dark."""
    skin, white = np.array([130.0, 145.0, 143.0]), np.array([140.0, 131.0, 135.0])
    as_light = tone_position(skin, replace(DIM, white=white))
    much_darker = tone_position(skin, replace(DIM, white=white * [1.9, 1, 1]))
    assert much_darker - as_light == pytest.approx(3.878 * np.log(1.9), abs=0.3)


def test_where_no_whites_are_sharp_none_are_asked() -> None:
    skin, white = np.array([130.0, 145.0, 143.0]), np.array([140.0, 131.0, 135.0])
    blurred = [
        tone_position(skin, replace(DIM, white=white * [factor, 1, 1], sharp=0.0))
        for factor in (1.0, 1.9)
    ]
    assert blurred[0] == pytest.approx(blurred[1], abs=1e-9)


def test_fair_light_needs_no_whites() -> None:
    lit = replace(FAIR, white=np.array([240.0, 131.0, 135.0]))
    assert tone_position(DARK_SKIN, lit) == tone_position(DARK_SKIN, FAIR)


def test_fair_light_is_trusted_whatever_the_skin() -> None:
    assert trust(FAIR) == SURE
    assert trust(replace(FAIR, cheeks=DARK_SKIN)) == SURE
    assert np.array_equal(well_lit(replace(FAIR, cheeks=DARK_SKIN)), DARK_SKIN)


@pytest.mark.parametrize(
    "change",
    [
        {"face_px": 25.0},
        {"brightest": 150.0},
        {"exposure": 1.5},
        {"uneven": 90.0},
        {"grain": 20.0},
        {"whiteness": 0.8},
        {"behind": 255.0, "white": np.array([135.0, 131.0, 135.0])},
        {"white": np.array([200.0, 131.0, 156.0])},
        {"white": np.array([200.0, 131.0, 120.0])},
        {"white": None},
        {"cheeks": np.array([225.0, 143.0, 140.0])},
        {"cheeks": np.array([150.0, 148.0, 132.0])},
        {"cheeks": np.array([150.0, 131.0, 152.0])},
        {"cheeks": np.array([150.0, 134.0, 134.0])},
    ],
    ids=[
        "small", "dark photo", "lifted photo", "side light", "grain", "dull whites", "back light",
        "warm", "cool", "no whites", "blown out", "too red", "too yellow", "washed out",
    ],
)  # fmt: skip
def test_each_doubt_alone_makes_the_page_ask(change: dict[str, object]) -> None:
    assert trust(replace(FAIR, **change)) < ASKED_BELOW  # type: ignore[arg-type]


def test_a_bright_face_with_dim_whites_is_read_as_well_lit_and_asked_about() -> None:
    """Glasses shade the whites; before a white wall that looks like back light."""
    white = np.array([135.0, 131.0, 135.0])
    shaded = replace(FAIR, behind=255.0, white=white, highlight=200.0, cheeks=DARK_SKIN)
    unshaded = replace(FAIR, cheeks=DARK_SKIN)
    assert tone_position(DARK_SKIN, shaded) == tone_position(DARK_SKIN, unshaded)
    assert trust(shaded) < ASKED_BELOW
    back_light = replace(shaded, highlight=140.0)
    assert tone_position(DARK_SKIN, back_light) != tone_position(DARK_SKIN, unshaded)


def test_warm_light_is_taken_off_the_skin_as_far_as_it_is_sure() -> None:
    warm = replace(FAIR, white=np.array([200.0, 131.0, 128.0 + 26.0]))
    assert uncast(warm) == pytest.approx(0.4)
    assert well_lit(warm)[2] == pytest.approx(LIGHT_SKIN[2] - 0.6 * (26.0 - OWN_YELLOW))
    # A little yellow is the whites' own, and cool light is not put right.
    for yellow in (WARM_FROM, -4.0):
        light = replace(FAIR, white=np.array([200.0, 131.0, 128.0 + yellow]))
        assert np.array_equal(well_lit(light), LIGHT_SKIN)


def test_an_underexposed_face_is_lifted_by_what_the_photo_lacks() -> None:
    dark = replace(FAIR, cheeks=np.array([120.0, 140.0, 140.0]), brightest=160.0, whiteness=0.9)
    lifted = well_lit(dark)
    assert lifted[0] == pytest.approx(120 * 1.25)
    # The hue stays.
    assert lifted[1] - 128 == pytest.approx(lifted[2] - 128)


def test_it_never_lifts_beyond_a_middle_tone() -> None:
    dark = replace(FAIR, cheeks=np.array([170.0, 140.0, 140.0]), brightest=100.0)
    assert well_lit(dark)[0] == pytest.approx(176.0)
    already_light = replace(dark, cheeks=LIGHT_SKIN)
    assert np.array_equal(well_lit(already_light), LIGHT_SKIN)


@pytest.mark.parametrize(("tone", "seen"), [(9.0, 140.0), (2.0, 190.0)])
@pytest.mark.parametrize("sure", [0.0, SURE / 2, SURE])
def test_the_toy_is_as_light_as_the_photo_in_part_and_only_as_far_as_its_light_is_trusted(
    tone: float, seen: float, sure: float
) -> None:
    """Skin of tone 9 looks lighter in a lit photo than the scale has it, and so must its toy."""
    scale = lab_of(SKIN_TONES[round(tone) - 1])[0]
    toy = lab_of(vinyl_colour(tone, FAIR.cheeks, seen_lightness=seen, sure=sure))[0]
    wanted = scale + LIGHT_FROM_PHOTO * (sure / SURE) * (seen - scale)
    assert toy == pytest.approx(wanted, abs=1.5)
    assert abs(seen - wanted) <= abs(seen - scale)
