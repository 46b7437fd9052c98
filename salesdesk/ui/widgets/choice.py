"""Choosing one of several: a combo box with its label's name, and segments side by side.

Called by forms, filters and preferences.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QStyledItemDelegate,
    QWidget,
)

from salesdesk.ui import painting, theme
from salesdesk.ui.widgets.keyboard import Ringed
from salesdesk.ui.widgets.labels import show_tip
from salesdesk.ui.widgets.texts import mark_faulty


class PickOne(QComboBox):
    """A combo box of (value, words) pairs. Emits `picked(value)` when the user chooses.

    A combo box tells assistive tools its current text as its name; `accessibleName` keeps the
    label, and a Form makes its label the buddy.
    """

    picked = Signal(object)

    def __init__(
        self,
        name: str,
        label: str,
        choices: Iterable[tuple[Any, str]] = (),
        *,
        value: Any = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label = label
        self._values: list[Any] = []
        self._words: list[str] = []
        self._chosen = -1
        """Which of them, as long as Qt's box has not got them."""
        self._is_handed_over = False
        self._hint: QSize | None = None
        """Measured once for these choices and this font: a page that is laid out asks often."""
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)
        self.set_choices(choices, value)
        self.activated.connect(self._on_self_activated)

    def set_choices(self, choices: Iterable[tuple[Any, str]], value: Any = None) -> None:
        """Offer other choices, in this order, with `value` chosen when it is among them."""
        offered = list(choices)
        self._values = [choice for choice, _words in offered]
        self._words = [words[:200] for _choice, words in offered]
        self._hint = None
        self.updateGeometry()
        if self._is_handed_over:
            self._refill()
        self.set_value(value)

    def value(self) -> Any:
        """The value chosen, or None."""
        index = super().currentIndex() if self._is_handed_over else self._chosen
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: Any) -> None:
        """Choose a value; one that is not offered chooses nothing, None the first when offered."""
        index = self._values.index(value) if value in self._values else -1
        if self._is_handed_over:
            was_blocked = self.blockSignals(True)
            super().setCurrentIndex(index)
            self.blockSignals(was_blocked)
        else:
            self._chosen = index
        self.update()

    def currentIndex(self) -> int:
        """Which choice, -1 for none."""
        self.hand_over()
        return super().currentIndex()

    def setCurrentIndex(self, index: int) -> None:
        """Choose by number."""
        self.hand_over()
        super().setCurrentIndex(index)

    def currentText(self) -> str:
        """The words of the choice, "" for none."""
        if self._is_handed_over:
            return super().currentText()
        return self._words[self._chosen] if self._chosen >= 0 else ""

    def count(self) -> int:
        """How many choices."""
        return len(self._words)

    def itemText(self, index: int) -> str:
        """The words of a choice."""
        return self._words[index] if 0 <= index < len(self._words) else ""

    def hand_over(self) -> None:
        """Give Qt's box the choices, when somebody turns to it.

        With them it makes its list, of ten widgets: a page with two hundred boxes would have two
        thousand more, each restyled at a new look.
        """
        if not self._is_handed_over:
            self._is_handed_over = True
            value = self._values[self._chosen] if self._chosen >= 0 else None
            self._refill()
            if self._chosen >= 0:
                self.set_value(value)
            self.setItemDelegate(QStyledItemDelegate(self))  # the plain one ignores the sheet
            self.view().setAccessibleName(self._label)

    def _refill(self) -> None:
        was_blocked = self.blockSignals(True)
        self.clear()
        self.addItems(self._words)
        super().setCurrentIndex(-1)
        self.blockSignals(was_blocked)

    def set_faulty(self, sentence: str) -> None:
        """Mark as wrong with a sentence, or as right with an empty one."""
        mark_faulty(self, sentence)

    def sizeHint(self) -> QSize:
        """The longest choice, at most 320 px at the normal text size."""
        if self._hint is None:
            self._hint = self._measured()
        return self._hint

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another font."""
        kind = event.type()
        if kind == QEvent.Type.FontChange or kind == QEvent.Type.StyleChange:
            self._hint = None
        if self._is_handed_over:
            super().changeEvent(event)
        else:  # for some, Qt's combo box makes its list
            QWidget.changeEvent(self, event)

    def showEvent(self, event: QShowEvent) -> None:
        """What reads the screen to somebody asks Qt's box, without going to it."""
        if QAccessible.isActive():
            self.hand_over()
        super().showEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What comes next is a key, or a question of what reads the screen."""
        self.hand_over()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys choose."""
        self.hand_over()
        super().keyPressEvent(event)

    def showPopup(self) -> None:
        """Drop the list down."""
        self.hand_over()
        super().showPopup()

    def _measured(self) -> QSize:
        look = theme.tokens()
        metrics = QFontMetrics(self.font())
        widest = max((metrics.horizontalAdvance(words) for words in self._words), default=0)
        width = min(max(widest + look.px(40), look.px(96)), look.px(320))
        return QSize(width, metrics.height() + 2 * look.px(6))

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible; the text is elided then."""
        return QSize(theme.tokens().px(72), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """A tooltip says the whole of a choice that has no room here."""
        if event.type() is QEvent.Type.ToolTip and not self.toolTip():
            show_tip(cast("QHelpEvent", event).globalPos(), self.hidden_words(), self)
            return True
        return super().event(event)

    def hidden_words(self) -> str:
        """The choice when it is wider than its room; else ""."""
        words = self.currentText()
        room = self._inside().width()
        return words if self.fontMetrics().horizontalAdvance(words) > room else ""

    def _inside(self) -> QRect:
        look = theme.tokens()
        return self.rect().adjusted(look.px(10), 0, -look.px(24), 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the page must not change the choice under the pointer."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, choice, arrow."""
        look = theme.tokens()
        painter = QPainter(self)
        is_faulty = bool(self.property("faulty"))
        has_focus = self.hasFocus()
        line = look.late if is_faulty else look.accent if has_focus else look.line_strong
        fill = look.hover if self.underMouse() and self.isEnabled() else look.raised
        painting.rounded(painter, self.rect(), look.radius, fill, line, 2 if has_focus else 1)
        inside = self._inside()
        words = self.currentText() or self.placeholderText()
        is_hint = not self.currentText() or not self.isEnabled()
        painter.setPen(look.muted if is_hint else look.text)
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), shown)
        centre = QPointF(self.width() - look.px(14), self.height() / 2)
        painting.chevron_down(painter, centre, look.px(7), look.muted)

    def _on_self_activated(self, _index: int) -> None:
        self.picked.emit(self.value())


