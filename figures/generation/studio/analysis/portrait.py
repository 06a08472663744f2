"""The whole reading of one face."""

from collections.abc import Callable

import numpy as np

from figures.faces import FaceBox
from figures.generation.studio.analysis import features
from figures.generation.studio.analysis.beard import read_facial_hair
from figures.generation.studio.analysis.beside_face import look_beside
from figures.generation.studio.analysis.clarity import read_clarity
from figures.generation.studio.analysis.clothes import read_outfit
from figures.generation.studio.analysis.covering import (
    covering_name,
    find_crown,
    read_covering,
)
from figures.generation.studio.analysis.frame import read_frame
from figures.generation.studio.analysis.garment import Sight
from figures.generation.studio.analysis.glasses import read_glasses
from figures.generation.studio.analysis.grain import WORTH_CLEANING
from figures.generation.studio.analysis.hair import find_hair
from figures.generation.studio.analysis.hairdo import read_hairdo
from figures.generation.studio.analysis.iris import read_iris
from figures.generation.studio.analysis.neutral import neutral_picture
from figures.generation.studio.analysis.person import read_person
from figures.generation.studio.analysis.report import colour_name
from figures.generation.studio.analysis.skin import Skin, read_skin, relit
from figures.generation.studio.analysis.smile import read_smile
from figures.generation.studio.recipe import (
    Attribute,
    Eyes,
    Landmarks,
    Recipe,
)
from figures.generation.studio.space import Bytes, Floats, Mask

Progress = Callable[[str, float], None]
# In light trusted less than this, clothes are lightened as the face is, unless the person is
# bright already: then only the face lies in the shade.
DARK, BRIGHT_PERSON = 0.4, 200.0
# Light trusted this far is good enough for the face's features.
FACE_NEEDS_LIGHT = 0.35
# What is left of the confidence in the dark.
BEARD_IN_THE_DARK, SMILE_IN_THE_DARK = 0.3, 0.6
# A goatee needs bare cheeks: cleaning a grainy photo bares them too.
BARE_SIDES_IN_GRAIN = 0.6
# Warm and cool light may make hair or skin look like a coloured hat: the least left of confidence.
CAST_COVERING = 0.4
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
    clarity = read_clarity(frame)
    beside = look_beside(frame, lab, person, skin, clarity)
    mask = find_hair(frame, lab, person, skin.lab)
    crown = find_crown(frame, lab, person)
    covering, covering_sure = read_covering(frame, crown, lab, person)
    covered = covering_name(frame, crown, lab, person)
    progress("reading", 0.6)
    neutral = neutral_picture(frame)
    bare_brows = features.brow_colour(neutral, None)
    glasses, glasses_sure = read_glasses(neutral, skin.lab)
    facial_hair, beard_sure = read_facial_hair(neutral)
    like = facial_hair.colour if facial_hair.kind == "full" else bare_brows
    hairdo = read_hairdo(beside, mask, crown, like, covered)
    gain = cloth_gain(skin, lab, person)
    worn = read_outfit(frame, relit(lab, gain), person, mask, relit(skin.lab, gain))
    progress("reading", 0.9)
    iris_name, iris, iris_sure = read_iris(frame, lab, skin.lighting, skin.tone)
    smile, smile_sure = read_smile(frame, lab)
    brows = bare_brows if hairdo.bare else features.brow_colour(neutral, hairdo.hair.colour)
    lips = features.lip_contrast(neutral)
    lashes = round(features.lash_weight(neutral, features.make_up(lips)), 3)
    clear = clarity.face
    covering_sure *= CAST_COVERING + (1 - CAST_COVERING) * skin.uncast
    cloth = colour_name(worn.outfit.main)
    sight = Sight(skin.lighting, skin.uncast, clarity.texture)
    kind_sure, colour_sure = worn.confidences(cloth, sight)
    if facial_hair.kind == "goatee" and frame.grain >= WORTH_CLEANING:
        beard_sure *= BARE_SIDES_IN_GRAIN
    beard_sure *= clarity.hairs * _enough(skin, FACE_NEEDS_LIGHT, BEARD_IN_THE_DARK)
    smile_sure *= clear * _enough(skin, FACE_NEEDS_LIGHT, SMILE_IN_THE_DARK)
    report = (
        Attribute("skin_tone", str(skin.tone), skin.confidence),
        *hairdo.attributes,
        Attribute("head_covering", covered, covering_sure * clear),
        Attribute("glasses", glasses.frame, glasses_sure * clear),
        Attribute("facial_hair", facial_hair.kind, beard_sure),
        Attribute("smile", smile, smile_sure),
        Attribute("eye_colour", iris_name, iris_sure),
        Attribute("outfit", worn.kind, kind_sure),
        Attribute("outfit_colour", cloth, colour_sure),
    )
    recipe = Recipe(
        landmarks=Landmarks.of(frame.frontal),
        shading=features.shading_map(neutral, glasses.worn),
        skin=skin.colour,
        eyes=Eyes(iris, features.lash_colour(brows), lashes),
        brows=brows,
        lips=features.lip_colour(lips, skin.colour),
        hair=hairdo.hair,
        facial_hair=facial_hair,
        glasses=glasses,
        outfit=worn.outfit,
        covering=covering,
        attributes=tuple(Attribute(a.name, a.value, round(float(a.confidence), 3)) for a in report),
        seed=1 + int(frame.face_px * 7) % SEEDS,
    )
    progress("reading", 1.0)
    return recipe


def _enough(skin: Skin, needed: float, least: float = 0.0) -> float:
    """Factor on confidence: 1 where the light is trusted as far as needed, `least` in the dark."""
    return least + (1 - least) * min(skin.lighting / needed, 1.0)


def cloth_gain(skin: Skin, lab: Floats, person: Mask) -> float:
    """Factor on Lab that shows clothes as good light would, at least 1."""
    if skin.lighting >= DARK or not person.any():
        return 1.0
    bright = float(np.percentile(lab[..., 0][person], 90))
    return max(1.0, min(skin.gain, BRIGHT_PERSON / max(bright, 1.0)))
