"""Editing a cell of the value map at its place: what was typed is kept by Enter or on leaving.

The editor lies over its cell, a little wider where the column is narrow. Made by the board; the
commands are run by the panel.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from salesdesk.domain.gates import FactView
from salesdesk.domain.value import PROOF_LABELS, MapLine
from salesdesk.support.i18n import _
from salesdesk.ui.deal import words
from salesdesk.ui.deal.rows import line as side_by_side
from salesdesk.ui.widgets import (
    Button,
    Card,
    DateEdit,
    FaultLine,
    LineEdit,
    PickOne,
    PlainLabel,
    TextBox,
)
from salesdesk.usecases.value import ValueView

COLUMNS = ("need", "capability", "proof", "outcome")


class CellEditor(Card):
    """Emits `kept(values)` with what changed by field, `left()` on Escape, `details_requested()`.

    `values` holds texts by the name of the field; blank is None.
    """

    kept = Signal(object)
    left = Signal()
    details_requested = Signal()

    def __init__(
        self, view: ValueView, line: MapLine, column: str, today: Any, parent: QWidget
    ) -> None:
        super().__init__("focus", name=f"edit_{column}", spacing=5, parent=parent)
        self.line, self.column = line, column
        self._view, self._today = view, today
        self._fields: dict[str, Any] = {}
        self._before: dict[str, str | None] = {}
        build = {
            "need": self._build_need, "capability": self._build_capability,
            "proof": self._build_proof, "outcome": self._build_outcome,
        }[column]  # fmt: skip
        build()
        self.fault = FaultLine(f"edit_{column}_fault")
        self.body.addWidget(self.fault)
        self._build_foot()
        self._before = self._values()
        for field in self._fields.values():
            field.installEventFilter(self)

    def first_field(self) -> QWidget:
        """Where the keyboard starts."""
        found: QWidget = next(iter(self._fields.values()))
        return found

    def changes(self) -> dict[str, str | None]:
        """The fields that differ from what was shown at first."""
        now = self._values()
        return {name: value for name, value in now.items() if value != self._before[name]}

    def say(self, sentence: str) -> None:
        """Show what is wrong."""
        self.fault.say(sentence)

    def keep(self) -> None:
        """Tell what changed; with nothing changed it only leaves."""
        due = self._fields.get("due_on")
        if due is not None and due.fault():
            self.say(due.fault())
            return
        changed = self.changes()
        if changed:
            self.kept.emit(changed)
        else:
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter keeps, Shift+Enter breaks the line, Escape leaves."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        is_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not is_shift and isinstance(watched, (TextBox, LineEdit)):
            self.keep()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves all as it was; Enter in a day or a list, which leave it to us, keeps."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
        else:
            super().keyPressEvent(event)

    def _text(self, name: str, label: str, value: str | None, hint: str = "") -> None:
        box = TextBox(f"edit_{name}", label, words=value or "", hint=hint, rows=2, most_rows=8)
        self._fields[name] = box
        self.body.addWidget(PlainLabel(label, "small", "muted"))
        self.body.addWidget(box)

    def _pick(self, name: str, label: str, choices: list[tuple[Any, str]], value: Any) -> None:
        self._fields[name] = PickOne(f"edit_{name}", label, choices, value=value)
        self.body.addWidget(self._fields[name])

    def _build_need(self) -> None:
        fact = self.line.fact
        label = words.kind_label(fact.kind) if fact is not None else _("What they said")
        self._text("words", label, fact.words if fact is not None else "")

    def _build_capability(self) -> None:
        link = self.line.link
        self._text("capability", _("What we can do about it"), self.line.capability)
        choices = [(None, _("No product named")), *((p.id, p.name) for p in self._view.products)]
        self._pick("product_id", _("Product"), choices, link.product_id if link else None)

    def _build_proof(self) -> None:
        link = self.line.link
        self._text("proof", _("What shows that we can"), self.line.proof)
        kinds = [(None, _("Kind of proof")), *((k, _(v)) for k, v in PROOF_LABELS.items())]
        self._pick("proof_kind", _("Kind of proof"), kinds, link.proof_kind if link else None)

    def _build_outcome(self) -> None:
        fact = self.line.outcome
        others = [f for f in self._view.outcomes if fact is None or f.id != fact.id]
        if fact is None and others:
            choices = [(None, _("A new outcome")), *((f.id, _short(f)) for f in others)]
            self._pick("outcome_id", _("Choose an outcome"), choices, None)
        self._text("words", _("What they get"), fact.words if fact is not None else "")
        lines = (("measure", _("Measure")), ("baseline", _("Today")), ("target", _("Target")))
        for name, label in lines:
            value = getattr(fact, name) if fact is not None else ""
            field = LineEdit(f"edit_{name}", label, words=value or "", hint=label)
            self._fields[name] = field
        self.body.addWidget(self._fields["measure"])
        self.body.addWidget(side_by_side(self._fields["baseline"], self._fields["target"], gap=5))
        day = words_day(fact)
        self._fields["due_on"] = DateEdit("edit_due_on", _("By"), self._today, value=day)
        self.body.addWidget(self._fields["due_on"])

    def _build_foot(self) -> None:
        name = f"edit_{self.column}"
        keep = Button(_("Save"), f"{name}_keep", kind="primary", on_click=self.keep)
        cancel = Button(_("Cancel"), f"{name}_cancel", kind="flat", on_click=self.left.emit)
        parts: list[QWidget | int] = [keep, cancel, 1]
        has_fact = self.column == "need" and self.line.fact is not None
        if has_fact or (self.column == "outcome" and self.line.outcome is not None):
            parts.append(
                Button(_("All of it…"), f"{name}_details", kind="link",
                       label=_("All that is kept of this fact"),
                       on_click=self.details_requested.emit)
            )  # fmt: skip
        self.body.addWidget(side_by_side(*parts))

    def _values(self) -> dict[str, str | None]:
        return {name: _value(field) for name, field in self._fields.items()}


def words_day(fact: FactView | None) -> Any:
    """The day on which an outcome is due, or None."""
    return dt.date.fromisoformat(fact.due_on) if fact is not None and fact.due_on else None


def _short(fact: FactView) -> str:
    return words.shortened(fact.words, 60)


def _value(field: Any) -> Any:
    if isinstance(field, (TextBox, LineEdit)):
        return field.words() or None
    value = field.value()
    return value.isoformat() if isinstance(value, dt.date) else value or None
