"""A worker's signal and the end of the object that emits it do not meet."""

from __future__ import annotations

import threading

import shiboken6
from PySide6.QtCore import QObject

from salesdesk.ui.relay import Relay


def test_what_is_sent_is_emitted_at_once_while_the_owner_lives() -> None:
    owner, heard = QObject(), []
    relay = Relay(owner)
    relay.send(lambda: heard.append(1))
    assert heard == [1]


def test_nothing_is_emitted_for_an_owner_that_is_gone() -> None:
    owner, heard = QObject(), []
    relay = Relay(owner)
    shiboken6.delete(owner)
    relay.send(lambda: heard.append(1))
    assert heard == []


def test_an_owner_that_python_let_go_already_is_no_fault() -> None:
    owner, relay = QObject(), Relay(QObject())
    relay._is_open = True
    shiboken6.delete(owner)
    relay.send(lambda: owner.setObjectName("late"))


def test_the_owner_s_end_waits_until_the_signal_is_out() -> None:
    owner, order = QObject(), []
    relay = Relay(owner)
    is_inside, may_end = threading.Event(), threading.Event()

    def emit() -> None:
        is_inside.set()
        may_end.wait(5)
        order.append("emitted")

    worker = threading.Thread(target=lambda: relay.send(emit))
    worker.start()
    assert is_inside.wait(5)
    threading.Timer(0.05, may_end.set).start()  # while the deletion below already waits
    shiboken6.delete(owner)
    order.append("deleted")
    worker.join(5)
    assert order == ["emitted", "deleted"]
