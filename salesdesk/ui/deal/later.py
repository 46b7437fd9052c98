"""What the deal page leaves for after the paint: long lists, parts that are out of sight.

Done in short pieces between events, and never while somebody types. Made by the room, one for all
panels; asked by `deal.rows` and `deal.parts`.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

SLICE_MS = 5.0
"""So long may the pieces done at one time take together; a key or a scroll comes in between."""
_AT_LAST_MS = 400
"""After a hold the pieces begin then even if nothing was painted, as behind a locked screen."""
_ASK_AGAIN_MS = 60
"""So long after the last look whether somebody still types."""


class Later(QObject):
    """A line of owners with pieces of work left; each owner stands in it once."""

    def __init__(
        self,
        is_typing: Callable[[], bool],
        parent: QObject | None = None,
        is_seen: Callable[[], bool] = lambda: True,
    ) -> None:
        """`is_seen`: whether the page is in sight; at the back it rests until it is painted."""
        super().__init__(parent)
        self._is_seen = is_seen
        self.setObjectName("deal_later")
        self._is_typing = is_typing
        self._waiting: dict[QObject, Callable[[], bool]] = {}
        self._unseen: set[QObject] = set()
        """Of those, the ones that show nothing by themselves: they come when the others did."""
        self.is_at_work = False
        """True while a piece is done: what it fills is out of sight, and may come bit by bit."""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timer_timeout)

    def hold(self) -> None:
        """Begin only once the page was painted: it is about to be filled."""
        self._timer.start(_AT_LAST_MS)

    def painted(self) -> None:
        """The page is painted: begin."""
        is_held = self._timer.isActive() and self._timer.interval() == _AT_LAST_MS
        if is_held or (self._waiting and not self._timer.isActive()):
            self._timer.start(0)

    def put(self, owner: QObject, piece: Callable[[], bool], *, is_unseen: bool = False) -> None:
        """Call `piece` again and again, until it tells that nothing is left (False).

        `is_unseen`: it shows nothing by itself, as a question to a worker, which would take the
        interpreter from what is to be seen; so it comes after all that does.
        """
        self._waiting[owner] = piece
        if is_unseen:
            self._unseen.add(owner)
        else:
            self._unseen.discard(owner)
        if not self._timer.isActive():
            self._timer.start(0)

    def drop(self, owner: QObject) -> None:
        """Do no more for an owner."""
        self._let_go(owner)

    def forget(self) -> None:
        """Do no more for anybody: another deal comes."""
        self._waiting.clear()
        self._unseen.clear()

    def finish(self) -> None:
        """Do all that is left now."""
        while self._waiting:
            self._do_one()

    def _on_timer_timeout(self) -> None:
        if not self._waiting or not self._is_seen():
            self._timer.stop()
            return
        if self._is_typing():
            self._timer.setInterval(_ASK_AGAIN_MS)
            return
        self._timer.setInterval(0)
        end = time.monotonic() + SLICE_MS / 1000
        while self._waiting and time.monotonic() < end:
            self._do_one()

    def _do_one(self) -> None:
        seen = (owner for owner in self._waiting if owner not in self._unseen)
        owner = next(seen, None) or next(iter(self._waiting))
        piece = self._waiting[owner]
        if not isValid(owner):
            self._let_go(owner)
            return
        self.is_at_work = True
        try:
            is_more = piece()
        except BaseException:
            self._let_go(owner)  # else its fault would come again at every turn
            raise
        finally:
            self.is_at_work = False
        if not is_more and self._waiting.get(owner) is piece:
            self._let_go(owner)

    def _let_go(self, owner: QObject) -> None:
        self._waiting.pop(owner, None)
        self._unseen.discard(owner)
