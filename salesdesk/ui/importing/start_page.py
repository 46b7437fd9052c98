"""The wizard's first face: choose files or drop them. Made by the wizard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.widgets import Button, EmptyState


class StartPage(QWidget):
    """Emits `files_wanted` for the button."""

    files_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_start")
        look = theme.tokens()
        button = Button(
            _("Choose files…"), "import_choose", kind="primary", icon="folder-open",
            on_click=self.files_wanted.emit,
        )  # fmt: skip
        state = EmptyState(
            "file-spreadsheet",
            _("Drop files here, or choose them"),
            hint=_(
                "Spreadsheets and CSV exports of deals, accounts, contacts and products, from any "
                "program. Several at once are linked to each other by their names and ids. The "
                "export of a whole desk (.json) goes into an empty one."
            ),
            action=button,
            name="import_empty",
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(28), look.px(24), look.px(28), look.px(24))
        column.addWidget(state)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dashed outline of a place to drop on."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.line_strong, 1.5, Qt.PenStyle.DashLine))
        inset = look.px(24)
        box = self.rect().adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, look.card_radius, look.card_radius)
