"""Closing the window while something runs ends well: what runs is finished or taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesdesk.usecases.checking import check_desk
from salesdesk.usecases.desk import Desk
from tests.desks import TODAY, add_deal, clock_of, make_desk
from tests.faults.worlds import python, run

WORK = ("import", "backup", "check", "query", "edit", "start")


def closed_while(folder: Path, what: str, after_ms: int, rows: int = 300) -> str:
    """Closes the window so long after the work began; gives what the program said.

    Fails unless the program ended by itself, without complaint, and left the desk whole.
    """
    folder.mkdir()
    desk = make_desk(folder)
    add_deal(desk, "Before")
    desk.close()
    file = folder / "deals.csv"
    lines = "".join(f"Deal {n},Account {n % 50},{n},Qualify\n" for n in range(rows))
    file.write_text(f"Deal name,Account,Value,Stage\n{lines}", encoding="utf-8")
    done = run(
        *python(
            "-X", "faulthandler", "-m", "tests.faults.closing", desk.path, what, after_ms, file
        ),
        SALESDESK_HOME=str(folder / "home"),
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stdout.splitlines()[-1] == "closed"
    assert not list((folder / "home").rglob("fault-*.txt"))
    again = Desk(desk.path, clock_of(TODAY), threaded=False)
    (count,) = again.raw.execute("SELECT count(*) FROM deal").fetchone()
    again.close()
    assert count in ({1, rows + 1} if what == "import" else {1})
    assert check_desk(desk.path).is_whole
    return done.stdout


@pytest.mark.parametrize(("what", "after_ms"), [("import", 400), ("start", 0)])
def test_closing_while_it_runs_ends_well(tmp_path: Path, what: str, after_ms: int) -> None:
    closed_while(tmp_path / "run", what, after_ms)
