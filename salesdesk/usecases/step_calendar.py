"""A next step as a calendar file with a reminder. Called by the deal page and after a call.

A step with a time is an appointment in the rep's own zone, of the usual length for its kind; one
without is a whole day that rings at nine.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from salesdesk.domain.errors import KnownError
from salesdesk.domain.file_safety import cleaned_name
from salesdesk.formats.calendar_out import Event, to_ics
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.usecases.deal_views import DealView, StepView
    from salesdesk.usecases.desk import Desk

MINUTES: Final = {"call": 30, "meeting": 60, "demo": 60, "email": 15, "task": 30}
"""How long a step of each kind takes, as long as nobody says otherwise."""
REMIND_MINUTES: Final = 15
AT_NINE: Final = -9 * 60
"""A whole day begins at midnight: its bell rings nine hours later."""


def calendar_file(desk: Desk, deal_id: str, step_id: str) -> tuple[str, bytes]:
    """The name and the bytes of a step's ``.ics``. Raises KnownError when the step is gone."""
    from salesdesk.usecases.deal_page import deal_view

    view = deal_view(desk, deal_id)
    steps = (*view.next_steps, *view.done_steps)
    step = next((each for each in steps if each.id == step_id), None)
    if step is None:
        raise KnownError(_("That next step is not in the desk any more. Nothing was written."))
    name = cleaned_name(f"{step.what[:60]}.ics", _("Next step"))
    return name, to_ics([event(view, step)], made=desk.clock.now_utc())


def event(view: DealView, step: StepView) -> Event:
    """A next step as an appointment."""
    day = dt.date.fromisoformat(step.due_on)
    start: dt.date | dt.datetime = day
    if step.due_time:
        # Of that day: the zone's offset then may be another than today's.
        start = dt.datetime.combine(day, dt.time.fromisoformat(step.due_time)).astimezone()
    about = " · ".join(filter(None, (view.deal.name, view.deal.account)))
    return Event(
        uid=f"{step.id}@salesdesk",
        title=_("{step}: {deal}").format(step=step.what, deal=view.deal.account or view.deal.name),
        start=start,
        minutes=MINUTES.get(step.kind, 30) if step.due_time else None,
        words="\n".join(filter(None, (about, _with_whom(view, step)))),
        attendees=_attendees(view, step),
        remind_minutes=REMIND_MINUTES if step.due_time else AT_NINE,
    )


def _attendees(view: DealView, step: StepView) -> tuple[tuple[str, str], ...]:
    """The people on the deal that the step names, with their addresses."""
    named = (step.attendees or "").casefold()
    return tuple(
        (person.name, person.email)
        for person in view.stakeholders
        if person.email and named and person.name.casefold() in named
    )


def _with_whom(view: DealView, step: StepView) -> str:
    """Who takes part, as the rep wrote it, when that says more than the addresses do."""
    if not step.attendees or ", ".join(n for n, _mail in _attendees(view, step)) == step.attendees:
        return ""
    return _("With: {people}").format(people=step.attendees)
