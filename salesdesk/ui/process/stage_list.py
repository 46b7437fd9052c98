"""The stages of a process one below the other; the arrow keys walk through them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from salesdesk.domain.process import Stage
from salesdesk.support.i18n import _, format_percent
from salesdesk.ui import painting, theme
from salesdesk.ui.widgets import Panel
from salesdesk.ui.widgets.keyboard import Ringed


def place_of(stage: Stage) -> str:
    """Where the work of a stage is done, and how likely a win is from there."""
    names = {
        "playbook": _("Before anyone is called"),
        "prospects": _("With prospects"),
        "customers": _("With customers"),
    }
    return names.get(stage.place) or _("Board · {percent}").format(
        percent=format_percent(stage.probability / 100)
    )


class StageButton(Ringed, QAbstractButton):
    """One stage: number, name, place."""

    def __init__(self, number: int, stage: Stage) -> None:
        super().__init__()
        self._number, self._name, self._place = number, stage.name, place_of(stage)
        self.setObjectName(f"process_stage_{stage.key}")
        self.setAccessibleName(f"{number}. {stage.name}, {self._place}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines of text."""
        look = theme.tokens()
        return QSize(look.px(200), look.px(48))

    def minimumSizeHint(self) -> QSize:
        """The same: a list that is too long scrolls."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A disc with the number, name over place."""
        look = theme.tokens()
        painter = QPainter(self)
        is_on = self.isChecked()
        if is_on or self.underMouse():
            fill = look.accent_soft if is_on else look.hover
            painting.rounded(painter, self.rect(), look.radius, fill)
        side = look.px(24)
        disc = QRect(look.px(10), (self.height() - side) // 2, side, side)
        painting.rounded(painter, disc, side / 2, look.accent if is_on else look.sunken)
        painter.setFont(theme.font("small_strong"))
        painter.setPen(look.on_accent if is_on else look.muted)
        painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter), str(self._number))
        left = disc.right() + look.px(11)
        room = self.width() - left - look.px(8)
        line = self.height() // 2
        self._line(painter, QRect(left, look.px(5), room, line - look.px(5)), self._name,
                   "strong" if is_on else "body", Qt.AlignmentFlag.AlignBottom)  # fmt: skip
        painter.setPen(look.muted)
        self._line(painter, QRect(left, line, room, line - look.px(5)), self._place, "small",
                   Qt.AlignmentFlag.AlignTop)  # fmt: skip
        if self.has_ring:
            painting.focus_ring(painter, self.rect(), look.radius, look)

    def _line(self, painter: QPainter, box: QRect, words: str, role: theme.Role,
              align: Qt.AlignmentFlag) -> None:  # fmt: skip
        look = theme.tokens()
        painter.setFont(theme.font(role))
        if role != "small":
            painter.setPen(look.accent_text if self.isChecked() else look.text)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(align) | int(Qt.TextFlag.TextSingleLine), shown)


class StageList(Panel):
    """All stages of a process. Emits `picked(stage key)`."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__("right", name="process_stages")
        self.setAccessibleName(_("Stages"))
        look = theme.tokens()
        self.buttons: dict[str, StageButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.px(10), look.px(12), look.px(10), look.px(12))
        self._column.setSpacing(look.px(2))
        self._column.addStretch(1)

    def show_stages(self, stages: Sequence[Stage]) -> None:
        """Show the stages of a process."""
        for old in self.buttons.values():
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = {}
        for number, stage in enumerate(stages, 1):
            button = self.buttons[stage.key] = StageButton(number, stage)
            button.toggled.connect(partial(self._on_button_toggled, stage.key))
            self._column.insertWidget(number - 1, button)

    def pick(self, key: str) -> None:
        """Mark a stage."""
        self.buttons[key].setChecked(True)

    def _on_button_toggled(self, key: str, is_on: bool) -> None:
        if is_on:
            self.picked.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
        at = ends.get(Qt.Key(event.key()))
        if at is None or not self.buttons:
            super().keyPressEvent(event)
            return
        button: QWidget = list(self.buttons.values())[at]
        button.setFocus(Qt.FocusReason.TabFocusReason)
        self.pick(list(self.buttons)[at])
