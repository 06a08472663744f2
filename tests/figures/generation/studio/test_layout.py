"""The caricature: what it keeps of a face, and what expressions and brows change."""

from dataclasses import replace

import numpy as np
import pytest

from figures.generation.studio import landmarks as lm
from figures.generation.studio.brows import BROWS
from figures.generation.studio.expressions import EXPRESSIONS
from figures.generation.studio.layout import (
    LARGEST_OFFSET,
    below_lift,
    eye_outline,
    lay_out,
    mean_face,
)
from figures.generation.studio.space import Doubles
from figures.generation.studio.styles import STYLES, Style

STYLE = Style("test", "Test", STYLES["vinyl"].physique)


def _opening(points: Doubles) -> float:
    """Height of the open mouth over its width."""
    tall = points[lm.LIP_TOP_INNER, 1] - points[lm.LIP_BOTTOM_INNER, 1]
    return float(tall / np.ptp(points[[lm.MOUTH_RIGHT, lm.MOUTH_LEFT], 0]))


def _wide(points: Doubles) -> float:
    return float(np.ptp(points[[lm.MOUTH_RIGHT, lm.MOUTH_LEFT], 0]))


def _lip(points: Doubles) -> float:
    return float(points[lm.LIP_BOTTOM_INNER, 1] - points[lm.LIP_BOTTOM, 1])


def _scaled(part: tuple[int, ...], factor: tuple[float, float]) -> Doubles:
    face = mean_face().copy()
    center = face[list(part), :2].mean(0)
    face[list(part), :2] = center + (face[list(part), :2] - center) * factor
    return face


def test_there_are_expressions_and_brows_to_choose() -> None:
    assert set(EXPRESSIONS) >= {"smile", "grin", "calm", "surprised"}
    assert set(BROWS) >= {"thin", "thick", "straight", "arched"}


def test_calm_and_smile_close_any_mouth() -> None:
    for name in ("calm", "smile"):
        assert _opening(lay_out(mean_face(), STYLE, EXPRESSIONS[name]).points) == pytest.approx(0)


@pytest.mark.parametrize("name", ["grin", "surprised"])
def test_an_open_expression_opens_the_mouth_as_far_as_it_says(name: str) -> None:
    points = lay_out(mean_face(), STYLE, EXPRESSIONS[name]).points
    # Corners of the opening lie inside those of the lips.
    assert _opening(points) == pytest.approx(EXPRESSIONS[name].opening, rel=0.02)


def test_a_smile_lifts_the_corners_over_the_middle() -> None:
    lifts = {}
    for name in ("smile", "calm"):
        points = lay_out(mean_face(), STYLE, EXPRESSIONS[name]).points
        corners = points[[lm.MOUTH_RIGHT, lm.MOUTH_LEFT], 1].mean()
        lifts[name] = corners - points[lm.LIP_TOP_INNER, 1]
    assert lifts["smile"] > lifts["calm"] + 0.04


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_keeps_the_mouth_s_own_size_and_lips(name: str) -> None:
    ring = (*lm.LIPS_OUTER, *lm.LIPS_INNER)
    wide, narrow = _scaled(ring, (1.15, 1.0)), _scaled(ring, (0.85, 1.0))
    full, thin = _scaled(lm.LIPS_OUTER, (1.0, 1.3)), _scaled(lm.LIPS_OUTER, (1.0, 0.8))
    held = [lay_out(face, STYLE, EXPRESSIONS[name]).points for face in (wide, narrow, full, thin)]
    assert _wide(held[0]) > 1.3 * _wide(held[1])
    assert _lip(held[2]) > 1.5 * _lip(held[3])


