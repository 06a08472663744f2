"""What may be chosen about the package: the same for every backend, for we draw it ourselves."""

from functools import cache

from figures.generation.look import MAX_ACCESSORIES
from figures.generation.options import Field, Item, Tab
from figures.generation.studio.accessories import ACCESSORIES
from figures.generation.studio.box import DEFAULT_DESIGN, DESIGNS, PALETTES
from figures.generation.studio.box.text import MAX_NAME, MAX_TAGLINE
from figures.generation.studio.colour import to_hex


@cache
def packaging_tabs() -> tuple[Tab, ...]:
    """Return the things in the box, then its words, design and colours."""
    things = tuple(
        Item(kind, accessory.label, getattr(accessory, "group", ""))
        for kind, accessory in ACCESSORIES.items()
    )
    designs = tuple(Item(design.name, design.label) for design in DESIGNS.values())
    themes = tuple(
        Item(palette.name, palette.name.capitalize(), colour=to_hex(palette.base))
        for palette in PALETTES.values()
    )
    return (
        Tab(
            "accessories",
            "Things",
            (
                Field(
                    "accessories", "Things in the box", "items", things, most=MAX_ACCESSORIES,
                    in_choices=False,
                ),
            ),
        ),
        Tab(
            "box",
            "Box",
            (
                Field("name", "Name on the box", "words", longest=MAX_NAME, in_choices=False),
                Field("tagline", "Line below it", "words", longest=MAX_TAGLINE, in_choices=False),
                Field(
                    "box_design", "Design", "items", designs, default=DEFAULT_DESIGN,
                    in_choices=False,
                ),
                Field("box_theme", "Colours", "swatches", themes, in_choices=False),
            ),
        ),
    )  # fmt: skip
