"""What an expression is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Expression:
    """How mouth, lids and brows are held; laid over the face that was read from the photo.

    Attributes:
        name: key in recipes.
        label: words for people.

    """

    name: str
    label: str
