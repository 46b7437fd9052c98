"""Kills programs at random moments and looks at what they leave. Used in short form and by soak."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
from pathlib import Path

from salesdesk.usecases.checking import check_desk
from salesdesk.usecases.desk import Desk
from tests.desks import TODAY, add_deal, clock_of, make_desk
from tests.faults.worlds import ROOT, python


def edits_killed(folder: Path, times: int, seed: int = 1) -> int:
    """Kills an endless series of edits so often; gives how many were acknowledged in all.

    After each kill the deal has the name acknowledged last, or the one under way at the kill.
    """
    chance = random.Random(seed)
    desk = make_desk(folder)
    deal = add_deal(desk, "Saved 0")
    desk.close()
    acknowledged = 0
    for _kill in range(times):
        child = subprocess.Popen(
            python("-m", "tests.faults.editing", desk.path, deal, 100_000),
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline() == "1\n"
        threading.Event().wait(chance.uniform(0, 0.15))
        os.kill(child.pid, signal.SIGKILL)
        rest, _none = child.communicate()
        # A line cut short was never acknowledged.
        last = int((["1"] + [line for line in rest.split("\n")[:-1] if line])[-1])
        acknowledged += last
        found = _names(desk.path)[0]
        assert found in {f"Saved {last}", f"Saved {last + 1}"}, (found, last)
        report = check_desk(desk.path)
        assert report.is_whole, report.findings
    return acknowledged


def imports_killed(folder: Path, times: int, rows: int, seed: int = 2) -> dict[str, int]:
    """Kills an import from the command line so often; counts how many left nothing or everything.

    Fails when one left a part.
    """
    chance = random.Random(seed)
    file = folder / "deals.csv"
    lines = "".join(f"Deal {n},Account {n % 400},{n}\n" for n in range(rows))
    file.write_text(f"Deal name,Account,Value\n{lines}", encoding="utf-8")
    seen = {"nothing": 0, "everything": 0}
    whole_run: float = 0
    for kill in range(times):
        path = _fresh(folder / f"run{kill}")
        line = python("-m", "salesdesk", "import", file, "--into", path, "--as", "deals")
        if not whole_run:
            whole_run = _timed(line)
            assert len(_names(path)) == rows
            path = _fresh(folder / "run0-again")
            line = python("-m", "salesdesk", "import", file, "--into", path, "--as", "deals")
        child = subprocess.Popen(
            line, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        threading.Event().wait(chance.uniform(0.3, 1.05) * whole_run)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        left = len(_names(path))
        assert left in {0, rows}, f"{left} of {rows} rows are there"
        seen["everything" if left else "nothing"] += 1
        report = check_desk(path)
        assert report.is_whole, report.findings
    return seen


def _fresh(folder: Path) -> Path:
    folder.mkdir()
    desk = make_desk(folder)
    desk.close()
    return desk.path


def _timed(line: list[str]) -> float:
    import time

    began = time.monotonic()
    subprocess.run(line, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def _names(path: Path) -> list[str]:
    desk = Desk(path, clock_of(TODAY), threaded=False)
    try:
        return [row[0] for row in desk.raw.execute("SELECT name FROM deal")]
    finally:
        desk.close()
