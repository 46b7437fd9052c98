"""The slim scroll bar of a column."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QStyle, QStyleOptionSlider, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui import theme
from salesdesk.ui.board.scroll_bar import SlimBar


@pytest.mark.parametrize(
    ("high", "most", "page", "value"),
    [(500, 300, 500, 100), (500, 100_000, 500, 5_000), (433, 77, 433, 77), (300, 900, 300, 450)],
)
def test_the_handle_is_drawn_where_the_mouse_takes_it(
    qtbot: QtBot, high: int, most: int, page: int, value: int
) -> None:
    theme.current()
    holder = QWidget()
    qtbot.addWidget(holder)
    bar = SlimBar(holder)
    bar.setGeometry(0, 0, 8, high)
    bar.setRange(0, most)
    bar.setPageStep(page)
    bar.setValue(value)
    option = QStyleOptionSlider()
    bar.initStyleOption(option)
    taken = bar.style().subControlRect(
        QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, bar
    )
    assert bar.handle() == taken
