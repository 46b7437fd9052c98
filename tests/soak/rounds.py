"""The round of all pages, panels and actions, and the state in which memory is read.

Called by `monkey`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from tests.desks import add_deal, board_stages, first_pipeline

if TYPE_CHECKING:
    from tests.faults.live import Live

REST_SIZE, REST_S, LOOK_S = (1280, 800), 1.5, 0.5
LEFT_OUT = frozenset({"app.quit"})
"""Asked for neither as an action nor, since nothing is done then, by a click in the menu."""


def each_once(live: Live, do: Callable[[str], None]) -> Iterator[Callable[[], None]]:
    """Goes to every page and panel and does every action, by chance made late or never."""
    deal = live.program.desk.raw.execute("SELECT id FROM deal WHERE status = 'open'").fetchone()[0]
    window, all_places = live.window, _places(live, deal)
    for place in all_places:
        yield partial(window.go, *place)
    for place in (("board", ""), all_places[-1]):
        for key in window.book.actions:
            if key not in LEFT_OUT:
                yield from (partial(window.go, *place), partial(do, key))
                yield from [close_front] * 2
        yield partial(window.go, *place)
        yield from _each_size(do)


def _places(live: Live, deal: str) -> list[tuple[str, str]]:
    """Every page, and every panel of this deal."""
    from salesdesk.ui.deal.panels import PANELS

    pages = [(key, "") for key in live.window.pages if key != "deal"]
    return pages + [("deal", f"{deal}/{row.key}") for row in PANELS]


def _each_size(do: Callable[[str], None]) -> Iterator[Callable[[], None]]:
    """Every text size there is: Qt keeps the letters of each, in all fonts, once drawn."""
    from salesdesk.ui.shell.controller import LARGEST_PX, SMALLEST_PX, USUAL_PX

    yield from [partial(do, "app.larger")] * (LARGEST_PX - USUAL_PX)
    yield from [partial(do, "app.smaller")] * (LARGEST_PX - SMALLEST_PX)
    yield partial(do, "app.usual_text")


def close_front() -> None:
    """Closes the menu or dialog that is in front, if any."""
    from PySide6.QtWidgets import QApplication

    front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    if front is not None:
        front.close()


def close_others(live: Live) -> None:
    """Closes every dialog, and each window but that of the desk; a call goes on without its own."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication, QDialog

    from salesdesk.ui.deal.call.window import CallWindow

    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, CallWindow):
            widget.leave()
        elif isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()
        elif widget.windowType() is Qt.WindowType.Window and widget is not live.window:
            widget.close()


def come_to_rest(live: Live, do: Callable[[str], None]) -> None:
    """Nothing else open, a window of one size, each page shown once, of the process the first
    stage, and each panel of a new deal: like is compared with like.

    What is drawn in takes one MiB in the smallest window and eight in the largest, and more in
    each window before it; a deal on which much was written takes ten more than an empty one.
    """
    close_others(live)
    live.window.resize(*REST_SIZE)
    do("app.usual_text")
    desk = live.program.desk
    stage = f"{first_pipeline(desk)}/{board_stages(desk)[0]}"
    pages = [each for each in _places(live, add_deal(desk, "At rest")) if each[0] != "process"]
    for place in [("process", stage), *pages, ("board", "")]:
        live.window.go(*place)
        close_others(live)
        live.settle(LOOK_S)
    live.settle(REST_S)
