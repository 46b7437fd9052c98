"""Who said it: the buyer's people as a choice, with a new one added by name in place.

One `Voices` per gate dialog and deal, shared by its items, so that a person named in one item can
be chosen in the others and is added once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from salesdesk.domain.facts import ROLE_LABELS
from salesdesk.domain.ids import new_id
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.widgets import LineEdit, PickOne
from salesdesk.usecases.people import AddPerson, PutOnDeal

if TYPE_CHECKING:
    from salesdesk.usecases.passing import GateHelp, Part

NEW = "new"


class Voices(QObject):
    """The people of one deal, and those named in the dialog. `changed` after a name was added."""

    changed = Signal()

    def __init__(self, deal_id: str, help_: GateHelp, parent: QObject) -> None:
        super().__init__(parent)
        self._deal_id, self._account_id = deal_id, help_.account_id
        self.people = [(person.id, _named(person.name, person.role)) for person in help_.speakers]
        self._added: dict[str, str] = {}
        self._roles: dict[str, str] = {}

    def first(self) -> str:
        """Whom to preselect: who spoke last, else the first stakeholder, else a new person."""
        return self.people[0][0] if self.people else NEW

    def add(self, name: str) -> str:
        """The id of a person of that name, new unless the name was given before."""
        for person_id, known in (*self._added.items(), *self.people):
            if known.casefold() == name.casefold():
                return person_id
        person_id = new_id()
        self._added[person_id] = name
        self.people.append((person_id, name))
        self.changed.emit()
        return person_id

    def give_role(self, person_id: str, role: str) -> None:
        """The part a person plays on the deal, to be kept with them."""
        self._roles[person_id] = role

    def parts(self) -> list[Part]:
        """The commands that add those named here, and that give the roles chosen."""
        found: list[Part] = [
            AddPerson(name, account_id=self._account_id, person_id=person_id)
            for person_id, name in self._added.items()
        ]
        for person_id in dict.fromkeys((*self._added, *self._roles)):
            role = self._roles.get(person_id, "other")
            found.append(PutOnDeal(self._deal_id, person_id, role=role))
        return found


class VoicePick(QWidget):
    """A choice of people; "Someone new…" turns it into a line for the name."""

    def __init__(self, name: str, voices: Voices) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(_("Who"))
        self._voices = voices
        self.pick = PickOne(f"{name}_pick", _("Who"))
        self.line = LineEdit(
            f"{name}_line", _("Name of the new person"), hint=_("Name"), longest=120
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().px(6))
        self.pick.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(self.pick, 5)  # “Someone new…” is to be read whole
        row.addWidget(self.line, 4)
        self.pick.picked.connect(self._on_pick_picked)
        self.line.editingFinished.connect(self._on_line_finished)
        voices.changed.connect(self._show_choices)
        self._show_choices()
        self.pick.set_value(voices.first())
        self.line.setVisible(self.pick.value() == NEW)
        self.setFocusProxy(self.pick)

    def value(self) -> str | None:
        """The id of the person, a new one included; None while nobody is named."""
        if self.pick.value() != NEW:
            chosen: str | None = self.pick.value()
            return chosen
        name = self.line.words()
        return self._voices.add(name) if name else None

    def choose(self, person_id: str) -> None:
        """Chooses someone."""
        self.pick.set_value(person_id)
        self.line.setVisible(person_id == NEW)

    def _show_choices(self) -> None:
        kept = self.pick.value()
        self.pick.set_choices([*self._voices.people, (NEW, _("Someone new…"))], kept)

    def _on_pick_picked(self, value: str) -> None:
        self.line.setVisible(value == NEW)
        if value == NEW:
            self.line.setFocus()

    def _on_line_finished(self) -> None:
        name = self.line.words()
        if name and self.pick.value() == NEW:
            person_id = self._voices.add(name)
            self.line.clear()
            self.choose(person_id)


def _named(name: str, role: str) -> str:
    label = dict(ROLE_LABELS).get(role) if role not in ("", "other") else None  # type: ignore[call-overload]
    return f"{name} · {_(label)}" if label else name
