"""A window over a desk that may not be written to; says as JSON what it showed and refused.

Run as ``python -m tests.faults.looking DESK``, without the rights of root.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"


def main() -> None:
    """Opens, walks all pages, tries to change something, closes."""
    from PySide6.QtWidgets import QApplication

    from salesdesk import app as composition
    from salesdesk.usecases.tags import TagDeals

    app = QApplication([])
    program = composition.compose(app, composition.open_desk(Path(sys.argv[1])))
    window, desk = program.window, program.desk

    def until(holds: Callable[[], object]) -> None:
        end = time.monotonic() + 20
        while not holds():
            assert time.monotonic() < end, "never"
            app.processEvents()

    window.show()
    until(lambda: window._is_finished)
    until(lambda: "read-only" in window.banner.words.text())
    banner = window.banner.words.text()
    deal = desk.raw.execute("SELECT id FROM deal").fetchone()[0]
    shown = []
    for key in window.pages:
        window.go(key, deal if key == "deal" else "")
        app.processEvents()
        shown.append(window.current_page)
    cards = [row.name for row in window.page("board").content.deck.every()]  # type: ignore[attr-defined]
    program.bridge.submit(TagDeals((deal,), "No"))
    until(lambda: "looking only" in window.banner.words.text())
    refused = window.banner.words.text()
    program.close()
    print(json.dumps({"banner": banner, "refused": refused, "cards": cards, "pages": shown}))


if __name__ == "__main__":
    main()
