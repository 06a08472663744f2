"""A figure as data: everything needed to render it again without the photo."""

import dataclasses
import hashlib
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike

from figures.generation.studio.colour import RGB
from figures.generation.studio.landmarks import POINTS
from figures.generation.studio.space import Bytes, Doubles, Floats

SCHEMA = 2
ENGINE_VERSION = "2.0.0"
TEXTURES = ("straight", "wavy", "curly", "coily")
PHOTO_HAIR = "photo"
# Landmarks are whole multiples of this, in face units: far below a printed pixel.
LANDMARK_STEP = 1 / 4096


@dataclass(frozen=True)
class ByteMap:
    """A small grey picture.

    Attributes:
        width: columns.
        height: rows.
        pixels: width * height bytes, row by row.

    """

    width: int
    height: int
    pixels: bytes

    def __post_init__(self) -> None:
        if len(self.pixels) != self.width * self.height:
            raise ValueError("a map's pixels do not fill it")

    @classmethod
    def of(cls, values: ArrayLike, low: float, high: float) -> "ByteMap":
        """Quantise (H, W) values so that `low` becomes 0 and `high` 255."""
        v = np.asarray(values, np.float64)
        scaled = np.clip(np.rint((v - low) / (high - low) * 255), 0, 255).astype(np.uint8)
        return cls(v.shape[1], v.shape[0], scaled.tobytes())

    def values(self, low: float, high: float) -> Floats:
        """(H, W) values between `low` and `high`."""
        return self.array().astype(np.float32) * np.float32((high - low) / 255) + np.float32(low)

    def array(self) -> Bytes:
        """(H, W) bytes."""
        return np.frombuffer(self.pixels, np.uint8).reshape(self.height, self.width)

    def enlarged(self, size: tuple[int, int], low: float, high: float) -> Floats:
        """Values resampled smoothly to (width, height)."""
        return np.asarray(
            cv2.resize(self.values(low, high), size, interpolation=cv2.INTER_CUBIC), np.float32
        )


@dataclass(frozen=True)
class Landmarks:
    """The 478 points of a frontal face in face units, as little-endian 16-bit steps."""

    steps: bytes

    def __post_init__(self) -> None:
        if len(self.steps) != POINTS * 3 * 2:
            raise ValueError(f"there must be {POINTS} landmarks")

    @classmethod
    def of(cls, points: ArrayLike) -> "Landmarks":
        """Quantise (478, 3) points."""
        steps = np.rint(np.asarray(points, np.float64) / LANDMARK_STEP)
        return cls(np.clip(steps, -32768, 32767).astype("<i2").tobytes())

    def points(self) -> Doubles:
        """(478, 3) points, face units."""
        steps = np.frombuffer(self.steps, "<i2").astype(np.float64)
        return steps.reshape(POINTS, 3) * LANDMARK_STEP


@dataclass(frozen=True)
class Eyes:
    """Iris and lash colours; `lash_weight` 1 is a plain lid line, more is heavier."""

    iris: RGB
    lashes: RGB
    lash_weight: float = 1.0


@dataclass(frozen=True)
class Hair:
    """Hair as the photo showed it, and the style worn instead, if any.

    Attributes:
        length: "bald", "short", "medium" or "long".
        texture: one of TEXTURES.
        colour: sRGB.
        top: highest hair above the eyes, face units.
        area: seen area, square face units; thin hair lies closer to the head.
        outline: signed distance to the outline over space.HAIR, in OUTLINE_RANGE face units.
        strands: lightness of the strands over space.HAIR, -1..1.
        style: "photo" or a key of HAIRSTYLES, whose shape is then worn (`worn_hair`).

    """

    length: str
    texture: str
    colour: RGB
    top: float
    area: float
    outline: ByteMap
    strands: ByteMap
    style: str = PHOTO_HAIR

    @property
    def curly(self) -> bool:
        """Whether it is drawn with bumps instead of strands."""
        return self.texture in ("curly", "coily")


OUTLINE_RANGE = (0.3, -0.3)
STRANDS_RANGE = (-1.0, 1.0)


