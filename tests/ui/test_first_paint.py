"""What is loaded when the board is first painted: Qt, the driver, and what a card needs.

Each start waits for every import before its first paint, and keeps the memory. What is listed
here took 5 to 490 ms; it is loaded when it is needed, most of it right after the paint.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from salesdesk.domain.clock import Clock
from salesdesk.support import i18n
from tests import desks

LATER = {
    "sqlalchemy": "writing; 490 ms, on the writer's thread",
    "alembic": "upgrading an older desk; 600 ms",
    "jinja2": "papers; 84 ms",
    "pydantic": "process files; 130 ms",
    "ruamel": "process files",
    "babel": "figures beyond those kept from an earlier start; 25 ms",
    "filelock": "Windows; 15 ms",
    "platformdirs": "finding the folder where SALESDESK_HOME does not say",
    "email": "importlib.metadata brings it",
    "importlib.metadata": "versions, in a fault report; 28 ms",
    "logging.handlers": "brings sockets and pickle; 10 ms",
    "socket": "nothing of ours speaks to a network",
    "ssl": "nothing of ours speaks to a network",
    "asyncio": "SQLAlchemy brings it; 40 ms",
    "subprocess": "reading a file to import",
    "platform": "a fault report",
    "calendar": "the date field",
    "salesdesk.domain.process": "the whole process; the board reads what it shows of the stages",
    "salesdesk.domain.gates": "moving a card",
    "salesdesk.store.door": "writing",
    "salesdesk.formats": "importing",
    "salesdesk.documents": "papers",
    "salesdesk.ui.board.drag": "dragging",
    "salesdesk.ui.board.menus": "menus",
    "salesdesk.ui.board.actions": "menus, filled after the paint",
    "salesdesk.ui.deal": "another page",
    "salesdesk.ui.today": "another page",
    "salesdesk.ui.importing": "importing",
    "concurrent.futures": "the first command, the first query",
    "dataclasses": "1 ms, and 2 ms for a large one",
    "decimal": "amounts that are worked with",
    "salesdesk.cli": "starts with more than a desk's name",
    "salesdesk.support.logs": "the log, started after the paint or with the first fault",
    "salesdesk.support.crash": "the first fault",
    "salesdesk.domain.board_filter": "filters and sorts",
    "salesdesk.domain.board_sums": "figures",
    "salesdesk.store.glance_sums": "figures",
    "salesdesk.ui.actions": "menus and shortcuts",
    "salesdesk.ui.stylesheet": "menus and fields",
    "salesdesk.ui.shell.controller": "the window's actions",
    "salesdesk.ui.shell.dialogs": "dialogs",
    "salesdesk.ui.shell.menus": "menus",
    "salesdesk.ui.board.controller": "what the user does",
    "salesdesk.ui.board.top_bar": "the bar, which fills its place after the paint",
    "salesdesk.ui.board.figures": "figures",
    "salesdesk.ui.board.keys": "keys",
    "salesdesk.ui.board.diff": "changed cards",
    "salesdesk.ui.widgets.buttons": "the bar",
    "salesdesk.ui.widgets.cards": "figures",
    "salesdesk.ui.widgets.labels": "figures",
    "PySide6.QtCore.Qt": "its 93 enumerations, made together at the first touch; 16 to 28 ms",
}
"""Modules that must not be loaded, and why: what they are for, and what they cost."""

PROGRAM = """
import enum
import sys

names = []
make = enum.EnumType.__new__

def noted(kind, name, *rest, **named):
    names.append(name)
    return make(kind, name, *rest, **named)

enum.EnumType.__new__ = noted
from salesdesk import __main__ as program
from salesdesk import app as composition
compose = composition.compose

def composed(app, desk):
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint and not hasattr(self, "loaded"):
                self.loaded = sorted(sys.modules)
                self.cards = [c.cards.model().rowCount() for c in page.area.columns]
                QTimer.singleShot(0, tell)
            return False

    def tell():
        row = page.area.columns[0].cards.model().index(0, 0).data()
        made_whole = ["PySide6.QtCore.Qt"] if "GlobalColor" in names else []
        found = [str(sum(watch.cards)), row, *made_whole, *sorted(sys.modules)]
        print("\\n".join(found), flush=True)
        made.window.close()

    made = compose(app, desk)
    page = made.window.page("board")
    watch = Watch(made.window)
    page.area.columns[0].cards.viewport().installEventFilter(watch)
    return made

composition.compose = composed
sys.exit(program.main(sys.argv[1:]))
"""


PLACES = """
import sys
from salesdesk import __main__ as program
from salesdesk import app as composition
compose = composition.compose

def composed(app, desk):
    from PySide6.QtCore import QEvent, QObject, QPoint, QTimer

    def places():
        parts = [made.window.sidebar, page.area, page.area.horizontalScrollBar()]
        for column in page.area.columns:
            parts += [column, column.header, column.cards.viewport()]
        parts += made.window.sidebar.items.values()
        spots = [part.mapTo(made.window, QPoint()).toTuple() for part in parts]
        return spots, [part.size().toTuple() for part in parts]

    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint and not hasattr(self, "first"):
                self.first = places()
                made.window.finished.connect(lambda: QTimer.singleShot(300, tell))
            return False

    def tell():
        print(page.has_rest, watch.first == places(), flush=True)
        print(type(app.focusWidget()).__name__, flush=True)
        made.window.close()

    made = compose(app, desk)
    made.window.resize(int(sys.argv.pop()), 700)
    page = made.window.page("board")
    watch = Watch(made.window)
    page.area.columns[0].cards.viewport().installEventFilter(watch)
    return made

composition.compose = composed
sys.exit(program.main(sys.argv[1:2]))
"""


def test_the_board_is_painted_before_anything_is_loaded_that_it_does_not_need(
    tmp_path: Path,
) -> None:
    done = _run(tmp_path, PROGRAM)
    assert done.returncode == 0, done.stderr
    cards, name, *loaded = done.stdout.splitlines()
    assert (int(cards), name) == (1, "Fleet telematics")  # real cards, not an empty frame
    early = {
        wanted: why
        for wanted, why in LATER.items()
        if any(module == wanted or module.startswith(f"{wanted}.") for module in loaded)
    }
    assert early == {}


@pytest.mark.parametrize("width", [800, 1366])
def test_nothing_moves_when_bars_and_menus_come_after_the_first_paint(
    tmp_path: Path, width: int
) -> None:
    done = _run(tmp_path, PLACES, str(width))
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["False", "True", "CardList"]  # and the keyboard is on a card


def _run(tmp_path: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a program on a desk with one deal, with the figures that an earlier start kept."""
    desk = desks.make_desk(tmp_path)
    desks.add_deal(desk, "Fleet telematics")
    path = desk.path
    desk.close()
    i18n.keep_figures_in(tmp_path / "home")
    try:
        i18n.load_figures()  # as any earlier start did
    finally:
        i18n._voice.kept_in = None
    environment = {
        **os.environ,
        "SALESDESK_HOME": str(tmp_path / "home"),
        "SALESDESK_TODAY": Clock().today().isoformat(),
        "QT_QPA_PLATFORM": "offscreen",
        "LC_ALL": i18n.active_locale(),  # the language whose figures were kept
    }
    return subprocess.run(
        [sys.executable, "-c", code, str(path), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
