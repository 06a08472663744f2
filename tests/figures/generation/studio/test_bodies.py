"""Every outfit on every body in every style, and what the measured bodies promise."""

from itertools import product

import numpy as np
import pytest
from scipy import ndimage

from figures.generation.studio.accessories import ACCESSORIES
from figures.generation.studio.bodies import BODIES
from figures.generation.studio.build import Detail, build_body
from figures.generation.studio.engine import Recipe
from figures.generation.studio.outfits import OUTFITS, folds, matching
from figures.generation.studio.poses import POSES
from figures.generation.studio.sculpt import joints
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.frame import Frame, measure
from figures.generation.studio.sculpt.limbs import Chain, arm_chain, leg_chain
from figures.generation.studio.sculpt.solid import Part, Sculpture
from figures.generation.studio.space import Doubles
from figures.generation.studio.styles import STYLES

COARSE = Detail(2.6, 64)
CHAIR = {
    "backrest", "chair frame", "cushion", "footrest", "handles", "left caster", "left fork",
    "left hub", "left tyre", "left wheel", "right caster", "right fork", "right hub", "right tyre",
    "right wheel", "side guards",
}  # fmt: skip
# Trouser legs that bend are parts of their own.
SHINS = {"left leg trousers", "right leg trousers"}


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
        bent = style != "hero" and outfit not in ("dress", "sports_kit")
        seated = CHAIR | SHINS if bent else CHAIR
        assert set(parts) == regular | (seated if build.seated else set())
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
    limbs = [f"{side} {limb}" for side in ("left", "right") for limb in ("arm", "leg")]
    pins = {"waist", *(f"{limb} {part}" for limb in limbs for part in ("hinge", "pin"))}
    for style in STYLES:
        assert (pins <= set(parts_of(juno.edited(style=style)))) == (style == "hero")


def depth_inside(parts: dict[str, Part], point: Doubles) -> float:
    """How deep a point lies inside the part it is deepest in, mm; below 0 it is in the open."""
    depths = []
    for part in parts.values():
        grid = part.mesh.grid
        cells = ((point - grid.origin) / grid.step)[:, None]
        found = ndimage.map_coordinates(
            part.mesh.distances, cells, order=1, mode="constant", cval=1e3
        )
        depths.append(-float(found[0]))
    return max(depths)


@pytest.mark.parametrize("pose", POSES)
@pytest.mark.parametrize("outfit", ["suit", "sports_kit", "dress"])
def test_joints_show_no_holes(juno: Recipe, pose: str, outfit: str) -> None:
    """From shoulder and hip down to wrist and ankle the limbs' middle is never in the open."""
    parts = parts_of(juno.edited(style="hero", pose=pose, outfit=outfit))
    frame = framed("hero", "regular", pose)
    for chain in (*map(arm_chain, frame.arms), *map(leg_chain, frame.legs)):
        depths = [depth_inside(parts, chain.point(at)) for at in np.linspace(0, 2, 41)]
        assert min(depths) > 0.5, chain.name


@pytest.mark.parametrize(("outfit", "layer"), [("suit", "shirt"), ("tshirt", "chest")])
def test_no_inner_layer_shows_round_a_shoulder(juno: Recipe, outfit: str, layer: str) -> None:
    parts = parts_of(juno.edited(style="hero", outfit=outfit, pose="stand"))
    for arm in framed("hero", "regular").arms:
        assert depth_inside({layer: parts[layer]}, arm.shoulder) < -arm.radii[0]


def test_pins_stand_out_of_the_flat_sides_of_a_hinge(juno: Recipe) -> None:
    parts = parts_of(juno.edited(style="hero", outfit="sports_kit", pose="stand"))
    for limb in ("left leg", "right leg"):
        reach = [np.ptp(parts[f"{limb} {name}"].mesh.vertices[:, 0]) for name in ("pin", "hinge")]
        assert reach[0] - reach[1] == pytest.approx(2 * joints.PIN_MM, abs=0.08)


def test_only_the_bobblehead_has_a_spring(juno: Recipe) -> None:
    with_spring = [s for s in STYLES if "spring" in parts_of(juno.edited(style=s))]
    assert with_spring == ["bobble"]


