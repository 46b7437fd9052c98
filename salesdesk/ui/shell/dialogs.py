"""The register of dialogs that any page may open: one row each, loaded when first opened.

Pages call `Shell.open(key, item id)`, so that no screen imports another. A factory is called with
the Context and the id, and gives the dialog without showing it, or None when it changed its mind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

import shiboken6
from PySide6.QtWidgets import QDialog

from salesdesk.ui.context import Context

Factory = Callable[[Context, str], QDialog | None]


@dataclass(frozen=True, slots=True)
class DialogRow:
    """One dialog."""

    key: str
    factory: str
    """"module:function", called with a Context and the id of what the dialog is about."""

    def load(self) -> Factory:
        """Import the factory."""
        module, _colon, name = self.factory.partition(":")
        return cast("Factory", getattr(import_module(module), name))


DIALOGS: tuple[DialogRow, ...] = (
    DialogRow("handoff", "salesdesk.ui.handoff.dialog:make"),
    DialogRow("paper", "salesdesk.ui.paper_dialog:make"),
    DialogRow("pipeline", "salesdesk.ui.board.pipeline_dialog:make"),
)
"""What is opened about: "handoff" a deal's id, "paper" the paper's kind and the id of its subject
("summary/0198…"), "pipeline" nothing."""


class OpenDialogs:
    """Opens dialogs and holds them until they are closed."""

    def __init__(self, context: Context, rows: Iterable[DialogRow] = DIALOGS) -> None:
        self._context = context
        self._rows = {row.key: row for row in rows}
        self.shown: dict[tuple[str, str], QDialog] = {}
        """Those that are open, by key and item."""

    def open(self, key: str, item: str = "") -> None:
        """Open a dialog, or bring the one that is open to the front. Raises KeyError."""
        there = self.shown.get((key, item))
        if there is not None and shiboken6.isValid(there):
            there.raise_()
            there.activateWindow()
            return
        made = self._rows[key].load()(self._context, item)
        if made is None:
            return
        self.shown[key, item] = made
        made.finished.connect(lambda _result: self._forget((key, item)))
        made.open()

    def _forget(self, place: tuple[str, str]) -> None:
        dialog = self.shown.pop(place, None)
        if dialog is not None:
            dialog.deleteLater()
