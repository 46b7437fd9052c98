"""Measurements on the deal page: opening a deal that was worked on for months, and typing there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from salesdesk import app as composition
from salesdesk.store import glance
from salesdesk.ui.deal.panels import PANELS
from salesdesk.usecases.deals import AddDeal
from tests.bench import desks, screen
from tests.bench.figures import Figure, median, percentile
from tests.bench.worked_deal import WorkDeal

RUNS = 5
KEYS = 300
REST_MS = 500
PAUSE_EVERY = 25
"""After so many keys the answer is saved, and the typist goes on at once: the worst case."""
RATIO, OPEN_MS = 2.0, 100.0
"""Of the same page without data; and what a person takes for at once."""
KEY_MS = 16.0
WORKED, BARE = "Worked on for months", "Nothing yet"


@dataclass(frozen=True)
class _Deals:
    """A window on a desk with a worked deal and one without data."""

    program: composition.Program
    worked: str
    bare: str


def _deals(folder: Path, name: str) -> _Deals:
    """Both deals on a small desk of its own."""
    made = desks.make(folder, screen.SMALL)
    path = folder / f"{name}.desk"
    path.write_bytes(made.read_bytes())
    program = screen.started(path)
    desk = program.desk
    pipeline = glance.pipelines(desk.raw)[0]
    for each in (WORKED, BARE):
        desk.run(AddDeal(pipeline.id, "discovery", each))
    ids = dict(desk.raw.execute("SELECT name, id FROM deal").fetchall())
    desk.run(WorkDeal(ids[WORKED], desk.process(pipeline.id)))
    return _Deals(program, ids[WORKED], ids[BARE])


def open_deal(folder: Path, size: int) -> Iterator[Figure]:
    """From the board to the painted page of a worked deal ÷ the same of a deal without data.

    For the tab that is in front first, then milliseconds for each tab; then the largest ratio.
    """
    if size != screen.GOAL_SIZE:
        return
    deals = _deals(folder, "open-deal")
    found: dict[str, tuple[float, float]] = {}
    for row in PANELS:
        worked, bare = [], []
        for run in range(RUNS + 1):
            pair = _opened(deals, deals.worked, row.key), _opened(deals, deals.bare, row.key)
            if run:  # the first one makes the panel
                worked.append(pair[0])
                bare.append(pair[1])
        found[row.key] = median(worked), median(bare)
    deals.program.close()
    yield Figure("open-deal", size, *_ratio_of(found[PANELS[0].key]))
    for key, pair in found.items():
        yield _in_ms(f"open-{key}", pair)
    farthest = max(found.values(), key=lambda pair: pair[0] / pair[1])
    yield Figure("open-any-tab", size, *_ratio_of(farthest))


def _ratio_of(pair: tuple[float, float]) -> tuple[float, str, float, float]:
    return pair[0], "ms", pair[1], RATIO


def _in_ms(name: str, pair: tuple[float, float]) -> Figure:
    return Figure(name, screen.GOAL_SIZE, pair[0], "ms", pair[1], OPEN_MS, goal_is_value=True)


def _opened(deals: _Deals, deal_id: str, tab: str) -> float:
    """Milliseconds until the page of a deal is painted, with an empty page of another before."""
    window = deals.program.window
    window.go("deal", (deals.bare if deal_id == deals.worked else deals.worked) + f"/{tab}")
    QApplication.processEvents()
    page: Any = window.page("deal")
    page._kept_tabs[deal_id] = tab
    window.go("board")
    QApplication.processEvents()
    painted = screen.Painted([page])
    start = time.perf_counter()
    window.go("deal", deal_id)
    # The loop of the program deletes what was thrown away; outside of it nobody would.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    painted.wait()
    assert painted.at is not None
    QApplication.processEvents()
    return (painted.at - start) * 1e3


def typing(folder: Path, size: int) -> Iterator[Figure]:
    """p99 of a key until its letter is painted, while what is typed is kept on the disk."""
    if size != screen.GOAL_SIZE:
        return
    deals = _deals(folder, "typing")
    yield _typed("type-answer", _in_answer(deals))
    yield _typed("type-notes", _in_notes(deals))
    deals.program.close()


def _typed(name: str, times: list[float]) -> Figure:
    return Figure(
        name, screen.GOAL_SIZE, percentile(times, 0.99), "ms", median(times), KEY_MS, True
    )


def _in_answer(deals: _Deals) -> list[float]:
    """In the answer field of Discover; the answer is saved again and again meanwhile."""
    window = deals.program.window
    window.go("deal", f"{deals.worked}/discover")
    QApplication.processEvents()
    panel: Any = window.page("deal").panel("discover")  # type: ignore[attr-defined]
    panel.open_question(_question(deals))
    QApplication.processEvents()
    field = QApplication.focusWidget() or panel.open.answer
    return _keys(field, panel.open.saver.keep)


def _question(deals: _Deals) -> str:
    """The key of the first question of the process."""
    pipeline = glance.pipelines(deals.program.desk.raw)[0]
    return str(deals.program.desk.process(pipeline.id).questions[0].key)


def _in_notes(deals: _Deals) -> list[float]:
    """In the notes of a call, which are kept at every key."""
    from salesdesk.ui.deal.call.window import CallWindow

    page: Any = deals.program.window.page("deal")
    call = CallWindow(page._context, deals.worked)
    call.setWindowState(Qt.WindowState.WindowNoState)
    call.resize(1366, 768)
    call.show()
    QApplication.processEvents()
    notes = call.findChild(QWidget, "call_notes")
    assert notes is not None
    notes.setFocus()
    times = _keys(notes, lambda: None)
    call.close()
    return times


def _keys(field: QWidget, at_pause: Callable[[], object]) -> list[float]:
    """Milliseconds from each key until its field is painted and nothing else is due."""
    # A person's first key comes half a second after the field was opened at the soonest. What
    # opening costs is measured by itself; three keys that wait for it would be the p99 of 300.
    QTest.qWait(REST_MS)
    times = []
    surface: Any = getattr(field, "viewport", lambda: field)()
    for n in range(KEYS):
        start = time.perf_counter()
        QTest.keyClicks(field, "etaoin shrdlu"[n % 13])
        surface.repaint()
        QApplication.processEvents()
        times.append((time.perf_counter() - start) * 1e3)
        if n % PAUSE_EVERY == PAUSE_EVERY - 1:
            at_pause()
    return times
