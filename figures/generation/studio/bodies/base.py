"""Measures of a body."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Build:
    """A body, chosen by the person, never read from the photo; factors on the style's physique.

    Attributes:
        name: key in recipes.
        label: words for people.
        width: breadth of the trunk.
        depth: depth of the trunk.
        belly: extra depth at the waist, mm.
        girth: thickness of arms and legs.
        trunk: length of the trunk.
        legs: length of the legs.
        arms: length of the arms.
        head: size of the head.
        seated: whether the figure sits in a wheelchair.
        young: whether the face is a child's.

    """

    name: str
    label: str
    width: float = 1.0
    depth: float = 1.0
    belly: float = 0.0
    girth: float = 1.0
    trunk: float = 1.0
    legs: float = 1.0
    arms: float = 1.0
    head: float = 1.0
    seated: bool = False
    young: bool = False
