"""Kind and colours of what is worn."""

import re
from dataclasses import dataclass

import cv2
import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.analysis.garment import (
    Cut,
    Sight,
    colour_confidence,
    garment_kind,
    kind_confidence,
)
from figures.generation.studio.analysis.hair import HairMask
from figures.generation.studio.colour import RGB, chroma, lab_of, rgb_of_lab
from figures.generation.studio.outfits import OUTFITS, matching
from figures.generation.studio.recipe import Outfit
from figures.generation.studio.space import PHOTO, Doubles, Floats, Mask

FEWEST_PIXELS, FEWEST_SAMPLES, MOST_SAMPLES = 500, 80, 3000
UNLIKE_SKIN = np.array([22.0, 8.0, 8.0])
# Weighted Lab distance from which a cloth is another one than the main.
UNLIKE_MAIN, MAIN_WEIGHTS = 38.0, np.array([0.7, 1.4, 1.4])
PLAIN_MAIN: RGB = (60, 70, 90)
PLAIN_INNER: RGB = (235, 235, 235)
PALE_LIGHTNESS, PALE_CHROMA = 150.0, 20.0
# Collars begin this far under the chin.
COLLAR_FROM = 0.22
# The middle of the body may lie this far beside the middle of the face.
SHIFTS = (0.0, -0.3, 0.3)
FRONT_HALF, BAND_HALF = 0.35, 0.20
# A tie runs between two pale halves of a shirt over at least so many rows; widths in face units.
TIE_ROWS, TIE_WIDTH, FLANK = 24, (0.12, 0.40), 0.08
SKIN, PALE, OTHER = 1, 2, 3
# A shirt's pixels differ this little from it in a and b, and are at most so much darker.
SHIRT_TINT, SHIRT_SHADE = 10.0, 70.0
TEXTURE_SIGMA = 5.0
SHIRT_SHARE = 0.05
# Fewer pixels of cloth, or cloth in the skin's colour, leave its colour in doubt.
FEW_CLOTH_PX, LIKE_SKIN = 12000, 2.5
# So little cloth of which the most is hardly unlike skin: a bare chest in the shade. What is worn
# is then asked about, and guessed to be plain and of the darkest cloth that is seen.
BARE_CHEST, GUESSED, LEAST_SHARE = 2.0, 0.3, 0.1
# Skin in other light: difference in hue, radians, and in the logarithm of chroma over lightness.
SKIN_HUE, SKIN_CHROMA, FEWEST_OTHER = 0.35, 0.6, 50
# What is built for an outfit that is not among the presets.
STANDS_IN = {"suit": "jacket", "shirt": "sweater"}
Shares = list[tuple[Doubles, float]]


@dataclass(frozen=True)
class Worn:
    """What is worn.

    Attributes:
        outfit: as the toy gets it.
        kind: as read; the outfit's own kind may stand in for it.
        way: what the kind was told by, see `garment_kind`; "" where it is a guess.
        cloth_px: pixels of cloth.
        unlike_skin: how far the main colour is from the skin's, in steps that can be told.

    """

    outfit: Outfit
    kind: str
    way: str
    cloth_px: int = 0
    unlike_skin: float = 0.0

    def confidences(self, colour: str, sight: Sight) -> tuple[float, float]:
        """How sure kind and main colour are, 0..1.

        Args:
            colour: name of the main colour.
            sight: how well the photo shows clothes.

        """
        if not self.way:
            return GUESSED, GUESSED
        return (
            kind_confidence(self.way, sight),
            colour_confidence(colour, self.cloth_px, self.unlike_skin, sight),
        )


