"""What goes wrong with photos, done to good ones on purpose.

Each takes a photo and the face in it and returns a worse photo; light is changed in linear light,
as a camera would see it. All are deterministic.
"""

import io
from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image

from figures.faces import FaceBox, person_mask
from figures.generation.studio.colour import encoded, linear_image
from figures.generation.studio.space import Bytes, Doubles, Floats

Degradation = Callable[[Bytes, FaceBox], Bytes]

# Stops are factors of two of light.
UNDEREXPOSED = 2.0**-2
SHADED, BLOWN, VEIL = 2.0**-2.3, 2.0**1.3, 0.02
TUNGSTEN, SHADE = np.array([1.30, 1.0, 0.55]), np.array([0.72, 1.0, 1.35])
BLUR_OF_FACE = 0.025
NOISE_SIGMA = 22.0
JPEG_QUALITY = 30
SMALL_FACE_PX = 120
TILT_DEG = 30.0
# The head is turned as a cylinder a little wider than the face, fading out below the chin.
CYLINDER_OF_FACE, STEEPEST_DEG = 0.72, 84.0


def _lit(rgb: Bytes, gain: float | Doubles | Floats) -> Bytes:
    return encoded(np.asarray(linear_image(rgb.astype(np.float32)) * gain, np.float32))


def underexposed(rgb: Bytes, face: FaceBox) -> Bytes:
    """Two stops too dark."""
    return _lit(rgb, UNDEREXPOSED)


def back_light(rgb: Bytes, face: FaceBox) -> Bytes:
    """Put the person in the shade before a bright background, with a veil of stray light."""
    person = person_mask(rgb)[..., None]
    light = linear_image(rgb.astype(np.float32))
    return encoded(np.asarray(light * (SHADED * person + BLOWN * (1 - person)) + VEIL, np.float32))


def warm_cast(rgb: Bytes, face: FaceBox) -> Bytes:
    """Light bulbs under a daylight white balance."""
    return _lit(rgb, TUNGSTEN)


def cool_cast(rgb: Bytes, face: FaceBox) -> Bytes:
    """Open shade under a tungsten white balance."""
    return _lit(rgb, SHADE)


def blurred(rgb: Bytes, face: FaceBox) -> Bytes:
    """Out of focus."""
    sigma = max(face.height * BLUR_OF_FACE, 0.5)
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), sigma), np.uint8)


def noisy(rgb: Bytes, face: FaceBox) -> Bytes:
    """High ISO."""
    noise = np.random.default_rng(7).normal(0, NOISE_SIGMA, rgb.shape)
    return np.asarray(np.clip(rgb + noise, 0, 255), np.uint8)


def jpeg(rgb: Bytes, face: FaceBox) -> Bytes:
    """Save at quality 30."""
    data = io.BytesIO()
    Image.fromarray(rgb).save(data, "JPEG", quality=JPEG_QUALITY)
    with Image.open(data) as image:
        return np.asarray(image)


def small_face(rgb: Bytes, face: FaceBox) -> Bytes:
    """Shrink until the face is 120 pixels high; smaller ones stay."""
    factor = min(1.0, SMALL_FACE_PX / face.height)
    return np.asarray(cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))


def tilted(rgb: Bytes, face: FaceBox) -> Bytes:
    """Turn by 30 degrees on a canvas that holds all of it."""
    height, width = rgb.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), TILT_DEG, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = (round(height * sin + width * cos), round(height * cos + width * sin))
    matrix[:, 2] += [size[0] / 2 - width / 2, size[1] / 2 - height / 2]
    turned = cv2.warpAffine(rgb, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, np.uint8)


def _turned(degrees: float) -> Degradation:
    def apply(rgb: Bytes, face: FaceBox) -> Bytes:
        height, width = rgb.shape[:2]
        middle, _ = face.center
        radius = face.width * CYLINDER_OF_FACE
        x = (np.arange(width, dtype=np.float64) - middle) / radius
        around = np.degrees(np.arcsin(np.clip(x, -1, 1)))
        seen = np.sin(np.radians(np.clip(around - degrees, -STEEPEST_DEG, STEEPEST_DEG)))
        # At the cylinder's edge the picture goes on where the head's edge was.
        shift = np.where(np.abs(x) < 1, seen - x, 0.0) * radius
        shift = cv2.GaussianBlur(shift[None].astype(np.float32), (0, 0), 0.04 * radius)[0]
        below = (np.arange(height) - (face.y + face.height)) / (0.5 * face.height)
        fade = np.clip(1 - below, 0, 1)[:, None]
        columns = np.arange(width)[None] + shift[None] * fade
        rows = np.repeat(np.arange(height, dtype=np.float32)[:, None], width, 1)
        source = np.asarray(columns, np.float32)
        turned = cv2.remap(rgb, source, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(turned, np.uint8)

    return apply


DEGRADATIONS: dict[str, Degradation] = {
    "back light": back_light,
    "underexposed": underexposed,
    "warm cast": warm_cast,
    "cool cast": cool_cast,
    "blurred": blurred,
    "noisy": noisy,
    "JPEG 30": jpeg,
    "face at 120 px": small_face,
    "tilted 30": tilted,
    "turned 20": _turned(20.0),
    "turned 35": _turned(35.0),
}
