"""One live line on a terminal, plain lines elsewhere, and failures with their log."""

import io

import pytest

from orders.walkthrough.console import Console, StepFailed


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_elsewhere_it_writes_a_line_for_each_change() -> None:
    out = io.StringIO()
    with Console(out).stage("Figure made", log="a.log") as stage:
        stage.show(0.1, "reading")
        stage.show(0.2, "reading")
        stage.show(0.5, "painting")
        stage.result = "1 figure"
    lines = out.getvalue().splitlines()
    assert lines[:2] == ["Figure made: reading", "Figure made: painting"]
    assert lines[2].startswith("Figure made: 1 figure (0.")
    assert "\033" not in out.getvalue()


def test_on_a_terminal_it_writes_over_one_line() -> None:
    out = Terminal()
    with Console(out).stage("Figure made", log="a.log") as stage:
        stage._drawn = 0.0
        stage.show(0.5, "painting")
    live, _, last = out.getvalue().rpartition("\r\033[K")
    assert "\r\033[KFigure made  [############............]  50 %  painting  0 s" in live
    assert live.count("\n") == 0
    assert last.startswith("Figure made: done (0.")


def test_a_failure_names_the_step_and_its_log() -> None:
    out = io.StringIO()
    with (
        pytest.raises(StepFailed, match=r'^"Paid" failed: declined\nLook into web\.log$'),
        Console(out).stage("Paid", log="web.log"),
    ):
        raise ValueError("declined")
    assert out.getvalue().startswith("Paid: FAILED after 0.")
