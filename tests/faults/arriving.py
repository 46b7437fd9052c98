"""A window over a desk, and a second start of the program on it with a file to import.

``python -m tests.faults.arriving DESK FILE`` prints as JSON what the first window then shows and
how the second start ended.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.faults.live import Live


def main(desk: Path, file: Path) -> None:
    """Both starts, the second in a process of its own."""
    from PySide6.QtCore import QObject

    live = Live(desk)
    window: Any = live.window
    live.until(lambda: window.findChild(QObject, "first_window") is not None)
    live.until(lambda: live.banner)
    banner = live.banner
    second = subprocess.Popen(
        [sys.executable, "-m", "salesdesk", str(desk), str(file)], stderr=subprocess.PIPE, text=True
    )
    importing = window.book.controller("importing")
    live.until(lambda: importing.wizard is not None and second.poll() is not None)
    _out, err = second.communicate()
    session = importing.wizard.session
    live.until(lambda: bool(session.ready))
    names = [state.path.name for state in session.files]
    importing.wizard.reject()
    live.end(code=second.returncode, err=err, files=names, banner=banner)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
