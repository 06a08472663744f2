"""A kick scooter."""

from figures.generation.studio.accessories.base import Accessory
from figures.generation.studio.colour import RGB
from figures.generation.studio.sculpt import primitives as p
from figures.generation.studio.sculpt.materials import METAL, RUBBER, Material
from figures.generation.studio.sculpt.solid import Sculpture


def _wheel(sculpture: Sculpture, name: str, z: float) -> None:
    axle = p.rotation(0, 0, 90)
    center = (0, 3.0, z)
    sculpture.add(f"{name} tyre", RUBBER, [p.torus(center, 2.3, 0.75, axle)], 0.3)
    sculpture.add(f"{name} hub", METAL, [p.cylinder(center, 1.7, 0.7, 0.3, axle)], 0.26)


def _build(sculpture: Sculpture, tint: RGB) -> None:
    paint, add = Material(tint, 0.24, 0.05), sculpture.add
    deck = [
        p.box((0, 3.3, -1.5), (2.8, 0.7, 9.4), 0.6),
        p.box((0, 4.6, 9.0), (1.2, 0.7, 2.8), 0.6, p.rotation(-38), blend=1.0),
    ]
    add("deck", paint, deck, 0.32)
    add("grip tape", RUBBER, [p.box((0, 4.0, -2.0), (2.3, 0.35, 7.4), 0.2)], 0.3)
    post = [
        p.capsule((0, 4.6, 12.2), (0, 29.5, 8.6), 0.95),
        p.cylinder((0, 9.2, 11.5), 1.6, 2.0, 0.4, p.rotation(-8)),
    ]
    add("post", METAL, post, 0.3)
    forks = [p.capsule((s * 1.2, 3.0, 12.6), (s * 1.1, 6.8, 12.0), 0.5) for s in (-1, 1)]
    forks.append(p.capsule((-1.2, 6.8, 11.9), (1.2, 6.8, 11.9), 0.7))
    add("fork", METAL, forks, 0.26)
    add("bar", METAL, [p.capsule((-6.2, 29.8, 8.6), (6.2, 29.8, 8.6), 0.7)], 0.28)
    grips = [p.capsule((s * 4.2, 29.8, 8.6), (s * 7.2, 29.8, 8.6), 1.2) for s in (-1, 1)]
    add("grips", paint, grips, 0.28)
    guard = [
        p.torus((0, 3.0, -12.4), 3.9, 0.55, p.rotation(0, 0, 90)),
        p.above(3.6),
        p.box((0, 3, -12.4), (1.4, 8, 8), 0.2, None, p.INTERSECT),
    ]
    add("mudguard", paint, guard, 0.28)
    _wheel(sculpture, "front", 12.6)
    _wheel(sculpture, "rear", -12.4)


ITEM = Accessory("scooter", "Scooter", _build, yaw=-58.0, pitch=12.0)
