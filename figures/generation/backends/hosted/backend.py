"""A figure drawn by another company's image model, from a photo the person agreed to send."""

import io
from dataclasses import dataclass
from typing import Self

import numpy as np
from django.conf import settings
from numpy.typing import NDArray
from PIL import Image

from figures.faces import FaceBox
from figures.generation.backends.base import Attribute, Capabilities, GenerationError, Progress
from figures.generation.backends.hosted import client, cutting, errors
from figures.generation.backends.hosted.imagemodels import ImageModel, image_model
from figures.generation.backends.hosted.prompts import DEFAULT_STYLE, prompt, styles
from figures.generation.backends.hosted.recipients import Recipient, recipient
from figures.generation.backends.hosted.sheet import Sheet
from figures.generation.backends.packaging import packaging_tabs
from figures.generation.backends.studio import StudioBackend
from figures.generation.look import Look, LookRefused
from figures.generation.options import Choice, Field, Item, Question, Reading, Tab
from figures.generation.studio import engine as studio
from figures.generation.studio.poses import POSES
from figures.generation.studio.styles import STYLES
from figures.provenance import SourceType
from shop.platform import faultpoints

# The canvas of every cut-out: `figures.generation.making.CUTOUT`.
_ASPECT = 2088 / 3072
# What leaves the house is the person's head and shoulders and no more than the model can use.
_AROUND_FACE = (1.3, 1.1, 2.4)
_SENT_SIDE = 1024


@dataclass(frozen=True, slots=True)
class Permit:
    """One call may be made: consent was there and money put aside."""

    attempt_id: str


