"""Which image models there are: what they cost, and what to ask of them (`models.toml`)."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# Costs are kept in millionths of the currency's unit, budgets are given in cents.
MICROS_PER_CENT = 10_000

_OWN = Path(__file__).with_name("models.toml")


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call, as the answer counts them."""

    text_input: int
    image_input: int
    output: int


@dataclass(frozen=True, slots=True)
class ImageModel:
    """One model's price per million tokens, with its source, and what is asked of it.

    Attributes:
        reserve: what one call is assumed to use at most, before the answer says it.
        ended: from this day on OpenAI itself does not serve it any more.
        fields: further form fields that this model knows.

    """

    name: str
    currency: str
    text_input: Decimal
    image_input: Decimal
    output: Decimal
    source: str
    read_on: date
    size: str
    quality: str
    transparent: bool
    reserve: Usage
    ended: date | None = None
    fields: dict[str, str] = field(default_factory=dict)

    def cost(self, usage: Usage) -> int:
        """Return what the tokens cost in millionths of the currency's unit, rounded up."""
        # A price per million tokens is the price of one token in millionths.
        exact = (
            usage.text_input * self.text_input
            + usage.image_input * self.image_input
            + usage.output * self.output
        )
        return int(exact.to_integral_value(ROUND_CEILING))

    @property
    def estimate(self) -> int:
        """What one call is assumed to cost at most, in millionths."""
        return self.cost(self.reserve)


def image_model(name: str) -> ImageModel:
    """Return the model.

    Raises:
        ImproperlyConfigured: it is not in the table, or its entry is not whole.

    """
    path = settings.HOSTED_MODELS_FILE or str(_OWN)
    table = _table(path)
    if name not in table:
        raise ImproperlyConfigured(f"{name!r} has no price in {path}.")
    try:
        return _read(name, table[name])
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise ImproperlyConfigured(f"The entry of {name!r} in {path} is not whole: {error}.") from (
            error
        )


@lru_cache(maxsize=4)
def _table(path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ImproperlyConfigured(f"{path} cannot be read as TOML: {error}.") from error


def _read(name: str, entry: dict[str, Any]) -> ImageModel:
    if not (isinstance(entry["read_on"], date) and entry["source"].startswith("https://")):
        raise ValueError("a price needs its source, an https address, and the day it was read")
    return ImageModel(
        name=name,
        currency=entry["currency"],
        text_input=Decimal(entry["text_input"]),
        image_input=Decimal(entry["image_input"]),
        output=Decimal(entry["output"]),
        source=entry["source"],
        read_on=entry["read_on"],
        size=entry["size"],
        quality=entry["quality"],
        transparent=entry["transparent"],
        reserve=Usage(**entry["reserve"]),
        ended=entry.get("ended"),
        fields=entry.get("fields", {}),
    )
