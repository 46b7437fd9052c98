"""What the buyer has done that costs them effort: recorded with who, when, and its number."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.process import Signal
from salesdesk.support.i18n import _
from salesdesk.ui.deal import words
from salesdesk.ui.deal.check_row import CheckRow
from salesdesk.ui.deal.evidence_form import EvidenceForm
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows
from salesdesk.ui.widgets import Card, DateEdit, LineEdit, PlainLabel, SectionHeader
from salesdesk.usecases.commitment import EventState, RecordEvent, UnrecordSignal


class EventForm(EvidenceForm):
    """The form of evidence with one more field, as the event asks: a number or a day."""

    def __init__(self, room: Room, name: str, signal: Signal) -> None:
        super().__init__(room, name, _("What they did"))
        self.number: LineEdit | None = None
        self.agreed: DateEdit | None = None
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        if signal.asks == "number":
            self.number = LineEdit(f"{name}_number", _("Its number"), hint=_("Its number"))
            column.insertWidget(1, self.number)
        elif signal.asks == "date":
            hint = _("The day they named")
            self.agreed = DateEdit(f"{name}_agreed", hint, room.today, hint=hint)
            column.insertWidget(1, self.agreed)
        self.suggest(signal.text)

    def extra_fault(self) -> str:
        """What is wrong with the further field, as a sentence, or ""."""
        return self.agreed.fault() if self.agreed else ""


class Events(Card):
    """The card of commitment events of the room's deal."""

    def __init__(self, room: Room) -> None:
        super().__init__(name="commit_events", spacing=6)
        self._room = room
        self._open_key = ""
        self._states: tuple[EventState, ...] = ()
        self._title = SectionHeader(_("What they have done"), name="commit_events_header")
        self._rows = Rows("commit_event_rows", 5)
        self.body.addWidget(self._title)
        hint = _("Commitment is what costs them effort, never how it feels. Each with a name.")
        self.body.addWidget(PlainLabel(hint, "small", "muted", wrap=True))
        self.body.addWidget(self._rows)

    def show_deal(self) -> None:
        """Close the open form: another deal comes."""
        self._open_key = ""
        self._rows.forget()

    def show_states(self, states: tuple[EventState, ...]) -> None:
        """Show the events; a form that is open stays."""
        self._states = states
        seen = sum(state.fact is not None for state in states)
        count = _("{done} of {total}").format(done=seen, total=len(states))
        self._title.set_words(_("What they have done"), count)
        self._rows.show_items([(s, s.signal.key == self._open_key) for s in states], self._row)

    def open_form(self, key: str) -> None:
        """Open the form of an event; "" closes it."""
        self._open_key = key
        self.show_states(self._states)
        form = self.findChild(EventForm)
        if key and form is not None:
            form.words.setFocus()

    def _row(self, item: tuple[EventState, bool]) -> QWidget:
        state, is_open = item
        signal, fact = state.signal, state.fact
        name = f"event_{signal.key}"
        tip = _("Take it back") if fact else _("They did it: who, what, when")
        row = CheckRow(
            signal.text, name, fact is not None, tip=tip, on_tick=lambda: self._toggle(state)
        )
        if fact is not None:
            row.add(PlainLabel(f"“{fact.words}”", "small", "soft", wrap=True))
            day = _("for {date}").format(date=words.full_day(fact.due_on)) if fact.due_on else ""
            parts = (fact.measure, day, words.said(fact.person, fact.said_on))
            row.add(PlainLabel(" · ".join(filter(None, parts)), "small", "muted", wrap=True))
        if is_open:
            form = EventForm(self._room, f"{name}_form", signal)
            form.given.connect(lambda said, who, day: self._keep(form, signal, said, who, day))
            form.cancelled.connect(lambda: self.open_form(""))
            row.add(form)
        return row

    def _toggle(self, state: EventState) -> None:
        key = state.signal.key
        if state.fact is not None:
            self._room.do(UnrecordSignal(self._room.deal_id, key))
        else:
            self.open_form("" if self._open_key == key else key)

    def _keep(
        self, form: EventForm, signal: Signal, said: str, who: str | None, day: dt.date
    ) -> None:
        if form.extra_fault():
            form.say(form.extra_fault())
            return

        def kept(_changes: Changes) -> None:
            form.done()
            self.open_form("")

        agreed = form.agreed.value() if form.agreed else None
        command = RecordEvent(
            self._room.deal_id, signal.key, said, who, day.isoformat(),
            form.number.words() or None if form.number else None,
            agreed.isoformat() if agreed else None,
        )  # fmt: skip
        self._room.do(command, kept, form.say, owner=form)
