"""Fit the small models that read hats, glasses, beards, smiles, tones and how sure clothes are.

Run from the project's root with a folder of labelled portraits:
`python -m tests.bench.fit_reading FOLDER`. The
folder holds `labels.csv` (a column for each label, see `likeness.labels`) and one picture for
each id. Prints the weights to copy into `figures/generation/studio/analysis` and, for
each model, the portraits it gets wrong when they are left out of the fit. A closed smile, tones in
bad light and the sureness of clothes are fitted to the portraits in several states; a portrait is
then left out with all of them.
"""

import csv
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from figures.faces import detect_faces
from figures.generation.studio.analysis.beard import beard_measures
from figures.generation.studio.analysis.clarity import read_clarity
from figures.generation.studio.analysis.clothes import Worn, read_outfit
from figures.generation.studio.analysis.covering import find_crown
from figures.generation.studio.analysis.frame import Frame, read_frame
from figures.generation.studio.analysis.garment import (
    COLOUR_SURE,
    KIND_SURE,
    Sight,
    colour_measures,
    kind_measures,
)
from figures.generation.studio.analysis.glasses import glasses_measures
from figures.generation.studio.analysis.hair import find_hair
from figures.generation.studio.analysis.neutral import neutral_picture
from figures.generation.studio.analysis.person import read_person
from figures.generation.studio.analysis.portrait import cloth_gain
from figures.generation.studio.analysis.report import colour_name
from figures.generation.studio.analysis.rims import find_rims
from figures.generation.studio.analysis.skin import (
    by_white,
    good_measures,
    good_share,
    read_light,
    read_skin,
    relit,
    well_lit,
)
from figures.generation.studio.analysis.smile import corner_height
from figures.generation.studio.likeness.degradations import DEGRADATIONS
from figures.generation.studio.likeness.labels import read_labels
from figures.generation.studio.likeness.scoring import RULES, counts
from figures.generation.studio.space import Bytes

Row = dict[str, str]
# Whose clothes in which state, what they were told by, and whether that was right (1) or not (0).
Told = tuple[str, str, dict[str, float], float]
GOOD = ("lightness", "hue", "yellow", "angle")
SHADE = ("lightness", "hue", "by_white")
Values = NDArray[np.float64]
STATES = ("plain", "noisy", "blurred", "turned 35", "back light", "cool cast")
# What the tone in bad light is fitted to.
SHADE_STATES = (*STATES, "warm cast", "underexposed")
# Ridge penalty on standardised weights: few examples, so weights stay small.
PENALTY, ROUNDS = 0.25, 50
# For tones; a ridge draws everybody to the middle of the scale, so it is stretched about it. Far
# ones count less: labels may be wrong, too.
GOOD_PENALTY, GOOD_STRETCH = 1.0, 1.2
SHADE_PENALTY, SHADE_STRETCH, CENTER = 0.3, 1.3, 4.5
TONE_ROUNDS, FAR_STEPS = 5, 1.5
# For the sureness of clothes, where being right is common: classes count as they come.
SURENESS_PENALTY = 1.0
BEARDS = ("full", "goatee", "stubble")
# Name, label column, measures, and which labels are positive.
MODELS: tuple[tuple[str, str, tuple[str, ...], Callable[[str], bool]], ...] = (
    ("ON_LIP", "facial_hair", ("lip_grain", "lip_rough", "lip_red"), lambda v: v != "none"),
    ("ON_CHIN", "facial_hair", ("chin_dark", "chin_rough", "chin_red"), lambda v: v in BEARDS),
    ("ON_SIDES", "facial_hair", ("sides_grain", "sides_rough"), lambda v: v in ("full", "stubble")),
    ("WORN", "glasses", ("line", "dark", "width", "bridge"), lambda v: v != "none"),
    ("COVERED", "head_covering", ("rough", "grain", "shade", "odd"), lambda v: v != "none"),
)


