"""Find listed words in a text however they are disguised, and only as whole words.

Both sides become skeletons: compatibility forms, accents, letters of other scripts and digits
that pass for Latin letters are undone, a repeated letter is written once. A listed word is found
where it is one word of the text, or several in a row without what stands between them (`n a z i`,
`na-zi`). It is never looked for inside a word: that flags honest names.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Self

# Greek capitals that look unlike their own small letters.
_CAPITALS = str.maketrans({"Η": "h", "Ν": "n", "Μ": "m", "Υ": "y", "Χ": "x", "Β": "b"})
_LOOKALIKES = str.maketrans(
    dict(zip("авгезиікмнопрстухјѕьяшԁһԛԝ", "abreznikmhonpctyxjsbrwdhqw", strict=True))
    | dict(zip("αβγεζηικμνορτυχω", "abyeznikuvoptuxw", strict=True))
    | dict(zip("øłđðħıŧɡɑ", "olddhitga", strict=True))
    | {"æ": "ae", "œ": "oe"}
)
_LEET = dict(zip("023456789@$+€£§", "ozeasgtbgastels", strict=True))
# These stand for either letter; so does a capital I among small letters.
_ONES = "1!|"


class _Leet(Enum):
    """Which digits and signs of a word are read as letters."""

    NONE = 1
    INSIDE = 2
    BUT_SHOUTING = 3
    ALL = 4


# A text is read in each way, for `Nazi88`, `h1tler88`, `leg0!`, `naz!`; and for `n1ce`, `1ego`.
_READINGS = [(leet, one) for leet in _Leet for one in "il"]


@dataclass(frozen=True, slots=True)
class Found:
    """A listed word and where it stands: `text[start:end]`."""

    entry: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Word:
    letters: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Listed words by their skeletons."""

    entries: dict[str, str]
    longest: int

    @classmethod
    def of(cls, entries: Iterable[str]) -> Self:
        """Return the lexicon of words or phrases."""
        known = {_skeleton(_plain(entry)): entry for entry in entries}
        return cls(known, max(map(len, known), default=0))

    def find(self, text: str) -> list[Found]:
        """Return each listed word once, in the order of the text."""
        found: dict[str, Found] = {}
        for leet, one in _READINGS:
            for hit in self._find(list(_words(text, leet, one))):
                found.setdefault(hit.entry, hit)
        return sorted(found.values(), key=lambda hit: (hit.start, hit.end))

    def _find(self, words: list[_Word]) -> Iterator[Found]:
        for first, word in enumerate(words):
            joined = ""
            for last in words[first:]:
                joined = _skeleton(joined + last.letters)
                if len(joined) > self.longest:
                    break
                if joined in self.entries:
                    yield Found(self.entries[joined], word.start, last.end)


def _words(text: str, leet: _Leet, one: str) -> Iterator[_Word]:
    """Yield the words of the text as plain letters, with their places in it.

    Args:
        one: the letter, `i` or `l`, that ambiguous signs stand for.

    """
    for chunk in re.finditer(r"\S+", text):
        letters, start = "", chunk.start()
        for place, char in enumerate(_undisguised(chunk.group(), leet, one), chunk.start()):
            plain = _plain(char)
            if plain:
                start = start if letters else place
                letters += plain
            elif letters and not _is_invisible(char):
                yield _Word(letters, start, place)
                letters = ""
        if letters:
            yield _Word(letters, start, chunk.end())


def _undisguised(chunk: str, leet: _Leet, one: str) -> list[str]:
    """Return the chunk character for character, with signs turned into letters."""
    signs = _LEET | dict.fromkeys(_ONES, one)
    chars = list(chunk)
    if not chunk.isupper():
        chars = [one if char == "I" else char for char in chars]
    until = {
        _Leet.NONE: 0,
        _Leet.INSIDE: max((place for place, char in enumerate(chars) if _plain(char)), default=0),
        _Leet.BUT_SHOUTING: len(chunk.rstrip("!|")),
        _Leet.ALL: len(chars),
    }[leet]
    return [signs.get(char, char) for char in chars[:until]] + chars[until:]


def _plain(text: str) -> str:
    """Return the letters a-z that the text looks like."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in plain if not _is_invisible(char))
    plain = plain.translate(_CAPITALS).casefold().translate(_LOOKALIKES)
    return re.sub(r"[^a-z]+", "", plain)


def _is_invisible(char: str) -> bool:
    """Whether it is an accent on its own or takes no room, and so does not part words."""
    return unicodedata.category(char) in {"Mn", "Me", "Cf"}


def _skeleton(letters: str) -> str:
    return re.sub(r"(.)\1+", r"\1", letters)
