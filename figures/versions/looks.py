"""What was chosen for a version, and what was read from the photo before any choice."""

from dataclasses import replace

from figures.generation.look import Accessory, Look
from figures.generation.services import unseal_look
from figures.versions.models import Figure, FigureVersion
from shop.vault import services as vault
from shop.vault.models import Blob


def look_key(version_digest: str) -> str:
    """Return the content key under which a version's look is sealed."""
    return vault.digest("look", version_digest)


def look_of(version: FigureVersion) -> Look:
    """Return everything that was chosen for the version; its words are those of its row."""
    things = tuple(Accessory(kind, label) for kind, label in version.accessories)
    sealed = vault.find(subject=version.figure_id, content_key=look_key(version.digest))
    if sealed is not None:
        try:
            return replace(
                unseal_look(sealed),
                name=version.box_name,
                tagline=version.box_tagline,
                accessories=things,
            )
        except vault.Shredded:
            pass
    return Look(version.box_name, version.box_tagline, things)


def keep_reading(figure: Figure, recipe: bytes) -> None:
    """Keep the recipe as the photo gave it: every version is made from it and from choices.

    It stays as long as the figure's key.
    """
    vault.put(
        subject=figure.pk,
        data=recipe,
        data_class="recipe",
        name="reading.json",
        media_type="application/json",
        content_key=_reading_key(figure),
    )


def reading_of(figure: Figure) -> Blob | None:
    """Return the recipe read from the photo; None where it was erased.

    Figures from before it was kept by itself have it in their first version.
    """
    kept = vault.find(subject=figure.pk, content_key=_reading_key(figure))
    if kept is not None:
        return kept
    first = figure.versions.select_related("recipe__key").order_by("number").first()
    return first.recipe if first is not None else None


def _reading_key(figure: Figure) -> str:
    return vault.digest("reading", figure.pk, figure.tries)
