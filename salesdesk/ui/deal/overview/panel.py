"""The Overview panel: its parts one below the other, those out of sight made a moment later."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.overview.activities import ActivitiesSection
from salesdesk.ui.deal.overview.custom import CustomSection
from salesdesk.ui.deal.overview.fields import TARGETS, FieldsSection
from salesdesk.ui.deal.overview.files import FilesSection
from salesdesk.ui.deal.overview.items import ItemsSection
from salesdesk.ui.deal.overview.notes import NotesSection
from salesdesk.ui.deal.overview.people import PeopleSection
from salesdesk.ui.deal.overview.review import ReviewSection
from salesdesk.ui.deal.overview.rivals import RivalsSection
from salesdesk.ui.deal.overview.section import Section
from salesdesk.ui.deal.overview.steps import StepsSection
from salesdesk.ui.deal.parts import room_for_parts
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import high
from salesdesk.ui.widgets import Scroller

PARTS: tuple[Callable[[Room], Section], ...] = (
    ReviewSection,
    FieldsSection,
    StepsSection,
    PeopleSection,
    ActivitiesSection,
    NotesSection,
    FilesSection,
    ItemsSection,
    RivalsSection,
    CustomSection,
)
"""The parts of the Overview, from the top. A new one is one class and one row."""

_AT_ONCE = 4
"""Parts that are made with the panel; the others come after its first paint."""
_NARROW = 585
"""Width in logical pixels, at the usual text size, below which tables are narrow."""
_BY_TARGET = {
    "log": "activities",
    "review": "review",
    "note": "notes",
    "file": "files",
    "people": "people",
    "person": "people",
    "next_step": "steps",
    "next_step_agreed": "steps",
    "line_items": "items",
    "product": "items",
    "competitor": "rivals",
}


class OverviewPanel(QWidget):
    """A view on the room's deal."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("overview_panel")
        self._room = room
        self.parts: dict[str, Section] = {}
        self._scroller = Scroller("overview_scroll", _("Overview"))
        look = theme.tokens()
        self._scroller.body.setContentsMargins(look.px(20), look.px(12), look.px(14), look.px(20))
        self._scroller.body.setSpacing(look.px(12))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroller)
        self._waiting = list(PARTS)
        self._stale: list[Section] = []
        """Parts below the fold that still show the deal before."""
        for _part in range(_AT_ONCE):
            self._make_next()
        room.later.put(self, self._do_next)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the parts how much room there is; their own width never gets too small."""
        super().resizeEvent(event)
        for part in self.parts.values():
            part.set_narrow(self._is_narrow)

    @property
    def _is_narrow(self) -> bool:
        return self.width() < theme.tokens().px(_NARROW)

    def show_deal(self) -> None:
        """Show the room's deal from the top: what is in sight now, the rest after the paint."""
        self._scroller.verticalScrollBar().setValue(0)
        spare, width = room_for_parts(self)
        hidden, self._stale = self._stale, []
        for part in self.parts.values():
            if spare <= 0:
                self._stale.append(part)
                part.hide()  # else what is in it of the deal before would be laid out once more
                continue
            part.show_view()
            fills = part.make_up_to(spare, width)
            if part in hidden:
                part.show()
            spare -= spare if fills else 0 if part.isHidden() else high(part, width)
        self._room.later.put(self, self._do_next)

    def refresh(self, changes: Changes | None) -> None:
        """Show the room's deal as it is now."""
        for part in self.parts.values():
            part.show_view()
        for part in self._stale:
            part.show()
        self._stale.clear()

    def reveal(self, target: str) -> None:
        """Go to a field, or to where a person, step, note, activity or item is added.

        "see:PART" brings a part into view and starts nothing.
        """
        head, _colon, rest = target.partition(":")
        if head == "see":
            self._see(rest)
            return
        key = _BY_TARGET.get(head, "")
        if not key:
            known = head in TARGETS or head in ("account", "probability", "category", "term",
                                                "currency", "owner", "source")  # fmt: skip
            key = "fields" if known else head
        part = self.part(key if key in {*self.parts, *_BY_TARGET.values()} else "fields")
        self._scroller.ensureWidgetVisible(part, 0, theme.tokens().px(20))
        part.start(rest or head)

    def _see(self, key: str) -> None:
        part = self.part(key)
        # After the parts that wait for a pause are made, which moves this one.
        QTimer.singleShot(0, part, lambda: self._scroller.ensureWidgetVisible(part, 0, 0))
        focused = next(iter(part.findChildren(QAbstractButton)), None)
        if focused is not None:
            focused.setFocus()

    def leave(self) -> None:
        """Save what is half typed."""
        for part in self.parts.values():
            part.leave()

    def part(self, key: str) -> Section:
        """A part, made now if it was not. Raises KeyError."""
        while key not in self.parts and self._waiting:
            self._make_next()
            self._show_last()
        part = self.parts[key]
        if part in self._stale:
            self._freshen(part)
        return part

    def _freshen(self, part: Section) -> None:
        """Show the room's deal in a part that still has the one before."""
        self._stale.remove(part)
        part.show_view()
        part.show()

    def _make_next(self) -> None:
        part = self._waiting.pop(0)(self._room)
        self.parts[part.key] = part
        part.set_narrow(self._is_narrow)
        self._scroller.body.addWidget(part)

    def _show_last(self) -> None:
        if self._room.view is not None:
            list(self.parts.values())[-1].show_view()

    def _do_next(self) -> bool:
        """Show or make one more part; tells whether there are more."""
        if self._stale:
            self._freshen(self._stale[0])
        elif self._waiting:
            self._make_next()
            self._show_last()
        return bool(self._stale or self._waiting)
