"""A dropped mail before it is added: what it says, who wrote it, who is known and who is new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from salesdesk.support.i18n import _, format_date, format_time, ngettext
from salesdesk.ui import theme
from salesdesk.ui.files.boxes import fitted_box
from salesdesk.ui.widgets import Card, CheckBox, ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from salesdesk.formats.mail_in import Mail
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.files import NewFile
    from salesdesk.usecases.mails import AddMail, Correspondent

_GLIMPSE = 220
_LONGEST_WORD = 40
_MOST_PEOPLE = 12
"""People with a box each; beyond it they are counted."""


class MailCard(Card):
    """One mail and its choices."""

    def __init__(
        self,
        desk: Desk,
        deal_id: str,
        file: NewFile,
        mail: Mail,
        rep_addresses: Sequence[str],
        number: int,
        *,
        is_there: bool = False,
    ) -> None:
        """`is_there`: the deal has this mail already; it is left out."""
        from salesdesk.usecases.mails import correspondents, is_from_buyer

        super().__init__(name=f"intake_mail_{number}", spacing=5)
        self._file, self._mail = file, mail
        self._people = correspondents(desk, deal_id, mail, rep_addresses)
        self._boxes: list[tuple[CheckBox, Correspondent]] = []
        self.by_buyer = CheckBox(_("The buyer wrote it"), f"intake_mail_by_buyer_{number}")
        subject = mail.subject or _("Mail without subject")
        label = _("Add the mail “{subject}”").format(subject=subject)
        self._wanted = fitted_box(subject, f"intake_mail_wanted_{number}", label)
        self._wanted.setChecked(not is_there)
        self._wanted.setEnabled(not is_there)
        self.body.addWidget(self._wanted)
        # What is said of the mail, and asked about it, stands under its subject.
        self._under = QVBoxLayout()
        self._under.setContentsMargins(theme.tokens().px(24), 0, 0, 0)
        self._under.setSpacing(self.body.spacing())
        self.body.addLayout(self._under)
        if is_there:
            words = _("This mail is on the deal already. It is not added again.")
            self._under.addWidget(PlainLabel(words, "small", "warn", wrap=True))
            return
        self._under.addWidget(ElidedLabel(self._when(), "small", "muted"))
        # A rule of dashes or a key of 100 signs would make the dialog wider than the screen.
        glimpse = " ".join(map(_short, mail.body[: _GLIMPSE * 3].split()))
        if glimpse:
            cut = glimpse if len(glimpse) <= _GLIMPSE else f"{glimpse[:_GLIMPSE].rstrip()}…"
            self._under.addWidget(PlainLabel(cut, "body", "soft", wrap=True))
        self.by_buyer.setChecked(is_from_buyer(self._people))
        self._under.addWidget(self.by_buyer)
        self._show_people(number)
        self._show_files()
        for remark in mail.remarks:
            self._under.addWidget(PlainLabel(remark, "small", "warn", wrap=True))

    @property
    def is_wanted(self) -> bool:
        """Whether it is to be added at all."""
        return self._wanted.isChecked()

    def command(self, deal_id: str) -> AddMail:
        """The mail with what was chosen."""
        from salesdesk.usecases.mails import AddMail, Newcomer

        chosen = [person for box, person in self._boxes if box.isChecked()]
        return AddMail(
            deal_id,
            self._mail,
            self._file,
            self.by_buyer.isChecked(),
            tuple(person.person_id for person in chosen if person.person_id),
            tuple(Newcomer(p.name, p.address) for p in chosen if not p.person_id),
        )

    def _when(self) -> str:
        sent = self._mail.sent
        sender = self._mail.sender
        parts = [sender.name or sender.address if sender else _("no sender")]
        if sent is not None:
            here = sent.astimezone()
            parts.append(f"{format_date(here.date(), 'medium')}, {format_time(here.time())}")
        return " · ".join(parts)

    def _show_people(self, number: int) -> None:
        there = [person.name for person in self._people if person.is_on_deal]
        if there:
            words = _("On the deal already: {people}").format(people=", ".join(there[:20]))
            self._under.addWidget(PlainLabel(words, "small", "muted", wrap=True))
        others = [each for each in self._people if not (each.is_on_deal or each.is_rep)]
        for place, person in enumerate(others[:_MOST_PEOPLE]):
            who = f"{person.name} <{person.address}>" if person.name else person.address
            words = _("Put {person} on the deal") if person.person_id else _("Add {person}, who is "
                                                                             "new")  # fmt: skip
            name = f"intake_mail_{number}_person_{place}"
            box = fitted_box(words.format(person=who), name)
            box.setChecked(person.person_id is not None)
            self._boxes.append((box, person))
            self._under.addWidget(box)
        left = len(others) - _MOST_PEOPLE
        if left > 0:
            words = ngettext("and {n} more", "and {n} more", left).format(n=left)
            self._under.addWidget(PlainLabel(words, "small", "muted"))

    def _show_files(self) -> None:
        files = self._mail.files
        if files:
            names = ", ".join(file.name for file in files[:6]) + (", …" if len(files) > 6 else "")
            words = ngettext("With {n} file: {names}", "With {n} files: {names}", len(files))
            label = words.format(n=len(files), names=names)
            self._under.addWidget(PlainLabel(label, "small", "muted", wrap=True))


def _short(word: str) -> str:
    return word if len(word) <= _LONGEST_WORD else f"{word[: _LONGEST_WORD - 1]}…"
