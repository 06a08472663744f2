"""Fit the small models that read hats, glasses, beards, smiles and tones in bad light.

Run from the project's root with a folder of labelled portraits:
`python -m tests.bench.fit_reading FOLDER`. The
folder holds `labels.csv` (columns id, facial_hair, glasses, head_covering, uncertain) and one
picture for each id. Prints the weights to copy into `figures/generation/studio/analysis` and, for
each model, the portraits it gets wrong when they are left out of the fit. A closed smile and the
tone in bad light are fitted to the portraits in several states; a portrait is then left out with
all of them.
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
from figures.generation.studio.analysis.covering import find_crown
from figures.generation.studio.analysis.frame import Frame, read_frame
from figures.generation.studio.analysis.glasses import glasses_measures
from figures.generation.studio.analysis.neutral import neutral_picture
from figures.generation.studio.analysis.person import read_person
from figures.generation.studio.analysis.rims import find_rims
from figures.generation.studio.analysis.skin import (
    by_white,
    plausible_hue,
    read_light,
    read_skin,
    well_lit,
)
from figures.generation.studio.analysis.smile import corner_height
from figures.generation.studio.likeness.degradations import DEGRADATIONS
from figures.generation.studio.space import Bytes

Row = dict[str, str]
Values = NDArray[np.float64]
STATES = ("plain", "noisy", "blurred", "turned 35", "back light", "cool cast")
# Ridge penalty on standardised weights: few examples, so weights stay small.
PENALTY, ROUNDS = 0.25, 50
# For tones; a ridge draws everybody to the middle of the scale, so it is stretched about it.
TONE_PENALTY, STRETCH, CENTER = 0.3, 1.3, 4.5
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
    return {
        "corners": corner_height(frame),
        "pitch": frame.pitch,
        "lightness": float(lit[0]),
        "hue": plausible_hue(lit),
        "by_white": by_white(lit, light),
    }


def fitted(values: NDArray[np.float64], truth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights and bias by Newton's method, both classes counting alike."""
    spread = values.std(0) + 1e-6
    middle = values.mean(0)
    design = np.c_[(values - middle) / spread, np.ones(len(values))]
    balance = np.where(truth > 0, (len(truth) - truth.sum()) / max(truth.sum(), 1) / 2, 1.0)
    penalty = np.diag([*[PENALTY] * len(spread), 1e-6])
    weights = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        curvature = (design * (balance * p * (1 - p))[:, None]).T @ design + penalty
        slope = design.T @ (balance * (p - truth)) + penalty @ weights
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


def in_states(folder: Path, rows: list[Row]) -> None:
    """Fit and print what is fitted to several states of each portrait."""
    seen: list[tuple[Row, str, dict[str, float]]] = []
    for row in rows:
        rgb = photo(next(folder.glob(f"{row['id']}.*")))
        face = max(detect_faces(rgb), key=lambda face: face.area)
        for state in STATES:
            worse = rgb if state == "plain" else DEGRADATIONS[state](rgb, face)
            measures = state_measures(worse)
            if measures is not None:
                seen.append((row, state, measures))
    quiet = [
        each
        for each in seen
        if each[0]["smile"] != "teeth" and "smile" not in each[0]["uncertain"].split(";")
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
    values, ids = _table(seen, ("lightness", "hue", "by_white"))
    tones = np.array([float(row["monk_tone"]) for row, _, _ in seen])
    trusted = np.array([1.0 if row["monk_certain"] == "y" else 0.5 for row, _, _ in seen])
    off = np.zeros(len(tones))
    for one in np.unique(ids):
        rest = ids != one
        weights = _ridge(values[rest], tones[rest], trusted[rest])
        off[~rest] = np.abs(np.rint(values[~rest] @ weights[:-1] + weights[-1]) - tones[~rest])
    print("SHADE_FIT, per measure and bias", _ridge(values, tones, trusted))
    for state in STATES:
        here = np.array([at == state for _, at, _ in seen])
        near = {
            f"within {steps}": f"{int((off[part] <= steps).sum())} of {int(part.sum())}"
            for steps, part in ((1, here & (trusted == 1)), (2, here & (trusted < 1)))
        }
        print(f"# {state}, left out: {near}")


def _ridge(values: Values, tones: Values, trusted: Values) -> Values:
    """Weights and bias, stretched about the middle of the scale."""
    spread, middle = values.std(0), values.mean(0)
    design = np.c_[(values - middle) / spread, np.ones(len(values))]
    penalty = np.diag([*[TONE_PENALTY * len(STATES)] * len(spread), 0.0])
    weighed = design * trusted[:, None]
    weights = np.linalg.solve(weighed.T @ design + penalty, weighed.T @ tones)
    plain = weights[:-1] / spread * STRETCH
    bias = CENTER + (weights[-1] - CENTER) * STRETCH - plain @ middle
    return np.array([*plain, bias])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
