"""The look of the program: Fusion, one of two palettes, fonts, and a small style sheet.

Made once by app (or by a test) for the QApplication, whose property it is; widgets ask
`tokens()` and `font(role)` while painting. Nothing here is a module global.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPalette, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QApplication

from salesdesk.ui.tokens import Tokens, dark, light

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QBrush, QColor

    from salesdesk.ui.restyling import Restyling

__all__ = ["Role", "Scheme", "Theme", "Tokens", "current", "font", "tokens"]

Scheme = Literal["system", "light", "dark"]
Role = Literal[
    "brand",
    "title",
    "figure",
    "large",
    "huge",
    "vast",
    "lead",
    "heading",
    "strong",
    "body",
    "small",
    "small_strong",
    "tiny",
]

_ROLES: dict[str, tuple[float, bool]] = {
    "huge": (28, True),
    "vast": (38, True),
    "lead": (15, False),
    "large": (20, True),
    "figure": (17, True),
    "title": (16, True),
    "brand": (15, True),
    "heading": (13, True),
    "strong": (13, True),
    "body": (13, False),
    "small": (12, False),
    "small_strong": (12, True),
    "tiny": (11.5, False),
}
"""Text roles: size in px beside 13 px body text, and whether it is heavy."""

LONGEST_LINE = 1 << 20
MORE = "…"
"""At the end of words that are cut."""
_PROPERTY = "salesdesk_theme"
_STYLED = "salesdesk_is_fusion"


class Theme(QObject):
    """What the application looks like now. Emits `changed` after a new look is installed."""

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        scheme: Scheme = "system",
        font_px: int = 13,
        *,
        is_whole: bool = True,
    ) -> None:
        """Install the look on `app`; `font_px` is the size of body text in logical pixels.

        Not `is_whole`: the style sheet, which nothing of the first paint needs, waits for
        `complete`.
        """
        super().__init__(app)
        self.setObjectName("theme")
        self._app = app
        self._scheme: Scheme = scheme
        self._font_px = font_px
        self._is_whole = is_whole
        self.is_changing = False
        """Whether widgets hear of another look just now; all of them are laid out after it."""
        self._fonts: dict[str, QFont] = {}
        self._inks: dict[str, list[QTextLayout.FormatRange]] = {}
        self._mores: dict[str, float] = {}
        self._restyling: Restyling | None = None
        self._families = self._font_families()
        is_dark = self._is_dark() if is_whole else self._seems_dark()
        self.tokens = dark(font_px) if is_dark else light(font_px)
        # First of all: widgets that hear of a new style ask for the theme.
        app.__dict__[_PROPERTY] = self
        if not app.property(_STYLED):
            app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)
        self._show()

    @property
    def scheme(self) -> Scheme:
        """The scheme asked for; "system" follows the desktop."""
        return self._scheme

    def set_look(self, scheme: Scheme, font_px: int | None = None) -> None:
        """Change scheme and text size at once, and repaint everything."""
        self._scheme = scheme
        self._font_px = font_px or self._font_px
        self._install()

    def font(self, role: Role = "body") -> QFont:
        """The font of a text role; the same object each time, so do not change it."""
        made = self._fonts.get(role)
        if made is None:
            made = self._fonts[role] = self._make_font(role)
        return made

    def width_of_more(self, role: Role) -> float:
        """How wide the … is at the end of words that are cut."""
        found = self._mores.get(role)
        if found is None:
            found = self._mores[role] = QFontMetricsF(self.font(role)).horizontalAdvance(MORE)
        return found

    def ink(self, tone: str) -> list[QTextLayout.FormatRange]:
        """The colour of a name of the tokens as `lines.Line` wants it; not to be changed."""
        made = self._inks.get(tone)
        if made is None:
            words = QTextCharFormat()
            words.setForeground(brush(getattr(self.tokens, tone)))
            whole = QTextLayout.FormatRange()
            whole.start, whole.length, whole.format = 0, LONGEST_LINE, words
            made = self._inks[tone] = [whole]
        return made

    def _seems_dark(self) -> bool:
        """As `_is_dark`, by the palette that the desktop gives, while that is still there.

        For the first paint: the true answer brings all enumerations of Qt.
        """
        if self._scheme != "system":
            return self._scheme == "dark"
        given, roles = self._app.palette(), QPalette.ColorRole
        return given.color(roles.Window).lightness() < given.color(roles.WindowText).lightness()

    def _is_dark(self) -> bool:
        if self._scheme == "system":
            from PySide6.QtCore import Qt

            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._scheme == "dark"

    def _install(self) -> None:
        self.tokens = dark(self._font_px) if self._is_dark() else light(self._font_px)
        self._fonts.clear()
        self._inks.clear()
        self._mores.clear()
        self._show()

    def _show(self) -> None:
        self.is_changing = True
        try:
            if self._is_whole and self._app.styleSheet():
                from salesdesk.ui.stylesheet import style_sheet

                self.restyling.replace(self._set_font_and_palette, style_sheet(self.tokens))
            else:
                self._set_font_and_palette()
                if self._is_whole:
                    self._set_style_sheet()
        finally:
            self.is_changing = False
        self.changed.emit()

    def _set_font_and_palette(self) -> None:
        self._app.setFont(self.font("body"))
        self._app.setPalette(palette(self.tokens))

    @property
    def restyling(self) -> Restyling:
        """Styles what is out of sight after a change of the look; made at the first change."""
        if self._restyling is None:
            from salesdesk.ui.restyling import Restyling

            self._restyling = Restyling(self._app)
        return self._restyling

    def complete(self) -> None:
        """Install what waited for the first paint; doing it twice changes nothing."""
        if not self._is_whole:
            self._is_whole = True
            if self._is_dark() != self.tokens.is_dark:
                self._install()
            else:
                self._set_style_sheet()

    def _set_style_sheet(self) -> None:
        from salesdesk.ui.stylesheet import style_sheet

        self._app.setStyleSheet(style_sheet(self.tokens))

    def _font_families(self) -> list[str]:
        system = self._app.font().family()
        if sys.platform in ("win32", "darwin"):
            return [system]  # a missing first family costs a scan of every font there
        return ["Inter", system, "DejaVu Sans"]

    def _make_font(self, role: str) -> QFont:
        size, is_heavy = _ROLES[role]
        made = QFont()
        made.setFamilies(self._families)
        made.setPixelSize(max(9, round(size * self._font_px / 13)))
        made.setWeight(QFont.Weight.DemiBold if is_heavy else QFont.Weight.Normal)
        return made

    def _on_system_scheme_changed(self) -> None:
        if self._scheme == "system" and self._is_dark() != self.tokens.is_dark:
            self._install()


def make_application(arguments: Sequence[str]) -> QApplication:
    """The QApplication in the style that the theme wants; `arguments` without the program's name.

    Said by an argument: at the first touch of a QStyle PySide builds all its enums, 20 ms.
    """
    app = QApplication([sys.argv[0], "-style", "fusion", *arguments])
    app.setProperty(_STYLED, True)
    return app


def palette(look: Tokens) -> QPalette:
    """The Qt palette of a look.

    Qt has no roles for our text ranks, so labels use roles that Fusion hardly paints with:
    Mid is faint, Dark soft, Midlight ok, LinkVisited warn, BrightText late.
    """
    made = QPalette()
    roles = QPalette.ColorRole
    wanted: dict[QPalette.ColorRole, QColor] = {
        roles.Window: look.surface,
        roles.WindowText: look.text,
        roles.Base: look.raised,
        roles.AlternateBase: look.sunken,
        roles.Text: look.text,
        roles.Button: look.raised,
        roles.ButtonText: look.text,
        roles.ToolTipBase: look.slip,
        roles.ToolTipText: look.on_slip,
        roles.PlaceholderText: look.muted,
        roles.Highlight: look.accent,
        roles.HighlightedText: look.on_accent,
        roles.Accent: look.accent,
        roles.Link: look.accent_text,
        roles.LinkVisited: look.warn,
        roles.BrightText: look.late,
        roles.Mid: look.faint,
        roles.Dark: look.soft,
        roles.Midlight: look.ok,
        roles.Light: look.raised,
        roles.Shadow: look.shadow,
    }
    for role, colour in wanted.items():
        made.setColor(role, colour)
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, look.faint)
    return made


def pen(colour: QColor, width: float = 1) -> QPen:
    """A solid pen. Made by steps, since a pen made of a colour asks for the enumerations of Qt."""
    made = QPen()
    made.setColor(colour)
    made.setWidthF(width)
    return made


def brush(colour: QColor) -> QBrush:
    """A solid brush; made like :func:`pen`."""
    return pen(colour).brush()


def current() -> Theme:
    """The theme of the running application; made with the defaults when app has made none.

    Raises RuntimeError without a QApplication.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("a theme needs a QApplication")
    theme = app.__dict__.get(_PROPERTY)  # asked at every paint: Qt's own properties are slow
    return theme if isinstance(theme, Theme) else Theme(app)


def tokens() -> Tokens:
    """Colours and sizes in use now. Painting code may keep them for one paint, not longer."""
    return current().tokens


def font(role: Role = "body") -> QFont:
    """The font of a text role in use now."""
    return current().font(role)
