"""Closes the window while something runs: an import, a backup, a query, a check, the start itself.

``python -m tests.faults.closing DESK WHAT MILLISECONDS [FILE]``. The process must end by itself.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"


def main() -> None:
    """Starts the program as `app.run` does, begins the work, closes after so many milliseconds."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from salesdesk import app as composition

    path, what, after = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    app = QApplication([])
    program = composition.compose(app, composition.open_desk(path))
    program.window.show()

    def begin() -> None:
        BEGIN[what](program)
        QTimer.singleShot(after, program.window.close)

    if what == "start":
        QTimer.singleShot(after, program.window.close)
    else:
        program.window.finished.connect(begin)
    app.exec()
    program.close()
    print("closed")


def _import(program: Any) -> None:
    """All the way through the wizard, without waiting for a hand."""
    wizard = program.window.book._lasting["importing"].open_with([Path(sys.argv[4])])
    session = wizard.session

    def written(_report: Any) -> None:
        print("imported")

    def go_on() -> None:
        if session.is_busy or not session.ready:
            return
        timer.stop()
        session.take_suggestions()
        session.try_out(lambda: session.carry_out(written))

    from PySide6.QtCore import QTimer

    timer = QTimer(wizard, interval=5)
    timer.timeout.connect(go_on)
    timer.start()


def _back_up(program: Any) -> None:
    program.window.book.run("files.back_up")


def _check(program: Any) -> None:
    program.window.book.run("files.check")


def _query(program: Any) -> None:
    for number in range(20):
        program.bridge.query(
            lambda: program.desk.read(
                lambda connection: connection.exec_driver_sql(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT 300000)"
                    " SELECT sum(i) FROM n"
                ).scalar()
            ),
            lambda _found: None,
            latest=f"query{number}",
        )


def _edit(program: Any) -> None:
    from salesdesk.usecases.deals import EditDeal

    (deal,) = program.desk.raw.execute("SELECT id FROM deal").fetchone()
    for number in range(200):
        program.bridge.submit(EditDeal(deal, {"name": f"Edited {number}"}))


BEGIN = {
    "import": _import, "backup": _back_up, "check": _check, "query": _query, "edit": _edit,
}  # fmt: skip

if __name__ == "__main__":
    main()
