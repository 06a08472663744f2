import os
import subprocess
import sys
import threading
from pathlib import Path

from pytest_django.fixtures import Settings

from shop.platform import faultpoints
from tests.support.print_house import ROOT, wait_until


def test_nothing_happens_elsewhere(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    for named in ("", "inbox.stored"):
        settings.FAULT_POINT = named
        faultpoints.reached("intake.stored")
    assert list(tmp_path.iterdir()) == []


def test_who_comes_by_stops_and_says_so(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    settings.FAULT_POINT = "inbox.stored"
    thread = threading.Thread(target=faultpoints.reached, args=("inbox.stored",), daemon=True)
    thread.start()
    marker = tmp_path / faultpoints.MARKER
    wait_until(lambda: marker.exists() and marker.read_text(encoding="utf-8") == "inbox.stored")
    assert thread.is_alive()


def test_production_refuses_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import shop.settings"],
        cwd=ROOT,
        env={**os.environ, "SHELFIE_MODE": "production", "SHELFIE_FAULT_POINT": "inbox.stored"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 1
    assert "- SHELFIE_FAULT_POINT stops processes on purpose: it is for tests.\n" in done.stderr
