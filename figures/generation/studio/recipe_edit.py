"""A person's choices applied to a recipe, each checked."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from figures.generation.studio.accessories import ACCESSORIES
from figures.generation.studio.analysis.report import colour_name
from figures.generation.studio.beards import BEARDS
from figures.generation.studio.bodies import BODIES
from figures.generation.studio.brows import BROWS
from figures.generation.studio.colour import RGB, from_hex, to_hex
from figures.generation.studio.coverings import COVERINGS
from figures.generation.studio.expressions import EXPRESSIONS
from figures.generation.studio.hairstyles import HAIRSTYLES, worn_hair
from figures.generation.studio.outfits import OUTFITS, matching
from figures.generation.studio.poses import POSES
from figures.generation.studio.recipe import PHOTO_HAIR, Attribute, Camera, Recipe
from figures.generation.studio.sculpt.lettering import clean_words
from figures.generation.studio.spectacles import SPECTACLES
from figures.generation.studio.styles import STYLES

MOST_ACCESSORIES = 3
# Vinyl for each Monk tone, 1 to 10; between the scale's swatches and what a lit toy shows.
SKIN_TONES: tuple[RGB, ...] = (
    (250, 222, 202), (243, 207, 180), (236, 191, 156), (224, 172, 134), (206, 150, 110),
    (182, 125, 86), (152, 100, 66), (122, 77, 51), (92, 58, 40), (68, 44, 34),
)  # fmt: skip
HAIR_COLOURS: dict[str, RGB] = {
    "black": (38, 34, 34),
    "dark brown": (66, 46, 36),
    "brown": (104, 72, 48),
    "auburn": (132, 66, 42),
    "red": (178, 88, 48),
    "blond": (206, 170, 112),
    "grey": (136, 136, 138),
    "white": (228, 226, 222),
}
EYE_COLOURS: dict[str, RGB] = {
    "brown": (104, 62, 34),
    "hazel": (132, 98, 52),
    "green": (96, 128, 78),
    "blue": (78, 128, 184),
    "grey": (120, 140, 152),
}


def edit(recipe: Recipe, changes: dict[str, object]) -> Recipe:
    """Apply choices.

    Args:
        recipe: left as it is.
        changes: any of `EDITS`. Colours are "#rrggbb" or three numbers 0..255; `skin_tone` also a
            Monk tone 1..10, `brows`, `hair_colour`, `beard_colour` and `eye_colour` also a name;
            `outfit_accent` also "none" for no tie; `hairstyle` also "photo" for the photo's own.

    Returns:
        The new recipe.

    Raises:
        ValueError: the message starts with the field's name.

    """
    for field in sorted(changes):
        if field not in EDITS:
            raise ValueError(f"{field}: cannot be edited; choose from {', '.join(EDITS)}")
    # In the order of EDITS, so that the order of the arguments never matters.
    for field, apply in EDITS.items():
        if field in changes:
            try:
                recipe = apply(recipe, changes[field])
            except ValueError as error:
                raise ValueError(f"{field}: {error}") from error
    return recipe


def _key(value: object, choices: Iterable[str]) -> str:
    known = list(choices)
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"must be one of {', '.join(known)}")
    return value


def _colour(value: object) -> RGB:
    if isinstance(value, str):
        return from_hex(value)
    if isinstance(value, tuple | list) and len(value) == 3:
        r, g, b = value
        if all(type(v) is int and 0 <= v <= 255 for v in value):
            return r, g, b
    raise ValueError("must be a colour like #1a2b3c")


def _named_colour(value: object, names: dict[str, RGB]) -> RGB:
    if isinstance(value, str) and value in names:
        return names[value]
    return _colour(value)


def _told(recipe: Recipe, name: str, value: str) -> Recipe:
    """Note a person's choice in the report: it is certain."""
    others = tuple(a for a in recipe.attributes if a.name != name)
    return replace(recipe, attributes=(*others, Attribute(name, value, 1.0)))


def _skin_tone(recipe: Recipe, value: object) -> Recipe:
    if type(value) is int:
        if not 1 <= value <= len(SKIN_TONES):
            raise ValueError(f"must be from 1 to {len(SKIN_TONES)}")
        return _told(replace(recipe, skin=SKIN_TONES[value - 1]), "skin_tone", str(value))
    colour = _colour(value)
    return _told(replace(recipe, skin=colour), "skin_tone", to_hex(colour))


def _hairstyle(recipe: Recipe, value: object) -> Recipe:
    """Wear another style; the photo's own hair stays in the recipe and "photo" brings it back."""
    hair = replace(recipe.hair, style=_key(value, (PHOTO_HAIR, *HAIRSTYLES)))
    worn = worn_hair(hair)
    told = _told(replace(recipe, hair=hair), "hair_length", worn.length)
    return _told(told, "hair_texture", worn.texture)


def _hair_colour(recipe: Recipe, value: object) -> Recipe:
    colour = _named_colour(value, HAIR_COLOURS)
    name = value if isinstance(value, str) else to_hex(colour)
    return _told(replace(recipe, hair=replace(recipe.hair, colour=colour)), "hair_colour", name)


def _eye_colour(recipe: Recipe, value: object) -> Recipe:
    colour = _named_colour(value, EYE_COLOURS)
    name = value if isinstance(value, str) else to_hex(colour)
    return _told(replace(recipe, eyes=replace(recipe.eyes, iris=colour)), "eye_colour", name)


def _brows(recipe: Recipe, value: object) -> Recipe:
    return replace(recipe, brows=_named_colour(value, HAIR_COLOURS))


