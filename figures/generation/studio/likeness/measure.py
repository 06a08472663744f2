"""Reads every portrait, plain and degraded, and counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from figures.faces import detect_faces
from figures.generation.studio.engine import analyse
from figures.generation.studio.errors import AnalysisError
from figures.generation.studio.likeness.labels import Labelled
from figures.generation.studio.likeness.scoring import LINES, Score, score
from figures.generation.studio.questions import questions
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.space import Bytes

# Monk tones, first and last, by which the report is split.
GROUPS = ((1, 3), (4, 6), (7, 10))
NO_FACE = "no_face"


@dataclass(frozen=True)
class Reading:
    """A portrait's reading: a recipe, or the code of the refusal."""

    portrait: Labelled
    recipe: Recipe | None
    refused: str = ""


@dataclass
class Tally:
    """Counts of one line of the report."""

    agreed: int = 0
    asked: int = 0
    right: int = 0
    wrong_and_sure: int = 0
    counted: int = 0
    furthest: int = 0

    def add(self, one: Score) -> None:
        """Count one score."""
        self.counted += 1
        self.agreed += one.agreed
        self.asked += one.asked
        self.right += one.verdict != "wrong"
        self.wrong_and_sure += one.verdict == "wrong"
        self.furthest = max(self.furthest, one.off)


@dataclass
class Tallies:
    """Counts of a set of readings.

    Attributes:
        lines: one tally a line of the report.
        questions: how many each portrait that could be read is asked.
        refused: portraits by the code of their refusal.
        portraits: all of them.

    """

    lines: dict[str, Tally] = field(default_factory=lambda: {line: Tally() for line in LINES})
    questions: list[int] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    portraits: int = 0


def read(portrait: Labelled, photo: Bytes) -> Reading:
    """Read the largest face of a photo."""
    faces = detect_faces(photo)
    if not faces:
        return Reading(portrait, None, NO_FACE)
    try:
        return Reading(portrait, analyse(photo, max(faces, key=lambda face: face.area)))
    except AnalysisError as error:
        return Reading(portrait, None, error.code)


def tally(readings: Iterable[Reading]) -> Tallies:
    """Count readings."""
    tallies = Tallies()
    for reading in readings:
        tallies.portraits += 1
        if reading.recipe is None:
            tallies.refused[reading.refused] += 1
            continue
        tallies.questions.append(len(questions(reading.recipe)))
        for line, one in score(reading.recipe, reading.portrait).items():
            tallies.lines[line].add(one)
    return tallies


def in_group(readings: Iterable[Reading], first: int, last: int) -> list[Reading]:
    """Return the readings of portraits whose labelled tone lies in a group."""
    return [reading for reading in readings if first <= reading.portrait.tone <= last]
