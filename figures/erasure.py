"""Erase a figure: its key is destroyed, its words are emptied, everybody is told."""

from django.db import transaction
from django.utils import timezone

from figures.generation.services import MAKING_KINDS
from figures.intake import services as intake
from figures.versions.models import Figure, FigureVersion
from figures.versions.states import FigureState
from shop.platform.durable import registry as events
from shop.platform.durable import services as durable
from shop.platform.idempotency import services as idempotency
from shop.platform.mail.services import queue_mail
from shop.retention import registry
from shop.retention.models import ErasureReceipt
from shop.retention.services import write_receipt
from shop.vault import services as vault


class EraseHeld(Exception):
    """Something still needs the figure; the message says what and until when."""


def erase_figure(*, figure: Figure, actor: str) -> ErasureReceipt | None:
    """Erase recipe, art, mockups, proofs, print files and the photo of a figure.

    Everything of it is sealed under the figure's key, so destroying the key ends all of it at
    once; the files follow within seconds.

    Args:
        actor: `owner`, `staff` or `sweep`.

    Returns:
        The signed receipt, or None when it had been erased before.

    Raises:
        EraseHeld: an open order still needs it.

    """
    _check_holds(figure)
    with transaction.atomic():
        # Its jobs first: they, too, write their own row before the figure's.
        for kind in MAKING_KINDS:
            durable.cancel(subject=figure.pk, kind=kind)
        if not _empty(figure):
            return None
        # Again, behind the figure's row: it may have been paid for in this moment.
        _check_holds(figure)
        idempotency.forget(owner_id=figure.owner_id)
        blobs = vault.shred(subject=figure.pk)
        _delete_photo_unless_shared(figure, actor)
        receipt = write_receipt(
            subject=figure.pk, owner_id=figure.owner_id, kind="figure", actor=actor, blobs=blobs
        )
        queue_mail(
            kind="data_erased",
            owner=figure.owner,
            recipient=figure.owner.email,
            dedupe_key=f"data_erased:{figure.pk}",
            receipt=receipt,
        )
        events.publish("figure.erased", figure_id=figure.pk)
    figure.refresh_from_db()
    return receipt


def _check_holds(figure: Figure) -> None:
    reason = registry.reason_to_keep(figure.pk)
    if reason:
        raise EraseHeld(reason)


def _empty(figure: Figure) -> bool:
    """Mark the figure erased and empty every word of it; False when it was before."""
    erased = (
        Figure.objects.filter(pk=figure.pk)
        .exclude(state=FigureState.ERASED)
        .update(state=FigureState.ERASED, erased_at=timezone.now(), wanted=None, error_message="")
    )
    FigureVersion.objects.filter(figure=figure).update(
        recipe=None,
        cutout=None,
        preview=None,
        box=None,
        box_name="",
        box_tagline="",
        accessories=[],
    )
    return bool(erased)


def _delete_photo_unless_shared(figure: Figure, actor: str) -> None:
    photo = figure.photo
    if photo is None:
        return
    others = Figure.objects.filter(photo=photo).exclude(pk=figure.pk)
    if not others.exclude(state=FigureState.ERASED).exists():
        intake.delete_photo(photo=photo, reason="figure erased", actor=actor)
