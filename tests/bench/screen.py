"""Measurements inside the window: scrolling, dropping a card."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    QStringListModel,
    QTimer,
)
from PySide6.QtWidgets import QApplication, QListView, QWidget

from salesdesk import app as composition
from salesdesk.store import glance
from salesdesk.usecases.desk import Desk
from tests.bench import desks
from tests.bench.figures import Figure, median, percentile

GOAL_SIZE = 10_000
SMALL = 200
STEPS = 1000
MOVES = 30
PATIENCE_S = 30.0


class Painted(QObject):
    """Counts the paints of some widgets."""

    def __init__(self, widgets: list[QWidget]) -> None:
        super().__init__()
        self.left = dict.fromkeys(widgets, 1)
        self.at: float | None = None
        """When the window was painted with the last of them, by `perf_counter`."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ticks off a widget that is painted."""
        if event.type() == QEvent.Type.Paint:
            self.left.pop(watched, None)  # type: ignore[call-overload]
            if not self.left:
                # Comes when the whole window is done, and before what waits for the paint begins.
                QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False

    def event(self, event: QEvent) -> bool:
        """Takes the time."""
        if event.type() == QEvent.Type.User and self.at is None:
            self.at = time.perf_counter()
            return True
        return super().event(event)

    def wait(self) -> None:
        """Returns when each has been painted."""
        _until(lambda: self.at is not None)


def scroll(folder: Path, size: int) -> Iterator[Figure]:
    """p99 of one scroll step with its repaint, beside the same of a bare list view."""
    program = started(desks.make(folder, size))
    # As for drops: else the steps share the interpreter with imports on the writer's thread, which
    # belong to the start; more so on a large desk, whose first page is read sooner.
    program.desk.warm().result()
    # And with the first count of a large board, which a worker makes once after the start.
    assert program.bridge.at_rest()
    view = program.window.page("board").area.columns[0].cards
    ours = _steps(view)
    bare_view = QListView()
    bare_view.setModel(QStringListModel([f"Card {n}" for n in range(max(1, size // 6))]))
    bare_view.setUniformItemSizes(True)
    bare_view.resize(view.size())
    bare_view.show()
    bare = _steps(bare_view)
    program.close()
    yield Figure(
        "scroll",
        size,
        percentile(ours, 0.99),
        "ms",
        percentile(bare, 0.99),
        8.0 if size == GOAL_SIZE else None,
        True,
    )


def _steps(view: Any) -> list[float]:
    """Milliseconds of each scroll step down, and up again at the end."""
    QApplication.processEvents()
    bar, times = view.verticalScrollBar(), []
    for _ in range(STEPS):
        # To the very end: only there the next page of a large board is read, and else the steps
        # would go round on the first cards for ever.
        where = bar.value() + max(bar.singleStep(), 40)
        start = time.perf_counter()
        bar.setValue(where if bar.value() < bar.maximum() else 0)
        view.viewport().repaint()
        times.append((time.perf_counter() - start) * 1e3)
    return times


def drop(folder: Path, size: int) -> Iterator[Figure]:
    """A drop until both columns are painted and the move is kept, ÷ the same at 200 deals."""
    value = _drops(folder, size)
    floor = _drops(folder, SMALL) if size != SMALL else value
    yield Figure(
        "drop-to-painted",
        size,
        median(value),
        "ms",
        median(floor),
        1.5 if size == GOAL_SIZE else None,
    )


def _drops(folder: Path, size: int) -> list[float]:
    path = folder / f"drop-{size}.desk"
    shutil.copy(desks.make(folder, size), path)
    desk = Desk(path, desks.clock(), threaded=False)
    pipeline = glance.pipelines(desk.raw)[0]
    desk.close()
    program = started(path)
    program.desk.warm().result()
    page = program.window.page("board")
    first, second = pipeline.stages[1].key, pipeline.stages[0].key  # back: no gate to ask
    times = []
    for _ in range(MOVES):
        source, target = page.area.column(first), page.area.column(second)
        deal_id = source.cards.model().index(0, 0).data(page_role())
        seen = Painted([source.cards.viewport(), target.cards.viewport()])
        changed: list[object] = []
        program.bridge.changed.connect(changed.append)
        start = time.perf_counter()
        page.move_requested.emit((deal_id,), second, "")
        seen.wait()
        _until(lambda found=changed: bool(found))
        times.append((time.perf_counter() - start) * 1e3)
        program.bridge.changed.disconnect(changed.append)
    program.close()
    return times


def page_role() -> int:
    """The role under which a card's model gives its deal id."""
    from salesdesk.ui.board.column_model import ID_ROLE

    return int(ID_ROLE)


def started(path: Path) -> composition.Program:
    """The program with its board painted on a desk."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    program = composition.compose(app, Desk(path, desks.clock()))
    finished: list[bool] = []
    program.window.finished.connect(lambda: finished.append(True))
    program.window.resize(1366, 768)
    program.window.show()
    page: Any = program.window.page("board")
    # What follows the first paint is there too: these measure a board in use.
    _until(lambda: bool(finished) and not page.has_rest)
    return program


def _until(done: Callable[[], bool]) -> None:
    """Runs the event loop until something holds. Raises TimeoutError.

    It sleeps between events, as the program does: turning round would starve the writer's thread.
    """
    end = time.monotonic() + PATIENCE_S
    heart = QTimer(interval=50)  # wakes the loop when nothing else does
    heart.start()
    while not done():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")
