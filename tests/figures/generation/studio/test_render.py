import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from figures.generation.studio import build
from figures.generation.studio.engine import (
    ACCESSORY_KINDS,
    POSES,
    Recipe,
    render_accessory,
    render_figure,
)
from figures.generation.studio.invented import INVENTED, invented_recipe
from tests.figures.generation.studio.conftest import HEIGHT, WIDTH, small

Picture = NDArray[np.uint8]


def test_it_is_transparent_around_the_figure(juno_picture: Picture) -> None:
    alpha = juno_picture[..., 3]
    assert juno_picture.shape == (HEIGHT, WIDTH, 4)
    assert [alpha[y, x] for y in (0, -1) for x in (0, -1)] == [0, 0, 0, 0]
    assert alpha[HEIGHT // 2, WIDTH // 2] == 255
    assert 0.25 < (alpha == 255).mean() < 0.65
    # Nothing touches the border: no hair or hand is cut off.
    assert max(alpha[0].max(), alpha[-1].max(), alpha[:, 0].max(), alpha[:, -1].max()) == 0
    assert not juno_picture[alpha == 0].any()


def test_edges_are_not_premultiplied(juno: Recipe) -> None:
    """Half-covered pixels of a white figure stay white: no dark rim on a bright page."""
    white = (255, 255, 255)
    ghost = juno.edited(skin_tone=white, outfit_main=white, outfit_trousers=white)
    picture = small(ghost.edited(outfit_shoes=white, hairstyle="bald", glasses="none"))
    edge = (picture[..., 3] > 50) & (picture[..., 3] < 130)
    assert edge.sum() > 20
    assert np.median(picture[edge][:, 0]) > 110


def test_a_rebuilt_recipe_gives_the_same_pixels(juno: Recipe, juno_picture: Picture) -> None:
    build.forget()
    again = small(Recipe.from_bytes(juno.to_bytes()))
    assert np.array_equal(again, juno_picture)


def test_a_photo_is_not_needed_to_render_again(underwood: Recipe) -> None:
    first = small(underwood)
    build.forget()
    assert np.array_equal(small(Recipe.from_bytes(underwood.to_bytes())), first)


@pytest.mark.parametrize(
    "change",
    [
        {"pose": "hips"}, {"skin_tone": 2}, {"hair_colour": "blond"}, {"outfit_main": "#3050a0"},
        {"outfit": "tshirt"}, {"glasses": "none"}, {"hairstyle": "bob"}, {"body": "broad"},
        {"eye_colour": "green"}, {"camera": [30, 4]}, {"covering": "beanie"},
        {"facial_hair": "goatee"}, {"expression": "grin"}, {"brow_shape": "thick"},
    ],
)  # fmt: skip
def test_an_edit_shows(juno: Recipe, juno_picture: Picture, change: dict[str, object]) -> None:
    edited = small(juno.edited(**change))
    assert not np.array_equal(edited, juno_picture)
    # And the cache gives the first figure back, not a mixture.
    assert np.array_equal(small(juno), juno_picture)


def test_accessories_do_not_change_the_figure(juno: Recipe, juno_picture: Picture) -> None:
    assert np.array_equal(small(juno.edited(accessories=[])), juno_picture)


def test_a_new_colour_colours_the_top(juno: Recipe) -> None:
    picture = small(juno.edited(outfit_main="#2040e0"))
    red, _, blue, alpha = picture[int(HEIGHT * 0.58), WIDTH // 2].astype(int)
    assert alpha == 255
    assert blue > 2 * red


def test_it_turns_at_any_angle(juno: Recipe, juno_picture: Picture) -> None:
    back = render_figure(juno, width=WIDTH, height=HEIGHT, yaw_deg=180)
    assert back[..., 3].max() == 255
    assert not np.array_equal(back, juno_picture)
    # Glasses are red and only seen from the front.
    assert _reds(juno_picture) > _reds(back) + 20


def _reds(picture: Picture) -> int:
    head = picture[: HEIGHT // 2].astype(int)
    return int(((head[..., 0] > 120) & (head[..., 1] < 80) & (head[..., 2] < 80)).sum())


def test_progress_names_each_stage(juno: Recipe) -> None:
    told: list[tuple[str, float]] = []
    render_figure(
        juno, width=30, height=44, progress=lambda stage, done: told.append((stage, done))
    )
    assert [stage for stage, done in told if done == 1.0] == [
        "painting",
        "sculpting",
        "photographing",
    ]


@pytest.mark.parametrize(("width", "height"), [(0, 10), (10, 0), (9000, 10), (10, 9000)])
def test_it_refuses_impossible_sizes(juno: Recipe, width: int, height: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 8192"):
        render_figure(juno, width=width, height=height)


def test_each_pose_is_another(juno: Recipe) -> None:
    pictures = {small(juno.edited(pose=pose)).tobytes() for pose in POSES}
    assert len(pictures) == len(POSES)
    assert {"stand", "wave", "hips", "hero"} <= set(POSES)


def test_invented_people_differ() -> None:
    pictures = [small(invented_recipe(name)) for name in INVENTED]
    assert len({picture.tobytes() for picture in pictures}) == len(INVENTED)


@pytest.mark.parametrize("kind", ACCESSORY_KINDS)
def test_accessories_are_cut_out(kind: str) -> None:
    picture = render_accessory(kind, colour=(200, 60, 50), height=90)
    alpha = picture[..., 3]
    assert picture.shape[0] == 90
    assert (alpha[0, 0], alpha[-1, -1], alpha.max()) == (0, 0, 255)
    assert (alpha > 0).mean() > 0.15
    assert max(alpha[0].max(), alpha[-1].max(), alpha[:, 0].max(), alpha[:, -1].max()) == 0


def test_there_are_enough_accessories() -> None:
    wanted = {"laptop", "cup", "book", "camera", "guitar", "rocket", "phone", "dog"}
    assert wanted <= set(ACCESSORY_KINDS)


def test_an_unknown_accessory_is_refused() -> None:
    with pytest.raises(ValueError, match="kind must be one of"):
        render_accessory("sword", colour=(0, 0, 0), height=50)


def test_it_runs_without_django() -> None:
    code = (
        "import sys; import figures.generation.studio.engine; "
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
