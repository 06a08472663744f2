"""The rules by which a reading agrees with a label.

A column the rater marked as uncertain does not count, except the skin tone, which then has a wider
margin. Labels that say nothing ("other", "multi", "hidden") do not count either.

- skin_tone: within one Monk step where the rater was certain, else within two.
- smile, facial_hair: the same word.
- hair_length: the same word; a buzz cut is short.
- hair_colour: the same name, or its neighbour in NEAR_HAIR.
- hair_texture: straight and wavy agree, curly and coily agree.
- glasses: worn or not.
- head_covering: worn or not; sunglasses pushed up are none.
- outfit: by GARMENTS.
- outfit_colour: the same name, or its neighbour in NEAR_CLOTH.

A reading the page would ask about is "asked", whatever it guessed; a wrong one it would not ask
about is "wrong and sure", the worst there is. Texture is asked with the length, as one hairstyle.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from figures.generation.studio.likeness.labels import Labelled
from figures.generation.studio.questions import SURE, asked_with
from figures.generation.studio.recipe import Recipe

CERTAIN_STEPS, UNCERTAIN_STEPS = 1, 2

# Labelled garment to the outfits that show it. A uniform with collar, shirt and tie is cut as a
# suit; "jacket" is one worn without a tie.
GARMENTS: dict[str, frozenset[str]] = {
    "suit": frozenset({"suit"}),
    "uniform": frozenset({"suit"}),
    "jacket": frozenset({"jacket"}),
    "blouse": frozenset({"shirt"}),
    "tshirt": frozenset({"tshirt"}),
    "sweater": frozenset({"sweater", "hoodie", "knit"}),
    "dress": frozenset({"dress"}),
}


def _near(*pairs: tuple[str, str]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in pairs)


# Names between which people differ over one and the same cloth: very dark ones, and the two sides
# of one border. The lists are closed: black and blue, say, never agree.
NEAR_CLOTH = _near(
    ("black", "navy"), ("navy", "blue"), ("blue", "light blue"), ("black", "grey"),
    ("white", "beige"), ("orange", "red"), ("orange", "brown"), ("beige", "brown"),
    ("green", "teal"), ("teal", "blue"), ("pink", "purple"), ("grey", "light blue"),
)  # fmt: skip
NEAR_HAIR = _near(
    ("black", "dark brown"), ("dark brown", "brown"), ("brown", "auburn"), ("auburn", "red"),
    ("grey", "white"),
)  # fmt: skip

Verdict = Literal["agreed", "asked", "wrong"]


@dataclass(frozen=True)
class Score:
    """One attribute of one reading.

    Attributes:
        agreed: whether the guess agrees, asked about or not.
        asked: whether the page asks.
        off: Monk steps between reading and label; 0 for other attributes.

    """

    agreed: bool
    asked: bool
    off: int = 0

    @property
    def verdict(self) -> Verdict:
        """Agreed, else asked, else wrong (and sure)."""
        return "agreed" if self.agreed else "asked" if self.asked else "wrong"


@dataclass(frozen=True)
class _Rule:
    column: str
    agrees: Callable[[str, str], bool]
    says_nothing: frozenset[str] = frozenset()


def _same(label: str, value: str) -> bool:
    return label == value


def _worn(label: str, value: str) -> bool:
    return (label != "none") == (value not in ("none", "no"))


def _length(label: str, value: str) -> bool:
    short = ("short", "buzz")
    return value == label or (value in short and label in short)


def _texture(label: str, value: str) -> bool:
    curly = ("curly", "coily")
    return (label in curly) == (value in curly)


def _outfit(label: str, value: str) -> bool:
    return value in GARMENTS[label]


def _named(near: frozenset[frozenset[str]]) -> Callable[[str, str], bool]:
    def agrees(label: str, value: str) -> bool:
        name = label.replace("_", " ")
        return name == value or frozenset((name, value)) in near

    return agrees


RULES: dict[str, _Rule] = {
    "smile": _Rule("smile", _same),
    "outfit": _Rule("top_garment", _outfit, frozenset({"other"})),
    "outfit_colour": _Rule("top_color", _named(NEAR_CLOTH), frozenset({"multi", "none"})),
    "hair_length": _Rule("hair_length", _length, frozenset({"hidden"})),
    "hair_colour": _Rule("hair_color", _named(NEAR_HAIR), frozenset({"other"})),
    "hair_texture": _Rule("hair_texture", _texture, frozenset({"none"})),
    "facial_hair": _Rule("facial_hair", _same),
    "glasses": _Rule("glasses", _worn),
    "head_covering": _Rule("head_covering", _worn, frozenset({"other"})),
}
TONE_CERTAIN, TONE_UNCERTAIN = "skin_tone, certain", "skin_tone, uncertain"
# Lines of the report, in order.
LINES = (TONE_CERTAIN, TONE_UNCERTAIN, *RULES)


def score(recipe: Recipe, portrait: Labelled) -> dict[str, Score]:
    """Return each counting attribute's score, keyed by its line in the report."""
    read = {attribute.name: attribute for attribute in recipe.attributes}
    scores = {}
    if "skin_tone" in read:
        tone = read["skin_tone"]
        off = abs(int(tone.value) - portrait.tone)
        line = TONE_CERTAIN if portrait.tone_certain else TONE_UNCERTAIN
        steps = CERTAIN_STEPS if portrait.tone_certain else UNCERTAIN_STEPS
        scores[line] = Score(off <= steps, is_asked("skin_tone", tone.confidence), off)
    for name, rule in RULES.items():
        if name not in read or not counts(name, portrait):
            continue
        attribute = read[name]
        agreed = rule.agrees(portrait.labels[rule.column], attribute.value)
        scores[name] = Score(agreed, is_asked(name, attribute.confidence))
    return scores


def counts(attribute: str, portrait: Labelled) -> bool:
    """Whether the rater was certain of an attribute other than the skin tone, and named it."""
    rule = RULES[attribute]
    said = portrait.labels[rule.column] not in rule.says_nothing
    return said and rule.column not in portrait.uncertain


def is_asked(attribute: str, confidence: float) -> bool:
    """Whether the page asks about a reading."""
    return asked_with(attribute) is not None and confidence < SURE
