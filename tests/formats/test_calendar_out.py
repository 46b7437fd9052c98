"""Calendar files: golden files, and read back by the library."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from salesdesk.formats.calendar_out import Event, to_ics

GOLDEN = Path(__file__).parent / "golden"
MADE = dt.datetime(2026, 11, 22, 9, 30, 15, 999, tzinfo=dt.UTC)
DEMO = Event(
    "0192-demo@salesdesk",
    "Demo for the board; with numbers, and backslash \\",
    dt.datetime(2026, 11, 26, 15, 0, tzinfo=ZoneInfo("Europe/Berlin")),
    45,
    "Agenda:\n- what Lyon told us\n- a day in dispatch, from the first call to the last delivery",
    "Room 4, Lyon",
    (('Ada "the" Lovelace', "ada@acme.example"), ("Büşra", "busra@acme.example")),
    15,
)
DAY = Event("0192-day@salesdesk", "Signature", dt.date(2026, 12, 31), None)


def _event(raw: bytes) -> object:
    return Calendar.from_ical(raw).walk("VEVENT")[0]


def test_events_are_written_as_the_golden_file() -> None:
    assert to_ics([DEMO, DAY], made=MADE) == (GOLDEN / "published.ics").read_bytes()


def test_an_invitation_is_written_as_the_golden_file() -> None:
    raw = to_ics([DEMO], made=MADE, method="REQUEST", organizer=("Robin", "robin@seller.example"))
    assert raw == (GOLDEN / "invitation.ics").read_bytes()


def test_an_invitation_needs_who_invites() -> None:
    with pytest.raises(ValueError, match="organizer"):
        to_ics([DEMO], made=MADE, method="REQUEST")


def test_lines_end_as_the_standard_says_and_are_folded_at_75_bytes() -> None:
    raw = to_ics([DEMO, DAY], made=MADE)
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75


def test_a_start_that_knows_its_zone_is_the_same_instant_for_everyone() -> None:
    assert b"DTSTART:20261126T140000Z" in to_ics([DEMO], made=MADE)
    summer = Event("u", "t", dt.datetime(2026, 7, 1, 15, tzinfo=ZoneInfo("Europe/Berlin")), 30)
    assert b"DTSTART:20260701T130000Z" in to_ics([summer], made=MADE)


def test_a_start_without_a_zone_floats_and_a_date_is_a_whole_day() -> None:
    floating = Event("u", "t", dt.datetime(2026, 7, 1, 15), None)
    raw = to_ics([floating, DAY], made=MADE)
    assert b"DTSTART:20260701T150000\r\n" in raw
    assert raw.count(b"DTEND") == 1  # no end is made up
    assert b"DTSTART;VALUE=DATE:20261231\r\n" in raw
    assert b"DTEND;VALUE=DATE:20270101\r\n" in raw


@given(st.text(max_size=200), st.text(max_size=400), st.text(max_size=60))
def test_any_words_come_back_as_one_event(title: str, words: str, name: str) -> None:
    event = Event("u@x", title, MADE, 30, words, words, ((name, "a@b.example"),), 10)
    for method in ("PUBLISH", "REQUEST"):
        raw = to_ics([event], made=MADE, method=method, organizer=(name, "o@b.example"))
        calendar = Calendar.from_ical(raw)
        assert len(calendar.walk("VEVENT")) == 1
        assert len(calendar.walk("VALARM")) == 1
        (row,) = calendar.walk("VEVENT")
        assert row["UID"] == "u@x"
