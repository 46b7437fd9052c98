"""What day it is, and how the environment sets it."""

from __future__ import annotations

import datetime as dt

import pytest

from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import KnownError

EVENING = dt.datetime(2026, 7, 1, 23, 30).astimezone()


def test_without_the_variable_the_clock_is_the_systems() -> None:
    before = dt.datetime.now(dt.UTC)
    now = Clock.from_environment({}).now_utc()
    assert before <= now <= dt.datetime.now(dt.UTC)
    assert now.tzinfo is dt.UTC


def test_the_variable_sets_the_date_and_lets_the_time_run() -> None:
    clock = Clock(dt.date(2026, 11, 22), read=lambda: EVENING)
    assert clock.today() == dt.date(2026, 11, 22)
    assert clock.now_local().time() == dt.time(23, 30)
    assert clock.now_local().date() == dt.date(2026, 11, 22)


def test_the_fixed_day_has_its_own_zone_offset() -> None:
    # Berlin, where the tests live: summer by the system's clock, winter on the fixed day.
    assert EVENING.utcoffset() == dt.timedelta(hours=2)
    clock = Clock(dt.date(2026, 11, 22), read=lambda: EVENING)
    assert clock.now_utc() == dt.datetime(2026, 11, 22, 22, 30, tzinfo=dt.UTC)


def test_today_is_the_local_date_not_that_of_utc() -> None:
    after_midnight = dt.datetime(2026, 7, 2, 0, 30).astimezone()
    clock = Clock(read=lambda: after_midnight)
    assert clock.today() == dt.date(2026, 7, 2)
    assert clock.now_utc().date() == dt.date(2026, 7, 1)


def test_the_environment_is_read() -> None:
    clock = Clock.from_environment({"SALESDESK_TODAY": " 2026-11-22 "})
    assert clock.today() == dt.date(2026, 11, 22)


@pytest.mark.parametrize("text", ["22.11.2026", "2026-02-30", "20261122", "2026-W47-7", "today"])
def test_a_malformed_date_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(KnownError, match="which is not a date") as refused:
        Clock.from_environment({"SALESDESK_TODAY": text})
    assert text in str(refused.value)
