"""Undoes back to a point, one step after the other, so that Redo brings each of them back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import format_number, ngettext
from salesdesk.ui import guard

if TYPE_CHECKING:
    from salesdesk.domain.changes import Changes
    from salesdesk.domain.log_line import Line
    from salesdesk.ui.bridge import Bridge

_NAMED = 6


class GoingBack(QObject):
    """`went(done, of)` after each step; `ended(how many, sentence)`, with "" when all went well."""

    went = Signal(int, int)
    ended = Signal(int, str)

    def __init__(self, bridge: Bridge, lines: Sequence[Line], parent: QObject) -> None:
        """`lines` are what is to be undone, newest first."""
        super().__init__(parent)
        self._bridge = bridge
        self._left = list(lines)
        self._count = len(lines)
        self._is_stopped = False

    def start(self) -> None:
        """Undo the first."""
        self._next()

    def stop(self) -> None:
        """Undo no more after the step at hand."""
        self._is_stopped = True

    @property
    def done(self) -> int:
        """How many were undone."""
        return self._count - len(self._left)

    def _next(self) -> None:
        if not self._left or self._is_stopped:
            self.ended.emit(self.done, "")
            return
        self._bridge.undo(self._on_undone, self._on_failed, only=self._left[0].seq)

    def _on_undone(self, _changes: Changes) -> None:
        self._left.pop(0)
        self.went.emit(self.done, self._count)
        self._next()

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            guard.caught(error)
        self.ended.emit(self.done, str(error))


def question(lines: Sequence[Line]) -> str:
    """How many steps are undone and what they are, the newest named."""
    head = ngettext(
        "{n} change is undone, the newest first. Redo brings it back.",
        "{n} changes are undone, the newest first. Redo brings them back, one by one.",
        len(lines),
    ).format(n=format_number(len(lines)))
    named = [f"• {line.label[:120]}" for line in lines[:_NAMED]]
    if len(lines) > _NAMED:
        more = len(lines) - _NAMED
        words = ngettext("… and {n} more", "… and {n} more", more)
        named.append(words.format(n=format_number(more)))
    return "\n".join([head, "", *named])
