"""What is loaded when the board is first painted: Qt, the driver, and what a card needs.

Each start waits for every import before its first paint, and keeps the memory. What is listed
here took 5 to 490 ms; it is loaded when it is needed, most of it right after the paint.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
}
"""Modules that must not be loaded, and why: what they are for, and what they cost."""

PROGRAM = """
import sys
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
        print("\\n".join([str(sum(watch.cards)), row, *sorted(sys.modules)]), flush=True)
        made.window.close()

    made = compose(app, desk)
    page = made.window.page("board")
    watch = Watch(made.window)
    page.area.columns[0].cards.viewport().installEventFilter(watch)
    return made

composition.compose = composed
sys.exit(program.main(sys.argv[1:]))
"""


def test_the_board_is_painted_before_anything_is_loaded_that_it_does_not_need(
    tmp_path: Path,
) -> None:
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
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    cards, name, *loaded = done.stdout.splitlines()
    assert (int(cards), name) == (1, "Fleet telematics")  # real cards, not an empty frame
    early = {
        wanted: why
        for wanted, why in LATER.items()
        if any(module == wanted or module.startswith(f"{wanted}.") for module in loaded)
    }
    assert early == {}
