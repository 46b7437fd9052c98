"""The left side of the handoff: the sections with their items; ready ones folded in one line."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.handoff.item_row import ItemRow
from salesdesk.ui.handoff.room import HandoffRoom
from salesdesk.ui.widgets import Banner, Button, PlainLabel, Scroller
from salesdesk.usecases.handoff import SectionView

SETTLE_MS = 200
"""After this long the layout of an opened editor has settled."""


class Checklist(QWidget):
    """All items of the room's handoff. One editor is open at a time. Emits `edited(item key)`."""

    edited = Signal(str)

    def __init__(self, room: HandoffRoom) -> None:
        super().__init__()
        self.setObjectName("handoff_checklist")
        self._room = room
        self._is_unfolded = False
        self._kept: set[str] = set()
        """Sections that were open once: they stay, so that nothing moves under the pointer."""
        self.rows: dict[str, ItemRow] = {}
        self._sections: dict[str, QWidget] = {}
        look = theme.tokens()
        self.scroller = Scroller("handoff_items", _("Checklist"))
        self._wanted = ""
        self.scroller.verticalScrollBar().rangeChanged.connect(self._reveal)
        self.scroller.body.setSpacing(0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.scroller, 1)
        self._folded = self._make_folded()
        self.scroller.body.setContentsMargins(look.px(20), look.px(12), look.px(20), look.px(20))
        self.scroller.body.addWidget(self._folded)
        self._made_for: tuple[str, ...] = ()
        self.refresh()

    @cached_property
    def banner(self) -> Banner:
        """The room for what the desk refused; made with the first refusal."""
        made = Banner("handoff_banner")
        self._column.insertWidget(0, made)
        return made

    def put_refusal_away(self) -> None:
        """Something was saved: an earlier refusal is settled."""
        if "banner" in self.__dict__:
            self.banner.hide()

    def refresh(self) -> None:
        """Show the handoff as it is now, keeping the open editor and the place."""
        view = self._room.view
        keys = tuple(item.key for section in view.sections for item in section.items)
        if keys != self._made_for:
            self._rebuild(view.sections)
            self._made_for = keys
        for section in view.sections:
            for item in section.items:
                self.rows[item.key].refresh(item)
            if not section.is_ready:
                self._kept.add(section.key)
        self._fold()

    def open_item(self, key: str) -> None:
        """Open an item's editor and bring it into view."""
        for section in self._room.view.sections:
            if any(item.key == key for item in section.items):
                self._kept.add(section.key)
        self._fold()
        self.rows[key].open()

    def close_editors(self) -> None:
        """Save what is being typed and close what is open."""
        for row in self.rows.values():
            row.close_editor()

    def start(self) -> None:
        """Put the keyboard on the first open item, or on the first."""
        shown = self._shown()
        row = next((each for each in shown if not each.item.is_ready), None)
        row = row or next(iter(shown), None)
        if row is not None:
            row.link.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_folded(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, theme.tokens().px(2))
        self.folded_words = PlainLabel("", "small", "muted", wrap=True, name="handoff_folded")
        self.fold_button = Button("", "handoff_unfold", kind="link", on_click=self._toggle_fold)
        row.addWidget(self.folded_words, 1)
        row.addWidget(self.fold_button, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _rebuild(self, sections: tuple[SectionView, ...]) -> None:
        self.close_editors()
        for old in self._sections.values():
            self.scroller.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._sections, self.rows = {}, {}
        look = theme.tokens()
        for section in sections:
            box = QWidget()
            box.setObjectName(f"handoff_section_{section.key}")
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            heading = PlainLabel(section.name, "heading")
            heading.setContentsMargins(0, look.px(14), 0, look.px(3))
            column.addWidget(heading)
            for item in section.items:
                row = self.rows[item.key] = ItemRow(self._room, item)
                row.opened.connect(self._on_row_opened)
                row.stepped.connect(self._on_row_stepped)
                column.addWidget(row)
            self._sections[section.key] = box
            self.scroller.body.addWidget(box)

    def _fold(self) -> None:
        folded = [s for s in self._room.view.sections if s.is_ready and s.key not in self._kept]
        for section in self._room.view.sections:
            is_shown = self._is_unfolded or section not in folded
            self._sections[section.key].setVisible(is_shown)
        self._folded.setVisible(bool(folded))
        names = ", ".join(s.name for s in folded)
        words = _("Ready: {names}") if self._is_unfolded else _("Ready and folded: {names}")
        self.folded_words.setText(words.format(names=names))
        self.fold_button.setText(_("Fold") if self._is_unfolded else _("Show"))

    def _toggle_fold(self) -> None:
        self._is_unfolded = not self._is_unfolded
        self._fold()

    def _shown(self) -> list[ItemRow]:
        return [
            self.rows[item.key]
            for section in self._room.view.sections
            if not self._sections[section.key].isHidden()
            for item in section.items
        ]

    def _on_row_opened(self, key: str) -> None:
        for other in self.rows.values():
            if other.item.key != key:
                other.close_editor()
        self.edited.emit(key)
        # Words that wrap know their height only after some rounds of layout: until those are over,
        # each change of the length scrolls again.
        self._wanted = key
        QTimer.singleShot(0, self, self._reveal)
        QTimer.singleShot(SETTLE_MS, self, self._stop_revealing)

    def _stop_revealing(self) -> None:
        self._reveal()
        self._wanted = ""

    def _reveal(self) -> None:
        """Scroll so that the whole editor shows, or as much as fits from its line on."""
        row = self.rows.get(self._wanted)
        content, bar = self.scroller.widget(), self.scroller.verticalScrollBar()
        layout = content.layout() if content is not None else None
        if row is None or content is None or layout is None:
            return
        layout.activate()
        room, gap = self.scroller.viewport().height(), theme.tokens().px(10)
        top = row.mapTo(content, QPoint(0, 0)).y() - gap
        bottom = top + row.height() + 2 * gap
        if top < bar.value() or bottom - top > room:
            bar.setValue(top)
        elif bottom > bar.value() + room:
            bar.setValue(bottom - room)
        focused: QWidget | None = self.window().focusWidget()
        if focused is not None and row.isAncestorOf(focused):
            self.scroller.ensureWidgetVisible(focused, 0, 4 * gap)

    def _on_row_stepped(self, key: str, step: int) -> None:
        shown = self._shown()
        at = next((i for i, row in enumerate(shown) if row.item.key == key), 0) + step
        if 0 <= at < len(shown):
            shown[at].link.setFocus(Qt.FocusReason.TabFocusReason)
            self.scroller.ensureWidgetVisible(shown[at])
