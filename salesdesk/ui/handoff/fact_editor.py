"""Corrects the facts of a checklist item where they are shown, adds and deletes them.

A fact corrected here is corrected everywhere: Discover, gate, summary and papers show the same.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.facts import FACT_COLUMN_LABELS, INFLUENCE_LABELS
from salesdesk.domain.gates import FactView
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.handoff.item_editor import ItemEditor, SavingBox
from salesdesk.ui.handoff.room import HandoffRoom, is_typing
from salesdesk.ui.widgets import (
    Button,
    Card,
    CheckBox,
    DateEdit,
    FieldRow,
    LineEdit,
    PickOne,
    TextBox,
)
from salesdesk.usecases.facts import (
    SEVERITIES,
    AddFact,
    BinFact,
    ConfirmFact,
    EditFact,
    kind_name,
)
from salesdesk.usecases.handoff import ItemView

ROWS = (("measure", "baseline", "target"), ("owner", "due_on"), ("severity", "mitigation"))
"""The columns of a fact, side by side in these rows."""


class FactEditor(ItemEditor):
    """The facts of an item, one card each, and a line for another."""

    def build(self) -> None:
        """The cards come with `show_item`."""
        self._cards: dict[str, FactCard] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.tokens().px(8))
        self.fields.addLayout(self._list)
        label = _("Add: {kind}").format(kind=kind_name(self.item.kind))
        self.box = TextBox(self.name("add"), label, hint=label, rows=1)
        self.box.committed.connect(self._on_box_committed)
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().px(8))
        row.addWidget(self.box, 1)
        # Pressing the button leaves the box, which adds; the button is there to be seen.
        row.addWidget(Button(_("Add"), self.name("add_button"), on_click=self.leave))
        self.fields.addLayout(row)

    def show_item(self) -> None:
        """A card for each fact there is, in their order."""
        known = {fact.id for fact in self.item.facts}
        for gone in [key for key in self._cards if key not in known]:
            card = self._cards.pop(gone)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, fact in enumerate(self.item.facts):
            if fact.id not in self._cards:
                self._cards[fact.id] = FactCard(self.room, self.item, fact)
                self._list.insertWidget(place, self._cards[fact.id])
            else:
                self._cards[fact.id].refresh(fact)

    def first(self) -> QWidget | None:
        """The first column that lacks something, else the first words, else the line to add."""
        cards = [self._cards[fact.id] for fact in self.item.facts]
        lacking = [card.lacking() for card in cards]
        return next((f for f in lacking if f is not None), cards[0].words if cards else self.box)

    def _on_box_committed(self, words: str) -> None:
        if words:
            self.box.set_words("")
            self.room.do(AddFact(self.room.deal_id, self.item.kind, words))


class FactCard(Card):
    """One fact: its words, the columns that matter here, who said it and whether they confirmed."""

    def __init__(self, room: HandoffRoom, item: ItemView, fact: FactView) -> None:
        super().__init__("sunken", name=f"handoff_fact_{fact.id}", spacing=7)
        self._room, self._needs, self._fact = room, item.needs, fact
        self.words = SavingBox(self._name("words"), kind_name(fact.kind), words=fact.words, rows=1)
        self.words.committed.connect(self._on_words_committed)
        self.body.addWidget(self.words)
        self.columns: dict[str, Any] = {}
        self._rows: dict[str, FieldRow] = {}
        for names in ROWS:
            shown = [n for n in names if n in item.needs or getattr(fact, n)]
            if shown:
                self.body.addLayout(self._make_columns(shown))
        self.body.addLayout(self._make_foot())
        self.refresh(fact)

    def refresh(self, fact: FactView) -> None:
        """Show the fact as it is stored, but for what is being typed."""
        self._fact = fact
        self.words.show_stored(fact.words)
        for name, field in self.columns.items():
            value = getattr(fact, name)
            if not is_typing(field):
                self._show(name, field, value)
            lacks = name in self._needs and not value
            label = _(FACT_COLUMN_LABELS[name])  # type: ignore[index]
            row = self._rows[name]
            row.label.setText(_("{label}: open").format(label=label) if lacks else label)
            row.label.set_tone("warn" if lacks else "muted")
        people = [(p.person_id, p.name) for p in self._room.deal.stakeholders]
        if fact.person_id and fact.person_id not in {key for key, _name in people}:
            people.append((fact.person_id, fact.person))
        self.person.set_choices([(None, _("Nobody named")), *people], fact.person_id)
        self.confirmed.setChecked(fact.confirmed)

    def lacking(self) -> QWidget | None:
        """The first field that is needed and empty."""
        return next(
            (f for n, f in self.columns.items() if n in self._needs and not getattr(self._fact, n)),
            None,
        )

    def _name(self, part: str) -> str:
        return f"handoff_fact_{self._fact.id}_{part}"

    def _make_columns(self, names: list[str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().px(8))
        for name in names:
            label = _(FACT_COLUMN_LABELS[name])  # type: ignore[index]
            field = self.columns[name] = self._make_field(name, label)
            self._rows[name] = FieldRow(label, field)
            row.addWidget(self._rows[name], 2 if name in ("measure", "mitigation") else 1)
        if len(names) == 1:
            row.addStretch(1)
        return row

    def _make_field(self, name: str, label: str) -> QWidget:
        key = self._name(name)
        if name == "due_on":
            date = DateEdit(key, label, self._room.today)
            date.changed.connect(lambda day: self._save(name, day.isoformat() if day else None))
            return date
        if name == "severity":
            choices = [(None, _("Not said")), *((s, _(INFLUENCE_LABELS[s])) for s in SEVERITIES)]  # type: ignore[index]
            pick = PickOne(key, label, choices)
            pick.picked.connect(lambda value: self._save(name, value))
            return pick
        line = LineEdit(key, label)
        line.editingFinished.connect(lambda: self._save(name, line.words() or None))
        return line

    @staticmethod
    def _show(name: str, field: Any, value: str | None) -> None:
        if name == "due_on":
            field.set_value(dt.date.fromisoformat(value) if value else None)
        elif name == "severity":
            field.set_value(value)
        elif field.text() != (value or ""):
            field.setText(value or "")
            field.setCursorPosition(0)

    def _make_foot(self) -> QHBoxLayout:
        self.person = PickOne(self._name("person"), _("Who said it"))
        self.person.picked.connect(lambda value: self._save("person_id", value))
        self.confirmed = CheckBox(_("Confirmed by the buyer"), self._name("confirmed"))
        self.confirmed.clicked.connect(self._on_confirmed_clicked)
        self.delete = Button(
            _("Delete"), self._name("delete"), kind="link", on_click=self._delete,
            label=_("Delete this fact"),
        )  # fmt: skip
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().px(10))
        row.addWidget(self.person)
        row.addWidget(self.confirmed)
        row.addStretch(1)
        row.addWidget(self.delete)
        return row

    def _save(self, column: str, value: str | None) -> None:
        if value != getattr(self._fact, column):
            self._room.do(EditFact(self._fact.id, {column: value}))

    def _delete(self) -> None:
        self._room.do(BinFact(self._fact.id))

    def _on_words_committed(self, words: str) -> None:
        if words:
            self._save("words", words)
        else:
            self.words.set_words(self._fact.words)  # a fact without words is deleted, not emptied

    def _on_confirmed_clicked(self, is_on: bool) -> None:
        today = self._room.today.isoformat()
        self._room.do(ConfirmFact(self._fact.id, self.person.value(), today, is_on))
