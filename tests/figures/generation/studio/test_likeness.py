"""The likeness report: labels, scoring rules, degradations, table and command."""

import csv
import io
import shutil
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from figures.faces import FaceBox
from figures.generation.studio.invented import INVENTED, invented_recipe
from figures.generation.studio.likeness.contact_sheet import contact_sheet, pair
from figures.generation.studio.likeness.degradations import DEGRADATIONS
from figures.generation.studio.likeness.labels import BadLabels, Labelled, read_labels
from figures.generation.studio.likeness.measure import Reading, in_group, tally
from figures.generation.studio.likeness.scoring import (
    GARMENTS,
    TONE_CERTAIN,
    TONE_UNCERTAIN,
    is_asked,
    score,
)
from figures.generation.studio.likeness.table import table
from figures.generation.studio.recipe import Attribute, Recipe
from tests.figures.generation.studio.conftest import PORTRAITS

LABELS = {
    "id": "allred", "monk_tone": "5", "monk_certain": "y", "hair_color": "none",
    "hair_length": "bald", "hair_texture": "none", "facial_hair": "full", "glasses": "none",
    "head_covering": "none", "smile": "teeth", "top_garment": "suit", "top_color": "navy",
    "uncertain": "",
}  # fmt: skip


def labelled(**labels: str) -> Labelled:
    values = LABELS | labels
    uncertain = frozenset(values["uncertain"].split(";")) - {""}
    return Labelled(values["id"], Path("none.jpg"), values, uncertain)


def read(*attributes: tuple[str, str, float]) -> Recipe:
    recipe = invented_recipe(next(iter(INVENTED)))
    return recipe.replaced(attributes=tuple(Attribute(*each) for each in attributes))


@pytest.mark.parametrize(
    ("certain", "value", "agreed"),
    [("y", "6", True), ("y", "7", False), ("n", "7", True), ("n", "8", False)],
)
def test_a_tone_may_be_a_step_off_or_two_where_the_rater_doubts(
    certain: str, value: str, agreed: bool
) -> None:
    scores = score(read(("skin_tone", value, 0.9)), labelled(monk_certain=certain))
    (line,) = scores
    assert line == (TONE_CERTAIN if certain == "y" else TONE_UNCERTAIN)
    assert (scores[line].agreed, scores[line].off) == (agreed, int(value) - 5)


@pytest.mark.parametrize(
    ("attribute", "column", "label", "value", "agreed"),
    [
        ("smile", "smile", "teeth", "teeth", True),
        ("smile", "smile", "none", "closed", False),
        ("outfit", "top_garment", "suit", "jacket", False),
        ("outfit", "top_garment", "uniform", "suit", True),
        ("outfit", "top_garment", "blouse", "shirt", True),
        ("outfit_colour", "top_color", "light_blue", "light blue", True),
        ("outfit_colour", "top_color", "navy", "black", True),
        ("outfit_colour", "top_color", "blue", "black", False),
        ("hair_length", "hair_length", "buzz", "short", True),
        ("hair_length", "hair_length", "buzz", "buzz", True),
        ("hair_length", "hair_length", "buzz", "medium", False),
        ("hair_colour", "hair_color", "dark_brown", "brown", True),
        ("hair_colour", "hair_color", "black", "brown", False),
        ("hair_texture", "hair_texture", "wavy", "straight", True),
        ("hair_texture", "hair_texture", "coily", "straight", False),
        ("glasses", "glasses", "thin", "round", True),
        ("glasses", "glasses", "none", "no", True),
        ("glasses", "glasses", "thick", "none", False),
        ("head_covering", "head_covering", "scarf", "headscarf", True),
        ("head_covering", "head_covering", "cap", "none", False),
    ],
)
def test_the_rules(attribute: str, column: str, label: str, value: str, agreed: bool) -> None:
    scores = score(read((attribute, value, 0.9)), labelled(**{column: label}))
    assert scores[attribute].agreed is agreed


def test_what_the_rater_doubts_or_leaves_open_does_not_count() -> None:
    reading = read(("smile", "teeth", 0.9), ("outfit", "suit", 0.9), ("outfit_colour", "red", 0.9))
    open_labels = labelled(uncertain="smile", top_garment="other", top_color="multi")
    assert score(reading, open_labels) == {}


def test_a_wrong_guess_is_asked_or_wrong_and_sure() -> None:
    asked = score(read(("smile", "none", 0.49)), labelled())["smile"]
    sure = score(read(("smile", "none", 0.5)), labelled())["smile"]
    assert (asked.verdict, sure.verdict) == ("asked", "wrong")


def test_texture_is_asked_with_the_hairstyle() -> None:
    labels = labelled(hair_texture="wavy")
    verdicts = [
        score(read(("hair_texture", "curly", sure)), labels)["hair_texture"].verdict
        for sure in (0.49, 0.5)
    ]
    assert verdicts == ["asked", "wrong"]


def test_no_question_means_not_asked() -> None:
    assert not is_asked("mood", 0.1)


