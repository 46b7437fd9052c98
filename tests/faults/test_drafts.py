"""Rule 15: what is typed anywhere is there again after a kill, in the same field."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from tests.desks import add_deal, copy_demo, make_desk
from tests.faults.worlds import python, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
SOON_S = 0.3
"""From the last key to the disk; half of them, since a test may share the computer."""
FEWEST = 80
"""Text fields that the walk must meet: fewer, and it went past some page or dialog."""


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("every", [11, pytest.param(1, marks=pytest.mark.soak)])
def test_words_typed_into_every_text_field_are_there_again_after_a_kill_300_ms_later(
    tmp_path: Path, every: int
) -> None:
    """Every eleventh page, panel and dialog each time; all of them with ``-m soak``."""
    desk, out, home = tmp_path / "demo.desk", tmp_path / "typed.json", str(tmp_path / "home")
    copy_demo(desk)
    killed = run(
        *python("-m", "tests.faults.drafting", "type", desk, out, every),
        SALESDESK_HOME=home, seconds=280,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
    told = json.loads(out.read_text())
    assert not told["unknown"], "text fields that no register knows"
    assert not told["slow"]
    assert len(told["typed"]) >= FEWEST // every // 2
    assert told["took"][len(told["took"]) // 2] < SOON_S
    # A dialog that was closed to go on has no draft any more. What a kill in it would have left
    # was read from the file at that moment, and is put back here.
    raw = driver.connect(desk)
    statement = (
        "INSERT OR REPLACE INTO draft(place, field, words, label, bases, kept_at)"
        " VALUES (?, ?, ?, ?, ?, ?)"
    )
    raw.executemany(statement, told["rows"])
    raw.commit()
    raw.close()
    again = run(
        *python("-m", "tests.faults.drafting", "look", desk, out, every),
        SALESDESK_HOME=home, seconds=280,
    )  # fmt: skip
    assert again.returncode == 0, again.stderr[-2000:]
    seen = json.loads(again.stdout.splitlines()[-1])
    assert seen["lost"] == {}
    assert seen["back"] == len(told["typed"])
    assert "did not save is kept, and comes back into its field" in seen["banner"]
    assert seen["told"] == []


def test_after_a_kill_the_window_opens_with_its_size_on_the_deal_and_tab_where_it_was(
    tmp_path: Path,
) -> None:
    desk = make_desk(tmp_path)
    add_deal(desk, "Night trains", account="Nordwind")
    desk.close()
    home = str(tmp_path / "home")
    killed = run(*python("-m", "tests.faults.whereabouts", "go", desk.path), SALESDESK_HOME=home)
    assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
    again = run(*python("-m", "tests.faults.whereabouts", "look", desk.path), SALESDESK_HOME=home)
    assert again.returncode == 0, again.stderr[-2000:]
    seen = json.loads(again.stdout.splitlines()[-1])
    assert (seen["page"], seen["tab"], seen["name"]) == ("deal", "discover", "Night trains")
    assert seen["size"] == [777, 555]
    assert (seen["told"], seen["logged"]) == ([], 0)
