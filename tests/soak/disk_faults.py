"""Lets one call to the disk fail, at every write, sync, cut and read of a run in turn.

Whatever fails, a save is either acknowledged and there, or refused in a sentence and not there,
and the desk stays whole. ``python -m tests.soak.disk_faults [CALL …]`` goes through all of them, or
those of some calls, and prints what it saw; the tests call :func:`failing`.
``…disk_faults edit DESK DEAL TIMES`` is the run.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import KnownError
from salesdesk.store import mishaps
from salesdesk.usecases.checking import check_desk
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.desk import Desk
from tests.desks import TODAY, add_deal, clock_of, make_desk
from tests.faults.worlds import ROOT, python
from tests.soak.traced import strace

FAULTS = tuple(
    itertools.chain(
        itertools.product(("pwrite64", "fsync", "ftruncate"), ("EIO", "ENOSPC")),
        itertools.product(("pread64", "openat", "unlink"), ("EIO",)),
    )
)
"""(system call, error) pairs."""
EDITS = 4


def edit(path: Path, deal: str, times: int) -> None:
    """The run: edits one deal, and says of each edit whether it was saved."""
    try:
        desk = Desk(path, Clock.from_environment())
    except KnownError:
        print("not opened", flush=True)
        return
    for number in range(1, times + 1):
        try:
            desk.run(EditDeal(deal, {"name": f"Saved {number}"}))
            print("saved", number, flush=True)
        except KnownError as error:
            is_unsure = str(error) == str(mishaps.unsure())
            print("unsure" if is_unsure else "refused", number, flush=True)
    try:
        desk.close()
        print("closed", flush=True)
    except KnownError:
        print("not closed", flush=True)


def failing(folder: Path, call: str, error: str, numbers: Iterator[int]) -> Counter[str]:
    """Lets the n-th such call on the desk's files fail, for each n until there is no n-th.

    Gives how often something was saved, refused, unsure, not opened. Raises AssertionError when
    a desk is not whole, or does not hold what was said last.
    """
    source = make_desk(folder)
    deal = add_deal(source, "Saved 0")
    source.close()
    seen: Counter[str] = Counter()
    for number in numbers:
        path = folder / f"{call}-{error}-{number}" / source.path.name
        path.parent.mkdir()
        shutil.copy(source.path, path)
        words, was_hit = _run(path, deal, f"{call}:error={error}:when={number}")
        if not was_hit:
            break
        seen.update(word.split()[0] for word in words)
        _look(path, words, f"{call} {error} {number}: {words}")
        shutil.rmtree(path.parent)
    return seen


def _run(path: Path, deal: str, fault: str) -> tuple[list[str], bool]:
    """What the run said, and whether the call came that was to fail."""
    files = [arg for end in ("", "-wal", "-shm") for arg in ("-P", f"{path}{end}")]
    trace = path.parent / "trace.txt"
    done = subprocess.run(
        [strace(), "-f", "-qq", "-o", str(trace), "-e", f"trace={fault.partition(':')[0]}",
         "-e", f"inject={fault}", *files,
         *map(str, python("-m", "tests.soak.disk_faults", "edit", path, deal, EDITS))],
        cwd=ROOT, env={**os.environ, "SALESDESK_TODAY": TODAY.isoformat()},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, f"{fault}: {done.stderr}"
    assert "Traceback" not in done.stderr, f"{fault}: {done.stderr}"
    return done.stdout.splitlines(), "(INJECTED)" in trace.read_text(encoding="utf-8")


def _look(path: Path, words: list[str], what: str) -> None:
    """The desk holds the edit saved last; one said to be unsure may be there or not."""
    report = check_desk(path)
    assert report.is_whole, (what, report.findings)
    desk = Desk(path, clock_of(TODAY), threaded=False)
    try:
        name = desk.raw.execute("SELECT name FROM deal").fetchone()[0]
    finally:
        desk.close()
    allowed = {"Saved 0"}
    for state, _space, number in (line.partition(" ") for line in words):
        if state == "saved":
            allowed = {f"Saved {number}"}
        elif state == "unsure":
            allowed.add(f"Saved {number}")
    assert name in allowed, (what, name)


def main() -> None:
    """Everything, with what was seen of each call."""
    if sys.argv[1:2] == ["edit"]:
        edit(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
        return
    chosen = sys.argv[1:] or [call for call, _error in FAULTS]
    for call, error in (each for each in FAULTS if each[0] in chosen):
        with tempfile.TemporaryDirectory() as folder:
            seen = failing(Path(folder), call, error, itertools.count(1))
            print(call, error, dict(seen), flush=True)


if __name__ == "__main__":
    main()
