"""Face detection with BlazeFace (short range) over a pyramid of overlapping windows.

Anchors and decoding follow the model's card: Bazarevsky et al., "BlazeFace: Sub-millisecond
Neural Face Detection on Mobile GPUs", 2019. The model looks at 128x128 pixels and finds faces of
about a fifth of that and more; small faces in large photos are found in the windows of the finer
levels.
"""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from figures.faces.boxes import FaceBox, Point, strongest_per_face
from figures.faces.mesh import LEFT_IRIS, RIGHT_IRIS, face_mesh_scored
from figures.faces.networks import Network, sigmoid

WINDOW = 128
# Neighbouring windows share 48 px: the largest face that a coarser level may still miss.
STRIDE = 80
# Long side of the photo at each level. The first leaves room around a face that fills the photo.
LEVELS = (72, 128, 256, 512, 1024, 2048)
MIN_PRESENCE = 0.9
# A window whose green channel varies less (0..255) is sky or wall, not worth the network.
FLAT = 4.0

_network = Network("face_detection_short_range.tflite", ["regressors", "classificators"])


def _anchor_centers() -> NDArray[np.float32]:
    """Centres of the 896 anchors in 0..1: two a cell on a 16x16 grid, six on an 8x8 grid."""
    centers = []
    for cells, per_cell in ((16, 2), (8, 6)):
        axis = (np.arange(cells, dtype=np.float32) + 0.5) / cells
        x, y = np.meshgrid(axis, axis)
        grid = np.stack([x.ravel(), y.ravel()], axis=1)
        centers.append(np.repeat(grid, per_cell, axis=0))
    return np.concatenate(centers)


_ANCHORS = _anchor_centers()


def detect_faces(
    rgb: NDArray[np.uint8], *, min_score: float = 0.5, finest: int = LEVELS[-1]
) -> list[FaceBox]:
    """Find every face that looks at least partly towards the camera.

    Args:
        rgb: HxWx3 photo.
        min_score: what the detector's score must reach, 0..1.
        finest: long side of the finest level to search. A face of 25 pixels there is found; 2048
            takes 1 to 2 s for a large photo, 1024 a quarter of that.

    Returns:
        One box per face in photo pixels, the largest first, fitted to its landmarks. The landmark
        network also weeds out faces seen in patterns.

    """
    candidates = [
        box
        for scale in _scales(rgb, finest)
        for box in _scan_level(rgb, scale, min_score=min_score)
    ]
    faces = [_measured(rgb, box) for box in strongest_per_face(candidates)]
    confirmed = strongest_per_face(face for face in faces if face is not None)
    return sorted(confirmed, key=lambda box: box.area, reverse=True)


def _measured(rgb: NDArray[np.uint8], box: FaceBox) -> FaceBox | None:
    """Fit a candidate to its landmarks, which are steadier than the detector's box.

    Returns:
        None if the landmark network sees no face there, or none any more in its own crop: on a
        sleeve or a cushion the landmarks wander off.

    """
    for _ in range(2):
        mesh, presence = face_mesh_scored(rgb, box)
        if presence < MIN_PRESENCE:
            return None
        box = _around(mesh, box.score)
    return box


def _around(mesh: NDArray[np.float32], score: float) -> FaceBox:
    (left, top), (right, bottom) = mesh[:, :2].min(axis=0), mesh[:, :2].max(axis=0)
    return FaceBox(
        x=float(left),
        y=float(top),
        width=float(right - left),
        height=float(bottom - top),
        score=score,
        eyes=(_point(mesh[RIGHT_IRIS]), _point(mesh[LEFT_IRIS])),
    )


def _point(landmark: NDArray[np.float32]) -> Point:
    return float(landmark[0]), float(landmark[1])


def _scales(rgb: NDArray[np.uint8], finest: int) -> list[float]:
    """Scales of the pyramid, up to the photo itself; only thumbnails are enlarged, to a window."""
    long_side = max(rgb.shape[:2])
    last = min(max(long_side, WINDOW), finest)
    return [side / long_side for side in LEVELS if side < last / 1.3] + [last / long_side]


def _scan_level(rgb: NDArray[np.uint8], scale: float, *, min_score: float) -> Iterator[FaceBox]:
    """Yield candidates of one pyramid level in photo pixels."""
    height, width = rgb.shape[:2]
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(rgb, size, interpolation=way), np.uint8)
    for top in _window_starts(size[1]):
        for left in _window_starts(size[0]):
            window = small[max(top, 0) : top + WINDOW, max(left, 0) : left + WINDOW]
            if window[..., 1].std() < FLAT:
                continue
            for box in _detect_in_window(_padded(window, top, left), min_score):
                if _is_whole(box, left, top, size):
                    yield _moved(box, left, top, scale)


def _window_starts(length: int) -> list[int]:
    """Return the starts of the windows along one side; a short side is centred in one window."""
    if length <= WINDOW:
        return [(length - WINDOW) // 2]
    count = -(-(length - WINDOW) // STRIDE)
    return [round(i * (length - WINDOW) / count) for i in range(count + 1)]


def _padded(window: NDArray[np.uint8], top: int, left: int) -> NDArray[np.uint8]:
    """Put a window that is smaller than 128x128 on black, where `top` and `left` say."""
    if window.shape[:2] == (WINDOW, WINDOW):
        return window
    full = np.zeros((WINDOW, WINDOW, 3), np.uint8)
    y, x = max(-top, 0), max(-left, 0)
    full[y : y + window.shape[0], x : x + window.shape[1]] = window
    return full


def _detect_in_window(window: NDArray[np.uint8], min_score: float) -> list[FaceBox]:
    """Run the network on one window; boxes are in window pixels."""
    regressors, logits = _network.run(window.astype(np.float32) / np.float32(127.5) - np.float32(1))
    scores = sigmoid(logits[0, :, 0])
    found = np.flatnonzero(scores >= min_score)
    values = regressors[0, found]
    centers = _ANCHORS[found] * WINDOW + values[:, 0:2]
    right_eyes = _ANCHORS[found] * WINDOW + values[:, 4:6]
    left_eyes = _ANCHORS[found] * WINDOW + values[:, 6:8]
    boxes = [
        FaceBox(
            x=float(center[0] - size[0] / 2),
            y=float(center[1] - size[1] / 2),
            width=float(size[0]),
            height=float(size[1]),
            score=float(score),
            eyes=((float(right[0]), float(right[1])), (float(left[0]), float(left[1]))),
        )
        for center, size, right, left, score in zip(
            centers, values[:, 2:4], right_eyes, left_eyes, scores[found], strict=True
        )
    ]
    return strongest_per_face(boxes)


def _is_whole(box: FaceBox, left: int, top: int, size: tuple[int, int]) -> bool:
    """Return False for a face that a window cuts inside the photo: a neighbour sees it whole."""
    return (
        (box.x >= 0 or left <= 0)
        and (box.y >= 0 or top <= 0)
        and (box.x + box.width <= WINDOW or left + WINDOW >= size[0])
        and (box.y + box.height <= WINDOW or top + WINDOW >= size[1])
    )


def _moved(box: FaceBox, left: int, top: int, scale: float) -> FaceBox:
    """Window pixels to photo pixels."""
    eyes = box.eyes
    return FaceBox(
        x=(box.x + left) / scale,
        y=(box.y + top) / scale,
        width=box.width / scale,
        height=box.height / scale,
        score=box.score,
        eyes=eyes
        and (
            ((eyes[0][0] + left) / scale, (eyes[0][1] + top) / scale),
            ((eyes[1][0] + left) / scale, (eyes[1][1] + top) / scale),
        ),
    )
