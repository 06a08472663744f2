"""How photos and figures look in the API."""

from dataclasses import asdict
from typing import Any

from figures.generation import drafts, quota
from figures.generation.backends import get_backend
from figures.generation.backends.hosted.recipients import Recipient
from figures.generation.generators import generators as offered_generators
from figures.generation.options import Field, Item, Question
from figures.generation.selectors import progress_of
from figures.intake.models import Photo
from figures.moderation.states import Reason
from figures.versions import art, selectors
from figures.versions.looks import look_of
from figures.versions.models import Figure, FigureVersion
from figures.versions.services import current_look
from figures.versions.states import FigureState
from shop.platform.api.caller import Caller
from shop.platform.api.etags import SignedUrl
from shop.platform.owners.models import Owner
from shop.vault import links
from shop.vault.models import Blob

_VERSIONS_SHOWN = 20


def link(blob: Blob | None, caller: Caller) -> SignedUrl | None:
    """Return a signed link: a bearer link for a server, one for the person alone for a visitor."""
    if blob is None or blob.doomed_at is not None:
        return None
    audience = links.PUBLIC if caller.key is not None else caller.required_owner.pk
    return SignedUrl(links.link(blob, audience=audience, absolute=True), blob.pk)


def photo(row: Photo) -> dict[str, Any]:
    """Show a photo that still exists."""
    return {
        "id": row.pk,
        "width": row.width,
        "height": row.height,
        "declaration": row.declaration,
        "faces": faces(row),
        "chosen_face": row.chosen_face,
        "received_at": row.received_at,
        "delete_after": row.delete_after,
    }


def faces(row: Photo) -> list[dict[str, Any]]:
    """Show the boxes of the faces to choose from."""
    parts = ("x", "y", "width", "height")
    return [
        {"index": index, **dict(zip(parts, box, strict=True))}
        for index, box in enumerate(row.faces)
    ]


def figure_summary(row: Figure, caller: Caller) -> dict[str, Any]:
    """Show a figure in a list."""
    version = selectors.latest_version(row)
    return {
        "id": row.pk,
        "state": row.state,
        "created_at": row.created_at,
        "ready_at": row.ready_at,
        "latest_version": version.pk if version else None,
        "review_state": version.review_state if version else None,
        "preview": link(version.preview, caller) if version else None,
    }


def figure(row: Figure, caller: Caller) -> dict[str, Any]:
    """Show a figure with its newest versions."""
    progress = progress_of(row)
    versions = list(
        row.versions.select_related(
            "figure", "recipe__key", "review", "cutout", "preview", "box"
        ).order_by("-number")[:_VERSIONS_SHOWN]
    )
    return {
        "id": row.pk,
        "state": row.state,
        "rendering": progress.rendering,
        "progress": round(progress.fraction, 3),
        "stage": progress.stage,
        "sketch": _sketch(row, caller),
        "failure": _failure(row),
        "backend": row.backend,
        "consent": _consent(row),
        "created_at": row.created_at,
        "ready_at": row.ready_at,
        "photo": _photo_dates(row.photo),
        "attributes": _attributes(row, versions),
        "questions": _questions(row),
        "versions": [_version(version, caller) for version in versions],
        "energy": _energy(row),
        "quota": quota_status(row.owner),
    }


def options(backend: str) -> dict[str, Any]:
    """Show what a generator lets a person choose."""
    tabs = get_backend(backend).options()
    return {
        "tabs": [
            {"key": tab.key, "label": tab.label, "choices": [_field(one) for one in tab.fields]}
            for tab in tabs
        ]
    }


def _field(one: Field) -> dict[str, Any]:
    return {
        "key": one.key,
        "path": f"choices.{one.key}" if one.in_choices else one.key,
        "label": one.label,
        "kind": one.kind,
        "items": [_item(item) for item in one.items],
        "from_photo": one.in_choices and one.default is None,
        "default": one.default,
        "max_length": one.longest or None,
        "max_items": one.most,
    }


def _item(one: Item) -> dict[str, Any]:
    return {"value": one.value, "label": one.label, "group": one.group, "colour": one.colour}


def _question(one: Question) -> dict[str, Any]:
    return {
        "field": one.field,
        "attribute": one.attribute,
        "label": one.label,
        "guess": one.guess,
        "confidence": round(one.confidence, 3),
        "items": [_item(item) for item in one.items],
    }


def _questions(row: Figure) -> list[dict[str, Any]]:
    look = current_look(row)
    return [_question(one) for one in art.open_questions(row, look)] if look else []


def _sketch(row: Figure, caller: Caller) -> SignedUrl | None:
    if row.state not in {FigureState.QUEUED, FigureState.MAKING}:
        return None
    return link(drafts.sketch_of(row), caller)


def quota_status(owner: Owner) -> dict[str, Any]:
    """Show what the person may still make today."""
    status = quota.status(owner=owner)
    return {
        "allowed": status.allowed,
        "used": status.used,
        "left": status.left,
        "resets_at": status.resets_at,
    }


def _version(row: FigureVersion, caller: Caller) -> dict[str, Any]:
    look = look_of(row)
    return {
        "id": row.pk,
        "number": row.number,
        "name": row.box_name,
        "tagline": row.box_tagline,
        "accessories": [{"kind": kind, "label": label} for kind, label in row.accessories],
        "choices": look.choices,
        "box_design": look.box_design,
        "box_theme": look.box_theme,
        "review": _review(row),
        "sellable": selectors.is_sellable(row),
        "withdrawn": row.frozen_at is not None,
        "pictures": {
            "preview": link(row.preview, caller),
            "cutout": link(row.cutout, caller),
            "box": link(row.box, caller),
        },
        "created_at": row.created_at,
    }


def _review(row: FigureVersion) -> dict[str, str]:
    review = getattr(row, "review", None)
    reason = review.reason if review is not None else ""
    return {
        "state": row.review_state,
        "reason": reason,
        "message": Reason(reason).label if reason else "",
        "note": review.note if review is not None else "",
    }


def _attributes(row: Figure, versions: list[FigureVersion]) -> list[dict[str, Any]]:
    read = art.attributes(row) if versions else []
    return [
        {"name": one.name, "value": one.value, "confidence": round(one.confidence, 3)}
        for one in read
    ]


def generators() -> dict[str, Any]:
    """Show the generators and who stands behind them."""
    return {
        "generators": [
            {"name": one.name, "recipient": _recipient(one.recipient)}
            for one in offered_generators()
        ]
    }


def _recipient(row: Recipient | None) -> dict[str, Any] | None:
    return None if row is None else {**asdict(row), "notice": row.notice}


def _consent(row: Figure) -> dict[str, Any] | None:
    consent = getattr(row, "consent", None)
    if consent is None:
        return None
    return {
        "recipient": consent.recipient,
        "given_at": consent.given_at,
        "withdrawn_at": consent.withdrawn_at,
    }


def _failure(row: Figure) -> dict[str, str] | None:
    if row.state != FigureState.FAILED:
        return None
    return {"code": row.error_code, "message": row.error_message}


def _photo_dates(row: Photo | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"id": row.pk, "delete_after": row.delete_after, "deleted_at": row.deleted_at}


def _energy(row: Figure) -> dict[str, Any] | None:
    if row.energy_wh is None and not row.energy_method:
        return None
    return {
        "watt_hours": row.energy_wh,
        "cpu_seconds": row.cpu_seconds,
        "method": row.energy_method,
    }
