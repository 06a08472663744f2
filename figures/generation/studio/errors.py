"""Why a photo could not become a recipe."""

from typing import Literal, get_args

Code = Literal["no_face", "face_too_small", "face_turned", "face_cut_off", "unreadable_face"]
CODES: frozenset[str] = frozenset(get_args(Code))
# What is the matter, then what to do about it.
SENTENCES: dict[Code, str] = {
    "no_face": "We cannot find a face in this photo. Use one that shows a face from the front.",
    "face_too_small": "The face is too small. Use a photo taken closer.",
    "face_turned": "The face looks away. Use a photo from the front.",
    "face_cut_off": "Part of the face is cut off. Use a photo that shows the whole face.",
    "unreadable_face": "We cannot read this face. Try a sharper photo in brighter light.",
}


class AnalysisError(Exception):
    """The photo does not give a figure.

    Attributes:
        code: one of CODES, stable for programs.
        message: for the person, saying what to do.

    """

    def __init__(self, code: Code) -> None:
        self.code: Code = code
        self.message = SENTENCES[code]
        super().__init__(self.message)
