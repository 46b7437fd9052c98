"""Fields for a day and for a time of day: typed as people say them, or picked from a calendar.

Called by forms and by the screens for next steps and closing dates. An empty field is no date.
"""

from __future__ import annotations

import datetime as dt
import re

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from salesdesk.support.i18n import _, active_locale, format_date, format_time
from salesdesk.ui import painting, theme
from salesdesk.ui.icons import icon
from salesdesk.ui.widgets.buttons import Button, IconButton
from salesdesk.ui.widgets.texts import LineEdit, is_readable, mark_faulty
from salesdesk.ui.widgets.typed_dates import make_ready, read_date


class _TypedLine(LineEdit):
    """A line that tells its owner of leaving and of the arrow keys; its hint is as long as fits."""

    entered = Signal()
    left = Signal()
    stepped = Signal(int)
    hints: tuple[str, ...] = ()
    """From the longest to the shortest."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for hint in self.hints:
            self.setPlaceholderText(hint)
            if self.text() or not self.hidden_words():
                return

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: 7,
            Qt.Key.Key_PageDown: -7,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class DateEdit(QWidget):
    """A day or none. Emits `changed(date | None)` when a readable day is committed;
    `faulted(sentence)` when one cannot be read, with "" once it is mended.

    Typed phrases are those of `read_date`; up and down step by a day, Alt+Down opens the calendar.
    """

    changed = Signal(object)
    faulted = Signal(str)

    def __init__(
        self,
        name: str,
        label: str,
        today: dt.date,
        *,
        value: dt.date | None = None,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._value: dt.date | None = None
        self.is_faulty = False
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.line = _TypedLine(
            f"{name}_line", label, hint=hint or _("Date, or “next tue”"), longest=60
        )
        self.line.hints = () if hint else (_("Date, or “next tue”"), _("Date"))
        self.button = IconButton(
            "calendar",
            f"{name}_calendar",
            _("Pick {label} from a calendar").format(label=label),
            on_click=self.open_calendar,
        )
        look = theme.tokens()
        day = self.line.fontMetrics().horizontalAdvance(format_date(today))
        self.line.setMinimumWidth(day + look.px(20))
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(2))
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.line.entered.connect(make_ready)
        self.line.left.connect(self._on_line_left)
        self.line.returnPressed.connect(self._on_line_left)
        self.line.stepped.connect(self._on_line_stepped)
        self.set_value(value)

    def value(self) -> dt.date | None:
        """The day, or None; what is being typed is read first."""
        words = self.line.words()
        if words and words != self._shown():
            return read_date(words, self._today)
        return self._value if words else None

    def set_value(self, value: dt.date | None) -> None:
        """Show a day, or none; this is no change."""
        self._value = value
        self.line.setText(self._shown())
        self.line.setCursorPosition(0)

    def fault(self) -> str:
        """What is wrong with what was typed, as a sentence, or ""."""
        if self.line.words() and self.value() is None:
            return _("This is not a date. Try “22 Nov”, “next tue”, “end of month” or “in 3 days”.")
        return ""

    def set_faulty(self, sentence: str) -> None:
        """Mark as wrong with a sentence, or as right with an empty one."""
        mark_faulty(self.line, sentence)

    def open_calendar(self) -> None:
        """Show the calendar below the field."""
        popup = CalendarPopup(self.value() or self._today, self._today, self.objectName(), self)
        popup.picked.connect(self._on_popup_picked)
        popup.show_below(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens the calendar."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def _shown(self) -> str:
        return format_date(self._value) if self._value else ""

    def _commit(self, value: dt.date | None) -> None:
        is_new = value != self._value
        self.set_value(value)
        if is_new:
            self.changed.emit(value)

    def _on_line_left(self) -> None:
        if is_readable(self):
            self._commit(self.value())

    def _on_line_stepped(self, days: int) -> None:
        start = self.value()
        self._commit(start + dt.timedelta(days) if start else self._today)

    def _on_popup_picked(self, value: dt.date | None) -> None:
        self.set_faulty("")
        self._commit(value)
        self.line.setFocus()


class CalendarPopup(QWidget):
    """A month to pick from, with the days most often wanted. Emits `picked(date | None)`."""

    picked = Signal(object)

    def __init__(self, value: dt.date, today: dt.date, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName(f"{name}_popup")
        look = theme.tokens()
        self.calendar = _calendar(f"{name}_month", value)
        self.calendar.clicked.connect(self._on_calendar_chosen)
        self.calendar.activated.connect(self._on_calendar_chosen)
        shortcuts = QHBoxLayout()
        for key, words, phrase in (
            ("today", _("Today"), "today"),
            ("tomorrow", _("Tomorrow"), "tomorrow"),
            ("next_week", _("Next Monday"), "next week"),
        ):
            day = read_date(phrase, today)
            button = Button(words, f"{name}_{key}", kind="link")
            button.clicked.connect(lambda _checked=False, day=day: self._give(day))
            shortcuts.addWidget(button)
        shortcuts.addStretch(1)
        none = Button(_("No date"), f"{name}_none", kind="link")
        none.clicked.connect(lambda _checked=False: self._give(None))
        shortcuts.addWidget(none)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(8), look.px(8), look.px(8), look.px(8))
        column.addWidget(self.calendar)
        column.addLayout(shortcuts)

    def show_below(self, field: QWidget) -> None:
        """Show under `field`, or above where the screen ends."""
        self.adjustSize()
        place = field.mapToGlobal(QPoint(0, field.height() + 2))
        area = field.screen().availableGeometry()
        if place.y() + self.height() > area.bottom():
            place = field.mapToGlobal(QPoint(0, -self.height() - 2))
        place.setX(max(area.left(), min(place.x(), area.right() - self.width())))
        self.move(place)
        self.show()
        self.calendar.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A raised slip with an outline."""
        look = theme.tokens()
        painting.rounded(QPainter(self), self.rect(), 2, look.raised, look.line_strong)

    def _on_calendar_chosen(self, day: QDate) -> None:
        self._give(dt.date(day.year(), day.month(), day.day()))

    def _give(self, day: dt.date | None) -> None:
        self.picked.emit(day)
        self.close()


