"""Words on the screen, always as plain text, whatever a deal or a person is called.

Called by every screen instead of QLabel, which renders HTML that it finds in a string and
opens images and network shares named there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy

from salesdesk.ui import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

Tone = Literal["text", "soft", "muted", "faint", "accent", "ok", "warn", "late", "on_accent"]

TONE_ROLES: dict[str, QPalette.ColorRole] = {
    "text": QPalette.ColorRole.WindowText,
    "soft": QPalette.ColorRole.Dark,
    "muted": QPalette.ColorRole.PlaceholderText,
    "faint": QPalette.ColorRole.Mid,
    "accent": QPalette.ColorRole.Link,
    "ok": QPalette.ColorRole.Midlight,
    "warn": QPalette.ColorRole.LinkVisited,
    "late": QPalette.ColorRole.BrightText,
    "on_accent": QPalette.ColorRole.HighlightedText,
}
LONGEST_WORD = 120
LONGEST_TEXT = 20_000


def clipped(words: str) -> str:
    """`words` made harmless for layout: very long words are broken, a huge text is cut.

    One unbroken word of a megabyte keeps Qt's line breaking busy for seconds.
    """
    if len(words) > LONGEST_TEXT:
        words = words[:LONGEST_TEXT] + " …"
    if len(words) <= LONGEST_WORD:
        return words
    return "".join(_break_word(part) for part in _split_keeping_spaces(words))


def _split_keeping_spaces(words: str) -> list[str]:
    import re  # late: most labels are short

    return re.split(r"(\s+)", words)


def breakable(words: str, longest: int = 20) -> str:
    """`words`, such as a name, that may be broken inside each word longer than `longest` letters:
    for a place that is narrower than such a word."""
    return "".join(_break_word(part, longest) for part in _split_keeping_spaces(words))


def _break_word(word: str, longest: int = LONGEST_WORD) -> str:
    if len(word) <= longest:
        return word
    return "\u200b".join(word[i : i + longest] for i in range(0, len(word), longest))


def plain_tip(words: str) -> str:
    """`words` for setToolTip: escaped and wrapped, so that Qt shows them as they are."""
    if not words:
        return ""
    # The html module costs 2 ms at the start, and three replacements are all that it does here.
    safe = clipped(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p>{safe}</p>"


def show_tip(place: QPoint, words: str, widget: QWidget, area: QRect | None = None) -> None:
    """Show a tooltip for a part of a painted widget at a global point; "" hides it."""
    from PySide6.QtWidgets import QToolTip

    QToolTip.showText(place, plain_tip(words), widget, area or QRect())


class PlainLabel(QLabel):
    """Plain text in one of the text roles and tones; wraps when asked to."""

    def __init__(
        self,
        words: str = "",
        role: theme.Role = "body",
        tone: Tone = "text",
        *,
        wrap: bool = False,
        selectable: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role: theme.Role = role
        self.setTextFormat(Qt.TextFormat.PlainText)
        if wrap:
            self.setWordWrap(True)
        self.setFont(theme.font(role))
        self.set_tone(tone)
        if name:
            self.setObjectName(name)
        if selectable:
            flags = Qt.TextInteractionFlag
            self.setTextInteractionFlags(
                flags.TextSelectableByMouse | flags.TextSelectableByKeyboard
            )
            self.setAccessibleName(words)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setText(words)

    def setText(self, words: str) -> None:
        """Show these words, as they are."""
        super().setText(clipped(words))

    def set_tone(self, tone: Tone) -> None:
        """Change what the words mean: late, ok, muted …"""
        self.setForegroundRole(TONE_ROLES[tone])

    def set_role(self, role: theme.Role) -> None:
        """Change size and weight."""
        self._role = role
        self.setFont(theme.font(role))

    def take_look(self) -> None:
        """Take the new sizes; the theme calls it when the look changes.

        No `changeEvent`: a change of style comes at every move to another parent too.
        """
        self.setFont(theme.font(self._role))


class PointLabel(PlainLabel):
    """A sentence with a mark before it; its further lines begin below the first."""

    def __init__(
        self,
        words: str,
        role: theme.Role = "body",
        tone: Tone = "soft",
        *,
        mark: str = "›",
        name: str = "",
    ) -> None:
        self._mark = mark
        super().__init__(words, role, tone, wrap=True, name=name)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._indent()

    def set_role(self, role: theme.Role) -> None:
        """Change size and weight, and with them the room of the mark."""
        super().set_role(role)
        self._indent()

    def take_look(self) -> None:
        """Take the new sizes."""
        super().take_look()
        self._indent()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, and the mark at the left of the first line."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        painter.drawText(self.rect(), flags, self._mark)

    def _indent(self) -> None:
        # Not setIndent: that would move the words down too.
        self.setContentsMargins(self.fontMetrics().horizontalAdvance(f"{self._mark}  "), 0, 0, 0)


class FaultLine(PlainLabel):
    """A sentence about what went wrong, below what it is about; not there while all is well."""

    def __init__(self, name: str = "", role: theme.Role = "small") -> None:
        super().__init__("", role, "late", wrap=True, name=name)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence; "" takes it away."""
        self.setText(sentence)
        self.setVisible(bool(sentence))


class ElidedLabel(PlainLabel):
    """One line that ends in … where there is no room; the tooltip has all of it."""

    def __init__(
        self,
        words: str = "",
        role: theme.Role = "body",
        tone: Tone = "text",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._full = ""
        self._mode = mode
        super().__init__("", role, tone, name=name, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(words)

    def setText(self, words: str) -> None:
        """Show the first line of these words."""
        first, *rest = words[:2_000].splitlines() or [""]
        self._full = first + (" …" if rest else "")
        self.setAccessibleName(self._full)
        self.updateGeometry()
        self._say_rest()
        self.update()

    def text(self) -> str:
        """The whole line, elided or not."""
        return self._full

    def sizeHint(self) -> QSize:
        """The room that the whole line would take."""
        metrics = self.fontMetrics()
        sides = self.contentsMargins().left() + self.contentsMargins().right()
        width = min(metrics.horizontalAdvance(self._full) + 2, 1200)
        return QSize(width + sides, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        metrics = self.fontMetrics()
        few = metrics.averageCharWidth() * min(6, len(self._full) or 1)
        return QSize(few, metrics.height() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the tooltip only while something is hidden."""
        super().resizeEvent(event)
        self._say_rest()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        inside = self.contentsRect()
        shown = self.fontMetrics().elidedText(self._full, self._mode, inside.width())
        align = int(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        flags = align | int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
        painter.drawText(inside, flags, shown)

    def _say_rest(self) -> None:
        hides = self.fontMetrics().horizontalAdvance(self._full) > self.contentsRect().width()
        self.setToolTip(plain_tip(self._full) if hides else "")


class StandingLabel(ElidedLabel):
    """One line in the room that is left beside others; other words there move nothing.

    For what changes while somebody types, such as "Saved".
    """

    def __init__(
        self, words: str = "", role: theme.Role = "small", tone: Tone = "faint", *, name: str = ""
    ) -> None:
        super().__init__(words, role, tone, name=name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(theme.tokens().px(40), self.fontMetrics().height() + 2)

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return self.sizeHint()

    def updateGeometry(self) -> None:
        """Nothing: its size is not that of its words."""