def test_each_garment_has_outfits() -> None:
    assert all(GARMENTS.values())


def test_it_counts() -> None:
    readings = [
        Reading(labelled(), read(("smile", "teeth", 0.9), ("skin_tone", "8", 0.9))),
        Reading(labelled(), read(("smile", "none", 0.1))),
        Reading(labelled(monk_tone="9"), read(("smile", "none", 0.9))),
        Reading(labelled(), None, "no_face"),
    ]
    tallies = tally(readings)
    smile = tallies.lines["smile"]
    assert (smile.counted, smile.agreed, smile.asked, smile.right) == (3, 1, 1, 2)
    assert (smile.wrong_and_sure, tallies.lines[TONE_CERTAIN].furthest) == (1, 3)
    assert (tallies.portraits, tallies.refused) == (4, {"no_face": 1})
    assert len(in_group(readings, 7, 10)) == 1
    text = table("Plain", tallies)
    assert text.startswith("Plain (4 portraits, 1 refused: no_face)\n")
    # One read of four is asked about its smile, two about nothing; the refused one does not count.
    assert tallies.questions == [0, 1, 0]
    assert text.splitlines()[-1] == "questions for one portrait: median 0, most 1"
    (line,) = [line for line in text.splitlines() if line.startswith("smile")]
    assert line.split() == ["smile", "3", "1", "1", "33", "67", "1"]


def test_nothing_read_is_asked_about() -> None:
    assert "questions" not in table("None", tally([Reading(labelled(), None, "no_face")]))


def write_labels(folder: Path, *rows: dict[str, str]) -> Path:
    with (folder / "labels.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, LABELS)
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.mark.parametrize(
    ("change", "message"),
    [({"id": "nobody"}, "no picture of 'nobody'"), ({"monk_tone": "11"}, "'11' is no Monk tone")],
)
def test_bad_labels_are_refused(tmp_path: Path, change: dict[str, str], message: str) -> None:
    shutil.copy(PORTRAITS / "allred.jpg", tmp_path)
    with pytest.raises(BadLabels, match=message):
        read_labels(write_labels(tmp_path, LABELS | change))


def test_a_lacking_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("id,smile\nallred,none\n")
    with pytest.raises(BadLabels, match="lacks: facial_hair"):
        read_labels(tmp_path)


@pytest.mark.parametrize("name", sorted(DEGRADATIONS))
def test_degradations_change_the_photo_alike_each_time(name: str) -> None:
    picture = np.random.default_rng(1).integers(0, 255, (300, 240, 3), np.uint8)
    face = FaceBox(60, 60, 120, 150, 1.0)
    worse = DEGRADATIONS[name](picture, face)
    assert worse.dtype == np.uint8
    assert worse.shape != picture.shape or not np.array_equal(worse, picture)
    assert np.array_equal(worse, DEGRADATIONS[name](picture, face))


def test_underexposure_is_two_stops_of_light() -> None:
    grey = np.full((4, 4, 3), 188, np.uint8)
    # 188 is half of the light of 255; an eighth is 99.
    assert int(DEGRADATIONS["underexposed"](grey, FaceBox(0, 0, 4, 4, 1.0))[0, 0, 0]) == 99


def test_a_face_is_shrunk_to_its_size_and_never_enlarged() -> None:
    picture = np.zeros((480, 400, 3), np.uint8)
    shrink = DEGRADATIONS["face at 120 px"]
    assert shrink(picture, FaceBox(0, 0, 200, 240, 1.0)).shape == (240, 200, 3)
    assert shrink(picture, FaceBox(0, 0, 50, 60, 1.0)).shape == (480, 400, 3)


def test_the_command_prints_a_table_and_draws_a_sheet(tmp_path: Path) -> None:
    for name in ("allred.jpg", "no_face.jpg"):
        shutil.copy(PORTRAITS / name, tmp_path)
    write_labels(tmp_path, LABELS, LABELS | {"id": "no_face"})
    out, told = tmp_path / "sheet.png", io.StringIO()
    call_command("likeness", tmp_path, out, "--plain", stdout=told)
    text = told.getvalue()
    assert text.startswith("As they are (2 portraits, 1 refused: no_face)\n")
    assert "Monk 4 to 6 (2 portraits, 1 refused: no_face)" in text
    assert "Underexposed" not in text
    with Image.open(out) as sheet:
        assert sheet.size == (2 * 602, 420)
        # The second has no figure: its place is paper.
        assert sheet.getpixel((602 + 316 + 140, 200)) == (236, 236, 236)


@pytest.mark.parametrize("folder", ["empty", "missing"])
def test_the_command_refuses_a_folder_without_labels(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match=r"There is no labels\.csv"):
        call_command("likeness", tmp_path / folder, tmp_path / "sheet.png")


def test_a_sheet_needs_photos() -> None:
    with pytest.raises(ValueError, match="no photos"):
        contact_sheet([])
    cells = [pair(np.zeros((8, 8, 3), np.uint8), None)] * 7
    assert contact_sheet(cells).size == (6 * 602, 2 * 420)
