"""Small programs that are started and timed from outside: the bare window and ours.

``python -m tests.bench.programs bare|board DESK`` shows the window, waits until it is painted,
prints milliseconds since the process began and its resident memory, and ends at once.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def main() -> None:
    """Runs one of the programs."""
    kind, desk = sys.argv[1], Path(sys.argv[2])
    (_bare if kind == "bare" else _board)(desk)


def _bare(_desk: Path) -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.resize(1366, 768)
    _when_painted(app, window)
    window.show()
    app.exec()


def _board(desk: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from salesdesk import app as composition

    app = QApplication([])
    program = composition.compose(app, composition.open_desk(desk))
    page = program.window.page("board")
    program.window.resize(1366, 768)
    area = page.area  # type: ignore[attr-defined]
    _when_painted(app, area.columns[0].cards.viewport())
    program.window.show()
    app.exec()


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
