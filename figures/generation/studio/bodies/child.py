"""A child: shorter and lighter, with a head nearly as large."""

from figures.generation.studio.bodies.base import Build

ITEM = Build(
    "child",
    "Child",
    width=0.84,
    depth=0.88,
    girth=0.86,
    trunk=0.82,
    legs=0.68,
    arms=0.80,
    head=0.98,
    young=True,
)
