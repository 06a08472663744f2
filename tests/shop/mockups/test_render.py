import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from shop.mockups import SCENES, content_key, layers, render_mockup, scenes_for
from shop.mockups.compiled import compiled
from shop.mockups.compose import compose
from shop.mockups.panels import panels
from tests.shop.mockups.art import checker, disc, flat

KINDS = {
    "art_print",
    "framed_print",
    "die_cut_sticker",
    "kiss_cut_sheet",
    "box_art_print",
    "blister_card",
    "folding_carton",
}


@pytest.mark.parametrize("key", SCENES)
@pytest.mark.parametrize(("kind", "magic"), [("webp", "WEBP"), ("jpeg", "JPEG")])
def test_every_scene_renders_at_the_width_asked_for(key: str, kind: str, magic: str) -> None:
    made = render_mockup(key, checker(210, 297), width=320, format=kind)  # type: ignore[arg-type]
    with Image.open(io.BytesIO(made)) as image:
        assert (image.format, image.size, image.mode) == (magic, (320, 320), "RGB")


def test_equal_input_gives_equal_bytes_even_after_compiling_anew() -> None:
    art = checker(210, 297)
    first = render_mockup("framed-a3", art, width=640)
    compiled.cache_clear()
    assert render_mockup("framed-a3", art, width=640) == first


def test_rendering_leaves_art_and_scene_as_they_were() -> None:
    art, scene = disc(), compiled("laptop-sticker", 400)
    before = art.copy(), scene.background.copy()
    render_mockup("laptop-sticker", art, width=400)
    assert np.array_equal(art, before[0])
    assert np.array_equal(scene.background, before[1])


def test_the_content_key_names_everything_that_changes_the_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [
        content_key("framed-a3", "a" * 64),
        content_key("framed-a3", "b" * 64),
        content_key("framed-a2", "a" * 64),
        content_key("framed-a3", "a" * 64, 800),
        content_key("framed-a3", "a" * 64, 1200, "jpeg"),
    ]
    assert content_key("framed-a3", "a" * 64, 1200) == keys[0]

    (tmp_path / "framed-a3.zip").write_bytes(b"baked anew")
    monkeypatch.setattr(layers, "DATA", tmp_path)
    layers.version.cache_clear()
    keys.append(content_key("framed-a3", "a" * 64))
    monkeypatch.undo()
    layers.version.cache_clear()

    assert len(set(keys)) == 6
    assert all(len(key) == 64 and int(key, 16) >= 0 for key in keys)


def test_a_scenes_version_is_the_digest_of_its_file() -> None:
    data = (layers.DATA / "framed-a3.zip").read_bytes()
    assert layers.version("framed-a3") == hashlib.sha256(data).hexdigest()[:16]


@pytest.mark.parametrize("width", [63, 2401])
def test_it_refuses_widths_out_of_bounds(width: int) -> None:
    with pytest.raises(ValueError, match="width must be 64 to 2400"):
        render_mockup("framed-a3", flat((9, 9, 9)), width=width)


@pytest.mark.parametrize(
    "art",
    [
        np.zeros((40, 40), np.uint8),
        np.zeros((40, 40, 2), np.uint8),
        np.zeros((40, 40, 3), np.float32),
        np.zeros((1, 40, 3), np.uint8),
    ],
)
def test_it_refuses_what_is_not_a_picture(art: np.ndarray) -> None:
    with pytest.raises(ValueError, match="art must be"):
        render_mockup("framed-a3", art, width=320)


def test_it_refuses_an_unknown_scene_and_an_unknown_format() -> None:
    with pytest.raises(KeyError):
        render_mockup("no-such-scene", flat((9, 9, 9)))
    with pytest.raises(ValueError, match="unknown format 'gif'"):
        render_mockup("framed-a3", flat((9, 9, 9)), width=320, format="gif")  # type: ignore[arg-type]


def test_a_carton_wants_all_its_panels_or_the_front_alone() -> None:
    front = checker(300, 450)
    plain = render_mockup("shelf-carton", front, width=320)
    assert plain == render_mockup("shelf-carton", panels(front), width=320)
    with pytest.raises(KeyError, match="side"):
        render_mockup("shelf-carton", {"front": front}, width=320)


def test_a_cartons_plain_panels_carry_the_fronts_edge_colours() -> None:
    made = panels(flat((10, 90, 200), 300, 450))
    assert {name: art.shape for name, art in made.items()} == {
        "front": (450, 300, 3),
        "side": (450, 128, 3),
        "top": (128, 300, 3),
    }
    assert all((art == (10, 90, 200)).all() for art in made.values())


def test_a_hole_in_box_art_shows_what_is_behind_it_not_the_hidden_colour() -> None:
    scene = compiled("shelf-box-art", 600)
    art = np.dstack([flat((40, 40, 40), 400, 600), np.full((600, 400), 255, np.uint8)])
    art[250:350, 150:250] = (255, 0, 255, 0)
    picture = compose(SCENES["shelf-box-art"], scene, {"art": art})
    solid = compose(SCENES["shelf-box-art"], scene, {"art": art[..., :3].copy()})
    y, x = (int(v * 600) for v in scene.slots[0].quad.mean(0)[::-1] / 600)
    y0, _, x0, _ = scene.slots[0].box
    behind = scene.slots[0].behind
    assert behind is not None
    expected = behind[y - y0, x - x0].astype(int) + scene.background[y, x]
    assert np.array_equal(picture[y, x], expected)
    red, green, blue = (int(v) for v in solid[y, x])
    assert red > green + 100
    assert blue > green + 100


def test_every_product_kind_has_a_scene_and_every_size_its_own() -> None:
    assert {kind for scene in SCENES.values() for kind in scene.kinds} == KINDS
    assert [s.key for s in scenes_for("framed_print", "A3, black frame")] == ["framed-a3"]
    assert [s.key for s in scenes_for("art_print", "24 x 36 in")] == ["print-24x36"]
    assert [s.key for s in scenes_for("folding_carton", "One box, flat")] == ["shelf-carton"]
    assert scenes_for("mug") == ()


def test_alternative_text_names_the_person() -> None:
    assert SCENES["framed-a3"].alt_text("Ada") == "Framed A3 print of Ada on a light wall"
    assert all("Ada" in scene.alt_text("Ada") for scene in SCENES.values())


@pytest.mark.parametrize("key", SCENES)
def test_the_registry_and_the_baked_scene_agree(key: str) -> None:
    baked = layers.load(key)
    assert tuple(slot.name for slot in baked.slots) == SCENES[key].slots
    width, height = baked.slots[0].millimetres
    assert abs(width / height / SCENES[key].aspect - 1) < 0.002


def test_scene_files_stay_small() -> None:
    files = sorted(layers.DATA.glob("*.zip"))
    assert [f.stem for f in files] == sorted(SCENES)
    assert sum(f.stat().st_size for f in files) <= 6_000_000
