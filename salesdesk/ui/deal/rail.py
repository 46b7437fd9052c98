"""The right rail: the gate of the stage, the coach, what the buyer did, likely objections."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.gates import CriterionState
from salesdesk.support.i18n import _
from salesdesk.ui.deal import after_close, words
from salesdesk.ui.deal.check_row import CheckRow
from salesdesk.ui.deal.coach import CoachSection
from salesdesk.ui.deal.column import Column
from salesdesk.ui.deal.evidence_form import EvidenceForm
from salesdesk.ui.deal.likely import LikelySection
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows
from salesdesk.ui.widgets import PlainLabel, Scroller
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.deal_views import DealView, SignalView


class Rail(Column):
    """Gate, signals and likely objections of the stage that the deal is in."""

    def __init__(self, room: Room) -> None:
        super().__init__("left", name="deal_rail")
        self._room = room
        self._open_key = ""
        """The criterion or signal whose form is open."""
        scroller = Scroller("deal_rail_scroll", _("What moves this deal"))
        scroller.body.setContentsMargins(16, 14, 12, 16)
        self.coach = CoachSection(room)
        self._gate = Rows("deal_gate", 6)
        self._signals = Rows("deal_signals", 2)
        self.likely = LikelySection(room)
        self._gate_title = PlainLabel("", "heading", wrap=True, name="deal_gate_title")
        self._signal_title = PlainLabel(_("Buyer signals"), "heading")
        for title, rows in (
            (self._gate_title, self._gate),
            (self._signal_title, self._signals),
        ):
            scroller.body.addWidget(title)
            scroller.body.addWidget(rows)
            scroller.body.addSpacing(8)
            if rows is self._gate:
                scroller.body.addWidget(self.coach)
        scroller.body.addWidget(self.likely)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 0, 0, 0)
        row.addWidget(scroller)

    def show_view(self, view: DealView) -> None:
        """Show the rail of a deal."""
        states = view.gate.states if view.gate else ()
        stage = view.stage.name if view.stage else ""
        self._gate_title.setText(
            _("To leave {stage}").format(stage=stage) if view.gate else after_close.title(view)
        )
        key = self._open_key
        items = [*((s, s.criterion.key == key) for s in states), *after_close.left_to_do(view)]
        self._gate.show_items(items, self._gate_row, self._no_gate)
        self._signals.show_items([(s, s.key == key) for s in view.signals], self._signal)
        self._signal_title.setVisible(bool(view.signals))
        self.coach.read()
        self.likely.read(view)

    def forget(self) -> None:
        """Close the open form; another deal comes."""
        self._open_key = ""

    def open_form(self, key: str) -> None:
        """Open the form of a criterion or signal; "" closes it."""
        self._open_key = key
        if self._room.view is not None:
            self.show_view(self._room.view)
            form = self.findChild(EvidenceForm)
            if key and form is not None:
                form.words.setFocus()

    def _no_gate(self) -> QWidget:
        view = self._room.view
        if view is None or view.gate is None:
            text = _("All is said of it. Reopen it when they come back.")
            return PlainLabel(text, "body", "muted", wrap=True)
        return PlainLabel(
            _("This stage asks for nothing. Move the deal when it is time."),
            "body",
            "muted",
            wrap=True,
        )

    def _gate_row(self, item: tuple[CriterionState, bool] | after_close.Left) -> QWidget:
        if isinstance(item, after_close.Left):
            return after_close.row(self._room, item)
        return self._criterion(item)

    def _criterion(self, item: tuple[CriterionState, bool]) -> QWidget:
        state, is_open = item
        criterion = state.criterion
        tip = "" if state.is_met else _("Tick by hand: who, what, when")
        if state.by_hand is not None:
            tip = _("Take the evidence back")
        name = f"criterion_{criterion.key}"
        row = CheckRow(
            criterion.text, name, state.is_met, tip=tip, on_tick=lambda: self._tick(state)
        )
        met = _("met") if state.is_met else _("not met yet")
        row.tick.setAccessibleDescription(met)
        evidence = words.evidence_line(state) if state.is_met else self._lacking(state)
        if evidence:
            row.add(PlainLabel(evidence, "small", "muted", wrap=True))
        if not state.is_met and not is_open:
            row.add(self._way(state, name))
        if is_open:
            row.add(self._form(f"{name}_form", _("In their words"), criterion.key))
        return row

    @staticmethod
    def _lacking(state: CriterionState) -> str:
        """What there is already, though not enough: a pain that nobody confirmed."""
        facts = state.finding.facts
        if not facts:
            return ""
        rule = state.criterion.rule
        if rule.confirmed and not any(fact.confirmed for fact in facts):
            return _("Known, not confirmed by them yet")
        if rule.needs:
            return _("Known, but a figure or a name is missing")
        return ""

    def _way(self, state: CriterionState, name: str) -> QWidget:
        """The question that would meet it, or the panel on which it is filled."""
        criterion = state.criterion
        question = self._room.process.question(criterion.ask) if criterion.ask else None
        is_fact = criterion.rule.test in ("fact", "answered", "text")
        if question is not None and is_fact:
            text = _("Ask: {question}").format(question=question.text)
            return WrappedLink(
                text, f"{name}_ask", lambda: self._room.jump("discover", question.key)
            )
        target = (criterion.rule.of or (criterion.rule.test,))[0]
        text = {
            "overview": _("Fill it in on Overview"),
            "qualify": _("Judge it on Qualify"),
            "objections": _("Work through the objections"),
            "commit": _("Record what they did"),
            "handoff": _("Write it in the handoff"),
            "discover": _("Find it out on Discover"),
            "value": _("Ask it on Value"),
        }[criterion.panel]
        if criterion.rule.test == "signal" and criterion.panel not in {"value", "commit"}:
            return WrappedLink(_("Tick a buyer signal below"), f"{name}_ask", self._to_signals)
        if criterion.rule.test in ("people", "person", "next_step", "line_items", "note"):
            target = criterion.rule.test
            if criterion.rule.test == "person":
                target = f"person:{criterion.rule.of[0]}"
        return WrappedLink(text, f"{name}_ask", lambda: self._room.jump(criterion.panel, target))

    def _to_signals(self) -> None:
        first = self._signals.findChild(CheckRow)
        if first is not None:
            first.tick.setFocus()

    def _tick(self, state: CriterionState) -> None:
        from salesdesk.usecases.facts import BinFact

        key = state.criterion.key
        if state.by_hand is not None:
            self._room.do(BinFact(state.by_hand.id))
        elif state.is_met:
            self._room.context.shell.tell(
                _("This is met by what the deal shows. It opens again when that changes.")
            )
        else:
            self.open_form("" if self._open_key == key else key)

    def _form(self, name: str, hint: str, key: str) -> EvidenceForm:
        form = EvidenceForm(self._room, name, hint)
        form.given.connect(lambda said, who, day: self._meet(form, key, said, who, day))
        form.cancelled.connect(lambda: self.open_form(""))
        return form

    def _meet(self, form: EvidenceForm, key: str, said: str, who: str, day: dt.date) -> None:
        from salesdesk.usecases.evidence import MeetCriterion
        from salesdesk.usecases.moves import Evidence

        evidence = Evidence(self._room.deal_id, key, said, who, day.isoformat())
        self._keep(form, MeetCriterion(evidence))

    def _signal(self, item: tuple[SignalView, bool]) -> QWidget:
        signal, is_open = item
        text = signal.text
        if signal.seen_on:
            day = words.short_day(signal.seen_on).replace(" ", "\u00a0")  # a day is not broken
            text = f"{signal.text.rstrip('.')} · {day}"
        name = f"signal_{signal.key}"
        tip = _("Take it back") if signal.seen_on else _("The buyer did this")
        row = CheckRow(
            text, name, bool(signal.seen_on), tip=tip, on_tick=lambda: self._toggle(signal)
        )
        if signal.seen_on and signal.words and signal.words != signal.text:
            row.add(PlainLabel(signal.words, "small", "muted", wrap=True))
        if is_open:
            form = EvidenceForm(self._room, f"{name}_form", _("What they did"), needs_person=False)
            form.suggest(signal.text)
            form.given.connect(lambda said, who, day: self._see(form, signal, said, who, day))
            form.cancelled.connect(lambda: self.open_form(""))
            row.add(form)
        return row

    def _toggle(self, signal: SignalView) -> None:
        from salesdesk.usecases.evidence import UnrecordSignal

        if signal.seen_on:
            self._room.do(UnrecordSignal(self._room.deal_id, signal.key))
        else:
            self.open_form("" if self._open_key == signal.key else signal.key)

    def _see(
        self, form: EvidenceForm, signal: SignalView, said: str, who: str | None, day: dt.date
    ) -> None:
        from salesdesk.usecases.evidence import RecordSignal

        command = RecordSignal(self._room.deal_id, signal.key, said, who, day.isoformat())
        self._keep(form, command)

    def _keep(self, form: EvidenceForm, command: object) -> None:
        def kept(_changes: Changes) -> None:
            form.done()
            self.open_form("")

        self._room.do(command, kept, form.say, owner=form)
