"""The proof of a line: the buyer sees what will be cut and trimmed, and approves exactly that."""

from django.db import transaction
from django.utils import timezone

from figures.versions.art import ArtGone
from orders.basket.models import BasketLine
from orders.printing.layouts import layout_for, printed_dpi, spec_for
from shop.platform.durable import registry
from shop.platform.durable import services as durable
from shop.platform.durable.errors import PermanentFailure
from shop.platform.durable.models import Job
from shop.platform.durable.running import RunningJob
from shop.prepress.errors import PrepressError
from shop.prepress.proof import proof_preview
from shop.vault import services as vault

PROOF_WIDTH = 1400


class ProofNotReady(Exception):
    """The proof is still being made."""


class ProofChanged(Exception):
    """The proof is not the one that was shown: look at it again."""


def request_proof(*, line: BasketLine) -> Job:
    """Queue the making of the line's proof; a second call is a no-op."""
    return durable.enqueue(
        "orders.proof", subject=line.pk, dedupe_key=f"orders.proof:{line.pk}:{line.version_id}"
    )


@registry.handler("orders.proof", queue="render")
def make_proof(job: RunningJob) -> None:
    """Draw the proof from the layout that the print file will be made from."""
    line = (
        BasketLine.objects.select_related("variant__product", "version__figure")
        .filter(pk=job.subject)
        .first()
    )
    if line is None:  # Taken out of the basket meanwhile.
        return
    job.report("laying out", 0.1)
    try:
        layout = layout_for(variant=line.variant, version=line.version, draft=True)
        digest = layout.digest()
        dpi = printed_dpi(version=line.version, layout=layout)
        job.report("drawing", 0.3)
        picture = proof_preview(layout, width_px=PROOF_WIDTH)
        blob = vault.put(
            subject=line.version.figure_id,
            data=picture,
            data_class="proof",
            name="proof.png",
            media_type="image/png",
            content_key=vault.digest("proof", digest, PROOF_WIDTH),
        )
    except (ArtGone, vault.Shredded) as error:
        raise PermanentFailure("erased", "The figure has been erased.") from error
    except PrepressError as error:
        raise PermanentFailure("does_not_fit", str(error)) from error
    with job.transaction():
        BasketLine.objects.filter(pk=line.pk).update(proof=blob, proof_sha256=digest, proof_dpi=dpi)
        job.finish()


def softness(line: BasketLine) -> str:
    """Return a warning if the proof's page will print less than sharp, else ""."""
    fair = spec_for(line.variant).warn_dpi
    if line.proof_dpi is None or line.proof_dpi >= fair:
        return ""
    return (
        f"At this size the picture has {line.proof_dpi:.0f} pixels per inch and will look soft; "
        f"from {fair} on it looks sharp. A smaller size prints sharper."
    )


def approve_proof(*, line: BasketLine, sha256: str) -> None:
    """Approve the proof that was shown.

    Args:
        sha256: digest of the proof the buyer looked at.

    Raises:
        ProofNotReady: there is none yet.
        ProofChanged: it is another one by now.

    """
    if not line.proof_sha256:
        raise ProofNotReady("The proof is still being made. Try again in a moment.")
    with transaction.atomic():
        approved = BasketLine.objects.filter(pk=line.pk, proof_sha256=sha256).update(
            approved_sha256=sha256, approved_at=timezone.now()
        )
    if not approved:
        raise ProofChanged("The proof has changed since you looked at it. Look at it again.")
    line.refresh_from_db()
