"""What an expression is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Expression:
    """How mouth, lids and brows are held; laid over the face that was read from the photo.

    Lips keep the person's fullness, eyes and brows their shape, so that the face stays theirs.

    Attributes:
        name: key in recipes.
        label: words for people.
        width: factor on the width of the mouth at rest.
        opening: height over width of the open mouth; 0 closes it.
        lift: how far the corners rise over half the mouth's width.
        lids: factor on the opening of the eyes.
        squint: how far the lower lid rises, share of the eye's height.
        brows: how far the brows rise, face units.
        inner_brows: how much further their inner ends rise, face units.

    """

    name: str
    label: str
    width: float = 1.0
    opening: float = 0.0
    lift: float = 0.0
    lids: float = 1.0
    squint: float = 0.0
    brows: float = 0.0
    inner_brows: float = 0.0
