"""The likeness report as text."""

from statistics import median

from figures.generation.studio.likeness.measure import Tallies, Tally

HEAD = ("", "n", "agreed", "asked", "agreed %", "agreed or asked %", "wrong and sure", "furthest")
WIDTHS = (22, 4, 7, 6, 9, 18, 15, 9)


def table(title: str, tallies: Tallies) -> str:
    """Lay out one set of readings; lines nothing counted for are left out."""
    rows = [_row(HEAD)]
    rows += [_counts(line, tally) for line, tally in tallies.lines.items() if tally.counted]
    count = f"{title} ({tallies.portraits} portraits{_refusals(tallies)})"
    return "\n".join((count, *rows, *_asked(tallies.questions), ""))


def _asked(counts: list[int]) -> tuple[str, ...]:
    """How much a person is asked, if anything was read at all."""
    if not counts:
        return ()
    return (f"questions for one portrait: median {median(counts):g}, most {max(counts)}",)


def _refusals(tallies: Tallies) -> str:
    return "".join(f", {n} refused: {code}" for code, n in sorted(tallies.refused.items()))


def _counts(line: str, tally: Tally) -> str:
    steps = str(tally.furthest) if line.startswith("skin_tone") else ""
    cells = (
        line, tally.counted, tally.agreed, tally.asked, _percent(tally.agreed, tally.counted),
        _percent(tally.right, tally.counted), tally.wrong_and_sure, steps,
    )  # fmt: skip
    return _row(tuple(str(cell) for cell in cells))


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}"


def _row(cells: tuple[str, ...]) -> str:
    first, *others = zip(cells, WIDTHS, strict=True)
    return (
        first[0].ljust(first[1]) + "".join(cell.rjust(width) for cell, width in others)
    ).rstrip()
