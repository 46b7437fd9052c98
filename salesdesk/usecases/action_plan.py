"""Commands on the mutual action plan: objective and date, steps, the typical ones as a start.

Called by the Commit panel; `usecases.commitment` hands them on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesdesk.domain import action_plan as domain
from salesdesk.domain import entry
from salesdesk.domain.action_plan import DONE, KINDS, OPEN, SIDES, STATES
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.domain.ordering import key_between
from salesdesk.support.i18n import _
from salesdesk.usecases.answers import shown
from salesdesk.usecases.deal_access import get_deal
from salesdesk.usecases.kickoff import kickoff_moved

if TYPE_CHECKING:
    from salesdesk.store.schema import ActionPlan, Deal, PlanStep
    from salesdesk.store.unit import Unit

STEP_FIELDS = ("kind", "what", "due_on", "side", "owner", "person_id", "state", "done_on", "note")
"""The fields of a step that can be set."""


@dataclass(frozen=True)
class SetPlan:
    """Sets what the plan is for: any of objective, target_on (ISO date) and fallback."""

    deal_id: str
    changes: Mapping[str, str | None]

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Change the action plan")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for an unknown field or a date that is none."""
        deal = get_deal(unit, self.deal_id)
        plan = _plan(unit, deal.id)
        for name, value in self.changes.items():
            if name == "target_on":
                before, plan.target_on = plan.target_on, entry.day(value)
                kickoff_moved(unit, deal, before, plan.target_on)
            elif name in ("objective", "fallback"):
                setattr(plan, name, entry.text(value))
            else:
                raise KnownError(_("A plan has no field “{name}”.").format(name=name))
        unit.label = _("Change the action plan of {deal}").format(deal=deal.name)


@dataclass(frozen=True)
class AddPlanStep:
    """Adds a step; `fields` are of :data:`STEP_FIELDS`, at least what."""

    deal_id: str
    fields: Mapping[str, Any]

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add the plan step “{what}”").format(what=shown(str(self.fields.get("what", ""))))

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without words, or for a kind, side, state or date that cannot be."""
        deal = get_deal(unit, self.deal_id)
        blank = {"kind": "other", "what": "", "side": domain.BUYER, "state": OPEN}
        step = unit.add(_new_step(unit, self.deal_id, {**blank, **self.fields}))
        _follow(unit, deal, step, None)


@dataclass(frozen=True)
class EditPlanStep:
    """Changes a step; what is not named in `changes` stays."""

    step_id: str
    changes: Mapping[str, Any]

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the step."""
        return _("Change a plan step")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError as :class:`AddPlanStep` does. What is done keeps its day."""
        row = _get(unit, self.step_id)
        deal, before = get_deal(unit, row.deal_id), row.due_on
        whole = {name: getattr(row, name) for name in STEP_FIELDS} | dict(self.changes)
        if "person_id" in self.changes and "owner" not in self.changes:
            whole["owner"] = None
        for name, value in _tidied(unit, whole).items():
            setattr(row, name, value)
        _follow(unit, deal, row, before)
        unit.label = _("Change the plan step “{what}”").format(what=shown(row.what))


@dataclass(frozen=True)
class BinPlanStep:
    """Puts a step into the bin."""

    step_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the step."""
        return _("Delete a plan step")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is gone."""
        row = _get(unit, self.step_id)
        unit.bin(row)
        unit.label = _("Delete the plan step “{what}”").format(what=shown(row.what))


@dataclass(frozen=True)
class AddTypicalSteps:
    """Adds the typical steps that the plan lacks, counted back from the target.

    Without `target_on` that of the plan is taken. Owners are those on the deal whose role fits.
    """

    deal_id: str
    target_on: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add the typical plan steps")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a target, or when all of them are there."""
        deal = get_deal(unit, self.deal_id)
        plan = _plan(unit, deal.id)
        target = entry.day(self.target_on) or plan.target_on
        if target is None:
            raise KnownError(
                _("The steps are counted back from the day of the start. Nothing was changed; "
                  "enter that day first.")
            )  # fmt: skip
        before, plan.target_on = plan.target_on, target
        kickoff_moved(unit, deal, before, target)
        have = [row.kind for row in _steps(unit, deal.id) if row.state != domain.DROPPED]
        today = dt.date.fromisoformat(unit.today)
        drafted = domain.typical_steps(dt.date.fromisoformat(target), today, have)
        if not drafted:
            raise KnownError(_("All typical steps are in the plan already. Nothing was changed."))
        people = _people(unit, deal.id)
        for each in drafted:
            person = next((people[r] for r in each.typical.roles if r in people), (None, None))
            fields = {
                "kind": each.typical.kind,
                "what": _(each.typical.what),
                "due_on": each.due_on.isoformat(),
                "side": each.typical.side,
                "person_id": person[0],
                "owner": person[1],
                "state": OPEN,
            }
            unit.add(_new_step(unit, deal.id, fields))
            unit.flush()  # the next one goes behind it


