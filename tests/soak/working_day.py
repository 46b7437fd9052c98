"""Eight hours of use in less than one: each step of the random use is a second of the program's.

Called by `monkey`. A second for a step is quicker than anybody works, and what time does by itself,
as backups each half hour and a new day at midnight, comes as often as in eight hours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from salesdesk.domain.clock import Clock
from salesdesk.support import garbage
from tests.desks import TODAY

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

STEPS = 8 * 3600
BEGINS = dt.time(18)
"""Midnight is passed after six hours."""
LONG_MS = 1000
"""Timers with shorter intervals are those of what moves on the screen."""
HURRY = 60
"""So many times as often the others come: more than there are steps in a second of the test's."""


def clock(seconds: Callable[[], int]) -> Clock:
    """It stands at so many seconds after the beginning of the day's work."""
    start = dt.datetime.combine(TODAY, BEGINS).astimezone()
    return Clock(read=lambda: start + dt.timedelta(seconds=seconds()))


def hurry(over: QObject) -> int:
    """Has all that comes from time to time come more often; how many timers that are.

    The collection of garbage too: what it leaves for half a minute is half a minute's, not an
    hour's.
    """
    from PySide6.QtCore import QTimer

    garbage.WHOLE_EVERY_S /= HURRY
    garbage.GIVEN_EVERY_S /= HURRY
    rare = [each for each in over.findChildren(QTimer) if each.interval() >= LONG_MS]
    repeating = [each for each in rare if not each.isSingleShot()]
    for each in repeating:
        each.setInterval(each.interval() // HURRY)
    return len(repeating)
