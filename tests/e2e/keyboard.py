"""A desk made anew, and the program on a virtual screen with a keyboard and without a mouse."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import TODAY
from tests.e2e import screen

ROOT = Path(__file__).parents[2]


class Keyboard(screen.Hands):
    """Hands without a mouse."""

    def _mouse(self, *arguments: str) -> None:
        assert arguments[0] in {"key", "type"}, f"the mouse is not to be used: {arguments}"
        super()._mouse(*arguments)

    def focused(self, name: str) -> None:
        """Waits until a widget has the keyboard."""
        self.until(lambda: self.ask("focus").startswith(name), f"the keyboard in {name}")

    def says(self, words: str) -> None:
        """Waits until a visible widget says these words."""
        self.until(lambda: self.ask("says", words), words)

    def press(self, name: str, key: str = "Tab") -> None:
        """Walks to a button and presses it."""
        self.reach(name, key)
        self.keys("Return")

    def panel(self, key: str) -> None:
        """Alt with a digit: the keyboard is on the tabs of the panel that came."""
        self.keys(key)
        self.focused("deal_tabs")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A new desk, made as a user makes one."""
    path = tmp_path / "new.desk"
    command("new", str(path), home=tmp_path)
    return path


@pytest.fixture
def hands(desk: Path, tmp_path: Path) -> Iterator[Keyboard]:
    """The program open on a virtual screen; it must not complain of anything."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    with screen.display() as show:
        at_work = Keyboard(show, desk, home, TODAY.isoformat())
        yield at_work
        said = at_work.leave()
    assert not any(word in said for word in ("Traceback", "Fatal", "QObject")), said


def command(*arguments: str, home: Path) -> str:
    """What the program's command line says."""
    environment = {
        **os.environ,
        "SALESDESK_HOME": str(home / "line"),
        "SALESDESK_TODAY": TODAY.isoformat(),
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [sys.executable, "-m", "salesdesk", *arguments],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(desk: Path, statement: str) -> list[tuple[object, ...]]:
    """Rows of the desk, read beside the running program, which may be writing."""
    with sqlite3.connect(f"file:{desk}?mode=ro", uri=True) as beside:
        found = beside.execute(statement).fetchall()
    beside.close()
    return found


def kept(hands: Keyboard, desk: Path, statement: str, wanted: tuple[object, ...]) -> None:
    """Waits until the store has a row."""
    found: list[tuple[object, ...]] = []

    def is_there() -> bool:
        found[:] = rows(desk, statement)
        return wanted in found

    try:
        hands.until(is_there, f"{wanted}")
    except AssertionError as error:
        raise AssertionError(f"{statement}: {found}") from error
