"""The dialog that corrects one fact: words, figures, who said it, whether they confirmed it.

Called wherever a fact is shown on the deal page; the correction shows everywhere at once.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.facts import FACT_KIND_LABELS, INFLUENCE_LABELS
from salesdesk.domain.gates import FactView
from salesdesk.support.i18n import _
from salesdesk.ui.deal import words
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.speaker import SpeakerPick
from salesdesk.ui.widgets import (
    CheckBox,
    DateEdit,
    Dialog,
    FaultLine,
    Form,
    LineEdit,
    PickOne,
    TextBox,
)

_MEASURED = frozenset({"pain", "goal", "metric", "outcome", "promise", "criterion", "timeline"})
_OWNED = frozenset({"promise", "outcome", "risk", "process_step", "timeline"})


def correct(room: Room, fact: FactView, over: QWidget, otherwise: QWidget | None = None) -> None:
    """Open the dialog; afterwards the keyboard is in `over` again, where it was.

    What stands for the fact is made anew behind the dialog when it changed, and may be gone then:
    so the keyboard goes to the one of the same name, else to `otherwise`.
    """
    before = cast("QWidget | None", over.window().focusWidget())
    name = before.objectName() if before is not None and over.isAncestorOf(before) else ""
    FactDialog(room, fact, over.window()).exec()
    QTimer.singleShot(0, over, lambda: _give_back(over, name, otherwise or over))


def _give_back(over: QWidget, name: str, otherwise: QWidget) -> None:
    now = cast("QWidget | None", over.window().focusWidget())
    is_there = now is not None and over.isAncestorOf(now)
    if is_there and cast("QWidget", now).focusPolicy() is not Qt.FocusPolicy.NoFocus:
        return
    found = (each for each in over.findChildren(QWidget, name) if each.isVisible()) if name else ()
    next(iter(found), otherwise).setFocus()


class FactDialog(Dialog):
    """Edits a fact through the room; closes when it is kept."""

    def __init__(self, room: Room, fact: FactView, parent: QWidget | None = None) -> None:
        super().__init__(
            words.kind_label(fact.kind), "fact_dialog", remark=_("A fact on this deal"),
            size=(540, 0), parent=parent,
        )  # fmt: skip
        self._deal_room, self._fact = room, fact
        self.setProperty("draft_about", fact.id)
        self.form = Form("fact_form")
        self.body.addWidget(self.form)
        self._fields: dict[str, Any] = {}
        self._build(fact)
        self.fault = FaultLine("fact_fault")
        self.body.addWidget(self.fault)
        delete = self.add_button(_("Delete fact"), "fact_delete", kind="danger")
        delete.clicked.connect(self._delete)
        self.set_cancel()
        self.set_primary(_("Save"), "fact_keep").clicked.disconnect()
        assert self.primary is not None
        self.primary.clicked.connect(self._keep)
        self._fields["words"].setFocus()

    def changes(self) -> dict[str, str | bool | None]:
        """The columns that differ from the fact."""
        found: dict[str, str | bool | None] = {}
        for name, field in self._fields.items():
            value = _value(field)
            if value != (getattr(self._fact, name) or (False if name == "confirmed" else None)):
                found[name] = value
        return found

    def _build(self, fact: FactView) -> None:
        form = self.form
        box = TextBox("fact_words", _("In their words"), words=fact.words, rows=2, most_rows=8)
        self._fields["words"] = box
        form.add("words", _("In their words"), box, is_required=True)
        kinds = [(kind, _(label)) for kind, label in FACT_KIND_LABELS.items()]
        self._fields["kind"] = PickOne("fact_kind", _("Kind"), kinds, value=fact.kind)
        who = SpeakerPick(self._deal_room, "fact_person")
        who.set_person(fact.person_id)
        self._fields["person_id"] = who
        day = dt.date.fromisoformat(fact.said_on) if fact.said_on else None
        self._fields["said_on"] = DateEdit(
            "fact_said_on", _("Said on"), self._deal_room.today, value=day
        )
        form.add_beside(
            [
                ("kind", _("Kind"), self._fields["kind"]),
                ("person_id", _("Who said it"), who),
                ("said_on", _("Said on"), self._fields["said_on"]),
            ]
        )
        if fact.kind in _MEASURED or fact.measure or fact.baseline or fact.target:
            self._lines(
                ("measure", _("Measure")), ("baseline", _("Today")), ("target", _("Target"))
            )
        self._add_due(fact)
        if fact.kind == "risk" or fact.severity or fact.mitigation:
            levels = [(None, _("Not said")), *((k, _(v)) for k, v in INFLUENCE_LABELS.items())]
            self._fields["severity"] = PickOne(
                "fact_severity", _("Severity"), levels, value=fact.severity
            )
            form.add("severity", _("Severity"), self._fields["severity"])
            self._lines(("mitigation", _("What we do about it")))
        confirmed = CheckBox(_("The buyer confirmed it"), "fact_confirmed")
        confirmed.setChecked(fact.confirmed)
        self._fields["confirmed"] = confirmed
        form.add_wide(confirmed)

    def _add_due(self, fact: FactView) -> None:
        due = dt.date.fromisoformat(fact.due_on) if fact.due_on else None
        field = DateEdit("fact_due_on", _("Due"), self._deal_room.today, value=due)
        self._fields["due_on"] = field
        beside: list[tuple[str, str, QWidget]] = [("due_on", _("Due"), field)]
        if fact.kind in _OWNED or fact.owner:
            owner = LineEdit("fact_owner", _("Owner"), words=fact.owner or "")
            self._fields["owner"] = owner
            beside.append(("owner", _("Owner"), owner))
        self.form.add_beside(beside)

    def _lines(self, *fields: tuple[str, str]) -> None:
        made: list[tuple[str, str, QWidget]] = []
        for name, label in fields:
            field = LineEdit(f"fact_{name}", label, words=getattr(self._fact, name) or "")
            self._fields[name] = field
            made.append((name, label, field))
        self.form.add_beside(made)

    def _keep(self) -> None:
        from salesdesk.usecases.facts import EditFact

        if not self.form.check():
            return
        changed = self.changes()
        if changed.get("confirmed") and not self._fields["person_id"].value():
            self.form.row("person_id").set_fault(_("Choose who confirmed it."))
            self._fields["person_id"].setFocus()
            return
        if not changed:
            self.accept()
            return
        self._deal_room.do(
            EditFact(self._fact.id, changed), self._on_kept, self.fault.say, owner=self
        )

    def _delete(self) -> None:
        from salesdesk.usecases.facts import BinFact

        def gone(changes: Changes) -> None:
            self._deal_room.say(changes.label)
            self.accept()

        self._deal_room.do(BinFact(self._fact.id), gone, self.fault.say, owner=self)

    def _on_kept(self, _changes: Changes) -> None:
        self.accept()


def _value(field: Any) -> str | bool | None:
    if isinstance(field, CheckBox):
        return field.isChecked()
    if isinstance(field, (LineEdit, TextBox)):
        return field.words() or None
    value = field.value()
    return value.isoformat() if isinstance(value, dt.date) else value
