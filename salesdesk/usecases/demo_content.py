"""Reads the demo desk's hand-written content and turns its day offsets into dates.

The files in ``resources/demo`` are plain YAML whose long lists hold one line of text each, its
parts divided by `` | ``: a few hundred scalars are read in a fraction of the time of as many
mappings, and a line reads like a line of a notebook. Called by `usecases.demo` alone.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from salesdesk.support.paths import resources

_BETWEEN = re.compile(r"\s\|(?=\s)")
_NAMED = re.compile(r"([a-z_]+)=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of content: its parts in order, and those written ``name=value`` by name."""

    parts: tuple[str, ...]
    named: dict[str, str]

    def part(self, place: int) -> str | None:
        """The part at a place, or None when it is blank or not there."""
        return (self.parts[place] or None) if place < len(self.parts) else None


def line(text: str) -> Line:
    """A line taken apart at `` | ``."""
    parts: list[str] = []
    named: dict[str, str] = {}
    for piece in (p.strip() for p in _BETWEEN.split(f" {text} ")):
        if match := _NAMED.fullmatch(piece):
            named[match[1]] = match[2]
        else:
            parts.append(piece)
    return Line(tuple(parts), named)


def lines(texts: list[str] | str | None) -> list[Line]:
    """The lines of a list, or of a text with one line each; blank ones are left out."""
    rows = texts.splitlines() if isinstance(texts, str) else texts or []
    return [line(row) for row in rows if row.strip()]


def content(name: str) -> Any:
    """The content of ``resources/demo/NAME.yaml`` as plain lists, mappings and scalars."""
    from ruamel.yaml import YAML

    # The pure parser: ruamel's C one is a separate package that we do not ship.
    return YAML(typ="safe", pure=True).load(resources("demo", f"{name}.yaml"))


@dataclass(frozen=True, slots=True)
class Days:
    """Dates and instants as offsets from a day: -3 is three days ago, +2 the day after tomorrow."""

    today: dt.date

    def plain(self, offset: int | str) -> str:
        """The ISO date at an offset, whatever weekday it is."""
        return (self.today + dt.timedelta(days=int(offset))).isoformat()

    def work(self, offset: int | str) -> str:
        """The ISO date at an offset, moved off a weekend away from today; today stays today."""
        count = int(offset)
        day = self.today + dt.timedelta(days=count)
        if count and day.weekday() > 4:
            day += dt.timedelta(days=7 - day.weekday() if count > 0 else 4 - day.weekday())
        return day.isoformat()

    def timed(self, text: str) -> tuple[str, str | None]:
        """``"2 10:00"`` as an ISO date on a working day and a time, which may be missing."""
        offset, _, time = text.partition(" ")
        return self.work(offset), time.strip() or None

    def instant(self, offset: int | str, minute: int = 0) -> str:
        """An instant in the working hours of a day, ISO UTC text; `minute` tells several apart."""
        start = dt.datetime.combine(dt.date.fromisoformat(self.plain(offset)), dt.time(8), dt.UTC)
        return (start + dt.timedelta(minutes=minute % 540)).isoformat(timespec="milliseconds")

    def month_end(self) -> str:
        """The ISO date of the last day of this month."""
        last = calendar.monthrange(self.today.year, self.today.month)[1]
        return self.today.replace(day=last).isoformat()


class Ids:
    """Ids shaped like those of `domain.ids`, but the same ones on the same day.

    A day's midnight and a running number take the place of the clock and of chance, so that the
    same day gives the same desk, row by row. Source of the layout: RFC 9562, section 5.7.
    """

    def __init__(self, today: dt.date) -> None:
        midnight = dt.datetime.combine(today, dt.time(), dt.UTC)
        self._milliseconds = int(midnight.timestamp() * 1000)
        self._count = 0

    def next(self) -> str:
        """The next id; they ascend."""
        self._count += 1
        noise = blake2b(f"demo {self._count}".encode(), digest_size=4).digest()
        serial = self._count << 42 | int.from_bytes(noise, "big")
        value = self._milliseconds << 80 | 0x7 << 76 | (serial >> 62) << 64
        return f"{value | 0b10 << 62 | serial & (1 << 62) - 1:032x}"
