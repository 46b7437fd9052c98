"""Names the person for a role, and how to reach them; gives the role to a known or a new person."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from salesdesk.domain.facts import ROLE_LABELS
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.handoff.item_editor import ItemEditor, NoteBox
from salesdesk.ui.handoff.room import HandoffRoom, is_typing
from salesdesk.ui.widgets import Button, Card, FieldRow, LineEdit, PickOne, PlainLabel
from salesdesk.usecases.deal_views import Stakeholder
from salesdesk.usecases.people import AddPersonToDeal, EditPerson, PutOnDeal

CONTACT = ("title", "email", "phone")


class PeopleEditor(ItemEditor):
    """The people who have the role, and two ways to name another."""

    def build(self) -> None:
        """Cards come with `show_item`."""
        self._cards: dict[str, PersonCard] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.tokens().px(8))
        self.fields.addLayout(self._list)
        self.pick = PickOne(self.name("pick"), _("Someone on the deal"))
        self.pick.setPlaceholderText(_("Choose someone on the deal"))
        self.pick.picked.connect(self._on_pick_picked)
        self.line = LineEdit(self.name("new"), _("Name of a new person"),
                             hint=_("or type the name of a new person"), longest=120)  # fmt: skip
        self.line.editingFinished.connect(self._on_line_editing_finished)
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().px(8))
        row.addWidget(self.pick, 1)
        row.addWidget(self.line, 1)
        row.addWidget(Button(_("Add"), self.name("add_button"), on_click=self.leave))
        self.fields.addLayout(row)
        self.box = NoteBox(self.room, self.item, self.name("words"), is_main=False)
        self.fields.addWidget(self.box)

    def show_item(self) -> None:
        """The people who have the role now; the others to choose from."""
        holders = [p for p in self.room.deal.stakeholders if p.role in self.item.roles]
        known = {person.person_id for person in holders}
        for gone in [key for key in self._cards if key not in known]:
            card = self._cards.pop(gone)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        for person in holders:
            if person.person_id not in self._cards:
                self._cards[person.person_id] = PersonCard(self.room, person)
                self._list.addWidget(self._cards[person.person_id])
            else:
                self._cards[person.person_id].refresh(person)
        others = [p for p in self.room.deal.stakeholders if p.person_id not in known]
        self.pick.set_choices([(p.person_id, _with_role(p)) for p in others])
        self.pick.setEnabled(bool(others))
        self.box.show_stored(self.item.words)

    def _on_pick_picked(self, person_id: str) -> None:
        person = next(p for p in self.room.deal.stakeholders if p.person_id == person_id)
        # All that is known of their part comes along; the command sets every column.
        self.room.do(
            PutOnDeal(
                self.room.deal_id, person_id, self.item.roles[0], person.influence, person.stance,
                person.reports_to_id, person.wants or None,
            )
        )  # fmt: skip

    def _on_line_editing_finished(self) -> None:
        name = self.line.words()
        if not name:
            return
        self.line.clear()
        self.room.do(AddPersonToDeal(self.room.deal_id, name, self.item.roles[0]))


class PersonCard(Card):
    """One person with what the receiver needs to reach them."""

    def __init__(self, room: HandoffRoom, person: Stakeholder) -> None:
        super().__init__("sunken", name=f"handoff_person_{person.person_id}", spacing=6)
        self._room, self._person = room, person
        self._title = PlainLabel(person.name, "strong")
        self.body.addWidget(self._title)
        labels = {"title": _("Position"), "email": _("Email"), "phone": _("Phone")}
        self.columns: dict[str, Any] = {}
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().px(8))
        for name in CONTACT:
            label = labels[name]
            spoken = _("{label} of {name}").format(label=label, name=person.name)
            line = LineEdit(f"handoff_person_{person.person_id}_{name}", spoken)
            line.editingFinished.connect(lambda name=name, line=line: self._save(name, line))
            self.columns[name] = line
            row.addWidget(FieldRow(label, line), 1)
        self.body.addLayout(row)
        self.refresh(person)

    def refresh(self, person: Stakeholder) -> None:
        """Show the person as stored."""
        self._person = person
        self._title.setText(_with_role(person))
        for name, line in self.columns.items():
            if not is_typing(line) and line.text() != getattr(person, name):
                line.setText(getattr(person, name))
                line.setCursorPosition(0)

    def _save(self, name: str, line: LineEdit) -> None:
        if line.words() != getattr(self._person, name):
            changes: Any = {name: line.words() or None}
            self._room.do(EditPerson(self._person.person_id, changes))


def _with_role(person: Stakeholder) -> str:
    role = dict(ROLE_LABELS).get(person.role, "")  # type: ignore[call-overload]
    if not role or person.role == "other":
        return person.name
    return _("{name}, {role}").format(name=person.name, role=_(role))
