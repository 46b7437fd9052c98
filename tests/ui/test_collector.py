"""The window's thread collects the garbage of Qt's objects, and no other does."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from salesdesk.ui import collector
from salesdesk.ui.typist import Typist


def test_the_window_s_thread_collects_once_in_a_while(qtbot: QtBot) -> None:
    parent = QObject()
    made = collector.Collector(parent, Typist())
    assert not gc.isenabled()
    seen: list[int] = []
    gc.callbacks.append(lambda phase, info: seen.append(info["generation"]))
    try:
        made._timer.setInterval(1)
        kept = [[each] for each in range(5000)]
        qtbot.waitUntil(lambda: bool(seen))
    finally:
        gc.callbacks.pop()
    assert kept


def test_it_waits_for_somebody_who_types_but_not_for_ever(qtbot: QtBot) -> None:
    parent, typist = QObject(), Typist()
    made = collector.Collector(parent, typist)
    tidied: list[int] = []
    made._garbage.tidy = lambda: tidied.append(1)  # type: ignore[method-assign]
    typist.typed_at = float("inf")
    for _second in range(collector.LONGEST_WAIT):
        made._on_timer_timeout()
    assert not made._beat.isActive()
    made._on_timer_timeout()
    qtbot.waitUntil(lambda: tidied == [1])
    typist.typed_at = float("-inf")
    made._on_timer_timeout()
    qtbot.waitUntil(lambda: tidied == [1, 1])


def test_it_lets_what_waited_for_a_busy_window_go_first_but_not_for_ever(qtbot: QtBot) -> None:
    parent = QObject()
    made = collector.Collector(parent, Typist())
    tidied: list[int] = []
    made._garbage.tidy = lambda: tidied.append(1)  # type: ignore[method-assign]
    made._on_timer_timeout()
    for _beat in range(collector.MOST_BEATS):
        made._began -= 0.2  # the window was kept for so long since
        made._on_beat_timeout()
        assert made._beat.isActive()
        made._on_timer_timeout()  # a second later: it still waits, and does not begin anew
    assert not tidied
    made._began -= 0.2
    made._on_beat_timeout()
    assert tidied == [1]