@pytest.mark.parametrize("style", STYLES)
def test_who_sits_rests_hanging_hands_on_the_thighs(style: str) -> None:
    frame = framed(style, "wheelchair")
    for arm, leg in zip(frame.arms, frame.legs, strict=True):
        assert leg.hip[1] + leg.radii[0] < arm.wrist[1] < leg.hip[1] + leg.radii[0] + 4 * arm.hand
        assert 0 < arm.wrist[0] / leg.hip[0] < 2
        assert leg.hip[2] < arm.wrist[2] < leg.knee[2]
    waving = framed(style, "wheelchair", "wave").arms[1]
    assert waving.wrist[1] > waving.shoulder[1]


@pytest.mark.parametrize(("style", "body"), list(product(STYLES, BODIES)))
def test_one_sees_through_between_hanging_arms_and_the_trunk(style: str, body: str) -> None:
    frame = framed(style, body)
    if frame.build.seated:
        return
    for arm in frame.arms:
        inner = abs(float(arm.elbow[0])) - arm.radii[1]
        assert inner - frame.torso.at(float(arm.elbow[1]))[0] > 3.8


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


def test_trousers_and_shoes_go_with_the_top_until_they_are_chosen(juno: Recipe) -> None:
    blue = juno.edited(outfit="tshirt", outfit_main="#2060c0")
    assert (blue.outfit.trousers, blue.outfit.shoes) == ((206, 186, 150), (240, 238, 232))
    red = blue.edited(outfit_main="#d03030")
    assert (red.outfit.trousers, red.outfit.shoes) == ((206, 186, 150), (108, 78, 56))
    chosen = blue.edited(outfit_trousers="#ffffff").edited(outfit_main="#d03030")
    assert (chosen.outfit.trousers, chosen.outfit.shoes) == ((255, 255, 255), (108, 78, 56))


def test_people_are_not_all_in_the_same_trousers(juno: Recipe) -> None:
    tops = [(r, g, b) for r in (30, 140, 230) for g in (30, 140, 230) for b in (30, 140, 230)]
    worn = [juno.edited(outfit="sweater", outfit_main=top).outfit for top in tops]
    trousers = [outfit.trousers for outfit in worn]
    assert len(set(trousers)) == 6
    assert max(trousers.count(one) for one in trousers) <= 9
    assert all(outfit.trousers != outfit.main for outfit in worn)


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ((20, 20, 24), "dark"), ((240, 238, 232), "pale"), ((128, 128, 130), "grey"),
        ((200, 40, 40), "red"), ((240, 200, 40), "yellow"), ((40, 150, 70), "green"),
        ((40, 90, 190), "blue"), ((140, 60, 170), "purple"), ((230, 80, 140), "red"),
    ],
)  # fmt: skip
def test_families_of_colours(colour: tuple[int, int, int], name: str) -> None:
    assert matching.family(colour) == name


def test_only_bent_arms_throw_folds_inside() -> None:
    joints = [np.array([0.0, 40, 0]), np.array([0.0, 30, 0])]
    counts = []
    for wrist in ([0.0, 20, 0], [6.0, 22, 0], [8.0, 36, 0]):
        joined = (joints[0], joints[1], np.array(wrist))
        chain = Chain("arm", joined, (3.0, 3.0, 2.4), np.array([0.0, 0, 1]))
        counts.append(tuple(len(rows) for rows in folds.inside_bend(chain, 0.8)))
    # A sharply bent arm has no room for one above the elbow.
    assert counts == [(0, 0), (2, 1), (0, 1)]


def test_a_fold_is_as_deep_as_asked_and_fades_out() -> None:
    torso = framed("vinyl", "regular").torso
    (row,) = folds.on_trunk(torso, [(-4.0, 38.0), (4.0, 40.0)], 0.5, 0.4)
    bar = row[p.ROW :].reshape(-1, 4)
    under = [z - radius - torso.front(x, y, 0.5) for x, y, z, radius in bar.tolist()]
    assert under[len(under) // 2] == pytest.approx(-0.4, abs=0.02)
    assert under[0] == pytest.approx(0.0, abs=0.15)


def test_the_edge_of_a_band_lies_on_the_trunk() -> None:
    torso = framed("vinyl", "regular").torso
    places, normals = torso.ring(40.0, 0.5, np.linspace(-3, 3, 13))
    assert [torso.front(x, y, 0.5) for x, y, z in places.tolist() if z > 0] == pytest.approx(
        [z for z in places[:, 2].tolist() if z > 0], abs=1e-6
    )
    assert np.linalg.norm(normals, axis=1) == pytest.approx(1.0)
    assert (places * normals).sum(1).min() > 0
