"""Ask for a figure, try a failed one again."""

import json

from django.db import transaction

from figures.consent import services as consents
from figures.generation import generators, quota
from figures.generation.backends import GenerationBackend, get_backend, offered
from figures.generation.backends.hosted import HostedBackend
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
MAKING_KINDS = ("figures.generate", "figures.generate_hosted", "figures.render_version")


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
    consent: str = "",
    figure_id: str = "",
) -> Figure:
    """Queue the making of a figure and count it against the owner's quota.

    Args:
        backend: one of `figures.generation.generators.generators()`.
        consent: for a generator with a recipient, the notice that the person agreed to.
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
    if photo.deleted_at is not None:
        raise intake.PhotoGone(photo.pk)
    generator = generators.checked(name=backend, photo=photo, notice=consent)
    look = checked_look(
        get_backend(backend),
        name=name,
        tagline=tagline,
        accessories=accessories or [],
        choices=choices or {},
    )
    intake.face_box(photo)
    figure_id = figure_id or ids.new_id("fig")
    wanted = seal_look(figure_id, look)
    try:
        with transaction.atomic():
            quota.take(owner=owner, figure_id=figure_id)
            figure = Figure.objects.create(
                pk=figure_id, owner=owner, photo=photo, backend=backend, wanted=wanted
            )
            if generator.recipient is not None:
                consents.give(figure=figure, backend=backend, recipient=generator.recipient)
            _enqueue(figure)
    except BaseException:
        vault.shred(subject=figure_id)
        raise
    return figure


def retry_figure(*, figure: Figure) -> Figure:
    """Try a failed figure again; counts anew when its first count was given back.

    Raises:
        CannotRetry: it did not fail, its photo is gone, or it may not be sent any more.
        figures.generation.quota.QuotaExceeded: today's figures are used up.

    """
    photo = figure.photo
    if photo is None or photo.deleted_at is not None:
        raise CannotRetry("The photo has been deleted. Upload it again to make a figure.")
    _check_consent(figure)
    with transaction.atomic():
        tries = figure.tries + 1
        moved = Figure.objects.filter(pk=figure.pk, state=FigureState.FAILED).update(
            state=FigureState.QUEUED, tries=tries, error_code="", error_message=""
        )
        if not moved:
            raise CannotRetry("This figure is already being made.")
        quota.take_again(figure_id=figure.pk)
        figure.tries = tries
        _enqueue(figure)
    figure.refresh_from_db()
    return figure


def _enqueue(figure: Figure) -> None:
    hosted = isinstance(get_backend(figure.backend), HostedBackend)
    durable.enqueue(
        "figures.generate_hosted" if hosted else "figures.generate",
        subject=figure.pk,
        dedupe_key=f"figures.generate:{figure.pk}:{figure.tries}",
    )


def _check_consent(figure: Figure) -> None:
    """Say at once what the job would find out; it looks again before anything is sent."""
    backend = get_backend(figure.backend)
    if not isinstance(backend, HostedBackend):
        return
    if backend.name not in offered():
        raise CannotRetry("This generator is not offered any more. Make a new figure.")
    try:
        with transaction.atomic():
            consents.require(figure=figure, backend=backend.name, recipient=backend.recipient)
    except consents.NoConsent as error:
        raise CannotRetry(str(error)) from error


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
