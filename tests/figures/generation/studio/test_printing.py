"""Words on chests, renders side by side in one process, and renders that are called off."""

import threading
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from figures.generation.studio import build, kernels
from figures.generation.studio.engine import Recipe, render_figure
from figures.generation.studio.sculpt.lettering import clean_words
from tests.figures.generation.studio.conftest import HEIGHT, WIDTH, small

Picture = NDArray[np.uint8]


@pytest.fixture(scope="module")
def plain(juno: Recipe) -> Recipe:
    return juno.edited(outfit="tshirt", pose="stand", outfit_main="#c23a3a")


@pytest.mark.parametrize("words", ["Hello", "Γειά σου", "Привет", "ŁÓDŹ 2026"])
def test_words_change_the_chest_and_nothing_else(plain: Recipe, words: str) -> None:
    blank, printed = small(plain), small(plain.edited(outfit_words=words))
    rows, columns = np.nonzero((blank != printed).any(-1))
    assert len(rows) > 20
    assert HEIGHT * 0.52 < rows.min() <= rows.max() < HEIGHT * 0.74
    assert WIDTH * 0.36 < columns.min() <= columns.max() < WIDTH * 0.64
    assert np.array_equal(blank[..., 3], printed[..., 3])


def test_words_are_not_on_the_back(plain: Recipe) -> None:
    printed = plain.edited(outfit_words="Hello")
    bare, lettered = (
        render_figure(r, width=WIDTH, height=HEIGHT, yaw_deg=180) for r in (plain, printed)
    )
    assert np.array_equal(bare, lettered)


def test_other_outfits_keep_words_but_do_not_show_them(plain: Recipe) -> None:
    sweater = plain.edited(outfit="sweater")
    printed = sweater.edited(outfit_words="Hello")
    assert printed.outfit.words == "Hello"
    assert np.array_equal(small(sweater), small(printed))
    assert printed.edited(outfit="tshirt").outfit.words == "Hello"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("", ""), ("  a \n b ", "a b"), ("u\u0308ber", "über"), ("x" * 12, "x" * 12)],
)
def test_words_are_cleaned(plain: Recipe, typed: str, printed: str) -> None:
    assert plain.edited(outfit_words=typed).outfit.words == printed


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("x" * 13, "at most 12 characters"),
        ("日本", "cannot be printed: 日本; use Latin, Greek or Cyrillic letters"),
        ("hi \N{GRINNING FACE}", "cannot be printed"),
        ("שלום", "cannot be printed"),
        ("a\u202eb", "cannot be printed"),
        (7, "must be a text"),
        (None, "must be a text"),
    ],
)
def test_other_words_are_refused(plain: Recipe, typed: object, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^outfit_words: .*{reason}"):
        plain.edited(outfit_words=typed)


def test_cleaning_twice_changes_nothing() -> None:
    assert clean_words(clean_words("  Ünï  çødé ")) == "Ünï çødé"


def test_two_threads_render_the_same_pictures(juno: Recipe, juno_picture: Picture) -> None:
    build.forget()
    gate, found = threading.Barrier(2), {}
    other = juno.edited(style="hero")

    def work(name: str, recipe: Recipe) -> None:
        gate.wait(120)
        found[name] = [small(recipe) for _ in range(2)]

    threads = [threading.Thread(target=work, args=pair) for pair in (("one", juno), ("two", other))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(picture, juno_picture) for picture in found["one"])
    assert all(np.array_equal(picture, small(other)) for picture in found["two"])


class CalledOff(Exception):
    """The person changed their mind."""


@pytest.mark.parametrize("stage", ["painting", "sculpting", "photographing"])
@pytest.mark.parametrize("at_start", [True, False])
def test_a_render_called_off_leaves_nothing_behind(
    juno: Recipe, juno_picture: Picture, stage: str, at_start: bool
) -> None:
    build.forget()

    def told(name: str, done: float) -> None:
        if name == stage and (done == 0.0) == at_start:
            raise CalledOff

    threads = threading.active_count()
    with pytest.raises(CalledOff):
        render_figure(juno, width=WIDTH, height=HEIGHT, progress=told)
    assert threading.active_count() == threads
    assert np.array_equal(small(juno), juno_picture)


def test_a_large_picture_can_be_called_off_between_strips(juno: Recipe) -> None:
    told: list[float] = []

    def progress(stage: str, done: float) -> None:
        if stage == "photographing":
            told.append(done)

    render_figure(juno, width=1024, height=1399, progress=progress)
    assert told == pytest.approx([0.0, 512 / 1399, 1024 / 1399, 1.0])


def test_every_compiled_loop_takes_its_turn() -> None:
    """A loop compiled past `parallel` would not hold the lock, and end the process some day."""
    folder = Path(kernels.__file__).parent
    found = {path.name for path in folder.glob("*.py") if "parallel=True" in path.read_text()}
    assert found == {"__init__.py"}
