"""Another program with files to drag: ``python -m tests.e2e.drag_source X Y FILE…``.

A small window at that place on the screen; pressing the mouse in it and moving begins to drag the
files, as a file manager does. It says "ready" when it is shown.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

SIDE = 60


class Source(QLabel):
    """The window with the files."""

    def __init__(self, files: list[str]) -> None:
        super().__init__("files")
        self._files = files
        flags = Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.X11BypassWindowManagerHint
        self.setWindowFlags(flags)
        self.setFixedSize(SIDE, SIDE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begins the drag; this returns when the files were let go."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(file) for file in self._files])
        drag = QDrag(self)
        drag.setMimeData(data)
        taken = drag.exec(Qt.DropAction.CopyAction)
        sys.stdout.write("taken\n" if taken is Qt.DropAction.CopyAction else "refused\n")
        sys.stdout.flush()


def main() -> None:
    """Shows the window until the test ends it."""
    app = QApplication([])
    x, y, *files = sys.argv[1:]
    source = Source(files)
    source.move(int(x), int(y))
    source.show()
    QTimer.singleShot(100, lambda: sys.stdout.write("ready\n") and sys.stdout.flush())
    app.exec()


if __name__ == "__main__":
    main()
