"""Cuts the power at random moments of a recorded run and opens what would be left on the disk.

Of what was written after a file's last sync any part may be there: each write wholly, not at all,
or torn between two sectors, in any choice. What the program had acknowledged must be there.
``python -m tests.soak.power [CUTS]`` prints the figures; the tests call :func:`cut`.
"""

from __future__ import annotations

import contextlib
import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from salesdesk.usecases.checking import check_desk
from tests.desks import add_deal, make_desk
from tests.faults.worlds import python
from tests.soak.traced import Step, recorded

SECTOR = 512
CHECKED_WHOLE = 20
"""Every so many desks are checked like `salesdesk check` does it, the others page by page."""


@dataclass
class OnDisk:
    """A file: what is surely there, and what was written since its last sync."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Step] = field(default_factory=list)
    is_removed: bool = False
    """Taken away, but its folder was not synced since: it may be there again."""

    def sync(self) -> None:
        """What was written is there to stay."""
        for step in self.pending:
            _apply(self.durable, step, len(step.data))
        self.pending.clear()

    def left(self, chance: random.Random) -> bytes:
        """What a cut leaves."""
        found = bytearray(self.durable)
        for step in self.pending:
            fate = chance.choice(("lost", "there", "torn"))
            if fate == "torn":
                _apply(found, step, chance.choice(range(0, len(step.data) + 1, SECTOR)))
            elif fate == "there":
                _apply(found, step, len(step.data))
        return bytes(found)


@dataclass
class Cuts:
    """What came of the cuts."""

    done: int = 0
    lost: int = 0
    broken: int = 0
    unopened: int = 0


def _apply(content: bytearray, step: Step, length: int) -> None:
    if step.kind == "truncate":
        del content[step.offset :]
        content.extend(bytes(max(0, step.offset - len(content))))
        return
    content.extend(bytes(max(0, step.offset - len(content))))
    content[step.offset : step.offset + length] = step.data[:length]


def run_of_edits(folder: Path, edits: int) -> tuple[Path, list[Step], dict[str, bytes]]:
    """A recorded run of `tests.faults.editing`: the desk, its steps, and the files before it."""
    inside = folder / "disk"
    inside.mkdir()
    desk = make_desk(inside)
    deal = add_deal(desk, "Saved 0")
    desk.close()
    before = {str(each): each.read_bytes() for each in inside.iterdir()}
    line = python("-m", "tests.faults.editing", desk.path, deal, edits)
    return desk.path, recorded([str(word) for word in line], inside), before


def cut(
    steps: list[Step],
    before: dict[str, bytes],
    desk: Path,
    times: int,
    seed: int = 1,
    *,
    keeps: Callable[[Step], bool] = lambda step: True,
) -> Cuts:
    """Cuts the power so often at random and counts what is missing or broken.

    `keeps` says which steps the disk heeds: a disk that passes over syncs must be found out.
    """
    chance, found = random.Random(seed), Cuts()
    moments = sorted(chance.randrange(len(steps) + 1) for _ in range(times))
    files = {path: OnDisk(bytearray(content)) for path, content in before.items()}
    done = acknowledged = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, moment in enumerate(moments):
            for step in steps[done:moment]:
                acknowledged = _follow(files, step, acknowledged) if keeps(step) else acknowledged
            done = moment
            left = Path(folder) / str(number)
            left.mkdir()
            for path, file in files.items():
                is_there = not file.is_removed or chance.random() < 0.5
                if is_there and not path.endswith("-shm"):  # made anew by whoever opens the desk
                    (left / Path(path).name).write_bytes(file.left(chance))
            _look(found, left / desk.name, acknowledged, whole=number % CHECKED_WHOLE == 0)
            for each in left.iterdir():
                each.unlink()
    return found


def _follow(files: dict[str, OnDisk], step: Step, acknowledged: int) -> int:
    """Does to the files what the step did; gives the number acknowledged last."""
    if step.kind == "said":
        return int(step.data.strip() or acknowledged)
    if step.kind == "make":
        made = files.setdefault(step.path, OnDisk())
        if made.is_removed:
            files[step.path] = OnDisk()
    elif step.kind == "remove":
        files[step.path].is_removed = True
    elif step.kind == "rename":
        files[step.target] = files.pop(step.path, OnDisk())
    elif step.kind == "sync" and step.path in files:
        files[step.path].sync()
    elif step.kind == "sync":
        for path in [each for each, file in files.items() if file.is_removed]:
            if str(Path(path).parent) == step.path:
                del files[path]
    elif step.path in files:
        files[step.path].pending.append(step)
    return acknowledged


def _look(found: Cuts, desk: Path, acknowledged: int, *, whole: bool) -> None:
    found.done += 1
    try:
        with contextlib.closing(driver.connect(str(desk))) as connection:
            name = connection.execute("SELECT name FROM deal").fetchone()[0]
            pages = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except driver.Error:
        found.unopened += 1
        return
    if int(name.removeprefix("Saved ")) < acknowledged:
        found.lost += 1
    if pages != "ok" or (whole and not check_desk(desk).is_whole):
        found.broken += 1


def main() -> None:
    """Prints the figures of so many cuts, 2,000 if not said."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        desk, steps, before = run_of_edits(Path(folder), 300)
        print(cut(steps, before, desk, times))


if __name__ == "__main__":
    main()
