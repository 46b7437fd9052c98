"""The keys of call mode, as one line that is always in sight."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import painting, theme


def key_words() -> tuple[tuple[str, str], ...]:
    """Keys and what they do, the most wanted first."""
    return (
        ("↵", _("keep it here")),
        ("⇧ ↵", _("file it later")),
        ("↓ ↑", _("next, previous")),
        ("F3", _("follow-up")),
        ("F4", _("jump")),
        ("F6", _("skip")),
        ("F2", _("notes")),
        ("F10", _("end")),
        ("F5", _("jump back")),
        ("F7", _("lines to file")),
        ("F9", _("sheet")),
        ("Ctrl+O", _("objection")),
    )


class KeyLine(QWidget):
    """Keycaps with words; what does not fit is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("call_keys")
        self._pairs = key_words()
        self.setAccessibleName("; ".join(f"{key}: {what}" for key, what in self._pairs))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line of keycaps."""
        return QSize(theme.tokens().px(300), theme.tokens().px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The caps from the left."""
        look = theme.tokens()
        painter = QPainter(self)
        metrics = QFontMetrics(theme.font("small"))
        painter.setFont(theme.font("small"))
        x, high = look.px(20), look.px(19)
        top = (self.height() - high) // 2
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextSingleLine)
        for key, what in self._pairs:
            cap = metrics.horizontalAdvance(key) + look.px(12)
            wide = metrics.horizontalAdvance(what)
            if x + cap + look.px(6) + wide > self.width() - look.px(8):
                return
            box = self.rect()
            box.setRect(x, top, cap, high)
            painting.rounded(painter, box, 4, look.raised, look.line_strong)
            painter.setPen(look.soft)
            painter.drawText(box, flags, key)
            box.setRect(x + cap + look.px(6), top, wide + 2, high)
            painter.setPen(look.muted)
            painter.drawText(box, flags, what)
            x += cap + look.px(6) + wide + look.px(16)
