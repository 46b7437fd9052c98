"""Asks what dropped mails and contact cards mean: for which deal, who wrote, who is new.

Made by `files.intake`. Nothing is written until the primary button; all of it is one step of undo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.files.card_row import CardRow
from salesdesk.ui.files.deal_pick import DealPick
from salesdesk.ui.files.mail_card import MailCard
from salesdesk.ui.widgets import Card, Dialog, FaultLine, Form, PlainLabel

if TYPE_CHECKING:
    from salesdesk.ui.context import Context
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.intake import Intake, TakeIn


class IntakeDialog(Dialog):
    """What was read, with its choices; `deal_id` "" asks for the deal first."""

    def __init__(self, context: Context, deal_id: str, found: Intake) -> None:
        super().__init__(
            _("Add to a deal"), "intake", size=(620, 0), parent=context.shell.dialog_parent
        )
        self._context, self._deal_id, self._found = context, deal_id, found
        self._desk = cast("Desk", context.bridge.desk)
        self.deal: DealPick | None = None
        self.mails: list[MailCard] = []
        self.cards: list[CardRow] = []
        self.fault = FaultLine("intake_fault")
        self._build()

    def _build(self) -> None:
        if self._deal_id:
            self._name_the_deal()
        else:
            self._ask_for_the_deal()
        for remark in self._found.remarks:
            self.body.addWidget(PlainLabel(remark, "small", "warn", wrap=True))
        self._show_mails()
        self._show_cards()
        self._show_files()
        self.body.addWidget(self.fault)
        self.set_cancel()
        self.set_primary(_("Add"), "intake_accept")
        first: QWidget | None = self.deal.field if self.deal is not None else self.primary
        if first is not None:
            first.setFocus()

    def _name_the_deal(self) -> None:
        from salesdesk.usecases.deal_page import deal_view

        name = deal_view(self._desk, self._deal_id).deal.name
        self.set_title(_("Add to {deal}").format(deal=name))

    def _ask_for_the_deal(self) -> None:
        self.deal = DealPick(self._desk, "intake_deal")
        form = Form("intake_form")
        form.add("deal", _("Deal"), self.deal.field, is_required=True)
        self._form = form
        self.body.addWidget(form)

    def _show_mails(self) -> None:
        from salesdesk.usecases.mails import digest_of, mails_on_deal

        own = (self._context.settings.now.rep_email,)
        there = set(mails_on_deal(self._desk, self._deal_id)) if self._deal_id else set()
        for number, (file, mail) in enumerate(self._found.mails):
            digest = digest_of(file)
            made = MailCard(
                self._desk, self._deal_id, file, mail, own, number, is_there=digest in there
            )
            there.add(digest)  # the same mail under two names is one
            self.mails.append(made)
            self.body.addWidget(made)

    def _show_cards(self) -> None:
        if not self._found.cards:
            return
        box = Card(name="intake_cards", spacing=8)
        count = len(self._found.cards)
        words = ngettext("{n} contact", "{n} contacts", count).format(n=count)
        box.body.addWidget(PlainLabel(words, "heading"))
        for number, card in enumerate(self._found.cards):
            row = CardRow(self._desk, card, number)
            self.cards.append(row)
            box.body.addWidget(row)
        self.body.addWidget(box)

    def _show_files(self) -> None:
        if not self._found.files:
            return
        box = Card(name="intake_files", spacing=4)
        count = len(self._found.files)
        words = ngettext("{n} file", "{n} files", count).format(n=count)
        box.body.addWidget(PlainLabel(words, "heading"))
        names = [file.name for file in self._found.files]
        shown = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
        box.body.addWidget(PlainLabel(shown, "body", "soft", wrap=True))
        self.body.addWidget(box)

    def may_accept(self) -> bool:
        """A deal is needed."""
        if self.deal is None:
            return True
        self._deal_id = self.deal.deal_id()
        fault = "" if self._deal_id else _("Choose a deal of the list.")
        return self._form.show_faults({"deal": fault} if fault else {})

    def accept(self) -> None:
        """Add it; a fault is shown and nothing is closed."""
        if self.may_accept():
            self._context.bridge.submit(self.command(), self._on_done, self._on_failed, owner=self)

    def command(self) -> TakeIn:
        """What was chosen, as one command."""
        from salesdesk.usecases.contact_cards import AddCards
        from salesdesk.usecases.files import AddFiles
        from salesdesk.usecases.intake import TakeIn

        files, deal_id = self._found.files, self._deal_id
        chosen = tuple(each for row in self.cards if (each := row.chosen()) is not None)
        return TakeIn(
            deal_id,
            AddFiles(deal_id, files) if files else None,
            tuple(card.command(deal_id) for card in self.mails if card.is_wanted),
            AddCards(deal_id, chosen) if chosen else None,
        )

    def _on_done(self, changes: Changes) -> None:
        self._context.shell.tell_undoable(changes.label)
        super().accept()

    def _on_failed(self, error: BaseException) -> None:
        from salesdesk.domain.errors import KnownError

        if not isinstance(error, KnownError):
            raise error
        self.fault.say(str(error))
