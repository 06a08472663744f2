"""What a part is made of."""

from dataclasses import dataclass, replace

import numpy as np

from figures.generation.studio.colour import RGB, linear, scaled
from figures.generation.studio.space import Floats


@dataclass(frozen=True)
class Material:
    """Vinyl of one colour.

    Attributes:
        colour: sRGB of the material itself, without light.
        roughness: 0 mirror to 1 chalk.
        reflectance: share of light reflected head-on.
        scatter: 0..1, how far light travels under the surface.
        modulation: how much the strand's tone lightens and darkens it.
        textured: whether the painted face lies on it.
        printed: whether the outfit's words are printed on it.
        sheen: how much brighter it is at a grazing angle, as fibres are.
        form: share by which reflections follow the large form, not each strand.

    """

    colour: RGB
    roughness: float = 0.42
    reflectance: float = 0.045
    scatter: float = 0.0
    modulation: float = 0.0
    textured: bool = False
    printed: bool = False
    sheen: float = 0.0
    form: float = 0.0

    def row(self) -> Floats:
        """Columns for `kernels.shading`."""
        flags = [self.modulation, float(self.textured), float(self.printed), self.sheen, self.form]
        row = [*linear(self.colour), self.roughness, self.reflectance, self.scatter, *flags]
        return np.array(row, np.float32)


def cloth(
    colour: RGB, roughness: float = 0.60, scatter: float = 0.1, *, printed: bool = False
) -> Material:
    """Matt vinyl; a little lighter than measured, because photos of cloth hold its shadows."""
    r, g, b = (int(v) for v in scaled(colour, 1.12, 6))
    return Material((r, g, b), roughness, 0.035, scatter, printed=printed, sheen=0.35)


# Roughness, reflectance and scatter of skin: satin, not wet.
SKIN = 0.52, 0.034, 0.9


def skin(colour: RGB) -> Material:
    """Skin of hands and neck."""
    return Material(colour, *SKIN)


def painted_skin(colour: RGB) -> Material:
    """Skin of the head, with the face painted on it."""
    return Material(colour, *SKIN, textured=True)


def hair(colour: RGB) -> Material:
    """Hair, toned by its strands."""
    r, g, b = (int(v) for v in scaled(colour, 1.12, 6))
    return Material((r, g, b), 0.42, 0.045, 0.15, modulation=0.20, form=0.62)


def beard(colour: RGB) -> Material:
    """Facial hair: as hair, but its tufts are its form."""
    return replace(hair(colour), roughness=0.50, form=0.30)


def rim(colour: RGB) -> Material:
    """Polished plastic of spectacle rims."""
    return Material(colour, 0.22, 0.055)


METAL = Material((186, 188, 194), 0.24, 0.16)
RUBBER = Material((42, 42, 46), 0.72, 0.035)


def tie(colour: RGB = (200, 80, 90)) -> Material:
    """Band around a tail or plait."""
    return Material(colour, 0.30, 0.045)


def fabric(colour: RGB) -> Material:
    """Cloth of head coverings, toned by its folds and stitches."""
    r, g, b = (int(v) for v in scaled(colour, 1.08, 4))
    return Material((r, g, b), 0.58, 0.04, 0.1, modulation=0.16, form=0.3)