def _calendar(name: str, value: dt.date) -> QCalendarWidget:
    made = QCalendarWidget()
    made.setObjectName(name)
    made.setAccessibleName(_("Calendar"))
    made.setLocale(QLocale(active_locale()))
    made.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    made.setGridVisible(False)
    made.setSelectedDate(QDate(value.year, value.month, value.day))
    look = theme.tokens()
    made.setMinimumSize(look.px(290), look.px(220))
    plain, heading = QTextCharFormat(), QTextCharFormat()
    plain.setForeground(look.text)
    heading.setForeground(look.muted)
    heading.setBackground(look.raised)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        made.setWeekdayTextFormat(day, plain)
    made.setHeaderTextFormat(heading)
    made.setStyleSheet(_calendar_rules(look))
    for button, picture in (("prev", "chevron-left"), ("next", "chevron-right")):
        tool = made.findChild(QToolButton, f"qt_calendar_{button}month")
        if tool is not None:
            tool.setIcon(icon(picture, look.soft))
    return made


def _calendar_rules(look: theme.Tokens) -> str:
    return (
        f"#qt_calendar_navigationbar {{ background: {look.raised.name()}; }}"
        f"QToolButton {{ color: {look.text.name()}; background: transparent; border: none;"
        f" border-radius: 5px; padding: 4px 9px; font-weight: 600; }}"
        f"QToolButton:hover {{ background: {look.hover.name()}; }}"
        f"QToolButton::menu-indicator {{ image: none; }}"
        f"QAbstractItemView {{ background: {look.raised.name()}; border: none; outline: 0;"
        f" selection-background-color: {look.accent.name()};"
        f" selection-color: {look.on_accent.name()}; }}"
    )


class TimeEdit(LineEdit):
    """A time of day or none: "9", "930", "9:30", "2pm". Emits `changed(time | None)`."""

    changed = Signal(object)

    def __init__(
        self, name: str, label: str, *, value: dt.time | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, label, hint=_("Time"), longest=12, parent=parent)
        self._value: dt.time | None = None
        self.set_value(value)
        self.editingFinished.connect(self._on_self_editing_finished)

    def value(self) -> dt.time | None:
        """The time, or None."""
        words = self.words()
        if words and words != self._shown():
            return read_time(words)
        return self._value if words else None

    def set_value(self, value: dt.time | None) -> None:
        """Show a time, or none; this is no change."""
        self._value = value
        self.setText(self._shown())

    def fault(self) -> str:
        """What is wrong with what was typed, as a sentence, or ""."""
        if self.words() and self.value() is None:
            return _("This is not a time. Try “9:30” or “2 pm”.")
        return ""

    def _shown(self) -> str:
        return format_time(self._value) if self._value else ""

    def _on_self_editing_finished(self) -> None:
        sentence, value = self.fault(), self.value()
        self.set_faulty(sentence)
        if not sentence and value != self._value:
            self.set_value(value)
            self.changed.emit(value)


def read_time(words: str) -> dt.time | None:
    """The time of day that `words` mean, or None."""
    plain = words.strip().lower().replace(".", "").replace("\u202f", " ")
    found = re.fullmatch(r"(\d{1,2})(?:[:h]? ?(\d{2}))?h? ?(am|pm|a|p)?", plain)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None
