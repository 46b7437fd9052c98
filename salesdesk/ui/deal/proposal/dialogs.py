"""What is asked about a version: was it sent, was it accepted, was it declined.

Called by the Proposal panel; sending itself stands in `sending`.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from salesdesk.domain.proposal import first_year
from salesdesk.support.i18n import _, format_money
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.speaker import SpeakerPick
from salesdesk.ui.deal.writing import WritingDialog
from salesdesk.ui.widgets import (
    CheckBox,
    DateEdit,
    Dialog,
    Form,
    LineEdit,
    PickOne,
    PlainLabel,
    TextBox,
)
from salesdesk.usecases.proposals import (
    AcceptProposal,
    DeclineProposal,
    MarkSent,
    ProposalsView,
    Version,
)


def ask(room: Room, view: ProposalsView, version: Version, what: str) -> None:
    """Open the dialog for send, sent, accept or decline."""
    if what == "send":
        from salesdesk.ui.deal.proposal.sending import SendDialog

        dialog: Dialog = SendDialog(room, view, version)
    elif what == "sent":
        dialog = SentDialog(room, version)
    elif what == "accept":
        dialog = AcceptDialog(room, view, version)
    else:
        dialog = DeclineDialog(room, version)
    dialog.exec()
    dialog.deleteLater()


class _Asking(WritingDialog):
    """A form whose command keeps the dialog open, with the sentence, when it is refused."""

    def __init__(self, room: Room, title: str, name: str) -> None:
        super().__init__(room, title, name, size=(500, 0))
        self.form = Form(f"{name}_form")
        self.day = DateEdit(f"{name}_day", _("When"), room.today, value=room.today)
        self.body.addWidget(self.form)
        self.body.addWidget(self.fault)
        self.set_cancel()

    def may_accept(self) -> bool:
        """All that must be there."""
        return self.form.check()

    def on_day(self) -> str:
        """The day that was entered, as ISO text; "" for none."""
        day = self.day.value()
        return day.isoformat() if day else ""


class SentDialog(_Asking):
    """When and to whom it was sent."""

    def __init__(self, room: Room, version: Version) -> None:
        super().__init__(
            room, _("Was version {n} sent?").format(n=version.number), "proposal_sent_dialog"
        )
        self._version = version
        self.to = LineEdit("proposal_sent_to", _("To whom"), words=receivers(room))
        self.form.add("to", _("To whom"), self.to, is_required=True)
        self.form.add("day", _("When"), self.day, is_required=True)
        self.set_primary(_("Mark as sent"))
        self.to.setFocus()

    def command(self) -> object:
        """Mark it as sent."""
        return MarkSent(self._version.id, self.on_day(), self.to.words())


class AcceptDialog(_Asking):
    """Which option they took, who said so, and what follows for the deal."""

    def __init__(self, room: Room, view: ProposalsView, version: Version) -> None:
        super().__init__(room, _("They accepted"), "proposal_accept_dialog")
        self._version, self._offer = version, version.offer
        options = [(option.id, option.name) for option in version.offer.options]
        main = version.offer.main_option
        self.option = PickOne("proposal_accept_option", _("Which option"), options,
                              value=main.id if main else None)  # fmt: skip
        self.option.picked.connect(lambda _value: self._show_amount())
        self.person = SpeakerPick(room, "proposal_accept_person", _("Who said so"))
        self.words = TextBox("proposal_accept_words", _("In their words"), rows=2, most_rows=5)
        self.items = CheckBox(
            _("Put its lines in the place of the deal's line items"), "proposal_accept_items"
        )
        self.form.add("option", _("Which option"), self.option, is_required=True)
        fields: list[tuple[str, str, QWidget]] = [
            ("person", _("Who said so"), self.person), ("day", _("When"), self.day),
        ]  # fmt: skip
        self.form.add_beside(fields)
        self.form.add("words", _("In their words"), self.words)
        self.form.add_wide(self.items)
        self._amount_row = PlainLabel("", "body", "muted", wrap=True)
        self.set_amount = CheckBox(_("Make it the deal's amount"), "proposal_accept_set_amount")
        self.form.add_wide(self.set_amount)
        self.form.add_wide(self._amount_row)
        self.set_primary(_("Mark as accepted"))
        self._show_amount()
        self.option.setFocus()

    def command(self) -> object:
        """Mark it as accepted."""
        return AcceptProposal(
            self._version.id, self.option.value(), self.person.value(), self.on_day(),
            self.words.words(), sets_amount=self.set_amount.isChecked(),
            sets_items=self.items.isChecked(),
        )  # fmt: skip

    def _show_amount(self) -> None:
        option = next((o for o in self._offer.options if o.id == self.option.value()), None)
        figure = first_year(option) if option is not None else None
        is_known = figure is not None and figure.value is not None
        self.set_amount.setEnabled(is_known)
        self.set_amount.setChecked(is_known)
        text = _("What it comes to is not known: a line has no price.")
        if figure is not None and figure.value is not None:
            amount = format_money(figure.value, self._offer.currency)
            text = _("The first year comes to {amount} ({formula}).").format(
                amount=amount, formula=_(figure.formula)
            )
        self._amount_row.setText(text)


class DeclineDialog(_Asking):
    """Why they declined, in their words."""

    def __init__(self, room: Room, version: Version) -> None:
        super().__init__(room, _("They declined"), "proposal_decline_dialog")
        self._version = version
        self.words = TextBox("proposal_decline_words", _("Why, in their words"), rows=2,
                             most_rows=6)  # fmt: skip
        self.person = SpeakerPick(room, "proposal_decline_person", _("Who said so"))
        self.form.add("words", _("Why, in their words"), self.words, is_required=True)
        fields: list[tuple[str, str, QWidget]] = [
            ("person", _("Who said so"), self.person), ("day", _("When"), self.day),
        ]  # fmt: skip
        self.form.add_beside(fields)
        self.set_primary(_("Mark as declined"))
        self.words.setFocus()

    def command(self) -> object:
        """Mark it as declined."""
        return DeclineProposal(
            self._version.id, self.words.words(), self.person.value(), self.on_day()
        )


def receivers(room: Room) -> str:
    """The people who decide, as the first guess at who gets it; else the champion."""
    people = room.view.stakeholders if room.view is not None else ()
    wanted = ("economic_buyer", "decision_maker", "champion")
    found = [person.name for role in wanted for person in people if person.role == role]
    return ", ".join(dict.fromkeys(found[:2]))
