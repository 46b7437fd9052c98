"""One line that adds a fact of the deal: what it is, who said it, its kind where there is a choice.

Called by the sections of the Value panel. The fact shows everywhere, as any other.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.speaker import SpeakerPick
from salesdesk.ui.widgets import BarLayout, Button, FaultLine, LineEdit, PickOne


class FactEntry(QWidget):
    """Keeps a fact by Enter or its button. The draft stays while it is not kept."""

    def __init__(self, room: Room, name: str, kinds: Sequence[str], hint: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._room, self._kinds = room, tuple(kinds)
        choices = [(kind, words.kind_label(kind)) for kind in kinds]
        self.kind = PickOne(f"{name}_kind", _("Kind"), choices, value=kinds[0])
        if len(self._kinds) == 1:
            self.kind.hide()
        self.words = LineEdit(f"{name}_words", hint, hint=hint, longest=2000)
        self._draft = DraftField(room.drafts, name, self.words)
        self.person = SpeakerPick(room, f"{name}_person")
        self.fault = FaultLine(f"{name}_fault")
        add = Button(_("Add"), f"{name}_add", label=hint, on_click=self._add)
        self.words.returnPressed.connect(self._add)
        look = theme.tokens()
        self.words.setMinimumWidth(look.px(240))
        row = BarLayout(gap=look.px(6))
        for part in (self.kind, self.words, self.person, add):
            row.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(look.px(3))
        box.addLayout(row)
        box.addWidget(self.fault)

    def show_deal(self) -> None:
        """Show the draft of the room's deal."""
        self._draft.show(self._room.deal_id)
        self.person.set_person(None)
        self.fault.say("")

    def refresh(self) -> None:
        """Offer the people there are now."""
        self.person.refill()

    def start(self) -> None:
        """Give the line the keyboard."""
        self.words.setFocus()

    def _add(self) -> None:
        from salesdesk.usecases.facts import AddFact

        text = self.words.words()
        if not text:
            self.fault.say(_("Type what it is first."))
            self.words.setFocus()
            return
        who = self.person.value()
        command = AddFact(
            self._room.deal_id, str(self.kind.value()), text, {"person_id": who} if who else {}
        )
        self._room.do(command, self._on_added, self.fault.say, owner=self)

    def _on_added(self, _changes: Changes) -> None:
        self._draft.clear()
        self.fault.say("")
