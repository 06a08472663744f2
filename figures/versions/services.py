"""Make immutable versions, ask for another look, take one off sale."""

import json
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.utils import timezone
from numpy.typing import NDArray

from figures.generation.backends import get_backend
from figures.generation.energy import Energy
from figures.generation.look import Look
from figures.generation.making import Pictures
from figures.generation.services import checked_look, seal_look
from figures.moderation import services as moderation
from figures.versions.models import Figure, FigureVersion
from figures.versions.states import FigureState
from shop.platform import ids
from shop.platform.durable import registry
from shop.platform.durable import services as durable
from shop.platform.durable.models import Job
from shop.vault import services as vault
from shop.vault.models import Blob

Pixels = NDArray[np.uint8]


class EditRefused(Exception):
    """The figure cannot be changed now; the message says why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A version whose blobs are stored and whose row is not written yet."""

    digest: str
    recipe: Blob
    cutout: Blob
    box: Blob
    preview: Blob
    look: Look


@dataclass(frozen=True, slots=True)
class EditChanges:
    """What to change; None leaves a choice as it is."""

    name: str | None = None
    tagline: str | None = None
    accessories: list[tuple[str, str]] | None = None
    pose: str | None = None
    colours: dict[str, list[int]] | None = None


def request_edit(*, figure: Figure, base: FigureVersion, changes: EditChanges) -> Job:
    """Queue another look of the same figure: no generation is counted, the photo is not needed.

    Raises:
        EditRefused: the figure is not ready, erased, or its backend cannot edit.
        figures.generation.look.LookRefused: a choice is not possible.

    """
    backend = get_backend(figure.backend)
    if figure.state != FigureState.READY:
        raise EditRefused("The figure is not ready to be changed.")
    if not backend.capabilities.edit and (changes.colours or not backend.capabilities.rebox):
        raise EditRefused("This kind of figure cannot be changed; make a new one.")
    before = look_of(base)
    look = checked_look(
        backend,
        before.name if changes.name is None else changes.name,
        before.tagline if changes.tagline is None else changes.tagline,
        [(item.kind, item.label) for item in before.accessories]
        if changes.accessories is None
        else changes.accessories,
        before.pose if changes.pose is None or not backend.capabilities.edit else changes.pose,
        changes.colours,
    )
    wanted = seal_look(figure.pk, look)
    return durable.enqueue(
        "figures.render_version",
        subject=figure.pk,
        dedupe_key=f"figures.render_version:{figure.pk}:{ids.random_token()}",
        payload={"base": base.pk, "look": wanted.pk},
    )


def look_of(version: FigureVersion) -> Look:
    """Return the version's box text and accessories; its colours are in its recipe."""
    return Look.from_json(
        {
            "name": version.box_name,
            "tagline": version.box_tagline,
            "accessories": [{"kind": kind, "label": label} for kind, label in version.accessories],
            "pose": "",
            "colours": {},
        }
    )


def seal(*, figure: Figure, recipe: bytes, look: Look, pictures: Pictures) -> Draft:
    """Store recipe and pictures under the figure's key; the same content is stored once."""
    text = json.dumps(replace(look, colours={}, pose="").as_json(), sort_keys=True)
    digest = vault.digest(recipe, text, pictures.cutout, pictures.box)

    def put(kind: str, data: bytes, name: str, media_type: str) -> Blob:
        return vault.put(
            subject=figure.pk,
            data=data,
            data_class="recipe" if kind == "recipe" else "art",
            name=name,
            media_type=media_type,
            content_key=vault.digest(kind, digest),
        )

    return Draft(
        digest=digest,
        recipe=put("recipe", recipe, "recipe.json", "application/json"),
        cutout=put("cutout", pictures.cutout, "figure.png", "image/png"),
        box=put("box", pictures.box, "box.png", "image/png"),
        preview=put("preview", pictures.preview, "preview.webp", "image/webp"),
        look=look,
    )


def add(*, figure: Figure, draft: Draft) -> FigureVersion:
    """Write the version's row, screen it and put it before a person.

    A version with the same digest is returned instead of a second one.
    """
    with transaction.atomic():
        Figure.objects.select_for_update().get(pk=figure.pk)
        existing = FigureVersion.objects.filter(figure=figure, digest=draft.digest).first()
        if existing is not None:
            return existing
        last: int = FigureVersion.objects.filter(figure=figure).aggregate(
            last=Coalesce(Max("number"), 0)
        )["last"]
        version = FigureVersion.objects.create(
            figure=figure,
            number=last + 1,
            digest=draft.digest,
            recipe=draft.recipe,
            cutout=draft.cutout,
            box=draft.box,
            preview=draft.preview,
            box_name=draft.look.name,
            box_tagline=draft.look.tagline,
            accessories=[[item.kind, item.label] for item in draft.look.accessories],
        )
        moderation.enqueue_review(version=version)
        registry.publish("figure_version.created", version_id=version.pk)
    return version


def add_energy(*, figure: Figure, used: Energy) -> None:
    """Add what an edit used to the figure's account; what is not known stays so."""
    Figure.objects.filter(pk=figure.pk).update(
        cpu_seconds=Coalesce(F("cpu_seconds"), 0.0) + used.cpu_seconds,
        energy_wh=F("energy_wh") + used.watt_hours,
    )


def freeze(*, version: FigureVersion, reason: str) -> bool:
    """Take a version off sale, whatever was decided about it; orders listen and stop.

    Returns:
        False when it was frozen before.

    """
    with transaction.atomic():
        frozen = FigureVersion.objects.filter(pk=version.pk, frozen_at=None).update(
            frozen_at=timezone.now(), frozen_reason=reason[:60]
        )
        if frozen:
            registry.publish("figure_version.withdrawn", version_id=version.pk)
    version.refresh_from_db()
    return bool(frozen)


def edition_of(figure: Figure) -> str:
    """Return the edition line of the box: the figure's own short number."""
    return f"No. {figure.pk.removeprefix('fig_')[:6].upper()}"


def facts_of(version: FigureVersion) -> dict[str, Any]:
    """Return what the editor shows: pose, colours and what was read from the photo."""
    if version.recipe is None:
        return {}
    backend = get_backend(version.figure.backend)
    return backend.describe(vault.read(version.recipe))
