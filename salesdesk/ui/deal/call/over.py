"""What may stand over call mode for a moment: lines to file, the sheet, the short play, the end."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from salesdesk.ui.context import Context
from salesdesk.ui.deal.room import Room


class Over(QObject):
    """Opens dialogs over the window of a call. Emits `gone()` when one closes."""

    gone = Signal()

    def __init__(self, context: Context, room: Room, call_id: str, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("call_over")
        self._context, self._room, self._call_id, self._window = context, room, call_id, window

    def show(self, dialog: QDialog) -> None:
        """Open a dialog; it goes when it is closed."""
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()

    def file_lines(self) -> None:
        """Go through the lines that stand under no question."""
        from salesdesk.ui.deal.discovery.unfiled import UnfiledDialog

        self.show(UnfiledDialog(self._room, self._window))

    def show_objection(self) -> None:
        """The short play."""
        from salesdesk.ui.deal.objections.short_play import open_short_play

        play = open_short_play(self._context, self._room.deal_id)
        play.setParent(self._window, play.windowFlags())
        self.show(play)

    def show_sheet(self) -> None:
        """The pre-call sheet, to look something up."""
        from salesdesk.ui.deal.call.sheet import SheetDialog

        self.show(SheetDialog(self._room, self._call_id, is_in_call=True, parent=self._window))

    def _on_dialog_finished(self, _result: int) -> None:
        dialog = self.sender()
        if dialog is not None:
            dialog.deleteLater()
        self.gone.emit()
