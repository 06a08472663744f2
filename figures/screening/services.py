"""Screening: rules that point something out to the moderator. They queue, they never ban."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from figures.intake.models import Declaration
from figures.screening.text import Lexicon
from figures.versions.looks import look_of
from figures.versions.models import FigureVersion

_LISTS = Path(__file__).parent / "lists"


@dataclass(frozen=True, slots=True)
class RuleHit:
    """One rule that fired, and what a moderator needs to see why.

    Attributes:
        code: key of `RULES`.
        detail: the listed word, or a sentence; never what the person wrote.

    """

    code: str
    detail: str

    def as_json(self) -> dict[str, str]:
        """Return plain data for the review's row."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its title, why it exists, and how it looks at a version."""

    title: str
    why: str
    look: Callable[[FigureVersion], list[str]]
    list_name: str = ""


def screen(*, version: FigureVersion) -> list[RuleHit]:
    """Return every rule that fires on the version."""
    return [RuleHit(code, detail) for code, rule in RULES.items() for detail in rule.look(version)]


def texts(version: FigureVersion) -> dict[str, str]:
    """Return everything that is printed on box and figure, by where it stands."""
    shown = {"Name": version.box_name, "Line below": version.box_tagline}
    labels = (label for _, label in version.accessories)
    shown |= {f"Accessory {number}": label for number, label in enumerate(labels, start=1)}
    shown["Words on the outfit"] = str(look_of(version).choices.get("outfit_words", ""))
    return {place: words for place, words in shown.items() if words}


@cache
def lexicon(name: str) -> Lexicon:
    """Return one of the word lists beside this module."""
    lines = (_LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return Lexicon.of(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _listed(name: str, title: str, why: str) -> Rule:
    def look(version: FigureVersion) -> list[str]:
        found = (
            hit.entry for words in texts(version).values() for hit in lexicon(name).find(words)
        )
        return list(dict.fromkeys(found))

    return Rule(title, why, look, list_name=name)


def _declared_child(version: FigureVersion) -> list[str]:
    photo = version.figure.photo
    if photo is not None and photo.declaration == Declaration.CHILD:
        return ["The uploader says that it is their child."]
    return []


RULES: dict[str, Rule] = {
    "text_insult": _listed(
        "insults", "Insult or hate", "A listed word, perhaps disguised. Attacks on people are out."
    ),
    "text_trademark": _listed(
        "trademarks", "Trademark", "A brand whose owner acts against look-alike packaging."
    ),
    "public_figure": _listed(
        "public_figures",
        "Public figure",
        "A well-known name: a figure of them needs their consent.",
    ),
    "child": Rule("Child", "Look twice at how a child is shown.", _declared_child),
}
