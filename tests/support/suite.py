"""What `make lint`, `make test` and `make test-all` run, in order, up to the first failure.

The last line is the number of tests that passed and failed in all of it.
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

from tests.support.processes import ServiceError, raise_on_signals, run
from tests.support.services import services

_PYTHON = sys.executable
_LINT_IMPORTS = str(Path(_PYTHON).with_name("lint-imports"))
_BENCHES = Path(__file__).resolve().parents[1] / "bench"
_LINTERS = {
    "Lint: ruff check": (_PYTHON, "-m", "ruff", "check", "."),
    "Format: ruff format --check": (_PYTHON, "-m", "ruff", "format", "--check", "."),
    "Types: mypy --strict": (_PYTHON, "-m", "mypy", "."),
    "Imports: one floor stands on the next": (_LINT_IMPORTS, "--no-logo"),
    "Django: system checks": (_PYTHON, "manage.py", "check"),
    "Django: no migration is missing": (
        *(_PYTHON, "manage.py", "makemigrations"),
        *("--check", "--dry-run"),
    ),
}
_PYTEST = (_PYTHON, "-m", "pytest", "-p", "tests.support.tally")
_NO_TESTS_COLLECTED = 5


class StepFailedError(Exception):
    """A step ended with another status than 0, which is the one argument."""


def main(arguments: list[str]) -> int:
    """Run `lint`, `test` or `all` and return the exit status."""
    if arguments not in (["lint"], ["test"], ["all"]):
        print("usage: python -m tests.support.suite lint | test | all", file=sys.stderr)
        return 2
    raise_on_signals()
    began, counts = time.monotonic(), Counter[str]()
    status = 0
    try:
        _lint()
        if arguments != ["lint"]:
            _tests(counts, everything=arguments == ["all"])
    except StepFailedError as failure:
        status = failure.args[0]
    except ServiceError as failure:
        print(failure, file=sys.stderr)
        status = 1
    if arguments != ["lint"]:
        _print_summary(counts, time.monotonic() - began)
    return status


def _lint() -> None:
    with tempfile.TemporaryDirectory(prefix="shelfie-lint-") as var:
        environment = {"SHELFIE_VAR": var, "DATABASE_URL": None, "DJANGO_SETTINGS_MODULE": None}
        for title, command in _LINTERS.items():
            with _section(title):
                _check(run(command, environment))


def _tests(counts: Counter[str], *, everything: bool) -> None:
    with services() as private:
        embedded = {**private, "DATABASE_URL": None}
        _pytest("Tests on PostgreSQL", private, counts)
        # The browser's walk is the same on both; its minutes are better spent on the kills.
        on_sqlite = ("--database-only", "-m", "not slow and not browser")
        _pytest("Services, jobs and path on SQLite", embedded, counts, *on_sqlite)
        if everything:
            _pytest("Long runs", private, counts, "-m", "slow", may_be_empty=True)
            for bench in sorted(_BENCHES.glob("bench_*.py")):
                with _section(f"Bench: {bench.stem.removeprefix('bench_')}"):
                    _check(run((_PYTHON, "-m", f"tests.bench.{bench.stem}"), private))


def _pytest(
    title: str,
    environment: Mapping[str, str | None],
    counts: Counter[str],
    *options: str,
    may_be_empty: bool = False,
) -> None:
    """Run pytest and add its outcomes to `counts`.

    Raises:
        StepFailedError: a test failed, or none was found and that may not be.
    """
    tally = Path(environment["TMPDIR"] or "") / "tally.json"
    tally.unlink(missing_ok=True)
    with _section(title):
        status = run((*_PYTEST, *options), {**environment, "TEST_TALLY": str(tally)})
        if tally.exists():
            counts.update(json.loads(tally.read_text(encoding="utf-8")))
        if may_be_empty and status == _NO_TESTS_COLLECTED:
            status = 0
        _check(status)


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