def largest_face(rgb: Bytes) -> Frame | None:
    """Frame of the largest face; None where none can be read."""
    faces = detect_faces(rgb)
    if not faces:
        return None
    return read_frame(rgb, max(faces, key=lambda face: face.area))


def photo(path: Path) -> Bytes:
    """Upright picture."""
    with Image.open(path) as picture:
        return np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))


def measures_of(rgb: Bytes) -> dict[str, float]:
    """Every measure of the largest face of a picture."""
    frame = largest_face(rgb)
    assert frame is not None
    lab, person = frame.lab(), read_person(frame)
    skin, neutral = read_skin(frame, lab, person).lab, neutral_picture(frame)
    crown = find_crown(frame, lab, person)
    glasses = glasses_measures(neutral, skin, find_rims(neutral, skin))
    return beard_measures(neutral) | glasses | crown.measures


def state_measures(rgb: Bytes) -> dict[str, float] | None:
    """Measure what the smile and the tone in bad light are read from."""
    frame = largest_face(rgb)
    if frame is None:
        return None
    light = read_light(frame, frame.lab(), read_person(frame))
    lit = well_lit(light)
    good = dict(zip(GOOD, good_measures(lit), strict=True))
    return {
        "corners": corner_height(frame),
        "pitch": frame.pitch,
        "by_white": by_white(lit, light),
        "good": good_share(light),
    } | good


def fitted(values: Values, truth: Values, penalty: float = PENALTY, *, even: bool = True) -> Values:
    """Weights and bias by Newton's method, both classes counting alike if `even`."""
    spread = values.std(0) + 1e-6
    middle = values.mean(0)
    design = np.c_[(values - middle) / spread, np.ones(len(values))]
    balance = np.ones(len(truth))
    if even:
        balance[truth > 0] = (len(truth) - truth.sum()) / max(truth.sum(), 1) / 2
    ridge = np.diag([*[penalty] * len(spread), 1e-6])
    weights = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        curvature = (design * (balance * p * (1 - p))[:, None]).T @ design + ridge
        slope = design.T @ (balance * (p - truth)) + ridge @ weights
        weights -= np.linalg.solve(curvature, slope)
    plain = weights[:-1] / spread
    return np.array([*plain, weights[-1] - plain @ middle])


def main(folder: Path) -> None:
    """Fit and print all models."""
    with (folder / "labels.csv").open() as file:
        rows: list[Row] = list(csv.DictReader(file))
    found = {r["id"]: measures_of(photo(next(folder.glob(f"{r['id']}.*")))) for r in rows}
    for name, column, keys, positive in MODELS:
        # Whether glasses are thin or thick may be uncertain; that they are worn never is.
        sure = column == "glasses"
        used = [r for r in rows if sure or column not in r["uncertain"].split(";")]
        values = np.array([[found[r["id"]][k] for k in keys] for r in used])
        truth = np.array([float(positive(r[column])) for r in used])
        weights = fitted(values, truth)
        wrong = []
        for i, row in enumerate(used):
            rest = np.arange(len(used)) != i
            left_out = fitted(values[rest], truth[rest])
            if (values[i] @ left_out[:-1] + left_out[-1] > 0) != (truth[i] > 0):
                wrong.append(row["id"])
        weighed = ", ".join(f'"{k}": {w:.4g}' for k, w in zip(keys, weights[:-1], strict=True))
        print(f"{name} = Logistic({{{weighed}}}, {weights[-1]:.4g})")
        print(f"# {int(truth.sum())} of {len(used)}; wrong when left out: {wrong}")
    in_states(folder, rows)
    clothes(folder)


