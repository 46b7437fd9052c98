"""Goes to a tab of a deal and is killed, or says where a start opens.

``python -m tests.faults.whereabouts go DESK`` and ``… look DESK``.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from tests.faults.live import Live


def main(how: str, path: Path) -> None:
    """The first start or the one after the kill."""
    live = Live(path)
    window: Any = live.window
    if how == "go":
        (deal,) = live.program.desk.raw.execute("SELECT id FROM deal").fetchone()
        live.settle(0.3)
        window.go("deal", f"{deal}/discover")
        window.resize(777, 555)
        live.settle(1.2)  # nothing changes for a moment: then it is kept
        live.until(lambda: live.program.settings.is_written)
        os.kill(os.getpid(), signal.SIGKILL)
    live.until(lambda: window.current_page == "deal")
    page: Any = window.page("deal")
    live.end(page=window.current_page, tab=page.tabs.key(), size=[window.width(), window.height()],
             name=page.room.view.deal.name)  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
