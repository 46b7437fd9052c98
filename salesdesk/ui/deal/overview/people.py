"""Stakeholders: who is on the deal, their role, influence, stance, superior; add by name."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.facts import INFLUENCE_LABELS, ROLE_LABELS, STANCE_LABELS
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.overview.section import Section
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Hint, Rows, take_all
from salesdesk.ui.widgets import (
    Button,
    Chip,
    ElidedLabel,
    FlowLayout,
    IconButton,
    LineEdit,
    PickOne,
    PlainLabel,
)
from salesdesk.usecases.deal_views import Stakeholder
from salesdesk.usecases.people import PersonLine

_COLUMNS = ((112, 6), (144, 0), (89, 0), (100, 0), (78, 3))
"""Least width and stretch of the columns: name, role, influence, stance, reports to."""
_NARROW = ((0, 1), (0, 1))


class _Row(QWidget):
    """A line of the table: a name and, in columns beside it, choices and a cross."""

    def __init__(self, rows: Rows) -> None:
        # All is made where it belongs: what is put into another parent later takes on the style
        # anew with everything in it, and a combo box takes long for that.
        super().__init__(rows)
        self._parts: tuple[QWidget, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(theme.tokens().px(6))

    def fill(self, *parts: QWidget) -> None:
        """The name, what stands beside it, and the cross; placed by the next `shape`."""
        self._parts = parts

    def shape(self, *, is_narrow: bool) -> None:
        """One line; in a narrow window the choices two and two below the name."""
        px = theme.tokens().px
        # Of several lines each needs air between people more than between their lines.
        self._grid.setContentsMargins(0, 0, 0, px(8 if is_narrow else 0))
        columns = (*(_NARROW if is_narrow else _COLUMNS), (28, 0))
        for index in range(len(_COLUMNS) + 1):
            width, stretch = columns[index] if index < len(columns) else (0, 0)
            self._grid.setColumnStretch(index, stretch)
            self._grid.setColumnMinimumWidth(index, px(width))
        name, *choices, cross = self._parts
        self._grid.addWidget(name, 0, 0, 1, 2 if is_narrow else 1)
        for index, choice in enumerate(choices):
            row, column = (1 + index // 2, index % 2) if is_narrow else (0, index + 1)
            self._grid.addWidget(choice, row, column)
        self._grid.addWidget(cross, 0, len(columns) - 1)


class PeopleSection(Section):
    """The table of stakeholders and the line that adds one."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "people", _("Stakeholders"))
        self.map = self.add_button(_("Map"), "map", self._show_map)
        self.map.setAccessibleName(_("Show the stakeholders as a map"))
        self._rows = Rows("people_rows", 4, room, 2)
        self.name = LineEdit("people_name", _("Name of a person to add"),
                             hint=_("Add a person by name"))  # fmt: skip
        self._draft = DraftField(room.drafts, "people_name", self.name)
        roles = [(key, _(label)) for key, label in ROLE_LABELS.items()]
        self.role = PickOne("people_role", _("Role of the person to add"), roles, value="other")
        self._add_button = Button(_("Add"), "people_add", on_click=self._add)
        self._hints = QWidget()
        self._flow = FlowLayout(self._hints, gap=5)
        self._hints.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().px(8))
        row.addWidget(self.name, 1)
        row.addWidget(self.role)
        row.addWidget(self._add_button)
        self.body.addWidget(self._rows)
        self.body.addLayout(row)
        self.body.addWidget(self._hints)
        self._timer = QTimer(self, interval=180, singleShot=True)
        self._timer.timeout.connect(self._look)
        self.name.textChanged.connect(lambda _words: self._timer.start())
        self.name.returnPressed.connect(self._add)

    def show_view(self) -> None:
        """Show the people on the room's deal."""
        assert self.room.view is not None
        people = self.room.view.stakeholders
        self.header.set_words(self.title, len(people) or "")
        self._draft.show(self.room.deal_id)
        head = ["head"] if people and not self.is_narrow else []
        items = [*head, *((person, people) for person in people)]
        self._rows.show_items(items, self._row, self._empty)

    def make_up_to(self, height: int, width: int) -> bool:
        """Make the rows that are in sight."""
        return self._rows.make_alike(height - self.header.sizeHint().height(), width)

    def start(self, target: str = "") -> None:
        """Begin a person, in a role when one is wanted."""
        self._rows.finish()  # else the line moves down while it is typed in
        if target in ROLE_LABELS:
            self.role.set_value(target)
        self.name.setFocus()

    def reshape(self) -> None:
        """One line for each person under a line of titles, or three without it when narrow."""
        self.take_look()
        if self.room.view is not None:
            self.show_view()

    def take_look(self) -> None:
        """Columns of the width that the look and the room want."""
        for row in self._rows.made:
            if isinstance(row, _Row):
                row.shape(is_narrow=self.is_narrow)

    @staticmethod
    def _empty() -> QWidget:
        return Hint(_("Nobody yet. Type the name of the person you talk to, and press Enter."),
                    name="people_empty")  # fmt: skip

    def _row(self, item: object) -> QWidget:
        if item == "head":
            return self._head()
        assert isinstance(item, tuple)
        return self._person(*item)

    def _head(self) -> QWidget:
        row = _Row(self._rows)
        titles = (_("Person"), _("Role"), _("Influence"), _("Stance"), _("Reports to"), "")
        row.fill(*(PlainLabel(title, "small", "faint", parent=row) for title in titles))
        row.shape(is_narrow=False)
        return row

    def _person(self, person: Stakeholder, everyone: tuple[Stakeholder, ...]) -> QWidget:
        box = _Row(self._rows)
        box.setObjectName(f"person_{person.person_id}")
        box.setAccessibleName(person.name)
        under = " · ".join(filter(None, (person.title, person.email or person.phone)))
        who = self._who(person.name, under, box)
        others = [(p.person_id, p.name) for p in everyone if p.person_id != person.person_id]
        picks: tuple[tuple[str, str, list[tuple[str | None, str]], str | None], ...] = (
            ("role", _("Role"), [(k, _(v)) for k, v in ROLE_LABELS.items()], person.role),
            ("influence", _("Influence"), [(k, _(v)) for k, v in INFLUENCE_LABELS.items()],
             person.influence),
            ("stance", _("Stance"), [(k, _(v)) for k, v in STANCE_LABELS.items()], person.stance),
            ("reports_to_id", _("Reports to"), [(None, "–"), *others], person.reports_to_id),
        )  # fmt: skip
        made: list[QWidget] = []
        for field, label, choices, value in picks:
            pick = PickOne(
                f"person_{field}_{person.person_id}",
                f"{label}: {person.name}",
                choices,
                value=value,
                parent=box,
            )
            pick.picked.connect(lambda new, field=field: self._change(person, field, new))
            pick.setMinimumContentsLength(1)
            pick.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            made.append(pick)
        remove = IconButton(
            "x",
            f"person_remove_{person.person_id}",
            _("Take {person} off the deal").format(person=person.name),
            on_click=lambda: self._remove(person),
            parent=box,
        )
        box.fill(who, *made, remove)
        box.shape(is_narrow=self.is_narrow)
        return box

    @staticmethod
    def _who(name: str, under: str, box: QWidget) -> QWidget:
        """The name over title and address."""
        if not under:
            return ElidedLabel(name, "strong", parent=box)
        both = QWidget(box)
        inside = QVBoxLayout(both)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(ElidedLabel(name, "strong", parent=both))
        inside.addWidget(ElidedLabel(under, "small", "muted", parent=both))
        return both

    def _change(self, person: Stakeholder, field: str, value: str | None) -> None:
        from salesdesk.usecases.people import PutOnDeal

        part = {
            "role": person.role,
            "influence": person.influence,
            "stance": person.stance,
            "reports_to_id": person.reports_to_id,
            "wants": person.wants or None,
            field: value,
        }
        self._rows.forget()
        self.do(PutOnDeal(self.room.deal_id, person.person_id, **part))  # type: ignore[arg-type]

    def _show_map(self) -> None:
        from salesdesk.ui.deal.people_map.dialog import show_map

        show_map(self.room)

    def _remove(self, person: Stakeholder) -> None:
        from salesdesk.usecases.people import RemoveFromDeal

        command = RemoveFromDeal(self.room.deal_id, person.person_id)
        self.do(command, lambda changes: self.room.say(changes.label))

    def _look(self) -> None:
        """Offer people that are known already, before a second one of the name is made."""
        text, desk = self.name.words(), self.room.desk
        view = self.room.view
        if view is None or len(text) < 2:
            self._show_hints(())
            return
        on_deal = {person.person_id for person in view.stakeholders}
        account_id = view.deal.account_id

        def read() -> tuple[PersonLine, ...]:
            from salesdesk.usecases.people import people, similar_people

            known = people(desk, account_id) if account_id else ()
            near = [p for p in known if text.casefold() in p.name.casefold()]
            found = {p.id: p for p in (*near, *similar_people(desk, text))}
            return tuple(p for p in found.values() if p.id not in on_deal)[:5]

        bridge = self.room.context.bridge
        bridge.query(read, self._show_hints, owner=self, latest="people_hints")

    def _show_hints(self, found: tuple[PersonLine, ...]) -> None:
        take_all(self._flow)
        self._hints.setVisible(bool(found))
        for person in found:
            where = " · ".join(filter(None, (person.name, person.title, person.account)))
            chip = Chip(
                _("Known: {person}").format(person=where), f"known_{person.id}", checkable=False
            )
            chip.clicked.connect(lambda _on=False, person=person: self._put(person.id))
            self._flow.addWidget(chip)

    def _add(self) -> None:
        from salesdesk.usecases.people import AddPersonToDeal

        if not self.name.words() or self.room.view is None:
            self.say(_("Type the person's name first."))
            self.name.setFocus()
            return
        role = self.role.value() or "other"
        self.do(AddPersonToDeal(self.room.deal_id, self.name.words(), role), self._on_put)

    def _put(self, person_id: str) -> None:
        from salesdesk.usecases.people import PutOnDeal

        self.do(PutOnDeal(self.room.deal_id, person_id, self.role.value() or "other"), self._on_put)

    def _on_put(self, _changes: Changes) -> None:
        self._draft.clear()
        self.role.set_value("other")
        self._show_hints(())
        self.name.setFocus()
