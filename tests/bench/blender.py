"""The peer of the studio's renderer: Blender's Cycles on the same geometry at the same size.

It is large, so it lives in an environment of its own, which `make peers` makes; SHELFIE_BLENDER
names another interpreter that has `bpy`.
"""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from figures.generation.studio.build import build_scene, detail_for
from figures.generation.studio.recipe import Recipe
from figures.generation.studio.render.camera import DISTANCE_MM, frame_figure

SCRIPT = Path(__file__).with_name("blender_scene.py")
PEERS = Path(__file__).parents[2] / "build" / "peers" / "bin" / "python"
# With its denoiser, as a studio would use it for a picture without visible noise.
SAMPLES = 32


def interpreter() -> str:
    """Return the interpreter that has `bpy`, or "" without one."""
    return os.environ.get("SHELFIE_BLENDER", str(PEERS) if PEERS.exists() else "")


def render(recipe: Recipe, *, width: int, height: int) -> dict[str, Any]:
    """Render in Blender; returns seconds of wall and CPU time, peak MB and Blender's version."""
    scene = build_scene(recipe, detail_for(height), lambda _stage, _done: None)
    framing = frame_figure(scene.vertices, width / height)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "scene.npz"
        np.savez(
            source, vertices=scene.vertices, triangles=scene.triangles,
            material_of=scene.material_of, materials=scene.materials, distance=DISTANCE_MM,
            height=framing.height, center_y=framing.center_y, size=(width, height),
        )  # fmt: skip
        command = [interpreter(), str(SCRIPT), str(source), f"{folder}/picture.png", str(SAMPLES)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    line = next(row for row in reversed(done.stdout.splitlines()) if row.startswith("{"))
    found: dict[str, Any] = json.loads(line)
    return found
