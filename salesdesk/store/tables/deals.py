"""Deals, where they were, who is in them and what else the buyer weighs.

Read through `store.schema`.
"""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from salesdesk.store.tables.base import Row, link, maybe


class Deal(Row):
    """One potential sale. `probability` None means the stage's; `status` open, won or lost."""

    __tablename__ = "deal"
    pipeline_id: Mapped[str] = link("pipeline", index=False)
    stage_key: Mapped[str]
    order_key: Mapped[str]
    name: Mapped[str]
    account_id: Mapped[str | None] = maybe("account")
    amount_minor: Mapped[int | None]
    currency: Mapped[str]
    expected_close_on: Mapped[str | None]
    probability: Mapped[int | None]
    category: Mapped[str]
    """Forecast category: pipeline, best_case, commit or omitted."""
    status: Mapped[str]
    created_on: Mapped[str | None]
    """None when an import did not say; unknown is not today."""
    closed_on: Mapped[str | None]
    entered_on: Mapped[str]
    """The local date of the last entry into the present stage."""
    paused_until: Mapped[str | None]
    pause_reason: Mapped[str | None]
    owner: Mapped[str | None]
    source: Mapped[str | None]
    term: Mapped[str | None]
    start_on: Mapped[str | None]
    renewal_on: Mapped[str | None]
    kickoff_on: Mapped[str | None]
    triage: Mapped[str | None]
    """'due' on an imported open deal until the rep has looked at it."""
    external_id: Mapped[str | None]
    import_key: Mapped[str | None] = mapped_column(index=True)
    framework: Mapped[str | None]
    """The qualification framework that the rep chose; None means the process's first."""


class Stay(Row):
    """A visit of a deal to a stage. `how` says what brought it there."""

    __tablename__ = "stay"
    deal_id: Mapped[str] = link("deal")
    stage_key: Mapped[str]
    entered_at: Mapped[str]
    left_at: Mapped[str | None]
    how: Mapped[str]
    """created, moved, imported, won, lost, reopened."""


class GateOverride(Row):
    """A move past an unmet gate: what was missing and the rep's reason."""

    __tablename__ = "gate_override"
    deal_id: Mapped[str] = link("deal")
    from_stage: Mapped[str]
    to_stage: Mapped[str]
    missing: Mapped[str]
    """JSON list of criterion keys."""
    why: Mapped[str]
    made_at: Mapped[str]


class DealPerson(Row):
    """A stakeholder: a person's part in one deal."""

    __tablename__ = "deal_person"
    deal_id: Mapped[str] = link("deal")
    person_id: Mapped[str] = link("person")
    role: Mapped[str]
    influence: Mapped[str]
    stance: Mapped[str]
    reports_to_id: Mapped[str | None] = maybe("person")
    wants: Mapped[str | None]
    map_x: Mapped[int | None]
    map_y: Mapped[int | None]
    """Where the rep put the person on the stakeholder map, in thousandths of it; None: nowhere."""


class DealCompetitor(Row):
    """An alternative the buyer weighs: a rival, the incumbent, building it, doing nothing."""

    __tablename__ = "deal_competitor"
    deal_id: Mapped[str] = link("deal")
    name: Mapped[str]
    kind: Mapped[str]
    note: Mapped[str | None]


class DealTag(Row):
    """A tag on a deal."""

    __tablename__ = "deal_tag"
    deal_id: Mapped[str] = link("deal")
    tag_id: Mapped[str] = link("tag")
