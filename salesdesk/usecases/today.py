"""Today: what is late, what is due, which deals have no next step, how many await triage.

Called by the Today screen and the badge beside its name. Dates are ISO text, amounts minor units.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesdesk.domain.pipeline import days_between

if TYPE_CHECKING:
    from salesdesk.store.engine import SqlConnection
    from salesdesk.usecases.desk import Desk

MOST_WITHOUT = 500
"""So many deals without a next step are listed; the count covers all."""


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One line of Today. `step_id` is None on a deal without a step or with a handoff due.

    `days` counts how late the step is, or how long a deal without one is in its stage;
    `last_heard_on` is the latest buyer action or activity.
    """

    deal_id: str
    deal: str
    account: str
    stage: str
    status: str
    amount_minor: int | None
    currency: str
    phone: str
    last_heard_on: str | None
    open_objections: int
    days: int
    step_id: str | None = None
    kind: str = ""
    what: str = ""
    due_on: str | None = None
    due_time: str | None = None
    agreed: bool = False
    is_plan: bool = False
    """A step of the mutual action plan that is ours or both sides', not a next step."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TodayView:
    """The day's list: late first (longest first), then today's by time, then deals without a step.

    Late and due are next steps and the steps of action plans that are ours, or ours too.
    `handoffs` are won deals whose handoff is due or late; `without_count` counts all deals without
    a step, also those beyond the list; `not_assessed` those that await triage.
    """

    today: dt.date
    late: tuple[TodayItem, ...]
    due: tuple[TodayItem, ...]
    handoffs: tuple[TodayItem, ...]
    without: tuple[TodayItem, ...]
    without_count: int
    not_assessed: int


def today(desk: Desk) -> TodayView:
    """The list for the desk's today."""
    return desk.read(lambda connection: _read(desk, connection))


def late_count(desk: Desk) -> int:
    """How many steps are late: the badge, without reading the rest of the list."""
    from salesdesk.store.reads import daily

    day = desk.clock.today().isoformat()
    return desk.read(lambda connection: daily.late_count(connection, day))


def _read(desk: Desk, connection: SqlConnection) -> TodayView:
    from salesdesk.store.reads import daily

    day = desk.clock.today()
    steps = daily.due_steps(connection, day.isoformat())
    handoffs = daily.due_handoffs(connection, day.isoformat())
    count, without = daily.without_step(connection, day.isoformat(), MOST_WITHOUT)
    ids = list({row.id for row in (*steps, *handoffs, *without)})
    lines = _Lines(desk, day, daily.last_heard(connection, ids), daily.phones(connection, ids))
    return TodayView(
        today=day,
        late=lines.steps([row for row in steps if row.due_on < day.isoformat()]),
        due=lines.steps([row for row in steps if row.due_on == day.isoformat()]),
        handoffs=tuple(
            lines.item(row, days_between(row.due_on, day), due_on=row.due_on) for row in handoffs
        ),
        without=tuple(lines.item(row, days_between(row.entered_on, day)) for row in without),
        without_count=count,
        not_assessed=daily.triage_count(connection),
    )


class _Lines:
    """Makes lines from rows, with the stages' names and what else belongs to a deal."""

    def __init__(
        self, desk: Desk, day: dt.date, heard: dict[str, str], phones: dict[str, str]
    ) -> None:
        self._desk, self._day, self._heard, self._phones = desk, day, heard, phones
        self._stages: dict[str, dict[str, str]] = {}

    def steps(self, rows: Sequence[Any]) -> tuple[TodayItem, ...]:
        """The lines of rows with a next step."""
        return tuple(
            self.item(
                row,
                days_between(row.due_on, self._day),
                step_id=row.step_id,
                kind=row.kind,
                what=row.what,
                due_on=row.due_on,
                due_time=row.due_time,
                agreed=row.agreed,
                is_plan=row.is_plan,
                note=row.note or "",
            )
            for row in rows
        )

    def item(self, row: Any, days: int, **step: Any) -> TodayItem:
        """One line."""
        heard = [on for on in (self._heard.get(row.id), row.buyer_acted_on) if on]
        return TodayItem(
            row.id, row.name, row.account or "", self._stage(row), row.status, row.amount_minor,
            row.currency, self._phones.get(row.id) or row.phone or "", max(heard, default=None),
            row.open_objections, days, **step,
        )  # fmt: skip

    def _stage(self, row: Any) -> str:
        if row.pipeline_id not in self._stages:
            process = self._desk.process(row.pipeline_id)
            self._stages[row.pipeline_id] = {stage.key: stage.name for stage in process.stages}
        key: str = row.stage_key
        return self._stages[row.pipeline_id].get(key, key)
