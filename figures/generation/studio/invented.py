"""People who do not exist: recipes written by hand, for pictures and tests without a photo."""

from dataclasses import dataclass, replace

import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.colour import RGB, rgb
from figures.generation.studio.hairstyles import HAIRSTYLES
from figures.generation.studio.layout import mean_face
from figures.generation.studio.recipe import (
    DENSITY_RANGE,
    SHADING_RANGE,
    ByteMap,
    Eyes,
    FacialHair,
    Glasses,
    Landmarks,
    Outfit,
    Recipe,
)
from figures.generation.studio.recipe_edit import EYE_COLOURS, HAIR_COLOURS, SKIN_TONES
from figures.generation.studio.space import FACE_MAP, Doubles


@dataclass(frozen=True)
class Person:
    """An invented person.

    Attributes:
        skin_tone: Monk tone 1..10.
        eyes: name of the colour.
        hairstyle: key of HAIRSTYLES.
        hair: name of the colour.
        outfit: what is worn.
        face: factors on the width of the whole face, of the jaw and of the mouth.
        smile: how far the corners of the mouth rise, face units.
        lips: how far the lips open, face units.
        fullness: factor on the height of the lips.
        lip_tint: factors on the skin's red, green and blue.
        lashes: weight of the lashes.
        glasses: colour of the rims; None for none.
        pose: key of POSES.
        accessories: keys of ACCESSORY_KINDS.
        seed: chooses strands and curls.

    """

    skin_tone: int
    eyes: str
    hairstyle: str
    hair: str
    outfit: Outfit
    face: tuple[float, float, float] = (1.0, 1.0, 1.0)
    smile: float = 0.04
    lips: float = 0.0
    fullness: float = 1.0
    lip_tint: tuple[float, float, float] = (0.86, 0.50, 0.50)
    lashes: float = 1.0
    glasses: RGB | None = None
    pose: str = "stand"
    accessories: tuple[str, ...] = ()
    seed: int = 1


_MARIGOLD, _TEAL, _CORAL, _CREAM = (242, 170, 46), (30, 132, 128), (232, 92, 78), (246, 240, 228)
_DENIM, _SAND, _INK = (56, 74, 112), (196, 170, 132), (40, 44, 62)

PEOPLE: dict[str, Person] = {
    "juno": Person(
        7, "brown", "curls", "black",
        Outfit("hoodie", _MARIGOLD, _CREAM, None, _DENIM, _CORAL),
        face=(0.98, 0.94, 1.04), smile=0.05, lips=0.075, lashes=1.25, glasses=(196, 62, 60),
        pose="wave", accessories=("skateboard", "camera", "cup"), seed=11,
    ),
    "otto": Person(
        2, "blue", "crop", "red",
        Outfit("jacket", _TEAL, _CREAM, _CORAL, _INK, (120, 74, 46)),
        face=(1.05, 1.08, 0.98), smile=0.045, lips=0.0, fullness=0.55,
        lip_tint=(0.90, 0.66, 0.62), pose="hips", accessories=("book", "laptop", "dog"), seed=5,
    ),
    "mei": Person(
        4, "brown", "bob", "dark brown",
        Outfit("tshirt", _CORAL, _CREAM, None, _SAND, _TEAL),
        face=(0.99, 0.93, 0.95), smile=0.05, lips=0.06, lashes=1.3, pose="cheer",
        accessories=("guitar", "rocket", "ball"), seed=3,
    ),
}  # fmt: skip
# Kinder than the mean of official portraits.
SMALLER_NOSE, WIDER_EYES = 0.86, 1.22
INVENTED: tuple[str, ...] = tuple(PEOPLE)


def invented_recipe(name: str) -> Recipe:
    """Recipe of an invented person; raises KeyError for an unknown name."""
    person = PEOPLE[name]
    skin = SKIN_TONES[person.skin_tone - 1]
    hair = HAIRSTYLES[person.hairstyle].hair(HAIR_COLOURS[person.hair])
    brows = rgb(np.array(hair.colour) * 0.8)
    empty = np.zeros((FACE_MAP.height, FACE_MAP.width))
    recipe = Recipe(
        landmarks=Landmarks.of(_face(person)),
        shading=ByteMap.of(empty + 1, *SHADING_RANGE),
        skin=skin,
        eyes=Eyes(EYE_COLOURS[person.eyes], rgb(np.array(brows) * 0.45), person.lashes),
        brows=brows,
        lips=rgb(np.array(skin) * person.lip_tint),
        hair=hair,
        facial_hair=FacialHair("none", brows, ByteMap.of(empty, *DENSITY_RANGE)),
        glasses=Glasses(
            "round" if person.glasses else "none", person.glasses or (28, 28, 32), 0.10
        ),
        outfit=person.outfit,
        pose=person.pose,
        accessories=person.accessories,
        seed=person.seed,
    )
    return replace(recipe, attributes=())


def _face(person: Person) -> Doubles:
    """Bend the mean face."""
    face, (width, jaw, mouth) = mean_face().copy(), person.face
    face[:, 0] *= width
    low = np.clip(-face[:, 1], 0, 1)
    face[:, 0] *= 1 + (jaw - 1) * low
    nose = sorted({lm.NOSE_WING_RIGHT, lm.NOSE_WING_LEFT, lm.NOSTRIL_RIGHT, lm.NOSTRIL_LEFT})
    face[nose, 0] *= SMALLER_NOSE
    for eye in (lm.EYE_RIGHT, lm.EYE_LEFT):
        middle = face[list(eye), 1].mean()
        face[list(eye), 1] = middle + (face[list(eye), 1] - middle) * WIDER_EYES
    lips = sorted({*lm.LIPS_OUTER, *lm.LIPS_INNER})
    center = face[lips].mean(0)
    # Corners rise with the square of their distance from the middle: a smile.
    reach = (face[lips, 0] - center[0]) / np.abs(face[lips, 0] - center[0]).max()
    face[lips, 0] = center[0] + (face[lips, 0] - center[0]) * mouth
    face[lips, 1] = center[1] + (face[lips, 1] - center[1]) * person.fullness
    face[lips, 1] += person.smile * reach**2
    _open_lips(face, person.lips)
    return face


def _open_lips(face: Doubles, opening: float) -> None:
    """Set the gap between the inner lips, widest in the middle (in place)."""
    corners = face[[lm.MOUTH_INNER_RIGHT, lm.MOUTH_INNER_LEFT]]
    half = float(np.abs(np.diff(corners[:, 0]))[0]) / 2
    middle_x = float(corners[:, 0].mean())
    count = len(lm.LIPS_INNER) // 2
    upper, lower = lm.LIPS_INNER[1:count], lm.LIPS_INNER[:count:-1]
    for top, bottom in zip(upper, lower, strict=True):
        gap = opening * (1 - min(1.0, abs(face[top, 0] - middle_x) / half) ** 2)
        middle = (face[top, 1] + face[bottom, 1]) / 2
        face[top, 1], face[bottom, 1] = middle + gap / 2, middle - gap / 2
