"""What a shape of brows is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BrowShape:
    """How chosen brows differ from those of the photo.

    Attributes:
        name: key in recipes.
        label: words for people.
        thickness: factor on the photo's thickness.
        straight: 0 keeps the photo's line, 1 draws a straight one.
        arch: how far the middle rises, share of the brow's length.

    """

    name: str
    label: str
    thickness: float = 1.0
    straight: float = 0.0
    arch: float = 0.0
