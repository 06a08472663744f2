"""What is kept of a hosted figure in place of a recipe: its art, and how it came about."""

import io
import json
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from figures.generation.backends.hosted.imagemodels import Usage

_MAGIC = b"SHELFIE-HOSTED-1\n"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer.

    Attributes:
        model: as it was asked for.
        colour: the box's theme is taken from it.
        usage: tokens, where the answer counted them.
        art: PNG of the cut-out figure, at the size in which it came.

    """

    model: str
    style: str
    pose: str
    colour: tuple[int, int, int]
    usage: Usage | None
    art: bytes

    @classmethod
    def of(
        cls,
        figure: NDArray[np.uint8],
        *,
        model: str,
        style: str,
        pose: str,
        colour: tuple[int, int, int],
        usage: Usage | None,
    ) -> Self:
        """Return the sheet of a cut-out figure (height, width, 4)."""
        buffer = io.BytesIO()
        Image.fromarray(figure).save(buffer, "PNG", compress_level=6)
        return cls(model, style, pose, colour, usage, buffer.getvalue())

    def picture(self) -> NDArray[np.uint8]:
        """Return the art as (height, width, 4)."""
        with Image.open(io.BytesIO(self.art), formats=("PNG",)) as picture:
            return np.asarray(picture.convert("RGBA"))

    def to_bytes(self) -> bytes:
        """Return one line of JSON and the PNG."""
        head: dict[str, Any] = {
            "model": self.model,
            "style": self.style,
            "pose": self.pose,
            "colour": list(self.colour),
            "usage": asdict(self.usage) if self.usage else None,
        }
        return _MAGIC + json.dumps(head, sort_keys=True).encode() + b"\n" + self.art

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Undo `to_bytes`. Raises ValueError for anything else."""
        if not data.startswith(_MAGIC):
            raise ValueError("This is not the sheet of a hosted figure.")
        line, _, art = data[len(_MAGIC) :].partition(b"\n")
        head = json.loads(line)
        red, green, blue = head["colour"]
        usage = Usage(**head["usage"]) if head["usage"] else None
        return cls(head["model"], head["style"], head["pose"], (red, green, blue), usage, art)
