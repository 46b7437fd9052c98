"""What the window does by itself after its first paint: drafts, whereabouts, the bin's days.

Called by app, once each.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from salesdesk.domain.changes import Changes
    from salesdesk.ui.bridge import Bridge
    from salesdesk.ui.live_settings import LiveSettings
    from salesdesk.ui.shell.window import MainWindow
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.drafts import Draft, Place

TIDY_AFTER_MS = 20_000
"""From the first paint to looking through the bin: after the backup that a start makes."""
TIDY_EVERY_MS = 3_600_000


def keep_drafts(app: QApplication, window: MainWindow, bridge: Bridge, desk: Desk) -> None:
    """From now on what is typed is kept until it is saved; what was left is put back."""
    from salesdesk.ui.draft_keeper import DraftKeeper
    from salesdesk.ui.shell import unfinished

    keeper, told = DraftKeeper(bridge, app), unfinished.Told(window.context.settings)
    keeper.typed.connect(window.context.typist.note)
    keeper.put_back.connect(partial(told.end))  # holds it, as a bound method would not
    keeper.waits.connect(lambda draft: unfinished.tell_unfit(window, draft))

    def read() -> tuple[list[Draft], dict[str, Place]]:
        from salesdesk.usecases import drafts

        left = drafts.drafts(desk)
        return left, drafts.places(desk, left)

    def take(found: tuple[list[Draft], dict[str, Place]]) -> None:
        unfinished.tell(window, *found, told)
        keeper.take(found[0])

    bridge.query(read, take)


def keep_whereabouts(
    app: QApplication, window: MainWindow, settings: LiveSettings, desk: Desk
) -> None:
    """Goes to where the user was the last time, and keeps it as it changes."""
    from salesdesk.ui.shell.whereabouts import Whereabouts

    whereabouts = Whereabouts(window, app, settings, desk.path)
    page, item = whereabouts.kept_place()
    began_on = window.current_page

    def is_there() -> bool:
        from salesdesk.usecases import drafts

        deal = item.partition("/")[0]
        return not deal or deal in drafts.deal_names(desk, [deal])

    def go(may: bool) -> None:
        if may and window.current_page == began_on and not window.has_trail:
            window.go(page, item or "*")

    if page:
        window.bridge.query(is_there, go)


def tidy_bin_daily(window: MainWindow, bridge: Bridge, desk: Desk) -> None:
    """Counts the days for the bin, after the backup that the start makes, and then each hour."""

    def work() -> Changes | None:
        from salesdesk.usecases import binned

        return binned.tidy(desk).result()

    def tell(done: Changes | None) -> None:
        if done is not None:
            bridge.note(done)

    def ask() -> None:
        bridge.query(work, tell)

    QTimer.singleShot(TIDY_AFTER_MS, window, ask)
    timer = QTimer(window, interval=TIDY_EVERY_MS)
    timer.setObjectName("bin_timer")
    timer.timeout.connect(ask)
    timer.start()
