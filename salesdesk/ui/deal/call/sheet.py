"""The pre-call sheet: what we think, what must be learned, who comes, and the agenda's minutes.

The company research of Qualify stands beside it. Opened from Discover and from call mode.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.calls import (
    USUAL_MINUTES,
    Point,
    adds_up,
    balance_words,
    suggested_agenda,
    usual_exits,
)
from salesdesk.domain.changes import Changes
from salesdesk.domain.ids import new_id
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.call.sheet_rows import AgendaRows, ExitRows, Minutes
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import line
from salesdesk.ui.widgets import (
    Button,
    Chip,
    DateEdit,
    Dialog,
    FaultLine,
    FieldRow,
    FlowLayout,
    Form,
    LineEdit,
    PlainLabel,
    PointLabel,
    TextBox,
    TimeEdit,
)
from salesdesk.usecases.call_views import CallView, call_view, calls
from salesdesk.usecases.calls import PlanCall, Sheet
from salesdesk.usecases.discovery import discover_view


class SheetDialog(Dialog):
    """One sheet. Emits `start_requested(call id)` when it was kept and the call is to begin."""

    start_requested = Signal(str)

    def __init__(
        self,
        room: Room,
        call_id: str = "",
        *,
        is_in_call: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`is_in_call`: opened over a call that runs, from where no other panel can be shown."""
        super().__init__(
            _("Pre-call sheet"), "call_sheet_dialog",
            remark=room.view.deal.name if room.view else "", size=(900, 640),
            parent=parent or room.context.shell.dialog_parent,
        )  # fmt: skip
        self._deal_room, self._is_in_call = room, is_in_call
        known = {call.id for call in calls(room.desk, room.deal_id)}
        self._call: CallView | None = call_view(room.desk, call_id) if call_id in known else None
        self.call_id = call_id or new_id()
        self._plan = discover_view(room.desk, room.deal_id).plan
        self.day = DateEdit("sheet_day", _("Day"), room.today)
        self.time = TimeEdit("sheet_time", _("Time"))
        self.minutes = Minutes("sheet_minutes", _("Minutes"), USUAL_MINUTES, least=1)
        self.guess = TextBox(
            "sheet_guess", _("What I think is going on"), rows=2, most_rows=6,
            hint=_("My guess, to be proved wrong"),
        )  # fmt: skip
        self.learn = TextBox(
            "sheet_learn", _("What I must learn"), rows=2, most_rows=6,
            hint=_("One thing a line"),
        )  # fmt: skip
        self._drafts = [
            DraftField(room.drafts, f"sheet:{call_id}:{name}", field)
            for name, field in (("guess", self.guess), ("learn", self.learn))
        ]
        self.people: dict[str, Chip] = {}
        self._people = QWidget()
        self._flow = FlowLayout(self._people, gap=5)
        self.others = LineEdit("sheet_others", _("Others who come"),
                               hint=_("Others, with commas between them"))  # fmt: skip
        self.agenda = AgendaRows()
        self.exits = ExitRows()
        self.balance = PlainLabel("", "small", "muted", name="sheet_balance")
        self.fault = FaultLine("sheet_fault")
        self._then: Callable[[], object] | None = None
        self._build()
        self._fill()
        self.guess.setFocus()

    def accept(self) -> None:
        """Keep the sheet and close."""
        if not self.form.check():
            self._then = None
            return
        self._deal_room.do(PlanCall(self._deal_room.deal_id, self._sheet(), self.call_id),
                           self._on_kept, self._on_failed, owner=self)  # fmt: skip

    def start(self) -> None:
        """Keep the sheet and begin the call."""
        self._then = lambda: self.start_requested.emit(self.call_id)
        self.accept()

    def suggest(self) -> None:
        """Fill the agenda from the plan, so that it adds up."""
        self.agenda.show_points(suggested_agenda(self._plan, self.minutes.value()))

    def _sheet(self) -> Sheet:
        day, time = self.day.value(), self.time.value()
        others = [name.strip() for name in self.others.words().split(",")]
        chosen = [person_id for person_id, chip in self.people.items() if chip.isChecked()]
        return Sheet(
            planned_on=day.isoformat() if day else None,
            planned_time=time.isoformat("minutes") if time else None,
            minutes=self.minutes.value(),
            hypothesis=self.guess.words() or None,
            must_learn=self.learn.words() or None,
            attendees=(*chosen, *filter(None, others)),
            agenda=self.agenda.points(),
            exits=self.exits.exits(),
        )

    def _build(self) -> None:
        look = theme.tokens()
        across = QHBoxLayout()
        across.setSpacing(look.px(24))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(look.px(10))
        across.addLayout(left, 3)
        across.addLayout(right, 2)
        self.body.addLayout(across)
        self._build_left(left)
        self._build_right(right)
        self.fault.hide()
        self.body.addWidget(self.fault)
        self.paper = self.add_button(_("Print…"), "sheet_print", kind="flat")
        self.paper.clicked.connect(lambda _on=False: self._print())
        self.set_cancel()
        if self._call is None or self._call.state == "planned":
            self.start_button = self.add_button(_("Save and start"), "sheet_start")
            self.start_button.clicked.connect(lambda _on=False: self.start())
        self.set_primary(_("Save sheet"), "sheet_accept")

    def _build_left(self, column: QVBoxLayout) -> None:
        self.form = Form("sheet_form")
        self.form.add_beside(
            [
                ("day", _("Day"), self.day),
                ("time", _("Time"), self.time),
                ("minutes", _("Minutes"), self.minutes),
            ],
            rule=lambda: self.day.fault() or self.time.fault(),
            spans=(6, 4, 2),
        )
        column.addWidget(self.form)
        column.addWidget(FieldRow(_("What I think is going on"), self.guess))
        column.addWidget(FieldRow(_("What I must learn"), self.learn))
        column.addWidget(PlainLabel(_("Who comes"), "small", "muted"))
        column.addWidget(self._people)
        column.addWidget(self.others)
        suggest = Button(_("Suggest from the plan"), "sheet_suggest", kind="link",
                         on_click=self.suggest)  # fmt: skip
        column.addWidget(line(PlainLabel(_("Agenda"), "heading"), 1, suggest))
        column.addWidget(self.agenda)
        column.addWidget(self.balance)
        column.addStretch(1)
        self.agenda.changed.connect(self._show_balance)
        self.minutes.value_changed.connect(lambda _value: self._show_balance())

    def _build_right(self, column: QVBoxLayout) -> None:
        column.addWidget(PlainLabel(_("Before you hang up"), "heading"))
        column.addWidget(self.exits)
        column.addSpacing(theme.tokens().px(6))
        column.addWidget(PlainLabel(_("Company research"), "heading"))
        self._add_research(column)
        column.addSpacing(theme.tokens().px(6))
        column.addWidget(PlainLabel(_("Questions of the plan"), "heading"))
        for item in self._plan:
            column.addWidget(PointLabel(item.question.text, "small"))
        if not self._plan:
            none = _("Nothing is left to ask in this stage.")
            column.addWidget(PlainLabel(none, "small", "muted", wrap=True))
        column.addStretch(1)

    def _add_research(self, column: QVBoxLayout) -> None:
        from salesdesk.usecases.qualification import qualify_view

        states = qualify_view(self._deal_room.desk, self._deal_room.deal_id).research
        found = [state for state in states if state.words]
        for state in found:
            column.addWidget(PlainLabel(state.item.text, "small_strong", "muted", wrap=True))
            text = words.shortened(state.words, 300)
            column.addWidget(PlainLabel(text, "small", "soft", wrap=True))
        missing = len(states) - len(found)
        if missing:
            text = _("{done} of {total} looked up").format(done=len(found), total=len(states))
            column.addWidget(PlainLabel(text, "small", "warn"))
        if self._is_in_call:
            return
        go_there = Button(_("Research on Qualify"), "sheet_research", kind="link")
        go_there.clicked.connect(lambda _on=False: self._research())
        column.addWidget(go_there)

    def _fill(self) -> None:
        call, view = self._call, self._deal_room.view
        attended = {each.id for each in call.attendees} if call else set()
        for person in view.stakeholders if view else ():
            chip = Chip(words.shortened(person.name, 40), f"sheet_person_{person.person_id}")
            chip.setChecked(person.person_id in attended)
            self.people[person.person_id] = chip
            self._flow.addWidget(chip)
        if call is None:
            self.suggest()
            self.exits.show_exits(usual_exits())
            for draft in self._drafts:
                draft.show(self._deal_room.deal_id)
            return
        self.day.set_value(dt.date.fromisoformat(call.planned_on) if call.planned_on else None)
        self.time.set_value(dt.time.fromisoformat(call.planned_time) if call.planned_time else None)
        self.minutes.set_value(call.minutes or USUAL_MINUTES)
        for draft, kept in zip(self._drafts, (call.hypothesis, call.must_learn), strict=True):
            draft.show(self._deal_room.deal_id, kept)
        self.others.setText(", ".join(each.name for each in call.attendees if not each.id))
        self.agenda.show_points(call.agenda)
        self.exits.show_exits(call.exits)
        self._show_balance()

    def _show_balance(self) -> None:
        points = [Point(*each) for each in self.agenda.points() if each[1]]
        self.balance.setText(balance_words(points, self.minutes.value()))
        self.balance.set_tone("ok" if adds_up(points, self.minutes.value()) else "warn")

    def _print(self) -> None:
        """Keep the sheet, then show it as a paper."""
        shell, deal_id = self._deal_room.context.shell, self._deal_room.deal_id
        self._then = lambda: shell.open("paper", f"precall/{deal_id}")
        self.accept()

    def _research(self) -> None:
        self.reject()
        self._deal_room.jump("qualify", "research")

    def _on_kept(self, changes: Changes) -> None:
        for draft in self._drafts:
            draft.clear()
        self._keep_size()
        self.done(int(Dialog.DialogCode.Accepted))
        self._deal_room.say(changes.label)
        if self._then is not None:
            self._then()

    def _on_failed(self, sentence: str) -> None:
        self._then = None
        self.fault.say(sentence)
