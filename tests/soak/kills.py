"""Kills what writes desks, at random moments, hundreds of times, and looks at what is left.

``python -m tests.soak.kills [EACH [RESTORES]]`` prints the figures: EACH (125 if not said) kills
of edits, of imports, of upgrades and of backups, and RESTORES (500) of restores; 1,000 in all. The
tests call :func:`works_killed`. ``…kills --serve WORK FOLDER`` is the child that is killed: for
each line on its input it forks a process that does the work, so that no kill waits for imports.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from salesdesk.store import backup
from salesdesk.store.schema import SCHEMA
from salesdesk.usecases.checking import check_desk
from salesdesk.usecases.desk import Desk
from tests.desks import TODAY, add_deal, clock_of, copy_demo
from tests.faults.killing import edits_killed, imports_killed
from tests.faults.worlds import ROOT, python
from tests.store.steps import NEXT, write_steps

IMPORTED_ROWS = 1000


@dataclass(frozen=True)
class Work:
    """One kind of work on the desk in a folder: what it does, and what may be left of it."""

    key: str
    run: Callable[[Path], object]
    left: Callable[[Path], str]
    """Names what was found, such as “old”; raises AssertionError for what must not be."""


def _upgrade(folder: Path) -> None:
    from salesdesk.store.migrations import run

    run.upgrade(folder / "place" / "test.desk", NEXT, steps=folder / "steps", clock=clock_of(TODAY))


def _upgraded(folder: Path) -> str:
    path = folder / "place" / "test.desk"
    with contextlib.closing(driver.connect(str(path))) as connection:
        number = connection.execute("PRAGMA user_version").fetchone()[0]
        columns = [row[1] for row in connection.execute('PRAGMA table_info("account")')]
        pages = connection.execute("PRAGMA integrity_check").fetchone()[0]
        rows = connection.execute("SELECT count(*) FROM deal").fetchone()[0]
    assert number in {SCHEMA, NEXT}, number
    assert ("segment" in columns) == (number == NEXT), (number, columns)
    assert (pages, rows) == ("ok", _count(folder / "old.desk")), (pages, rows)
    if number == NEXT:
        return "new"
    assert check_desk(path).is_whole
    return "old"


def _back_up(folder: Path) -> None:
    backup.make(folder / "place" / "test.desk", folder / "place" / "copies" / "one.desk")


def _backed_up(folder: Path) -> str:
    copy = folder / "place" / "copies" / "one.desk"
    assert check_desk(folder / "place" / "test.desk").is_whole
    if not copy.exists():
        return "none"
    assert backup.sum_file(copy).is_file()
    backup.verify(copy)
    return "whole"


def _restore(folder: Path) -> None:
    place = folder / "place"
    backup.restore(folder / "new.desk", place / "test.desk", place / "aside.desk")


def _restored(folder: Path) -> str:
    path = folder / "place" / "test.desk"
    assert check_desk(path).is_whole
    count = _count(path)
    counts = {
        _count(folder / name): name.removesuffix(".desk") for name in ("old.desk", "new.desk")
    }
    assert count in counts, (count, counts)
    return counts[count]


def _count(path: Path) -> int:
    with contextlib.closing(driver.connect(str(path))) as connection:
        return int(connection.execute("SELECT count(*) FROM deal").fetchone()[0])


WORKS = {
    each.key: each
    for each in (
        Work("upgrade", _upgrade, _upgraded),
        Work("backup", _back_up, _backed_up),
        Work("restore", _restore, _restored),
    )
}


def works_killed(folder: Path, key: str, times: int, seed: int = 3) -> Counter[str]:
    """Kills the work so often; counts what was left. Raises AssertionError for a desk spoilt."""
    chance, work, seen = random.Random(seed), WORKS[key], Counter[str]()
    _desks(folder)
    with _server(key, folder) as killed:
        _lay_out(folder, 0)
        runs = [killed(60.0)]
        for number in range(times):
            _lay_out(folder, number)
            # Half of them towards the end, where a new file takes the place of an old one.
            begin, whole_run = chance.choice((0, 0.8)), statistics.median(runs[-9:])
            after = chance.uniform(begin, 1.15) * whole_run
            ran = killed(after)
            if after > whole_run or ran < after:
                runs.append(ran)
            seen[work.left(folder)] += 1
    return seen


def _desks(folder: Path) -> None:
    """Two desks that differ, the old one also as a kill leaves it, and the steps of an upgrade."""
    for name in ("new.desk", "old.desk"):
        copy_demo(folder / name)
    new = Desk(folder / "new.desk", clock_of(TODAY), threaded=False)
    for number in range(5):
        add_deal(new, f"Only in the new one {number}")
    new.close()
    again = Desk(folder / "old.desk", clock_of(TODAY), threaded=False)
    add_deal(again, "In the log as yet")
    for side in ("", "-wal"):
        shutil.copy(f"{again.path}{side}", folder / f"killed.desk{side}")
    again.close()
    write_steps(folder)


def _lay_out(folder: Path, number: int) -> None:
    """The old desk in its place; every other time as a kill leaves it, with its log."""
    place = folder / "place"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    if number % 2:
        for side in ("", "-wal"):
            shutil.copy(folder / f"killed.desk{side}", place / f"test.desk{side}")
    else:
        shutil.copy(folder / "old.desk", place / "test.desk")


@contextlib.contextmanager
def _server(key: str, folder: Path) -> Iterator[Callable[[float], float]]:
    """Gives what runs the work once, killed after so many seconds; it gives how long it ran."""
    line = python("-m", "tests.soak.kills", "--serve", key, folder)
    with subprocess.Popen(
        line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        given, answers = server.stdin, server.stdout

        def killed(after_s: float) -> float:
            given.write(f"{after_s}\n")
            given.flush()
            code, seconds = answers.readline().split()
            assert code in {"0", str(-signal.SIGKILL)}, code
            return float(seconds)

        yield killed
        given.close()


def _serve(work: Work, folder: Path) -> None:
    for line in sys.stdin:
        began = time.monotonic()
        child = os.fork()
        if not child:
            _work(work, folder)
        timer = threading.Timer(float(line), os.kill, (child, signal.SIGKILL))
        timer.start()
        status = os.waitpid(child, 0)[1]
        timer.cancel()
        timer.join()
        print(os.waitstatus_to_exitcode(status), time.monotonic() - began, flush=True)


def _work(work: Work, folder: Path) -> None:
    """Does it in the forked process, which ends here."""
    try:
        work.run(folder)
    except BaseException as error:  # told by its code
        print(repr(error), file=sys.stderr)
        os._exit(1)
    os._exit(0)


def main() -> None:
    """Prints the figures."""
    if sys.argv[1:2] == ["--serve"]:
        _serve(WORKS[sys.argv[2]], Path(sys.argv[3]))
        return
    each, restores = [*map(int, sys.argv[1:3]), *(125, 500)[len(sys.argv[1:3]) :]]
    with tempfile.TemporaryDirectory() as name:
        os.environ["SALESDESK_HOME"] = str(Path(name) / "home")
        for key in WORKS:
            folder = Path(name) / key
            folder.mkdir()
            times = restores if key == "restore" else each
            print(key, times, "kills, left:", dict(works_killed(folder, key, times)), flush=True)
        for key in ("edits", "imports"):
            (Path(name) / key).mkdir()
        saved = edits_killed(Path(name) / "edits", each)
        print(f"edits {each} kills: {saved} were acknowledged, none of them lost", flush=True)
        print("imports", each, "kills, left:",
              imports_killed(Path(name) / "imports", each, IMPORTED_ROWS), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
