import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import conftest
from tests.support.lanes import Step, StepFailedError, run_side_by_side

# Each leaves its name and waits for the other's: alone, neither would ever end.
_MEET = """
import pathlib, sys, time
mine, other = map(pathlib.Path, sys.argv[1:])
mine.touch()
for _ in range(6000):
    if other.exists():
        print("met", other.name)
        sys.exit()
    time.sleep(0.01)
sys.exit("alone for a minute")
"""
_LONG = """
import pathlib, sys, time
try:
    pathlib.Path(sys.argv[1]).touch()
    time.sleep(600)
except KeyboardInterrupt:
    print("tidied up")
"""
_FAILS = """
import pathlib, sys, time
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.01)
print("no good", file=sys.stderr)
sys.exit(3)
"""
_SUITE = """
import pathlib, sys
from tests.support.lanes import Step, run_side_by_side
from tests.support.processes import raise_on_signals
raise_on_signals()
step = Step("Long", (sys.executable, "-c", sys.argv[1], sys.argv[2]))
run_side_by_side([step], pathlib.Path(sys.argv[2]).parent)
"""


def step(title: str, code: str, *arguments: Path) -> Step:
    return Step(title, (sys.executable, "-c", code, *map(str, arguments)))


def test_two_run_at_a_time_and_the_third_takes_the_free_lane(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    steps = [step("A", _MEET, a, b), step("B", _MEET, b, a), step("C", "print('third')")]
    run_side_by_side(steps, tmp_path)
    lines = capfd.readouterr().out.splitlines()
    assert lines[:2] == ["=== A: started", "=== B: started"]
    assert lines.index("=== C: started") > 2
    assert {"met a", "met b", "third"} <= set(lines)


def test_what_is_taken_away_from_the_environment_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KEPT", "as it was")
    monkeypatch.setenv("TAKEN", "away")
    code = "import os; print([os.environ.get(name) for name in ('KEPT', 'TAKEN', 'NEW')])"
    command = (sys.executable, "-c", code)
    run_side_by_side([Step("A", command, {"TAKEN": None, "NEW": "set"})], tmp_path)
    assert "['as it was', None, 'set']" in capfd.readouterr().out.splitlines()


def test_a_failure_interrupts_the_other_and_nothing_more_begins(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there"
    steps = [step("Long", _LONG, there), step("Fails", _FAILS, there), step("Never", "print()")]
    with pytest.raises(StepFailedError) as failure:
        run_side_by_side(steps, tmp_path)
    assert failure.value.args == (3,)
    said = capfd.readouterr().out
    assert "no good\n=== Fails: FAILED with status 3\n" in said
    assert "tidied up\n=== Long: interrupted\n" in said
    assert "Never" not in said


def test_a_step_ended_by_a_signal_has_failed(tmp_path: Path) -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    with pytest.raises(StepFailedError) as failure:
        run_side_by_side([step("Killed", code)], tmp_path)
    assert failure.value.args == (128 + signal.SIGKILL,)


def test_a_signal_ends_what_runs(tmp_path: Path) -> None:
    there = tmp_path / "there"
    command = (sys.executable, "-u", "-c", _SUITE, _LONG, str(there))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "=== Long: started\n"
        while not there.exists():
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        said = process.stdout.read()
    assert process.returncode == 128 + signal.SIGTERM
    assert "tidied up\n=== Long: interrupted\n" in said


class _Item:
    """As much of a collected test as tells whether it uses the database."""

    def __init__(self, *fixtures: str, mark: str = "") -> None:
        self.fixturenames = fixtures
        self.mark = mark

    def get_closest_marker(self, name: str) -> bool:
        return name == self.mark


def test_the_two_halves_are_disjoint_and_together_everything() -> None:
    pure, others = (
        [_Item(), _Item("tmp_path")],
        [
            _Item("tmp_path", "db"),
            _Item("live_server"),
            _Item(mark="django_db"),
            _Item(mark="both_databases"),
        ],
    )

    class Hook:
        def pytest_deselected(self, items: list[_Item]) -> None:
            pass

    def chosen(option: str) -> list[_Item]:
        class Config:
            hook = Hook()

            def getoption(self, name: str) -> bool:
                return name == option

        items = [*pure, *others]
        conftest.pytest_collection_modifyitems(Config(), items)  # type: ignore[arg-type]
        return items

    assert chosen("--without-database") == pure
    assert chosen("--database-only") == others
    assert chosen("neither") == pure + others
