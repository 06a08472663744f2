import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from figures.faces import FaceBox, detect_faces, face_mesh, face_mesh_scored, person_mask
from figures.faces.boxes import intersection, same_face, strongest_per_face
from figures.faces.detect import _ANCHORS, _window_starts
from figures.faces.networks import MODELS

PORTRAITS = Path(__file__).parents[2] / "data" / "portraits"
RIGHT_EYE, LEFT_EYE = (33, 133), (362, 263)


def load(name: str) -> NDArray[np.uint8]:
    return np.asarray(Image.open(PORTRAITS / name).convert("RGB"))


@pytest.fixture(scope="module")
def astronaut() -> NDArray[np.uint8]:
    return load("astronaut.jpg")


@pytest.fixture(scope="module")
def face(astronaut: NDArray[np.uint8]) -> FaceBox:
    return detect_faces(astronaut)[0]


@pytest.mark.parametrize(
    ("name", "count"), [("astronaut.jpg", 1), ("two_people.jpg", 2), ("no_face.jpg", 0)]
)
def test_every_face_is_found_and_nothing_else(name: str, count: int) -> None:
    faces = detect_faces(load(name))
    assert len(faces) == count
    assert faces == sorted(faces, key=lambda face: -face.area)


def test_the_box_holds_the_face(face: FaceBox) -> None:
    # Measured by eye: cheeks at x 180 and 268, chin at y 182, eyes at y 102.
    assert abs(face.x - 180) < 8
    assert abs(face.x + face.width - 268) < 8
    assert abs(face.y + face.height - 182) < 8
    assert face.eyes is not None
    (right_x, right_y), (left_x, left_y) = face.eyes
    assert face.x < right_x < left_x < face.x + face.width
    assert abs(right_y - 102) < 4
    assert abs(left_y - 102) < 4


@pytest.mark.parametrize("width", [24, 60, 240])
def test_small_faces_in_a_large_photo_are_found(astronaut: NDArray[np.uint8], width: int) -> None:
    scale = width / 94
    side = round(512 * scale)
    small = cv2.resize(astronaut, (side, side), interpolation=cv2.INTER_AREA)
    photo = np.full((1500, 2000, 3), 128, np.uint8)
    photo[30 : 30 + side, 411 : 411 + side] = small
    (found,) = detect_faces(photo)
    assert abs(found.x - (411 + 178 * scale)) < 0.15 * width
    assert abs(found.width - width) < 0.15 * width


def test_the_score_bound_holds(astronaut: NDArray[np.uint8], face: FaceBox) -> None:
    assert len(detect_faces(astronaut, min_score=face.score)) == 1
    assert detect_faces(astronaut, min_score=1.01) == []


@pytest.mark.parametrize("shape", [(16, 16), (1, 400), (300, 1), (127, 129)])
def test_odd_shapes_do_not_break_it(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (*shape, 3), dtype=np.uint8)
    assert detect_faces(noise) == []


def test_anchors_and_windows() -> None:
    assert _ANCHORS.shape == (896, 2)
    assert _ANCHORS[0].tolist() == _ANCHORS[1].tolist() == [1 / 32, 1 / 32]
    assert _ANCHORS[512].tolist() == _ANCHORS[517].tolist() == [1 / 16, 1 / 16]
    assert _window_starts(100) == [-14]
    assert _window_starts(128) == [0]
    assert _window_starts(129) == [0, 1]
    assert _window_starts(256) == [0, 64, 128]


def test_of_boxes_over_one_face_the_surest_stays() -> None:
    face = FaceBox(0, 0, 100, 100, 0.8)
    nose = FaceBox(40, 40, 20, 20, 0.7)
    shifted = FaceBox(40, 0, 100, 100, 0.9)
    neighbour = FaceBox(50, 0, 100, 100, 0.6)
    assert intersection(face, shifted) == 6000
    assert same_face(face, nose)
    assert not same_face(face, neighbour)
    assert strongest_per_face([face, nose, shifted]) == [shifted]
    assert strongest_per_face([face, nose, neighbour]) == [face, neighbour]


