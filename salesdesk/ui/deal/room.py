"""What all parts of the deal page share: the deal shown, its views, drafts, and a way to write.

Made by the page, one for its life; panels read `view`, write through `do`, and ask others to come
to the front with `jump`. Nothing here is a widget.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError, NotSaved
from salesdesk.ui.context import Context
from salesdesk.ui.deal.drafts import Drafts
from salesdesk.ui.deal.later import Later

if TYPE_CHECKING:
    from salesdesk.domain.process import Process
    from salesdesk.ui.outside import Outside
    from salesdesk.usecases.deal_views import DealView
    from salesdesk.usecases.desk import Desk

_SHARED = ("person", "account", "tag", "custom_field", "custom_value", "product", "pipeline")
"""Tables whose rows show on deals that a write did not touch by itself."""


class Room(QObject):
    """The deal in front.

    `opened()` when another deal is shown, `refreshed(Changes | None)` when the one shown changed,
    `jump_requested(panel, target)` when something else is to be brought to the front.
    """

    opened = Signal()
    refreshed = Signal(object)
    jump_requested = Signal(str, str)
    leave_requested = Signal()
    """Asks the panel in front to save what was typed: something else takes over."""
    files_requested = Signal(str)
    """Asks for files to add to the deal with this id."""
    handoff_requested = Signal(str)
    """Asks for the handoff dialog of the deal with this id."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("deal_room")
        self.context = context
        self.drafts = Drafts()
        self.deal_id = ""
        self.view: DealView | None = None
        self._process: Process | None = None
        """That of the view, once it was asked for."""
        self.later = Later(lambda: self.is_typing, self, self._is_seen)
        """For what need not be there when the page is painted."""
        self.keeping = 0
        """So many texts that keep themselves are being written: nobody waits to see these."""
        self.lost_why = ""
        """The sentence to show while there is no view."""

    @property
    def desk(self) -> Desk:
        """The desk, for queries."""
        return cast("Desk", self.context.bridge.desk)

    @cached_property
    def outside(self) -> Outside:
        """The door to the operating system."""
        from salesdesk.ui.outside import Outside

        return Outside(self.context.shell.dialog_parent)

    @property
    def today(self) -> dt.date:
        """The day it is."""
        return self.context.clock.today()

    @property
    def process(self) -> Process:
        """The process that the deal follows. Only while there is a view."""
        assert self.view is not None
        if self._process is None:
            self._process = self.desk.process(self.view.deal.pipeline_id)
        return self._process

    def note_typing(self) -> None:
        """A key was pressed in a text that keeps itself."""
        self.context.typist.note()

    @property
    def is_typing(self) -> bool:
        """Whether the last such key was pressed just now."""
        return self.context.typist.is_typing

    @property
    def went_on_typing(self) -> bool:
        """Whether somebody types, and typed on after the last thing that was to be written.

        Nobody waits to see that then: it was left with Tab, or keeps itself.
        """
        typist, asked_at = self.context.typist, self.context.bridge.asked_at
        return typist.is_typing and (self.keeping > 0 or typist.typed_at > asked_at)

    def _is_seen(self) -> bool:
        """Whether the page is in front; at the back nothing need be made ready for the eye."""
        page = self.parent()
        return not isinstance(page, QWidget) or page.isVisible()

    def open(self, deal_id: str) -> None:
        """Show a deal."""
        self.deal_id = deal_id
        self.later.forget()
        self._read()
        self.opened.emit()

    def refresh(self, changes: Changes | None = None) -> None:
        """Read the deal anew and tell the panels."""
        if self.deal_id:
            self._read()
            self.refreshed.emit(changes)

    def concerns(self, changes: Changes) -> bool:
        """Whether these changes may show on the deal in front."""
        if self.deal_id in changes.deals or changes.is_large:
            return True
        return any(changes.of(table) for table in _SHARED)

    def do(
        self,
        command: Any,
        on_done: Callable[[Changes], object] | None = None,
        on_fail: Callable[[str], object] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Queue a command. `on_fail` gets the sentence of a KnownError; else it is shown above."""

        def failed(error: BaseException) -> None:
            if on_fail is not None and isinstance(error, KnownError):
                on_fail(str(error))
            elif isinstance(error, NotSaved):
                # The form may be empty again; what was in it waits for another try.
                self.context.bridge.keep(error, lambda: self.do(command, on_done, None, owner))
            elif isinstance(error, KnownError):
                self.context.shell.warn(str(error), "late")
            else:
                raise error

        self.context.bridge.submit(command, on_done, failed, owner or self)

    def say(self, words: str) -> None:
        """Show a toast with Undo for what was just done."""
        self.context.shell.tell_undoable(words)

    def jump(self, panel: str, target: str = "") -> None:
        """Bring a panel to the front, at `target`: a question's key, a field, a play."""
        self.jump_requested.emit(panel, target)

    def _read(self) -> None:
        from salesdesk.usecases.deal_page import deal_view

        self._process = None
        try:
            self.view, self.lost_why = deal_view(self.desk, self.deal_id), ""
        except KnownError as error:
            self.view, self.lost_why = None, str(error)
