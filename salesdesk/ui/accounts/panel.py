"""One account: its fields, edited where they stand, its deals, people and notes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, format_date, format_money, format_number
from salesdesk.ui import guard, theme
from salesdesk.ui.context import Context
from salesdesk.ui.widgets import (
    Button,
    ElidedLabel,
    Form,
    IconButton,
    LineEdit,
    PlainLabel,
    Scroller,
    SectionHeader,
    TextBox,
)
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.account_page import AccountDeal, AccountPage
from salesdesk.usecases.accounts import EditAccount
from salesdesk.usecases.notes import AddNote
from salesdesk.usecases.people import PersonLine

_MOST_SHOWN = 30


class AccountPanel(Scroller):
    """Shows an `AccountPage`. Emits `deal_wanted(id)`; writes by itself."""

    deal_wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__("account_panel", _("The account"))
        self._context = context
        self.page: AccountPage | None = None
        self.title = PlainLabel("", "title", wrap=True, name="account_title")
        self.fields: dict[str, LineEdit | TextBox] = {}
        self.form = Form("account_form")
        self._lists = QWidget()
        self._inside: QWidget | None = None
        QVBoxLayout(self._lists).setContentsMargins(0, 0, 0, 0)
        self.note = TextBox(
            "account_note",
            _("New note"),
            rows=2,
            hint=_("Write a note. Markdown works: # heading, - list, **strong**"),
        )
        self.add_note = Button(
            _("Add note"), "account_add_note", on_click=self._on_add_note_clicked
        )
        self._build()

    def _build(self) -> None:
        labels = _labels()
        for key, label in labels.items():
            if key in ("tools", "about"):
                box = TextBox(f"account_{key}", label, rows=1, most_rows=6)
                box.committed.connect(lambda _words, key=key: self._keep(key))
                self.fields[key] = box
            else:
                line = LineEdit(f"account_{key}", label)
                line.editingFinished.connect(lambda key=key: self._keep(key))
                self.fields[key] = line
        self.form.add("name", labels["name"], self.fields["name"])
        for left, right in (
            ("industry", "size"), ("revenue", "owner"), ("phone", "website"), ("city", "country"),
        ):  # fmt: skip
            self.form.add_beside([(key, labels[key], self.fields[key]) for key in (left, right)])
        for key in ("tools", "about"):
            self.form.add(key, labels[key], self.fields[key])
        self.body.addWidget(self.title)
        self.body.addWidget(self._lists)
        self.body.addWidget(self.note)
        self.body.addWidget(self.add_note, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(SectionHeader(_("Details")))
        self.body.addWidget(self.form)

    def draft_place(self) -> str:
        """What is typed here is about the account shown."""
        return self.page.id if self.page is not None else ""

    def show_page(self, page: AccountPage | None) -> None:
        """Show an account, or none. A field that is being typed in is left alone."""
        is_other = page is None or self.page is None or page.id != self.page.id
        self.page = page
        self.setVisible(page is not None)
        if page is None:
            return
        self.title.setText(page.fields["name"])
        for key, field in self.fields.items():
            if not is_other and field.hasFocus():
                continue
            if isinstance(field, TextBox):
                field.set_words(page.fields[key])
            else:
                field.setText(page.fields[key])
                field.setCursorPosition(0)
        if is_other:
            self.note.set_words("")
            self.verticalScrollBar().setValue(0)
        self._show_lists(page)

    def _show_lists(self, page: AccountPage) -> None:
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = QWidget()
        home = self._lists.layout()
        assert home is not None
        home.addWidget(self._inside)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().px(4))
        column.addWidget(SectionHeader(_("Deals"), format_number(page.deal_count)))
        for deal in page.deals[:_MOST_SHOWN]:
            column.addWidget(self._deal_line(deal))
        if page.deal_count > _MOST_SHOWN:
            words = _("The table of deals has the others: filter it by this account's name.")
            column.addWidget(PlainLabel(words, "small", "muted", wrap=True))
        column.addWidget(SectionHeader(_("People"), format_number(len(page.people))))
        for person in page.people[:_MOST_SHOWN]:
            column.addWidget(self._person_line(person))
        column.addWidget(SectionHeader(_("Notes"), format_number(len(page.notes))))
        for note in page.notes[:_MOST_SHOWN]:
            when = format_date(dt.datetime.fromisoformat(note.written_at).date())
            column.addWidget(PlainLabel(when, "small", "muted"))
            column.addWidget(PlainLabel(note.body, wrap=True, selectable=True))

    def _deal_line(self, deal: AccountDeal) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().px(10))
        name = f"account_deal_{deal.id}"
        link = WrappedLink(deal.name, name, lambda: self.deal_wanted.emit(deal.id), role="body")
        ends = {"won": _("Won"), "lost": _("Lost"), "no_decision": _("No decision")}
        state = ends.get(deal.ended, deal.stage)
        tone: Any = {"won": "ok", "lost": "faint"}.get(deal.status, "muted")
        row.addWidget(link)
        row.addStretch(1)
        row.addWidget(ElidedLabel(state, "body", tone))
        row.addWidget(PlainLabel(format_money(deal.amount_minor, deal.currency)))
        return line

    def _keep(self, key: str) -> None:
        """A field was left: keep what changed; put back what cannot be taken."""
        page, field = self.page, self.fields[key]
        if page is None or field.words() == page.fields[key].strip():
            return
        changes: Any = {key: field.words() or None}
        page.fields[key] = field.words()

        def failed(error: BaseException) -> None:
            self.form.row(key).set_fault(str(error))

        self.form.row(key).set_fault("")
        self._context.bridge.submit(EditAccount(page.id, changes), None, failed, owner=self)

    def _on_add_note_clicked(self) -> None:
        if self.page is not None and self.note.words():
            command = AddNote(self.note.words(), account_id=self.page.id)
            self._context.bridge.submit(
                command, lambda _done: self.note.set_words(""), self._on_note_refused, owner=self
            )

    def _on_note_refused(self, error: BaseException) -> None:
        """The words stay in their field, to be added again."""
        if isinstance(error, KnownError):
            self._context.shell.warn(str(error), "late")
        else:
            guard.caught(error)

    def _person_line(self, person: PersonLine) -> QWidget:
        line = QWidget()
        grid = QGridLayout(line)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.tokens().px(6))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(ElidedLabel(person.name), 0, 0)
        grid.addWidget(ElidedLabel(person.title, "body", "muted"), 0, 1)
        if person.email or person.phone:
            reach = PlainLabel(person.email or person.phone, "small", "muted", selectable=True)
            reach.setAccessibleName(_("Mail or phone of {name}").format(name=person.name))
            grid.addWidget(reach, 1, 0, 1, 2)
        off = IconButton(
            "trash-2", f"account_bin_person_{person.id}",
            _("Put {name} into the bin").format(name=person.name),
            on_click=lambda: self._bin_person(person),
        )  # fmt: skip
        grid.addWidget(off, 0, 2, 2, 1)
        return line

    def _bin_person(self, person: PersonLine) -> None:
        """The deals no longer count them; what they said stays."""
        from salesdesk.usecases.people import BinPerson

        shell = self._context.shell
        self._context.bridge.submit(
            BinPerson(person.id), lambda done: shell.tell_undoable(done.label), owner=self
        )


def _labels() -> dict[str, str]:
    return {
        "name": _("Name"),
        "industry": _("Industry"),
        "size": _("Size"),
        "revenue": _("Revenue"),
        "website": _("Website"),
        "phone": _("Phone"),
        "city": _("City"),
        "country": _("Country"),
        "owner": _("Owner"),
        "tools": _("Tools in use"),
        "about": _("About"),
    }
