"""The dialog behind New deal. Gives one command; called by the controller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from salesdesk.support.i18n import _
from salesdesk.ui.widgets import DateEdit, Dialog, Form, LineEdit, MoneyEdit, PickOne
from salesdesk.usecases.deals import AddDeal

if TYPE_CHECKING:
    from salesdesk.usecases.board import BoardView


class NewDealDialog(Dialog):
    """Name, account, stage, amount and expected close of a new deal."""

    def __init__(self, view: BoardView, stage_key: str, parent: QWidget | None) -> None:
        super().__init__(_("New deal"), "new_deal_dialog", size=(540, 0), parent=parent)
        self._pipeline = view.pipeline
        self.name = LineEdit("new_deal_name", _("Name"), hint=_("What they would buy"), longest=200)
        self.account = LineEdit(
            "new_deal_account", _("Account"), hint=_("Which company"), longest=200
        )
        self.amount = MoneyEdit("new_deal_amount", _("Amount"), view.pipeline.currency)
        self.close_on = DateEdit("new_deal_close", _("Expected close"), view.today)
        stages = [(stage.key, stage.name) for stage in view.stages]
        self.stage = PickOne("new_deal_stage", _("Stage"), stages, value=stage_key)
        self.form = Form("new_deal_form")
        self.form.add("name", _("Name"), self.name, is_required=True)
        self.form.add_beside(
            [("account", _("Account"), self.account), ("stage", _("Stage"), self.stage)]
        )
        self.form.add_beside(
            [("amount", _("Amount"), self.amount), ("close", _("Expected close"), self.close_on)]
        )
        self.body.addWidget(self.form)
        self.set_footnote(_("Leave the amount empty while it is unknown: unknown is not zero."))
        self.set_cancel()
        self.set_primary(_("Add deal"))
        self.name.setFocus()

    def may_accept(self) -> bool:
        """A name, and nothing that cannot be read."""
        return self.form.check()

    def command(self) -> AddDeal:
        """What was entered. Only after the dialog was accepted."""
        close_on = self.close_on.value()
        return AddDeal(
            self._pipeline.id,
            self.stage.value(),
            self.name.words(),
            account=self.account.words() or None,
            amount_minor=self.amount.value(),
            expected_close_on=close_on.isoformat() if close_on else None,
        )
