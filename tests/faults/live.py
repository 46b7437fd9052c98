"""The whole program without a screen, in a process of its own, for the scripts of this folder.

Dialogs that tell of a fault are counted instead of shown: nobody would close them.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

if TYPE_CHECKING:
    from salesdesk.app import Program

_BEAT_MS = 3


class Live:
    """A program over a desk, its window shown and finished."""

    def __init__(self, desk: Path) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        from salesdesk import app as composition
        from salesdesk.support import logs
        from salesdesk.support.paths import places
        from salesdesk.ui.widgets import ask

        self.told: list[str] = []
        ask.tell_error = self._tell
        logs.start(places().log_file)
        self.log = places().log_file
        self.reports = places().crash_reports
        self.app = QApplication([])
        # So often somebody who waits looks again, while nothing happens.
        self._beat = QTimer(interval=_BEAT_MS)
        self._beat.start()
        self.program: Program = composition.compose(self.app, composition.open_desk(desk))
        self.window = self.program.window
        self.window.show()
        self.until(lambda: self.window._is_finished)

    def _tell(self, _parent: object, words: str, **_rest: object) -> None:
        """Stands in for the dialog: open for a while, in which the program lives on."""
        self.told.append(words)
        self.settle(0.4)

    def turn(self) -> None:
        """Handles what has happened, or waits for a moment: a worker has the interpreter then."""
        from PySide6.QtCore import QEventLoop

        self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def until(self, holds: Callable[[], object], seconds: float = 100) -> None:
        """Lets the program live until something is so."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "it never came to be so"
            self.turn()

    def settle(self, seconds: float = 0.2) -> None:
        """Lets queued signals and answers arrive."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.turn()

    @property
    def is_reading(self) -> bool:
        """Whether a worker still reads something that the window asked for."""
        return self.program.bridge.is_reading

    @property
    def banner(self) -> str:
        """The words of the banner that is shown, "" for none."""
        banner = self.window.banner
        return banner.words.text() if banner.isVisible() else ""

    def end(self, **seen: Any) -> None:
        """Closes the program and prints what was seen, with what was told, logged and reported."""
        self.program.close()
        logged = self.log.read_text(encoding="utf-8").count("A fault of ours")
        reports = len(list(self.reports.glob("fault-*.txt"))) if self.reports.exists() else 0
        print(json.dumps({**seen, "told": self.told, "logged": logged, "reports": reports}))
        sys.stdout.flush()
