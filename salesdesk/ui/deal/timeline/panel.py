"""The Timeline panel: everything that happened on the deal, newest first, filtered by kind."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.timeline.delegate import TimelineDelegate
from salesdesk.ui.deal.timeline.model import TimelineModel
from salesdesk.ui.sectioned import ROW
from salesdesk.ui.widgets import Chip, EmptyState, FlowLayout
from salesdesk.usecases.timeline import KINDS, TimelineEntry, timeline

_PANEL_OF = {
    "answer": "discover",
    "objection": "objections",
    "handoff": "handoff",
    "commitment": "commit",
    "activity": "overview",
    "note": "overview",
    "next_step": "overview",
    "proposal": "proposal",
    "person": "overview",
}
_MEASURED = 10
"""So many entries are measured in one piece of what comes later."""
_TARGET_OF = {"activity": "activities", "note": "notes", "next_step": "steps", "person": "people"}


class _View(QListView):
    """A list whose rows follow its width; a scroll bar that comes or goes changes no row."""

    _laid_out = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() != self._laid_out:
            self._laid_out = self.width()
            self.scheduleDelayedItemsLayout()


class TimelinePanel(QWidget):
    """A view on the history of the room's deal. Enter on an entry leads to where it lives."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("timeline_panel")
        self._room = room
        self._entries: tuple[TimelineEntry, ...] = ()
        self.chips: dict[str, Chip] = {}
        self.model = TimelineModel(self)
        self.list = _View()
        self._delegate = TimelineDelegate(self.list)
        self._unmeasured: list[TimelineEntry] = []
        self._empty = EmptyState(
            "history", _("Nothing of this kind yet"), name="timeline_empty",
            hint=_("Calls, answers, moves and notes come here by themselves."),
        )  # fmt: skip
        self._build()

    def show_deal(self) -> None:
        """Show the room's deal from the newest entry."""
        self._delegate.heights.forget()
        self._read()
        self._filter()
        self.list.scrollToTop()

    def refresh(self, changes: Changes | None) -> None:
        """Read the history anew; the list stays where it is."""
        self._read()
        bar = self.list.verticalScrollBar()
        where = bar.value()
        self._filter(whole=where > 0)
        if where:
            self.list.doItemsLayout()
            bar.setValue(where)

    def _read(self) -> None:
        self._entries = timeline(self._room.desk, self._room.deal_id)
        counts = dict.fromkeys(KINDS, 0)
        for entry in self._entries:
            counts[entry.kind] += 1
        for kind, chip in self.chips.items():
            chip.set_words(_(KINDS[kind]), counts[kind])
            chip.setVisible(counts[kind] > 0)

    def reveal(self, target: str) -> None:
        """Put the keyboard into the list."""
        self.list.setFocus()

    def leave(self) -> None:
        """Nothing is typed here."""

    def _build(self) -> None:
        look = theme.tokens()
        bar = QWidget()
        flow = FlowLayout(bar, gap=look.px(6))
        flow.setContentsMargins(look.px(20), look.px(12), look.px(20), look.px(4))
        for kind, title in KINDS.items():
            chip = Chip(_(title), f"timeline_{kind}")
            chip.toggled.connect(lambda _on: self._filter())
            self.chips[kind] = chip
            flow.addWidget(chip)
        self.list.setObjectName("timeline_list")
        self.list.setAccessibleName(_("Timeline"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.list.setContentsMargins(0, 0, 0, 0)
        self.list.activated.connect(self._on_list_activated)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        holder = QVBoxLayout()
        holder.setContentsMargins(look.px(18), 0, look.px(8), 0)
        holder.addWidget(self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(bar)
        column.addLayout(holder, 1)

    def _filter(self, *, whole: bool = False) -> None:
        """No chip chosen means everything. What is out of sight may come after the paint."""
        on = (kind for kind, chip in self.chips.items() if chip.isChecked() and not chip.isHidden())
        wanted = set(on)
        shown = [entry for entry in self._entries if not wanted or entry.kind in wanted]
        self.model.show_entries(shown, whole=whole)
        self._unmeasured = self.model.rest[::-1]
        if self._unmeasured:
            self._room.later.put(self, self._measure_next)
        self._stack.setCurrentWidget(self.list if shown else self._empty)

    def _measure_next(self) -> bool:
        """Measure some more; once all are, they come at once. Tells whether there are more."""
        for _each in range(min(_MEASURED, len(self._unmeasured))):
            self._delegate.measure(self._unmeasured.pop(), self.list)
        if not self._unmeasured:
            self.model.fetchMore()
        return bool(self._unmeasured)

    def _on_list_activated(self, index: QModelIndex) -> None:
        entry = index.data(ROW)
        if isinstance(entry, TimelineEntry) and entry.kind in _PANEL_OF:
            self._room.jump(_PANEL_OF[entry.kind], _TARGET_OF.get(entry.kind, ""))