class _Cloth:
    """Pixels of the torso without hair."""

    def __init__(
        self, frame: Frame, lab: Floats, person: Mask, hair: HairMask, skin: Doubles
    ) -> None:
        chin = float(frame.units[lm.CHIN, 1])
        middle = float(frame.units[[lm.TEMPLE_RIGHT, lm.TEMPLE_LEFT], 0].mean())
        y = PHOTO.rows()[:, None]
        torso = person & (y < chin - COLLAR_FROM) & (y > chin - 2.4)
        torso = torso & (hair.cover < 0.3) & frame.valid
        rows, columns = np.nonzero(torso)
        self.skin = skin
        self.count = len(rows)
        self.values = lab[rows, columns].astype(np.float64)
        self.across = PHOTO.columns()[columns] - middle
        self.x = np.abs(self.across)
        self.below = chin - PHOTO.rows()[rows]
        self.is_cloth = np.sqrt((((self.values - skin) / UNLIKE_SKIN) ** 2).sum(1)) > 1.5
        lightness = lab[..., 0]
        relief = np.abs(lightness - cv2.GaussianBlur(lightness, (0, 0), TEXTURE_SIGMA))
        self.relief = relief[rows, columns]
        self.inside = (
            cv2.erode(torso.astype(np.uint8), np.ones((9, 9), np.uint8))[rows, columns] > 0
        )
        self.rows, self.columns = rows, columns

    def dominant(self, where: Mask, clusters: int) -> Shares:
        """Return main colours and shares, largest first; empty if there are too few pixels."""
        values = self.values[where]
        if len(values) < FEWEST_SAMPLES:
            return []
        random = np.random.default_rng(0)
        chosen = random.choice(len(values), min(len(values), MOST_SAMPLES), replace=False)
        cv2.setRNGSeed(1)
        stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_COUNT, 20, 0.5)
        samples, labels = values[chosen].astype(np.float32), np.zeros((len(chosen), 1), np.int32)
        _, found, centers = cv2.kmeans(samples, clusters, labels, stop, 2, cv2.KMEANS_PP_CENTERS)
        counts = np.bincount(np.asarray(found, np.int64).ravel(), minlength=clusters)
        order = np.argsort(-counts, kind="stable")
        return [(np.asarray(centers[i], np.float64), counts[i] / counts.sum()) for i in order]

    def sides(self) -> Mask:
        """Sleeves and shoulders; all cloth if too little of them is in the picture."""
        for x, below in ((0.55, 0.9), (0.5, 0.5), (0.35, 0.0)):
            where = self.is_cloth & (self.x > x) & (self.x < 1.5) & (self.below > below)
            if where.sum() > 3 * FEWEST_SAMPLES:
                return np.asarray(where)
        return np.asarray(self.is_cloth)

    def unlike_skin(self, colour: Doubles) -> float:
        """How far a colour is from the skin's, in steps that can be told."""
        return float(np.sqrt((((colour - self.skin) / UNLIKE_SKIN) ** 2).sum()))

    def share(self, of: Mask, where: Mask) -> float:
        """Share of an area's pixels."""
        return float((of & where).sum() / max(int(where.sum()), 1))


def read_outfit(frame: Frame, lab: Floats, person: Mask, hair: HairMask, skin: Doubles) -> Worn:
    """Read kind and colours."""
    cloth = _Cloth(frame, lab, person, hair, skin)
    sides = cloth.sides()
    mains = cloth.dominant(sides, 3) if cloth.count > FEWEST_PIXELS else []
    if not mains:
        return Worn(plain_outfit("tshirt", PLAIN_MAIN), "tshirt", "")
    main, _ = mains[0]
    cloth_px, unlike_skin = int(cloth.is_cloth.sum()), cloth.unlike_skin(main)
    if cloth_px < FEW_CLOTH_PX and unlike_skin < BARE_CHEST:
        guess = rgb_of_lab(_darkest(cloth, mains))
        return Worn(plain_outfit("tshirt", guess), "tshirt", "")
    kind, way = garment_kind(_cut(cloth, main, sides), main)
    built = kind if kind in OUTFITS else STANDS_IN[kind]
    plain = plain_outfit(built, rgb_of_lab(main))
    if kind not in ("suit", "jacket"):
        return Worn(plain, kind, way, cloth_px, unlike_skin)
    inner, accent = _under(cloth, main)
    colours = (
        plain.inner if inner is None else rgb_of_lab(_laundered(inner)),
        None if accent is None or kind != "suit" else rgb_of_lab(accent),
    )
    outfit = Outfit(built, plain.main, *colours, plain.trousers, plain.shoes)
    return Worn(outfit, kind, way, cloth_px, unlike_skin)


def plain_outfit(kind: str, main: RGB) -> Outfit:
    """Outfit of one colour with its usual trousers and shoes."""
    return Outfit(kind, main, PLAIN_INNER, None, *matching.usual(OUTFITS[kind], main))


def _darkest(cloth: _Cloth, seen: Shares) -> Doubles:
    """Lab of the darkest of some colours that is no skin."""
    cloths = [
        colour
        for colour, share in seen
        if share > LEAST_SHARE and cloth.unlike_skin(colour) > LIKE_SKIN
    ]
    return min(cloths, key=lambda colour: float(colour[0]), default=lab_of(PLAIN_MAIN))


def _cut(cloth: _Cloth, main: Doubles, sides: Mask) -> Cut:
    far = np.linalg.norm((cloth.values - main) * MAIN_WEIGHTS, axis=1) > UNLIKE_MAIN
    other = cloth.is_cloth & far
    chest = (cloth.below > 0.35) & (cloth.below < 1.4)
    fronts = [chest & (np.abs(cloth.across - shift) < FRONT_HALF) for shift in SHIFTS]
    shares = [cloth.share(other, front) for front in fronts]
    best = int(np.argmax(shares))
    band = chest & (np.abs(cloth.across - SHIFTS[best]) < BAND_HALF) & (cloth.below > 0.5)
    beside = (cloth.x > 0.5) & (cloth.below > 0.5)
    smooth = cloth.relief[sides & cloth.inside]
    return Cut(
        shares[best],
        cloth.share(other, band),
        cloth.share(other, sides),
        cloth.share(~cloth.is_cloth, beside),
        float(smooth.mean()) if smooth.size else 0.0,
        _tie_rows(cloth) >= TIE_ROWS,
        *_other(cloth, other & chest & (cloth.x < FRONT_HALF), main),
    )


