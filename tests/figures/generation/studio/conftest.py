"""Portraits and recipes, read once."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from figures.faces import detect_faces
from figures.generation.studio.engine import Recipe, analyse, render_figure
from figures.generation.studio.invented import invented_recipe

PORTRAITS = Path(__file__).parents[3] / "data" / "portraits"
WIDTH, HEIGHT = 150, 220


def portrait(name: str) -> NDArray[np.uint8]:
    with Image.open(PORTRAITS / name) as image:
        return np.asarray(image.convert("RGB"))


def recipe_of(name: str) -> Recipe:
    photo = portrait(name)
    return analyse(photo, max(detect_faces(photo), key=lambda face: face.area))


def small(recipe: Recipe) -> NDArray[np.uint8]:
    return render_figure(recipe, width=WIDTH, height=HEIGHT)


@pytest.fixture(scope="session")
def astronaut() -> Recipe:
    return recipe_of("astronaut.jpg")


@pytest.fixture(scope="session")
def underwood() -> Recipe:
    return recipe_of("underwood.jpg")


@pytest.fixture(scope="session")
def allred() -> Recipe:
    return recipe_of("allred.jpg")


@pytest.fixture(scope="session")
def juno() -> Recipe:
    return invented_recipe("juno")


@pytest.fixture(scope="session")
def juno_picture(juno: Recipe) -> NDArray[np.uint8]:
    return small(juno)
