"""The things to take away: what each is called, its file, and what it needs."""

from dataclasses import dataclass

from django.db import models


class Kind(models.TextChoices):
    """One thing to take away."""

    CUTOUT = "cut-out", "Cut-out"
    AVATAR = "profile-square", "Profile picture, square"
    AVATAR_ROUND = "profile-round", "Profile picture, round"
    STORY = "story", "Story"
    SHARE_CARD = "share-card", "Card for links"
    BOX_FRONT = "box-front", "Box, front"
    BOX_BACK = "box-back", "Box, back"
    TURNTABLE = "turntable", "Turntable"
    AVATAR_MODEL = "avatar-model", "3-D model"
    PRINT_MODEL = "print-model", "Model to print"


@dataclass(frozen=True, slots=True)
class Offer:
    """What the person reads about a thing, and its file.

    Attributes:
        words: one sentence.
        name: of the file.
        media_type: of the file.
        solid: whether it needs a backend with solids.
        ground: whether the person may choose the colour behind it.

    """

    words: str
    name: str
    media_type: str
    solid: bool = False
    ground: bool = False


_PNG, _WEBP = "image/png", "image/webp"
OFFERS: dict[Kind, Offer] = {
    Kind.TURNTABLE: Offer(
        "Spin it here with a finger, the mouse or the arrow keys; take it along as a moving "
        "picture (WebP, 480 x 700).",
        "figure-turning.webp", _WEBP, solid=True,
    ),
    Kind.AVATAR: Offer(
        "Head and shoulders, 1024 x 1024.", "profile-square.png", _PNG, ground=True
    ),
    Kind.AVATAR_ROUND: Offer(
        "The same in a circle, transparent round it.", "profile-round.png", _PNG, ground=True
    ),
    Kind.STORY: Offer("Upright, 1080 x 1920, with your name.", "story.png", _PNG, ground=True),
    Kind.SHARE_CARD: Offer(
        "Wide, 1200 x 630, for a link or a message.", "share-card.png", _PNG, ground=True
    ),
    Kind.CUTOUT: Offer("The figure alone, transparent, 3072 high.", "figure.png", _PNG),
    Kind.BOX_FRONT: Offer("The box as a picture.", "box.png", _PNG),
    Kind.BOX_BACK: Offer("Its back, with what is said about it.", "box-back.png", _PNG),
    Kind.AVATAR_MODEL: Offer(
        "GLB, for a viewer, a game or a video call. In metres, its face painted.",
        "figure.glb", "model/gltf-binary", solid=True,
    ),
    Kind.PRINT_MODEL: Offer(
        "STL for a 3-D printer: 100 mm tall on a round base, one closed solid, no wall under "
        "1.2 mm.",
        "figure.stl", "model/stl", solid=True,
    ),
}  # fmt: skip
