"""What every editor of a checklist item has: the hint, “there are none”, and the way to the deal.

Subclasses fill `fields`; they are chosen by `editors.editor_for`.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.handoff.room import HandoffRoom
from salesdesk.ui.widgets import Button, PlainLabel, TextBox
from salesdesk.usecases.handoff import ConfirmNone, ItemView, WriteItem

IDLE_MS = 1_500
"""How long after the last key what was typed is saved."""


class SavingBox(TextBox):
    """A text box that commits by itself a moment after the last key."""

    def __init__(self, name: str, label: str, *, words: str = "", hint: str = "", rows: int = 2,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(name, label, words=words, hint=hint, rows=rows, parent=parent)
        self._idle = QTimer(self, interval=IDLE_MS, singleShot=True)
        self._idle.timeout.connect(self._commit)
        self.textChanged.connect(self._idle.start)

    def show_stored(self, words: str) -> None:
        """Show what is stored, unless something else is being typed."""
        if not self.hasFocus() and self.words() != words.strip():
            self.set_words(words)
        self._idle.stop()


class ItemEditor(QWidget):
    """Edits one item in place, below its line."""

    def __init__(self, room: HandoffRoom, item: ItemView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.room, self.item = room, item
        self.setObjectName(f"handoff_editor_{item.key}")
        look = theme.tokens()
        self.fields = QVBoxLayout(self)
        self.fields.setContentsMargins(0, look.px(6), 0, look.px(4))
        self.fields.setSpacing(look.px(8))
        if item.hint:
            self.fields.addWidget(PlainLabel(item.hint, "small", "muted", wrap=True))
        self.build()
        self.fields.addLayout(self._make_foot())
        self.refresh(item)

    def name(self, part: str) -> str:
        """The object name of a part of this editor."""
        return f"handoff_{self.item.key}_{part}"

    def build(self) -> None:
        """Make the fields. For subclasses."""

    def show_item(self) -> None:
        """Show what is stored in every field that is not being typed in. For subclasses."""

    def first(self) -> QWidget | None:
        """Where the keyboard goes when the editor opens."""
        tab = Qt.FocusPolicy.TabFocus.value
        takes = (w for w in self.findChildren(QWidget) if w.focusPolicy().value & tab)
        return next((w for w in takes if w.isVisibleTo(self)), None)

    def refresh(self, item: ItemView) -> None:
        """Show the item as it is now."""
        self.item = item
        self.none.setVisible(item.is_confirmed_none or self._may_be_none())
        self.none.setText(
            _("There are some after all") if item.is_confirmed_none
            else _("Confirm that there are none")
        )  # fmt: skip
        self.show_item()

    def leave(self) -> None:
        """Save what is being typed: leaving a field commits it."""
        focused: QWidget | None = self.window().focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()

    def _may_be_none(self) -> bool:
        item = self.item
        return item.none_ok and not item.facts and not item.people and not item.words.strip()

    def _make_foot(self) -> QHBoxLayout:
        self.none = Button("", self.name("none"), on_click=self._toggle_none)
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().px(8))
        row.addWidget(self.none)
        row.addStretch(1)
        panels = {
            "overview": _("Go to Overview"),
            "discover": _("Go to Discover"),
            "qualify": _("Go to Qualify"),
            "value": _("Go to Value"),
            "objections": _("Go to Objections"),
            "commit": _("Go to Commit"),
        }
        if self.item.panel in panels:
            row.addWidget(
                Button(panels[self.item.panel], self.name("go"), kind="link", on_click=self._go)
            )
        return row

    def _toggle_none(self) -> None:
        self.room.do(ConfirmNone(self.room.deal_id, self.item.key, not self.item.is_confirmed_none))

    def _go(self) -> None:
        item = self.item
        target = ""
        if item.panel == "overview":
            target = item.fields[0] if item.fields else ""
            target = target or (f"person:{item.roles[0]}" if item.roles else "")
        self.room.go_requested.emit(item.panel, target)


class NoteBox(SavingBox):
    """What the rep has to say about an item; saved as the item's words."""

    def __init__(self, room: HandoffRoom, item: ItemView, name: str, *, is_main: bool) -> None:
        label = item.name if is_main else _("Note on {item}").format(item=item.name)
        hint = "" if is_main else _("Anything to add for the receiver")
        super().__init__(name, label, words=item.words, hint=hint, rows=3 if is_main else 1)
        self.committed.connect(lambda words: room.do(WriteItem(room.deal_id, item.key, words)))


class WordsEditor(ItemEditor):
    """An item that the rep writes."""

    def build(self) -> None:
        """One box."""
        self.box = NoteBox(self.room, self.item, self.name("words"), is_main=True)
        self.fields.addWidget(self.box)

    def show_item(self) -> None:
        """The words stored."""
        self.box.show_stored(self.item.words)


class ElsewhereEditor(ItemEditor):
    """An item that fills on the deal page, such as line items; a note may be added."""

    def build(self) -> None:
        """What fills it, and the note."""
        self.state = PlainLabel("", "body", "soft", wrap=True, name=self.name("state"))
        self.box = NoteBox(self.room, self.item, self.name("words"), is_main=False)
        self.fields.addWidget(self.state)
        self.fields.addWidget(self.box)

    def show_item(self) -> None:
        """What fills it now."""
        self.state.setText(self.item.missing or self.item.filled_from)
        self.box.show_stored(self.item.words)