class HostedBackend:
    """Everything but the address, which a subclass knows.

    As `get_backend` gives it, it sends nothing: `permitted` gives one that may call once.
    """

    name = ""
    source_type = SourceType.TRAINED
    capabilities = Capabilities(rerender=False, edit=False, rebox=True)
    # The same choices as in the studio; the accessories in the box are the studio's own.
    poses = StudioBackend.poses
    accessory_kinds = StudioBackend.accessory_kinds

    def __init__(self, permit: Permit | None = None) -> None:
        self._permit = permit
        self.engine = f"{self.name} {self.model_name()}"[:40]

    def endpoint(self) -> client.Endpoint:
        """Return where to call, with the key."""
        raise NotImplementedError

    def model_name(self) -> str:
        """Return the model's name in the price table."""
        raise NotImplementedError

    def form(self, model: ImageModel) -> dict[str, str]:
        """Return the fields that this provider takes beside the prompt."""
        return {
            "n": "1",
            "size": model.size,
            "quality": model.quality,
            "background": "transparent" if model.transparent else "opaque",
            "output_format": "png",
            **model.fields,
        }

    @property
    def model(self) -> ImageModel:
        """The model with its price."""
        return image_model(self.model_name())

    @property
    def recipient(self) -> Recipient:
        """Who gets the photo."""
        return recipient(self.name)

    @property
    def energy_method(self) -> str:
        """Why no watt-hours are told."""
        return f"not published by the provider for {self.model_name()}"[:200]

    def permitted(self, permit: Permit) -> Self:
        """Return this backend with leave to make one call."""
        return type(self)(permit)

    def make_recipe(
        self, photo: NDArray[np.uint8], face: FaceBox, look: Look, progress: Progress
    ) -> bytes:
        """Send the photo, cut the figure out of the answer; return its `Sheet` as bytes.

        Raises:
            errors.HostedError: there is no figure; it says whether the call may be charged.
            GenerationError: without a permit. Nothing was sent then.

        """
        if self._permit is None:
            raise GenerationError(
                "no_consent", "Nobody agreed that the photo is sent.", permanent=True
            )
        self._permit = None
        model, company = self.model, self.recipient.company
        style = str(look.choices.get("style") or DEFAULT_STYLE)
        pose = str(look.choices.get("pose") or "")
        progress("sending", 0.1)
        answer = client.edit(
            self.endpoint(),
            form={
                **self.form(model),
                "prompt": prompt(style=style, pose=pose, transparent=model.transparent),
            },
            photo=_sent(photo, face),
            company=company,
            timeout=settings.HOSTED_TIMEOUT,
        )
        faultpoints.reached("hosted.answered")
        progress("cutting", 0.6)
        try:
            figure = cutting.cut_out(cutting.open_picture(answer.picture), aspect=_ASPECT)
        except cutting.NoPicture as error:
            raise errors.unclear_answer(company, answer.usage) from error
        except cutting.NoCleanCut as error:
            raise errors.no_clean_cutout(answer.usage) from error
        return Sheet.of(
            figure,
            model=model.name,
            style=style,
            pose=pose,
            colour=cutting.main_colour(figure),
            usage=answer.usage,
        ).to_bytes()

    def edit_recipe(self, recipe: bytes, look: Look) -> bytes:
        """Return the same art: only what is round it, the box, can change."""
        sheet = Sheet.from_bytes(recipe)
        drawn = {"pose": sheet.pose, "style": sheet.style}
        if any(value != drawn.get(key) for key, value in look.choices.items()):
            raise GenerationError(
                "impossible_choice",
                "The words and things in the box can be changed, the figure itself cannot.",
                permanent=True,
            )
        return recipe

    def render(
        self, recipe: bytes, *, width: int, height: int, progress: Progress | None = None
    ) -> NDArray[np.uint8]:
        """Return the master art, at the size in which it came or smaller; never blown up."""
        art = Sheet.from_bytes(recipe).picture()
        if width >= art.shape[1]:
            return art
        resized = Image.fromarray(art).resize((width, height), Image.Resampling.LANCZOS)
        return np.asarray(resized)

    def render_accessory(self, recipe: bytes, kind: str, *, height: int) -> NDArray[np.uint8]:
        """Photograph one of the studio's accessories in the figure's colour."""
        return studio.render_accessory(kind, colour=self.outfit_colour(recipe), height=height)

    def outfit_colour(self, recipe: bytes) -> tuple[int, int, int]:
        """Return the colour at the figure's chest."""
        return Sheet.from_bytes(recipe).colour

    def attributes(self, recipe: bytes) -> list[Attribute]:
        """Return nothing: the model does not say what it saw."""
        return []

    def options(self) -> tuple[Tab, ...]:
        """Return what the prompt can say, then the things and words in the box."""
        return (_FIGURE, *packaging_tabs())

    def checked_choices(self, choices: dict[str, Choice]) -> dict[str, Choice]:
        """Check that the prompt can say it."""
        known = {field.key: {item.value for item in field.items} for field in _FIGURE.fields}
        for key, value in choices.items():
            if key not in known:
                raise LookRefused(f"choices.{key}", f"This generator knows no choice {key}.")
            if value not in known[key]:
                raise LookRefused(f"choices.{key}", f"There is no {key} called {value}.")
        return choices

    def describe(self, recipe: bytes) -> dict[str, Reading]:
        """Return nothing: the model does not say what it saw."""
        return {}

    def questions(self, recipe: bytes) -> list[Question]:
        """Return nothing: nothing can be changed by an answer."""
        return []

    def warm_up(self) -> None:
        """Do nothing: there is nothing of it on this machine."""


_FIGURE = Tab(
    "figure",
    "Figure",
    (
        Field(
            "style",
            "Kind of figure",
            "items",
            tuple(Item(style, STYLES[style].label) for style in styles()),
            default=DEFAULT_STYLE,
        ),
        Field("pose", "Pose", "items", tuple(Item(p, POSES[p].label) for p in HostedBackend.poses)),
    ),
)


def _sent(photo: NDArray[np.uint8], face: FaceBox) -> bytes:
    """Return head and shoulders as JPEG without metadata, `_SENT_SIDE` px at most."""
    side, above, below = _AROUND_FACE
    size = max(face.width, face.height)
    height, width = photo.shape[:2]
    left, right = face.x - side * size, face.x + face.width + side * size
    top, bottom = face.y - above * size, face.y + face.height + below * size
    part = photo[
        max(int(top), 0) : min(int(bottom), height), max(int(left), 0) : min(int(right), width)
    ]
    picture = Image.fromarray(np.ascontiguousarray(part))
    picture.thumbnail((_SENT_SIDE, _SENT_SIDE), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()
