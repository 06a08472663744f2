"""Turns landmarks to the front and cuts a levelled, scaled picture out of the photo."""

from dataclasses import dataclass

import cv2
import numpy as np

from figures.faces import FaceBox, face_mesh
from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.grain import WORTH_CLEANING, grain_of, without_grain
from figures.generation.studio.colour import encoded, linear
from figures.generation.studio.errors import AnalysisError
from figures.generation.studio.space import PHOTO, Bytes, Doubles, Floats, Mask

# Eye line to chin in photo pixels: below this features are guesses.
SMALLEST_FACE_PX = 14.0
LARGEST_TURN_DEG = 50.0
# Photos much sharper than the crop are shrunk first, or the crop would alias.
SHRINK_FROM = 1.5
LOWEST_PITCH_COSINE = 0.8
# A photo whose bright end (a percentile of its green) stays below the first is underexposed and
# lifted to the second, by at most so many times the light.
BRIGHT_END, DARK_BELOW, LIFTED_TO, MOST_LIGHT = 99.0, 165.0, 220.0, 8.0
# Round and cut-out pictures lie on one flat colour that holds at least three corners.
FLAT_STEPS, FEWEST_CORNERS = 3, 3
# Grain is averaged over this many pixels before; so many more steps for each level of it.
FLAT_PX, GRAIN_STEPS = 5, 0.5


@dataclass(frozen=True)
class Frame:
    """A photo seen from its face.

    Attributes:
        frontal: (478, 3) landmarks turned to the front, face units.
        picture: (768, 768, 3) the photo over space.PHOTO.
        valid: where the picture shows the photo, not its repeated border.
        matte: where it shows the flat colour around a round or cut-out picture.
        pixels: (478, 2) landmarks in the picture.
        units: (478, 2) the same in face units of the picture (not turned to the front).
        exposure: factor of light the photo was lifted by, 1 if it was well exposed.
        grain: noise of the photo, a standard deviation in levels of 0..255; `picture` is cleaned
            of it where it was worth cleaning.
        face_px: eye line to chin in the original photo's pixels.
        yaw: degrees, to the viewer's right.
        pitch: degrees, chin up.
        roll: degrees.

    """

    frontal: Doubles
    picture: Bytes
    valid: Mask
    matte: Mask
    pixels: Doubles
    units: Doubles
    exposure: float
    grain: float
    face_px: float
    yaw: float
    pitch: float
    roll: float

    def lab(self) -> Floats:
        """(768, 768, 3) the picture in Lab."""
        return np.asarray(cv2.cvtColor(self.picture, cv2.COLOR_RGB2LAB), np.float32)

    def polygon(self, points: tuple[int, ...]) -> Mask:
        """Mask of the area some landmarks go around."""
        mask = np.zeros(self.picture.shape[:2], np.uint8)
        cv2.fillPoly(mask, [self.pixels[list(points)].astype(np.int32)], 1)
        return mask > 0

    def iris(self, center: int, share: float) -> Mask:
        """Mask of a disc around an iris, its radius a share of the iris's."""
        middle = self.pixels[center]
        radius = self.iris_radius(center) * share
        rows, columns = np.ogrid[: self.picture.shape[0], : self.picture.shape[1]]
        return np.asarray(np.hypot(columns - middle[0], rows - middle[1]) < radius)

    def iris_radius(self, center: int) -> float:
        """Radius of an iris in pixels of the picture."""
        rim = self.pixels[center + 1 : center + 1 + lm.IRIS_RIM]
        return float(np.linalg.norm(rim - self.pixels[center], axis=1).mean())


