"""Asks for the next deal with a customer that was won: a renewal or an expansion.

Called by the deal page's controller, and by what the rail says is left after a win.
"""

from __future__ import annotations

import datetime as dt

from salesdesk.support.i18n import _
from salesdesk.ui.deal.room import Room
from salesdesk.ui.widgets import (
    CheckBox,
    DateEdit,
    Dialog,
    FaultLine,
    Form,
    LineEdit,
    Segments,
)
from salesdesk.usecases.next_deal import Kind, NextDeal


class NextDealDialog(Dialog):
    """What kind of deal, its name, and when it may be decided; the rest goes along."""

    def __init__(self, room: Room) -> None:
        assert room.view is not None
        self._won = room.view.deal
        super().__init__(
            _("The next deal with {account}").format(account=self._won.account or self._won.name),
            "next_deal_dialog", size=(520, 0), parent=room.context.shell.dialog_parent,
        )  # fmt: skip
        self._deal_room = room
        kinds = [("renewal", _("Renewal")), ("expansion", _("Expansion"))]
        self.kind = Segments(
            "next_deal_kind", _("What kind of deal is it?"), kinds, value="renewal"
        )
        self.name = LineEdit("next_deal_name", _("Name"), words=self._named(), longest=200)
        self.close_on = DateEdit("next_deal_close", _("Expected close"), room.today,
                                 value=self._renewal(room.today))  # fmt: skip
        self.items = CheckBox(_("Take the line items along"), "next_deal_items")
        self.items.setChecked(True)
        self.items.setVisible(bool(room.view.items))
        self.form = Form("next_deal_form")
        self.form.add("name", _("Name"), self.name, is_required=True)
        self.form.add("close", _("Expected close"), self.close_on)
        self.fault = FaultLine("next_deal_fault")
        for widget in (self.kind, self.form, self.items, self.fault):
            self.body.addWidget(widget)
        self.kind.picked.connect(self._on_kind_picked)
        self.set_footnote(_("The account and its people go along; this deal stays as it is."))
        self.set_cancel()
        self.set_primary(_("Add deal"))
        self.name.setFocus()

    def may_accept(self) -> bool:
        """A name, and no day that cannot be read."""
        return self.form.check()

    def accept(self) -> None:
        """Add the deal; the dialog stays open with the sentence when that fails."""
        if not self.may_accept():
            return
        close_on = self.close_on.value()
        command = NextDeal(
            self._won.id, self._chosen(), self.name.words(),
            close_on.isoformat() if close_on else None, with_items=self.items.isChecked(),
        )  # fmt: skip
        self._deal_room.do(
            command, lambda _changes: self._on_done(command), self.fault.say, owner=self
        )

    def _chosen(self) -> Kind:
        return "expansion" if self.kind.value() == "expansion" else "renewal"

    def _named(self, kind: Kind = "renewal") -> str:
        """A name to begin with, as it stands until the rep has typed another."""
        pattern = _("{deal}: renewal") if kind == "renewal" else _("{deal}: expansion")
        return pattern.format(deal=self._won.name[:180])

    def _renewal(self, today: dt.date) -> dt.date | None:
        day = self._won.renewal_on
        found = dt.date.fromisoformat(day) if day else None
        return found if found is not None and found > today else None

    def _on_kind_picked(self, _kind: str) -> None:
        """Name and day follow the kind, unless they were changed."""
        chosen = self._chosen()
        if self.name.words() in (self._named("renewal"), self._named("expansion"), ""):
            self.name.setText(self._named(chosen))
        today = self._deal_room.today
        if self.close_on.value() in (self._renewal(today), None):
            self.close_on.set_value(self._renewal(today) if chosen == "renewal" else None)

    def _on_done(self, command: NextDeal) -> None:
        shell, words = self._deal_room.context.shell, _("Added {deal}").format(deal=command.name)
        shell.tell(words, _("Open it"), lambda: shell.go("deal", command.deal_id))
        self.done(int(Dialog.DialogCode.Accepted))


def ask_next_deal(room: Room) -> None:
    """Ask for the deal that follows the room's won one."""
    dialog = NextDealDialog(room)
    dialog.exec()
    dialog.deleteLater()
