"""Names of colours for the attribute report."""

import numpy as np

from figures.generation.studio.colour import RGB, chroma, lab_of

NAMED: dict[str, RGB] = {
    "red": (190, 40, 40),
    "orange": (225, 110, 40),
    "yellow": (230, 200, 70),
    "green": (60, 130, 70),
    "teal": (40, 130, 130),
    "blue": (50, 90, 180),
    "light blue": (150, 180, 215),
    "navy": (28, 34, 62),
    "purple": (110, 60, 130),
    "pink": (225, 150, 170),
    "brown": (110, 72, 48),
    "beige": (210, 190, 160),
}
# Second colours of a name, far from the first.
ALSO: tuple[tuple[str, RGB], ...] = (("pink", (228, 40, 136)),)
GREYS: dict[str, RGB] = {
    "black": (36, 36, 38),
    "grey": (128, 128, 130),
    "white": (238, 238, 236),
}
# Every name `colour_name` gives, with a colour that bears it.
CLOTH_COLOURS: dict[str, RGB] = GREYS | NAMED
GREY_CHROMA = 7.0


def colour_name(colour: RGB) -> str:
    """Everyday name of a cloth's colour."""
    lab = lab_of(colour)
    if chroma(lab) < GREY_CHROMA or lab[0] < 28:
        return "black" if lab[0] < 62 else "grey" if lab[0] < 195 else "white"
    weights = np.array([0.6, 1.0, 1.0])
    named = (*NAMED.items(), *ALSO)
    return min(named, key=lambda each: float(np.linalg.norm((lab_of(each[1]) - lab) * weights)))[0]
