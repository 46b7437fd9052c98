"""Files that came with a start of the program, or from a second start: opened by what they are.

Made by app for the main window. A deal of a colleague is taken in, tables are imported, everything
else is offered to a deal.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.ui.shell.window import MainWindow

TABLES = frozenset(".csv .tsv .tab .txt .xlsx .xlsm .xls .ods".split())
DEALS = frozenset((".salesdeal",))


class Arrivals:
    """Takes files into a window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def take(self, files: Sequence[Path]) -> None:
        """Open the files; those that are gone are named."""
        there = [path for path in files if path.is_file()]
        gone = [path.name for path in files if path not in there]
        if gone:
            words = _("Not there any more: {names}. Nothing was opened for it.")
            self._window.warn(words.format(names=", ".join(gone)))
        deals = [path for path in there if path.suffix.lower() in DEALS]
        tables = [path for path in there if path.suffix.lower() in TABLES]
        others = [path for path in there if path not in deals and path not in tables]
        for path in deals:
            self._window.book.controller("files").take_in_file(path)
        if tables:
            self._window.book.controller("importing").open_with(tables)
        if others:
            self._window.open("add_files", json.dumps(["", *map(str, others)]))
