"""Children come up, come back, and end: ours all of them, others never."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shop.platform.supervisor import ports
from shop.platform.supervisor.programs import Program, answers, says
from shop.platform.supervisor.supervisor import ProgramFailed, Supervisor
from tests.support.print_house import wait_until

ROOT = Path(__file__).resolve().parents[4]
SLEEP = "import signal; print('ready', flush=True); signal.pause()"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"
# Starts a child that ignores SIGTERM as well, and tells its process id.
PARENT = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {DEAF!r}], stdout=subprocess.PIPE)
child.stdout.readline()
print("child", child.pid, flush=True)
child.wait()
"""
COUNT = """
import pathlib, sys
path = pathlib.Path(sys.argv[1])
path.write_text(path.read_text() + "x" if path.exists() else "x")
sys.exit(3)
"""


def python(name: str, code: str, *arguments: str, ready: str = "ready") -> Program:
    return Program(name, (sys.executable, "-c", code, *arguments), says(ready))


def is_gone(pid: int) -> bool:
    """Tell whether no such process runs; a zombie that its new parent has not reaped is gone."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


def pid_in(log: Path, word: str) -> int:
    lines = [line.split() for line in log.read_text().splitlines()]
    return next(int(line[1]) for line in lines if line[:1] == [word])


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """A process of somebody else's."""
    process = subprocess.Popen([sys.executable, "-c", SLEEP], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """Start a supervisor in a process of its own, over the given programs (Python source)."""
    started: list[subprocess.Popen[bytes]] = []

    def start(programs: str, *, seconds: float = 20) -> subprocess.Popen[bytes]:
        code = f"""
import sys
from pathlib import Path
from shop.platform.supervisor.programs import Program, says
from shop.platform.supervisor.supervisor import Interrupted, ProgramFailed, Supervisor
def python(name, code, ready="ready"):
    return Program(name, (sys.executable, "-c", code), says(ready))
try:
    with Supervisor(Path({str(tmp_path)!r}), print, stop_seconds=0.5) as supervisor:
        supervisor.start([{programs}], seconds={seconds})
        print("started", flush=True)
        supervisor.watch()
except Interrupted:
    sys.exit(0)
except ProgramFailed as error:
    sys.exit(str(error))
"""
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, stdout=pipe, stderr=pipe, start_new_session=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_it_starts_programs_and_ends_them(tmp_path: Path) -> None:
    with Supervisor(tmp_path, print) as supervisor:
        supervisor.start([python("one", SLEEP), python("two", SLEEP)])
        pids = [child.pid for child in supervisor._children.values()]
        assert [is_gone(pid) for pid in pids] == [False, False]
    assert [is_gone(pid) for pid in pids] == [True, True]
    assert (tmp_path / "one.log").read_text() == "ready\n"


def test_it_keeps_the_log_of_the_last_run(tmp_path: Path) -> None:
    for words in ("ready first", "ready second"):
        with Supervisor(tmp_path, print) as supervisor:
            supervisor.start([python("one", SLEEP.replace("ready", words))])
    assert (tmp_path / "one.log").read_text() == "ready second\n"
    assert (tmp_path / "one.log.1").read_text() == "ready first\n"


def test_it_ends_what_ignores_being_asked_and_what_that_started(
    tmp_path: Path, stranger: subprocess.Popen[bytes]
) -> None:
    with Supervisor(tmp_path, print, stop_seconds=0.2) as supervisor:
        supervisor.start([python("deaf", DEAF), python("parent", PARENT, ready="child")])
        grandchild = pid_in(tmp_path / "parent.log", "child")
        assert not is_gone(grandchild)
    wait_until(lambda: is_gone(grandchild))
    assert stranger.poll() is None


def test_it_starts_again_what_dies_and_says_so(tmp_path: Path) -> None:
    said: list[str] = []
    with Supervisor(tmp_path, said.append) as supervisor:
        supervisor.start([python("one", SLEEP)])
        first = supervisor._children["one"].pid
        os.kill(first, signal.SIGKILL)
        while not said:
            supervisor._watch_once()
        second = supervisor._children["one"].pid
        assert second != first
        assert not is_gone(second)
    assert said == [
        "one ended with signal SIGKILL and is started again (1 of 5)."
        f" Its log: {tmp_path / 'one.log'}"
    ]


def test_it_ends_what_a_dead_child_left_before_it_starts_it_again(tmp_path: Path) -> None:
    said: list[str] = []
    with Supervisor(tmp_path, said.append) as supervisor:
        supervisor.start([python("parent", PARENT, ready="child")])
        grandchild = pid_in(tmp_path / "parent.log", "child")
        os.kill(supervisor._children["parent"].pid, signal.SIGKILL)
        while not said:
            supervisor._watch_once()
        wait_until(lambda: is_gone(grandchild))


def test_it_gives_up_on_what_dies_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shop.platform.supervisor.supervisor._FIRST_PAUSE", 0.001)
    count = tmp_path / "count"
    said: list[str] = []
    with Supervisor(tmp_path, said.append) as supervisor:
        supervisor._start_one(python("one", COUNT, str(count)))
        with pytest.raises(ProgramFailed, match=r"^one ended again and again\. Look into "):
            supervisor.watch()
    assert count.read_text() == "x" * 6
    assert len(said) == 5


def test_it_says_which_program_did_not_start_and_ends_the_others(tmp_path: Path) -> None:
    with Supervisor(tmp_path, print) as supervisor:
        with pytest.raises(ProgramFailed, match=r"^broken ended with status 3\. Look into "):
            supervisor.start([python("one", SLEEP), python("broken", "raise SystemExit(3)")])
        pid = supervisor._children["one"].pid
    assert is_gone(pid)


def test_it_does_not_wait_for_ever_for_a_program_to_be_ready(tmp_path: Path) -> None:
    late = pytest.raises(ProgramFailed, match=r"^one did not become ready in time\.")
    with Supervisor(tmp_path, print) as supervisor, late:
        supervisor.start([python("one", SLEEP, ready="never")], seconds=0.1)


def test_it_runs_one_to_its_end_and_returns_its_status(tmp_path: Path) -> None:
    with Supervisor(tmp_path, print) as supervisor:
        assert supervisor.run(python("good", "")) == 0
        assert supervisor.run(python("bad", "raise SystemExit(3)")) == 3
        assert supervisor._children == {}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything(
    number: signal.Signals,
    tmp_path: Path,
    outside: Callable[..., subprocess.Popen[bytes]],
    stranger: subprocess.Popen[bytes],
) -> None:
    process = outside(f"python('parent', {PARENT!r}, 'child'), python('deaf', {DEAF!r})")
    assert process.stdout is not None
    assert process.stdout.readline() == b"started\n"
    pids = [pid_in(tmp_path / "parent.log", "child"), *children_of(process.pid)]
    assert len(pids) == 3
    process.send_signal(number)
    process.send_signal(number)
    assert process.wait(10) == 0
    wait_until(lambda: all(is_gone(pid) for pid in pids))
    assert stranger.poll() is None


def test_a_signal_during_the_start_ends_everything(
    tmp_path: Path, outside: Callable[..., subprocess.Popen[bytes]]
) -> None:
    process = outside(f"python('one', {SLEEP!r}), python('two', {SLEEP!r}, 'never')")
    wait_until(lambda: len(children_of(process.pid)) == 2)
    wait_until(lambda: "ready" in (tmp_path / "two.log").read_text())
    pids = children_of(process.pid)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert [is_gone(pid) for pid in pids] == [True, True]


def test_children_end_when_the_supervisor_is_killed(
    outside: Callable[..., subprocess.Popen[bytes]],
) -> None:
    process = outside(f"python('one', {SLEEP!r}), python('deaf', {DEAF!r})")
    assert process.stdout is not None
    assert process.stdout.readline() == b"started\n"
    pids = children_of(process.pid)
    assert len(pids) == 2
    process.kill()
    process.wait(10)
    wait_until(lambda: all(is_gone(pid) for pid in pids))


def children_of(pid: int) -> list[int]:
    """Return the direct children's process ids."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(word) for word in text.split()]


def test_a_port_in_use_is_seen() -> None:
    with socket.socket() as server:
        server.bind((ports.LOOPBACK, 0))
        server.listen()
        taken = server.getsockname()[1]
        assert not ports.is_free(taken)
        other = ports.free_port(preferred=taken)
        assert other != taken
    assert ports.is_free(other)
    assert ports.free_port(preferred=other) == other


def test_a_url_that_answers_is_ready(tmp_path: Path) -> None:
    port = ports.free_port()
    url = f"http://{ports.LOOPBACK}:{port}/"
    assert not answers(url)(tmp_path)
    with Supervisor(tmp_path, print) as supervisor:
        command = (sys.executable, "-m", "http.server", "--bind", ports.LOOPBACK, str(port))
        supervisor.start([Program("web", command, answers(url))])
        assert answers(url)(tmp_path)
        assert not answers(f"{url}missing")(tmp_path)
