"""Chips that switch something on, pills that say a state, and check boxes.

Called by filter bars, headers and lists on every screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QSizePolicy, QWidget

from salesdesk.ui import elided, painting, theme
from salesdesk.ui.widgets.keyboard import Pressed, Ringed
from salesdesk.ui.widgets.labels import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPaintEvent

PillTone = Literal["neutral", "accent", "ok", "warn", "late"]
PillShape = Literal["tag", "round", "badge"]


class Chip(Pressed, QAbstractButton):
    """A rounded button; checkable by default, with an optional count behind its words."""

    def __init__(
        self,
        words: str,
        name: str,
        *,
        checkable: bool = True,
        count: int | None = None,
        label: str = "",
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words, self._count, self._label = words, count, label
        self.setObjectName(name)
        self.setToolTip(plain_tip(tip))
        self.setCheckable(checkable)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name_it()

    @property
    def words(self) -> str:
        """The text as the user sees it, without the count."""
        return self._words

    def set_words(self, words: str, count: int | None = None) -> None:
        """Show other words, and a count when there is one."""
        self._words, self._count = words, count
        self._name_it()
        self.updateGeometry()
        self.update()

    def _name_it(self) -> None:
        self.setAccessibleName(self._label or self._shown())

    def _shown(self) -> str:
        return self._words if self._count is None else f"{self._words}  {self._count}"

    def sizeHint(self) -> QSize:
        """The words between two half circles."""
        look = theme.tokens()
        metrics = QFontMetrics(theme.font("small"))
        width = metrics.horizontalAdvance(self._shown()) + 2 * look.px(11)
        return QSize(width, metrics.height() + 2 * look.px(4))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A capsule, tinted when on."""
        look = theme.tokens()
        painter = QPainter(self)
        fill, line, ink = look.raised, look.line_strong, look.soft
        if self.isChecked():
            fill, line, ink = look.accent_soft, look.accent_line, look.accent_text
        elif self.underMouse() or self.isDown():
            fill = look.hover
        radius = self.height() / 2
        painting.rounded(painter, self.rect(), radius, fill, line)
        painter.setFont(theme.font("small"))
        painter.setPen(ink if self.isEnabled() else look.faint)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextSingleLine)
        painter.drawText(self.rect(), flags, self._shown())
        if self.has_ring:
            painting.focus_ring(painter, self.rect(), radius, look)


class Pill(QWidget):
    """A short state in colour: a square-edged tag, a round pill or a filled badge.

    It is not interactive; its words are its accessible name.
    """

    def __init__(
        self,
        words: str,
        tone: PillTone = "neutral",
        *,
        shape: PillShape = "tag",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shape: PillShape = shape
        self._tone: PillTone = tone
        self._words = ""
        if name:
            self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_words(words, tone)

    @property
    def words(self) -> str:
        """What the pill says."""
        return self._words

    def set_words(self, words: str, tone: PillTone | None = None) -> None:
        """Say something else, in another tone when given."""
        self._words = words.splitlines()[0][:60] if words else ""
        self._tone = tone or self._tone
        self.setAccessibleName(self._words)
        if self.parent() is not None or not words:
            self.setVisible(bool(words))
        else:  # showing it now would make a window of it; its layout will show it
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The words with a little air; a badge is at least a circle."""
        look = theme.tokens()
        metrics = QFontMetrics(theme.font("tiny"))
        pad = look.px(9) if self._shape == "round" else look.px(6)
        height = metrics.height() + (look.px(6) if self._shape == "round" else look.px(2))
        return QSize(max(height, metrics.horizontalAdvance(self._words) + 2 * pad), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tinted box with words."""
        paint_pill(QPainter(self), self.rect(), self._words, self._tone, self._shape)


def paint_pill(
    painter: QPainter, rect: QRect, words: str, tone: PillTone, shape: PillShape = "tag"
) -> None:
    """Draw a pill into `rect`; delegates use it for theirs."""
    look = theme.tokens()
    fill, line, ink = _pill_colours(look, tone)
    radius = 4.0 if shape == "tag" else rect.height() / 2
    if shape == "badge":
        fill = _badge_fill(look, tone)
        is_pale = look.is_dark and tone in ("neutral", "ok", "warn")
        ink = look.surface if is_pale else look.on_accent
    painting.rounded(painter, rect, radius, fill, line if shape == "round" else None)
    painter.setFont(theme.font("tiny"))
    painter.setPen(ink)
    flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextSingleLine)
    painter.drawText(rect, flags, words)