def test_surprise_raises_brows_and_lids() -> None:
    plain = lay_out(mean_face(), STYLE)
    surprised = lay_out(mean_face(), STYLE, EXPRESSIONS["surprised"])
    for before, after in zip(plain.eyes, surprised.eyes, strict=True):
        assert after.height == pytest.approx(before.height * 1.2, rel=1e-3)
        assert after.brow[:, 1].mean() > before.brow[:, 1].mean() + 0.07
    # Hair is kept clear of the brows at rest: it must not jump with an expression.
    lids_grow = (surprised.eyes[0].height - plain.eyes[0].height) / 2
    assert surprised.brow_lift == pytest.approx(plain.brow_lift + lids_grow, abs=1e-3)


def test_narrow_eyes_stay_narrower_than_round_ones() -> None:
    eyes = (*lm.EYE_RIGHT, *lm.EYE_LEFT)
    faces = []
    for factor in (0.75, 1.35):
        face = mean_face().copy()
        face[list(eyes), 1] *= factor
        faces.append(lay_out(face, STYLE).eyes[0])
    assert faces[1].height / faces[1].width > faces[0].height / faces[0].width + 0.2


@pytest.mark.parametrize("factor", [1.0, 1.15, 1.62, 1.7])
def test_eyes_and_iris_grow_with_the_style(factor: float) -> None:
    layout = lay_out(mean_face(), replace(STYLE, eyes=factor))
    right, left = layout.eyes
    assert right.center[0] + right.width / 2 < 0 < left.center[0] - left.width / 2
    assert 0.42 < 2 * left.iris_radius / left.width < 0.61
    assert np.ptp(eye_outline(layout, left)[:, 0]) == pytest.approx(left.width)


def test_the_caricature_pushes_away_from_the_mean_but_never_far() -> None:
    face = mean_face().copy()
    between_brows = 9
    face[between_brows, 1] += 0.05
    face[lm.CHIN, 1] -= 5.0
    plain = lay_out(face, replace(STYLE, exaggeration=1.0)).points
    pushed = lay_out(face, replace(STYLE, exaggeration=1.5)).points
    usual = (pushed - plain)[between_brows, 1] / STYLE.upper
    chin = (plain - pushed)[lm.CHIN, 1] / STYLE.lower
    assert usual == pytest.approx(0.025, rel=0.05)
    # The outline of the jaw is pushed a fifth further.
    assert chin == pytest.approx(1.2 * 0.5 * LARGEST_OFFSET, rel=0.01)


def test_one_sided_readings_are_evened_out() -> None:
    face = mean_face().copy()
    face[lm.MOUTH_LEFT, 1] += 0.08
    points = lay_out(face, replace(STYLE, exaggeration=1.0)).points
    straight = lay_out(mean_face(), replace(STYLE, exaggeration=1.0)).points
    raised = (points - straight)[[lm.MOUTH_RIGHT, lm.MOUTH_LEFT], 1]
    assert 0 < raised[0] < raised[1] < 0.06


def test_brow_shapes_change_weight_and_line() -> None:
    brows = {
        name: lay_out(mean_face(), STYLE, None, BROWS.get(name)).eyes[0]
        for name in ("photo", *BROWS)
    }
    weight = brows["photo"].brow_thickness
    assert brows["thick"].brow_thickness == pytest.approx(1.45 * weight)
    assert brows["thin"].brow_thickness == pytest.approx(0.6 * weight)

    def rise(name: str) -> float:
        line = brows[name].brow
        return float(line[2, 1] - (line[0, 1] + line[-1, 1]) / 2)

    assert rise("straight") < 0.5 * rise("photo") < rise("photo") < rise("arched")


def test_the_hairline_makes_room_for_raised_brows() -> None:
    layout = lay_out(mean_face(), STYLE)
    brow = float(np.mean([eye.brow[:, 1].mean() for eye in layout.eyes]))
    points = below_lift(np.array([[0.0, -0.5], [0.1, brow], [0.2, 1.0]]), layout)
    assert points == pytest.approx(
        np.array([[0.0, -0.5], [0.1, brow - layout.brow_lift], [0.2, 1.0]])
    )
    assert layout.brow_lift > 0.03