def _follow(unit: Unit, deal: Deal, step: PlanStep, before: str | None) -> None:
    """The kickoff of the plan is the deal's."""
    if step.kind == "kickoff" and step.state in (OPEN, domain.DOING):
        kickoff_moved(unit, deal, before, step.due_on)


def _plan(unit: Unit, deal_id: str) -> ActionPlan:
    """The deal's plan, made when there is none."""
    from salesdesk.store.schema import ActionPlan

    found = unit.first(ActionPlan, ActionPlan.deal_id == deal_id)
    return found or unit.add(ActionPlan(deal_id=deal_id))


def _steps(unit: Unit, deal_id: str) -> list[PlanStep]:
    from salesdesk.store.schema import PlanStep

    return unit.find(PlanStep, PlanStep.deal_id == deal_id, order_by=PlanStep.order_key)


def _get(unit: Unit, step_id: str) -> PlanStep:
    from salesdesk.store.schema import PlanStep

    return unit.get(PlanStep, step_id)


def _people(unit: Unit, deal_id: str) -> dict[str, tuple[str, str]]:
    """The first person in each role on the deal: id and name."""
    from salesdesk.store.schema import DealPerson, Person

    found: dict[str, tuple[str, str]] = {}
    for part in unit.find(DealPerson, DealPerson.deal_id == deal_id, order_by=DealPerson.id):
        person = unit.maybe(Person, part.person_id)
        if person is not None and person.binned_at is None:
            found.setdefault(part.role, (person.id, person.name))
    return found


def _new_step(unit: Unit, deal_id: str, fields: Mapping[str, Any]) -> PlanStep:
    from salesdesk.store.schema import PlanStep

    last = unit.highest(PlanStep.order_key, PlanStep.deal_id == deal_id)
    tidied = _tidied(unit, fields)
    return PlanStep(id=new_id(), deal_id=deal_id, order_key=key_between(last, None), **tidied)


def _tidied(unit: Unit, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a step, each tidied or refused."""
    unknown = set(fields) - set(STEP_FIELDS)
    if unknown:
        raise KnownError(_("A plan step has no field “{name}”.").format(name=min(unknown)))
    person_id = fields.get("person_id") or None
    state = entry.one_of(fields["state"], STATES)
    return {
        "kind": entry.one_of(fields["kind"], KINDS),
        "what": entry.words(
            fields["what"], _("A plan step needs words. Nothing was changed; say what is done.")
        ),
        "due_on": entry.day(fields.get("due_on")),
        "side": entry.one_of(fields.get("side") or domain.BUYER, SIDES),
        "owner": _owner(unit, person_id, entry.line(fields.get("owner"))),
        "person_id": person_id,
        "state": state,
        "done_on": _done_on(unit, state, entry.day(fields.get("done_on"))),
        "note": entry.text(fields.get("note")),
    }


def _owner(unit: Unit, person_id: str | None, typed: str | None) -> str | None:
    """The owner's name: the known person's, else what was typed."""
    from salesdesk.store.schema import Person

    return unit.get(Person, person_id).name if person_id else typed


def _done_on(unit: Unit, state: str, day: str | None) -> str | None:
    """The day a step was done: today unless another is given; none while it is open."""
    if state != DONE:
        return None
    if day is not None and day > unit.today:
        raise KnownError(
            _("That day is still to come. Nothing was changed; enter the day it was done.")
        )
    return day or unit.today
