"""What the desk shows of one review, in the order of looking."""

from dataclasses import dataclass

from figures.moderation.models import Review
from figures.moderation.states import QUALITY_REASONS, Reason
from figures.screening import services as screening
from figures.screening.text import Lexicon


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text, and the rule that it set off ("" for none)."""

    words: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One text on the box."""

    place: str
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fired, in words."""

    title: str
    detail: str
    why: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A reason and the digit that picks it."""

    digit: int
    value: str
    label: str


def lines_of(review: Review) -> list[Line]:
    """Return what is printed on the box, with what the screening found marked."""
    listed = {
        hit["detail"]: rule.title
        for hit in review.rules
        if (rule := screening.RULES.get(hit["code"])) is not None and rule.list_name
    }
    lexicon = Lexicon.of(listed)
    return [
        Line(place, _marked(words, lexicon, listed))
        for place, words in screening.texts(review.version).items()
    ]


def fired_on(review: Review) -> list[Fired]:
    """Return the rules that fired when the version came in, and why they exist."""
    details: dict[str, list[str]] = {}
    for hit in review.rules:
        details.setdefault(hit["code"], []).append(hit["detail"])
    return [_fired(code, ", ".join(words)) for code, words in details.items()]


def reasons() -> dict[str, list[Choice]]:
    """Return the reasons of a refusal: those about quality apart from those about policy."""
    groups: dict[str, list[Choice]] = {"Quality": [], "Policy": []}
    for digit, reason in enumerate(Reason, start=1):
        group = groups["Quality" if reason in QUALITY_REASONS else "Policy"]
        group.append(Choice(digit, reason.value, str(reason.label)))
    return groups


def _fired(code: str, detail: str) -> Fired:
    rule = screening.RULES.get(code)
    return Fired(rule.title, detail, rule.why) if rule else Fired(code, detail, "")


def _marked(words: str, lexicon: Lexicon, listed: dict[str, str]) -> list[Part]:
    parts, done = [], 0
    for hit in lexicon.find(words):
        if hit.start < done:
            continue
        parts += [
            Part(words[done : hit.start]),
            Part(words[hit.start : hit.end], listed[hit.entry]),
        ]
        done = hit.end
    parts.append(Part(words[done:]))
    return [part for part in parts if part.words]
