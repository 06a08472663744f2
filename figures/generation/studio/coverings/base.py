"""What a head covering is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HeadCovering:
    """Something worn on the head.

    Attributes:
        name: key in recipes.
        label: words for people.

    """

    name: str
    label: str
