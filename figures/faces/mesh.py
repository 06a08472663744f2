"""478 landmarks of one face: the 468-point mesh, eyes and irises refined.

Numbering is MediaPipe's. Method: Kartynnik et al., "Real-time Facial Surface Geometry from
Monocular Video on Mobile GPUs", 2019; Ablavatski et al., "Real-time Pupil Tracking from Monocular
Video for Digital Puppetry", 2020.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from figures.faces.boxes import FaceBox
from figures.faces.networks import Network, sigmoid

MESH_SIDE = 192
MESH_POINTS = 468
# The crop is this much larger than the face's box; the network was trained so.
MESH_MARGIN = 1.5
EYE_SIDE = 64
EYE_MARGIN = 2.3

# Corners and lids in the order of the eye network: lower lid from the outer to the inner corner,
# then the upper lid. "Right" is the subject's right, on the left in the photo.
RIGHT_EYE = (33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173)
LEFT_EYE = (263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398)
RIGHT_EYE_CORNERS = (33, 133)
LEFT_EYE_CORNERS = (362, 263)
RIGHT_IRIS, LEFT_IRIS = 468, 473

_mesh_network = Network("face_landmark.tflite", ["conv2d_21", "conv2d_31"])
_eye_network = Network("iris_landmark.tflite", ["output_eyes_contours_and_brows", "output_iris"])


@dataclass(frozen=True)
class _Crop:
    """A square window in the photo, turned so that the eyes lie level."""

    center_x: float
    center_y: float
    side: float
    roll: float  # radians, clockwise in the photo

    def to_photo(self, pixels: int, *, mirrored: bool = False) -> NDArray[np.float64]:
        """2x3 matrix from a `pixels` wide crop to the photo."""
        scale = self.side / pixels
        across = scale * math.cos(self.roll), scale * math.sin(self.roll)
        down = -across[1], across[0]
        if mirrored:
            across = -across[0], -across[1]
        half = pixels / 2
        return np.array(
            [
                [across[0], down[0], self.center_x - half * (across[0] + down[0])],
                [across[1], down[1], self.center_y - half * (across[1] + down[1])],
            ]
        )


def face_mesh(rgb: NDArray[np.uint8], face: FaceBox) -> NDArray[np.float32]:
    """Measure one face.

    Args:
        rgb: HxWx3 photo.
        face: where the face is.

    Returns:
        (478, 3) landmarks: x, y in photo pixels, z (towards the camera is negative) in the same
        scale. 468..472 are the centre and rim of the subject's right iris, 473..477 of the left.

    """
    return face_mesh_scored(rgb, face)[0]


def face_mesh_scored(rgb: NDArray[np.uint8], face: FaceBox) -> tuple[NDArray[np.float32], float]:
    """As `face_mesh`, with the network's belief (0..1) that the crop shows a face."""
    mesh, _ = _mesh_in_crop(rgb, _crop_of_box(face))
    # The landmarks know tilt and extent better than the box: look once more with their crop.
    mesh, presence = _mesh_in_crop(rgb, _crop_of_mesh(mesh))
    mesh, right_iris = _refine_eye(rgb, mesh, RIGHT_EYE, RIGHT_EYE_CORNERS, mirrored=False)
    mesh, left_iris = _refine_eye(rgb, mesh, LEFT_EYE, LEFT_EYE_CORNERS, mirrored=True)
    return np.concatenate([mesh, right_iris, left_iris]), presence


def _crop_of_box(face: FaceBox) -> _Crop:
    center_x, center_y = face.center
    roll = 0.0
    if face.eyes is not None:
        (right_x, right_y), (left_x, left_y) = face.eyes
        roll = math.atan2(left_y - right_y, left_x - right_x)
    return _Crop(center_x, center_y, MESH_MARGIN * max(face.width, face.height), roll)


def _crop_of_mesh(mesh: NDArray[np.float32]) -> _Crop:
    across = mesh[263, :2] - mesh[33, :2]
    roll = math.atan2(across[1], across[0])
    cos, sin = math.cos(roll), math.sin(roll)
    level = mesh[:, :2] @ np.array([[cos, -sin], [sin, cos]])
    low, high = level.min(axis=0), level.max(axis=0)
    x, y = (low + high) / 2
    side = MESH_MARGIN * float((high - low).max())
    return _Crop(float(cos * x - sin * y), float(sin * x + cos * y), side, roll)


def _sample(
    rgb: NDArray[np.uint8], to_photo: NDArray[np.float64], pixels: int
) -> NDArray[np.float32]:
    """Cuts a square of `pixels` out of the photo, averaging where it shrinks; range 0..1."""
    shrink = math.hypot(to_photo[0, 0], to_photo[1, 0])
    steps = max(1, math.ceil(shrink))
    finer = to_photo.copy()
    finer[:, :2] /= steps
    # Pixel centres: crop (i + 0.5) / steps - 0.5 lands where a plain crop would sample.
    finer[:, 2] += to_photo[:, :2] @ np.full(2, 0.5 / steps - 0.5)
    crop = cv2.warpAffine(
        rgb,
        finer,
        (pixels * steps, pixels * steps),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    if steps > 1:
        crop = cv2.resize(crop, (pixels, pixels), interpolation=cv2.INTER_AREA)
    return np.asarray(crop, np.float32) / np.float32(255)


def _place(points: NDArray[np.float32], to_photo: NDArray[np.float64]) -> NDArray[np.float32]:
    """Move (N, 3) points from a crop to the photo; z keeps the scale of x and y."""
    placed = points.astype(np.float64)
    placed[:, :2] = points[:, :2] @ to_photo[:, :2].T + to_photo[:, 2]
    placed[:, 2] *= math.hypot(to_photo[0, 0], to_photo[1, 0])
    return placed.astype(np.float32)


def _mesh_in_crop(rgb: NDArray[np.uint8], crop: _Crop) -> tuple[NDArray[np.float32], float]:
    to_photo = crop.to_photo(MESH_SIDE)
    points, presence = _mesh_network.run(_sample(rgb, to_photo, MESH_SIDE))
    return _place(points.reshape(MESH_POINTS, 3), to_photo), float(sigmoid(presence).item())


def _refine_eye(
    rgb: NDArray[np.uint8],
    mesh: NDArray[np.float32],
    contour: tuple[int, ...],
    corners: tuple[int, int],
    *,
    mirrored: bool,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Replace the lids with the eye network's and finds the iris.

    Args:
        rgb: HxWx3 photo.
        mesh: (468, 3) landmarks.
        contour: landmarks of corners and lids.
        corners: the eye's corners, the one further left in the photo first.
        mirrored: the network knows the subject's right eye; the left is shown to it mirrored.

    Returns:
        The mesh with x, y of the contour replaced, and (5, 3) iris points: centre, then the rim.

    """
    start, end = mesh[corners[0], :2], mesh[corners[1], :2]
    middle, across = (start + end) / 2, end - start
    crop = _Crop(
        float(middle[0]),
        float(middle[1]),
        max(EYE_MARGIN * math.hypot(across[0], across[1]), 1.0),
        math.atan2(across[1], across[0]),
    )
    to_photo = crop.to_photo(EYE_SIDE, mirrored=mirrored)
    lids, iris = _eye_network.run(_sample(rgb, to_photo, EYE_SIDE))
    refined = mesh.copy()
    refined[list(contour), :2] = _place(lids.reshape(-1, 3)[: len(contour)], to_photo)[:, :2]
    placed = _place(iris.reshape(-1, 3), to_photo)
    placed[:, 2] = mesh[list(contour), 2].mean()
    return refined, placed
