"""The count of late steps beside Today in the sidebar. Made by app after the first paint."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from salesdesk.ui.context import Context
from salesdesk.usecases import today
from salesdesk.usecases.desk import Desk

REST_MS = 400
"""So long after the last change it counts: a row of drops or keys shares no processor with it."""


class TodayBadge(QObject):
    """Counts again when changes have come to rest."""

    def __init__(self, context: Context, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("today_badge")
        self._context, self._desk = context, desk
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._count)
        context.bridge.changed.connect(self._on_bridge_changed)
        self._count()

    def _on_bridge_changed(self) -> None:
        self._rest.start()

    def _count(self) -> None:
        self._context.bridge.query(
            lambda: today.late_count(self._desk), self._show, owner=self, latest="today_badge"
        )

    def _show(self, count: int) -> None:
        self._context.shell.set_badge("today", count, is_alert=True)
