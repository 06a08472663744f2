"""`manage.py demo` from a photo to a tracked parcel, and what is left of it after Ctrl-C."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from orders.walkthrough.browser import Browser
from shop.platform.supervisor import ports
from tests.support.print_house import wait_until

ROOT = Path(__file__).resolve().parents[2]
PORTRAIT = ROOT / "tests" / "data" / "portraits" / "astronaut.jpg"
LAST_LINE = re.compile(r"^Order (SF-[0-9A-Z]{8}) shipped: SBX[0-9A-Z]+(, SBX[0-9A-Z]+)*$")
# Not a measure of speed: what runs so long has come to a halt.
LONGEST = 600


def environment(var: Path) -> dict[str, str]:
    """Return what somebody would have who has only cloned the project."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR")
    found = {name: os.environ[name] for name in kept if name in os.environ}
    return {**found, "SHELFIE_VAR": str(var)}


def demo(var: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "demo", *options],
        cwd=ROOT,
        env=environment(var),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@contextlib.contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[None]:
    """Kill the process when the block is left, or when it takes far too long."""
    watchdog = threading.Timer(LONGEST, process.kill)
    watchdog.start()
    try:
        yield
    finally:
        watchdog.cancel()
        process.kill()
        process.communicate()


def family(pid: int) -> list[int]:
    """Return the process ids of everything a process started, directly or not."""
    found = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, tasks.read_text().split()):
            found += [child, *family(child)]
    return found


def is_gone(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


def read_until_shipped(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if LAST_LINE.match(lines[-1]):
            return lines
    raise AssertionError("\n".join(lines))


def signs_in(site: str, name: str, password: str) -> bool:
    browser = Browser(site)
    page = browser.open("/admin/login/?next=/admin/")
    values = {"username": name, "password": password}
    return browser.submit(page, page.form(button="Log in"), values).url == f"{site}/admin/"


def test_one_command_takes_a_photo_to_a_tracked_parcel(tmp_path: Path) -> None:
    var, photo = tmp_path / "var", tmp_path / "portrait.jpg"
    with Image.open(PORTRAIT) as picture:
        picture.resize((800, 800)).save(photo)
    port = ports.free_port()
    process = demo(var, "--photo", str(photo), "--name", "Mara O'Neil", "--port", str(port))
    with ended(process):
        lines = read_until_shipped(process)
        printed = "\n".join(lines)
        last = LAST_LINE.match(lines[-1])
        assert last is not None
        number = last.group(1)
        site = f"http://127.0.0.1:{port}"
        for address in (f"{site}/", f"{site}/admin/", f"{site}/api/v1/docs/"):
            assert re.search(rf"^\w.*{re.escape(address)}$", printed, re.MULTILINE)

        results = sorted(path.name for path in (var / "results" / number).iterdir())
        kinds = Counter(re.sub(r"-\d.*", "", name).partition(".")[0] for name in results)
        assert kinds == {"cut-out": 1, "box-art": 1, "mockup": 12, "proof": 7, "print-file": 7}
        for name in results:
            assert str(var / "results" / number / name) in printed
            starts = (var / "results" / number / name).read_bytes()[:8]
            assert starts.startswith((b"%PDF-", b"\x89PNG", b"RIFF", b"\xff\xd8\xff"))

        journal = (var / "print-house" / "orders.jsonl").read_text().splitlines()
        accepted = [line for line in map(json.loads, journal) if line["event"] == "accepted"]
        assert [line["merchantReference"] for line in accepted] == [number]

        passwords = dict(re.findall(r"^  (admin|moderator): password (\S+)", printed, re.MULTILINE))
        assert set(passwords) == {"admin", "moderator"}
        for name, password in passwords.items():
            assert signs_in(site, name, password)
        key = re.search(r"^  sample-shop: API key (sk_test_\w+)", printed, re.MULTILINE)
        assert key is not None
        bearer = {"Authorization": f"Bearer {key.group(1)}"}
        products = Browser(site).fetch("/api/v1/products", headers=bearer).json()
        assert len(products["items"]) == 7
        written = "".join(path.read_text() for path in (var / "log").iterdir())
        for secret in (
            *passwords.values(),
            key.group(1),
            "Mara",
            "sample@example.com",
            "Musterweg",
        ):
            assert secret not in written

        assert var.stat().st_mode & 0o777 == 0o700
        pids = family(process.pid)
        assert len(pids) >= 9
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(10) == 0
        wait_until(lambda: all(is_gone(pid) for pid in pids))
        assert ports.is_free(port)


def test_a_taken_port_is_told_with_another_to_choose(tmp_path: Path) -> None:
    with socket.socket() as server:
        server.bind((ports.LOOPBACK, 0))
        server.listen()
        port = server.getsockname()[1]
        process = demo(tmp_path / "var", "--port", str(port))
        with ended(process):
            assert process.stdout is not None
            said = process.stdout.read()
            assert process.wait() == 1
    assert f"Port {port} of this machine is taken by another program." in said
    assert re.search(r"make run PORT=\d+$", said.strip())


def test_a_photo_that_is_not_there_is_told_before_anything_starts(tmp_path: Path) -> None:
    process = demo(tmp_path / "var", "--photo", str(tmp_path / "me.jpg"))
    with ended(process):
        assert process.stdout is not None
        said = process.stdout.read()
        assert process.wait() == 1
    assert said.strip().endswith(f"There is no picture to read at {tmp_path / 'me.jpg'}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_the_start_leaves_nothing(number: signal.Signals, tmp_path: Path) -> None:
    port = ports.free_port()
    process = demo(tmp_path / "var", "--port", str(port))
    with ended(process):
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("Loading the sample catalogue"):
                break
        wait_until(lambda: bool(family(process.pid)), seconds=180)
        pids = family(process.pid)
        process.send_signal(number)
        assert process.wait(10) == 130
        wait_until(lambda: all(is_gone(pid) for pid in pids))
