"""What goes out after a call: the summary as a mail draft, the next step as a calendar file.

Called by the dialog of a call that was held. Nothing is sent from here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.formats.calendar_out import Event
    from salesdesk.formats.mail_draft import Draft
    from salesdesk.usecases.deal_views import DealView, Stakeholder, StepView
    from salesdesk.usecases.desk import Desk

MINUTES = {"call": 30, "meeting": 60, "demo": 60}
"""How long a next step is in the calendar; others have no stated end."""
REMIND_MINUTES = 15


@dataclass(frozen=True, slots=True)
class File:
    """A file that was made: its name and its bytes."""

    name: str
    content: bytes


def summary_draft(desk: Desk, deal_id: str, words: str, to: Iterable[str]) -> Draft:
    """The summary as a mail to the people with these ids; who has no address is left out.

    Raises KnownError without words.
    """
    from salesdesk.formats.mail_draft import Draft

    if not words.strip():
        raise KnownError(_("There is no summary to send yet. Write it first."))
    view = _deal(desk, deal_id)
    wanted = set(to)
    people = [p for p in view.stakeholders if p.person_id in wanted and p.email]
    subject = _("What we understood: {deal}").format(deal=view.deal.name)
    return Draft(tuple(_address(person) for person in people), subject, words.strip())


def draft_file(draft: Draft) -> File:
    """The draft as an ``.eml`` file. Raises KnownError for an address that is none."""
    from salesdesk.domain.file_safety import cleaned_name
    from salesdesk.formats.mail_draft import to_eml

    return File(cleaned_name(f"{draft.subject}.eml"), to_eml(draft))


def step_file(desk: Desk, deal_id: str, step: StepView) -> File:
    """A next step as an ``.ics`` file, with a reminder."""
    from salesdesk.domain.file_safety import cleaned_name
    from salesdesk.formats.calendar_out import to_ics

    event = step_event(desk, deal_id, step)
    return File(cleaned_name(f"{step.what}.ics"), to_ics([event], made=desk.clock.now_utc()))


def step_event(desk: Desk, deal_id: str, step: StepView) -> Event:
    """A next step as an appointment: at its time in the rep's own zone, else a whole day."""
    from salesdesk.formats.calendar_out import Event

    view = _deal(desk, deal_id)
    day = dt.date.fromisoformat(step.due_on)
    start: dt.date | dt.datetime = day
    if step.due_time:
        time = dt.time.fromisoformat(step.due_time)
        # The zone of the day itself, so that daylight saving is right.
        start = dt.datetime.combine(day, time).astimezone()
    names = (step.attendees or "").casefold()
    people = [p for p in view.stakeholders if p.name.casefold() in names]
    return Event(
        uid=f"{step.id}@salesdesk",
        title=_("{step}: {deal}").format(step=step.what, deal=view.deal.account or view.deal.name),
        start=start,
        minutes=MINUTES.get(step.kind) if step.due_time else None,
        words=view.deal.name,
        attendees=tuple((person.name, person.email) for person in people),
        remind_minutes=REMIND_MINUTES if step.due_time else None,
    )


def _deal(desk: Desk, deal_id: str) -> DealView:
    from salesdesk.usecases.deal_page import deal_view

    return deal_view(desk, deal_id)


def _address(person: Stakeholder) -> str:
    # A name with signs of its own would not be read back as one; the address alone always is.
    plain = person.name.replace("<", " ").replace(">", " ").strip()
    return f"{plain} <{person.email}>" if plain else person.email
