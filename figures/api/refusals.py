"""Which of this floor's refusals becomes which problem."""

from django.utils import timezone

from figures.erasure import EraseHeld
from figures.generation.cancelling import CannotCancel
from figures.generation.look import LookRefused
from figures.generation.quota import QuotaExceeded
from figures.generation.services import CannotRetry
from figures.intake.refusals import WORDS, PhotoRefused, Refusal
from figures.intake.services import FaceNotChosen, PhotoGone
from figures.takeaways.services import NotOffered
from figures.versions.services import EditRefused
from shop.platform.api.problems import FieldError, Problem, declare, to_problem

for _code in Refusal:
    if _code != Refusal.TOO_LARGE:  # Declared below: 413, as for any other body.
        declare(_code, 422, WORDS[_code].reason)
declare("photo_gone", 410, "The photo has been deleted.")
declare("quota_exceeded", 429, "Today's figures, or new looks, are used up.")
declare("cannot_retry", 409, "This figure cannot be tried again.")
declare("cannot_cancel", 409, "Nothing is being made just now.")
declare("cannot_edit", 409, "This figure cannot be changed now.")
declare("takeaway_not_offered", 409, "This file cannot be had.")
declare("figure_held", 409, "Something still needs this figure.")


@to_problem.register
def _photo(error: PhotoRefused) -> Problem:
    return Problem(error.code, f"{error.reason} {error.tip}")


@to_problem.register
def _several(error: FaceNotChosen) -> Problem:
    return Problem(Refusal.SEVERAL_FACES, WORDS[Refusal.SEVERAL_FACES].tip)


@to_problem.register
def _gone(error: PhotoGone) -> Problem:
    return Problem("photo_gone")


@to_problem.register
def _quota(error: QuotaExceeded) -> Problem:
    wait = int((error.resets_at - timezone.now()).total_seconds()) + 1
    return Problem(
        "quota_exceeded",
        str(error),
        retry_after=max(wait, 1),
        allowed=error.allowed,
        resets_at=error.resets_at,
    )


@to_problem.register
def _look(error: LookRefused) -> Problem:
    return Problem("invalid", errors=[FieldError(error.field, "refused", error.message)])


@to_problem.register
def _retry(error: CannotRetry) -> Problem:
    return Problem("cannot_retry", str(error))


@to_problem.register
def _cancel(error: CannotCancel) -> Problem:
    return Problem("cannot_cancel", str(error))


@to_problem.register
def _edit(error: EditRefused) -> Problem:
    return Problem("cannot_edit", str(error))


@to_problem.register
def _held(error: EraseHeld) -> Problem:
    return Problem("figure_held", str(error))


@to_problem.register
def _takeaway(error: NotOffered) -> Problem:
    return Problem("takeaway_not_offered", str(error))
