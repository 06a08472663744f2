"""A pytest plugin that leaves its counts in the file `TEST_TALLY` for the suite to add up."""

import json
import os
from pathlib import Path

import pytest

OUTCOMES = ("passed", "failed", "error", "skipped")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write how many tests ended in each way."""
    path = os.environ.get("TEST_TALLY")
    if path:
        counts = {name: len(terminalreporter.stats.get(name, [])) for name in OUTCOMES}
        Path(path).write_text(json.dumps(counts), encoding="utf-8")
