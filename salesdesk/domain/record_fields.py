"""The fields of each kind of record, as a person calls them, and how their values are written.

What is called the same in every kind stands in `record_words.COMMON`. Called by `record_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from salesdesk.domain import record_choices
from salesdesk.domain.action_plan import KIND_LABELS
from salesdesk.domain.discovery import LAYER_LABELS
from salesdesk.domain.facts import (
    FACT_KIND_LABELS,
    INFLUENCE_LABELS,
    N_,
    RIVAL_LABELS,
    ROLE_LABELS,
    STANCE_LABELS,
)
from salesdesk.domain.roi import CASE_KINDS
from salesdesk.domain.value import FIT_LABELS, PROOF_LABELS, REACTION_LABELS

Form = Literal[
    "text", "day", "instant", "time", "money", "yes", "percent", "points", "thousandths",
    "number", "choice", "record", "stage", "key", "body",
]  # fmt: skip
"""How a value is written. `points`: hundredths of a percent. `record`: the id of another record.
`key`: a part of the process. `body`: something made of many parts, as JSON."""


class Field(NamedTuple):
    """One field of a kind of record."""

    label: str
    form: Form = "text"
    choices: Mapping[Any, str] = MappingProxyType({})
    """The words of each value, of a choice."""


_DAY: Form = "day"
_MONEY: Form = "money"
_YES: Form = "yes"
_RECORD: Form = "record"
_KEY: Form = "key"

_STATUS = {"open": N_("Open"), "won": N_("Won"), "lost": N_("Lost")}
_CATEGORIES = {
    "pipeline": N_("Pipeline"),
    "best_case": N_("Best case"),
    "commit": N_("Commit"),
    "omitted": N_("Omitted"),
}
_MEANS = {
    "call": N_("Call"),
    "email": N_("Email"),
    "meeting": N_("Meeting"),
    "note": N_("Note"),
    "demo": N_("Demo"),
    "task": N_("Task"),
}
_STATES = {
    "open": N_("Open"),
    "doing": N_("Under way"),
    "done": N_("Done"),
    "dropped": N_("Dropped"),
    "planned": N_("Planned"),
    "running": N_("Running"),
    "draft": N_("Draft"),
    "frozen": N_("Ready to send"),
    "sent": N_("Sent"),
    "accepted": N_("Accepted"),
    "declined": N_("Declined"),
    "replaced": N_("Replaced"),
    "finished": N_("Finished"),
    "returned": N_("Returned"),
    "asked": N_("Asked for"),
    "offered": N_("Offered"),
    "agreed": N_("Agreed"),
    "withdrawn": N_("Withdrawn"),
    "known": N_("Known"),
    "unknown": N_("Unknown"),
    "not_applicable": N_("Does not apply"),
    "resolved": N_("Resolved"),
    "stands": N_("Stands"),
}
_STATE = Field(N_("State"), "choice", _STATES)
_HOW = {
    "created": N_("Added"),
    "moved": N_("Moved"),
    "imported": N_("Imported"),
    "won": N_("Won"),
    "lost": N_("Lost"),
    "reopened": N_("Opened again"),
}
_ENDS = {"won": N_("Won"), "lost": N_("Lost"), "no_decision": N_("No decision")}
_PERIODS = {"once": N_("Once"), "month": N_("A month"), "year": N_("A year")}

FIELDS: Mapping[str, Mapping[str, Field]] = MappingProxyType(
    {
        "deal": {
            "expected_close_on": Field(N_("Expected close"), _DAY),
            "probability": Field(N_("Probability"), "percent"),
            "category": Field(N_("Forecast category"), "choice", _CATEGORIES),
            "status": Field(N_("Status"), "choice", _STATUS),
            "created_on": Field(N_("First contact"), _DAY),
            "closed_on": Field(N_("Closed on"), _DAY),
            "entered_on": Field(N_("In this stage since"), _DAY),
            "paused_until": Field(N_("Paused until"), _DAY),
            "pause_reason": Field(N_("Reason for the pause")),
            "source": Field(N_("Source")),
            "term": Field(N_("Term")),
            "start_on": Field(N_("Start"), _DAY),
            "renewal_on": Field(N_("Renewal"), _DAY),
            "kickoff_on": Field(N_("Kickoff"), _DAY),
        },
        "stay": {
            "entered_at": Field(N_("Came in"), "instant"),
            "left_at": Field(N_("Went on"), "instant"),
            "how": Field(N_("How"), "choice", _HOW),
        },
        "gate_override": {
            "from_stage": Field(N_("From stage"), "stage"),
            "to_stage": Field(N_("To stage"), "stage"),
            "missing": Field(N_("What was missing"), "body"),
            "why": Field(N_("Why")),
            "made_at": Field(N_("When"), "instant"),
        },
        "deal_person": {
            "role": Field(N_("Role"), "choice", ROLE_LABELS),
            "influence": Field(N_("Influence"), "choice", INFLUENCE_LABELS),
            "stance": Field(N_("Stance"), "choice", STANCE_LABELS),
            "reports_to_id": Field(N_("Reports to"), _RECORD),
            "wants": Field(N_("Wants")),
        },
        "deal_competitor": {"kind": Field(N_("Kind"), "choice", RIVAL_LABELS)},
        "deal_tag": {"tag_id": Field(N_("Tag"), _RECORD)},
        "line_item": {},
        "account": {
            "parent_id": Field(N_("Part of"), _RECORD),
            "industry": Field(N_("Industry")),
            "size": Field(N_("Size")),
            "revenue": Field(N_("Revenue")),
            "city": Field(N_("City")),
            "country": Field(N_("Country")),
            "tools": Field(N_("Tools in use")),
        },
        "person": {
            "linkedin": Field(N_("LinkedIn")),
            "preference": Field(N_("Prefers")),
        },
        "tag": {},
        "custom_field": {},
        "custom_value": {
            "field_id": Field(N_("Field"), _RECORD),
            "owner_id": Field(N_("Of"), _RECORD),
            "value": Field(N_("Value")),
        },
        "next_step": {
            "kind": Field(N_("Kind"), "choice", _MEANS),
            "due_time": Field(N_("Time"), "time"),
            "attendees": Field(N_("With")),
            "agreed": Field(N_("Agreed with the buyer"), _YES),
        },
        "activity": {
            "kind": Field(N_("Kind"), "choice", _MEANS),
            "subject": Field(N_("Subject")),
            "body": Field(N_("Words")),
            "happened_on": Field(N_("Happened on"), _DAY),
            "happened_time": Field(N_("Time"), "time"),
            "by_buyer": Field(N_("By the buyer"), _YES),
        },
        "call": {
            "state": _STATE,
            "planned_on": Field(N_("Planned for"), _DAY),
            "planned_time": Field(N_("Time"), "time"),
            "hypothesis": Field(N_("Hypothesis")),
            "must_learn": Field(N_("Must learn")),
            "attendees": Field(N_("Attendees"), "body"),
            "agenda": Field(N_("Agenda"), "body"),
            "exits": Field(N_("Exit criteria"), "body"),
            "notes": Field(N_("Notes")),
            "typed": Field(N_("Line in hand")),
            "started_at": Field(N_("Began"), "instant"),
            "ended_at": Field(N_("Ended"), "instant"),
            "confirmed_on": Field(N_("Summary confirmed on"), _DAY),
            "no_step_why": Field(N_("Why without a next step")),
        },
        "practice": {
            "play_key": Field(N_("Play"), _KEY),
            "practised_on": Field(N_("Practised on"), _DAY),
            "grade": Field(N_("How it went"), "choice", record_choices.GRADES),
        },
        "note": {
            "body": Field(N_("Words")),
            "written_at": Field(N_("Written"), "instant"),
        },
        "attachment": {
            "kind": Field(N_("Kind"), "choice", record_choices.FILES),
            "media_type": Field(N_("Sort of file")),
            "size": Field(N_("Bytes"), "number"),
            "added_on": Field(N_("Added on"), _DAY),
        },
        "fact": {
            "kind": Field(N_("Kind"), "choice", FACT_KIND_LABELS),
            "said_on": Field(N_("Said on"), _DAY),
            "confirmed": Field(N_("Confirmed by the buyer"), _YES),
            "measure": Field(N_("Measured by")),
            "baseline": Field(N_("Today")),
            "target": Field(N_("Target")),
            "severity": Field(N_("Severity"), "choice", INFLUENCE_LABELS),
            "mitigation": Field(N_("What is done about it")),
        },
        "answer": {
            "question_key": Field(N_("Question"), _KEY),
            "answered_on": Field(N_("Answered on"), _DAY),
            "skipped_why": Field(N_("Why it was skipped")),
            "planned": Field(N_("Planned for the next call"), _YES),
        },
        "own_question": {
            "layer": Field(N_("Layer"), "choice", LAYER_LABELS),
            "text": Field(N_("Question")),
        },
        "score": {
            "element": Field(N_("Element"), _KEY),
            "level": Field(N_("Level"), "number"),
            "state": _STATE,
            "scored_on": Field(N_("Assessed on"), _DAY),
            "accepted": Field(N_("Accepted"), _YES),
        },
        "objection": {
            "said_on": Field(N_("Said on"), _DAY),
            "category": Field(N_("Category"), _KEY),
            "root_cause": Field(N_("Root cause")),
            "response": Field(N_("Response")),
            "confirmation": Field(N_("The buyer's confirmation")),
            "confirmed_by_id": Field(N_("Confirmed by"), _RECORD),
            "status": Field(N_("Status"), "choice", _STATES),
            "resolved_on": Field(N_("Resolved on"), _DAY),
        },
        "proposal": {
            "state": _STATE,
            "valid_until": Field(N_("Valid until"), _DAY),
            "scope": Field(N_("Scope")),
            "approach": Field(N_("Approach")),
            "terms": Field(N_("Terms")),
            "payment": Field(N_("Payment")),
            "tax_bp": Field(N_("Tax"), "points"),
            "frozen": Field(N_("As it was sent"), "body"),
            "frozen_on": Field(N_("Made ready on"), _DAY),
            "sent_on": Field(N_("Sent on"), _DAY),
            "sent_to": Field(N_("Sent to")),
            "chosen_id": Field(N_("Chosen option"), _RECORD),
            "based_on_id": Field(N_("Based on"), _RECORD),
        },
        "proposal_option": {"recommended": Field(N_("Recommended"), _YES)},
        "proposal_line": {
            "period": Field(N_("Paid"), "choice", _PERIODS),
            "item_id": Field(N_("Line item"), _RECORD),
        },
        "proposal_point": {"kind": Field(N_("Kind"), "choice", record_choices.POINTS)},
        "roi_input": {
            "kind": Field(N_("Kind"), "choice", CASE_KINDS),
            "value_minor": Field(N_("Amount"), _MONEY),
            "low_minor": Field(N_("At least"), _MONEY),
            "high_minor": Field(N_("At most"), _MONEY),
            "rests_on": Field(N_("Rests on")),
        },
        "value_link": {
            "capability": Field(N_("What we can do")),
            "proof": Field(N_("Proof")),
            "proof_kind": Field(N_("Kind of proof"), "choice", PROOF_LABELS),
            "outcome_id": Field(N_("Outcome"), _RECORD),
        },
        "demo_item": {
            "shown_on": Field(N_("Shown on"), _DAY),
            "reaction": Field(N_("Reaction"), "choice", REACTION_LABELS),
            "reaction_words": Field(N_("Words of the reaction")),
        },
        "criterion_match": {"fit": Field(N_("Fit"), "choice", FIT_LABELS)},
        "product": {"code": Field(N_("Code")), "family": Field(N_("Family"))},
        "price": {"unit": Field(N_("Unit"))},
        "concession": {
            "guardrail": Field(N_("Guardrail"), _KEY),
            "give": Field(N_("We give")),
            "size": Field(N_("How much"), "number"),
            "cost_minor": Field(N_("Cost"), _MONEY),
            "get": Field(N_("We get")),
            "state": _STATE,
            "approved_by": Field(N_("Approved by")),
            "approved_on": Field(N_("Approved on"), _DAY),
            "given_on": Field(N_("Given on"), _DAY),
        },
        "action_plan": {
            "objective": Field(N_("Objective")),
            "target_on": Field(N_("Target date"), _DAY),
            "fallback": Field(N_("Fallback")),
        },
        "plan_step": {"kind": Field(N_("Kind"), "choice", KIND_LABELS), "state": _STATE},
        "handoff": {
            "form": Field(N_("Form"), "choice", record_choices.HANDOFF_FORMS),
            "state": _STATE,
            "to_name": Field(N_("Handed over to")),
            "to_team": Field(N_("Team")),
            "from_name": Field(N_("Handed over by")),
            "internal_call_on": Field(N_("Internal call held"), _DAY),
            "introduced_on": Field(N_("Introduction held"), _DAY),
            "customer_confirmed_on": Field(N_("Confirmed by the customer"), _DAY),
            "finished_on": Field(N_("Finished on"), _DAY),
            "finish_reason": Field(N_("Reason for finishing")),
            "returned_why": Field(N_("Why it came back")),
        },
        "handoff_item": {
            "item_key": Field(N_("Item"), _KEY),
            "confirmed_none": Field(N_("There is none"), _YES),
        },
        "review": {
            "outcome": Field(N_("Outcome"), "choice", _ENDS),
            "reasons": Field(N_("Reasons"), "body"),
            "what_happened": Field(N_("What happened")),
            "where_broke": Field(N_("Where it broke")),
            "missed_signal": Field(N_("Signal that was missed")),
            "change": Field(N_("What to change")),
            "competitor": Field(N_("Competitor")),
            "decided_on": Field(N_("Decided on"), _DAY),
        },
        "pipeline": {
            "process_version_id": Field(N_("Process"), _RECORD),
            "gate_policy": Field(N_("At an open gate"), "choice", record_choices.GATES),
        },
        "process_version": {
            "published_at": Field(N_("Published"), "instant"),
            "body": Field(N_("Content"), "body"),
        },
        "saved_filter": {"body": Field(N_("Filter"), "body")},
        "sender": {
            "company": Field(N_("Company")),
            "address": Field(N_("Address")),
            "tax_number": Field(N_("Tax number")),
        },
    }
)
"""What differs from `COMMON`, by table and column."""
