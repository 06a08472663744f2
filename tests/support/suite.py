"""What `make lint`, `make test` and `make test-all` run, up to the first failure.

The tests, mypy among them, run side by side in two lanes, for much of a test is waiting. The last
line is the number of tests that passed and failed in all of it.
"""

import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.lanes import Step, StepFailedError, run_side_by_side
from tests.support.processes import ServiceError, raise_on_signals, run
from tests.support.services import services

_PYTHON = sys.executable
_LINT_IMPORTS = str(Path(_PYTHON).with_name("lint-imports"))
_BENCHES = Path(__file__).resolve().parents[1] / "bench"
_TYPES = Step("Types: mypy --strict", (_PYTHON, "-m", "mypy", "."))
# Seconds each; a slip is told before anything long begins.
_LINTERS = (
    Step("Lint: ruff check", (_PYTHON, "-m", "ruff", "check", ".")),
    Step("Format: ruff format --check", (_PYTHON, "-m", "ruff", "format", "--check", ".")),
    Step("Imports: one floor stands on the next", (_LINT_IMPORTS, "--no-logo")),
    Step("Django: system checks", (_PYTHON, "manage.py", "check")),
    Step(
        "Django: no migration is missing",
        (_PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"),
    ),
)
_PYTEST = (_PYTHON, "-m", "pytest", "-p", "tests.support.tally")
_TALLY = "tally.json"
# A third of the suite's work by itself, and it computes all the time.
_STUDIO = "tests/figures/generation/studio"


def main(arguments: list[str]) -> int:
    """Run `lint`, `test` or `all` and return the exit status."""
    if arguments not in (["lint"], ["test"], ["all"]):
        print("usage: python -m tests.support.suite lint | test | all", file=sys.stderr)
        return 2
    raise_on_signals()
    began, counts = time.monotonic(), Counter[str]()
    status = 0
    try:
        with tempfile.TemporaryDirectory(prefix="shelfie-lint-") as var:
            _lint(Path(var), types=arguments == ["lint"])
            if arguments != ["lint"]:
                _tests(Path(var), counts, everything=arguments == ["all"])
    except StepFailedError as failure:
        status = failure.args[0]
    except ServiceError as failure:
        print(failure, file=sys.stderr)
        status = 1
    if arguments != ["lint"]:
        _print_summary(counts, time.monotonic() - began)
    return status


def _lint(var: Path, *, types: bool) -> None:
    for step in (*_LINTERS, *((_TYPES,) if types else ())):
        with _section(step.title):
            _check(run(step.command, _of_linters(var)))


def _of_linters(var: Path) -> dict[str, str | None]:
    return {"SHELFIE_VAR": str(var), "DATABASE_URL": None, "DJANGO_SETTINGS_MODULE": None}


def _tests(var: Path, counts: Counter[str], *, everything: bool) -> None:
    with services() as private:
        embedded = {**private, "DATABASE_URL": None, "TEST_REDIS_URL": _other(private)}
        # The browser's walk is the same on both; its minutes are better spent on the kills.
        on_sqlite = ("--database-only", "-m", "not slow and not browser")
        rest = ("--without-database", f"--ignore={_STUDIO}")
        scratch = Path(private["TMPDIR"])
        # The longest first, so that both lanes end at about the same time.
        steps = [
            _pytest("Services, jobs and path on PostgreSQL", private, "--database-only"),
            _pytest("Services, jobs and path on SQLite", embedded, *on_sqlite),
            _pytest("The studio", embedded, "--without-database", _STUDIO),
            _pytest("What needs no database", embedded, *rest),
            Step(_TYPES.title, _TYPES.command, _of_linters(var)),
        ]
        try:
            run_side_by_side(steps, scratch)
        finally:
            _add_tallies(counts, scratch)
        if everything:
            _long_runs(private, counts)


def _long_runs(private: Mapping[str, str], counts: Counter[str]) -> None:
    """Run one after the other what measures, or wants the whole machine."""
    step = _pytest("Long runs", private, "-m", "slow")
    try:
        with _section(step.title):
            _check(run(step.command, step.environment))
    finally:
        _add_tallies(counts, Path(private["TMPDIR"]))
    for bench in sorted(_BENCHES.glob("bench_*.py")):
        with _section(f"Bench: {bench.stem.removeprefix('bench_')}"):
            _check(run((_PYTHON, "-m", f"tests.bench.{bench.stem}"), private))


def _pytest(title: str, environment: Mapping[str, str | None], *options: str) -> Step:
    """Return a run of pytest with a temp folder of its own, where it leaves its tally."""
    folder = tempfile.mkdtemp(prefix="tests-", dir=environment["TMPDIR"])
    own = {"TMPDIR": folder, "TEST_TALLY": str(Path(folder) / _TALLY)}
    return Step(title, (*_PYTEST, *options), {**environment, **own})


def _add_tallies(counts: Counter[str], scratch: Path) -> None:
    """Add up what every run of pytest has left, once."""
    for tally in scratch.glob(f"tests-*/{_TALLY}"):
        counts.update(json.loads(tally.read_text(encoding="utf-8")))
        tally.unlink()


def _other(private: Mapping[str, str]) -> str:
    """Return the URL of another of Redis's databases: two runs share the server."""
    return urlsplit(private["TEST_REDIS_URL"])._replace(path="/1").geturl()


def _check(status: int) -> None:
    if status:
        raise StepFailedError(status)


@contextmanager
def _section(title: str) -> Iterator[None]:
    began = time.monotonic()
    print(f"\n=== {title}", flush=True)
    try:
        yield
    except StepFailedError as failure:
        print(f"=== {title}: FAILED with status {failure.args[0]}", flush=True)
        raise
    print(f"=== {title}: done in {time.monotonic() - began:.1f} s", flush=True)


def _print_summary(counts: Counter[str], seconds: float) -> None:
    line = f"{counts['passed']} passed, {counts['failed'] + counts['error']} failed"
    if counts["skipped"]:
        line += f", {counts['skipped']} skipped"
    print(f"\n{line} in {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parents[2])
    sys.exit(main(sys.argv[1:]))
