"""Holds every answer against the OpenAPI document: what is not described there is a mistake."""

import re
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from shop.platform.api.docs import document


def check(method: str, path: str, answer: Any) -> None:
    """Check status, media type and body of an answer to `method path`."""
    operation = _operation(method, path)
    described = operation["responses"].get(str(answer.status_code))
    assert described is not None, f"{method} {path} answered {answer.status_code}: not described"
    content = described.get("content", {})
    if not content:
        assert not answer.content
        return
    media = answer.headers["Content-Type"].partition(";")[0]
    assert media in content, f"{method} {path} answered {media}: not described"
    assert errors(content[media]["schema"], answer.json()) == []


def errors(schema: Any, value: Any) -> list[str]:
    """Return where a value is not what a schema of the document says."""
    whole = {**schema, "components": document()["components"]}
    found = Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


def _operation(method: str, path: str) -> Any:
    # Addresses without parameters first: `figures/options` is none of `figures/{figure_id}`.
    paths = sorted(document()["paths"].items(), key=lambda item: "{" in item[0])
    for template, operations in paths:
        pattern = re.sub(r"\\\{\w+\\\}", r"[^/]+", re.escape(template))
        if re.fullmatch(pattern, f"/api/v1/{path.partition('?')[0]}"):
            return operations[method.lower()]
    raise AssertionError(f"{method} {path} is not described")
