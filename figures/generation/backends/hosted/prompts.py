"""What a hosted model is asked: a template per style, with words for the chosen pose.

A prompt never holds anything a person wrote: no name, no line of the box.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("prompts")
DEFAULT_STYLE = "vinyl"


@cache
def styles() -> tuple[str, ...]:
    """Return the styles that have a template, the default first."""
    names = sorted(path.stem for path in _FOLDER.glob("*.txt"))
    return (DEFAULT_STYLE, *(name for name in names if name != DEFAULT_STYLE))


def prompt(*, style: str, pose: str, transparent: bool) -> str:
    """Return the prompt.

    Args:
        style: one of `styles()`; any other gives the default.
        pose: one of the backend's poses.
        transparent: whether the model can leave the background out.

    """
    words = _words()
    return _template(style if style in styles() else DEFAULT_STYLE).format(
        pose=words["poses"].get(pose, pose.replace("_", " ")),
        background=words["background"]["transparent" if transparent else "plain"],
    )


@cache
def _template(style: str) -> str:
    return (_FOLDER / f"{style}.txt").read_text(encoding="utf-8").strip()


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((_FOLDER / "words.toml").read_text(encoding="utf-8"))
