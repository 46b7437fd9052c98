"""Appointments as an ``.ics`` file that every calendar takes in.

Called by use cases that plan something with the buyer: next steps, invitations, the action plan.

A start that knows its zone is written in UTC, so that it is the same instant for everyone who
takes it in; a start without one is written as "floating" local time, which each calendar reads in
its own zone. Use cases give the rep's own zone (`datetime.astimezone()` on the day itself, so that
daylight saving is right); a plain date is a whole day. The same events give the same bytes.
Source: RFC 5545 (calendar), RFC 5546 (methods).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain import entry

if TYPE_CHECKING:
    from icalendar import Alarm as CalendarAlarm
    from icalendar import Event as CalendarEvent
    from icalendar import vCalAddress

PRODUCT = "-//SalesDesk//SalesDesk//EN"


@dataclass(frozen=True, slots=True)
class Event:
    """One appointment. `uid` stays the same when it is written again, so that it replaces itself.

    `start` is an instant or a whole day; `minutes` None means no stated end. `attendees` are
    (name, mail) pairs; `remind_minutes` before the start a calendar rings, None for never.
    """

    uid: str
    title: str
    start: dt.datetime | dt.date
    minutes: int | None
    words: str = ""
    place: str = ""
    attendees: tuple[tuple[str, str], ...] = ()
    remind_minutes: int | None = None


def to_ics(
    events: Iterable[Event],
    *,
    made: dt.datetime,
    method: str = "PUBLISH",
    organizer: tuple[str, str] | None = None,
) -> bytes:
    """The events as a calendar file, in their order. `made` is an aware instant.

    PUBLISH is for a calendar to take in: who is invited then stands in the description, since the
    standard allows no attendees there. REQUEST invites them and needs the `organizer`, (name,
    mail). Raises ValueError without one.
    """
    from icalendar import Calendar

    if method == "REQUEST" and organizer is None:
        raise ValueError("an invitation needs an organizer")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for event in events:
        calendar.add_component(_event(event, made, method, organizer))
    return bytes(calendar.to_ical())


def _event(
    event: Event, made: dt.datetime, method: str, organizer: tuple[str, str] | None
) -> CalendarEvent:
    from icalendar import Event as CalendarEvent

    is_invitation = method == "REQUEST"
    row = CalendarEvent()
    row.add("uid", _clean(event.uid))
    row.add("dtstamp", made.astimezone(dt.UTC).replace(microsecond=0))
    row.add("summary", _clean(entry.line(event.title) or ""))
    start = _start(event.start)
    row.add("dtstart", start)
    if not isinstance(start, dt.datetime):
        row.add("dtend", start + dt.timedelta(days=1))
    elif event.minutes is not None:
        row.add("dtend", start + dt.timedelta(minutes=event.minutes))
    words = event.words if is_invitation else _with_people(event)
    if words:
        row.add("description", _clean(words))
    if event.place:
        row.add("location", _clean(entry.line(event.place) or ""))
    if is_invitation and organizer is not None:
        row.add("organizer", _person(*organizer))
        for name, mail in event.attendees:
            row.add("attendee", _person(name, mail, is_asked=True), encode=False)
    if event.remind_minutes is not None:
        row.add_component(_alarm(event))
    return row


def _start(start: dt.datetime | dt.date) -> dt.datetime | dt.date:
    """To the second; in UTC if it knows its zone."""
    if not isinstance(start, dt.datetime):
        return start
    whole = start.replace(microsecond=0)
    return whole if whole.tzinfo is None else whole.astimezone(dt.UTC)


def _with_people(event: Event) -> str:
    """The description with a line of who takes part."""
    people = ", ".join(f"{name} <{mail}>" if mail else name for name, mail in event.attendees)
    return "\n\n".join(filter(None, (event.words.strip(), people)))


def _person(name: str, mail: str, *, is_asked: bool = False) -> vCalAddress:
    from icalendar import vCalAddress, vText

    person = vCalAddress(f"mailto:{_clean(mail)}")
    # Double quotes cannot be written inside a parameter, in any way.
    person.params["CN"] = vText(_clean(entry.line(name) or mail).replace('"', "'"))
    if is_asked:
        person.params["ROLE"] = vText("REQ-PARTICIPANT")
        person.params["PARTSTAT"] = vText("NEEDS-ACTION")
        person.params["RSVP"] = vText("TRUE")
    return person


def _alarm(event: Event) -> CalendarAlarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", dt.timedelta(minutes=-(event.remind_minutes or 0)))
    alarm.add("description", _clean(entry.line(event.title) or ""))
    return alarm


def _clean(text: str) -> str:
    """Without signs that no calendar can take; line ends as one."""
    whole = "\n".join((entry.text(text) or "").splitlines())
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", " ", whole)
