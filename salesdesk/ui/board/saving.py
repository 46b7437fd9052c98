"""Filters of the board: the popup that sets one, and the saved ones. Called by the controller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from salesdesk.domain.board_filter import BoardFilter
    from salesdesk.ui.board.page import BoardPage
    from salesdesk.ui.context import Context


class Filters(QObject):
    """Opens the popup below the chip that asks for it. An object of Qt's, since it has slots."""

    def __init__(self, page: BoardPage, context: Context) -> None:
        super().__init__(page)
        self.setObjectName("board_filters")
        self._page, self._context = page, context

    def open(self, below: QWidget) -> None:
        """Shows the popup with the filter that is on."""
        from salesdesk.ui.board.filter_popup import FilterPopup
        from salesdesk.usecases import board_choices

        content = self._page.content
        popup = FilterPopup(
            content.filter,
            content.view.stages,
            board_choices.choices(content.deck.every()),
            board_choices.saved_filters(content.desk),
            content.view.today,
            self._page,
        )
        popup.applied.connect(self._page.top.set_filter)
        popup.save_requested.connect(self.save)
        popup.rename_requested.connect(self.rename)
        popup.delete_requested.connect(self.delete)
        popup.show_below(below)

    def save(self, wanted: BoardFilter, name: str) -> None:
        """Saves a filter under a name."""
        from salesdesk.usecases.board_filters import SaveFilter

        self._page.top.set_filter(wanted)
        shell = self._context.shell
        self._context.bridge.submit(
            SaveFilter(name, wanted),
            lambda _changes: shell.tell_undoable(_("Saved the filter {name}").format(name=name)),
        )

    def rename(self, filter_id: str, name: str) -> None:
        """Asks for another name of a saved filter."""
        from salesdesk.ui.widgets import ask_text
        from salesdesk.usecases.board_filters import RenameFilter

        shell = self._context.shell
        wanted = ask_text(
            self._page.window(), _("Rename the filter"), _("Name"), _("Rename"), words=name,
            name="rename_filter",
        )  # fmt: skip
        if wanted and wanted != name:
            self._context.bridge.submit(
                RenameFilter(filter_id, wanted),
                lambda changes: shell.tell_undoable(changes.label),
            )

    def delete(self, filter_id: str, name: str) -> None:
        """Deletes a saved filter."""
        from salesdesk.usecases.board_filters import DeleteFilter

        shell = self._context.shell
        self._context.bridge.submit(
            DeleteFilter(filter_id),
            lambda _changes: shell.tell_undoable(_("Deleted the filter {name}").format(name=name)),
        )