def read_frame(rgb: Bytes, face: FaceBox) -> Frame:
    """Measure a face and level the photo around it.

    Raises:
        AnalysisError: the face is too small, turned too far or not measurable.

    """
    mesh = face_mesh(rgb, face).astype(np.float64)
    if not np.isfinite(mesh).all():
        raise AnalysisError("unreadable_face")
    axes, angles = _axes(mesh)
    yaw, pitch, roll = angles
    if abs(yaw) > LARGEST_TURN_DEG:
        raise AnalysisError("face_turned")
    eyes = (mesh[list(lm.EYE_RIGHT), :2].mean(0) + mesh[list(lm.EYE_LEFT), :2].mean(0)) / 2
    foreshortening = max(np.cos(np.radians(pitch)), LOWEST_PITCH_COSINE)
    unit = float(np.linalg.norm(mesh[lm.CHIN, :2] - eyes)) / foreshortening
    if unit < SMALLEST_FACE_PX:
        raise AnalysisError("face_too_small")
    if _outside(mesh, rgb):
        raise AnalysisError("face_cut_off")
    rgb, exposure = _exposed(rgb)
    picture, valid, matte, to_crop, grain = _level(rgb, eyes, unit, np.radians(roll))
    pixels = np.c_[mesh[:, :2] + 0.5, np.ones(lm.POINTS)] @ to_crop.T
    units = np.stack(
        [PHOTO.left + pixels[:, 0] / PHOTO.scale, PHOTO.top - pixels[:, 1] / PHOTO.scale], 1
    )
    frontal = _frontal(mesh, axes)
    return Frame(
        frontal, picture, valid, matte, pixels, units, exposure, grain, unit, yaw, pitch, roll
    )


def _outside(mesh: Doubles, rgb: Bytes) -> bool:
    """Whether eyes or mouth lie outside the photo."""
    core = mesh[[*lm.EYE_RIGHT, *lm.EYE_LEFT, *lm.LIPS_OUTER], :2]
    return bool((core < 0).any() or (core >= [rgb.shape[1], rgb.shape[0]]).any())


def _upright(mesh: Doubles) -> Doubles:
    return np.asarray(mesh * np.array([1, -1, -1]), np.float64)


def _axes(mesh: Doubles) -> tuple[Doubles, tuple[float, float, float]]:
    """Return the head's axes as columns, and its yaw, pitch and roll in degrees."""
    q = _upright(mesh)
    right, left = q[list(lm.EYE_RIGHT)].mean(0), q[list(lm.EYE_LEFT)].mean(0)
    temples, eyes = q[lm.TEMPLE_LEFT] - q[lm.TEMPLE_RIGHT], left - right
    x = temples / np.linalg.norm(temples) * 0.5 + eyes / np.linalg.norm(eyes)
    x /= np.linalg.norm(x)
    y = q[lm.FOREHEAD] - q[lm.CHIN]
    y = y - x * (y @ x)
    y /= np.linalg.norm(y)
    z = np.cross(x, y)
    yaw = float(np.degrees(np.arctan2(z[0], z[2])))
    pitch = float(np.degrees(np.arcsin(np.clip(z[1], -1, 1))))
    roll = float(np.degrees(np.arctan2(x[1], x[0])))
    return np.stack([x, y, z], 1), (yaw, pitch, roll)


def _frontal(mesh: Doubles, axes: Doubles) -> Doubles:
    q = _upright(mesh)
    origin = (q[list(lm.EYE_RIGHT)].mean(0) + q[list(lm.EYE_LEFT)].mean(0)) / 2
    frontal = (q - origin) @ axes
    frontal = frontal / -frontal[lm.CHIN, 1]
    sides = [lm.EYE_RIGHT_OUTER, lm.EYE_LEFT_OUTER, lm.TEMPLE_RIGHT, lm.TEMPLE_LEFT]
    frontal[:, 0] -= frontal[sides, 0].mean()
    return np.asarray(frontal)


def _exposed(rgb: Bytes) -> tuple[Bytes, float]:
    """Return the photo, lifted if it is underexposed as a whole, and the factor of light."""
    bright = float(np.percentile(rgb[..., 1], BRIGHT_END))
    if bright >= DARK_BELOW:
        return rgb, 1.0
    levels = linear(np.arange(256))
    factor = min(float(linear(LIFTED_TO)) / float(linear(max(bright, 1.0))), MOST_LIGHT)
    return encoded(levels * factor)[rgb], factor


