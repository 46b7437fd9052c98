"""Which backups are kept: hours, then days, weeks, months and years. Used by `usecases.backups`.

Backups are ordered by their running number, never by their clock alone: a computer whose clock
stood at 1970 must not lose the good ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

ALWAYS = 6
"""The newest so many are kept whatever their times say."""


@dataclass(frozen=True, slots=True, order=True)
class Stamp:
    """A backup's running number and when it was made (aware, UTC)."""

    number: int
    made_at: dt.datetime


_Bucket = tuple[dt.timedelta, Callable[[dt.datetime], object]]
_BUCKETS: tuple[_Bucket, ...] = (
    (dt.timedelta(hours=24), lambda at: (at.date(), at.hour)),
    (dt.timedelta(days=14), lambda at: at.date()),
    (dt.timedelta(weeks=8), lambda at: at.isocalendar()[:2]),
    (dt.timedelta(days=366), lambda at: (at.year, at.month)),
)
"""Up to this age one is kept for each of these; beyond the last, one for each year."""


def superfluous(stamps: Iterable[Stamp], now: dt.datetime) -> list[Stamp]:
    """The backups that may go, oldest first.

    Of each hour, day, week, month or year the newest is kept. None may go while a backup says that
    it was made after `now`: then a clock is wrong and ages mean nothing. Once a week of backups was
    made after such a one, the others are thinned again, and it stays.
    """
    newest_first = sorted(stamps, reverse=True)
    odd = {stamp for stamp in newest_first if stamp.made_at > now + dt.timedelta(minutes=5)}
    if odd and not _is_right_again(newest_first, max(odd)):
        return []
    seen: set[object] = set()
    going = []
    for place, stamp in enumerate(newest_first):
        if stamp in odd:
            continue
        bucket = _bucket(stamp, now)
        if bucket in seen and place >= ALWAYS:
            going.append(stamp)
        seen.add(bucket)
    return going[::-1]


def _is_right_again(stamps: Iterable[Stamp], odd: Stamp) -> bool:
    """Whether the backups after the odd one span a week by their own times."""
    since = [stamp.made_at for stamp in stamps if stamp.number > odd.number]
    return bool(since) and max(since) - min(since) >= dt.timedelta(days=7)


def _bucket(stamp: Stamp, now: dt.datetime) -> object:
    age = now - stamp.made_at
    for number, (oldest, key) in enumerate(_BUCKETS):
        if age <= oldest:
            return number, key(stamp.made_at)
    return len(_BUCKETS), stamp.made_at.year
