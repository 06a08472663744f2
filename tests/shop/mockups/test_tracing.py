import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from shop.mockups import SCENES, layers
from shop.mockups.tracing.bake import bake
from shop.mockups.tracing.pack import corners, write
from shop.mockups.tracing.sets import stages


def test_scene_files_were_baked_from_the_sets_as_they_stand() -> None:
    sets = stages()
    assert sorted(sets) == sorted(SCENES)
    for key, stage in sets.items():
        for slot, baked in zip(stage.slots, layers.load(key).slots, strict=True):
            assert slot.name == baked.name
            assert np.allclose(corners(stage, slot), baked.quad, atol=1e-6)


@pytest.mark.slow
def test_baking_twice_gives_the_same_file(tmp_path: Path) -> None:
    stage = stages()["shelf-carton"]
    for name in ("a.zip", "b.zip"):
        write(tmp_path / name, stage, bake(stage, 96, 2, 1))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        index = json.loads(archive.read("index.json"))
    assert [slot["name"] for slot in index["slots"]] == ["front", "side", "top"]
