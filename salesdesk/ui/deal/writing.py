"""Dialogs of the deal page that run one command: next steps, plan steps, concessions."""

from __future__ import annotations

from salesdesk.domain.changes import Changes
from salesdesk.ui.deal.room import Room
from salesdesk.ui.widgets import Dialog, FaultLine


class WritingDialog(Dialog):
    """A dialog whose primary button runs a command and closes when it is done."""

    def __init__(
        self,
        room: Room,
        title: str,
        name: str,
        remark: str = "",
        size: tuple[int, int] = (520, 0),
    ) -> None:
        super().__init__(
            title, name, remark=remark, size=size, parent=room.context.shell.dialog_parent
        )
        self._deal_room = room
        self._is_sent = False
        self.fault = FaultLine(f"{name}_fault")

    def command(self) -> object:
        """The command to run; called after `may_accept`."""
        raise NotImplementedError

    def accept(self) -> None:
        """Run the command once; a fault is shown and nothing is closed."""
        if self._is_sent:
            return
        self.fault.hide()  # what was wrong the last time is perhaps right by now
        if self.may_accept():
            self._is_sent = True
            self._deal_room.do(self.command(), self._on_done, self._on_failed, owner=self)

    def after(self) -> None:
        """What else is to be done once it is written."""

    def _on_done(self, changes: Changes) -> None:
        # Closed before `after` empties the fields, which `may_accept` would then find fault with.
        super().accept()
        self.after()
        self._deal_room.say(changes.label)

    def _on_failed(self, sentence: str) -> None:
        self._is_sent = False
        self.fault.say(sentence)


def show_dialog(dialog: Dialog) -> None:
    """Open a dialog over its parent; it goes once it is closed."""
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
