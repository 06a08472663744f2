"""The previewer: a real child process, its pictures, its end and its return."""

import io
import os
import signal
from collections.abc import Iterator

import pytest
from PIL import Image

from figures.generation.look import Accessory, Look
from figures.generation.previews import Previewer, PreviewFailed, service
from figures.generation.studio.invented import invented_recipe
from figures.piped import ChildError

RECIPE = invented_recipe("mei").to_bytes()
LOOK = Look("Sample", "Ready", (Accessory("ball", "Ball"),))


@pytest.fixture
def previewer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Previewer]:
    # Not a measure of speed: on a new machine the first child compiles.
    monkeypatch.setattr(service, "TIMEOUT", 240.0)
    previewer = Previewer()
    yield previewer
    previewer.close()


def picture(previewer: Previewer, recipe: bytes = RECIPE, view: str = "figure") -> Image.Image:
    data = previewer.picture(backend="studio", recipe=recipe, look=LOOK, view=view, edition="No. 1")
    return Image.open(io.BytesIO(data))


def test_pictures_come_and_a_dead_child_is_replaced(previewer: Previewer) -> None:
    figure = picture(previewer)
    assert (figure.size, figure.format) == ((408, 600), "WEBP")
    assert figure.getchannel("A").getextrema() == (0, 255)
    with pytest.raises(PreviewFailed):
        picture(previewer, recipe=b"no recipe")
    assert previewer._child is not None
    child = previewer._child.pid
    assert picture(previewer, view="box").size == (480, 720)
    assert previewer._child.pid == child
    os.kill(child, signal.SIGKILL)
    previewer._child._process.wait()
    assert picture(previewer).tobytes() == figure.tobytes()
    assert previewer._child.pid != child


def test_it_gets_nothing_of_our_secrets(
    previewer: Previewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, str] = {}

    def started(module: str, *, environment: dict[str, str]) -> None:
        seen.update(environment)
        raise ChildError("not started")

    monkeypatch.setenv("SECRET_KEY", "x")
    monkeypatch.setenv("DATABASE_URL", "x")
    monkeypatch.setattr(service, "PipedProcess", started)
    with pytest.raises(PreviewFailed):
        picture(previewer)
    assert seen["NUMBA_NUM_THREADS"] == "1"
    assert not {"SECRET_KEY", "DATABASE_URL", "MASTER_KEY_FILE"} & set(seen)


def test_nobody_waits_for_ever_behind_others(
    previewer: Previewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "QUEUE_SECONDS", 0.01)
    with previewer._lock, pytest.raises(PreviewFailed, match="busy"):
        picture(previewer)
