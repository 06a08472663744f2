"""The measure of distinctness itself, and the command that prints it."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from figures.generation.studio.layout import mean_face
from figures.generation.studio.likeness_descriptor import describe, measures, on_paper, ranks
from figures.management.commands import distinctness
from tests.figures.generation.studio.conftest import PORTRAITS, portrait


def test_it_measures_28_lengths_of_the_geometry_alone() -> None:
    face = mean_face()[:, :2]
    values = measures(face)
    assert values.shape == (28,)
    wider = measures(face * [1.1, 1.0])
    # Widths follow, heights stay.
    assert wider[1] == pytest.approx(values[1] * 1.1)
    assert wider[5] == pytest.approx(values[5])


def test_each_finds_its_own_whatever_the_style_does_to_all() -> None:
    photos = list(np.random.default_rng(5).normal(size=(6, 28)))
    figures = [values * 1.7 + np.arange(28) for values in photos]
    assert ranks(photos, figures) == [1] * 6


def test_exchanged_figures_are_not_found_first() -> None:
    photos = list(np.random.default_rng(5).normal(size=(6, 28)))
    exchanged = [photos[1], photos[0], *photos[2:]]
    places = ranks(photos, exchanged)
    assert places[2:] == [1] * 4
    assert all(place is not None and place > 1 for place in places[:2])


def test_who_cannot_be_measured_has_no_place() -> None:
    photos = list(np.random.default_rng(5).normal(size=(4, 28)))
    assert ranks([None, *photos[1:]], [*photos[:3], None]) == [None, 1, 1, None]


def test_no_face_is_not_described() -> None:
    assert describe(portrait("no_face.jpg")) is None


def test_transparent_pixels_become_paper() -> None:
    picture = np.array([[[10, 20, 30, 255], [0, 0, 0, 0]]], np.uint8)
    assert on_paper(picture).tolist() == [[[10, 20, 30], [225, 225, 225]]]


def test_the_command_counts_those_without_a_face_as_not_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distinctness, "WIDTH", 240)
    monkeypatch.setattr(distinctness, "HEIGHT", 340)
    for name in ("underwood.jpg", "allred.jpg", "no_face.jpg"):
        shutil.copy(PORTRAITS / name, tmp_path)
    call_command("distinctness", str(tmp_path))
    assert capsys.readouterr().out.splitlines() == [
        "allred: 1",
        "no_face: not measured",
        "underwood: 1",
        "top-1: 2 of 3 (67%)",
        "top-3: 2 of 3 (67%)",
    ]


def test_the_command_needs_portraits(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="at least two"):
        call_command("distinctness", str(tmp_path))
    with pytest.raises(CommandError, match="No such folder"):
        call_command("distinctness", str(tmp_path / "none"))
