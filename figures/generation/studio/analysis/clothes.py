"""Kind and colours of what is worn."""

import cv2
import numpy as np

from figures.generation.studio import landmarks as lm
from figures.generation.studio.analysis.frame import Frame
from figures.generation.studio.analysis.hair import HairMask
from figures.generation.studio.colour import RGB, chroma, lab_of, rgb, rgb_of_lab
from figures.generation.studio.outfits import OUTFITS
from figures.generation.studio.recipe import Outfit
from figures.generation.studio.space import PHOTO, Doubles, Floats, Mask

FEWEST_PIXELS, FEWEST_SAMPLES, MOST_SAMPLES = 500, 80, 3000
UNLIKE_SKIN = np.array([22.0, 8.0, 8.0])
PLAIN_MAIN: RGB = (60, 70, 90)
PLAIN_INNER: RGB = (235, 235, 235)
PALE_LIGHTNESS, PALE_CHROMA = 150.0, 20.0
SHIRT_SHARE = 0.05
# Collars begin this far under the chin.
COLLAR_FROM = 0.22
# A light top with something lighter in front is a folded collar, not a jacket.
LIGHTEST_COAT = 170.0
Shares = list[tuple[Doubles, float]]


class _Cloth:
    """Pixels of the chest that are neither skin nor hair."""

    def __init__(
        self, frame: Frame, lab: Floats, person: Mask, hair: HairMask, skin: Doubles
    ) -> None:
        self.chin = float(frame.units[lm.CHIN, 1])
        self.middle = float(frame.units[[lm.TEMPLE_RIGHT, lm.TEMPLE_LEFT], 0].mean())
        self.skin = skin
        y = PHOTO.rows()[:, None]
        torso = person & (y < self.chin - COLLAR_FROM) & (y > self.chin - 2.4)
        torso = torso & (hair.cover < 0.3) & frame.valid
        rows, columns = np.nonzero(torso)
        self.count = len(rows)
        self.values = lab[rows, columns].astype(np.float64)
        self.x = np.abs(PHOTO.columns()[columns] - self.middle)
        self.below = self.chin - PHOTO.rows()[rows]
        self.is_cloth = np.sqrt((((self.values - skin) / UNLIKE_SKIN) ** 2).sum(1)) > 1.5

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


def read_outfit(
    frame: Frame, lab: Floats, person: Mask, hair: HairMask, skin: Doubles
) -> tuple[Outfit, float]:
    """Outfit and how sure its colour is."""
    cloth = _Cloth(frame, lab, person, hair, skin)
    if cloth.count <= FEWEST_PIXELS:
        return plain_outfit("tshirt", PLAIN_MAIN), 0.2
    x, below = cloth.x, cloth.below
    sides = cloth.dominant(cloth.is_cloth & (x > 0.55) & (x < 1.5) & (below > 0.9), 3)
    sides = sides or cloth.dominant(cloth.is_cloth & (below > 0.55), 3)
    if not sides:
        return plain_outfit("tshirt", PLAIN_MAIN), 0.2
    main, share = sides[0]
    inner, accent = _under(cloth, main) if main[0] < LIGHTEST_COAT else (None, None)
    confidence = float(np.clip(0.45 + 0.5 * share, 0.4, 0.92))
    if inner is None:
        return plain_outfit("tshirt", rgb_of_lab(main)), confidence
    if not _is_jacket(main, inner, skin):
        return plain_outfit("sweater", rgb_of_lab(main)), confidence
    plain = plain_outfit("jacket", rgb_of_lab(main))
    colours = (rgb_of_lab(_laundered(inner)), None if accent is None else rgb_of_lab(accent))
    return Outfit("jacket", plain.main, *colours, plain.trousers, plain.shoes), confidence


def plain_outfit(kind: str, main: RGB) -> Outfit:
    """Outfit of one colour with its usual trousers and shoes."""
    garment = OUTFITS[kind]
    trousers = garment.trousers or rgb(np.array(main) * 0.85)
    return Outfit(kind, main, PLAIN_INNER, None, trousers, garment.shoes)


def _under(cloth: _Cloth, main: Doubles) -> tuple[Doubles | None, Doubles | None]:
    """Colour of a shirt under a jacket, and of a tie."""
    below, x = cloth.below, cloth.x
    shirt = _pale_shirt(cloth)
    center = cloth.dominant(cloth.is_cloth & (x < 0.30) & (below > 0.62) & (below < 1.4), 3)
    other = [
        (c, w) for c, w in center if w > 0.04 and np.linalg.norm((c - main) * [0.7, 1.4, 1.4]) > 38
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
    pale = values[:, 0] > max(PALE_LIGHTNESS, float(cloth.skin[0]) + 20)
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


def _is_jacket(main: Doubles, inner: Doubles, skin: Doubles) -> bool:
    """Whether a light shirt shows in a sober coat; skin in a neckline is no shirt."""
    if np.linalg.norm((inner - skin) * [0.5, 1, 1]) < 26:
        return False
    return bool(chroma(main) <= 30 and inner[0] >= 120)


def outfit_lab(outfit: Outfit) -> Doubles:
    """Lab of the main colour."""
    return lab_of(outfit.main)
