"""Fit the small models that read hats, glasses and beards, and tell how well they do.

Run from the project's root with a folder of labelled portraits:
`python -m tests.bench.fit_reading FOLDER`. The
folder holds `labels.csv` (columns id, facial_hair, glasses, head_covering, uncertain) and one
picture for each id. Prints the weights to copy into `figures/generation/studio/analysis` and, for
each model, the portraits it gets wrong when they are left out of the fit.
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
from figures.generation.studio.analysis.frame import read_frame
from figures.generation.studio.analysis.glasses import glasses_measures
from figures.generation.studio.analysis.neutral import neutral_picture
from figures.generation.studio.analysis.person import read_person
from figures.generation.studio.analysis.rims import find_rims
from figures.generation.studio.analysis.skin import read_skin

Row = dict[str, str]
# Ridge penalty on standardised weights: few examples, so weights stay small.
PENALTY, ROUNDS = 0.25, 50
BEARDS = ("full", "goatee", "stubble")
# Name, label column, measures, and which labels are positive.
MODELS: tuple[tuple[str, str, tuple[str, ...], Callable[[str], bool]], ...] = (
    ("ON_LIP", "facial_hair", ("lip_grain", "lip_rough", "lip_red"), lambda v: v != "none"),
    ("ON_CHIN", "facial_hair", ("chin_dark", "chin_rough", "chin_red"), lambda v: v in BEARDS),
    ("ON_SIDES", "facial_hair", ("sides_grain", "sides_rough"), lambda v: v in ("full", "stubble")),
    ("WORN", "glasses", ("line", "dark", "width", "bridge"), lambda v: v != "none"),
    ("COVERED", "head_covering", ("rough", "grain", "shade", "odd"), lambda v: v != "none"),
)


def measures_of(path: Path) -> dict[str, float]:
    """Every measure of the largest face of a picture."""
    with Image.open(path) as picture:
        rgb = np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))
    frame = read_frame(rgb, detect_faces(rgb)[0])
    lab, person = frame.lab(), read_person(frame)
    skin, neutral = read_skin(frame, lab, person).lab, neutral_picture(frame)
    crown = find_crown(frame, lab, person)
    glasses = glasses_measures(neutral, skin, find_rims(neutral, skin))
    return beard_measures(neutral) | glasses | crown.measures


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
    found = {r["id"]: measures_of(next(folder.glob(f"{r['id']}.*"))) for r in rows}
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


if __name__ == "__main__":
    main(Path(sys.argv[1]))