def test_the_mesh_lies_on_the_face(astronaut: NDArray[np.uint8], face: FaceBox) -> None:
    mesh, presence = face_mesh_scored(astronaut, face)
    assert mesh.shape == (478, 3)
    assert mesh.dtype == np.float32
    assert presence > 0.99
    # By eye: pupils, tip of the nose, corners of the mouth.
    for index, x, y in ((468, 203, 101), (473, 246, 103), (1, 222, 131), (61, 201, 140)):
        assert np.hypot(mesh[index, 0] - x, mesh[index, 1] - y) < 5
    for iris, (left, right) in ((468, RIGHT_EYE), (473, LEFT_EYE)):
        assert mesh[left, 0] < mesh[iris, 0] < mesh[right, 0]
    assert mesh[1, 2] < mesh[33, 2] < mesh[127, 2]  # nose nearer than eye nearer than ear


def test_a_crop_without_a_face_has_no_presence() -> None:
    assert face_mesh_scored(load("no_face.jpg"), FaceBox(150, 80, 120, 120, 1.0))[1] < 0.1


@pytest.mark.parametrize("degrees", [-40, 25])
def test_a_tilted_head_gets_the_same_mesh(
    astronaut: NDArray[np.uint8], face: FaceBox, degrees: float
) -> None:
    turn = cv2.getRotationMatrix2D(face.center, degrees, 1)
    turned = np.asarray(cv2.warpAffine(astronaut, turn, (512, 512)), np.uint8)
    (found,) = detect_faces(turned)
    expected = face_mesh(astronaut, face)[:, :2] @ turn[:, :2].T + turn[:, 2]
    apart = np.hypot(*(face_mesh(turned, found)[:, :2] - expected).T)
    assert np.median(apart) < 0.02 * face.width
    without_eyes = FaceBox(found.x, found.y, found.width, found.height, found.score)
    apart = np.hypot(*(face_mesh(turned, without_eyes)[:, :2] - expected).T)
    assert np.median(apart) < 0.04 * face.width


def test_a_mirrored_face_has_mirrored_eyes(astronaut: NDArray[np.uint8], face: FaceBox) -> None:
    mirrored = np.ascontiguousarray(astronaut[:, ::-1])
    mesh, other = face_mesh(astronaut, face), face_mesh(mirrored, detect_faces(mirrored)[0])
    for mine, theirs in ((468, 473), (473, 468), (33, 263), (159, 386), (145, 374)):
        expected = np.array([511 - mesh[mine, 0], mesh[mine, 1]])
        assert np.hypot(*(other[theirs, :2] - expected)) < 0.03 * face.width


def test_the_mask_parts_person_and_wall(astronaut: NDArray[np.uint8]) -> None:
    mask = person_mask(astronaut)
    assert mask.shape == (512, 512)
    assert mask.dtype == np.float32
    assert 0 <= mask.min() <= mask.max() <= 1
    assert mask[90:160, 200:250].min() > 0.9
    assert mask[10:100, 330:400].max() < 0.1


def test_threads_share_the_networks(astronaut: NDArray[np.uint8], face: FaceBox) -> None:
    alone = face_mesh(astronaut, face)
    with ThreadPoolExecutor(4) as threads:
        meshes = list(threads.map(lambda _: face_mesh(astronaut, face), range(12)))
    assert all(np.array_equal(mesh, alone) for mesh in meshes)


def test_a_fork_loads_its_own(astronaut: NDArray[np.uint8], face: FaceBox) -> None:
    fork = os.fork()
    if fork == 0:
        try:
            os._exit(0 if len(face_mesh(astronaut, face)) == 478 else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]) == 0


def test_the_models_lie_beside_their_licence() -> None:
    assert "Apache License" in (MODELS / "LICENSE").read_text()
    sources = (MODELS / "SOURCES.md").read_text()
    for model in MODELS.glob("*.tflite"):
        assert model.name in sources