def _glasses(recipe: Recipe, value: object) -> Recipe:
    frame = _key(value, ("none", *SPECTACLES))
    return _told(replace(recipe, glasses=replace(recipe.glasses, frame=frame)), "glasses", frame)


def _glasses_colour(recipe: Recipe, value: object) -> Recipe:
    return replace(recipe, glasses=replace(recipe.glasses, colour=_colour(value)))


def _facial_hair(recipe: Recipe, value: object) -> Recipe:
    """Another cut grows where that cut grows; the first one takes the colour of the hair."""
    kind, worn = _key(value, ("none", *BEARDS)), recipe.facial_hair
    if kind != worn.kind:
        if worn.kind == "none":
            bald = worn_hair(recipe.hair).length == "bald"
            worn = replace(worn, colour=recipe.brows if bald else recipe.hair.colour)
        grown = BEARDS[kind].grown(worn, recipe.landmarks.points()) if kind in BEARDS else worn
        recipe = replace(recipe, facial_hair=replace(grown, kind=kind))
    return _told(recipe, "facial_hair", kind)


def _beard_colour(recipe: Recipe, value: object) -> Recipe:
    colour = _named_colour(value, HAIR_COLOURS)
    return replace(recipe, facial_hair=replace(recipe.facial_hair, colour=colour))


def _covering(recipe: Recipe, value: object) -> Recipe:
    kind = _key(value, ("none", *COVERINGS))
    covering = replace(recipe.covering, kind=kind)
    return _told(replace(recipe, covering=covering), "head_covering", kind)


def _covering_colour(recipe: Recipe, value: object) -> Recipe:
    return replace(recipe, covering=replace(recipe.covering, colour=_colour(value)))


def _outfit(recipe: Recipe, value: object) -> Recipe:
    """Another kind keeps the main colour and takes trousers and shoes that go with it."""
    kind, worn = _key(value, OUTFITS), recipe.outfit
    trousers, shoes = matching.usual(OUTFITS[kind], worn.main)
    outfit = replace(worn, kind=kind, trousers=trousers, shoes=shoes)
    return _told(replace(recipe, outfit=outfit), "outfit", kind)


def _outfit_main(recipe: Recipe, value: object) -> Recipe:
    """Trousers and shoes follow the top unless they were chosen."""
    worn, colour = recipe.outfit, _colour(value)
    garment = OUTFITS[worn.kind]
    before, after = matching.usual(garment, worn.main), matching.usual(garment, colour)
    trousers, shoes = (
        new if own == old else own
        for own, old, new in zip((worn.trousers, worn.shoes), before, after, strict=True)
    )
    outfit = replace(worn, main=colour, trousers=trousers, shoes=shoes)
    return _told(replace(recipe, outfit=outfit), "outfit_colour", colour_name(colour))


def _outfit_part(part: str, *, optional: bool = False) -> Callable[[Recipe, object], Recipe]:
    def apply(recipe: Recipe, value: object) -> Recipe:
        colour = None if optional and value in (None, "none") else _colour(value)
        changed: dict[str, RGB | None] = {part: colour}
        return replace(recipe, outfit=replace(recipe.outfit, **changed))  # type: ignore[arg-type]

    return apply


def _outfit_words(recipe: Recipe, value: object) -> Recipe:
    if not isinstance(value, str):
        raise ValueError("must be a text")
    return replace(recipe, outfit=replace(recipe.outfit, words=clean_words(value)))


def _expression(recipe: Recipe, value: object) -> Recipe:
    expression = _key(value, ("photo", *EXPRESSIONS))
    return _told(replace(recipe, expression=expression), "smile", expression)


def _accessories(recipe: Recipe, value: object) -> Recipe:
    if not isinstance(value, tuple | list) or len(value) > MOST_ACCESSORIES:
        raise ValueError(f"must be a list of at most {MOST_ACCESSORIES}")
    return replace(recipe, accessories=tuple(_key(item, ACCESSORIES) for item in value))


def _camera(recipe: Recipe, value: object) -> Recipe:
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise ValueError("must be yaw and pitch in degrees")
    yaw, pitch = value
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in value):
        raise ValueError("must be yaw and pitch in degrees")
    if not (-180 <= yaw <= 180 and -30 <= pitch <= 60):
        raise ValueError("yaw must be within 180 degrees, pitch from -30 to 60")
    return replace(recipe, camera=Camera(float(yaw), float(pitch)))


EDITS: dict[str, Callable[[Recipe, object], Recipe]] = {
    "style": lambda r, v: replace(r, style=_key(v, STYLES)),
    "pose": lambda r, v: replace(r, pose=_key(v, POSES)),
    "body": lambda r, v: replace(r, body=_key(v, BODIES)),
    "skin_tone": _skin_tone,
    "hairstyle": _hairstyle,
    "hair_colour": _hair_colour,
    "eye_colour": _eye_colour,
    "brows": _brows,
    "brow_shape": lambda r, v: replace(r, brow_shape=_key(v, ("photo", *BROWS))),
    "expression": _expression,
    "glasses": _glasses,
    "glasses_colour": _glasses_colour,
    "facial_hair": _facial_hair,
    "beard_colour": _beard_colour,
    "covering": _covering,
    "covering_colour": _covering_colour,
    "outfit": _outfit,
    "outfit_main": _outfit_main,
    "outfit_inner": _outfit_part("inner"),
    "outfit_accent": _outfit_part("accent", optional=True),
    "outfit_trousers": _outfit_part("trousers"),
    "outfit_shoes": _outfit_part("shoes"),
    "outfit_words": _outfit_words,
    "accessories": _accessories,
    "camera": _camera,
}
