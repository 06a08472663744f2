"""The embedded studio: a 3-D toy built and rendered on this machine, without network."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from figures.faces import FaceBox
from figures.generation.backends.base import Attribute, Capabilities, GenerationError, Progress
from figures.generation.look import Look
from figures.generation.studio import engine as studio
from figures.provenance import SourceType

# What the pages call a part, and what the engine calls the edit of its colour.
_EDITS = {"skin": "skin_tone", "hair": "hair_colour", "outfit": "outfit_main"}


class StudioBackend:
    """Adapts `figures.generation.studio` to the backend protocol."""

    name = "studio"
    engine = f"studio {studio.ENGINE_VERSION}"
    # A procedural renderer: no trained model draws anything of the picture.
    source_type = SourceType.ALGORITHMIC
    capabilities = Capabilities(rerender=True, edit=True)
    # The first is what a new figure does until the person chooses.
    poses = ("wave", *(pose for pose in studio.POSES if pose != "wave"))
    accessory_kinds = studio.ACCESSORY_KINDS

    def make_recipe(
        self, photo: NDArray[np.uint8], face: FaceBox, look: Look, progress: Progress
    ) -> bytes:
        """Measure the face once and write the recipe."""
        try:
            recipe = studio.analyse(photo, face, progress=progress)
        except studio.AnalysisError as error:
            raise GenerationError(error.code, error.message, permanent=True) from error
        return self._with_look(recipe, look).to_bytes()

    def edit_recipe(self, recipe: bytes, look: Look) -> bytes:
        """Apply the choices to a stored recipe."""
        return self._with_look(studio.Recipe.from_bytes(recipe), look).to_bytes()

    def _with_look(self, recipe: studio.Recipe, look: Look) -> studio.Recipe:
        changes: dict[str, Any] = {
            _EDITS[part]: tuple(value) for part, value in look.colours.items() if part in _EDITS
        }
        if look.pose:
            changes["pose"] = look.pose
        try:
            return recipe.edited(**changes) if changes else recipe
        except ValueError as error:
            raise GenerationError("impossible_choice", str(error), permanent=True) from error

    def render(
        self, recipe: bytes, *, width: int, height: int, progress: Progress | None = None
    ) -> NDArray[np.uint8]:
        """Build and photograph the figure."""
        parsed = studio.Recipe.from_bytes(recipe)
        return studio.render_figure(parsed, width=width, height=height, progress=progress)

    def render_accessory(self, recipe: bytes, kind: str, *, height: int) -> NDArray[np.uint8]:
        """Photograph one accessory in the outfit's colour."""
        return studio.render_accessory(kind, colour=self.outfit_colour(recipe), height=height)

    def outfit_colour(self, recipe: bytes) -> tuple[int, int, int]:
        """Return the outer garment's colour."""
        return studio.Recipe.from_bytes(recipe).outfit.main

    def attributes(self, recipe: bytes) -> list[Attribute]:
        """Return the report the analysis wrote into the recipe."""
        parsed = studio.Recipe.from_bytes(recipe)
        return [Attribute(item.name, item.value, item.confidence) for item in parsed.attributes]

    def describe(self, recipe: bytes) -> dict[str, Any]:
        """Return pose and the colours the editor may change."""
        parsed = studio.Recipe.from_bytes(recipe)
        return {
            "pose": parsed.pose,
            "colours": {
                "skin": parsed.skin,
                "hair": parsed.hair.colour,
                "outfit": parsed.outfit.main,
            },
        }

    def warm_up(self) -> None:
        """Load the face models and the compiled kernels."""
        studio.warm_up()
