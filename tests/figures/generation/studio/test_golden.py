"""The golden set: every style keeps its looks from one version of the engine to the next.

Draw it anew with `python -m tests.figures.generation.studio.golden` after a change that is meant,
look at the pictures, and raise ENGINE_VERSION.
"""

import numpy as np
import pytest
from PIL import Image

from tests.figures.generation.studio.golden import FOLDER, NAMES, draw, path_of

# Mean difference over the whole picture, in steps of 255. On one machine it is none; compilers
# may sum in another order.
MOST = 1.0


def test_the_set_is_whole() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.png")) == sorted(
        path_of(name).name for name in NAMES
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_looks_as_it_did(name: str) -> None:
    with Image.open(path_of(name)) as kept:
        before = np.asarray(kept, np.int16)
    now = draw(name).astype(np.int16)
    assert now.shape == before.shape
    assert np.abs(now - before).mean() < MOST
