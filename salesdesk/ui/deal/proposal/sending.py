"""Send as one action: the version is made ready, PDF, mail draft and invitation are written, and
then it is asked whether it was sent.

Opened by the Proposal panel. Nothing leaves the laptop: the files are offered to the system's own
mail program and calendar.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.support.paths import make_private, places
from salesdesk.ui.deal.proposal.dialogs import receivers
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, line
from salesdesk.ui.outside import Outside
from salesdesk.ui.paper_jobs import FilledPaper, PaperJobs, file_name
from salesdesk.ui.plain_files import may_write_plain
from salesdesk.ui.widgets import (
    Button,
    DateEdit,
    Dialog,
    FaultLine,
    Form,
    LineEdit,
    PlainLabel,
    TextBox,
    TimeEdit,
)
from salesdesk.usecases import proposal_sending as use
from salesdesk.usecases.proposals import FreezeProposal, MarkSent, ProposalsView, Version
from salesdesk.usecases.sender import sender

_WALK_AFTER = 2
"""Working days after today that are proposed for the walk-through."""
_WALK_AT = dt.time(10)


class SendDialog(Dialog):
    """First what goes out and where to, then the files and the question “Sent?”."""

    def __init__(self, room: Room, view: ProposalsView, version: Version) -> None:
        super().__init__(
            _("Send version {n}").format(n=version.number), "proposal_send_dialog",
            size=(600, 0), parent=room.context.shell.dialog_parent,
        )  # fmt: skip
        self._deal_room, self._view, self._version = room, view, version
        self._is_draft = version.is_draft
        self._sender = sender(room.desk)
        self.made: use.Made | None = None
        self.jobs = PaperJobs(room.context, self)
        self.outside = Outside(self)
        self.folder = self._first_folder()
        self._make_fields()
        self.form = self._form()
        self.files = Rows("proposal_send_files", 6)
        self.fault = FaultLine("proposal_send_fault")
        for widget in (self.form, self.files, self.fault):
            self.body.addWidget(widget)
        self._cancel = self.set_cancel()
        self.ready = self.set_primary(_("Make it ready"), "proposal_send_ready")
        self._show_note()
        self.to.setFocus()

    def accept(self) -> None:
        """The first time make everything ready, the second time mark it as sent."""
        if self.made is not None:
            command = MarkSent(self._version.id, self._deal_room.today.isoformat(), self._sent_to())
            self._deal_room.do(command, self._on_sent, self.fault.say, owner=self)
        elif self.form.check() and self._is_mail_right() and may_write_plain(self):
            self.ready.setEnabled(False)
            self.fault.say("")
            if self._is_draft:
                freeze = FreezeProposal(self._version.id)
                self._deal_room.do(freeze, self._on_frozen, self._on_refused, owner=self)
            else:
                self._print()

    def _is_mail_right(self) -> bool:
        """Asked before anything is frozen; a day or time that cannot be read is told too."""
        fault = self.day.fault() or self.time.fault()
        try:
            use.check_mail(self._sending())
        except KnownError as error:
            fault = str(error)
        self.fault.say(fault)
        return not fault

    def _sending(self) -> use.Sending:
        return use.Sending(
            use.addresses(self.to.words()), self.subject.words(), self.words.words(),
            self.day.value(), self.time.value(),
        )  # fmt: skip

    def _make_fields(self) -> None:
        room, day = self._deal_room, self._deal_room.today
        for _step in range(_WALK_AFTER):
            day += dt.timedelta(days=1 if day.weekday() < 4 else 7 - day.weekday())
        self.to = LineEdit("proposal_send_to", _("To"), words=_known_addresses(room), longest=2000)
        self.to.setCursorPosition(0)  # the first name in sight, not the end of the last address
        self.subject = LineEdit("proposal_send_subject", _("Subject"),
                                words=use.subject_of(self._version))  # fmt: skip
        self.day = DateEdit("proposal_send_day", _("Walk-through on"), room.today, value=day)
        self.time = TimeEdit("proposal_send_time", _("At"), value=_WALK_AT)
        body = use.body_of(self._version, self._sender, day, _WALK_AT)
        self.words = TextBox("proposal_send_body", _("Mail"), words=body, rows=6, most_rows=16)
        self.place = PlainLabel(str(self.folder), "small", "muted", wrap=True)

    def _form(self) -> Form:
        form = Form("proposal_send_form")
        form.add("to", _("To (addresses, divided by commas)"), self.to)
        form.add("subject", _("Subject"), self.subject, is_required=True)
        form.add("words", _("Mail"), self.words)
        beside: list[tuple[str, str, QWidget]] = [
            ("day", _("Walk-through on (empty: none)"), self.day), ("time", _("At"), self.time),
        ]  # fmt: skip
        form.add_beside(beside)
        choose = Button(_("Other folder…"), "proposal_send_folder", on_click=self._choose)
        row = line(self.place, choose)
        row.layout().setStretch(0, 1)  # type: ignore[union-attr]
        form.add("folder", _("The files go to"), row)
        return form

    def _show_note(self) -> None:
        text = _("The version is kept as it is and does not change any more; the PDF, a mail draft "
                 "with it and the invitation are written to the folder.")  # fmt: skip
        if not self._version.is_draft:
            text = _("The PDF, a mail draft with it and the invitation are written to the folder.")
        self.set_footnote(text)

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, _("Where the files go"), str(self.folder if self.folder.is_dir() else Path.home())
        )
        if chosen:
            self.folder = Path(chosen)
            self.place.setText(chosen)
            self._deal_room.context.settings.keep("proposal", folder=chosen)

    def _first_folder(self) -> Path:
        kept = str(self._deal_room.context.settings.screen("proposal").get("folder", ""))
        return Path(kept) if kept and Path(kept).is_dir() else places().outbox

    def _on_frozen(self, _changes: Changes) -> None:
        self._is_draft = False
        self._print()

    def _on_refused(self, sentence: str) -> None:
        self.ready.setEnabled(True)
        self.fault.say(sentence)

    def _print(self) -> None:
        """Read the paper as it was kept, then write the files."""
        self.jobs.fill("proposal", self._version.id, self._write, self._on_unwritten)

    def _write(self, paper: FilledPaper) -> None:
        from salesdesk.ui.printing import write_pdf

        offer = self._version.offer
        name = file_name(f"{offer.title} {_('version')} {self._version.number}")
        try:
            folder = make_private(self.folder)
            pdf = folder / f"{name}.pdf"
            write_pdf(paper.html, pdf, self.jobs.sheet, paper.header, paper.footer)
            self.made = use.write_files(
                self._deal_room.context.clock, self._version, self._sending(), pdf, self._sender
            )
        except (KnownError, OSError) as error:
            self._on_unwritten(error)
            return
        self._ask_sent()

    def _on_unwritten(self, error: BaseException) -> None:
        if not isinstance(error, (KnownError, OSError)):
            raise error
        reason = getattr(error, "strerror", None) or error
        kept = _("The version is ready to send and kept. Choose another folder, or try again.")
        self._on_refused(f"{reason} {kept}")

    def _ask_sent(self) -> None:
        """Show the files, each to be opened, and ask."""
        assert self.made is not None
        self.form.hide()
        self.set_title(_("Sent?"))
        rows = [
            (_("Mail draft with the PDF"), "mail", self.made.mail),
            (_("Invitation to the walk-through"), "invite", self.made.invite),
            (_("The proposal as PDF"), "pdf", self.made.pdf),
        ]
        self.files.show_items([row for row in rows if row[2] is not None], self._file)
        self.set_footnote(_("Nothing was sent from here. Open the mail, look at it, send it."))
        self._cancel.setText(_("Not yet"))
        self.ready.setText(_("It was sent"))
        self.ready.setEnabled(True)
        self.ready.setFocus()
        # The rows of the files have their heights only when the layout has run.
        QTimer.singleShot(0, self, self.fit)

    def _file(self, row: tuple[str, str, Path]) -> QWidget:
        label, key, path = row
        words = PlainLabel(f"{label}\n{path}", "body", wrap=True)
        made = line(words, Button(_("Open"), f"proposal_open_{key}",
                                  label=_("Open: {what}").format(what=label),
                                  on_click=lambda: self._open(path)))  # fmt: skip
        made.layout().setStretch(0, 1)  # type: ignore[union-attr]
        return made

    def _open(self, path: Path) -> None:
        try:
            content = path.read_bytes()
        except OSError as error:
            self.fault.say(
                _("“{name}” is not there any more ({reason}). The version is kept; close this and "
                  "send it again.").format(name=path.name, reason=error.strerror or error)
            )  # fmt: skip
            return
        self.outside.open_file(path.name, content)

    def _sent_to(self) -> str:
        names = [each.partition("<")[0].strip() or each for each in use.addresses(self.to.words())]
        return (", ".join(names) or receivers(self._deal_room) or _("the buyer"))[:300]

    def _on_sent(self, changes: Changes) -> None:
        self._deal_room.say(changes.label)
        self.done(int(Dialog.DialogCode.Accepted))


def _known_addresses(room: Room) -> str:
    """Those who decide and the champion, as far as their addresses are known."""
    people = room.view.stakeholders if room.view is not None else ()
    wanted = ("economic_buyer", "decision_maker", "champion")
    found = [
        f"{person.name} <{person.email}>"
        for role in wanted
        for person in people
        if person.role == role and person.email
    ]
    return ", ".join(dict.fromkeys(found))
