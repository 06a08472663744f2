"""Recipes as bytes: JSON with sorted keys, packed pictures inside, versioned."""

import base64
import dataclasses
import json
import types
import typing
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from figures.generation.studio.recipe import SCHEMA, ByteMap, Recipe

FLOAT_DIGITS = 6
MAX_BYTES = 256 * 1024
MAX_MAP_SIDE = 512
# Level 9 on one kind of data; the ratio matters more than the milliseconds.
_LEVEL = 9

Document = dict[str, Any]


class RecipeError(ValueError):
    """The bytes are not a recipe this engine can read."""


def _named_choices(document: Document) -> Document:
    """Turn the flags of schema 1 into named textures and frames; nothing covered the head."""
    hair, glasses = dict(document["hair"]), dict(document["glasses"])
    beard = dict(document["facial_hair"])
    beard["kind"] = "full" if beard["kind"] == "beard" else beard["kind"]
    hair["style"] = "photo"
    hair["texture"] = "curly" if hair.pop("curly") else "straight"
    glasses["frame"] = "round" if glasses.pop("worn") else "none"
    glasses.pop("roundness")
    return {
        **document,
        "schema": 2,
        "style": "vinyl",
        "expression": "photo",
        "brow_shape": "photo",
        "hair": hair,
        "glasses": glasses,
        "facial_hair": beard,
        "covering": {"kind": "none", "colour": [52, 66, 98]},
        "outfit": {**document["outfit"], "words": ""},
    }


# {schema: turns a document of that schema into one of the next}.
MIGRATIONS: Mapping[int, Callable[[Document], Document]] = {1: _named_choices}


def encode(recipe: Recipe) -> bytes:
    """Canonical bytes of a recipe."""
    document = _plain(recipe)
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("ascii")


def decode(data: bytes) -> Recipe:
    """Read a recipe.

    Raises:
        RecipeError: not JSON, too large, of an unknown schema, or a field is missing or wrong.

    """
    if len(data) > MAX_BYTES:
        raise RecipeError("the recipe is too large")
    try:
        document = json.loads(data)
    except ValueError as error:
        raise RecipeError("the recipe is not JSON") from error
    if not isinstance(document, dict):
        raise RecipeError("the recipe is not an object")
    recipe = _typed(Recipe, migrated(document), "recipe")
    if not isinstance(recipe, Recipe):  # pragma: no cover - _typed builds what it is asked for
        raise RecipeError("the recipe is not an object")
    return recipe


def migrated(document: Document) -> Document:
    """Bring a document to the present schema, step by step."""
    schema = document.get("schema")
    while schema != SCHEMA:
        step = MIGRATIONS.get(schema) if isinstance(schema, int) else None
        if step is None:
            raise RecipeError(f"schema {schema!r} is unknown")
        try:
            document = step(document)
        except (KeyError, TypeError, ValueError) as error:
            raise RecipeError(f"the recipe of schema {schema} is damaged") from error
        if document.get("schema") == schema:
            raise RecipeError(f"the migration of schema {schema} went nowhere")
        schema = document.get("schema")
    return document


def _plain(value: Any) -> Any:
    if isinstance(value, ByteMap):
        return {"height": value.height, "width": value.width, "pixels": _pack_map(value)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        return _pack(value)
    if isinstance(value, float):
        return round(value, FLOAT_DIGITS)
    return value


def _pack(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, _LEVEL)).decode("ascii")


def _unpack(text: Any, path: str, limit: int) -> bytes:
    if not isinstance(text, str):
        raise RecipeError(f"{path} is not packed data")
    try:
        decoder = zlib.decompressobj()
        data = decoder.decompress(base64.b64decode(text, validate=True), limit + 1)
    except (ValueError, zlib.error) as error:
        raise RecipeError(f"{path} is damaged") from error
    if len(data) > limit:
        raise RecipeError(f"{path} is too large")
    return data


def _pack_map(value: ByteMap) -> str:
    """Rows as differences to their left neighbour: smooth maps pack to a third."""
    pixels = value.array()
    return _pack(np.diff(pixels, axis=1, prepend=np.uint8(0)).tobytes())


def _read_map(value: Any, path: str) -> ByteMap:
    if not isinstance(value, dict):
        raise RecipeError(f"{path} is not a map")
    width, height = (_typed(int, value.get(key), f"{path}.{key}") for key in ("width", "height"))
    if not (0 < width <= MAX_MAP_SIDE and 0 < height <= MAX_MAP_SIDE):
        raise RecipeError(f"{path} has a wrong size")
    data = _unpack(value.get("pixels"), f"{path}.pixels", width * height)
    if len(data) != width * height:
        raise RecipeError(f"{path}.pixels do not fill the map")
    steps = np.frombuffer(data, np.uint8).reshape(height, width)
    return ByteMap(width, height, np.cumsum(steps, axis=1, dtype=np.uint8).tobytes())


def _typed(kind: Any, value: Any, path: str) -> Any:
    if kind is ByteMap:
        return _read_map(value, path)
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(kind, value, path)
    origin = typing.get_origin(kind)
    if origin is tuple:
        return _read_tuple(kind, value, path)
    if origin in (types.UnionType, typing.Union):
        options = [option for option in typing.get_args(kind) if option is not type(None)]
        return None if value is None else _typed(options[0], value, path)
    if kind is bytes:
        return _unpack(value, path, MAX_BYTES)
    return _read_scalar(kind, value, path)


def _read_scalar(kind: Any, value: Any, path: str) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not kind:
        raise RecipeError(f"{path} should be {kind.__name__}")
    return value


def _read_tuple(kind: Any, value: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise RecipeError(f"{path} should be a list")
    inner = typing.get_args(kind)
    if len(inner) == 2 and inner[1] is Ellipsis:
        inner = (inner[0],) * len(value)
    if len(inner) != len(value):
        raise RecipeError(f"{path} should have {len(inner)} items")
    return tuple(
        _typed(k, v, f"{path}[{i}]") for i, (k, v) in enumerate(zip(inner, value, strict=True))
    )


def _read_dataclass(kind: Any, value: Any, path: str) -> Any:
    if not isinstance(value, dict):
        raise RecipeError(f"{path} should be an object")
    hints = typing.get_type_hints(kind)
    names = {field.name for field in dataclasses.fields(kind)}
    if set(value) != names:
        raise RecipeError(f"{path} has other fields: {sorted(set(value) ^ names)}")
    fields = {name: _typed(hints[name], value[name], f"{path}.{name}") for name in names}
    try:
        return kind(**fields)
    except ValueError as error:
        raise RecipeError(f"{path}: {error}") from error
