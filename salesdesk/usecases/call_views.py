"""Calls as the screens show them: the sheet, what was written, what came of it.

Called by Discover, call mode, the Timeline and the pre-call sheet. Plain snapshots.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesdesk.domain.calls import Exit, Point, whole_minutes
from salesdesk.domain.errors import KnownError
from salesdesk.domain.pipeline import local_day
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody in a call: of the deal's people, or (no id) only a name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class CallView:
    """One call. Days are ISO text, times HH:MM, instants ISO UTC text.

    `held_on` is the day of a call that is running or done, else empty; `length` the minutes it
    took once it is done. `kind`, `subject` and `outcome` are those of the activity it became.
    """

    id: str
    deal_id: str
    state: str
    planned_on: str
    planned_time: str
    minutes: int | None
    hypothesis: str
    must_learn: str
    attendees: tuple[Attendee, ...]
    agenda: tuple[Point, ...]
    exits: tuple[Exit, ...]
    notes: str
    typed: str
    started_at: str
    ended_at: str
    held_on: str
    length: int | None
    summary: str
    confirmed_on: str
    no_step_why: str
    activity_id: str
    kind: str
    subject: str
    outcome: str

    @property
    def day(self) -> str:
        """The day by which calls are ordered: when it was held, else when it is planned."""
        return self.held_on or self.planned_on


def calls(desk: Desk, deal_id: str) -> tuple[CallView, ...]:
    """The calls of a deal by their day, those without one last."""
    from salesdesk.store.reads import calls as reads
    from salesdesk.store.reads import deal_page

    def read(connection: Any) -> tuple[CallView, ...]:
        names = deal_page.names(connection)
        return tuple(view_of(row, names) for row in reads.of_deal(connection, deal_id))

    return tuple(sorted(desk.read(read), key=lambda call: (call.day or "9999", call.id)))


def call_view(desk: Desk, call_id: str) -> CallView:
    """One call. Raises KnownError when it is gone."""
    from salesdesk.store.reads import calls as reads
    from salesdesk.store.reads import deal_page

    row = desk.read(lambda connection: reads.one(connection, call_id))
    if row is None:
        raise KnownError(_("That call is not in the desk any more."))
    return view_of(row, desk.read(deal_page.names))


def call_at_hand(views: Sequence[CallView]) -> CallView | None:
    """The call to go on with: the one that runs, else the first that is planned."""
    running = next((call for call in views if call.state == "running"), None)
    return running or next((call for call in views if call.state == "planned"), None)


def last_held(views: Sequence[CallView]) -> CallView | None:
    """The latest call that is done."""
    return next((call for call in reversed(views) if call.state == "done"), None)


def view_of(row: Any, names: Mapping[str, str]) -> CallView:
    """A call's row as a view; `names` are those of all people by id."""
    held_on = row.happened_on or (local_day(row.started_at) if row.started_at else "")
    return CallView(
        id=row.id,
        deal_id=row.deal_id,
        state=row.state,
        planned_on=row.planned_on or "",
        planned_time=row.planned_time or "",
        minutes=row.minutes,
        hypothesis=row.hypothesis or "",
        must_learn=row.must_learn or "",
        attendees=tuple(_attendee(each, names) for each in json.loads(row.attendees or "[]")),
        agenda=tuple(Point(*each) for each in json.loads(row.agenda or "[]")),
        exits=tuple(Exit(*each) for each in json.loads(row.exits or "[]")),
        notes=row.notes or "",
        typed=row.typed or "",
        started_at=row.started_at or "",
        ended_at=row.ended_at or "",
        held_on=held_on,
        length=_length(row),
        summary=row.summary or "",
        confirmed_on=row.confirmed_on or "",
        no_step_why=row.no_step_why or "",
        activity_id=row.activity_id or "",
        kind=row.kind or "call",
        subject=row.subject or "",
        outcome=row.outcome or "",
    )


def _attendee(each: str, names: Mapping[str, str]) -> Attendee:
    return Attendee(each, names[each]) if each in names else Attendee("", each)


def _length(row: Any) -> int | None:
    if row.state != "done" or not row.started_at or not row.ended_at:
        return None
    return whole_minutes(
        dt.datetime.fromisoformat(row.started_at), dt.datetime.fromisoformat(row.ended_at)
    )
