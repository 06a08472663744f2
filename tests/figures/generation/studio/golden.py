"""Small pictures of invented people in every style: `python -m` this to draw them anew."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from figures.generation.studio.engine import render_figure
from figures.generation.studio.invented import INVENTED, invented_recipe
from figures.generation.studio.styles import STYLES

FOLDER = Path(__file__).resolve().parents[3] / "data" / "golden"
WIDTH, HEIGHT = 170, 250
NAMES = tuple(f"{person}-{style}" for person in INVENTED for style in STYLES)


def path_of(name: str) -> Path:
    """Return where a picture is kept."""
    return FOLDER / f"{name}.png"


def draw(name: str) -> NDArray[np.uint8]:
    """Render a person of the set: (HEIGHT, WIDTH, 4)."""
    person, _, style = name.partition("-")
    recipe = invented_recipe(person).edited(style=style)
    return render_figure(recipe, width=WIDTH, height=HEIGHT)


def main() -> None:
    """Draw the whole set."""
    FOLDER.mkdir(exist_ok=True)
    for name in NAMES:
        Image.fromarray(draw(name)).save(path_of(name), optimize=True)


if __name__ == "__main__":
    main()
