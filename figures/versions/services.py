"""Make immutable versions, ask for another look, take one off sale."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.utils import timezone
from numpy.typing import NDArray

from figures.generation import quota
from figures.generation.backends import get_backend
from figures.generation.energy import Energy
from figures.generation.look import Look
from figures.generation.making import Pictures
from figures.generation.options import Choice, Reading
from figures.generation.services import checked_look, seal_look, unseal_look
from figures.moderation import services as moderation
from figures.versions.looks import look_key, look_of, reading_of
from figures.versions.models import Figure, FigureVersion
from figures.versions.states import FigureState
from shop.platform import ids
from shop.platform.durable import registry
from shop.platform.durable import services as durable
from shop.platform.durable.models import Job, JobState
from shop.vault import services as vault
from shop.vault.models import Blob

Pixels = NDArray[np.uint8]


class EditRefused(Exception):
    """The figure cannot be changed now; the message says why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A version whose blobs, its look among them, are stored and whose row is not written yet."""

    digest: str
    recipe: Blob
    cutout: Blob
    box: Blob
    preview: Blob
    look: Look


@dataclass(frozen=True, slots=True)
class EditChanges:
    """What to change; None leaves it as it is.

    Attributes:
        name: on the box.
        tagline: below it.
        accessories: (kind, label) each; all of them.
        choices: laid over those there are; a choice that is None goes back to the photo.
        box_design: design of the package.
        box_theme: its colours.

    """

    name: str | None = None
    tagline: str | None = None
    accessories: list[tuple[str, str]] | None = None
    choices: Mapping[str, Choice | None] = field(default_factory=dict)
    box_design: str | None = None
    box_theme: str | None = None


def current_look(figure: Figure) -> Look | None:
    """Return the look that was asked for last: one that is being made, else the newest version's.

    None where there is no version yet.
    """
    job = (
        Job.objects.filter(
            subject=figure.pk,
            kind="figures.render_version",
            state__in=[JobState.QUEUED, JobState.RUNNING],
        )
        .order_by("-created_at")
        .first()
    )
    if job is not None:
        wanted = Blob.objects.select_related("key").filter(pk=job.payload["look"]).first()
        if wanted is not None and wanted.doomed_at is None:
            return unseal_look(wanted)
    newest = figure.versions.order_by("-number").first()
    return look_of(newest) if newest is not None else None


def changed_look(*, figure: Figure, base: FigureVersion | None, changes: EditChanges) -> Look:
    """Return a look with the changes, checked; stores nothing.

    Args:
        figure: whose.
        base: whose look is changed; None takes the one asked for last.
        changes: what to change.

    Raises:
        EditRefused: the figure is not ready, erased, or its backend cannot edit.
        figures.generation.look.LookRefused: a choice is not possible.

    """
    backend = get_backend(figure.backend)
    if figure.state != FigureState.READY:
        raise EditRefused("The figure is not ready to be changed.")
    if not backend.capabilities.edit and (changes.choices or not backend.capabilities.rebox):
        raise EditRefused("This kind of figure cannot be changed; make a new one.")
    before = look_of(base) if base is not None else current_look(figure)
    if before is None:
        raise EditRefused("The figure is not ready to be changed.")
    things = [(item.kind, item.label) for item in before.accessories]
    merged = before.choices | dict(changes.choices)
    return checked_look(
        backend,
        name=before.name if changes.name is None else changes.name,
        tagline=before.tagline if changes.tagline is None else changes.tagline,
        accessories=things if changes.accessories is None else changes.accessories,
        choices={key: value for key, value in merged.items() if value is not None},
        box_design=before.box_design if changes.box_design is None else changes.box_design,
        box_theme=before.box_theme if changes.box_theme is None else changes.box_theme,
    )


def request_edit(
    *, figure: Figure, changes: EditChanges, base: FigureVersion | None = None
) -> Job | None:
    """Queue another look of the same figure: it counts as a look, and the photo is not needed.

    Args:
        figure: whose.
        changes: what to change.
        base: see `changed_look`.

    Returns:
        None when that is how it looks already, or how it is being made.

    Raises:
        EditRefused: see `changed_look`.
        figures.generation.look.LookRefused: a choice is not possible.
        figures.generation.quota.LooksUsedUp: today's looks are used up.

    """
    look = changed_look(figure=figure, base=base, changes=changes)
    if look == current_look(figure):
        return None
    quota.take_look(owner=figure.owner)
    newest = figure.versions.order_by("-number").first()
    wanted = seal_look(figure.pk, look)
    return durable.enqueue(
        "figures.render_version",
        subject=figure.pk,
        dedupe_key=f"figures.render_version:{figure.pk}:{ids.random_token()}",
        payload={"look": wanted.pk, "after": newest.number if newest is not None else 0},
    )


def seal(*, figure: Figure, recipe: bytes, look: Look, pictures: Pictures, after: int = 0) -> Draft:
    """Store recipe, look and pictures under the figure's key; the same content is stored once.

    Args:
        figure: whose key.
        recipe: with the look's choices in it.
        look: what was chosen.
        pictures: rendered from both.
        after: number of the version that was the newest when it was asked for. An older look that
            somebody goes back to is a new version again.

    """
    text = json.dumps(look.as_json(), sort_keys=True)
    digest = vault.digest(recipe, text, pictures.cutout, pictures.box, after)

    def put(kind: str, data: bytes, name: str, media_type: str) -> Blob:
        return vault.put(
            subject=figure.pk,
            data=data,
            data_class="recipe" if kind == "recipe" else "art",
            name=name,
            media_type=media_type,
            content_key=vault.digest(kind, digest),
        )

    vault.put(
        subject=figure.pk,
        data=text.encode(),
        data_class="look",
        name="look.json",
        media_type="application/json",
        content_key=look_key(digest),
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


def readings_of(figure: Figure) -> dict[str, Reading]:
    """Return what the photo shows for each choice; empty where it cannot be read any more."""
    reading = reading_of(figure)
    if reading is None:
        return {}
    try:
        return get_backend(figure.backend).describe(vault.read(reading))
    except vault.Shredded:
        return {}