def _other(cloth: _Cloth, other: Mask, main: Doubles) -> tuple[float, float]:
    """How much lighter than the main cloth what lies in front is, and the share like skin."""
    seen = cloth.values[other]
    if len(seen) <= FEWEST_OTHER:
        return 0.0, 0.0
    hue, skin_hue = (np.arctan2(c[..., 2] - 128, c[..., 1] - 128) for c in (seen, cloth.skin))
    vivid, skin_vivid = (chroma(c) / np.maximum(c[..., 0], 10.0) for c in (seen, cloth.skin))
    alike = np.abs(np.log(np.maximum(vivid, 1e-3) / skin_vivid)) < SKIN_CHROMA
    skin_like = (np.abs(hue - skin_hue) < SKIN_HUE) & alike
    return float(np.median(seen[:, 0]) - main[0]), float(skin_like.mean())


def _tie_rows(cloth: _Cloth) -> int:
    """Rows in which a narrow strip unlike the shirt, mostly no skin, runs between its halves.

    What is shirt is told by its own tint: a pale tie is pale too, and a shirt may be cream.
    """
    front = np.flatnonzero((cloth.x < 0.8) & (cloth.below > 0.3) & (cloth.below < 1.3))
    values = cloth.values[front]
    pale = (values[:, 0] > PALE_LIGHTNESS - 10) & (chroma(values) < PALE_CHROMA + 5)
    pale &= cloth.is_cloth[front]
    if pale.sum() < FEWEST_SAMPLES:
        return 0
    light = values[pale]
    shirt = np.median(light[light[:, 0] >= np.percentile(light[:, 0], 60)], 0)
    tint = np.hypot(values[:, 1] - shirt[1], values[:, 2] - shirt[2])
    is_shirt = (tint < SHIRT_TINT) & (values[:, 0] > shirt[0] - SHIRT_SHADE)
    picture = np.zeros((PHOTO.height, PHOTO.width), np.uint8)
    picture[cloth.rows[front], cloth.columns[front]] = np.where(
        is_shirt, PALE, np.where(cloth.is_cloth[front], OTHER, SKIN)
    )
    least, most = (round(width * PHOTO.scale) for width in TIE_WIDTH)
    flank = round(FLANK * PHOTO.scale)
    strip = re.compile(
        b"(?=%c{%d}([%c%c]{%d,%d})%c{%d})" % (PALE, flank, OTHER, SKIN, least, most, PALE, flank)
    )
    return sum(
        any(2 * found[1].count(OTHER) >= len(found[1]) for found in strip.finditer(row.tobytes()))
        for row in picture
    )


def _under(cloth: _Cloth, main: Doubles) -> tuple[Doubles | None, Doubles | None]:
    """Colour of a shirt under a jacket, and of a tie."""
    below, x = cloth.below, cloth.x
    shirt = _pale_shirt(cloth)
    center = cloth.dominant(cloth.is_cloth & (x < 0.30) & (below > 0.62) & (below < 1.4), 3)
    other = [
        (c, w)
        for c, w in center
        if w > 0.04 and np.linalg.norm((c - main) * MAIN_WEIGHTS) > UNLIKE_MAIN
    ]
    if shirt is None and not other:
        return None, None
    inner = max((c for c, _ in other), key=lambda c: float(c[0])) if shirt is None else shirt
    front = cloth.dominant((x < 0.5) & (below > 0.62) & (below < 1.7), 5)
    ties = [(c, w) for c, w in front if w > 0.03 and _is_tie(c, inner, main, cloth.skin)]
    if not ties:
        return inner, None
    return inner, max(ties, key=lambda t: t[1] * float(chroma(t[0])))[0]


def _pale_shirt(cloth: _Cloth) -> Doubles | None:
    """Colour of a pale shirt between lapels; even a narrow one tells a jacket."""
    front = (cloth.x < 0.55) & (cloth.below < 1.2)
    values = cloth.values[front]
    pale = (values[:, 0] > PALE_LIGHTNESS) & cloth.is_cloth[front]
    pale &= np.asarray(chroma(values)) < PALE_CHROMA
    if front.sum() < FEWEST_SAMPLES or pale.mean() < SHIRT_SHARE:
        return None
    return np.asarray(np.median(values[pale], 0))


def _laundered(shirt: Doubles) -> Doubles:
    """Whiten a pale shirt: in the shade of a jacket it only looks grey or blue."""
    if shirt[0] < PALE_LIGHTNESS or chroma(shirt) > PALE_CHROMA:
        return shirt
    return np.array([max(shirt[0], 236.0), *(128 + (shirt[1:] - 128) * 0.3)])


def _is_tie(colour: Doubles, inner: Doubles, main: Doubles, skin: Doubles) -> bool:
    return bool(
        np.linalg.norm(colour - inner) > 40
        and np.linalg.norm((colour - main) * [0.6, 1.5, 1.5]) > 26
        and np.sqrt((((colour - skin) / [30, 9, 9]) ** 2).sum()) > 1.8
        and chroma(colour) > 13
    )