@dataclass(frozen=True)
class FacialHair:
    """Facial hair: "none" or a key of BEARDS; density 0..1 over space.FACE_MAP."""

    kind: str
    colour: RGB
    density: ByteMap


DENSITY_RANGE = (0.0, 1.0)


@dataclass(frozen=True)
class Glasses:
    """Glasses: "none" or a key of SPECTACLES; thickness of the rim as a share of the eye span.

    The eye span is the distance between the outer eye corners.
    """

    frame: str
    colour: RGB
    thickness: float

    @property
    def worn(self) -> bool:
        """Whether there are any."""
        return self.frame != "none"


@dataclass(frozen=True)
class Covering:
    """What is worn on the head: "none" or a key of COVERINGS."""

    kind: str = "none"
    colour: RGB = (52, 66, 98)


@dataclass(frozen=True)
class Outfit:
    """Kind of outfit (a key of OUTFITS), its colours and the words printed on it, if any.

    No accent means no tie. Words are shown by outfits that carry print, others keep them.
    """

    kind: str
    main: RGB
    inner: RGB
    accent: RGB | None
    trousers: RGB
    shoes: RGB
    words: str = ""


@dataclass(frozen=True)
class Camera:
    """Camera angles the figure looks best from, degrees."""

    yaw: float = 0.0
    pitch: float = 4.0


@dataclass(frozen=True)
class Attribute:
    """What was read from the photo and how sure that is, 0..1 (1 also for a person's choice)."""

    name: str
    value: str
    confidence: float


@dataclass(frozen=True)
class Recipe:
    """A figure.

    Attributes:
        schema: version of this layout.
        engine: version of the engine that wrote it.
        style: proportions, a key of STYLES.
        seed: chooses strands and curls.
        landmarks: frontal face.
        shading: the photo's own light and shade on the face, over space.FACE_MAP.
        skin: sRGB.
        eyes: see Eyes.
        brows: sRGB.
        lips: sRGB.
        hair: see Hair.
        facial_hair: see FacialHair.
        glasses: see Glasses.
        outfit: see Outfit.
        covering: see Covering.
        expression: "photo" or a key of EXPRESSIONS.
        brow_shape: "photo" or a key of BROWS.
        body: a key of BODIES.
        pose: a key of POSES.
        accessories: keys of ACCESSORY_KINDS, in order.
        camera: see Camera.
        attributes: what was read from the photo.

    """

    landmarks: Landmarks
    shading: ByteMap
    skin: RGB
    eyes: Eyes
    brows: RGB
    lips: RGB
    hair: Hair
    facial_hair: FacialHair
    glasses: Glasses
    outfit: Outfit
    covering: Covering = Covering()
    expression: str = "photo"
    brow_shape: str = "photo"
    body: str = "regular"
    pose: str = "stand"
    accessories: tuple[str, ...] = ()
    camera: Camera = Camera()
    attributes: tuple[Attribute, ...] = ()
    style: str = "vinyl"
    seed: int = 1
    schema: int = SCHEMA
    engine: str = ENGINE_VERSION

    def attribute(self, name: str) -> Attribute:
        """One line of the report; raises KeyError if it is not there."""
        for attribute in self.attributes:
            if attribute.name == name:
                return attribute
        raise KeyError(name)

    def to_bytes(self) -> bytes:
        """Canonical JSON: the same recipe always gives the same bytes."""
        from figures.generation.studio.recipe_codec import encode

        return encode(self)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Recipe":
        """Read `to_bytes`, older schemas too; raises RecipeError."""
        from figures.generation.studio.recipe_codec import decode

        return decode(data)

    def digest(self) -> str:
        """SHA-256 of `to_bytes`, hexadecimal."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def edited(self, **changes: object) -> "Recipe":
        """Return a copy with a person's choices applied; see `recipe_edit.edit`."""
        from figures.generation.studio.recipe_edit import edit

        return edit(self, changes)

    def replaced(self, **fields: object) -> "Recipe":
        """Return a copy with whole fields replaced, unchecked."""
        return dataclasses.replace(self, **fields)  # type: ignore[arg-type]


SHADING_RANGE = (0.6, 1.3)
