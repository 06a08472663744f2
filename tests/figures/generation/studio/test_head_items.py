"""Everything worn on the head: keys, solids that could be printed, and the edits that choose it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import trimesh

from figures.generation.studio import build
from figures.generation.studio import landmarks as lm
from figures.generation.studio.beards import BEARDS
from figures.generation.studio.beards.base import LEAST_BAND
from figures.generation.studio.coverings import COVERINGS
from figures.generation.studio.hairstyles import HAIRSTYLES, worn_hair
from figures.generation.studio.hairstyles.base import Flow
from figures.generation.studio.invented import INVENTED, invented_recipe
from figures.generation.studio.layout import Layout, lay_out
from figures.generation.studio.paint.face import paint_face
from figures.generation.studio.recipe import (
    DENSITY_RANGE,
    OUTLINE_RANGE,
    PHOTO_HAIR,
    ByteMap,
    Covering,
    Landmarks,
    Recipe,
)
from figures.generation.studio.recipe_edit import HAIR_COLOURS
from figures.generation.studio.sculpt.beard import WINDOW, add_beard, growth_of
from figures.generation.studio.sculpt.coverings import add_covering
from figures.generation.studio.sculpt.glasses import add_glasses, fit_frame
from figures.generation.studio.sculpt.hair import (
    OVER_BROWS,
    add_hair,
    bare_face,
    flow_of,
    seen_hair,
)
from figures.generation.studio.sculpt.head import Head, add_head, shape_head
from figures.generation.studio.sculpt.solid import Part, Sculpture
from figures.generation.studio.space import FACE_MAP, HEAD_AXIS_Z_MM, SILHOUETTE, UNIT_MM
from figures.generation.studio.spectacles import SPECTACLES
from figures.generation.studio.styles import STYLES
from tests.figures.generation.studio.conftest import small

# Thin rims need finer cells.
COARSENESS, RIM_COARSENESS = 2.3, 1.7
# A beard's outline runs where half the skin is hidden: there its density is this.
GROWN = 0.37
HAIR = (
    "afro", "bald", "bob", "box_braids", "braids", "bun", "buzz", "crop", "curls", "long",
    "ponytail", "quiff", "side_part", "waves",
)  # fmt: skip
FRAMES = ("aviator", "cat_eye", "oval", "rectangular", "round", "square")
CUTS = ("full", "goatee", "long", "moustache", "short", "stubble")
WORN = ("beanie", "brimmed_hat", "cap", "headscarf", "turban")


def test_keys_never_change() -> None:
    """They stand in stored recipes."""
    assert tuple(HAIRSTYLES) == HAIR
    assert tuple(SPECTACLES) == FRAMES
    assert tuple(BEARDS) == CUTS
    assert tuple(COVERINGS) == WORN


def bare(name: str = "otto") -> Recipe:
    return invented_recipe(name).edited(glasses="none", hairstyle="bald")


def head_of(recipe: Recipe) -> tuple[Layout, Head]:
    layout = lay_out(recipe.landmarks.points(), STYLES[recipe.style])
    return layout, shape_head(recipe, layout)


def hair(recipe: Recipe) -> list[Part]:
    sculpture = Sculpture(COARSENESS)
    add_hair(sculpture, recipe, *head_of(recipe))
    return sculpture.parts


def glasses(recipe: Recipe) -> list[Part]:
    sculpture = Sculpture(RIM_COARSENESS)
    add_glasses(sculpture, recipe, *head_of(recipe))
    return sculpture.parts


def covering(recipe: Recipe) -> list[Part]:
    sculpture = Sculpture(COARSENESS)
    add_covering(sculpture, recipe, *head_of(recipe))
    return sculpture.parts


def beard(recipe: Recipe) -> list[Part]:
    sculpture = Sculpture(COARSENESS)
    layout, head = head_of(recipe)
    carved = add_head(sculpture, recipe, layout, head, paint_face(recipe, layout, 128).relief)
    add_beard(sculpture, recipe, layout, carved)
    return sculpture.parts[1:]


def assert_one_closed_body(part: Part) -> None:
    mesh = trimesh.Trimesh(part.mesh.vertices, part.mesh.triangles, process=False)
    assert mesh.is_watertight, part.name
    assert mesh.is_winding_consistent, part.name
    assert abs(mesh.volume) > 1.0, part.name
    assert mesh.body_count == 1, part.name


@pytest.mark.parametrize("key", [key for key in HAIR if key != "bald"])
def test_hair_is_a_closed_body(key: str) -> None:
    found = hair(bare().edited(hairstyle=key))
    assert found[0].name == "hair"
    for part in found:
        assert_one_closed_body(part)


@pytest.mark.parametrize("key", FRAMES)
def test_glasses_are_a_closed_body(key: str) -> None:
    (part,) = glasses(bare().edited(glasses=key))
    assert_one_closed_body(part)


@pytest.mark.parametrize("tall", [0.5, 1.0])
@pytest.mark.parametrize("key", list(SPECTACLES))
def test_no_rim_crosses_an_eye(key: str, tall: float) -> None:
    """Straight above, below and beside the middle of an eye the rim lies outside it."""
    frame = SPECTACLES[key]
    layout, head = head_of(bare())
    right, left = (replace(eye, height=tall * eye.width) for eye in layout.eyes)
    layout = replace(layout, eyes=(right, left))
    fit = fit_frame(frame, 0.2, layout, head)
    bar = fit.rim_mm / UNIT_MM
    outline = frame.outline() * [fit.rx, fit.ry]
    eye = max(layout.eyes, key=lambda one: one.width)
    heights = outline[np.abs(outline[:, 0]) < 0.2 * fit.rx, 1]
    assert heights.max() - bar * frame.brow >= eye.height / 2
    assert -heights.min() - bar >= eye.height / 2
    assert outline[:, 0].max() - bar >= eye.width / 2
    assert fit.half - fit.rx > bar


@pytest.mark.parametrize("key", [key for key in CUTS if key != "stubble"])
def test_a_beard_is_a_closed_body(key: str) -> None:
    (part,) = beard(bare().edited(facial_hair=key))
    assert_one_closed_body(part)


@pytest.mark.parametrize("key", WORN)
def test_a_covering_is_a_closed_body(key: str) -> None:
    (part,) = covering(bare().edited(covering=key))
    assert_one_closed_body(part)


@pytest.mark.parametrize(
    ("make", "change"),
    [
        (hair, {"hairstyle": "ponytail"}), (hair, {"hairstyle": "bob"}),
        (covering, {"covering": "headscarf"}), (glasses, {"glasses": "aviator"}),
        (beard, {"facial_hair": "long"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("width", [0.84, 1.18])
def test_it_fits_narrow_and_wide_heads(
    make: Callable[[Recipe], list[Part]], change: dict[str, object], width: float
) -> None:
    found = make(with_width(bare("mei"), width).edited(**change))
    assert found
    for part in found:
        assert_one_closed_body(part)


def with_width(recipe: Recipe, width: float) -> Recipe:
    points = recipe.landmarks.points() * [width, 1, 1]
    return recipe.replaced(landmarks=Landmarks.of(points))


def test_the_same_recipe_gives_the_same_solids() -> None:
    recipe = bare().edited(hairstyle="curls", facial_hair="full", glasses="cat_eye", covering="cap")
    for make in (hair, beard, glasses, covering):
        (first,), (second,) = make(recipe), make(recipe)
        assert np.array_equal(first.mesh.vertices, second.mesh.vertices)
        assert np.array_equal(first.mesh.triangles, second.mesh.triangles)


def test_hair_leaves_brows_and_a_strip_of_forehead_free() -> None:
    layout, _ = head_of(bare())
    bare_skin = bare_face(layout)
    for eye in layout.eyes:
        x, y = eye.brow[2]
        rows = SILHOUETTE.rows()[bare_skin[:, int(SILHOUETTE.to_pixels(np.array([[x, y]]))[0, 0])]]
        assert rows.max() == pytest.approx(y + eye.brow_thickness / 2 + OVER_BROWS, abs=0.02)
    assert not bare_skin[
        :, np.abs(SILHOUETTE.columns()) > abs(layout.points[lm.TEMPLE_LEFT, 0])
    ].any()


def test_a_fringe_over_the_eyes_ends_above_the_brows() -> None:
    recipe = bare()
    low = np.full((recipe.hair.outline.height, recipe.hair.outline.width), OUTLINE_RANGE[1])
    worn = replace(recipe.hair, outline=ByteMap.of(low, *OUTLINE_RANGE), style=PHOTO_HAIR)
    recipe = recipe.replaced(hair=worn)
    layout, head = head_of(recipe)
    seen = seen_hair(worn, recipe, layout, head)
    assert seen.any()
    assert not (seen & bare_face(layout)).any()


def test_nothing_is_worn_on_a_bare_head() -> None:
    recipe = bare()
    assert [*hair(recipe), *beard(recipe), *glasses(recipe), *covering(recipe)] == []


def test_stubble_is_painted_only() -> None:
    recipe = bare().edited(facial_hair="stubble")
    assert beard(recipe) == []
    layout = head_of(recipe)[0]
    painted, clean = (paint_face(r, layout, 128).image for r in (recipe, bare()))
    assert painted.mean() < clean.mean() - 1


@pytest.mark.parametrize(("kind", "shows"), [("headscarf", False), ("turban", False),
                                              ("cap", True), ("beanie", True),
                                              ("brimmed_hat", True)])  # fmt: skip
def test_coverings_hide_hair_above_their_rim(kind: str, shows: bool) -> None:
    recipe = bare().edited(hairstyle="ponytail", covering=kind)
    found = hair(recipe)
    # The tail goes under the covering with the rest.
    assert [part.name for part in found] == (["hair"] if shows else [])
    if shows:
        rim = max(COVERINGS[kind].rim)
        assert found[0].anchors[:, 1].max() < rim + 0.1
        assert hair(bare().edited(hairstyle="ponytail"))[0].anchors[:, 1].max() > 0.9


def test_photo_brings_back_the_photos_own_hair(underwood: Recipe) -> None:
    styled = underwood.edited(hairstyle="bob")
    assert worn_hair(styled.hair) == HAIRSTYLES["bob"].hair(underwood.hair.colour)
    assert styled.attribute("hair_length").value == "medium"
    back = styled.edited(hairstyle="photo")
    assert back.hair == underwood.hair
    assert worn_hair(back.hair) is back.hair


def test_a_styles_colour_is_the_recipes() -> None:
    recipe = bare().edited(hairstyle="bob", hair_colour="blond")
    assert worn_hair(recipe.hair).colour == HAIR_COLOURS["blond"]


@pytest.mark.parametrize("key", CUTS)
def test_a_beard_grows_on_the_chin_or_lip_but_not_on_the_lips(key: str) -> None:
    recipe = bare().edited(facial_hair=key)
    density = recipe.facial_hair.density.values(*DENSITY_RANGE)
    points = recipe.landmarks.points()
    lip = (points[lm.NOSE_BASE] + points[lm.LIP_TOP]) / 2
    lips, chin = points[lm.LIP_BOTTOM_INNER] - [0, 0.02, 0], points[lm.CHIN] + [0, 0.08, 0]
    at = {"lip": lip, "lips": lips, "chin": chin, "forehead": points[lm.FOREHEAD]}
    values = {name: density[pixel(point)] for name, point in at.items()}
    strength = 0.345 if key == "stubble" else 1.0
    assert values["lip"] > 0.7 * strength
    assert (values["chin"] > 0.7 * strength) == (key != "moustache")
    assert values["lips"] < 0.2
    assert values["forehead"] == 0


def pixel(point: np.ndarray) -> tuple[int, int]:
    column, row = np.floor(FACE_MAP.to_pixels(point[:2])).astype(int)
    return row, column


@pytest.mark.parametrize("share", [0.62, 0.9])
@pytest.mark.parametrize("person", INVENTED)
def test_a_smile_does_not_squeeze_a_moustache(person: str, share: float) -> None:
    """Thinner than this between nose and lifted corners, its sides came off as crumbs."""
    recipe = invented_recipe(person).edited(facial_hair="moustache")
    grown = recipe.facial_hair.density.values(*DENSITY_RANGE) > GROWN
    right, left = recipe.landmarks.points()[[lm.MOUTH_RIGHT, lm.MOUTH_LEFT], 0]
    x = (right + left) / 2 + share * abs(left - right) / 2
    column = round((x - FACE_MAP.left) * FACE_MAP.scale)
    assert grown[:, column].sum() / FACE_MAP.scale >= LEAST_BAND - 1 / FACE_MAP.scale


@pytest.mark.parametrize("person", INVENTED)
def test_lips_lie_on_a_beard_and_not_in_a_hole_of_it(person: str) -> None:
    recipe = invented_recipe(person).edited(facial_hair="full")
    layout, _ = head_of(recipe)
    height = growth_of(recipe, layout, BEARDS["full"]).height

    def at(x: float, y: float) -> float:
        column, row = np.floor(WINDOW.to_pixels([x, y])).astype(int)
        return float(height[row, column])

    x, lip = layout.points[lm.LIP_BOTTOM]
    assert at(x, float(layout.points[lm.LIP_BOTTOM_INNER, 1]) - 0.02) < 0
    assert 0 < at(x, lip - 0.03) < 0.5 * BEARDS["full"].thickness
    chin = (lip + layout.points[lm.CHIN, 1]) / 2
    assert at(x, min(chin, lip - 0.16)) > 0.95 * BEARDS["full"].thickness


def test_a_full_beard_follows_the_jaw() -> None:
    recipe = bare().edited(facial_hair="full")
    (part,) = beard(recipe)
    chin = float(head_of(recipe)[0].points[lm.CHIN, 1])
    cut = BEARDS["full"]
    lowest = float(part.anchors[:, 1].min())
    assert chin - cut.drop - 1.2 * cut.thickness < lowest < chin - cut.drop


def test_a_brim_stands_out_all_around() -> None:
    recipe = bare().edited(covering="brimmed_hat")
    (part,) = covering(recipe)
    _, head = head_of(recipe)
    x, depth = part.anchors[:, 0], float(head.back.max())
    for reach in (x.max(), -x.min()):
        assert reach == pytest.approx(head.half_width + 0.50, abs=0.03)
    # The grids of both are the head's own: anchors hold x and y, vertices z.
    z = (part.mesh.vertices[:, 2] - HEAD_AXIS_Z_MM) / UNIT_MM
    assert z.max() > depth + 0.40
    assert z.min() < -depth - 0.40


def test_the_hairline_tells_which_way_hair_runs() -> None:
    recipe = bare()
    layout, head = head_of(recipe)
    brow = max(float(eye.brow[:, 1].max()) for eye in layout.eyes)
    x, y = np.meshgrid(SILHOUETTE.columns(), SILHOUETTE.rows())
    around = np.hypot(x / (1.3 * head.half_width), (y - 0.1) / 1.1) < 1
    long = replace(recipe.hair, length="long")
    fringe = around & (y > brow + 0.18)
    assert flow_of(long, fringe, layout, head) == Flow()
    arched = around & (y > 0.75 - 0.8 * np.abs(x - 0.1))
    parted = flow_of(long, arched, layout, head)
    assert (parted.kind, parted.parting) == ("fall", True)
    assert parted.x * head.half_width == pytest.approx(0.1, abs=0.04)
    short = around & (y > 0.7) & (np.abs(x) < head.half_width)
    assert flow_of(replace(long, length="short"), short, layout, head).kind == "back"


def test_a_first_beard_takes_the_colour_of_the_hair() -> None:
    red = invented_recipe("otto")
    assert red.edited(facial_hair="full").facial_hair.colour == red.hair.colour
    assert bare().edited(facial_hair="full").facial_hair.colour == red.brows


def test_beard_colour_is_chosen_by_itself() -> None:
    recipe = invented_recipe("otto").edited(facial_hair="full", beard_colour="grey")
    assert recipe.facial_hair.colour == HAIR_COLOURS["grey"]
    assert recipe.hair.colour == HAIR_COLOURS["red"]
    assert recipe.edited(facial_hair="short").facial_hair.colour == HAIR_COLOURS["grey"]
    with pytest.raises(ValueError, match=r"^beard_colour: "):
        recipe.edited(beard_colour="pink")


def test_the_photos_own_beard_is_kept(allred: Recipe) -> None:
    assert allred.edited(facial_hair="goatee").facial_hair == allred.facial_hair
    other = allred.edited(facial_hair="full").facial_hair
    assert other.density != allred.facial_hair.density
    assert other.colour == allred.facial_hair.colour


def test_recipes_keep_everything_worn() -> None:
    recipe = bare().edited(
        hairstyle="braids", facial_hair="goatee", glasses="oval", covering="cap",
        covering_colour="#102030",
    )  # fmt: skip
    assert Recipe.from_bytes(recipe.to_bytes()) == recipe
    assert recipe.hair.style == "braids"
    assert recipe.covering == Covering("cap", (16, 32, 48))


@pytest.mark.parametrize(
    "change", [{"hair_colour": "blond"}, {"covering_colour": "#ff8800"}, {"beard_colour": "grey"}]
)
def test_a_new_colour_reuses_the_solids(
    change: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def built_again(*_: object) -> None:
        raise AssertionError("a solid was built again")

    recipe = bare().edited(hairstyle="buzz", covering="cap", facial_hair="short")
    before = small(recipe)
    for name in ("add_hair", "add_covering", "add_beard", "add_head", "add_glasses"):
        monkeypatch.setattr(build, name, built_again)
    assert not np.array_equal(small(recipe.edited(**change)), before)
