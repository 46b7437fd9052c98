"""What an empty board and an empty column say: what to do. Called by the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesdesk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


def empty_board(on_new: Callable[[], object], on_import: Callable[[], object]) -> QWidget:
    """The board of a desk without deals: bring some in, or add the first."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QHBoxLayout

    from salesdesk.ui import theme
    from salesdesk.ui.widgets import Button, EmptyState

    state = EmptyState(
        "square-kanban",
        _("No deals yet"),
        hint=_(
            "Bring in the deals you have from a spreadsheet or another program, or add the first "
            "one by hand."
        ),
        name="empty_board",
    )
    row = QHBoxLayout()
    row.setSpacing(theme.tokens().px(8))
    row.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    row.addWidget(Button(_("Import…"), "empty_board_import", icon="download", on_click=on_import))
    new = Button(_("New deal"), "empty_board_new", kind="primary", on_click=on_new)
    state.setFocusProxy(new)
    row.addWidget(new)
    layout = state.layout()
    layout.insertLayout(layout.count() - 1, row)  # type: ignore[union-attr]
    return state


def empty_column(*, is_won: bool, hidden: int) -> str:
    """The words in a column without cards."""
    if hidden:
        return ngettext(
            "{n} deal hidden by the filter", "{n} deals hidden by the filter", hidden
        ).format(n=hidden)
    if is_won:
        return _("Won deals wait here until their handoff is finished.")
    return _("Drop a deal here, or add one below.")
