"""The mutual action plan as an Excel table and as a calendar file. Called by the Commit panel.

Both go to the buyer: they hold the plan and nothing else.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.domain import action_plan as plans
from salesdesk.domain.action_plan import StepState
from salesdesk.domain.errors import KnownError
from salesdesk.formats import csv_out, xlsx_out
from salesdesk.formats.calendar_out import Event, to_ics
from salesdesk.support.i18n import _
from salesdesk.usecases.commitment import CommitView, commit_view
from salesdesk.usecases.plan_paper import side_name, state_name

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk


def save_xlsx(desk: Desk, deal_id: str, target: Path) -> None:
    """Writes the steps as one sheet, in the order of the plan.

    Raises KnownError when there is no step, or the file cannot be written; an older file is then
    untouched.
    """
    view = _with_steps(desk, deal_id)
    head = (_("No."), _("Step"), _("By"), _("Whose"), _("Who"), _("State"), _("Done on"),
            _("Note"))  # fmt: skip
    rows = [_row(state, view) for state in view.plan.live]
    xlsx_out.write(target, [xlsx_out.Sheet(_("Action plan"), head, rows)])


def save_ics(desk: Desk, deal_id: str, target: Path) -> None:
    """Writes the open steps with a day as whole-day appointments that ring the morning before.

    Raises KnownError when none has a day, or the file cannot be written.
    """
    view = _with_steps(desk, deal_id)
    events = [_event(state, view) for state in view.plan.live if _is_dated(state)]
    if not events:
        raise KnownError(
            _("No open step has a day yet. Nothing was written; give the steps their days first.")
        )
    made = desk.clock.now_utc()
    with csv_out.replacing(target) as raw:
        raw.write(to_ics(events, made=made))


def _with_steps(desk: Desk, deal_id: str) -> CommitView:
    view = commit_view(desk, deal_id)
    if not view.plan.live:
        raise KnownError(_("The plan has no step yet. Nothing was written; add the steps first."))
    return view


def _is_dated(state: StepState) -> bool:
    return state.step.is_open and bool(state.step.due_on)


def _row(state: StepState, view: CommitView) -> tuple[xlsx_out.Value, ...]:
    step = state.step
    return (
        state.number, step.what, _day(step.due_on), side_name(step.side, view), step.owner,
        state_name(step), _day(step.done_on), step.note,
    )  # fmt: skip


def _day(day: str | None) -> dt.date | None:
    return dt.date.fromisoformat(day) if day else None


def _event(state: StepState, view: CommitView) -> Event:
    step = state.step
    assert step.due_on is not None
    who = ": ".join(filter(None, (side_name(step.side, view), step.owner)))
    return Event(
        uid=f"plan-{step.id}@salesdesk",
        title=f"{step.what} · {view.deal}",
        start=dt.date.fromisoformat(step.due_on),
        minutes=None,
        words="\n".join(filter(None, (who, view.objective, step.note))),
        remind_minutes=15 * 60 if step.side != plans.BUYER else None,
    )
