"""The registry of scenes: what each shows, and which products it suits."""

from dataclasses import dataclass
from typing import Literal

Fit = Literal["cover", "contain"]


@dataclass(frozen=True)
class Scene:
    """One picture that a product can be shown in.

    `alt` has a `{name}` for whose figure it is. `kinds` are the catalogue's product kinds and
    `size` the variant's label where the scene is made for one size. `aspect` is width / height of
    the art it expects; other art is cropped ("cover") or shown whole ("contain").
    """

    key: str
    title: str
    alt: str
    kinds: tuple[str, ...]
    aspect: float
    size: str = ""
    slots: tuple[str, ...] = ("art",)
    fit: Fit = "cover"
    border_mm: float = 0.0

    def alt_text(self, name: str) -> str:
        """Return what a person who cannot see the picture is told."""
        return self.alt.format(name=name)


_SIZES = {"a4": ("A4", 210 / 297), "a3": ("A3", 297 / 420), "a2": ("A2", 420 / 594),
          "24x36": ("24 x 36 in", 2 / 3)}  # fmt: skip


def _walls() -> tuple[Scene, ...]:
    framed = tuple(
        Scene(f"framed-{key}", f"Framed {label} on a wall",
              f"Framed {label} print of {{name}} on a light wall",
              ("framed_print",), aspect, label)
        for key, (label, aspect) in _SIZES.items()
    )  # fmt: skip
    plain = tuple(
        Scene(f"print-{key}", f"{label} print on a wall",
              f"{label} art print of {{name}} on a light wall",
              ("art_print",), aspect, label)
        for key, (label, aspect) in _SIZES.items()
    )  # fmt: skip
    return framed + plain


_ALL = (
    *_walls(),
    Scene("laptop-sticker", "Sticker on a laptop",
          "Die-cut sticker of {name} on the lid of a silver laptop",
          ("die_cut_sticker",), 1.0, "75 mm", fit="contain", border_mm=2.0),
    Scene("desk-sheet", "Sticker sheet on a desk",
          "Sheet of stickers of {name} on a wooden desk beside a notebook",
          ("kiss_cut_sheet",), 148 / 210, "A5"),
    Scene("shelf-box-art", "Box art on a shelf",
          "Box art print of {name} leaning against a wall",
          ("box_art_print",), 2 / 3, "200 x 300 mm"),
    Scene("peg-card", "Card on a peg",
          "Blister card with {name} hanging on a peg rail",
          ("blister_card",), 2 / 3, "6 x 9 in"),
    Scene("shelf-carton", "Folded box on a shelf",
          "Folding carton with {name} on it, seen from the corner",
          ("folding_carton",), 2 / 3, slots=("front", "side", "top")),
)  # fmt: skip

SCENES: dict[str, Scene] = {scene.key: scene for scene in _ALL}
"""Every scene by its key."""


def scenes_for(kind: str, size: str = "") -> tuple[Scene, ...]:
    """Scenes for a product kind; with a variant's label, only those that show that size.

    A label such as "A3, black frame" is matched by what stands before the comma.
    """
    wanted = size.split(",")[0].strip()
    return tuple(
        scene
        for scene in SCENES.values()
        if kind in scene.kinds and wanted in ("", scene.size or wanted)
    )
