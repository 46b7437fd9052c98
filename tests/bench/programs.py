"""Small programs that are started and timed from outside: the bare window and ours.

``python -m tests.bench.programs bare|board DESK`` shows the window, waits until it is painted,
prints milliseconds since the process began and its resident memory, and ends at once. ``board``
is the whole program, as ``python -m salesdesk DESK`` starts it. ``warm`` is that too, but goes on
until all that follows the first paint is done, and is closed like a user closes it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from salesdesk.app import Program


def main() -> None:
    """Runs one of the programs."""
    kind, desk = sys.argv[1], Path(sys.argv[2])
    {"bare": _bare, "board": _board, "warm": _warm}[kind](desk)


def _bare(_desk: Path) -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.resize(1366, 768)
    _when_painted(app, window)
    window.show()
    app.exec()


def _board(desk: Path) -> None:
    def watch(program: Program) -> None:
        page = program.window.page("board")
        program.window.resize(1366, 768)
        area = page.area  # type: ignore[attr-defined]
        _when_painted(program.app, area.columns[0].cards.viewport())

    _start(desk, watch)


def _warm(desk: Path) -> None:
    from PySide6.QtCore import QTimer

    def watch(program: Program) -> None:
        timer = QTimer(program.window, interval=20)
        # The history is read last, by the thread that has imported all.
        program.bridge.history_changed.connect(lambda *_entries: timer.start())
        timer.timeout.connect(program.window.close)

    _start(desk, watch)


def _start(desk: Path, watch: Callable[[Program], None]) -> None:
    """The program on this desk; `watch` is called with the window before it is shown."""
    from salesdesk import __main__ as program

    load = program.load_window

    def loaded() -> ModuleType:
        composition = load()
        compose = composition.compose

        def composed(*given: Any) -> Program:
            made: Program = compose(*given)
            watch(made)
            return made

        composition.compose = composed
        return composition

    program.load_window = loaded
    sys.exit(program.main([str(desk)]))


def _when_painted(app: object, widget: object) -> None:
    """Reports as soon as `widget` was painted and the event loop is free again."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, _report)
            return False

    watch = Watch(app)  # type: ignore[arg-type]
    widget.installEventFilter(watch)  # type: ignore[attr-defined]


def _report() -> None:
    with open("/proc/self/stat", encoding="ascii") as file:
        ticks = int(file.read().rsplit(")", 1)[1].split()[19])
    since_boot = time.clock_gettime(time.CLOCK_BOOTTIME)
    milliseconds = (since_boot - ticks / os.sysconf("SC_CLK_TCK")) * 1e3
    with open("/proc/self/statm", encoding="ascii") as file:
        resident = int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    sys.stdout.write(f"{milliseconds:.1f} {resident:.1f}\n")
    sys.stdout.flush()
    # The desk's lock and log are the system's to clean up: what ends here is only a measurement.
    os._exit(0)


if __name__ == "__main__":
    main()
