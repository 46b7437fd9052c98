"""What was given and got, and the plan that both sides agreed on. Read through `store.schema`.

Commitment events themselves (legal review started, a procurement ticket) are facts: the buyer did
them.
"""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from salesdesk.store.tables.base import Row, link, maybe


class Concession(Row):
    """Something given, and what was got for it. `guardrail` is a key of the process."""

    __tablename__ = "concession"
    deal_id: Mapped[str] = link("deal")
    guardrail: Mapped[str]
    give: Mapped[str]
    size: Mapped[int | None]
    """How much, in the guardrail's unit: hundredths of a percent, days, months, or pieces."""
    cost_minor: Mapped[int | None]
    """What it takes off the deal, in minor units of the deal's currency."""
    get: Mapped[str | None]
    state: Mapped[str]
    """asked, offered, agreed or withdrawn."""
    approved_by: Mapped[str | None]
    approved_on: Mapped[str | None]
    given_on: Mapped[str]
    person_id: Mapped[str | None] = maybe("person")
    """Who on the buyer's side asked for it."""
    order_key: Mapped[str]


class ActionPlan(Row):
    """The mutual action plan of a deal: one a deal, its steps in `PlanStep`."""

    __tablename__ = "action_plan"
    deal_id: Mapped[str] = link("deal")
    objective: Mapped[str | None]
    target_on: Mapped[str | None]
    fallback: Mapped[str | None]
    """What is done when the date cannot be held."""


class PlanStep(Row):
    """A step of the mutual action plan; it counts as planned with a date and a name."""

    __tablename__ = "plan_step"
    deal_id: Mapped[str] = link("deal")
    kind: Mapped[str]
    """technical, security, budget, legal, procurement, terms, signature, kickoff or other."""
    what: Mapped[str]
    due_on: Mapped[str | None]
    side: Mapped[str | None]
    """buyer, seller or both."""
    owner: Mapped[str | None]
    person_id: Mapped[str | None] = maybe("person")
    """The owner on the buyer's side, when it is a known person."""
    state: Mapped[str]
    """open, doing, done or dropped."""
    done_on: Mapped[str | None]
    note: Mapped[str | None]
    order_key: Mapped[str]
