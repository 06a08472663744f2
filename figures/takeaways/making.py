"""From a version and a kind to the bytes of the file, labelled as computer-generated."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from figures.generation.backends import get_backend
from figures.generation.backends.base import Progress, SculptingBackend, sculpting
from figures.generation.making import labelled_png
from figures.generation.studio.box import PALETTES, BoxPalette, BoxText
from figures.provenance import label_webp
from figures.takeaways import cards, frames
from figures.takeaways.kinds import Kind
from figures.versions import art
from figures.versions.models import FigureVersion

# Changes whenever the same version would give other bytes.
FORMAT = 1
BOX_BACK = (1600, 2400)
# Where the stages of a solid lie in the whole.
_SPANS = {
    "painting": (0.0, 0.1),
    "sculpting": (0.1, 0.4),
    "photographing": (0.4, 0.75),
    "writing": (0.4, 0.95),
    "thickening": (0.4, 0.8),
    "measuring": (0.8, 0.95),
}


@dataclass(frozen=True, slots=True)
class Made:
    """A file; for the turntable also the sprite of its frames; what was measured of a model."""

    data: bytes
    sprite: bytes | None = None
    facts: dict[str, float] = field(default_factory=dict)


def make(version: FigureVersion, kind: Kind, ground: str, progress: Progress) -> Made:
    """Make one thing.

    Args:
        version: of which figure.
        kind: what; of the pictures any but the two that are kept with the version.
        ground: key of a box palette; empty for the box's own.
        progress: told a stage and 0..1.

    Raises:
        art.ArtGone: erased.
        figures.generation.backends.GenerationError: the backend cannot make it.

    """
    solid = {
        Kind.TURNTABLE: _turntable,
        Kind.AVATAR_MODEL: _avatar_model,
        Kind.PRINT_MODEL: _print_model,
    }
    if kind in solid:
        return solid[kind](version, progress)
    progress("photographing", 0.1)
    picture = _picture(version, kind, _palette(version, ground))
    progress("labelling", 0.9)
    source_type = get_backend(version.figure.backend).source_type
    return Made(labelled_png(picture, source_type=source_type))


def _picture(version: FigureVersion, kind: Kind, palette: BoxPalette) -> NDArray[np.uint8]:
    if kind == Kind.BOX_BACK:
        return art.box_back(version, width=BOX_BACK[0], height=BOX_BACK[1])
    cutout = art.cutout(version)
    text = BoxText(version.box_name, version.box_tagline)
    if kind == Kind.STORY:
        return cards.story(cutout, palette, text)
    if kind == Kind.SHARE_CARD:
        return cards.share_card(cutout, palette, text)
    return cards.avatar(cutout, palette, circle=kind == Kind.AVATAR_ROUND)


def _palette(version: FigureVersion, ground: str) -> BoxPalette:
    return PALETTES[ground] if ground else art.box_theme(version)


def _sculptor(version: FigureVersion) -> SculptingBackend:
    backend = sculpting(get_backend(version.figure.backend))
    if backend is None:
        raise LookupError(f"{version.figure.backend} has no solids")
    return backend


def _turntable(version: FigureVersion, progress: Progress) -> Made:
    backend = _sculptor(version)
    turned = backend.turntable(art.recipe(version), progress=_told(progress))
    progress("labelling", 0.75)
    sprite = label_webp(frames.sprite_webp(turned), source_type=backend.source_type)
    progress("labelling", 0.85)
    moving = label_webp(frames.animated_webp(turned), source_type=backend.source_type)
    return Made(moving, sprite, {"frames": len(turned), "columns": frames.COLUMNS})


def _avatar_model(version: FigureVersion, progress: Progress) -> Made:
    model = _sculptor(version).avatar_model(art.recipe(version), progress=_told(progress))
    return Made(model.data, facts=model.facts)


def _print_model(version: FigureVersion, progress: Progress) -> Made:
    model = _sculptor(version).print_model(art.recipe(version), progress=_told(progress))
    return Made(model.data, facts=model.facts)


def _told(progress: Progress) -> Progress:
    """Tell a stage's progress as progress of the whole."""

    def tell(stage: str, done: float) -> None:
        start, end = _SPANS[stage]
        progress(stage, start + (end - start) * done)

    return tell