class _Segment(Ringed, QAbstractButton):
    def __init__(self, words: str, name: str) -> None:
        super().__init__()
        self._words = words
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        look = theme.tokens()
        metrics = QFontMetrics(theme.font("strong"))
        return QSize(
            metrics.horizontalAdvance(self._words) + 2 * look.px(12),
            metrics.height() + 2 * look.px(5),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        painter = QPainter(self)
        if self.isChecked():
            painting.rounded(painter, self.rect(), look.radius - 1, look.raised, look.line_strong)
        painter.setFont(theme.font("strong" if self.isChecked() else "body"))
        painter.setPen(look.text if self.isChecked() else look.soft)
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._words)
        if self.has_ring:
            painting.rounded(painter, self.rect(), look.radius - 1, None, look.accent, 2)


class Segments(QWidget):
    """Two to five choices side by side. Emits `picked(value)` when the user chooses."""

    picked = Signal(object)

    def __init__(
        self,
        name: str,
        label: str,
        choices: Iterable[tuple[Any, str]],
        *,
        value: Any = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._values: list[Any] = []
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for index, (choice, words) in enumerate(choices):
            segment = _Segment(words, f"{name}_{choice}")
            self._values.append(choice)
            self._group.addButton(segment, index)
            row.addWidget(segment)
        self._group.idClicked.connect(self._on_group_id_clicked)
        policy = self.sizePolicy().Policy
        self.setSizePolicy(policy.Maximum, policy.Fixed)
        self.set_value(value)

    def value(self) -> Any:
        """The value chosen, or None."""
        index = self._group.checkedId()
        return self._values[index] if index >= 0 else None

    def set_value(self, value: Any) -> None:
        """Choose a value that is offered."""
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The trough the segments lie in."""
        look = theme.tokens()
        painting.rounded(QPainter(self), self.rect(), look.radius + 1, look.sunken)

    def _on_group_id_clicked(self, index: int) -> None:
        self.picked.emit(self._values[index])
