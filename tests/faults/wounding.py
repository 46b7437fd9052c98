"""Wounds the running program in one place and says as JSON what came of it.

``python -m tests.faults.wounding DESK WOUND``; the wounds are the functions below.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from tests.faults.live import Live


def paint(live: Live) -> None:
    """An exception each time a card is painted."""

    def broken(*_args: Any) -> None:
        raise ZeroDivisionError("a fault while painting")

    # Not the override itself: Qt for Python keeps the address of the one that was there.
    for cards in _card_lists(live):
        cards.cards.paint_card = broken
    _repaint(live)


def data(live: Live) -> None:
    """An exception each time a view asks its model."""

    class Broken(list[Any]):
        def __getitem__(self, _at: Any) -> Any:
            raise ZeroDivisionError("a fault in the model")

    for cards in _card_lists(live):
        cards.column._rows = Broken(cards.column._rows)
    _repaint(live)


def _card_lists(live: Live) -> list[Any]:
    area: Any = live.window.page("board").area  # type: ignore[attr-defined]
    return [column.cards for column in area.columns]


def _repaint(live: Live) -> None:
    for _time in range(20):
        for widget in live.app.allWidgets():
            widget.update()
        live.settle(0.02)
    live.until(lambda: live.told)
    live.settle()
    live.end(visible=live.window.isVisible())


def close(live: Live) -> None:
    """An exception in closeEvent."""
    real = live.window._may_leave

    def broken() -> bool:
        raise ZeroDivisionError("a fault while closing")

    live.window._may_leave = broken  # type: ignore[method-assign]
    closed = live.window.close()
    live.until(lambda: live.told)
    visible = live.window.isVisible()
    live.window._may_leave = real  # type: ignore[method-assign]
    live.end(visible=visible, closed=closed)


def slot(live: Live) -> None:
    """An exception in a slot that a timer calls."""
    from PySide6.QtCore import QTimer

    def broken() -> None:
        raise ZeroDivisionError("a fault in a slot")

    QTimer.singleShot(0, broken)
    live.until(lambda: live.told)
    live.end(visible=live.window.isVisible())


def worker(live: Live) -> None:
    """An exception in a query on a worker."""

    def broken() -> None:
        raise ZeroDivisionError("a fault on a worker")

    live.program.bridge.query(broken, lambda _found: None)
    live.until(lambda: live.told)
    live.end(visible=live.window.isVisible(), banner=live.banner)


def command(live: Live) -> None:
    """A command that is our bug."""

    class Broken:
        label = "Broken"

        def apply(self, unit: Any) -> None:
            raise ZeroDivisionError("a fault in a command")

    live.program.bridge.submit(Broken())
    live.until(lambda: live.told)
    banner = live.banner
    _edit(live)
    live.end(visible=live.window.isVisible(), banner=banner, saved=_name(live))


def writer(live: Live) -> None:
    """The writer's thread is gone."""
    thread = live.program.desk._thread
    assert thread is not None
    thread.shutdown(wait=True)
    _edit(live, wait=False)
    live.until(lambda: live.told)
    banner, visible = live.banner, live.window.isVisible()
    live.program.desk._thread = None
    live.end(visible=visible, banner=banner)


def full(live: Live) -> None:
    """The disk refuses two changes, then takes them; the window asks before it loses them."""
    from salesdesk.ui.widgets import ask
    from tests.faults.worlds import failing_commit

    asked: list[str] = []
    ask.confirm = lambda _parent, title, words, *_rest, **_named: asked.append(words)  # type: ignore[func-returns-value]
    mend = failing_commit(live.program.desk, after_it_worked=False)
    _edit(live, "First", wait=False)
    live.until(lambda: live.program.bridge.unsaved_count == 1)
    _edit(live, "Second", wait=False)
    live.until(lambda: live.program.bridge.unsaved_count == 2)
    banner, closed, before = live.banner, live.window.close(), _name(live)
    live.window.banner.action.click()
    live.until(lambda: live.program.bridge.unsaved_count == 2)
    mend()
    live.window.banner.action.click()
    live.until(lambda: _name(live) == "Second")
    live.settle()
    gone = live.window.close()
    live.end(
        banner=banner, asked=asked, closed=closed, before=before, saved=_name(live),
        left=live.program.bridge.unsaved_count, gone=gone, again=live.banner,
    )  # fmt: skip


def _edit(live: Live, name: str = "Edited", *, wait: bool = True) -> None:
    from salesdesk.usecases.deals import EditDeal

    (deal,) = live.program.desk.raw.execute("SELECT id FROM deal").fetchone()
    live.program.bridge.submit(EditDeal(deal, {"name": name}))
    if wait:
        live.until(lambda: _name(live) == name)


def _name(live: Live) -> str:
    return str(live.program.desk.raw.execute("SELECT name FROM deal").fetchone()[0])


WOUNDS = {f.__name__: f for f in (paint, data, close, slot, worker, command, writer, full)}

if __name__ == "__main__":
    WOUNDS[sys.argv[2]](Live(Path(sys.argv[1])))
