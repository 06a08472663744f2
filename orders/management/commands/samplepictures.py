"""`manage.py samplepictures DIR`: pictures of invented people for the landing page and README."""

import io
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand
from numpy.typing import NDArray
from PIL import Image

from figures.generation.studio.box import BoxAccessory, BoxText, box_palette_for, render_box
from figures.generation.studio.engine import POSES, Recipe, render_accessory, render_figure
from figures.generation.studio.invented import INVENTED, invented_recipe
from orders.printing.layouts import flat_box, house_fonts, print_palette
from shop.mockups import render_mockup
from shop.prepress.art import Art
from shop.prepress.blister import BlisterWords, blister_card
from shop.prepress.prints import figure_print
from shop.prepress.proof import cut_picture, page_picture
from shop.prepress.specs import load_spec
from shop.prepress.stickers import kiss_cut_sheet

DISCLOSURE = "Sample: an invented person, no photo was used"
_THINGS = (("rocket", "Weekend ride"), ("cup", "Third coffee"), ("guitar", "Garage band"))
Pixels = NDArray[np.uint8]


class Command(BaseCommand):
    """Renders every sample picture anew."""

    help = "Render the sample pictures (invented people) into DIR."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder to write to."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the pictures and say their names."""
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in _pictures():
            (folder / f"{name}.webp").write_bytes(data)
            self.stdout.write(f"{name}.webp  {len(data) // 1024} kB")


def _pictures() -> Iterator[tuple[str, bytes]]:
    people = [invented_recipe(name) for name in INVENTED[:3]]
    figures = [render_figure(person, width=1044, height=1536) for person in people]
    for number, figure in enumerate(figures, start=1):
        yield f"figure-{number}", _webp(figure, 900)
    hero, figure = people[0], figures[0]
    box = _box(hero, figure)
    yield "box", _webp(box, 1200)
    poster = _poster(hero, figure)
    yield "poster", _webp(poster, 1200)
    yield "print", render_mockup("framed-a3", poster, width=900)
    yield "sticker", render_mockup("laptop-sticker", figures[1], width=900)
    yield "sheet", render_mockup("desk-sheet", _sheet(people[2], figures[2]), width=900)
    yield "card", render_mockup("peg-card", _card(hero, figure), width=900)
    yield "carton", render_mockup("shelf-carton", flat_box(box, _theme(hero).base), width=900)


def _theme(person: Recipe) -> Any:
    return box_palette_for(person.outfit.main)


def _box(person: Recipe, figure: Pixels) -> Pixels:
    things = [
        BoxAccessory(render_accessory(kind, colour=person.outfit.main, height=500), label)
        for kind, label in _THINGS
    ]
    return render_box(
        figure,
        things,
        BoxText("Sample", "Nobody in particular"),
        palette=_theme(person),
        width=1600,
        height=2400,
        edition="No. SAMPLE",
        disclosure=DISCLOSURE,
    )


def _poster(person: Recipe, figure: Pixels) -> Pixels:
    layout = figure_print(
        Art.from_pixels(figure),
        load_spec("framed_print_a3"),
        name="Sample",
        tagline="Nobody in particular",
        fonts=house_fonts(),
        palette=print_palette(_theme(person)),
    )
    return page_picture(layout, width_px=1000)


def _sheet(person: Recipe, figure: Pixels) -> Pixels:
    others = [pose for pose in POSES if pose != person.pose]
    posed = [render_figure(person.edited(pose=pose), width=696, height=1024) for pose in others]
    layout = kiss_cut_sheet(
        [Art.from_pixels(picture) for picture in (figure, *posed)],
        load_spec("kiss_cut_sheet"),
        name="Sample",
        fonts=house_fonts(),
    )
    return page_picture(layout, width_px=1000)


def _card(person: Recipe, figure: Pixels) -> Pixels:
    things = [
        (Art.from_pixels(render_accessory(kind, colour=person.outfit.main, height=700)), label)
        for kind, label in _THINGS
    ]
    layout = blister_card(
        Art.from_pixels(figure),
        things,
        load_spec("blister_card"),
        words=BlisterWords("Sample", "Nobody in particular", "Sample", edition="No. SAMPLE"),
        fonts=house_fonts(),
        palette=print_palette(_theme(person)),
        disclosure=DISCLOSURE,
    )
    return cut_picture(layout, width_px=1000)


def _webp(picture: Pixels, height: int) -> bytes:
    image = Image.fromarray(picture)
    image.thumbnail((height, height), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=86, method=6)
    return buffer.getvalue()
