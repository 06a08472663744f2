"""Every outfit on every body in every style, and what the measured bodies promise."""

from itertools import product

import numpy as np
import pytest

from figures.generation.studio.accessories import ACCESSORIES
from figures.generation.studio.bodies import BODIES
from figures.generation.studio.build import Detail, build_body
from figures.generation.studio.engine import Recipe
from figures.generation.studio.outfits import OUTFITS
from figures.generation.studio.poses import POSES
from figures.generation.studio.sculpt.frame import Frame, measure
from figures.generation.studio.sculpt.solid import Part, Sculpture
from figures.generation.studio.styles import STYLES

COARSE = Detail(2.6, 64)
CHAIR = {
    "backrest", "chair frame", "cushion", "footrest", "handles", "left caster", "left fork",
    "left hub", "left tyre", "left wheel", "right caster", "right fork", "right hub", "right tyre",
    "right wheel", "side guards",
}  # fmt: skip


def framed(style: str, body: str, pose: str = "stand") -> Frame:
    return measure(STYLES[style], BODIES[body], POSES[pose])


def parts_of(recipe: Recipe) -> dict[str, Part]:
    frame = framed(recipe.style, recipe.body, recipe.pose)
    parts = build_body(recipe, frame, COARSE)
    named = {part.name: part for part in parts}
    assert len(named) == len(parts)
    return named


def is_closed(part: Part) -> bool:
    """A surface is closed if its grid is outside of it all around."""
    d = part.mesh.distances
    faces = [side for axis in range(3) for side in (d.take(0, axis), d.take(-1, axis))]
    return all(float(face.min()) > 0 for face in faces)


def test_styles() -> None:
    assert list(STYLES) == ["bobble", "hero", "vinyl"]


def test_bodies() -> None:
    assert list(BODIES) == ["broad", "child", "regular", "round", "slim", "tall", "wheelchair"]


def test_poses() -> None:
    assert list(POSES) == ["cheer", "hero", "hips", "stand", "thumbs_up", "wave"]


def test_outfits() -> None:
    assert list(OUTFITS) == [
        "dress", "hoodie", "jacket", "overalls", "scrubs", "shirt", "sports_kit", "suit",
        "sweater", "tshirt",
    ]  # fmt: skip


def test_accessories() -> None:
    assert list(ACCESSORIES) == [
        "backpack", "ball", "book", "camera", "cat", "cup", "dog", "game_controller", "guitar",
        "headphones", "laptop", "microphone", "palette", "phone", "plant", "rocket", "scooter",
        "skateboard", "stethoscope", "trophy",
    ]  # fmt: skip


@pytest.mark.parametrize(("style", "outfit"), list(product(STYLES, OUTFITS)))
def test_every_body_wears_every_outfit(juno: Recipe, style: str, outfit: str) -> None:
    dressed = juno.edited(style=style, outfit=outfit, pose="stand", outfit_accent="#f0f0f0")
    regular = set(parts_of(dressed))
    for body, build in BODIES.items():
        parts = parts_of(dressed.edited(body=body))
        # Nothing is lost on a body, and nothing is cut open.
        assert set(parts) == regular | (CHAIR if build.seated else set())
        assert [part.name for part in parts.values() if not is_closed(part)] == []


@pytest.mark.parametrize("kind", ACCESSORIES)
def test_accessories_are_closed(kind: str) -> None:
    sculpture = Sculpture(2.0)
    ACCESSORIES[kind].build(sculpture, (200, 60, 50))
    assert len({part.name for part in sculpture.parts}) == len(sculpture.parts)
    assert [part.name for part in sculpture.parts if not is_closed(part)] == []


@pytest.mark.parametrize(("style", "body", "pose"), list(product(STYLES, BODIES, POSES)))
def test_bones_keep_their_length(style: str, body: str, pose: str) -> None:
    frame, physique = framed(style, body, pose), STYLES[style].physique
    for arm in frame.arms:
        upper = float(np.linalg.norm(arm.elbow - arm.shoulder))
        fore = float(np.linalg.norm(arm.wrist - arm.elbow))
        assert upper == pytest.approx(physique.upper_arm * BODIES[body].arms)
        assert fore == pytest.approx(physique.forearm * BODIES[body].arms)
        assert (arm.elbow[0] > 0) == (arm.side > 0)


@pytest.mark.parametrize(("style", "body"), list(product(STYLES, BODIES)))
def test_it_stands_on_the_ground(juno: Recipe, style: str, body: str) -> None:
    parts = parts_of(juno.edited(style=style, body=body, pose="stand"))
    lowest = {name: float(part.mesh.vertices[:, 1].min()) for name, part in parts.items()}
    ground = min(low for name, low in lowest.items() if name not in ("base", "base top"))
    assert ground == pytest.approx(0.0, abs=0.1)
    if not BODIES[body].seated:
        assert lowest["soles"] == pytest.approx(ground, abs=0.05)
    assert ("base" in parts) == (style == "bobble")


def test_only_the_action_figure_shows_joints(juno: Recipe) -> None:
    pins = {"left arm pin", "right arm pin", "left leg pin", "right leg pin", "waist"}
    for style in STYLES:
        assert (pins <= set(parts_of(juno.edited(style=style)))) == (style == "hero")


def test_only_the_bobblehead_has_a_spring(juno: Recipe) -> None:
    with_spring = [s for s in STYLES if "spring" in parts_of(juno.edited(style=s))]
    assert with_spring == ["bobble"]


def test_who_sits_lays_hanging_hands_down() -> None:
    standing, sitting = framed("vinyl", "regular"), framed("vinyl", "wheelchair")
    for up, down in zip(standing.arms, sitting.arms, strict=True):
        assert down.wrist[1] - down.shoulder[1] > up.wrist[1] - up.shoulder[1]
    waving = framed("vinyl", "wheelchair", "wave").arms[1]
    assert waving.wrist[1] > waving.shoulder[1]


def test_another_colour_cuts_nothing_anew(juno: Recipe) -> None:
    before = parts_of(juno)
    after = parts_of(juno.edited(outfit_main="#123456", skin_tone=2, outfit_shoes="#ffffff"))
    assert all(after[name].mesh is before[name].mesh for name in before)
    assert after["top"].material != before["top"].material


def test_another_pose_leaves_the_legs(juno: Recipe) -> None:
    before, after = parts_of(juno.edited(pose="stand")), parts_of(juno.edited(pose="thumbs_up"))
    assert after["trousers"].mesh is before["trousers"].mesh
    assert after["top"].mesh is not before["top"].mesh


def test_trousers_of_the_same_cloth_follow_the_coat(juno: Recipe) -> None:
    suit = juno.edited(outfit="suit").edited(outfit_main="#203040")
    assert suit.outfit.trousers == (32, 48, 64)
    assert juno.edited(outfit="tshirt", outfit_main="#203040").outfit.trousers == (52, 66, 98)
