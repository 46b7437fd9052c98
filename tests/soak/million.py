"""A million rows: progress, stopped half-way, taken in whole, taken back; and the memory it took.

``python -m tests.soak.million [ROWS]`` prints the figures; takes about half an hour for a million.
The short form is `tests/usecases/test_importing_large.py`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from salesdesk.domain.importing_stages import choice_for
from salesdesk.formats.child import Cancelled
from salesdesk.processes import builtin
from salesdesk.usecases import desk as desk_files
from salesdesk.usecases import importing
from salesdesk.usecases.desk import Desk
from tests.bench import desks
from tests.bench import importing as rows

STOP_AT = 0.6
"""Of the rows written; then the first import is told to stop."""


@dataclass
class Told:
    """What a long job said of itself, and when it was told to stop."""

    stop_at: float = 2.0
    said: list[tuple[str, int, int]] = field(default_factory=list)

    def progress(self, what: str, done: int, total: int) -> None:
        """As the wizard is told."""
        self.said.append((what, done, total))

    def cancelled(self) -> bool:
        """As the wizard's button answers."""
        what, done, total = self.said[-1] if self.said else ("", 0, 1)
        return what.startswith("Writing") and done >= self.stop_at * total

    def is_steady(self) -> bool:
        """Whether writing went forward only, from the first rows to nearly the last."""
        done = [done / total for what, done, total in self.said if what.startswith("Writing")]
        return len(done) > 10 and done == sorted(done) and done[0] < 0.1 and done[-1] > 0.9


def peak_mib() -> float:
    """The most memory this process ever had, MiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def million(folder: Path, count: int) -> Iterator[str]:
    """Goes through it all; gives a line for each step. Raises AssertionError."""
    source, target = folder / "million.csv", folder / "million.desk"
    rows.write(source, count)
    desk_files.create(target, desks.clock(), builtin.load_builtin("eight-step"), "EUR")
    desk = Desk(target, desks.clock(), threaded=False)
    desk.warm().result()
    before = peak_mib()
    empty = _counts(desk)
    start, told = time.perf_counter(), Told()
    read = _read(desk, source, told)
    yield f"read {count} rows in {time.perf_counter() - start:.0f} s"
    start, stopped = time.perf_counter(), Told(STOP_AT)
    command = importing.command_of(
        desk, [read], progress=stopped.progress, cancelled=stopped.cancelled
    )
    with pytest.raises(Cancelled, match="Nothing was written"):
        desk.run(command)
    assert _counts(desk) == empty
    yield f"stopped at {STOP_AT:.0%} of writing after {time.perf_counter() - start:.0f} s: nothing"
    start = time.perf_counter()
    desk.run(importing.command_of(desk, [read], progress=told.progress))
    took = time.perf_counter() - start
    assert told.is_steady()
    assert _counts(desk)["deal"] == _counts(desk)["card"] == count
    yield f"wrote {count} in {took:.0f} s, {len(told.said)} steps of progress"
    yield f"memory at most {peak_mib():.0f} MiB, {before:.0f} before"
    start = time.perf_counter()
    desk.undo().result()
    assert {**_counts(desk), "journal": 0, "journal_part": 0} == {
        **empty,
        "journal": 0,
        "journal_part": 0,
    }
    yield f"taken back in {time.perf_counter() - start:.0f} s; memory at most {peak_mib():.0f} MiB"
    found = desk.raw.execute("PRAGMA integrity_check").fetchall()
    assert [tuple(row) for row in found] == [("ok",)]
    desk.close()


def _read(desk: Desk, source: Path, told: Told) -> importing.ReadFile:
    draft = importing.open_draft(desk, source, progress=told.progress)
    stages = {"Qualification": "Qualification", "Discovery": "Discovery", "Proposal": "Proposal"}
    given = [choice_for(name, stage, draft.stages) for name, stage in stages.items()]
    draft = importing.revise(draft, draft.plan, given=given)
    return importing.read_draft(draft, progress=told.progress)


def _counts(desk: Desk) -> dict[str, int]:
    """Rows by table."""
    names = desk.raw.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE 'search_index%'"
    ).fetchall()
    return {
        name: desk.raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for (name,) in names
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for line in million(Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000):
            print(line, flush=True)