def in_states(folder: Path, rows: list[Row]) -> None:
    """Fit and print what is fitted to several states of each portrait."""
    seen: list[tuple[Row, str, dict[str, float]]] = []
    for row in rows:
        rgb = photo(next(folder.glob(f"{row['id']}.*")))
        face = max(detect_faces(rgb), key=lambda face: face.area)
        for state in SHADE_STATES:
            worse = rgb if state == "plain" else DEGRADATIONS[state](rgb, face)
            measures = state_measures(worse)
            if measures is not None:
                seen.append((row, state, measures))
    quiet = [
        each
        for each in seen
        if each[1] in STATES
        and each[0]["smile"] != "teeth"
        and "smile" not in each[0]["uncertain"].split(";")
    ]
    _print_smile(quiet)
    _print_tones(seen)


def _table(
    seen: list[tuple[Row, str, dict[str, float]]], keys: tuple[str, ...]
) -> tuple[Values, NDArray[np.str_]]:
    values = np.array([[measures[key] for key in keys] for _, _, measures in seen])
    return values, np.array([row["id"] for row, _, _ in seen])


def _print_smile(seen: list[tuple[Row, str, dict[str, float]]]) -> None:
    values, ids = _table(seen, ("corners", "pitch"))
    truth = np.array([float(row["smile"] == "closed") for row, _, _ in seen])
    odds = np.zeros(len(truth))
    for one in np.unique(ids):
        weights = fitted(values[ids != one], truth[ids != one])
        odds[ids == one] = values[ids == one] @ weights[:-1] + weights[-1]
    print("CLOSED", fitted(values, truth))
    for state in STATES:
        wrong = [
            row["id"]
            for (row, at, _), odd, true in zip(seen, odds, truth, strict=True)
            if at == state and (odd > 0) != (true > 0)
        ]
        print(f"# {state}: wrong when left out: {wrong}")


def _print_tones(seen: list[tuple[Row, str, dict[str, float]]]) -> None:
    """Fit both lights, leave each portrait out, and join them as the reading does."""
    states = np.array([state for _, state, _ in seen])
    plain = states == "plain"
    good, ids = _table(seen, GOOD)
    bad, _ = _table(seen, SHADE)
    share, _ = _table(seen, ("good",))
    tones = np.array([float(row["monk_tone"]) for row, _, _ in seen])
    trusted = np.array([1.0 if row["monk_certain"] == "y" else 0.5 for row, _, _ in seen])

    def fit(rest: NDArray[np.bool_]) -> tuple[Values, Values]:
        lit = rest & plain
        first = _robust(
            good[lit], tones[lit], trusted[lit] * share[lit, 0], (GOOD_PENALTY, GOOD_STRETCH)
        )
        shade = (SHADE_PENALTY * len(SHADE_STATES), SHADE_STRETCH)
        return first, _robust(bad[rest], tones[rest], trusted[rest], shade)

    off = np.zeros(len(tones))
    for one in np.unique(ids):
        left = ids == one
        first, second = fit(~left)
        in_good = good[left] @ first[:-1] + first[-1]
        in_bad = bad[left] @ second[:-1] + second[-1]
        place = share[left, 0] * in_good + (1 - share[left, 0]) * in_bad
        off[left] = np.abs(np.rint(np.clip(place, 1, 10)) - tones[left])
    for name, weights in zip(
        ("TONE_FIT", "SHADE_FIT"), fit(np.ones(len(tones), bool)), strict=True
    ):
        print(name, "=", tuple(float(f"{w:.4g}") for w in (weights[-1], *weights[:-1])))
    for state in SHADE_STATES:
        here = states == state
        near = {
            f"within {steps}": f"{int((off[part] <= steps).sum())} of {int(part.sum())}"
            for steps, part in ((1, here & (trusted == 1)), (2, here & (trusted < 1)))
        }
        print(f"# {state}, left out: {near}, furthest {int(off[here].max())}")


