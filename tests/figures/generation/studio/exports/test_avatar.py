"""The GLB: what the format asks, checked here in the open, and by Khronos' own validator."""

import io
import json
import struct
import subprocess
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh
from numpy.typing import NDArray
from PIL import Image

from figures.generation.studio.bodies import BODIES
from figures.generation.studio.build import Detail, build_scene
from figures.generation.studio.colour import linear
from figures.generation.studio.engine import Recipe
from figures.generation.studio.exports import avatar_glb
from figures.generation.studio.invented import invented_recipe
from figures.generation.studio.outfits import OUTFITS
from figures.generation.studio.poses import POSES
from figures.generation.studio.styles import STYLES

LABEL = {
    "dc:description": "Computer-generated figure of Жук",
    "Iptc4xmpExt:DigitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/x",
}
COARSE = Detail(2.6, 64)
VALIDATOR = Path(__file__).parents[5] / ".ci" / "gltf-validator"
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}
TYPES = {5121: np.uint8, 5123: np.uint16, 5125: np.uint32, 5126: np.float32}


class Glb:
    """A GLB taken apart by the letter of the specification."""

    def __init__(self, data: bytes) -> None:
        magic, version, length = struct.unpack_from("<4sII", data)
        assert (magic, version, length) == (b"glTF", 2, len(data))
        size, kind = struct.unpack_from("<I4s", data, 12)
        assert kind == b"JSON"
        assert size % 4 == 0
        self.tree: dict[str, Any] = json.loads(data[20 : 20 + size])
        rest, kind = struct.unpack_from("<I4s", data, 20 + size)
        assert kind == b"BIN\0"
        self.binary = data[28 + size :]
        assert rest == len(self.binary) == self.tree["buffers"][0]["byteLength"]

    def view(self, index: int) -> bytes:
        view = self.tree["bufferViews"][index]
        assert view["byteOffset"] % 4 == 0
        end = view["byteOffset"] + view["byteLength"]
        assert end <= len(self.binary)
        return self.binary[view["byteOffset"] : end]

    def values(self, index: int) -> NDArray[Any]:
        item = self.tree["accessors"][index]
        flat = np.frombuffer(self.view(item["bufferView"]), TYPES[item["componentType"]])
        assert len(flat) == item["count"] * WIDTHS[item["type"]]
        return flat.reshape(item["count"], WIDTHS[item["type"]])

    def primitives(self) -> dict[str, Any]:
        return {mesh["name"]: mesh["primitives"][0] for mesh in self.tree["meshes"]}

    def material(self, name: str) -> Any:
        return next(item for item in self.tree["materials"] if item["name"] == name)


@pytest.fixture(scope="module")
def data(juno: Recipe) -> bytes:
    return avatar_glb(juno, label=LABEL, detail=COARSE, triangles=4000)


@pytest.fixture(scope="module")
def glb(data: bytes) -> Glb:
    return Glb(data)


def test_it_is_what_the_format_asks(glb: Glb) -> None:
    for primitive in glb.primitives().values():
        places = glb.values(primitive["attributes"]["POSITION"])
        bounds = glb.tree["accessors"][primitive["attributes"]["POSITION"]]
        assert np.array_equal(places.min(0), np.float32(bounds["min"]))
        assert np.array_equal(places.max(0), np.float32(bounds["max"]))
        normals = glb.values(primitive["attributes"]["NORMAL"])
        assert np.allclose(np.linalg.norm(normals, axis=1), 1, atol=1e-4)
        assert len({len(glb.values(index)) for index in primitive["attributes"].values()}) == 1
        corners = glb.values(primitive["indices"]).reshape(-1, 3)
        assert corners.max() == len(places) - 1
        assert (np.diff(np.sort(corners, axis=1), axis=1) > 0).all()
        assert "material" in primitive


def test_faces_and_normals_look_outwards(glb: Glb) -> None:
    """Counter-clockwise from outside: what the faces enclose has a positive volume."""
    volume = 0.0
    for name, primitive in glb.primitives().items():
        places = glb.values(primitive["attributes"]["POSITION"]).astype(np.float64)
        normals = glb.values(primitive["attributes"]["NORMAL"])
        corners = glb.values(primitive["indices"]).reshape(-1, 3)
        a, b, c = (places[corners[:, index]] for index in range(3))
        across = np.cross(b - a, c - a)
        volume += float((a * across).sum()) / 6
        agree = (across * normals[corners].mean(1)).sum(1) > 0
        assert agree.mean() > 0.97, name
    # About 80 cubic centimetres, and more where parts overlap.
    assert 60e-6 < volume < 160e-6


