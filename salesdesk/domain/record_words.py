"""What records and their fields are called: the history and the bin speak in these words.

Every kept table and every column of it is named here or is of no use to a person (`HIDDEN`); a
test sees to it. Called by `usecases.record_text`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from salesdesk.domain.facts import N_
from salesdesk.domain.record_fields import FIELDS, Field, Form


class Kind(NamedTuple):
    """One kind of record, and which of its columns it is called by."""

    one: str
    many: str
    name: str
    """The column that names it; "" when nothing does."""
    group: str
    """The key of the group it is filtered by in the history."""


_RECORD: Form = "record"
_SIDES = {"buyer": N_("Buyer"), "seller": N_("We"), "both": N_("Both")}

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "deal": N_("Deals"),
        "party": N_("Accounts and people"),
        "step": N_("Next steps and activities"),
        "note": N_("Notes and files"),
        "told": N_("What the buyer told us"),
        "offer": N_("Proposals and value"),
        "commit": N_("Commitment and handoff"),
        "desk": N_("Process and settings"),
    }
)
"""The groups that the history is filtered by, in their order."""

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "deal": Kind(N_("Deal"), N_("Deals"), "name", "deal"),
        "stay": Kind(N_("Stay in a stage"), N_("Stays in stages"), "stage_key", "deal"),
        "gate_override": Kind(N_("Move past a gate"), N_("Moves past a gate"), "why", "deal"),
        "deal_person": Kind(N_("Part in the deal"), N_("Parts in deals"), "person_id", "deal"),
        "deal_competitor": Kind(N_("Competitor"), N_("Competitors"), "name", "deal"),
        "deal_tag": Kind(N_("Tag on the deal"), N_("Tags on deals"), "tag_id", "deal"),
        "line_item": Kind(N_("Line item"), N_("Line items"), "name", "deal"),
        "account": Kind(N_("Account"), N_("Accounts"), "name", "party"),
        "person": Kind(N_("Person"), N_("People"), "name", "party"),
        "tag": Kind(N_("Tag"), N_("Tags"), "name", "desk"),
        "custom_field": Kind(N_("Own field"), N_("Own fields"), "name", "desk"),
        "custom_value": Kind(N_("Own field"), N_("Values of own fields"), "field_id", "deal"),
        "next_step": Kind(N_("Next step"), N_("Next steps"), "what", "step"),
        "activity": Kind(N_("Activity"), N_("Activities"), "subject", "step"),
        "call": Kind(N_("Call"), N_("Calls"), "planned_on", "step"),
        "practice": Kind(N_("Practice"), N_("Practice"), "play_key", "step"),
        "note": Kind(N_("Note"), N_("Notes"), "body", "note"),
        "attachment": Kind(N_("File"), N_("Files"), "name", "note"),
        "fact": Kind(N_("Fact"), N_("Facts"), "words", "told"),
        "answer": Kind(N_("Answer"), N_("Answers"), "words", "told"),
        "own_question": Kind(N_("Own question"), N_("Own questions"), "text", "told"),
        "score": Kind(N_("Assessment"), N_("Assessments"), "element", "told"),
        "objection": Kind(N_("Objection"), N_("Objections"), "words", "told"),
        "proposal": Kind(N_("Proposal"), N_("Proposals"), "title", "offer"),
        "proposal_option": Kind(N_("Option"), N_("Options"), "name", "offer"),
        "proposal_line": Kind(N_("Proposal line"), N_("Proposal lines"), "name", "offer"),
        "proposal_point": Kind(N_("Proposal point"), N_("Proposal points"), "words", "offer"),
        "roi_input": Kind(N_("Business case input"), N_("Business case inputs"), "name", "offer"),
        "value_link": Kind(N_("Value map line"), N_("Value map lines"), "capability", "offer"),
        "demo_item": Kind(N_("Demo item"), N_("Demo items"), "what", "offer"),
        "criterion_match": Kind(N_("Criterion match"), N_("Criterion matches"), "fact_id", "offer"),
        "product": Kind(N_("Product"), N_("Products"), "name", "desk"),
        "price": Kind(N_("Price"), N_("Prices"), "product_id", "desk"),
        "concession": Kind(N_("Concession"), N_("Concessions"), "give", "commit"),
        "action_plan": Kind(N_("Action plan"), N_("Action plans"), "objective", "commit"),
        "plan_step": Kind(N_("Plan step"), N_("Plan steps"), "what", "commit"),
        "handoff": Kind(N_("Handoff"), N_("Handoffs"), "to_name", "commit"),
        "handoff_item": Kind(N_("Handoff item"), N_("Handoff items"), "item_key", "commit"),
        "review": Kind(N_("Review"), N_("Reviews"), "decided_on", "commit"),
        "pipeline": Kind(N_("Pipeline"), N_("Pipelines"), "name", "desk"),
        "process_version": Kind(N_("Process version"), N_("Process versions"), "name", "desk"),
        "saved_filter": Kind(N_("Saved filter"), N_("Saved filters"), "name", "desk"),
        "sender": Kind(N_("Sender of papers"), N_("Senders of papers"), "company", "desk"),
    }
)
"""Every kept table."""

HIDDEN = frozenset(
    "id rev changed_at checksum order_key import_key external_id map_x map_y digest logo source_id"
    " source source_kind stages framework element play_key entity triage key"
    " item_rev process_key".split()
)
"""Columns that say nothing to a person, in every kind that does not name them itself."""

COMMON: Mapping[str, Field] = MappingProxyType(
    {
        "binned_at": Field(N_("In the bin since"), "instant"),
        "deal_id": Field(N_("Deal"), _RECORD),
        "account_id": Field(N_("Account"), _RECORD),
        "person_id": Field(N_("Person"), _RECORD),
        "product_id": Field(N_("Product"), _RECORD),
        "fact_id": Field(N_("Rests on"), _RECORD),
        "proposal_id": Field(N_("Proposal"), _RECORD),
        "option_id": Field(N_("Option"), _RECORD),
        "activity_id": Field(N_("Activity"), _RECORD),
        "pipeline_id": Field(N_("Pipeline"), _RECORD),
        "value_link_id": Field(N_("Value map line"), _RECORD),
        "name": Field(N_("Name")),
        "words": Field(N_("Words")),
        "note": Field(N_("Note")),
        "owner": Field(N_("Owner")),
        "about": Field(N_("About")),
        "title": Field(N_("Title")),
        "email": Field(N_("Mail")),
        "phone": Field(N_("Phone")),
        "website": Field(N_("Website")),
        "summary": Field(N_("Summary")),
        "outcome": Field(N_("Outcome")),
        "what": Field(N_("What")),
        "minutes": Field(N_("Minutes"), "number"),
        "currency": Field(N_("Currency")),
        "number": Field(N_("Number"), "number"),
        "due_on": Field(N_("Due"), "day"),
        "done_on": Field(N_("Done on"), "day"),
        "side": Field(N_("Side"), "choice", _SIDES),
        "stage_key": Field(N_("Stage"), "stage"),
        "unit_minor": Field(N_("Unit price"), "money"),
        "amount_minor": Field(N_("Amount"), "money"),
        "quantity_milli": Field(N_("Quantity"), "thousandths"),
        "discount_bp": Field(N_("Discount"), "points"),
    }
)
"""Columns that are called the same in every kind that does not say otherwise."""


def field(table: str, column: str) -> Field | None:
    """How a column is called and written; None when it says nothing to a person."""
    own = FIELDS.get(table, {}).get(column)
    if own is not None or column in HIDDEN:
        return own
    return COMMON.get(column)