def _robust(values: Values, tones: Values, trusted: Values, how: tuple[float, float]) -> Values:
    """Weights and bias of a ridge in which far ones count less."""
    weights = _ridge(values, tones, trusted, how)
    for _ in range(TONE_ROUNDS):
        off = np.abs(values @ weights[:-1] + weights[-1] - tones)
        nearer = np.sqrt(np.minimum(1, FAR_STEPS / np.maximum(off, 1e-6)))
        weights = _ridge(values, tones, trusted * nearer, how)
    return weights


def _ridge(values: Values, tones: Values, trusted: Values, how: tuple[float, float]) -> Values:
    """Weights and bias, stretched about the middle of the scale."""
    least, stretch = how
    spread, middle = values.std(0), values.mean(0)
    design = np.c_[(values - middle) / spread, np.ones(len(values))]
    penalty = np.diag([*[least] * len(spread), 0.0])
    weighed = design * trusted[:, None]
    weights = np.linalg.solve(weighed.T @ design + penalty, weighed.T @ tones)
    plain = weights[:-1] / spread * stretch
    bias = CENTER + (weights[-1] - CENTER) * stretch - plain @ middle
    return np.array([*plain, bias])


def clothes(folder: Path) -> None:
    """Fit and print how sure kind and colour of clothes are, over all states."""
    kinds: list[Told] = []
    colours: list[Told] = []
    for portrait in read_labels(folder):
        rgb = photo(portrait.path)
        face = max(detect_faces(rgb), key=lambda face: face.area)
        for state, degrade in {"plain": None, **DEGRADATIONS}.items():
            frame = largest_face(rgb if degrade is None else degrade(rgb, face))
            if frame is None:
                continue
            worn, sight = _worn(frame)
            colour = colour_name(worn.outfit.main)
            if worn.way and counts("outfit", portrait):
                right = float(RULES["outfit"].agrees(portrait.labels["top_garment"], worn.kind))
                kinds.append((portrait.id, state, kind_measures(worn.way, sight), right))
            if worn.way and counts("outfit_colour", portrait):
                right = float(RULES["outfit_colour"].agrees(portrait.labels["top_color"], colour))
                measures = colour_measures(colour, worn.cloth_px, worn.unlike_skin, sight)
                colours.append((portrait.id, state, measures, right))
    _print_sureness("KIND_RIGHT", kinds, KIND_SURE)
    _print_sureness("COLOUR_RIGHT", colours, COLOUR_SURE)


def _worn(frame: Frame) -> tuple[Worn, Sight]:
    lab, person = frame.lab(), read_person(frame)
    skin, clarity = read_skin(frame, lab, person), read_clarity(frame)
    mask = find_hair(frame, lab, person, skin.lab)
    gain = cloth_gain(skin, lab, person)
    worn = read_outfit(frame, relit(lab, gain), person, mask, relit(skin.lab, gain))
    return worn, Sight(skin.lighting, skin.uncast, clarity.texture)


def _print_sureness(name: str, told: list[Told], sure: float) -> None:
    keys = tuple(told[0][2])
    values = np.array([[measures[key] for key in keys] for _, _, measures, _ in told])
    right = np.array([truth for *_, truth in told])
    ids, states = (np.array([each[i] for each in told]) for i in (0, 1))
    probability = np.zeros(len(right))
    for one in np.unique(ids):
        left = ids == one
        weights = fitted(values[~left], right[~left], SURENESS_PENALTY, even=False)
        probability[left] = 1 / (1 + np.exp(-(values[left] @ weights[:-1] + weights[-1])))
    weights = fitted(values, right, SURENESS_PENALTY, even=False)
    weighed = ", ".join(f'"{k}": {w:.4g}' for k, w in zip(keys, weights[:-1], strict=True))
    print(f"{name} = Logistic({{{weighed}}}, {weights[-1]:.4g})")
    for state in np.unique(states):
        here = states == state
        asked = here & (probability < sure)
        wrong = int((here & ~asked & (right == 0)).sum())
        print(f"# {state}, left out: {asked.sum()} of {here.sum()} asked, {wrong} wrong and sure")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
