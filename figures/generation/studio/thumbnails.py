"""Small square pictures of presets, worn by an invented person."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from figures.generation.options import Choice, Field
from figures.generation.studio.accessories import ACCESSORIES
from figures.generation.studio.engine import render_accessory, render_figure
from figures.generation.studio.invented import invented_recipe
from figures.generation.studio.options import tabs
from figures.generation.studio.recipe import Camera, Recipe
from figures.generation.studio.space import Bytes

SIDE = 192
_MODEL = "mei"
_TALL = (408, 600)
_TINT = (30, 132, 128)
# Which part of the figure's height shows the item, from its top.
_PARTS: dict[str, tuple[float, float]] = dict.fromkeys(
    ("expression", "brow_shape", "glasses", "facial_hair", "hairstyle", "covering"), (0.0, 0.56)
)
_PARTS |= dict.fromkeys(("outfit", "body"), (0.44, 1.0))


def thumbnails() -> Iterator[tuple[str, str, Bytes | Exception]]:
    """Yield (field, item, square RGBA) for every item there is.

    A preset that cannot be built gives its exception instead, so that the others still come.
    """
    for field in (field for tab in tabs() for field in tab.fields if field.kind == "items"):
        for item in field.items:
            yield field.key, str(item.value), _tried(field, item.value)
    for kind in ACCESSORIES:
        try:
            picture: Bytes | Exception = _square(render_accessory(kind, colour=_TINT, height=400))
        except Exception as error:  # noqa: BLE001 - one broken preset must not end the rest
            picture = error
        yield "accessories", kind, picture


def _tried(field: Field, value: Choice) -> Bytes | Exception:
    try:
        figure = render_figure(
            _model(field.key).edited(**{field.key: value}), width=_TALL[0], height=_TALL[1]
        )
    except Exception as error:  # noqa: BLE001 - one broken preset must not end the rest
        return error
    return _square(_cut(figure, *_PARTS.get(field.key, (0.0, 1.0))))


def _model(field: str) -> Recipe:
    """Return the person in plain clothes, without whatever else could hide the item."""
    person = replace(invented_recipe(_MODEL), pose="stand", camera=Camera(0.0, 2.0))
    return (
        person.edited(hairstyle="crop")
        if field in {"brow_shape", "glasses", "facial_hair"}
        else person
    )


def _cut(figure: Bytes, start: float, end: float) -> Bytes:
    rows = np.nonzero(figure[..., 3].any(1))[0]
    top, height = rows.min(), rows.max() + 1 - rows.min()
    return figure[top + round(height * start) : top + round(height * end)]


def _square(picture: Bytes) -> Bytes:
    """Cut to what is seen and centre it on a transparent square."""
    rows = np.nonzero(picture[..., 3].any(1))[0]
    columns = np.nonzero(picture[..., 3].any(0))[0]
    seen = picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    side = max(seen.shape[:2])
    out = np.zeros((side, side, 4), np.uint8)
    top, left = (side - seen.shape[0]) // 2, (side - seen.shape[1]) // 2
    out[top : top + seen.shape[0], left : left + seen.shape[1]] = seen
    return out
