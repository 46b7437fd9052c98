"""The pre-call sheet in a small window: its day can be read."""

from __future__ import annotations

import datetime as dt

import pytest
from pytestqt.qtbot import QtBot

from salesdesk.ui.deal.call.sheet import SheetDialog
from tests.ui.deal.pages import Deal


@pytest.mark.parametrize("width", [900, 880])
def test_day_time_and_minutes_are_not_cut(deal: Deal, qtbot: QtBot, width: int) -> None:
    """900 is the dialog's width where a screen of 1366 has it all; 880 with letters half as
    large again.
    """
    dialog = SheetDialog(deal.page.room, parent=deal.page)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.resize(width, 470)
    deal.settle()
    assert dialog.day.line.hidden_words() == ""
    assert dialog.day.line.placeholderText() == "Date, or “next tue”"
    for day in (dt.date(2026, 11, 30), dt.date(2027, 3, 28)):
        dialog.day.set_value(day)
        assert dialog.day.line.hidden_words() == ""
    dialog.time.set_value(dt.time(22, 45))
    assert dialog.time.hidden_words() == ""
    dialog.minutes.set_value(240)
    assert dialog.minutes.hidden_words() == ""
