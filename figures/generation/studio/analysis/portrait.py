"""The whole reading of one face."""

from collections.abc import Callable

import cv2
import numpy as np

from figures.faces import FaceBox
from figures.generation.studio.analysis import features, hair_colour
from figures.generation.studio.analysis.beard import read_facial_hair
from figures.generation.studio.analysis.clarity import read_clarity
from figures.generation.studio.analysis.clothes import read_outfit
from figures.generation.studio.analysis.frame import Frame, read_frame
from figures.generation.studio.analysis.glasses import read_glasses
from figures.generation.studio.analysis.hair import (
    HairMask,
    curliness,
    find_hair,
    signed_outline,
    strand_tone,
)
from figures.generation.studio.analysis.iris import read_iris
from figures.generation.studio.analysis.neutral import neutral_picture
from figures.generation.studio.analysis.person import read_person
from figures.generation.studio.analysis.report import colour_name
from figures.generation.studio.analysis.skin import Skin, read_skin, relit
from figures.generation.studio.analysis.smile import read_smile
from figures.generation.studio.colour import rgb as rgb_of
from figures.generation.studio.colour import scaled
from figures.generation.studio.hairstyles import HAIRSTYLES
from figures.generation.studio.recipe import (
    OUTLINE_RANGE,
    STRANDS_RANGE,
    Attribute,
    ByteMap,
    Eyes,
    Hair,
    Landmarks,
    Recipe,
)
from figures.generation.studio.space import HAIR, PHOTO, Bytes, Doubles, Floats, Mask

Progress = Callable[[str, float], None]
# In light trusted less than this, clothes are lightened as the face is, unless the person is
# bright already: then only the face lies in the shade.
DARK, BRIGHT_PERSON = 0.4, 200.0
# Doubtful light makes cloth doubtful, but less so than skin; powers of the trust in the light.
KIND_NEEDS_LIGHT, COLOUR_NEEDS_LIGHT = 0.45, 0.5
LONG_BELOW, MEDIUM_BELOW = -1.05, -0.35
SMALLEST_AREA = 0.20
EDGE_LIGHT = 0.75
CURLY_FROM, VERY_CURLY_FROM, CURLY_AREA = 0.485, 0.72, 1.0
STRAND_LEVELS = 16
# Two faces of one size in one place give the same curls: the seed only varies between pictures.
SEEDS = 9973


def read_portrait(rgb: Bytes, face: FaceBox, progress: Progress) -> Recipe:
    """Read a photo into a recipe.

    Args:
        rgb: (H, W, 3) photo, upright.
        face: whose face.
        progress: told the stage and how far it is, 0..1.

    Raises:
        AnalysisError: the face cannot be read.

    """
    progress("reading", 0.0)
    frame = read_frame(rgb, face)
    lab, person = frame.lab(), read_person(frame)
    progress("reading", 0.3)
    skin = read_skin(frame, lab, person)
    mask = find_hair(frame, lab, person, skin.lab)
    progress("reading", 0.6)
    hair, hair_lab, hair_report = _hair(frame, lab, mask, skin.lab)
    neutral = neutral_picture(frame)
    glasses, glasses_sure = read_glasses(neutral, skin.lab)
    facial_hair, beard_sure = read_facial_hair(neutral)
    gain = _cloth_gain(skin, lab, person)
    worn = read_outfit(frame, relit(lab, gain), person, mask, relit(skin.lab, gain))
    progress("reading", 0.9)
    iris_name, iris, iris_sure = read_iris(frame, lab, skin.lighting)
    smile, smile_sure = read_smile(frame, lab)
    brows = features.brow_colour(neutral, None if hair_lab is None else hair.colour)
    clarity, light = read_clarity(frame), skin.lighting
    clear = clarity.face
    kind_sure = worn.kind_confidence * clarity.texture * light**KIND_NEEDS_LIGHT
    colour_sure = worn.colour_confidence * light**COLOUR_NEEDS_LIGHT
    report = (
        Attribute("skin_tone", str(skin.tone), skin.confidence),
        *hair_report,
        Attribute("glasses", "yes" if glasses.worn else "no", glasses_sure * clear),
        Attribute("facial_hair", facial_hair.kind, beard_sure * clear),
        Attribute("smile", smile, smile_sure * clear),
        Attribute("eye_colour", iris_name, iris_sure),
        Attribute("outfit", worn.kind, kind_sure),
        Attribute("outfit_colour", colour_name(worn.outfit.main), colour_sure),
    )
    recipe = Recipe(
        landmarks=Landmarks.of(frame.frontal),
        shading=features.shading_map(neutral, glasses.worn),
        skin=skin.colour,
        eyes=Eyes(iris, features.lash_colour(brows)),
        brows=brows,
        lips=features.lip_colour(neutral),
        hair=hair,
        facial_hair=facial_hair,
        glasses=glasses,
        outfit=worn.outfit,
        attributes=tuple(Attribute(a.name, a.value, round(float(a.confidence), 3)) for a in report),
        seed=1 + int(frame.face_px * 7) % SEEDS,
    )
    progress("reading", 1.0)
    return recipe


