"""How a job says what is wrong: retry or stop is a property of the error."""

from datetime import timedelta


class PermanentFailure(Exception):
    """Trying again will not help: the job fails now.

    Args:
        code: short machine-readable reason.
        message: a sentence for people, without personal data.

    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class RetryLater(Exception):
    """Not now: queue the job again after `delay`; does not count as an attempt."""

    def __init__(self, delay: timedelta, stage: str = "") -> None:
        super().__init__(f"again in {delay}")
        self.delay = delay
        self.stage = stage


class LeaseLost(Exception):
    """Another worker has taken the job over: stop at once, write nothing."""
