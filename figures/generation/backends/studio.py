"""The embedded studio: a 3-D toy built and rendered on this machine, without network."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from figures.faces import FaceBox
from figures.generation.backends.base import Attribute, Capabilities, GenerationError, Progress
from figures.generation.backends.packaging import packaging_tabs
from figures.generation.look import Look, LookRefused
from figures.generation.options import Choice, Item, Question, Reading, Tab, choice_fields
from figures.generation.studio import engine as studio
from figures.generation.studio import options
from figures.generation.studio import questions as studio_questions
from figures.generation.studio.colour import to_hex
from figures.generation.studio.invented import INVENTED, invented_recipe
from figures.provenance import SourceType


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
        return recipe.to_bytes()

    def edit_recipe(self, recipe: bytes, look: Look) -> bytes:
        """Apply the choices, and the defaults of what was not chosen."""
        changes = options.defaults() | look.choices
        try:
            return studio.Recipe.from_bytes(recipe).edited(**changes).to_bytes()
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

    def options(self) -> tuple[Tab, ...]:
        """Return the engine's choices, then the things and words in the box."""
        return (*options.tabs(), *packaging_tabs())

    def checked_choices(self, choices: dict[str, Choice]) -> dict[str, Choice]:
        """Try every choice on an invented person."""
        known = choice_fields(self.options())
        for key in choices:
            if key not in known:
                raise LookRefused(f"choices.{key}", f"There is no choice called {key}.")
        try:
            _somebody().edited(**choices)
        except ValueError as error:
            key, _, sentence = str(error).partition(": ")
            label = known[key].label if key in known else key
            raise LookRefused(f"choices.{key}", f"{label} {sentence}.") from error
        return choices

    def describe(self, recipe: bytes) -> dict[str, Reading]:
        """Return what the photo shows for each choice."""
        return options.readings(studio.Recipe.from_bytes(recipe))

    def questions(self, recipe: bytes) -> list[Question]:
        """Return what the engine is not sure of, the most telling first."""
        parsed = studio.Recipe.from_bytes(recipe)
        return [_question(one) for one in studio_questions.questions(parsed)]

    def warm_up(self) -> None:
        """Load the face models and the compiled kernels."""
        studio.warm_up()


def _question(asked: studio_questions.Question) -> Question:
    return Question(
        field=asked.field,
        attribute=asked.attribute,
        label=asked.label,
        guess=asked.guess,
        confidence=asked.confidence,
        items=tuple(
            Item(one.value, one.label, colour=to_hex(one.swatch) if one.swatch else "")
            for one in asked.choices
        ),
    )


@cache
def _somebody() -> studio.Recipe:
    return invented_recipe(INVENTED[0])
