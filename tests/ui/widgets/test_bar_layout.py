"""A bar keeps its words: it shortens what may be short, and then goes on in a second row."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui import widgets
from salesdesk.ui.widgets import BarLayout, Button, SearchEdit


@pytest.fixture
def bar(qtbot: QtBot) -> QWidget:
    """A title, a search, and two buttons at the right."""
    host = QWidget()
    qtbot.addWidget(host)
    row = BarLayout(host, 8)
    search = SearchEdit("search", "Search", "Search for words")
    search.setMinimumWidth(100)
    row.addWidget(widgets.PlainLabel("Deals", name="title"))
    row.addWidget(search)
    row.add_stretch()
    for name in ("export", "add"):
        row.addWidget(Button(f"{name} everything there is", name))
    host.show()
    return host


def _part(bar: QWidget, name: str) -> QWidget:
    found = bar.findChild(QWidget, name)
    assert found is not None
    return found


def _shape(bar: QWidget, width: int) -> None:
    bar.resize(width, bar.heightForWidth(width))
    QApplication.processEvents()


def test_with_room_the_buttons_stand_at_the_right(bar: QWidget) -> None:
    _shape(bar, 1200)
    assert _part(bar, "add").geometry().right() == 1199
    assert _part(bar, "search").width() == _part(bar, "search").sizeHint().width()


def test_the_search_gives_way_before_the_row_is_broken(bar: QWidget) -> None:
    full = bar.sizeHint().width()
    _shape(bar, full - 60)
    assert bar.heightForWidth(full - 60) == bar.heightForWidth(full)
    assert _part(bar, "search").width() == _part(bar, "search").sizeHint().width() - 60
    assert _part(bar, "add").width() == _part(bar, "add").sizeHint().width()


def test_without_room_the_bar_goes_on_below_and_no_button_is_cut(bar: QWidget) -> None:
    _shape(bar, 360)
    assert bar.heightForWidth(360) > bar.heightForWidth(1200)
    places = [_part(bar, name).geometry() for name in ("title", "search", "export", "add")]
    assert all(place.left() >= 0 and place.right() < 360 for place in places)
    assert not any(a.intersects(b) for at, a in enumerate(places) for b in places[:at])
    for name in ("export", "add"):
        assert _part(bar, name).width() >= _part(bar, name).sizeHint().width()


def test_what_is_hidden_takes_no_room(bar: QWidget) -> None:
    full = bar.sizeHint().width()
    _part(bar, "search").hide()
    assert bar.sizeHint().width() < full - 100
