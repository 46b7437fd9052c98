"""The dialog that keeps how somebody took an item of the demo, after the demo or beside it.

Called by the plan section; in the presenter view one key does it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtWidgets import QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.value import REACTION_LABELS, PlanItem
from salesdesk.support.i18n import _
from salesdesk.ui.deal import words
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.speaker import SpeakerPick
from salesdesk.ui.widgets import DateEdit, Dialog, FaultLine, Form, Segments, TextBox


class ReactionDialog(Dialog):
    """Asks who said what to it."""

    def __init__(self, room: Room, planned: PlanItem, parent: QWidget | None) -> None:
        super().__init__(
            words.shortened(planned.words, 60), "reaction_dialog",
            remark=_("How did they take it?"), size=(480, 0), parent=parent,
        )  # fmt: skip
        self._deal_room, self._item = room, planned.item
        item = planned.item
        self.reaction = Segments(
            "reaction", _("Reaction"), [(key, _(text)) for key, text in REACTION_LABELS.items()],
            value=item.reaction or "yes",
        )  # fmt: skip
        self.person = SpeakerPick(room, "reaction_person", _("Who"))
        if item.person_id:
            self.person.set_person(item.person_id)
        else:
            self.person.suggest()
        day = dt.date.fromisoformat(item.shown_on) if item.shown_on else room.today
        self.day = DateEdit("reaction_day", _("Shown on"), room.today, value=day)
        self.said = TextBox(
            "reaction_words", _("In their words"), words=item.reaction_words, rows=2, most_rows=6
        )
        self.form = Form("reaction_form")
        self.form.add_beside([("person", _("Who"), self.person), ("day", _("Shown on"), self.day)])
        self.form.add("said", _("In their words"), self.said)
        self.fault = FaultLine("reaction_fault")
        for widget in (self.reaction, self.form, self.fault):
            self.body.addWidget(widget)
        if item.reaction is not None:
            take = self.add_button(_("Take it back"), "reaction_take", kind="danger")
            take.clicked.connect(self._take_back)
        self.set_cancel()
        self.set_primary(_("Save"))

    def may_accept(self) -> bool:
        """The day must be one, and not to come."""
        day = self.day.value()
        fault = self.day.fault() or ("" if day else _("Enter the day."))
        if day is not None and day > self._deal_room.today:
            fault = _("That day is still to come.")
        return self.form.show_faults({"day": fault})

    def accept(self) -> None:
        """Keep it; the dialog stays open with the sentence when that fails."""
        day = self.day.value()
        if self.may_accept() and day is not None:
            self._run(
                {
                    "reaction": self.reaction.value(), "person_id": self.person.value(),
                    "shown_on": day.isoformat(), "reaction_words": self.said.words() or None,
                }
            )  # fmt: skip

    def _take_back(self) -> None:
        self._run(dict.fromkeys(("reaction", "person_id", "shown_on", "reaction_words")))

    def _run(self, cells: dict[str, Any]) -> None:
        from salesdesk.usecases.demo_plan import EditDemoItem

        self._deal_room.do(
            EditDemoItem(self._item.id, cells), self._on_kept, self.fault.say, owner=self
        )

    def _on_kept(self, _changes: Changes) -> None:
        self.done(int(Dialog.DialogCode.Accepted))
