"""Has a hosted generator draw a figure: consent, money, the call, and what becomes of it.

The order is the point. Money is put aside and the call's row is there before anything is sent;
consent is looked at again, under a lock, in the transaction that marks the call as sent; the
answer is stored before it is counted. No provider takes an idempotency key, so a worker killed in
between may cost one more call, and never more than `MAX_CHARGED` for a figure.
"""

import logging
import random
from collections.abc import Callable
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from figures.consent import services as consent
from figures.faces import FaceBox
from figures.generation.backends import offered
from figures.generation.backends.hosted import HostedBackend, HostedError, Permit
from figures.generation.backends.hosted.sheet import Sheet
from figures.generation.look import Look
from figures.spending import services as spending
from figures.spending.models import HostedCall
from figures.versions.models import Figure
from shop.platform.durable.errors import LeaseLost, PermanentFailure, RetryLater
from shop.platform.durable.running import RunningJob
from shop.vault import services as vault
from shop.vault.models import Blob

log = logging.getLogger(__name__)

# The photo's pixels, and where in them the face is.
Portrait = tuple[NDArray[np.uint8], FaceBox]

# Calls of one figure that cost something or may have, over all its tries.
MAX_CHARGED = 3
# Calls of any end within one try.
MAX_CALLS = 6
_FIRST_PAUSE = 5.0
# A provider that asks for more patience than this is asked again by the person, not by us.
_LONGEST_PAUSE = 600.0


def obtain(
    job: RunningJob,
    *,
    figure: Figure,
    backend: HostedBackend,
    look: Look,
    photo: Callable[[], Portrait],
) -> bytes:
    """Return the figure's sheet: the one paid for before, or that of a new call.

    Raises:
        PermanentFailure: no consent, no money, refused, or tried often enough.
        RetryLater: the provider is busy or out of reach.

    """
    kept = spending.kept_answer(figure)
    if kept is not None:
        return _read(kept)
    if backend.name not in offered():
        raise PermanentFailure("not_offered", "This generator is not offered any more.")
    spending.close_abandoned(figure)
    _check_bounds(figure, backend)
    # Loaded before the call is marked as sent, so that a deleted photo costs nothing.
    portrait = photo()
    try:
        call = spending.reserve(figure=figure, backend=backend.name, model=backend.model)
    except spending.BudgetUsedUp as error:
        raise PermanentFailure("budget_used_up", str(error)) from error
    try:
        with job.transaction():
            consent.require(figure=figure, backend=backend.name, recipient=backend.recipient)
            spending.mark_sent(call)
    except consent.NoConsent as error:
        spending.release(call, code="no_consent")
        raise PermanentFailure("no_consent", str(error)) from error
    try:
        sheet = backend.permitted(Permit(call.pk)).make_recipe(*portrait, look, job.report)
    except HostedError as error:
        log.warning(
            "hosted call failed",
            extra={"call": call.pk, "backend": backend.name, "code": error.code},
        )
        spending.settle_failure(
            call=call,
            model=backend.model,
            code=error.code,
            usage=error.usage,
            may_be_charged=error.may_be_charged,
        )
        raise _after(error, figure, backend) from error
    except LeaseLost:
        # Erased or taken over while the provider drew: paid for, and of no use here.
        spending.settle_failure(
            call=call, model=backend.model, code="lease_lost", may_be_charged=True
        )
        raise
    _keep(call, figure, backend, sheet)
    return sheet


def _check_bounds(figure: Figure, backend: HostedBackend) -> None:
    company = backend.recipient.company
    if spending.charged_calls(figure) >= MAX_CHARGED:
        raise PermanentFailure(
            "tried_enough",
            f"{company} has tried this figure {MAX_CHARGED} times without one we can use. Try "
            "another photo, or use our own studio.",
        )
    if spending.calls_of_this_try(figure) >= MAX_CALLS:
        raise PermanentFailure(
            "provider_busy",
            f"{company} has been out of reach for a while. Try again later, or use our own studio.",
        )


def _after(error: HostedError, figure: Figure, backend: HostedBackend) -> Exception:
    """Return how the job goes on after a call without a figure."""
    if error.permanent:
        return PermanentFailure(error.code, error.message)
    done = spending.calls_of_this_try(figure)
    pause = _FIRST_PAUSE * 2 ** (done - 1)
    pause = max(pause * random.uniform(1.0, 1.5), error.retry_after or 0.0)  # noqa: S311
    try:
        _check_bounds(figure, backend)
    except PermanentFailure as enough:
        return enough
    if pause > _LONGEST_PAUSE:
        return PermanentFailure(error.code, error.message)
    return RetryLater(timedelta(seconds=pause), stage="waiting")


def _keep(call: HostedCall, figure: Figure, backend: HostedBackend, sheet: bytes) -> None:
    """Store the answer, then count it: from here on it is not paid for again."""
    model, usage = backend.model, Sheet.from_bytes(sheet).usage
    try:
        blob = vault.put(
            subject=figure.pk,
            data=sheet,
            data_class="art",
            name="answer.bin",
            media_type="application/octet-stream",
            content_key=vault.digest("hosted_answer", call.pk),
        )
    except vault.Shredded as error:
        spending.settle_failure(
            call=call, model=model, code="erased", usage=usage, may_be_charged=True
        )
        raise PermanentFailure("erased", "The figure has been erased.") from error
    spending.settle_answer(call=call, model=model, usage=usage, blob=blob)


def _read(blob: Blob) -> bytes:
    try:
        return vault.read(blob)
    except vault.Shredded as error:
        raise PermanentFailure("erased", "The figure has been erased.") from error
