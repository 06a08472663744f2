"""What every generation backend does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from figures.faces import FaceBox
from figures.generation.look import Look
from figures.generation.options import Choice, Question, Reading, Tab
from figures.provenance import SourceType

Progress = Callable[[str, float], None]


class GenerationError(Exception):
    """The figure could not be made.

    Args:
        code: machine-readable reason.
        message: a sentence for the person, with what to do next.
        permanent: trying again with the same photo will not help.

    """

    def __init__(self, code: str, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What pages and print may ask of a backend.

    Attributes:
        rerender: draws its recipe again at any size; if not, `render` gives its master art, at
            the size it has or smaller.
        edit: the figure itself can be changed.
        rebox: the words and things in the box can be.

    """

    rerender: bool
    edit: bool
    rebox: bool = True


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing read from the photo, with how sure the reading is (0..1)."""

    name: str
    value: str
    confidence: float


class GenerationBackend(Protocol):
    """One way to make a figure from a photo."""

    name: str
    engine: str
    source_type: SourceType
    capabilities: Capabilities
    # What a new figure does until the person chooses otherwise comes first.
    poses: tuple[str, ...]
    accessory_kinds: tuple[str, ...]

    def make_recipe(
        self, photo: NDArray[np.uint8], face: FaceBox, look: Look, progress: Progress
    ) -> bytes:
        """Read the photo once; return everything needed to render again without it.

        Where the backend can edit, the look is not in it yet: `edit_recipe` adds it.

        Raises:
            GenerationError: the photo does not show enough.

        """
        ...

    def edit_recipe(self, recipe: bytes, look: Look) -> bytes:
        """Return the recipe read from the photo with all of a look's choices, and no others.

        Raises:
            GenerationError: an impossible choice.

        """
        ...

    def render(
        self, recipe: bytes, *, width: int, height: int, progress: Progress | None = None
    ) -> NDArray[np.uint8]:
        """Return the figure as (height, width, 4) sRGB with straight alpha.

        A backend that cannot render again returns its master art where that is smaller.
        """
        ...

    def render_accessory(self, recipe: bytes, kind: str, *, height: int) -> NDArray[np.uint8]:
        """Return one accessory as RGBA, `height` pixels tall."""
        ...

    def outfit_colour(self, recipe: bytes) -> tuple[int, int, int]:
        """Return the outfit's main sRGB colour, from which the box takes its theme."""
        ...

    def attributes(self, recipe: bytes) -> list[Attribute]:
        """Return what was read from the photo."""
        ...

    def options(self) -> tuple[Tab, ...]:
        """Return everything a person may choose, accessories and words on the box too."""
        ...

    def checked_choices(self, choices: dict[str, Choice]) -> dict[str, Choice]:
        """Return the choices if every one of them is possible.

        Raises:
            figures.generation.look.LookRefused: with the choice's key.

        """
        ...

    def describe(self, recipe: bytes) -> dict[str, Reading]:
        """Return what the photo shows for the choices, by their keys."""
        ...

    def questions(self, recipe: bytes) -> list[Question]:
        """Return what the photo does not show well enough, the most uncertain first."""
        ...

    def warm_up(self) -> None:
        """Load models and compiled code, so that the first figure is as quick as the next."""
        ...