def _cloth_gain(skin: Skin, lab: Floats, person: Mask) -> float:
    if skin.lighting >= DARK or not person.any():
        return 1.0
    bright = float(np.percentile(lab[..., 0][person], 90))
    return max(1.0, min(skin.gain, BRIGHT_PERSON / max(bright, 1.0)))


def _hair(
    frame: Frame, lab: Floats, mask: HairMask, skin: Doubles
) -> tuple[Hair, Doubles | None, list[Attribute]]:
    colour = hair_colour.read_hair_colour(lab, mask, skin)
    rows = np.nonzero(mask.mask.any(1))[0]
    top = PHOTO.top - rows.min() / PHOTO.scale if len(rows) else 1.0
    lowest = PHOTO.top - rows.max() / PHOTO.scale if len(rows) else 1.0
    area = float(mask.mask.sum()) / PHOTO.scale**2
    curl = curliness(frame, mask)
    curly = curl > CURLY_FROM and (area > CURLY_AREA or curl > VERY_CURLY_FROM)
    length = _length(colour, lowest)
    hair = Hair(
        length,
        "curly" if curly else "straight",
        (60, 45, 35) if colour is None else hair_colour.hair_rgb(colour),
        round(float(top), 4),
        round(area, 4),
        _hair_map(signed_outline(mask), OUTLINE_RANGE),
        _quantised(_hair_map(strand_tone(lab, mask), STRANDS_RANGE)),
    )
    clear = float(np.clip(frame.face_px / 80, 0.3, 1.0)) * 0.85
    if length != "bald" and area < SMALLEST_AREA:
        # So little hair is a cut that failed: a plain crop in the colour seen is closer.
        # Light from behind edges what was seen of it.
        darker = rgb_of(scaled(hair.colour, EDGE_LIGHT))
        hair, clear = HAIRSTYLES["buzz"].hair(darker), clear * 0.4
    name = "none" if colour is None else hair_colour.colour_name(colour)
    return (
        hair,
        colour,
        [
            Attribute("hair_length", length, clear),
            Attribute("hair_colour", name, clear),
            Attribute("hair_texture", "curly" if curly else "straight", clear * 0.8),
        ],
    )


def _length(colour: Doubles | None, lowest: float) -> str:
    if colour is None:
        return "bald"
    if lowest < LONG_BELOW:
        return "long"
    return "medium" if lowest < MEDIUM_BELOW else "short"


def _hair_map(values: Floats, span: tuple[float, float]) -> ByteMap:
    """Cut the hair's window out of a raster over space.PHOTO."""
    left = round((HAIR.left - PHOTO.left) * PHOTO.scale)
    top = round((PHOTO.top - HAIR.top) * PHOTO.scale)
    side = round(HAIR.width / HAIR.scale * PHOTO.scale)
    window = values[top : top + side, left : left + side]
    size = (HAIR.width, HAIR.height)
    return ByteMap.of(cv2.resize(window, size, interpolation=cv2.INTER_AREA), *span)


def _quantised(strands: ByteMap) -> ByteMap:
    """Fewer levels pack to half the size, and strands need no more."""
    step = 256 // STRAND_LEVELS
    centered = strands.array().astype(np.int32) - 128
    levels = np.clip(128 + np.rint(centered / step) * step, 0, 255)
    return ByteMap(strands.width, strands.height, levels.astype(np.uint8).tobytes())
