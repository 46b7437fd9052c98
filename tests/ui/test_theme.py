"""Both palettes are legible, and the look follows what is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from salesdesk.support.paths import resources
from salesdesk.ui import icons, stylesheet, theme, tokens

pytestmark = pytest.mark.usefixtures("few_widgets")
SURFACES = ("surface", "raised", "field")
INKS = ("text", "soft", "muted", "faint", "accent_text", "ok", "warn", "late")
TINTED = (
    ("ok", "ok_soft"),
    ("warn", "warn_soft"),
    ("late", "late_soft"),
    ("accent_text", "accent_soft"),
    ("muted", "sunken"),
    ("faint", "sunken"),
    ("text", "hover"),
    ("on_accent", "accent"),
    ("on_accent", "late_fill"),
    ("on_slip", "slip"),
    ("text", "warn_soft"),
    ("text", "late_soft"),
)


def _luminance(colour: QColor) -> float:
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Source: WCAG 2, contrast ratio."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def look(qapp: QApplication):
    made = theme.Theme(qapp, "light")
    yield made
    made.set_look("light", 13)


@pytest.mark.parametrize("make", [tokens.light, tokens.dark], ids=["light", "dark"])
def test_text_can_be_read_on_every_surface(make) -> None:
    look = make()
    pairs = [(ink, surface) for ink in INKS for surface in SURFACES] + list(TINTED)
    poor = {
        pair: round(contrast(getattr(look, pair[0]), getattr(look, pair[1])), 2)
        for pair in pairs
        if contrast(getattr(look, pair[0]), getattr(look, pair[1])) < 4.5
    }
    assert poor == {}


def test_the_style_sheet_stays_small() -> None:
    assert stylesheet.style_sheet(tokens.light()).count("{") <= 24


def test_a_change_of_look_reaches_palette_and_text_size(look: theme.Theme, qapp, qtbot) -> None:
    with qtbot.waitSignal(look.changed):
        look.set_look("dark", 16)
    assert look.tokens.is_dark
    assert qapp.palette().window().color() == look.tokens.surface
    assert qapp.font().pixelSize() == 16
    assert look.tokens.px(13) == 16


def test_system_scheme_follows_the_desktop(look: theme.Theme, qapp) -> None:
    look.set_look("system")
    is_dark = qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark
    assert look.tokens.is_dark == is_dark


def test_every_icon_named_in_the_screens_is_shipped() -> None:
    ui = Path(theme.__file__).parent
    named = re.compile(r"(?:icon=|IconButton\(\s*|icon\(|pixmap\(|EmptyState\(\s*)\"([a-z0-9-]+)\"")
    missing = {
        f"{file.name}: {name}"
        for file in ui.rglob("*.py")
        for name in named.findall(file.read_text(encoding="utf-8"))
        if not resources("icons", f"{name}.svg").is_file()
    }
    assert missing == set()


def test_an_icon_takes_the_colour_and_is_crisp_at_one_and_a_half(look: theme.Theme) -> None:
    picture = icons.pixmap("plus", QColor("#ff0000"), 16, 1.5)
    assert picture.width() == 24
    assert picture.devicePixelRatio() == 1.5
    assert picture.toImage().pixelColor(12, 12) == QColor("#ff0000")


def test_a_missing_icon_is_an_empty_picture_and_a_line_in_the_log(look, caplog) -> None:
    picture = icons.pixmap("no-such-icon", QColor("#000000"), 16, 1.0)
    assert picture.toImage().pixelColor(8, 8).alpha() == 0
    assert "no-such-icon" in caplog.text


def test_labels_follow_a_change_of_text_size_and_of_palette(look: theme.Theme, qtbot) -> None:
    from salesdesk.ui.widgets import PlainLabel

    label = PlainLabel("Late", "title", "late")
    qtbot.addWidget(label)
    label.show()
    look.set_look("dark", 17)
    assert label.font().pixelSize() == round(16 * 17 / 13)
    assert label.palette().color(label.foregroundRole()) == look.tokens.late
