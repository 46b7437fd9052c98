"""The tables, gathered: one typed class each. Used by the unit to write and by reads to read.

Every kept row has `id` (UUID version 7, 32 hex characters), `rev`, `changed_at` (UTC) and a
`checksum` over its values, all set by the unit alone. Dates are ISO text, instants ISO UTC text,
amounts integer minor units. There are no server defaults, no ondelete actions and no
relationships: foreign keys are set by id, so that every change passes through the unit.

`SCHEMA` is the number kept in `PRAGMA user_version`; a change of tables raises it and adds a
migration.
"""

from __future__ import annotations

from sqlalchemy import Index

from salesdesk.store.tables.base import Base, Row
from salesdesk.store.tables.board import Card, JournalEntry, JournalPart
from salesdesk.store.tables.calls import Call, Practice
from salesdesk.store.tables.commitment import ActionPlan, Concession, PlanStep
from salesdesk.store.tables.deals import (
    Deal,
    DealCompetitor,
    DealPerson,
    DealTag,
    GateOverride,
    Stay,
)
from salesdesk.store.tables.ends import Handoff, HandoffItem, Review
from salesdesk.store.tables.files import Attachment, Blob, Sender
from salesdesk.store.tables.keeping import BinSince, DaySeen, Draft
from salesdesk.store.tables.parties import Account, CustomField, CustomValue, Person, Tag
from salesdesk.store.tables.process import Pipeline, ProcessVersion, SavedFilter
from salesdesk.store.tables.proposals import (
    Proposal,
    ProposalLine,
    ProposalOption,
    ProposalPoint,
    RoiInput,
)
from salesdesk.store.tables.selling import LineItem, Price, Product
from salesdesk.store.tables.told import Answer, Fact, Objection, OwnQuestion, Score
from salesdesk.store.tables.value import CriterionMatch, DemoItem, ValueLink
from salesdesk.store.tables.work import Activity, NextStep, Note

__all__ = [
    "KINDS",
    "SCHEMA",
    "Account",
    "ActionPlan",
    "Activity",
    "Answer",
    "Attachment",
    "Base",
    "BinSince",
    "Blob",
    "Call",
    "Card",
    "Concession",
    "CriterionMatch",
    "CustomField",
    "CustomValue",
    "DaySeen",
    "Deal",
    "DealCompetitor",
    "DealPerson",
    "DealTag",
    "DemoItem",
    "Draft",
    "Fact",
    "GateOverride",
    "Handoff",
    "HandoffItem",
    "JournalEntry",
    "JournalPart",
    "LineItem",
    "NextStep",
    "Note",
    "Objection",
    "OwnQuestion",
    "Person",
    "Pipeline",
    "PlanStep",
    "Practice",
    "Price",
    "ProcessVersion",
    "Product",
    "Proposal",
    "ProposalLine",
    "ProposalOption",
    "ProposalPoint",
    "Review",
    "RoiInput",
    "Row",
    "SavedFilter",
    "Score",
    "Sender",
    "Stay",
    "Tag",
    "ValueLink",
]

SCHEMA = 3

Index("deal_totals", Deal.status, Deal.pipeline_id, Deal.stage_key, Deal.amount_minor)
Index("next_step_open", NextStep.done_on, NextStep.due_on)

KINDS: dict[str, type[Row]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Row)
}
"""Every kept table by its name: what the journal, the checks and the export iterate."""

# Rows are made without SQLAlchemy's constructor, which would see to it with the first one.
Base.registry.configure()
