"""One item of the demo plan: what is shown, for how long, what it answers, how it was taken.

Made by the plan section.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.errors import KnownError
from salesdesk.domain.value import PlanItem
from salesdesk.support.i18n import _, format_number
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.rows import flowing
from salesdesk.ui.deal.value import texts
from salesdesk.ui.widgets import ElidedLabel, IconButton, LineEdit, Pill, PlainLabel, TextBox
from salesdesk.ui.widgets.labels import plain_tip
from salesdesk.ui.widgets.wide import fix_wide
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.demo_plan import minutes


class PlanRow(QWidget):
    """Emits `words_changed(text)`, `minutes_changed(minutes | None)`, `move_requested(way)`,
    `remove_requested()`, `reaction_requested()` and `tie_requested()`.
    """

    words_changed = Signal(str)
    minutes_changed = Signal(object)
    move_requested = Signal(int)
    remove_requested = Signal()
    reaction_requested = Signal()
    tie_requested = Signal()

    def __init__(self, planned: PlanItem, number: int) -> None:
        super().__init__()
        item = planned.item
        self.item_id = item.id
        self._name = f"plan_{item.id}"
        self.setObjectName(self._name)
        look = theme.tokens()
        self.number = PlainLabel(format_number(number), "strong", "faint")
        fix_wide(self.number, 20)
        label = _("What to show, item {number}").format(number=number)
        self.what = TextBox(f"{self._name}_what", label, words=planned.words, most_rows=5)
        self.what.committed.connect(self.words_changed.emit)
        self._minutes = item.minutes
        self.minutes = LineEdit(
            f"{self._name}_minutes", _("Minutes for {item}").format(item=planned.words[:60]),
            words=self._shown(), hint=_("min"), longest=6,
        )  # fmt: skip
        fix_wide(self.minutes, 46)
        self.minutes.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.minutes.setToolTip(plain_tip(_("Minutes")))
        self.minutes.editingFinished.connect(self._on_minutes_editing_finished)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(look.px(6))
        above = Qt.AlignmentFlag.AlignTop
        top.addWidget(self.number, 0, above)
        top.addWidget(self.what, 1, above)
        for widget in (self.minutes, *self._buttons(planned)):
            top.addWidget(widget, 0, above)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, look.px(2), 0, look.px(4))
        box.setSpacing(look.px(3))
        box.addLayout(top)
        below = QHBoxLayout()
        below.setContentsMargins(look.px(26), 0, 0, 0)
        below.addWidget(self._remarks(planned))
        box.addLayout(below)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the item."""
        ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        way = ways.get(Qt.Key(event.key()))
        if way is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_requested.emit(way)
        else:
            super().keyPressEvent(event)

    def _shown(self) -> str:
        return "" if self._minutes is None else format_number(self._minutes)

    def _buttons(self, planned: PlanItem) -> list[IconButton]:
        shown = words.shortened(planned.words, 60)
        made = (
            ("arrow-up", "up", _("Move up: {item}"), lambda: self.move_requested.emit(-1)),
            ("arrow-down", "down", _("Move down: {item}"), lambda: self.move_requested.emit(1)),
            ("x", "remove", _("Take off the plan: {item}"), self.remove_requested.emit),
        )
        return [
            IconButton(icon, f"{self._name}_{key}", label.format(item=shown), on_click=on_click)
            for icon, key, label, on_click in made
        ]

    def _remarks(self, planned: PlanItem) -> QWidget:
        fact = planned.line.fact if planned.line is not None else None
        parts: list[QWidget] = []
        if planned.is_dump:
            why = _("Feature dump: answers nothing they said")
            if fact is not None:
                why = _("Feature dump: they have not confirmed what it answers")
            parts.append(Pill(why, "warn", name=f"{self._name}_dump"))
        if fact is not None:
            text = _("Answers “{words}”").format(words=words.shortened(fact.words, 64))
            parts.append(ElidedLabel(text, "small", "muted"))
        else:
            parts.append(
                WrappedLink(_("Tie it to the map…"), f"{self._name}_tie", self.tie_requested.emit)
            )
        parts.append(
            WrappedLink(
                self._reaction(planned),
                f"{self._name}_reaction",
                self.reaction_requested.emit,
                tone="accent" if planned.item.reaction is None else "soft",
            )
        )
        return flowing(*parts)

    @staticmethod
    def _reaction(planned: PlanItem) -> str:
        item = planned.item
        if item.reaction is None:
            return _("Note a reaction…")
        said = words.said(item.person, item.shown_on)
        parts = [texts.reaction_label(item.reaction), said]
        if item.reaction_words:
            parts.append(_("“{words}”").format(words=words.shortened(item.reaction_words, 70)))
        return _("Reaction: {reaction}").format(reaction=" · ".join(filter(None, parts)))

    def _on_minutes_editing_finished(self) -> None:
        if self.minutes.words() == self._shown():
            self.minutes.set_faulty("")
            return
        try:
            value = minutes(self.minutes.words())
        except KnownError as error:
            self.minutes.set_faulty(str(error))
            return
        self.minutes.set_faulty("")
        if value != self._minutes:
            self._minutes = value
            self.minutes_changed.emit(value)
