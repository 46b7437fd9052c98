"""Results of the desk and of queries come to the window's thread, or are told as failures."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from functools import partial

import pytest
from PySide6.QtCore import QObject

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.ui.bridge import Bridge
from tests.gallery.shells import PaperDesk


class SlowDesk(PaperDesk):
    """Answers when the test says so, on another thread."""

    def __init__(self) -> None:
        super().__init__()
        self.future: Future[Changes] = Future()

    def submit(self, command: object) -> Future[Changes]:
        return self.future

    def answer(self, outcome: Changes | Exception) -> None:
        settle = (
            self.future.set_exception if isinstance(outcome, Exception) else self.future.set_result
        )
        worker = threading.Thread(target=settle, args=(outcome,))  # type: ignore[arg-type]
        worker.start()
        worker.join()


@pytest.fixture
def desk() -> SlowDesk:
    return SlowDesk()


@pytest.fixture
def bridge(qtbot, desk: SlowDesk):
    made = Bridge(desk)
    yield made
    made.close()


def test_changes_arrive_on_the_windows_thread_before_the_caller_is_told(
    bridge, desk, qtbot
) -> None:
    order: list[tuple[str, int]] = []
    bridge.changed.connect(lambda changes: order.append((changes.label, threading.get_ident())))
    bridge.submit("move", lambda changes: order.append(("told", threading.get_ident())))
    desk.answer(Changes("Move it"))
    assert order == []
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == [("Move it", threading.get_ident()), ("told", threading.get_ident())]


def test_a_known_error_without_a_taker_becomes_a_sentence(bridge, desk, qtbot) -> None:
    bridge.submit("move")
    with qtbot.waitSignal(bridge.failed) as told:
        desk.answer(KnownError("The disk is full. Nothing was changed."))
    assert told.args == ["The disk is full. Nothing was changed."]


def test_a_taker_gets_the_error_and_nobody_else_does(bridge, desk, qtbot) -> None:
    taken: list[BaseException] = []
    said: list[str] = []
    bridge.failed.connect(said.append)
    gate = KnownError("Two things are missing.")
    bridge.submit("move", on_fail=taken.append)
    desk.answer(gate)
    qtbot.waitUntil(lambda: bool(taken))
    assert taken == [gate]
    assert said == []


def test_a_mistake_of_ours_is_said_and_reported(bridge, desk, qtbot, monkeypatch) -> None:
    reported: list[BaseException] = []
    monkeypatch.setattr("salesdesk.ui.guard.caught", reported.append)
    bridge.submit("move")
    with qtbot.waitSignal(bridge.failed) as told:
        desk.answer(ZeroDivisionError("x"))
    qtbot.waitUntil(lambda: bool(reported))
    assert "Nothing changed" in told.args[0]
    assert isinstance(reported[0], ZeroDivisionError)


def test_a_deleted_owner_is_not_called(bridge, desk, qtbot) -> None:
    import shiboken6

    owner, called = QObject(), []
    bridge.submit("move", called.append, owner=owner)
    shiboken6.delete(owner)
    with qtbot.waitSignal(bridge.changed):
        desk.answer(Changes("Move it"))
    assert called == []


def test_only_the_latest_of_queries_with_one_name_is_delivered(bridge, qtbot) -> None:
    first_may_end, answers = threading.Event(), []

    def slow() -> str:
        first_may_end.wait(5)
        return "old"

    bridge.query(slow, answers.append, latest="search")
    bridge.query(lambda: "new", answers.append, latest="search")
    qtbot.waitUntil(lambda: answers == ["new"])
    first_may_end.set()
    bridge.query(lambda: "end", answers.append)
    qtbot.waitUntil(lambda: "end" in answers)
    assert "old" not in answers


def test_a_query_that_was_overtaken_before_it_began_is_not_read(bridge, qtbot) -> None:
    may_end, read, answers = threading.Event(), [], []

    def reading(letters: str) -> str:
        read.append(letters)
        return letters

    for _worker in range(2):
        bridge.query(lambda: may_end.wait(5), lambda _done: None)
    for letters in ("p", "pr", "pri"):
        bridge.query(partial(reading, letters), answers.append, latest="search")
    bridge.query(lambda: "other", answers.append, latest="coach")
    may_end.set()
    qtbot.waitUntil(lambda: set(answers) == {"pri", "other"})
    assert read == ["pri"]


def test_history_is_read_after_each_command(bridge, desk, qtbot) -> None:
    bridge.submit("move")
    with qtbot.waitSignal(bridge.history_changed) as told:
        desk.answer(Changes("Move it"))
    assert told.args[0] is desk.entry
    assert bridge.undo_entry is desk.entry


def test_busy_is_said_while_a_command_waits(bridge, desk, qtbot) -> None:
    said: list[bool] = []
    bridge.busy_changed.connect(said.append)
    bridge.submit("move")
    assert said == [True]
    desk.answer(Changes("Move it"))
    qtbot.waitUntil(lambda: said == [True, False])


def test_nothing_is_delivered_after_closing(bridge, desk, qtbot) -> None:
    called: list[Changes] = []
    bridge.submit("move", called.append)
    bridge.close()
    desk.answer(Changes("Move it"))
    qtbot.wait(1)
    assert called == []
