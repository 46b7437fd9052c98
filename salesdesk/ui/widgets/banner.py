"""Messages that do not interrupt: a banner across the top, a toast at the bottom.

Called by the shell for the results of commands ("Moved to Proposal" with Undo) and for states
that last ("The disk is full"). Both are announced to assistive tools.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import painting, theme
from salesdesk.ui.widgets.buttons import Button, IconButton
from salesdesk.ui.widgets.labels import PlainLabel
from salesdesk.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from salesdesk.domain.changes import Changes

BannerTone = Literal["info", "ok", "warn", "late"]
TOAST_MS = 8_000
WATCH_MS = 150
"""So often a slip looks whether it would hide where somebody types."""


def announce(widget: QObject, words: str) -> None:
    """Have a screen reader say these words without moving the focus."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    event = QAccessibleAnnouncementEvent(widget, words)
    QAccessible.updateAccessibility(event)


class Banner(QFrame):
    """A message across a region with an action and a cross to put it away. Hidden until shown."""

    def __init__(self, name: str = "banner", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._tone: BannerTone = "info"
        self._on_action: Callable[[], object] | None = None
        self._on_close: Callable[[], object] | None = None
        self._until: Callable[[Changes], bool] | None = None
        look = theme.tokens()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(7), look.px(10), look.px(7))
        row.setSpacing(look.px(12))
        self.words = PlainLabel("", wrap=True, name=f"{name}_words")
        self.action = Button("", f"{name}_action", kind="secondary", on_click=self._run_action)
        self.close_button = IconButton(
            "x", f"{name}_close", _("Put this message away"), on_click=self._put_away
        )
        row.addWidget(self.words, 1)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def tell(
        self,
        words: str,
        tone: BannerTone = "info",
        action: str = "",
        on_action: Callable[[], object] | None = None,
        on_close: Callable[[], object] | None = None,
        until: Callable[[Changes], bool] | None = None,
    ) -> None:
        """Show a message, in the place of any other, with an action if there is something to do.

        `on_close` is called when the user puts it away; `until` is asked by `judge`.
        """
        self._tone = tone
        self._on_action, self._on_close, self._until = on_action, on_close, until
        self.words.setText(words)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.show()
        self.update()
        announce(self, words)

    def judge(self, changes: Changes) -> None:
        """Something was changed: a message that is not true any more goes by itself."""
        if self._until is not None and self.isVisible() and self._until(changes):
            self._until = None
            self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tinted, with a line below."""
        look = theme.tokens()
        fill, line = _tints(look, self._tone)
        painter = QPainter(self)
        painter.fillRect(self.rect(), fill)
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)

    def _run_action(self) -> None:
        self.hide()
        if self._on_action is not None:
            self._on_action()

    def _put_away(self) -> None:
        self.hide()
        if self._on_close is not None:
            self._on_close()


def _tints(look: theme.Tokens, tone: BannerTone) -> tuple[QColor, QColor]:
    return {
        "info": (look.accent_soft, look.accent_line),
        "ok": (look.ok_soft, look.ok_fill),
        "warn": (look.warn_soft, look.warn_fill),
        "late": (look.late_soft, look.late_fill),
    }[tone]


class Toast(QFrame):
    """A dark slip at the bottom of its parent that goes by itself, with an action such as Undo.

    It stays while the pointer or the keyboard is on it, in the middle of `over`, a part of the
    parent, and above a bar at the foot of that, where something may be typed.
    """

    def __init__(
        self, parent: QWidget, name: str = "toast", *, over: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._host, self._over = parent, over or parent
        self._full, self._foot = "", 0
        self.setObjectName(name)
        self._on_action: Callable[[], object] | None = None
        look = theme.tokens()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(8), look.px(8), look.px(8))
        row.setSpacing(look.px(12))
        self.words = PlainLabel("", name=f"{name}_words")
        self.words.setForegroundRole(self.words.palette().ColorRole.ToolTipText)
        self.action = _ToastButton(f"{name}_action", self._run_action)
        self.close_button = _ToastButton(f"{name}_close", self.hide, cross=True)
        for widget in (self.words, self.action, self.close_button):
            row.addWidget(widget)
        self._timer = QTimer(self, interval=TOAST_MS, singleShot=True)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._over.installEventFilter(self)
        # Another tab may have another foot, and nothing here is told of it.
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self._on_watch_timeout)
        self.hide()

    def tell(
        self, words: str, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Show a message, in the place of any other; without words, put away what is shown."""
        if not words:
            self.hide()
            return
        self._on_action = on_action
        self._full = words
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        self._watch.start()
        announce(self, words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when what it stands over is resized."""
        if isinstance(event, QResizeEvent) and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dark on light, lighter on dark."""
        look = theme.tokens()
        line = look.line_strong if look.is_dark else None
        painting.rounded(QPainter(self), self.rect(), look.card_radius, look.slip, line)

    def _place(self) -> None:
        area = self._area()
        room = max(120, area.width() - 180)
        metrics = self.words.fontMetrics()
        # A long message goes on in further lines, a far too long one ends in the third.
        shown = metrics.elidedText(self._full, Qt.TextElideMode.ElideRight, 3 * room - 60)
        wide = min(room, metrics.horizontalAdvance(shown) + 2)
        self.words.setWordWrap(wide == room)
        self.words.setFixedWidth(wide)
        self.words.setText(shown)
        self.words.setFixedHeight(
            self.words.heightForWidth(wide) if wide == room else metrics.height()
        )
        self.adjustSize()
        x = max(8, area.left() + (area.width() - self.width()) // 2)
        self._foot = self._foot_height(x - area.left())
        gap = theme.tokens().px(10 if self._foot else 18)
        self.move(x, area.bottom() + 1 - self._foot - self.height() - gap)

    def _foot_height(self, left: int) -> int:
        """How high the bars are that stand at the foot of the page where the slip would be."""
        bottom, highest = self._over.height() - 2, 0
        for x in (left, left + self.width() // 2, left + self.width()):
            at = self._over.childAt(x, bottom)
            while at is not None and at is not self._over:
                if isinstance(at, Panel) and at.is_foot:
                    highest = max(highest, at.height())
                at = at.parentWidget()
        return highest

    def _on_watch_timeout(self) -> None:
        if not self.isVisible():
            self._watch.stop()
        elif self._foot != self._foot_height(self.x() - self._area().left()):
            self._place()

    def _area(self) -> QRect:
        return QRect(self._over.mapTo(self._host, QPoint()), self._over.size())

    def _on_timer_timeout(self) -> None:
        if self.underMouse() or self.action.hasFocus() or self.close_button.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _run_action(self) -> None:
        self.hide()
        if self._on_action is not None:
            self._on_action()


class _ToastButton(Button):
    """Light words on the dark slip."""

    def __init__(self, name: str, on_click: Callable[[], object], *, cross: bool = False) -> None:
        self._cross = cross
        label = _("Put this message away") if cross else ""
        super().__init__("", name, kind="flat", label=label, tip=label, on_click=on_click)

    def sizeHint(self) -> QSize:
        """The cross is a square."""
        side = theme.tokens().px(28)
        return QSize(side, side) if self._cross else super().sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bold pale blue, underlined under the pointer."""
        look = theme.tokens()
        painter = QPainter(self)
        if self.underMouse() or self.has_ring:
            painting.rounded(painter, self.rect(), look.radius, QColor(255, 255, 255, 38))
        ink = QColor("#c2d0ff") if not self._cross else QColor("#c5cdd8")
        if self._cross:
            box = QRect(0, 0, look.px(18), look.px(18))
            box.moveCenter(self.rect().center())
            painting.cross(painter, box, ink)
            return
        painter.setFont(theme.font("strong"))
        painter.setPen(ink)
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.words)
