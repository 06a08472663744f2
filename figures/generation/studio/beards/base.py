"""What facial hair is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Beard:
    """A cut of facial hair.

    Attributes:
        name: key in recipes.
        label: words for people.

    """

    name: str
    label: str
