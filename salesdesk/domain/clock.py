"""What day it is; handed to every rule that asks, so that none reads the system's clock itself.

Made once by ``__main__`` from the environment and given to use cases and screens.
``SALESDESK_TODAY=2026-11-22`` sets the date and lets the time of day run on.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Final, NamedTuple

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

VARIABLE: Final = "SALESDESK_TODAY"


def _system_now() -> dt.datetime:
    """The present instant, with the local zone."""
    return dt.datetime.now().astimezone()


class Clock(NamedTuple):
    """Today's date and the present instant; with ``fixed_day`` the date stands still."""

    fixed_day: dt.date | None = None
    read: Callable[[], dt.datetime] = _system_now
    """Gives an aware datetime in the local zone; tests give their own."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Clock:
        """The clock that the environment asks for. Raises KnownError on a malformed date."""
        text = (os.environ if environ is None else environ).get(VARIABLE, "").strip()
        return cls(_parse_day(text) if text else None)

    def now_local(self) -> dt.datetime:
        """The present instant in the local zone (aware)."""
        now = self.read()
        if self.fixed_day is None:
            return now
        # Naive and back: the zone's offset on the fixed day may differ from today's.
        shifted = dt.datetime.combine(self.fixed_day, now.time().replace(tzinfo=None))
        return shifted.astimezone()

    def now_utc(self) -> dt.datetime:
        """The present instant in UTC (aware); what the store keeps."""
        return self.now_local().astimezone(dt.UTC)

    def today(self) -> dt.date:
        """The local date."""
        return self.now_local().date() if self.fixed_day is None else self.fixed_day


def _parse_day(text: str) -> dt.date:
    try:
        # fromisoformat also takes 20261122 and week dates.
        if len(text) != len("2026-11-22") or "W" in text:
            raise ValueError(text)
        return dt.date.fromisoformat(text)
    except ValueError as reason:
        raise KnownError(
            _(
                "{variable} is “{text}”, which is not a date. Nothing was opened. "
                "Write it as year-month-day, for example 2026-11-22, or leave it out."
            ).format(variable=VARIABLE, text=text[:40])
        ) from reason
