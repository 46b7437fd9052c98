"""The parts of a panel, one below the other: those in sight at once, the rest after the paint.

Used by the panels of the deal page that are longer than a window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from salesdesk.ui import theme
from salesdesk.ui.deal.room import Room

_LEAST = 480
"""The height in logical pixels that a panel has at least, at the usual text size."""


class Parts(QObject):
    """Fills parts by `fill(part)`. A part does not hide by itself."""

    def __init__(
        self, room: Room, panel: QWidget, parts: Sequence[QWidget], fill: Callable[[Any], Any]
    ) -> None:
        super().__init__(panel)
        self._room, self._panel, self._fill = room, panel, fill
        self._all = tuple(parts)
        self._left: list[QWidget] = []

    def show_deal(self) -> None:
        """Fill what is in sight of another deal; the rest is hidden until its turn."""
        spare = max(self._panel.height(), theme.tokens().px(_LEAST))
        self._left = list(self._all)
        while self._left and spare > 0:
            part = self._left[0]
            self._show_next()
            spare -= part.sizeHint().height()
        for part in self._left:
            part.hide()
        if self._left:
            self._room.later.put(self, self._show_next)

    def refresh(self) -> None:
        """Fill all of them anew, where they stand."""
        self._left = list(self._all)
        self.finish()

    def finish(self) -> None:
        """Fill now what is left for later."""
        while self._left:
            self._show_next()

    def _show_next(self) -> bool:
        """Fill one more; tells whether there are more."""
        if self._left:
            part = self._left.pop(0)
            self._fill(part)
            part.setVisible(True)
        return bool(self._left)
