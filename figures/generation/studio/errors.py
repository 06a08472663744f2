"""Why a photo could not become a recipe."""

from typing import Literal, get_args

Code = Literal["no_face", "face_too_small", "face_turned", "face_cut_off", "unreadable_face"]
CODES: frozenset[str] = frozenset(get_args(Code))


class AnalysisError(Exception):
    """The photo does not give a figure.

    Attributes:
        code: one of CODES, stable for programs.
        message: a sentence for the person, saying what to do.

    """

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code: Code = code
        self.message = message
