"""Buttons, painted by us: five kinds, an icon, a menu arrow, and a ring where the keyboard is.

Called by every screen and dialog. A button shows its words as they are; an ampersand in a
deal's name makes no shortcut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy

from salesdesk.ui import painting, theme
from salesdesk.ui.widgets.keyboard import Pressed
from salesdesk.ui.widgets.labels import plain_tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import (
        QColor,
        QFont,
        QPaintEvent,
    )
    from PySide6.QtWidgets import QMenu, QWidget

Kind = Literal["primary", "secondary", "flat", "link", "danger"]


class Button(Pressed, QPushButton):
    """A push button. `words` is its text and, unless `label` is given, its accessible name."""

    def __init__(
        self,
        words: str,
        name: str,
        *,
        kind: Kind = "secondary",
        icon: str = "",
        label: str = "",
        tip: str = "",
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = ""
        self._label = label
        self._kind: Kind = kind
        self._icon_name = icon
        self.setObjectName(name)
        self.setToolTip(plain_tip(tip))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(words)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    @property
    def words(self) -> str:
        """The text as the user sees it."""
        return self._words

    @property
    def kind(self) -> Kind:
        """primary, secondary, flat, link or danger."""
        return self._kind

    def set_kind(self, kind: Kind) -> None:
        """Change the rank of the button."""
        if kind == self._kind:
            return
        self._kind = kind
        self.updateGeometry()
        self.update()

    def setText(self, words: str) -> None:
        """Show these words, ampersands included."""
        self._words = words.splitlines()[0][:200] if words else ""
        super().setText(self._words.replace("&", "&&"))
        self.setAccessibleName(self._label or words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Text, icon and arrow with the padding of the kind."""
        look = theme.tokens()
        metrics = self.fontMetrics()
        width = self._text_width() + 2 * self._pad_x()
        if self._icon_name:
            width += look.px(16) + (look.px(6) if self._words else 0)
        if self.menu() is not None:
            width += look.px(14)
        pad_y = look.px(2) if self._kind == "link" else look.px(6)
        return QSize(width, max(metrics.height(), look.px(16)) + 2 * pad_y)

    def minimumSizeHint(self) -> QSize:
        """As wide as the words: a cut verb helps nobody."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, icon, words, arrow, ring."""
        look = theme.tokens()
        painter = QPainter(self)
        fill, line, ink = self._colours(look)
        if fill or line:
            painting.rounded(painter, self.rect(), look.radius, fill, line)
        if self.has_ring and self._kind == "link":
            painting.link_ring(painter, self.rect(), look)
        self._paint_inside(painter, look, ink)
        if self.has_ring and self._kind != "link":
            painting.focus_ring(painter, self.rect(), look.radius, look)

    def _paint_inside(self, painter: QPainter, look: theme.Tokens, ink: QColor) -> None:
        has_menu = self.menu() is not None and bool(self._words)  # "…" alone says it
        inside = self.rect().adjusted(self._pad_x(), 0, -self._pad_x(), 0)
        if has_menu:
            centre = QPointF(inside.right() - look.px(3), self.height() / 2)
            painting.chevron_down(painter, centre, look.px(7), ink)
            inside.setRight(inside.right() - look.px(14))
        if self._icon_name:
            inside = self._paint_icon(painter, look, ink, inside)
        painter.setPen(ink)
        painter.setFont(self._paint_font())
        if self._kind == "link" and self.underMouse():
            underlined = painter.font()
            underlined.setUnderline(True)
            painter.setFont(underlined)
        shown = painter.fontMetrics().elidedText(
            self._words, Qt.TextElideMode.ElideRight, inside.width() + 1
        )
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextSingleLine)
        painter.drawText(inside.adjusted(0, 0, 1, 0), flags, shown)

    def _paint_icon(
        self, painter: QPainter, look: theme.Tokens, ink: QColor, inside: QRect
    ) -> QRect:
        from salesdesk.ui.icons import pixmap

        size = look.px(16)
        total = size + (look.px(6) + self._text_width() if self._words else 0)
        left = inside.left() + max(0, (inside.width() - total) // 2)
        picture = pixmap(self._icon_name, ink, size, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - size) // 2, picture)
        return QRect(left + size + look.px(6), inside.top(), self._text_width(), inside.height())

    def _colours(self, look: theme.Tokens) -> tuple[QColor | None, QColor | None, QColor]:
        is_down, is_over = self.isDown() or self._menu_is_open(), self.underMouse()
        if self._kind == "link":
            return None, None, look.accent_text if self.isEnabled() else look.faint
        if not self.isEnabled():
            is_bare = self._kind == "flat"
            return (None, None, look.faint) if is_bare else (look.surface, look.line, look.faint)
        if self._kind == "primary":
            fill = look.accent_hover if is_down or is_over else look.accent
            return fill, None, look.on_accent
        if self._kind == "danger":
            fill = look.late_soft if is_over or is_down else look.raised
            return fill, look.late_fill, look.late
        fill = look.pressed if is_down else look.hover if is_over else look.raised
        if self._kind == "flat":
            return (fill if is_over or is_down else None), None, look.soft
        return fill, look.line_strong, look.text

    def _menu_is_open(self) -> bool:
        menu: QMenu | None = self.menu()
        return menu is not None and menu.isVisible()

    def _pad_x(self) -> int:
        look = theme.tokens()
        if self._kind == "link":
            return 0  # it begins where the words above it do
        return look.px(7) if not self._words else look.px(12)

    def _paint_font(self) -> QFont:
        return theme.font("strong" if self._kind == "primary" else "body")

    def _text_width(self) -> int:
        return QFontMetrics(self._paint_font()).horizontalAdvance(self._words)


class IconButton(Button):
    """A button with only an icon; `label` says in words what it does, as tooltip too."""

    def __init__(
        self,
        icon: str,
        name: str,
        label: str,
        *,
        kind: Kind = "flat",
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            "", name, kind=kind, icon=icon, label=label, tip=label, on_click=on_click, parent=parent
        )

    def sizeHint(self) -> QSize:
        """A square."""
        side = theme.tokens().px(28)
        return QSize(side, side)