def test_it_stands_in_metres_with_y_up_facing_z(glb: Glb) -> None:
    placed = [glb.values(one["attributes"]["POSITION"]) for one in glb.primitives().values()]
    low, high = np.vstack(placed).min(0), np.vstack(placed).max(0)
    assert low[1] == pytest.approx(0, abs=0.001)
    assert 0.08 < high[1] < 0.13
    face = glb.values(glb.primitives()["face"]["attributes"]["POSITION"])
    assert face[:, 2].mean() > 0.005
    assert face[:, 1].mean() > 0.06


def test_colours_are_linear(glb: Glb, juno: Recipe) -> None:
    skin = glb.material("head")["pbrMetallicRoughness"]
    assert skin["baseColorFactor"] == pytest.approx([*linear(juno.skin), 1.0], abs=1e-6)
    assert skin["metallicFactor"] == 0
    assert all(
        0 <= value <= 1
        for item in glb.tree["materials"]
        for value in item["pbrMetallicRoughness"]["baseColorFactor"]
    )


def test_hair_keeps_its_strands_and_the_face_its_paint(glb: Glb, juno: Recipe) -> None:
    tones = glb.values(glb.primitives()["hair"]["attributes"]["COLOR_0"])
    assert (tones[:, 3] == 255).all()
    assert tones[:, 0].max() == 255
    assert tones[:, 0].std() > 5
    face = glb.primitives()["face"]
    uv = glb.values(face["attributes"]["TEXCOORD_0"])
    assert uv.min() >= 0
    assert uv.max() <= 1
    # The paint is upright: higher on the face is higher in the picture.
    places = glb.values(face["attributes"]["POSITION"])
    assert np.corrcoef(places[:, 1], uv[:, 1])[0, 1] < -0.99
    assert np.corrcoef(places[:, 0], uv[:, 0])[0, 1] > 0.99
    image = glb.tree["images"][0]
    assert image["mimeType"] == "image/jpeg"
    with Image.open(io.BytesIO(glb.view(image["bufferView"]))) as painted:
        corner = np.asarray(painted)[1, 1].astype(int)
    assert np.abs(corner - juno.skin).max() < 12


def test_it_is_labelled_twice(glb: Glb) -> None:
    asset = glb.tree["asset"]
    assert asset["version"] == "2.0"
    assert asset["extras"] == {
        "description": LABEL["dc:description"],
        "DigitalSourceType": LABEL["Iptc4xmpExt:DigitalSourceType"],
    }
    assert glb.tree["extensionsUsed"] == ["KHR_xmp_json_ld"]
    packets = glb.tree["extensions"]["KHR_xmp_json_ld"]["packets"]
    packet = packets[asset["extensions"]["KHR_xmp_json_ld"]["packet"]]
    assert packet["Iptc4xmpExt:DigitalSourceType"] == LABEL["Iptc4xmpExt:DigitalSourceType"]
    assert packet["dc:description"]["rdf:_1"]["@value"] == LABEL["dc:description"]
    prefixes = {name.partition(":")[0] for name in packet if not name.startswith("@")}
    assert prefixes <= set(packet["@context"])


def test_another_library_loads_it(data: bytes) -> None:
    scene: Any = trimesh.load(io.BytesIO(data), file_type="glb")
    assert {"head", "face", "hair", "glasses", "trousers", "soles"} <= set(scene.geometry)
    # 4,000 in all, but no part gets fewer than a shape of its own needs.
    least, count = 300 * len(scene.geometry), sum(len(m.faces) for m in scene.geometry.values())
    assert 4000 < count < 4000 + least


