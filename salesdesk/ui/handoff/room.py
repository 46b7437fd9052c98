"""What all parts of the handoff dialog share: the deal's handoff as it is, and a way to write.

Made by the dialog, one for its life. Editors read `view` and `deal`, write through `do`. Nothing
here is a widget.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.ui import guard
from salesdesk.ui.context import Context

if TYPE_CHECKING:
    from salesdesk.usecases.deal_views import DealView
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.handoff import HandoffView

_SHARED = ("person", "account", "product", "pipeline")
"""Tables whose rows show in a handoff that the write did not touch by itself."""


class HandoffRoom(QObject):
    """One deal's handoff. Raises KnownError when the deal is gone.

    `refreshed()` when it was read anew; `saved(label)` and `refused(sentence)` after a write;
    `go_requested(panel, target)` when the rep wants to fill something on the deal page;
    `answer_requested("accept" | "return")` when the receiver's answer is to be kept.
    """

    refreshed = Signal()
    saved = Signal(str)
    refused = Signal(str)
    go_requested = Signal(str, str)
    answer_requested = Signal(str)

    def __init__(self, context: Context, deal_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("handoff_room")
        self.context, self.deal_id = context, deal_id
        self.view: HandoffView
        self.deal: DealView
        self._read()
        context.bridge.changed.connect(self._on_bridge_changed)

    @property
    def desk(self) -> Desk:
        """The desk, for queries."""
        return cast("Desk", self.context.bridge.desk)

    @property
    def today(self) -> dt.date:
        """The day it is."""
        return self.context.clock.today()

    def do(self, command: Any) -> None:
        """Queue a command; what the desk refuses is said in the dialog."""
        self.context.bridge.submit(command, self._on_done, self._on_failed, self)

    def _read(self) -> None:
        from salesdesk.usecases.deal_page import deal_view
        from salesdesk.usecases.handoff import handoff_view

        self.view = handoff_view(self.desk, self.deal_id)
        self.deal = deal_view(self.desk, self.deal_id)

    def _on_done(self, changes: Changes) -> None:
        self.saved.emit(changes.label)

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            guard.caught(error)
            return
        self.refused.emit(str(error))
        self.refreshed.emit()  # so that a check box shows again what is stored

    def _on_bridge_changed(self, changes: Changes) -> None:
        is_ours = self.deal_id in changes.deals or changes.is_large
        if not is_ours and not any(changes.of(table) for table in _SHARED):
            return
        try:
            self._read()
        except KnownError as error:
            self.refused.emit(str(error))
            return
        self.refreshed.emit()


def is_typing(field: QWidget) -> bool:
    """Whether the keyboard is in a field, which then must not be filled by us."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is field or field.isAncestorOf(focused))
