"""What can go wrong at a provider, in codes for the program and words for the person."""

from figures.generation.backends.base import GenerationError
from figures.generation.backends.hosted.imagemodels import Usage

# The provider's coarse labels (`moderation_details.categories`) in words. A label that is not here,
# such as "other", is told in general.
_RULES = {
    "sexual": "nudity or sexual content",
    "violence": "violence",
    "self-harm": "self-harm",
    "hate": "hate",
    "harassment": "harassment",
    "sexual/minors": "the protection of children",
}


class HostedError(GenerationError):
    """A call that did not end in a figure.

    Args:
        may_be_charged: the provider may have worked on it, so it counts as paid.
        usage: tokens, where the answer counted them.
        retry_after: seconds the provider asks to wait, if it said so.

    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        permanent: bool,
        may_be_charged: bool = False,
        usage: Usage | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(code, message, permanent=permanent)
        self.may_be_charged = may_be_charged
        self.usage = usage
        self.retry_after = retry_after


def refused(company: str, categories: list[str], *, drawn: bool) -> HostedError:
    """Return the refusal by the provider's own rules.

    Args:
        categories: its labels, if it gave any.
        drawn: the finished picture was refused, or nobody knows: then it may be charged.

    """
    rules = [_RULES[name] for name in categories if name in _RULES]
    about = f" about {' and '.join(rules)}" if rules else ""
    what = "the picture it had drawn" if drawn else "this photo"
    return HostedError(
        "refused_by_provider",
        f"The safety rules{about} of {company} do not allow {what}. Such filters are often wrong. "
        "Try a plain portrait in everyday clothes, or our own studio, which sends nothing away.",
        permanent=True,
        may_be_charged=drawn,
    )


def unclear_answer(company: str, usage: Usage | None = None) -> HostedError:
    """Return the error for an answer in which there is no picture."""
    return HostedError(
        "bad_answer",
        f"{company} answered with something that is not a picture.",
        permanent=False,
        may_be_charged=True,
        usage=usage,
    )


def no_clean_cutout(usage: Usage | None) -> HostedError:
    """Return the error for a picture whose background cannot be taken away well."""
    return HostedError(
        "no_clean_cutout",
        "The figure came back grown together with its background, so that it could not be cut "
        "out cleanly. Try once more, or use our own studio.",
        permanent=True,
        may_be_charged=True,
        usage=usage,
    )


def unavailable(code: str, company: str) -> HostedError:
    """Return the error for a refusal that only the site's operator can end."""
    return HostedError(
        code,
        f"{company} does not take pictures from us at the moment, and we have been told. Try "
        "again later, or use our own studio.",
        permanent=True,
    )


def out_of_reach(
    code: str, company: str, *, may_be_charged: bool, retry_after: float | None = None
) -> HostedError:
    """Return the error for bad weather: worth another try."""
    return HostedError(
        code,
        f"{company} did not answer in time. Try again later, or use our own studio.",
        permanent=False,
        may_be_charged=may_be_charged,
        retry_after=retry_after,
    )