def _matte(rgb: Bytes, grain: float) -> Bytes:
    """(H, W) 1 in the flat surround of a round or cut-out picture, else 0."""
    steps: float = FLAT_STEPS
    if grain >= WORTH_CLEANING:
        rgb = np.asarray(cv2.blur(rgb, (FLAT_PX, FLAT_PX)), np.uint8)
        steps += GRAIN_STEPS * grain
    rows, columns = rgb.shape[0] - 1, rgb.shape[1] - 1
    corners = [(0, 0), (0, columns), (rows, 0), (rows, columns)]
    colours = np.array([rgb[corner] for corner in corners], np.int16)
    alike = np.abs(colours - np.median(colours, 0)).max(1) <= steps
    matte = np.zeros(rgb.shape[:2], np.uint8)
    if alike.sum() < FEWEST_CORNERS:
        return matte
    flat = np.abs(rgb.astype(np.int16) - np.median(colours[alike], 0)).max(2) <= steps
    _, labels = cv2.connectedComponents(flat.astype(np.uint8))
    for corner, same in zip(corners, alike, strict=True):
        if same and labels[corner]:
            matte[labels == labels[corner]] = 1
    # The edge is blended, and JPEG rings around it.
    return np.asarray(cv2.dilate(matte, np.ones((5, 5), np.uint8)), np.uint8)


def _level(
    rgb: Bytes, eyes: Doubles, unit: float, roll: float
) -> tuple[Bytes, Mask, Mask, Doubles, float]:
    """Picture over PHOTO, where it is valid and matte, the matrix (2, 3) from the photo, grain."""
    factor = min(1.0, PHOTO.scale * SHRINK_FROM / unit)
    small = rgb
    if factor < 1:
        small = np.asarray(
            cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8
        )
    scale_x, scale_y = small.shape[1] / rgb.shape[1], small.shape[0] / rgb.shape[0]
    cos, sin = np.cos(roll), np.sin(roll)
    # Columns: one face unit to the right and one up, in photo pixels; then the origin's place.
    basis = np.array([[unit * cos, -unit * sin], [-unit * sin, -unit * cos]])
    inverse = np.linalg.inv(basis)
    units_of = np.c_[inverse, -inverse @ (eyes + 0.5)]
    to_crop = np.array([[PHOTO.scale, 0], [0, -PHOTO.scale]]) @ units_of
    to_crop[:, 2] += [-PHOTO.left * PHOTO.scale, PHOTO.top * PHOTO.scale]
    matrix = to_crop.copy()
    matrix[:, 0] /= scale_x
    matrix[:, 1] /= scale_y
    # OpenCV counts pixel centres at whole numbers.
    matrix[:, 2] += matrix[:, :2] @ [0.5, 0.5] - 0.5
    size = (PHOTO.width, PHOTO.height)
    grainy, (small, grain) = (
        small,
        _cleaned(small, matrix, eyes * [scale_x, scale_y], unit * scale_y),
    )
    flags = cv2.INTER_LINEAR if unit * factor > PHOTO.scale else cv2.INTER_CUBIC
    picture = cv2.warpAffine(small, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    valid = cv2.warpAffine(np.ones(small.shape[:2], np.uint8), matrix, size) > 0
    matte = cv2.warpAffine(_matte(grainy, grain), matrix, size, borderMode=cv2.BORDER_REPLICATE) > 0
    return np.asarray(picture, np.uint8), np.asarray(valid), np.asarray(matte), to_crop, grain


def _cleaned(rgb: Bytes, matrix: Doubles, eyes: Doubles, unit: float) -> tuple[Bytes, float]:
    """Return the photo without grain where PHOTO shows it, and the grain of the face."""
    face = _part(rgb, eyes - [unit, unit], eyes + [unit, unit * 1.1])
    grain = grain_of(rgb[face])
    corners = np.array([[0, 0], [PHOTO.width, 0], [0, PHOTO.height], [PHOTO.width, PHOTO.height]])
    seen = np.linalg.solve(matrix[:, :2], (corners - matrix[:, 2]).T).T
    shown = _part(rgb, seen.min(0), seen.max(0))
    cleaned = rgb.copy()
    cleaned[shown] = without_grain(rgb[shown], grain)
    return cleaned, grain


def _part(rgb: Bytes, first: Doubles, last: Doubles) -> tuple[slice, slice]:
    """Rows and columns between two corners (x, y), as far as the photo goes."""
    low = np.clip(np.floor(first), 0, [rgb.shape[1], rgb.shape[0]]).astype(int)
    high = np.clip(np.ceil(last), low, [rgb.shape[1], rgb.shape[0]]).astype(int)
    return slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))
