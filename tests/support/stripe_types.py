"""Check outgoing parameters against the TypedDicts Stripe generates for the pinned version.

The SDK only annotates; pydantic makes the annotations count: unknown keys are refused at every
depth, and an open enumeration (`Literal[...] | str`) is closed.
"""

import re
import sys
import typing
from typing import Any, TypeVar

import stripe
import typing_extensions
from pydantic import ConfigDict, TypeAdapter

_Value = TypeVar("_Value")
_LITERAL = re.compile(r"Literal\[[^\]]*\]")


def adapter(typed_dict: type) -> TypeAdapter[Any]:
    """Return a strict validator of one of the SDK's parameter types."""
    for name, module in list(sys.modules.items()):
        if name.startswith("stripe.params") and "UntypedStripeObject" in vars(module):
            # Generic, as what it stands for is.
            vars(module)["UntypedStripeObject"] = dict[str, _Value]  # type: ignore[valid-type]
    _walk(typed_dict, set())
    made: TypeAdapter[Any] = TypeAdapter(typed_dict)
    made.rebuild(force=True, raise_errors=True, _types_namespace=_names(typed_dict))
    return made


def _names(typed_dict: type) -> dict[str, Any]:
    module = vars(sys.modules[typed_dict.__module__])
    options = vars(sys.modules[stripe.RequestOptions.__module__])
    public = {key: value for key, value in module.items() if not key.startswith("_")}
    return {**vars(typing), **options, **public, "StripeContext": object}


def _walk(typed_dict: Any, seen: set[Any]) -> None:
    if typed_dict in seen:
        return
    seen.add(typed_dict)
    for name, annotation in list(typed_dict.__annotations__.items()):
        typed_dict.__annotations__[name] = _closed(annotation)
    typed_dict.__pydantic_config__ = ConfigDict(
        extra="forbid", strict=True, arbitrary_types_allowed=True
    )
    hints = typing.get_type_hints(typed_dict, globalns=_names(typed_dict), include_extras=True)
    waiting = list(hints.values())
    while waiting:
        hint = waiting.pop()
        if typing_extensions.is_typeddict(hint):
            _walk(hint, seen)
        else:
            waiting.extend(typing.get_args(hint))


def _closed(annotation: Any) -> Any:
    words = str(annotation).replace('"', "").replace("\\", "")
    found = _LITERAL.search(words)
    if found is None or "|str" not in words.replace(" ", ""):
        return annotation
    # Source of the SDK that is installed, not of anybody else.
    literal = eval(found.group(), vars(typing))  # noqa: S307
    return typing_extensions.NotRequired[literal] if "NotRequired" in words else literal
