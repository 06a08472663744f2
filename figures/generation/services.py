"""Ask for a figure, try a failed one again."""

import json

from django.db import transaction

from figures.generation import quota
from figures.generation.backends import GenerationBackend, get_backend
from figures.generation.look import Look, LookRefused
from figures.generation.options import Choice
from figures.intake import services as intake
from figures.intake.models import Photo
from figures.versions.models import Figure
from figures.versions.states import FigureState
from shop.platform import ids
from shop.platform.durable import services as durable
from shop.platform.owners.models import Owner
from shop.vault import services as vault
from shop.vault.models import Blob

DEFAULT_BACKEND = "studio"
# Jobs that make something of a figure.
MAKING_KINDS = ("figures.generate", "figures.render_version")


class CannotRetry(Exception):
    """Only a figure that failed, and whose photo is still here, can be tried again."""


def request_figure(
    *,
    owner: Owner,
    photo: Photo,
    name: str,
    tagline: str = "",
    accessories: list[tuple[str, str]] | None = None,
    choices: dict[str, Choice] | None = None,
    backend: str = DEFAULT_BACKEND,
    figure_id: str = "",
) -> Figure:
    """Queue the making of a figure and count it against the owner's quota.

    Args:
        figure_id: a repeated request names the same one and gets the figure it asked for before.

    Raises:
        figures.generation.look.LookRefused: a choice is not possible.
        figures.generation.quota.QuotaExceeded: today's figures are used up.
        figures.intake.services.FaceNotChosen: several faces and none chosen.
        figures.intake.services.PhotoGone: the photo has been deleted.

    """
    asked = Figure.objects.filter(pk=figure_id, owner=owner).first() if figure_id else None
    if asked is not None:
        return asked
    maker = get_backend(backend)
    look = checked_look(
        maker, name=name, tagline=tagline, accessories=accessories or [], choices=choices or {}
    )
    if photo.deleted_at is not None:
        raise intake.PhotoGone(photo.pk)
    intake.face_box(photo)
    figure_id = figure_id or ids.new_id("fig")
    wanted = seal_look(figure_id, look)
    try:
        with transaction.atomic():
            quota.take(owner=owner, figure_id=figure_id)
            figure = Figure.objects.create(
                pk=figure_id, owner=owner, photo=photo, backend=backend, wanted=wanted
            )
            durable.enqueue(
                "figures.generate", subject=figure.pk, dedupe_key=f"figures.generate:{figure.pk}:1"
            )
    except BaseException:
        vault.shred(subject=figure_id)
        raise
    return figure


def retry_figure(*, figure: Figure) -> Figure:
    """Try a failed figure again; counts anew when its first count was given back.

    Raises:
        CannotRetry: it did not fail, or its photo is gone.
        figures.generation.quota.QuotaExceeded: today's figures are used up.

    """
    photo = figure.photo
    if photo is None or photo.deleted_at is not None:
        raise CannotRetry("The photo has been deleted. Upload it again to make a figure.")
    with transaction.atomic():
        tries = figure.tries + 1
        moved = Figure.objects.filter(pk=figure.pk, state=FigureState.FAILED).update(
            state=FigureState.QUEUED, tries=tries, error_code="", error_message=""
        )
        if not moved:
            raise CannotRetry("This figure is already being made.")
        quota.take_again(figure_id=figure.pk)
        durable.enqueue(
            "figures.generate",
            subject=figure.pk,
            dedupe_key=f"figures.generate:{figure.pk}:{tries}",
        )
    figure.refresh_from_db()
    return figure


def checked_look(
    backend: GenerationBackend,
    *,
    name: str,
    tagline: str,
    accessories: list[tuple[str, str]],
    choices: dict[str, Choice],
    box_design: str = "",
    box_theme: str = "",
) -> Look:
    """Return the look after checking it against what the backend can do.

    Raises:
        LookRefused: with the field and a sentence.

    """
    offered = {field.key: field for tab in backend.options() for field in tab.fields}
    for key, value in (("box_design", box_design), ("box_theme", box_theme)):
        known = [item.value for item in offered[key].items] if key in offered else []
        if value and value not in known:
            raise LookRefused(key, "There is no such box.")
    return Look.checked(
        name=name,
        tagline=tagline,
        accessories=accessories,
        choices=backend.checked_choices(choices),
        kinds=backend.accessory_kinds,
        box_design=box_design,
        box_theme=box_theme,
    )


def seal_look(figure_id: str, look: Look) -> Blob:
    """Put the choices, which hold a name, into the vault under the figure's key."""
    return vault.put(
        subject=figure_id,
        data=json.dumps(look.as_json(), sort_keys=True).encode(),
        data_class="look",
        name="look.json",
        media_type="application/json",
    )


def unseal_look(blob: Blob) -> Look:
    """Undo `seal_look`."""
    return Look.from_json(json.loads(vault.read(blob)))
