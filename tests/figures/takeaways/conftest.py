"""A finished figure of an invented person, with small pictures, and a quick studio."""

from functools import partial
from typing import Any

import numpy as np
import pytest

from figures.generation.look import Look
from figures.generation.making import Pictures, labelled_png
from figures.generation.studio import exports
from figures.generation.studio.build import Detail
from figures.generation.studio.engine import render_figure
from figures.generation.studio.invented import invented_recipe
from figures.provenance import SourceType
from figures.versions import services as versions
from figures.versions.models import FigureVersion
from shop.platform.owners.models import Owner
from tests.figures.factories import make_figure, make_owner

COARSE = Detail(2.6, 64)
QUICK: dict[str, Any] = {
    "render_turntable": partial(exports.render_turntable, frames=8, width=48, height=70),
    "avatar_glb": partial(exports.avatar_glb, detail=COARSE, triangles=3000),
    "printable_stl": partial(exports.printable_stl, detail=COARSE, cell_mm=0.6, triangles=20_000),
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the studio build small."""
    for name, function in QUICK.items():
        monkeypatch.setattr(exports, name, function)


@pytest.fixture(scope="session")
def art() -> Any:
    """Cut-out and box of an invented person, PNG."""
    recipe = invented_recipe("juno")
    cutout = render_figure(recipe, width=180, height=264)
    box = np.full((90, 60, 4), 255, np.uint8)
    label = partial(labelled_png, source_type=SourceType.ALGORITHMIC)
    return recipe.to_bytes(), Pictures(cutout=label(cutout), box=label(box), preview=b"preview")


@pytest.fixture
def owner() -> Owner:
    return make_owner()


@pytest.fixture
def version(owner: Owner, art: Any) -> FigureVersion:
    """A version of the newest look, waiting for its review."""
    figure = make_figure(owner=owner)
    recipe, pictures = art
    look = Look(name="Жанна Жуковская", tagline="Rolls with it")
    draft = versions.seal(figure=figure, recipe=recipe, look=look, pictures=pictures)
    return versions.add(figure=figure, draft=draft)
