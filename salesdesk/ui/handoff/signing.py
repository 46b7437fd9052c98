"""Finishing the handoff, and the receiver's answer: the last buttons of the dialog's footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.handoff.room import HandoffRoom
from salesdesk.ui.widgets import Button, plain_tip
from salesdesk.ui.widgets.ask import TextQuestion
from salesdesk.usecases.handoff import AcceptHandoff, FinishHandoff, ReturnHandoff

if TYPE_CHECKING:
    from salesdesk.ui.handoff.dialog import HandoffDialog
    from salesdesk.ui.widgets.chips import PillTone


class Signing(QObject):
    """Finish, with a reason when required items are open; then accepted or returned."""

    def __init__(self, room: HandoffRoom, dialog: HandoffDialog) -> None:
        super().__init__(dialog)
        self._room, self._dialog = room, dialog
        self.finish = Button("", "handoff_finish", kind="secondary", on_click=self._finish)
        self.give_back = Button(
            _("Returned…"), "handoff_return", on_click=lambda: self.answer("return")
        )
        self.accept = Button(
            _("Accepted"), "handoff_accept", kind="primary", on_click=lambda: self.answer("accept")
        )
        self.buttons = (self.finish, self.give_back, self.accept)

    def refresh(self) -> None:
        """Show what can be done now; the keyboard stays among these buttons."""
        view = self._room.view
        had_keyboard = self._dialog.focusWidget() in self.buttons
        can_finish = view.state in ("open", "returned")
        self.finish.setVisible(can_finish)
        self.finish.setEnabled(view.is_won)
        still = len(view.open_required)
        words = ngettext("Finish · {n} open", "Finish · {n} open", still).format(n=still)
        self.finish.setText(words if still else _("Finish"))
        self.finish.set_kind("secondary" if still else "primary")
        self.finish.setToolTip(plain_tip(self._tip()))
        for button in (self.give_back, self.accept):
            button.setVisible(view.state == "finished")
        pills: dict[str, tuple[str, PillTone]] = {
            "finished": (_("Finished"), "accent"),
            "accepted": (_("Accepted"), "ok"),
            "returned": (_("Returned"), "warn"),
        }
        self._dialog.state.set_words(*pills.get(view.state, ("", "neutral")))
        if view.state == "returned" and view.sheet.returned_why:
            why = _("Returned: {why}").format(why=view.sheet.returned_why)
            self._dialog.set_footnote(why)
        if had_keyboard:
            shown = (b for b in (self.accept, self.finish) if b.isVisibleTo(self._dialog))
            next(shown, self._dialog.save_as).setFocus()

    def answer(self, answer: str) -> None:
        """Keep what the receiver said: accept, or return with why."""
        if answer == "accept":
            self._room.do(AcceptHandoff(self._room.deal_id))
            return
        why = self._ask(
            _("The handoff was returned"),
            _("What is missing?"),
            _("Keep it as returned"),
            _("It becomes a next step of the deal, due tomorrow."),
            "handoff_return_question",
        )
        if why:
            self._room.do(ReturnHandoff(self._room.deal_id, why))

    def _finish(self) -> None:
        self._dialog.checklist.close_editors()
        view = self._room.view
        if not view.open_required:
            self._room.do(FinishHandoff(self._room.deal_id))
            return
        still = len(view.open_required)
        reason = self._ask(
            ngettext("{n} item is still open", "{n} items are still open", still).format(n=still),
            _("Why hand over now?"),
            _("Finish with a reason"),
            _("Open: {names}. The reason is printed in the notes.").format(
                names=", ".join(view.open_required)
            ),
            "handoff_finish_question",
        )
        if reason:
            self._room.do(FinishHandoff(self._room.deal_id, reason))

    def _tip(self) -> str:
        view = self._room.view
        if not view.is_won:
            return _("It can be finished once the deal is won.")
        if not view.open_required:
            return ""
        return _("Still open: {names}").format(names=", ".join(view.open_required))

    def _ask(self, title: str, label: str, verb: str, hint: str, name: str) -> str:
        asked = TextQuestion(title, label, verb, rows=3, hint=hint, name=name, parent=self._dialog)
        return asked.field.words() if asked.exec() == asked.DialogCode.Accepted else ""
