"""Lines of words: as wide as Qt says, and cut where there is no room."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from salesdesk.ui import theme
from salesdesk.ui.board import column_model
from salesdesk.ui.lines import MORE, Line
from salesdesk.ui.properties import put


def test_a_line_is_as_wide_as_its_words(qapp: Any) -> None:
    metrics = QFontMetricsF(theme.font("strong"))
    line = Line("Fleet telematics", "strong")
    assert line.width == pytest.approx(metrics.horizontalAdvance(line.text), abs=0.5)
    assert (line.text, line.is_plain) == ("Fleet telematics", True)


@pytest.mark.parametrize("room", [20, 40, 73.5])
@pytest.mark.parametrize(
    "words", ["Predictive maintenance", "خط إنتاج الشمال كله", "\N{DELIVERY TRUCK}" * 12 + " vans"]
)
def test_words_without_room_are_cut_to_it_and_say_so(qapp: Any, words: str, room: float) -> None:
    line = Line(words, "body", "text", room)
    assert line.width <= room + 0.5
    assert line.text.endswith(MORE)
    assert line.text != words


def test_a_cut_keeps_as_many_letters_as_fit(qapp: Any) -> None:
    words = "Predictive maintenance"
    kept = Line(words, "body", "text", 90).text.removesuffix(MORE)
    assert words.startswith(kept)
    assert Line(words[: len(kept) + 2] + MORE, "body").width > 90


def test_words_with_room_stay_and_no_words_take_no_room(qapp: Any) -> None:
    assert Line("Won", "body", "text", 400).text == "Won"
    assert (Line("", "body").width, Line("", "body", "text", 0).height) == (0, 0)
    assert Line("Won", "body", "text", 1).text == ""


def test_properties_are_set_by_the_names_of_their_values(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    put(label, focusPolicy="StrongFocus", frameShape="Box")
    assert label.focusPolicy() is Qt.FocusPolicy.StrongFocus
    with pytest.raises(AttributeError, match="fokusPolicy"):
        put(label, fokusPolicy="StrongFocus")


def test_the_roles_of_cards_are_qts_numbers() -> None:
    roles = Qt.ItemDataRole
    assert roles.DisplayRole == column_model.DISPLAY_ROLE
    assert roles.AccessibleTextRole == column_model.ACCESSIBLE_ROLE
    assert roles.SizeHintRole == column_model.SIZE_ROLE
    assert roles.UserRole == column_model.USER_ROLE
