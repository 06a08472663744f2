"""Measures of a body."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Build:
    """A body, chosen by the person, never read from the photo.

    Attributes:
        name: key in recipes.
        label: words for people.
        width: factor on the trunk's width.
        depth: factor on its depth.
        belly: extra depth at the waist, mm.

    """

    name: str
    label: str
    width: float = 1.0
    depth: float = 1.0
    belly: float = 0.0
