"""Days on a line of pixels, with round dates to mark. For the timeline picture of the plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

_STEPS = (1, 2, 7, 14, 28, 56, 91, 182, 364)
"""How many days may lie between two marks."""


@dataclass(frozen=True, slots=True)
class DayScale:
    """From `first` to `last`, both shown, between two x positions."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    def x(self, day: dt.date) -> float:
        """Where a day lies; in the middle when there is but one day."""
        span = (self.last - self.first).days
        room = self.right - self.left
        share = (day - self.first).days / span if span else 0.5
        return self.left + share * room

    def marks(self, least: float) -> list[dt.date]:
        """Days to mark, at least so many pixels apart; from a week on they are Mondays."""
        span = max((self.last - self.first).days, 1)
        room = max(self.right - self.left, 1.0)
        step = next((s for s in _STEPS if room * s / span >= least), _STEPS[-1])
        day = self.first
        if step >= 7:
            day += dt.timedelta(days=-day.weekday() % 7)
        found = []
        while day <= self.last:
            found.append(day)
            day += dt.timedelta(days=step)
        return found
