"""Every preset on one invented person, labelled with its key: for looking at a change."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from PIL import Image, ImageDraw

from figures.generation.studio.accessories import ACCESSORIES
from figures.generation.studio.beards import BEARDS
from figures.generation.studio.bodies import BODIES
from figures.generation.studio.coverings import COVERINGS
from figures.generation.studio.engine import render_accessory, render_figure
from figures.generation.studio.expressions import EXPRESSIONS
from figures.generation.studio.hairstyles import HAIRSTYLES
from figures.generation.studio.invented import invented_recipe
from figures.generation.studio.likeness.contact_sheet import PAPER, tiled
from figures.generation.studio.outfits import OUTFITS
from figures.generation.studio.poses import POSES
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.space import Bytes
from figures.generation.studio.spectacles import SPECTACLES
from figures.generation.studio.styles import STYLES

WIDTH, HEIGHT = 360, 424
# Share of the picture's height that shows the head.
HEAD = 0.64
COLUMNS = 8
TURNED = 50.0
INK = (40, 40, 40)
LABEL = (6, 4)

# {field of an edit: keys}; those worn on the head are shown from two sides and cropped.
WHOLE: Mapping[str, Iterable[str]] = {
    "style": STYLES, "pose": POSES, "body": BODIES, "outfit": OUTFITS,
}  # fmt: skip
ON_HEAD: Mapping[str, Iterable[str]] = {
    "hairstyle": HAIRSTYLES, "glasses": SPECTACLES, "facial_hair": BEARDS, "covering": COVERINGS,
    "expression": EXPRESSIONS,
}  # fmt: skip


def item_sheet(out_png: Path | str, person: str, fields: Iterable[str] = ()) -> int:
    """Write a sheet of all items.

    Args:
        out_png: file to write.
        person: name of an invented person.
        fields: edits to show, such as "hairstyle" or "accessories"; none shows all.

    Returns:
        The number of items shown.

    Raises:
        KeyError: no such person.

    """
    recipe, wanted = invented_recipe(person), set(fields)
    cells, items = [], 0
    for field, keys in {**WHOLE, **ON_HEAD}.items():
        for key in keys if not wanted or field in wanted else ():
            edited = recipe.edited(**{field: key})
            turns = (0.0, TURNED) if field in ON_HEAD else (0.0,)
            cells += [_cell(edited, f"{field} {key}", yaw, field in ON_HEAD) for yaw in turns]
            items += 1
    for kind in ACCESSORIES if not wanted or "accessories" in wanted else ():
        picture = render_accessory(kind, colour=recipe.outfit.main, height=HEIGHT // 2)
        cells.append(_labelled(picture, f"accessories {kind}"))
        items += 1
    tiled(cells, COLUMNS).save(out_png)
    return items


def _cell(recipe: Recipe, label: str, yaw: float, head: bool) -> Image.Image:
    height = round(HEIGHT / HEAD) if head else HEIGHT
    width = round(WIDTH / HEAD) if head else WIDTH
    picture = render_figure(recipe, width=width, height=height, yaw_deg=yaw)
    if head:
        left = (width - WIDTH) // 2
        picture = picture[:HEIGHT, left : left + WIDTH]
    return _labelled(picture, label)


def _labelled(picture: Bytes, label: str) -> Image.Image:
    cell = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    image = Image.fromarray(picture)
    cell.paste(image, ((WIDTH - image.width) // 2, (HEIGHT - image.height) // 2), image)
    ImageDraw.Draw(cell).text(LABEL, label, fill=INK)
    return cell
