"""Reads behind Today, triage, the tables and the history. Called by those use cases only."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, literal, null, select

from salesdesk.domain.action_plan import BOTH, DOING, OPEN, SELLER
from salesdesk.store.schema import (
    Account,
    Activity,
    Card,
    CustomField,
    CustomValue,
    Deal,
    Handoff,
    NextStep,
    Person,
    Pipeline,
    PlanStep,
    Review,
)

_CARD: tuple[Any, ...] = (
    Deal.id,
    Deal.name,
    Deal.pipeline_id,
    Deal.stage_key,
    Deal.status,
    Deal.amount_minor,
    Deal.currency,
    Deal.entered_on,
    Deal.created_on,
    Deal.expected_close_on,
    Account.name.label("account"),
    Account.phone.label("phone"),
    Card.buyer_acted_on,
    Card.open_objections,
)
_OPEN_STEPS: Any = (
    select(
        *_CARD,
        NextStep.id.label("step_id"),
        NextStep.kind,
        NextStep.what,
        NextStep.due_on,
        NextStep.due_time,
        NextStep.agreed,
        literal(value=False).label("is_plan"),
        null().label("note"),
    )
    .join_from(NextStep, Deal, Deal.id == NextStep.deal_id)
    .join(Card, Card.deal_id == Deal.id)
    .outerjoin(Account, Account.id == Deal.account_id)
    .where(NextStep.done_on.is_(None), NextStep.binned_at.is_(None), Deal.binned_at.is_(None))
    .where(Card.column_key != "closed", Deal.triage.is_(None))
)
_OUR_PLAN_STEPS: Any = (
    select(
        *_CARD,
        PlanStep.id.label("step_id"),
        literal("plan").label("kind"),
        PlanStep.what,
        PlanStep.due_on,
        null().label("due_time"),
        literal(value=True).label("agreed"),
        literal(value=True).label("is_plan"),
        PlanStep.note,
    )
    .join_from(PlanStep, Deal, Deal.id == PlanStep.deal_id)
    .join(Card, Card.deal_id == Deal.id)
    .outerjoin(Account, Account.id == Deal.account_id)
    .where(PlanStep.state.in_((OPEN, DOING)), PlanStep.side.in_((SELLER, BOTH)))
    .where(PlanStep.binned_at.is_(None), Deal.binned_at.is_(None))
    .where(Card.column_key != "closed", Deal.triage.is_(None))
)
_WITHOUT: Any = (
    select(*_CARD)
    .join_from(Deal, Card, Card.deal_id == Deal.id)
    .outerjoin(Account, Account.id == Deal.account_id)
    .where(Deal.status == "open", Deal.triage.is_(None), Card.next_due_on.is_(None))
    .order_by(Deal.entered_on, Deal.id)
)


def due_steps(connection: Connection, today: str) -> list[Any]:
    """Open next steps, and steps of action plans that are ours, due up to today, earliest first.

    Paused and unassessed deals apart. Steps of won deals count while the handoff is open.
    """
    awake = _awake(today)
    found = [
        *connection.execute(_OPEN_STEPS.where(NextStep.due_on <= today, awake)),
        *connection.execute(_OUR_PLAN_STEPS.where(PlanStep.due_on <= today, awake)),
    ]
    return sorted(found, key=lambda row: (row.due_on, row.due_time or "24:00", row.step_id))


def late_count(connection: Connection, today: str) -> int:
    """How many of `due_steps` were due before today, counted without reading them."""
    awake = _awake(today)
    late = (
        _OPEN_STEPS.where(NextStep.due_on < today, awake),
        _OUR_PLAN_STEPS.where(PlanStep.due_on < today, awake),
    )
    return sum(
        connection.execute(
            statement.with_only_columns(func.count(), maintain_column_froms=True)
        ).scalar_one()
        for statement in late
    )


def _awake(today: str) -> Any:
    return Deal.paused_until.is_(None) | (Deal.paused_until <= today)


def without_step(connection: Connection, today: str, limit: int) -> tuple[int, list[Any]]:
    """How many open deals have no next step, and those longest in their stage."""
    statement = _WITHOUT.where(_awake(today))
    count = connection.execute(
        select(func.count()).select_from(statement.order_by(None).subquery())
    ).scalar_one()
    return count, list(connection.execute(statement.limit(limit)))


def due_handoffs(connection: Connection, today: str) -> list[Any]:
    """Won deals whose handoff is due up to today, earliest first."""
    statement = (
        select(*_CARD, Handoff.due_on, Handoff.state)
        .join_from(Handoff, Deal, Deal.id == Handoff.deal_id)
        .join(Card, Card.deal_id == Deal.id)
        .outerjoin(Account, Account.id == Deal.account_id)
        .where(Deal.status == "won", Handoff.state.in_(("open", "returned")))
        .where(Handoff.binned_at.is_(None), Deal.binned_at.is_(None), Handoff.due_on <= today)
        .order_by(Handoff.due_on, Deal.id)
    )
    return list(connection.execute(statement))


def last_heard(connection: Connection, deal_ids: list[str]) -> dict[str, str]:
    """The latest activity by deal, ISO dates."""
    found: dict[str, str] = {}
    for start in range(0, len(deal_ids), 500):
        part = deal_ids[start : start + 500]
        rows = connection.execute(
            select(Activity.deal_id, func.max(Activity.happened_on))
            .where(Activity.deal_id.in_(part), Activity.binned_at.is_(None))
            .group_by(Activity.deal_id)
        )
        found.update((deal_id, value) for deal_id, value in rows if deal_id and value)
    return found


def phones(connection: Connection, deal_ids: list[str]) -> dict[str, str]:
    """A phone number of someone on the deal, by deal: the first that has one."""
    from salesdesk.store.schema import DealPerson

    found: dict[str, str] = {}
    for start in range(0, len(deal_ids), 500):
        part = deal_ids[start : start + 500]
        rows = connection.execute(
            select(DealPerson.deal_id, Person.phone)
            .join_from(DealPerson, Person, Person.id == DealPerson.person_id)
            .where(DealPerson.deal_id.in_(part), Person.phone.is_not(None))
            .where(Person.binned_at.is_(None), DealPerson.binned_at.is_(None))
            .order_by(DealPerson.id.desc())
        )
        found.update((deal_id, value) for deal_id, value in rows if deal_id and value)
    return found


def triage_queue(connection: Connection) -> list[Any]:
    """Open imported deals that the rep has not looked at, the most stale first."""
    statement = (
        select(*_CARD, NextStep.what, NextStep.due_on, NextStep.id.label("step_id"))
        .join_from(Deal, Card, Card.deal_id == Deal.id)
        .outerjoin(Account, Account.id == Deal.account_id)
        .outerjoin(
            NextStep,
            (NextStep.deal_id == Deal.id)
            & NextStep.done_on.is_(None)
            & NextStep.binned_at.is_(None),
        )
        .where(Deal.triage == "due", Deal.status == "open", Deal.binned_at.is_(None))
        .order_by(Deal.entered_on, Deal.id, NextStep.due_on)
    )
    return list(connection.execute(statement))


def triage_count(connection: Connection) -> int:
    """How many deals the triage queue holds."""
    statement = select(func.count(Deal.id)).where(
        Deal.triage == "due", Deal.status == "open", Deal.binned_at.is_(None)
    )
    return connection.execute(statement).scalar_one()


def deal_rows(connection: Connection) -> list[Any]:
    """All deals in use, closed ones too, newest first, as the table shows them."""
    statement = (
        select(
            Deal.id, Deal.name, Account.name, Card.products, Pipeline.name, Deal.stage_key,
            Deal.status, Deal.amount_minor, Deal.currency, Deal.probability,
            Deal.expected_close_on, Deal.created_on, Deal.closed_on, Deal.entered_on,
            Card.next_what, Card.next_due_on, Card.criteria_met, Card.criteria_total,
            Card.open_objections, Card.buyer_acted_on, Deal.paused_until, Deal.triage, Deal.owner,
            Deal.source, Deal.category, Card.tags, Deal.pipeline_id, Deal.account_id,
        )
        .join_from(Deal, Card, Card.deal_id == Deal.id)
        .join(Pipeline, Pipeline.id == Deal.pipeline_id)
        .outerjoin(Account, Account.id == Deal.account_id)
        .where(Deal.binned_at.is_(None))
        .order_by(Deal.id.desc())
    )  # fmt: skip
    return list(connection.execute(statement))


def undecided(connection: Connection) -> frozenset[str]:
    """The ids of deals that ended without a decision; reopened ones have no review in use."""
    statement = select(Review.deal_id).where(
        Review.outcome == "no_decision", Review.binned_at.is_(None)
    )
    return frozenset(connection.execute(statement).scalars())


def account_rows(connection: Connection) -> list[Any]:
    """All accounts in use by name."""
    parent = Account.__table__.alias("parent")
    statement = (
        select(
            Account.id, Account.name, parent.c.name.label("parent"), Account.industry,
            Account.size, Account.city, Account.country, Account.phone, Account.website,
            Account.owner,
        )
        .outerjoin_from(Account, parent, parent.c.id == Account.parent_id)
        .where(Account.binned_at.is_(None))
        .order_by(Account.name, Account.id)
    )  # fmt: skip
    return list(connection.execute(statement))


def account_figures(connection: Connection) -> list[Any]:
    """(account id, status, currency, deals, amount in minor units, latest close) in use."""
    statement = (
        select(
            Deal.account_id, Deal.status, Deal.currency, func.count(Deal.id),
            func.sum(Deal.amount_minor), func.max(Deal.closed_on),
        )
        .where(Deal.binned_at.is_(None), Deal.account_id.is_not(None))
        .group_by(Deal.account_id, Deal.status, Deal.currency)
    )  # fmt: skip
    return list(connection.execute(statement))


def account_people(connection: Connection) -> dict[str, int]:
    """How many people in use each account has, by account id."""
    statement = (
        select(Person.account_id, func.count(Person.id))
        .where(Person.account_id.is_not(None), Person.binned_at.is_(None))
        .group_by(Person.account_id)
    )
    return {account: count for account, count in connection.execute(statement) if account}


def custom_values(connection: Connection, entity: str) -> list[Any]:
    """(owner id, field name, value) of all the rep's own fields of an entity, in field order."""
    statement = (
        select(CustomValue.owner_id, CustomField.name, CustomValue.value)
        .join_from(CustomValue, CustomField, CustomField.id == CustomValue.field_id)
        .where(CustomField.entity == entity, CustomField.binned_at.is_(None))
        .order_by(CustomField.order_key)
    )
    return list(connection.execute(statement))
