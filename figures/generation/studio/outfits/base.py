"""What an outfit is asked to build."""

from collections.abc import Callable
from dataclasses import dataclass

from figures.generation.studio.bodies.base import Build
from figures.generation.studio.colour import RGB
from figures.generation.studio.poses.base import Pose
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.body import Limb
from figures.generation.studio.sculpt.materials import Material
from figures.generation.studio.sculpt.solid import Sculpture


@dataclass(frozen=True)
class Colours:
    """Colours of an outfit: outer layer, what shows under it, a tie or trim, trousers, shoes."""

    main: RGB
    inner: RGB
    accent: RGB | None
    trousers: RGB
    shoes: RGB


@dataclass(frozen=True)
class Fitting:
    """The body an outfit is built on."""

    sculpture: Sculpture
    colours: Colours
    skin: Material
    pose: Pose
    build: Build
    arms: tuple[Limb, Limb]


@dataclass(frozen=True)
class Garment:
    """A kind of outfit.

    Attributes:
        name: key in recipes.
        label: words for people.
        dress: adds everything above the waist but hands and neck.
        sole: colour of the shoes' soles.
        trousers: usual trousers; None takes them from the main colour.
        shoes: usual shoes.

    """

    name: str
    label: str
    dress: Callable[[Fitting], None]
    sole: RGB = (235, 232, 226)
    trousers: RGB | None = (52, 66, 98)
    shoes: RGB = (205, 64, 58)


def bare_arms(fitting: Fitting) -> None:
    """Skin from the upper arm to the wrist."""
    for arm in fitting.arms:
        upper = arm.shoulder + (arm.elbow - arm.shoulder) * 0.4
        lower = arm.wrist + arm.forearm * 1.5
        rows = [
            p.capsule(upper, arm.elbow, 3.7, 3.4),
            p.capsule(arm.elbow, lower, 3.4, 2.45, blend=1.2),
        ]
        fitting.sculpture.add(f"{arm.name} arm", fitting.skin, rows)


def chest(fitting: Fitting) -> None:
    """Skin inside a neckline."""
    row = p.capsule((0, 47, -0.2), (0, 54, -0.8), 5.4, 4.8)
    fitting.sculpture.add("chest", fitting.skin, [row], 0.6)
