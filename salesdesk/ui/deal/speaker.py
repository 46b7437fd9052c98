"""Choosing who on the buyer's side said something, or adding them by name on the spot.

Called by every form of the deal page that keeps who said it.
"""

from __future__ import annotations

from PySide6.QtCore import Signal

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _
from salesdesk.ui.deal.room import Room
from salesdesk.ui.widgets import PickOne, ask_text

_NEW = "+"


class SpeakerPick(PickOne):
    """The deal's stakeholders, nobody, and “Add a person…”. `value()` is a person's id or None.

    Emits `spoken(person id | None)` when another one is chosen or was added.
    """

    spoken = Signal(object)

    def __init__(self, room: Room, name: str, label: str = "") -> None:
        super().__init__(name, label or _("Who said it"))
        self._room = room
        self._kept: str | None = None
        self.picked.connect(self._on_self_picked)
        self.refill()

    def refill(self, value: str | None = None) -> None:
        """Offer the deal's people as they are now; keep the choice, or choose `value`."""
        view = self._room.view
        chosen = value or self._kept
        people = [(p.person_id, p.name) for p in view.stakeholders] if view else []
        known = {person_id for person_id, _name in people}
        self._kept = chosen if chosen in known else None
        self.set_choices(
            [(None, _("Nobody named")), *people, (_NEW, _("Add a person…"))], self._kept
        )

    def set_person(self, person_id: str | None) -> None:
        """Choose someone; this is no change."""
        self._kept = person_id
        self.refill()

    def suggest(self) -> None:
        """Choose who spoke last, or the only stakeholder."""
        self.set_person(likely_speaker(self._room))

    def _on_self_picked(self, value: object) -> None:
        if value == _NEW:
            self.set_value(self._kept)
            self._add()
            return
        self._kept = str(value) if value else None
        self.spoken.emit(self._kept)

    def _add(self) -> None:
        from salesdesk.usecases.people import AddPersonToDeal

        name = ask_text(
            self.window(), _("Add a person"), _("Name"), _("Add person"), name="add_speaker"
        )
        if not name or self._room.view is None:
            return
        added = AddPersonToDeal(self._room.deal_id, name)

        def chosen(_changes: Changes) -> None:
            self.refill(added.person_id)
            self.spoken.emit(added.person_id)

        self._room.do(added, chosen, owner=self)


def likely_speaker(room: Room) -> str | None:
    """Who spoke last on the deal, else its only stakeholder."""
    from salesdesk.usecases.passing import gate_help

    if room.view is None or not room.view.stakeholders:
        return None
    known = {person.person_id for person in room.view.stakeholders}
    speakers = [s.id for s in gate_help(room.desk, room.deal_id).speakers if s.id in known]
    spoke = any(f.person_id for s in (room.view.gate.states if room.view.gate else ())
                for f in s.finding.facts)  # fmt: skip
    return speakers[0] if speakers and (spoke or len(known) == 1) else None
