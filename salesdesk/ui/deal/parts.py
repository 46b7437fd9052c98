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
from salesdesk.ui.deal.rows import LEAST_HEIGHT, Rows, high

_SIDES = 46
"""Margins and scroll bar beside the parts, in logical pixels at the usual text size."""


def room_for_parts(panel: QWidget) -> tuple[int, int]:
    """The height that a panel shows before anything is scrolled, and the width inside of it."""
    look = theme.tokens()
    return max(panel.height(), look.px(LEAST_HEIGHT)), panel.width() - look.px(_SIDES)


class Parts(QObject):
    """Fills parts by `fill(part)`, which gives False for one to hide: it has nothing to show."""

    def __init__(
        self, room: Room, panel: QWidget, parts: Sequence[QWidget], fill: Callable[[Any], Any]
    ) -> None:
        super().__init__(panel)
        self._room, self._panel, self._fill = room, panel, fill
        self._all = tuple(parts)
        self._left: list[QWidget] = []

    def show_deal(self, above: QWidget | None = None) -> None:
        """Fill what is in sight of another deal; the rest is hidden until its turn.

        `above` is what stands over them and is filled already.
        """
        spare, width = room_for_parts(self._panel)
        if above is not None:
            spare -= high(above, width)
        self._left = list(self._all)
        while self._left and spare > 0:
            part = self._left[0]
            self._show_next()
            if isinstance(part, Rows):
                spare -= part.make_up_to(spare, width)
            elif not part.isHidden():
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
            part.setVisible(self._fill(part) is not False)
        return bool(self._left)
