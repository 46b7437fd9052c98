"""A call that was held: its summary to send and have confirmed, its notes, and the next step.

Opened by `Shell.open("held_call", call id)`, at the end of a call and from Discover.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.discovery import SUMMARY
from salesdesk.domain.errors import KnownError
from salesdesk.domain.gates import FactView
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.context import Context
from salesdesk.ui.deal import words
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import flowing, line, take_all
from salesdesk.ui.deal.speaker import SpeakerPick
from salesdesk.ui.outside import Outside
from salesdesk.ui.widgets import (
    Button,
    CheckBox,
    Chip,
    DateEdit,
    Dialog,
    Divider,
    FieldRow,
    FlowLayout,
    Pill,
    PlainLabel,
    TextBox,
)
from salesdesk.usecases.call_views import CallView, call_view

if TYPE_CHECKING:
    from salesdesk.formats.mail_draft import Draft
    from salesdesk.usecases.call_mail import File
    from salesdesk.usecases.deal_views import StepView

T = TypeVar("T")


def make(context: Context, item: str) -> HeldDialog:
    """The dialog about a call (its id, then "/" and the id of the step that it ended with, if any),
    not shown yet. Raises KnownError when the call is gone."""
    call_id, _slash, step_id = item.partition("/")
    return HeldDialog(context, call_id, step_id)


class HeldDialog(Dialog):
    """Sends and confirms the summary; makes the calendar file of the next step."""

    def __init__(self, context: Context, call_id: str, step_id: str = "") -> None:
        """`step_id` is the step that was agreed on in the call; else the deal's next one stands."""
        self._step_id = step_id
        self._call: CallView = call_view(context.bridge.desk, call_id)  # type: ignore[arg-type]
        super().__init__(
            self._call.subject or _("Call"), "held_call", remark=_remark(self._call),
            size=(680, 620), parent=context.shell.dialog_parent,
        )  # fmt: skip
        self._deal_room = Room(context, self)
        self._deal_room.open(self._call.deal_id)
        self.outside = Outside(self)
        self.summary = TextBox(
            "held_summary", _("Summary in the buyer's words"), words=self._call.summary,
            hint=_("What they told you, in their words"), rows=8, most_rows=16,
        )  # fmt: skip
        self.summary.committed.connect(lambda _words: self._keep())
        self._to = QWidget()
        self._to_flow = FlowLayout(self._to, gap=5)
        self.to: dict[str, Chip] = {}
        self.confirmed = Pill("", "ok", name="held_confirmed")
        self.day = DateEdit(
            "held_day", _("Confirmed on"), self._deal_room.today, value=self._deal_room.today
        )
        self.who = SpeakerPick(self._deal_room, "held_who", _("Who confirmed it"))
        self.with_facts = CheckBox("", "held_with_facts")
        self.confirm_button = Button(_("Confirmed"), "held_confirm", on_click=self.confirm)
        self.step_label = PlainLabel("", "body", wrap=True, name="held_step")
        self.calendar = Button(
            _("Calendar file…"), "held_calendar", icon="calendar-days", on_click=self.save_step
        )
        self.open_calendar = Button(
            _("Open in calendar"), "held_open_calendar", on_click=self.open_step
        )
        self._build()
        self._show()
        context.bridge.changed.connect(self._on_bridge_changed)

    def reject(self) -> None:
        """Keep what was typed, and close."""
        self._keep()
        super().reject()

    def recipients(self) -> list[str]:
        """The ids of the people that the mail goes to."""
        return [person_id for person_id, chip in self.to.items() if chip.isChecked()]

    def save_mail(self) -> None:
        """Save the summary as a mail draft."""
        from salesdesk.usecases.call_mail import draft_file

        file = self._made(lambda: draft_file(self._draft()))
        if file is not None and self.outside.save_file(file.name, file.content):
            self.set_footnote(_("Saved. Open it, finish it and send it from your mail program."))

    def open_mail(self) -> None:
        """Open the summary as a draft in the mail program; a long one goes as a draft file."""
        from salesdesk.formats.mail_draft import fits_link, mailto
        from salesdesk.usecases.call_mail import draft_file

        draft = self._made(self._draft)
        if draft is None:
            return
        try:
            if fits_link(draft):
                self.outside.open_link(mailto(draft))
            else:
                file = draft_file(draft)
                self.outside.open_file(file.name, file.content)
        except KnownError as error:
            self.set_footnote(str(error))

    def copy(self) -> None:
        """Put the summary on the clipboard."""
        self._keep()
        QApplication.clipboard().setText(self.summary.words())
        self.set_footnote(_("Copied. Paste it into a mail or a document."))

    def save_step(self) -> None:
        """Save the next step as a calendar file."""
        file = self._step_file()
        if file is not None and self.outside.save_file(file.name, file.content):
            self.set_footnote(_("Saved. Every calendar takes the file in."))

    def open_step(self) -> None:
        """Hand the next step to the calendar program."""
        file = self._step_file()
        if file is not None:
            self.outside.open_file(file.name, file.content)

    def confirm(self) -> None:
        """The buyer said that the summary is right."""
        from salesdesk.usecases.call_ends import ConfirmSummary

        day = self.day.value()
        if day is None:
            self.set_footnote(self.day.fault() or _("Enter the day on which they confirmed it."))
            return
        ids = tuple(f.id for f in self._unconfirmed()) if self.with_facts.isChecked() else ()
        command = ConfirmSummary(self._call.id, day.isoformat(), self.who.value(), ids)
        self._keep(lambda: self._deal_room.do(command, None, self.set_footnote, owner=self))

    def _build(self) -> None:
        self.body.addWidget(FieldRow(_("Summary in the buyer's words"), self.summary))
        self.body.addWidget(line(PlainLabel(_("To"), "small", "muted"), self._to, 1))
        send = flowing(
            Button(_("Open as mail"), "held_mail", icon="mail", on_click=self.open_mail),
            Button(_("Mail draft (.eml)…"), "held_eml", on_click=self.save_mail),
            Button(_("Copy"), "held_copy", on_click=self.copy),
        )
        self.body.addWidget(send)
        self.body.addWidget(Divider())
        self.body.addWidget(line(PlainLabel(_("Is it right?"), "heading"), self.confirmed, 1))
        self.day.setFixedWidth(self.day.sizeHint().width())
        self._confirm_row = flowing(self.day, self.who, self.confirm_button)
        self.body.addWidget(self._confirm_row)
        self.with_facts.setChecked(True)
        self.body.addWidget(self.with_facts)
        self.body.addWidget(Divider())
        self.body.addWidget(PlainLabel(_("What happens next"), "heading"))
        self.body.addWidget(self.step_label)
        self._step_row = flowing(self.calendar, self.open_calendar)
        self.body.addWidget(self._step_row)
        if self._call.notes:
            self.body.addWidget(Divider())
            self.body.addWidget(PlainLabel(_("Notes"), "heading"))
            text = PlainLabel(self._call.notes, "body", "soft", wrap=True, selectable=True,
                              name="held_notes")  # fmt: skip
            self.body.addWidget(text)
        self.drop = self.add_button(_("Put the call into the bin"), "held_bin", kind="flat")
        self.drop.clicked.connect(lambda _on=False: self._bin())
        self.set_cancel(_("Close"))

    def _bin(self) -> None:
        """The call goes; what was answered in it stays, and so does its activity."""
        from salesdesk.usecases.calls import BinCall

        def gone(changes: Changes) -> None:
            super(HeldDialog, self).reject()
            self._deal_room.say(changes.label)

        self._deal_room.do(BinCall(self._call.id), gone, self.set_footnote, owner=self)

    def _show(self) -> None:
        """Show what is kept; words that are being typed stay."""
        call = self._call
        if not self.summary.hasFocus():
            self.summary.set_words(call.summary)
        self._fill_to()
        is_confirmed = bool(call.confirmed_on)
        day = words.full_day(call.confirmed_on)
        self.confirmed.set_words(
            _("Confirmed on {day}").format(day=day) if is_confirmed else _("Not confirmed yet"),
            "ok" if is_confirmed else "neutral",
        )
        for widget in (self._confirm_row, self.with_facts):
            widget.setVisible(not is_confirmed)
        self.who.refill()
        count = len(self._unconfirmed())
        text = ngettext(
            "With it {n} fact that it tells is confirmed",
            "With it {n} facts that it tells are confirmed", count,
        ).format(n=count)  # fmt: skip
        self.with_facts.setText(text)
        self.with_facts.setAccessibleName(text)
        self.with_facts.setVisible(not is_confirmed and count > 0)
        step = self._step()
        self._step_row.setVisible(step is not None)
        if step is not None:
            said = " · ".join(filter(None, (step.what, words.step_remark(step))))
            self.step_label.setText(said)
        else:
            why = self._call.no_step_why
            none = _("No next step: {why}").format(why=why) if why else _("No next step is set.")
            self.step_label.setText(none)
        self.step_label.set_tone("text" if step else "late")

    def _fill_to(self) -> None:
        view = self._deal_room.view
        people = [p for p in view.stakeholders if p.email] if view else []
        if [p.person_id for p in people] == list(self.to) and self.to:
            return
        attended = {each.id for each in self._call.attendees}
        take_all(self._to_flow)
        self.to = {}
        for person in people:
            chip = Chip(words.shortened(person.name, 40), f"held_to_{person.person_id}",
                        tip=person.email)  # fmt: skip
            chip.setChecked(person.person_id in attended or len(people) == 1)
            self.to[person.person_id] = chip
            self._to_flow.addWidget(chip)
        if not people:
            none = _("Nobody on the deal has a mail address yet")
            self._to_flow.addWidget(PlainLabel(none, "small", "faint"))

    def _unconfirmed(self) -> list[FactView]:
        """The facts that the summary tells and nobody confirmed yet."""
        from salesdesk.usecases.discovery import discover_view

        kinds = {kind for _heading, kinds in SUMMARY for kind in kinds}
        facts = discover_view(self._deal_room.desk, self._deal_room.deal_id).facts
        return [fact for fact in facts if fact.kind in kinds and not fact.confirmed]

    def _keep(self, then: Callable[[], object] | None = None) -> None:
        """Keep the summary as it stands, then do what follows."""
        from salesdesk.usecases.call_ends import KeepSummary

        text = self.summary.words()

        def done(_changes: Changes | None) -> None:
            if then is not None:
                then()

        if text == self._call.summary:
            done(None)
        else:
            self._deal_room.do(KeepSummary(self._call.id, text), done, self.set_footnote)

    def _draft(self) -> Draft:
        from salesdesk.usecases.call_mail import summary_draft

        self._keep()
        return summary_draft(
            self._deal_room.desk, self._deal_room.deal_id, self.summary.words(), self.recipients()
        )

    def _step_file(self) -> File | None:
        from salesdesk.usecases.call_mail import step_file

        step = self._step()
        if step is None:
            return None
        return self._made(lambda: step_file(self._deal_room.desk, self._deal_room.deal_id, step))

    def _step(self) -> StepView | None:
        """The step that the call ended with, while it is open; else the deal's next."""
        view = self._deal_room.view
        if view is None:
            return None
        return next((s for s in view.next_steps if s.id == self._step_id), view.next_step)

    def _made(self, make_: Callable[[], T]) -> T | None:
        try:
            return make_()
        except KnownError as error:
            self.set_footnote(str(error))
            return None

    def _on_bridge_changed(self, changes: Changes) -> None:
        if not self._deal_room.concerns(changes):
            return
        try:
            self._call = call_view(self._deal_room.desk, self._call.id)
        except KnownError:
            self.set_footnote(_("That call is not in the desk any more."))
            return
        self._deal_room.refresh(changes)
        self._show()


def _remark(call: CallView) -> str:
    length = ""
    if call.length:
        length = ngettext("{n} minute", "{n} minutes", call.length).format(n=call.length)
    return " · ".join(filter(None, (words.full_day(call.held_on), length, call.outcome)))
