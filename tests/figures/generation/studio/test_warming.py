"""What a worker compiles before its first job: everything, seen in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

from figures.generation.studio import kernels

_CHILD = """
import gc, json
import numpy as np
from numba.core.dispatcher import Dispatcher
from figures.generation.studio import engine, exports
from figures.generation.studio.sculpt.solid import Grid
engine.warm_up()
loops = [one for one in gc.get_objects() if isinstance(one, Dispatcher)]
loops = [one for one in loops if one.targetoptions.get("parallel")]
compiled = {one.__name__: len(one.signatures) for one in loops}
# What follows finds all of it compiled for the types it comes with.
cube, grid = np.ones((6, 6, 6), np.float32), Grid(np.zeros(3), 1.0, (6, 6, 6))
exports.thickness.thickened(cube, 1.0)
exports.thickness.thin_places(cube, grid, np.full((1, 3), 2.0), np.eye(3)[:1])
later = {one.__name__: len(one.signatures) for one in loops}
print(json.dumps([compiled, later]))
"""


def test_no_loop_is_left_for_the_first_figure_to_wait_for() -> None:
    child = subprocess.run(
        [sys.executable, "-c", _CHILD],
        check=True,
        capture_output=True,
        cwd=Path(__file__).parents[4],
    )
    compiled, later = json.loads(child.stdout)
    sources = Path(kernels.__file__).parent.glob("*.py")
    written = sum(source.read_text().count("\n@parallel\n") for source in sources)
    assert len(compiled) == written > 0
    assert set(compiled.values()) == {1}
    assert later == compiled
