"""Imports what panels not shown yet need, a module at a time, in the pauses of the typist.

Called by the deal page once its first panel is there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from salesdesk.support import garbage

_EVERY_MS = 60


class Warming(QObject):
    """A line of module names; what is imported already is passed over."""

    def __init__(
        self, names: Iterable[str], is_typing: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("deal_warming")
        self._is_typing = is_typing
        self.cold = list(names)
        """Modules that are not imported yet, as far as is known here."""
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.warm_next)

    def begin(self) -> None:
        """Go on with what is left, if anything is."""
        if self.cold:
            self._timer.start()

    def warm_next(self) -> None:
        """Import one more, unless somebody types: the timer asks again."""
        if self._is_typing():
            return
        while self.cold:
            name = self.cold.pop(0)
            if name not in sys.modules:
                import_module(name)
                return
        self._timer.stop()
        garbage.keep_all()
