"""Reads what stands on the Commit panel: the concession ledger, the plan and its steps.

Called by the commitment queries, exports and the paper.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from salesdesk.domain.action_plan import BUYER, PlanStep
from salesdesk.domain.concessions import Concession as ConcessionView
from salesdesk.store.schema import ActionPlan, Concession, Person
from salesdesk.store.schema import PlanStep as PlanStepRow

_CONCESSIONS = (
    select(
        Concession.id, Concession.guardrail, Concession.give, Concession.size,
        Concession.cost_minor, Concession.get, Concession.state, Concession.approved_by,
        Concession.approved_on, Concession.given_on, Concession.person_id,
        Person.name.label("person"),
    )
    .outerjoin_from(Concession, Person, Person.id == Concession.person_id)
    .where(Concession.binned_at.is_(None))
    .order_by(Concession.order_key, Concession.id)
)  # fmt: skip
_STEPS = (
    select(
        PlanStepRow.id, PlanStepRow.kind, PlanStepRow.what, PlanStepRow.due_on, PlanStepRow.side,
        PlanStepRow.owner, PlanStepRow.person_id, PlanStepRow.state, PlanStepRow.done_on,
        PlanStepRow.note, PlanStepRow.order_key, Person.name.label("person"),
    )
    .outerjoin_from(PlanStepRow, Person, Person.id == PlanStepRow.person_id)
    .where(PlanStepRow.binned_at.is_(None))
    .order_by(PlanStepRow.order_key, PlanStepRow.id)
)  # fmt: skip


def concessions(connection: Connection, deal_id: str) -> tuple[ConcessionView, ...]:
    """The ledger of a deal, in its order."""
    found = connection.execute(_CONCESSIONS.where(Concession.deal_id == deal_id))
    return tuple(_concession(dict(row._mapping)) for row in found)


def steps(connection: Connection, deal_id: str) -> tuple[PlanStep, ...]:
    """The steps of a deal's plan in their order; a known person's present name is the owner's."""
    found = connection.execute(_STEPS.where(PlanStepRow.deal_id == deal_id))
    return tuple(_step(dict(row._mapping)) for row in found)


def plan(connection: Connection, deal_id: str) -> Any:
    """The row of a deal's plan (objective, target_on, fallback), or None."""
    statement = (
        select(ActionPlan.id, ActionPlan.objective, ActionPlan.target_on, ActionPlan.fallback)
        .where(ActionPlan.deal_id == deal_id, ActionPlan.binned_at.is_(None))
        .order_by(ActionPlan.id)
        .limit(1)
    )
    return connection.execute(statement).first()


def _concession(values: dict[str, Any]) -> ConcessionView:
    texts = {name: values[name] or "" for name in ("get", "approved_by", "person")}
    return ConcessionView(**{**values, **texts})


def _step(values: dict[str, Any]) -> PlanStep:
    person = values.pop("person")
    texts = {"owner": person or values["owner"] or "", "note": values["note"] or ""}
    return PlanStep(**{**values, **texts, "side": values["side"] or BUYER})
