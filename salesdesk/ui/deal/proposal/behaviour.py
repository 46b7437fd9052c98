"""What the buyer did with the proposal: one click for the usual, who and when below it.

Called by the Proposal panel.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.gates import FactView
from salesdesk.support.i18n import _
from salesdesk.ui.deal import words
from salesdesk.ui.deal.evidence_form import EvidenceForm
from salesdesk.ui.deal.proposal.card import ProposalCard
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, column, flowing, line
from salesdesk.ui.widgets import Chip, ElidedLabel, Pill, PlainLabel
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.proposals import BEHAVIOURS, ProposalsView, RecordBehaviour, Version


class BehaviourCard(ProposalCard):
    """Chips to note what they did; what was noted, the latest first."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "behaviour", _("What the buyer did with it"))
        self._version_id, self._key = "", ""
        self.chips = {
            key: Chip(_(label), f"behaviour_{key}", checkable=False)
            for key, label in BEHAVIOURS.items()
        }
        for key, chip in self.chips.items():
            chip.clicked.connect(lambda _on=False, key=key: self._ask(key))
        self._form = Rows("behaviour_form", 4)
        self._rows = Rows("behaviour_rows", 6)
        for widget in (flowing(*self.chips.values()), self._form, self._rows):
            self.body.addWidget(widget)
        self.end()

    def show_version(self, view: ProposalsView, version: Version) -> None:
        """Show what they did with any version."""
        self._version_id = version.id
        self.header.set_words(self.title, len(view.behaviour) or "")
        numbers = {each.id: each.number for each in view.versions}
        items = [(fact, numbers.get(fact.source_id or "")) for fact in view.behaviour]
        self._form.show_items([self._key] if self._key else [], self._make_form)
        self._rows.show_items(items, self._row, self._empty)

    def _ask(self, key: str) -> None:
        self._key = "" if key == self._key else key
        self._form.show_items([self._key] if self._key else [], self._make_form)
        form = self._form.findChild(EvidenceForm)
        if form is not None:
            QTimer.singleShot(0, form, form.words.setFocus)

    def _make_form(self, key: str) -> QWidget:
        form = EvidenceForm(self.room, f"behaviour_form_{key}", _("In their words, or as it is"),
                            needs_person=False)  # fmt: skip
        if not form.words.words():
            form.words.set_words(_(BEHAVIOURS[key]))
        form.given.connect(lambda *given: self._keep(form, key, *given))
        form.cancelled.connect(lambda: self._ask(""))
        return form

    def _keep(self, form: EvidenceForm, key: str, said: str, who: str | None, day: dt.date) -> None:
        def kept(_changes: Changes) -> None:
            form.done()
            self._ask("")
            self.chips[key].setFocus()

        command = RecordBehaviour(self._version_id, key, who, day.isoformat(), said)
        self.room.do(command, kept, form.say, owner=form)

    def _row(self, item: tuple[FactView, int | None]) -> QWidget:
        fact, number = item
        label = _(BEHAVIOURS[fact.key]) if fact.key in BEHAVIOURS else _("Answer")
        said = WrappedLink(
            fact.words, f"behaviour_fact_{fact.id}", lambda: self._correct(fact), tone="text",
            label=_("Correct: {words}").format(words=fact.words),
        )  # fmt: skip
        version = _("version {n}").format(n=number) if number else ""
        remark = " · ".join(filter(None, (fact.person, words.full_day(fact.said_on), version)))
        tone = "late" if fact.key == "proposal-quiet" else "ok"
        head = line(Pill(label, tone), ElidedLabel(remark, "small", "muted"), 1)  # type: ignore[arg-type]
        return column(head, said, gap=2) if fact.words != label else column(head)

    def _empty(self) -> QWidget:
        text = _("Nothing noted yet. What they do with it says more than what they say of it.")
        return PlainLabel(text, "body", "muted", wrap=True)

    def _correct(self, fact: FactView) -> None:
        from salesdesk.ui.deal.discovery.fact_dialog import correct

        correct(self.room, fact, self)
