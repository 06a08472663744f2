"""Small pictures of presets: every one that works, and no more."""

from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from PIL import Image

from figures.generation.options import Field, Item, Tab
from figures.generation.studio import thumbnails
from figures.management.commands import itemthumbnails


def test_one_broken_preset_does_not_end_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    poses = Field("pose", "Pose", "items", (Item("wave", "Waving"), Item("no such", "Broken")))
    monkeypatch.setattr(thumbnails, "tabs", lambda: (Tab("pose", "Pose", (poses,)),))
    monkeypatch.setattr(thumbnails, "ACCESSORIES", ("ball", "no such"))
    monkeypatch.setattr(thumbnails, "_TALL", (82, 120))
    made = {(field, item): picture for field, item, picture in thumbnails.thumbnails()}
    assert isinstance(made["pose", "no such"], ValueError)
    assert isinstance(made["accessories", "no such"], ValueError)
    for key in (("pose", "wave"), ("accessories", "ball")):
        picture = made[key]
        assert isinstance(picture, np.ndarray)
        assert picture.shape[0] == picture.shape[1]
        assert picture[..., 3].any(0).all() or picture[..., 3].any(1).all()


def test_the_folder_holds_what_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    square = np.full((8, 8, 4), 255, np.uint8)
    made = [("pose", "wave", square), ("pose", "broken", ValueError("has no arms"))]
    monkeypatch.setattr(itemthumbnails, "thumbnails", lambda: made)
    old = tmp_path / "pose" / "gone.webp"
    old.parent.mkdir()
    old.write_bytes(b"x")
    call_command("itemthumbnails", str(tmp_path))
    assert {path.name for path in tmp_path.glob("*/*")} == {"wave.webp"}
    with Image.open(tmp_path / "pose" / "wave.webp") as picture:
        assert picture.size == (thumbnails.SIDE, thumbnails.SIDE)
    told = capsys.readouterr()
    assert "pose/broken: has no arms" in told.err
    assert "1 pictures" in told.out