def test_words_are_printed_on_the_chest(juno: Recipe) -> None:
    worn = juno.edited(outfit="tshirt", outfit_words="HI", pose="stand")
    glb = Glb(avatar_glb(worn, label=LABEL, detail=COARSE, triangles=4000))
    name = next(name for name in glb.primitives() if name.endswith(" print"))
    primitive = glb.primitives()[name]
    places = glb.values(primitive["attributes"]["POSITION"])
    uv = glb.values(primitive["attributes"]["TEXCOORD_0"])
    assert places[:, 2].min() > 0
    assert np.corrcoef(places[:, 0], uv[:, 0])[0, 1] > 0.99
    assert np.corrcoef(places[:, 1], uv[:, 1])[0, 1] < -0.99
    which = glb.material(name)["pbrMetallicRoughness"]["baseColorTexture"]["index"]
    image = glb.tree["images"][glb.tree["textures"][which]["source"]]
    with Image.open(io.BytesIO(glb.view(image["bufferView"]))) as printed:
        pixels = np.asarray(printed).astype(int)
    # A gap of cloth between the two letters, and cloth at the rim.
    inked = np.abs(pixels - pixels[1, 1]).max(2) > 60
    columns = np.nonzero(np.diff(inked.any(0).astype(int)))[0]
    assert len(columns) == 4
    assert not inked[[0, -1]].any()


def test_the_head_goes_where_the_picture_shows_it(juno: Recipe) -> None:
    """On another body it is another size at another height, as the camera's scene has it."""
    bobble = juno.edited(style="bobble")
    glb = Glb(avatar_glb(bobble, label=LABEL, detail=COARSE, triangles=10**6))
    scene = build_scene(bobble, COARSE, lambda stage, done: None)
    placed = [glb.values(one["attributes"]["POSITION"]) for one in glb.primitives().values()]
    for edge in (np.min, np.max):
        shown = edge(scene.vertices, axis=0) / 1000
        assert edge(np.vstack(placed), axis=0) == pytest.approx(shown, abs=1e-6)


def test_the_same_recipe_gives_the_same_bytes(data: bytes, juno: Recipe) -> None:
    assert avatar_glb(juno, label=LABEL, detail=COARSE, triangles=4000) == data


# Asks the validator about every file named and prints a list of its issues.
_VALIDATE = """
const { validateBytes } = require('gltf-validator');
const read = (path) => new Uint8Array(require('fs').readFileSync(path));
Promise.all(process.argv.slice(1).map((path) => validateBytes(read(path))))
  .then((reports) => console.log(JSON.stringify(reports.map((report) => report.issues))));
"""


def issues(*models: bytes, folder: Path) -> list[Any]:
    """What the Khronos validator says of each; `.ci/gltf-validator/install` puts it there."""
    paths = [folder / f"{number}.glb" for number in range(len(models))]
    for path, model in zip(paths, models, strict=True):
        path.write_bytes(model)
    command = ["node", "-e", _VALIDATE, *map(str, paths)]
    said = subprocess.run(command, cwd=VALIDATOR, check=True, capture_output=True, text=True)
    found: list[Any] = json.loads(said.stdout)
    return found


def test_khronos_own_validator_finds_nothing(data: bytes, tmp_path: Path) -> None:
    whole = avatar_glb(invented_recipe("juno"), label=LABEL)
    assert len(whole) < 3_000_000
    seated = invented_recipe("mei").edited(style="bobble", body="wheelchair", outfit_words="HI")
    words = invented_recipe("otto").edited(style="hero", outfit="sports_kit", covering="cap")
    others = [
        avatar_glb(one, label=LABEL, detail=COARSE, triangles=4000) for one in (seated, words)
    ]
    for one in issues(whole, data, *others, folder=tmp_path):
        assert (one["numErrors"], one["numWarnings"]) == (0, 0), one["messages"]
        # It does not know the extension of the label, and says so.
        assert {item["code"] for item in one["messages"]} <= {"UNSUPPORTED_EXTENSION"}


@pytest.mark.slow
@pytest.mark.parametrize(("style", "body"), list(product(STYLES, BODIES)))
def test_everybody_is_valid_in_every_pose(
    juno: Recipe, tmp_path: Path, style: str, body: str
) -> None:
    outfits = list(OUTFITS)
    worn = [
        juno.edited(style=style, body=body, pose=pose, outfit=outfits[(index + len(body)) % 10])
        for index, pose in enumerate(POSES)
    ]
    models = [avatar_glb(one, label=LABEL) for one in worn]
    assert max(map(len, models)) < 3_500_000
    for found in issues(*models, folder=tmp_path):
        assert (found["numErrors"], found["numWarnings"]) == (0, 0), found["messages"]


def test_the_validator_sees_a_broken_file(data: bytes, tmp_path: Path) -> None:
    broken = data.replace(b'"componentType":5126', b'"componentType":5125', 1)
    assert broken != data
    (found,) = issues(broken, folder=tmp_path)
    assert found["numErrors"] > 0
