"""The count of late steps beside Today in the sidebar. Made by app after the first paint."""

from __future__ import annotations

from PySide6.QtCore import QObject

from salesdesk.ui.context import Context
from salesdesk.usecases import today
from salesdesk.usecases.desk import Desk


class TodayBadge(QObject):
    """Counts again after every change."""

    def __init__(self, context: Context, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("today_badge")
        self._context, self._desk = context, desk
        context.bridge.changed.connect(self._count)
        self._count()

    def _count(self) -> None:
        self._context.bridge.query(
            lambda: today.late_count(self._desk), self._show, owner=self, latest="today_badge"
        )

    def _show(self, count: int) -> None:
        self._context.shell.set_badge("today", count, is_alert=True)