def _pill_colours(look: theme.Tokens, tone: PillTone) -> tuple[QColor, QColor, QColor]:
    return {
        "neutral": (look.sunken, look.line_strong, look.soft),
        "accent": (look.accent_soft, look.accent_line, look.accent_text),
        "ok": (look.ok_soft, look.ok_fill, look.ok),
        "warn": (look.warn_soft, look.warn_fill, look.warn),
        "late": (look.late_soft, look.late_fill, look.late),
    }[tone]


def _badge_fill(look: theme.Tokens, tone: PillTone) -> QColor:
    fills = {"accent": look.accent, "ok": look.ok, "warn": look.warn, "late": look.late_fill}
    return fills.get(tone, look.faint)


class CheckBox(Ringed, QCheckBox):
    """A check box, square for facts and round for things to do."""

    def __init__(
        self,
        words: str,
        name: str,
        *,
        label: str = "",
        is_round: bool = False,
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words, self._label = "", label
        self._is_round = is_round
        self.setObjectName(name)
        self.setToolTip(plain_tip(tip))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setText(words)

    @property
    def words(self) -> str:
        """The text beside the box."""
        return self._words

    @words.setter
    def words(self, words: str) -> None:
        self.setText(words)

    def text(self) -> str:
        """The text beside the box; Qt's own is not used."""
        return self._words

    def setText(self, words: str) -> None:
        """Show other words beside the box."""
        self._words = words
        self.setAccessibleName(self._label or words)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Fixed if not words else policy.Preferred, policy.Fixed)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Box, gap and words."""
        look = theme.tokens()
        metrics = QFontMetrics(theme.font("body"))
        text = metrics.horizontalAdvance(self._words) + look.px(8) if self._words else 0
        return QSize(look.px(20) + text, max(metrics.height(), look.px(16)) + look.px(6))

    def minimumSizeHint(self) -> QSize:
        """The words may be elided, the box not."""
        return QSize(min(self.sizeHint().width(), theme.tokens().px(80)), self.sizeHint().height())

    def hitButton(self, pos: object) -> bool:
        """The whole widget is the target, words included."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, tick, words, ring."""
        look = theme.tokens()
        painter = QPainter(self)
        side = look.px(15)
        box = QRect(look.px(2), (self.height() - side) // 2, side, side)
        paint_check(painter, box, self.checkState(), look, self._is_round, self.underMouse())
        beside = self.rect().adjusted(box.right() + look.px(8), 0, 0, 0)
        ink = look.text if self.isEnabled() else look.faint
        elided.draw(painter, beside, self._words, "body", ink)
        if self.has_ring:
            ring = QRectF(self.rect()) if self._words else QRectF(box).adjusted(-2, -2, 2, 2)
            painting.rounded(painter, ring, 4, None, look.accent, 2)


def paint_check(
    painter: QPainter,
    box: QRect,
    state: Qt.CheckState,
    look: theme.Tokens,
    is_round: bool = False,
    is_over: bool = False,
) -> None:
    """Draw a check box of this state into `box`; delegates use it for theirs."""
    radius = box.width() / 2 if is_round else 3.5
    if state is Qt.CheckState.Unchecked:
        line = look.accent if is_over else look.faint
        painting.rounded(painter, box, radius, look.raised, line, 1.5)
        return
    painting.rounded(painter, box, radius, look.ok_fill)
    if state is Qt.CheckState.PartiallyChecked:
        bar = QRectF(box).adjusted(4, box.height() / 2 - 1, -4, -box.height() / 2 + 1)
        painting.rounded(painter, bar, 1, look.on_accent)
    else:
        painting.check_mark(painter, box, look.on_accent)
