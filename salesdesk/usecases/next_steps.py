"""Next steps: set, edit, put off, complete (with the next one in the same command), drop.

Called by the deal page, the board's cards, Today and triage. One open step per deal is normal;
several are allowed, and the earliest shows on the card.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.support.i18n import _, format_date
from salesdesk.usecases.deals import get_deal

if TYPE_CHECKING:
    from salesdesk.store.schema import NextStep
    from salesdesk.store.unit import Unit

KINDS = ("call", "email", "meeting", "demo", "task")
"""What a next step can be."""


@dataclass(frozen=True)
class PlannedStep:
    """A next step as it is entered. `due_on` is ISO text, `due_time` HH:MM or None."""

    what: str
    due_on: str
    kind: str = "task"
    due_time: str | None = None
    owner: str | None = None
    attendees: str | None = None
    agreed: bool = False
    """Whether the buyer agreed to it; else it is only planned."""


class StepChanges(TypedDict, total=False):
    """The fields of a next step that may be edited; only those present change."""

    what: str
    due_on: str
    kind: str
    due_time: str | None
    owner: str | None
    attendees: str | None
    agreed: bool


def _what(value: Any) -> str:
    return entry.name(value, _("Say what the next step is. Nothing was saved."))


def _due(value: Any) -> str:
    return entry.needed_day(value, _("A next step needs a date. Nothing was saved; enter it."))


def _kind(value: Any) -> str:
    return entry.one_of(value, KINDS)


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "what": _what,
    "due_on": _due,
    "kind": _kind,
    "due_time": entry.clock_time,
    "owner": entry.line,
    "attendees": entry.line,
    "agreed": bool,
}


@dataclass(frozen=True)
class SetNextStep:
    """Adds an open next step to a deal; a deal still due for triage is then assessed."""

    deal_id: str
    step: PlannedStep
    step_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names step and deal."""
        return _("Set next step")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without words or date, or when the deal is gone."""
        deal = get_deal(unit, self.deal_id)
        add_step(unit, deal.id, self.step, self.step_id)
        deal.triage = None
        unit.label = _("Set next step “{step}” on {deal}").format(
            step=self.step.what.strip(), deal=deal.name
        )


@dataclass(frozen=True)
class EditNextStep:
    """Changes fields of a next step."""

    step_id: str
    changes: StepChanges

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the step."""
        return _("Edit next step")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a value cannot be taken."""
        step = _get(unit, self.step_id)
        for key, value in self.changes.items():
            setattr(step, key, _CHECKS[key](value))
        unit.label = _("Edit next step “{step}”").format(step=step.what)


@dataclass(frozen=True)
class RescheduleStep:
    """Moves a next step to another day; `due_time` None clears the time."""

    step_id: str
    due_on: str
    due_time: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names step and day."""
        return _("Reschedule next step")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the step is done, or the date is none."""
        import datetime as dt

        step = _open_step(unit, self.step_id)
        step.due_on, step.due_time = _due(self.due_on), entry.clock_time(self.due_time)
        unit.label = _("Reschedule “{step}” to {day}").format(
            step=step.what, day=format_date(dt.date.fromisoformat(step.due_on), "short")
        )


@dataclass(frozen=True)
class CompleteNextStep:
    """Marks a next step as done with its outcome, and sets the next one, all in one."""

    step_id: str
    outcome: str | None
    following: PlannedStep | None = None
    done_on: str | None = None
    following_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the step."""
        return _("Complete next step")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the step is done already, or the day is still to come."""
        step = _open_step(unit, self.step_id)
        done_on = entry.day(self.done_on) or unit.today
        if done_on > unit.today:
            raise KnownError(_("That day is still to come. Nothing was saved; enter when it was."))
        step.done_on, step.outcome = done_on, entry.text(self.outcome)
        if self.following is not None:
            add_step(unit, step.deal_id, self.following, self.following_id)
        unit.label = _("Complete “{step}”").format(step=step.what)


@dataclass(frozen=True)
class DropNextStep:
    """Puts a next step into the bin: it will not be done, and is not counted as done."""

    step_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the step."""
        return _("Drop next step")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the step is gone."""
        step = _get(unit, self.step_id)
        unit.bin(step)
        unit.label = _("Drop next step “{step}”").format(step=step.what)


def add_step(unit: Unit, deal_id: str, step: PlannedStep, step_id: str | None = None) -> NextStep:
    """Adds an open next step, checked. Raises KnownError when a value cannot be taken."""
    from salesdesk.store.schema import NextStep

    values = {key: check(getattr(step, key)) for key, check in _CHECKS.items()}
    return unit.add(NextStep(id=step_id or new_id(), deal_id=deal_id, **values))


def _get(unit: Unit, step_id: str) -> NextStep:
    from salesdesk.store.schema import NextStep

    return unit.get(NextStep, step_id)


def _open_step(unit: Unit, step_id: str) -> NextStep:
    step = _get(unit, step_id)
    if step.done_on is not None or step.binned_at is not None:
        raise KnownError(
            _("“{step}” is not open any more. Nothing was changed; set a new next step.").format(
                step=step.what
            )
        )
    return step
