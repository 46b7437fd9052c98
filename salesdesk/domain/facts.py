"""The vocabularies of a deal: kinds of fact, roles, stances, rule tests, fields, personas.

Every other layer names these words through this module: the store's columns hold them, the
process files are checked against them, gates are evaluated over them and panels show their
labels. Labels are gettext message ids: the screen translates them with ``_(LABEL[key])``.
Pure constants; imports nothing.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal


def N_(message: str) -> str:  # noqa: N802  (the name that message collection looks for)
    """`message` itself; marks it so that message collection finds it."""
    return message


FactKind = Literal[
    "pain",
    "goal",
    "metric",
    "risk",
    "criterion",
    "quote",
    "process_step",
    "outcome",
    "promise",
    "signal",
    "evidence",
    "timeline",
    "technical",
    "decision",
    "rejected",
    "stakeholder",
    "priority",
    "constraint",
]
"""What a fact is: the kinds that an answer can be marked as, and those that papers collect."""

Role = Literal[
    "champion",
    "economic_buyer",
    "sponsor",
    "decision_maker",
    "project_lead",
    "technical_lead",
    "user_lead",
    "user",
    "billing",
    "legal",
    "procurement",
    "influencer",
    "sceptic",
    "other",
]
"""The part that a person plays on one deal."""

Influence = Literal["high", "medium", "low"]
Stance = Literal["supporter", "neutral", "sceptic", "blocker", "unknown"]

RuleTest = Literal[
    "fact",
    "person",
    "people",
    "field",
    "next_step",
    "answered",
    "signal",
    "objections",
    "line_items",
    "text",
    "note",
]
"""The tests of a :class:`salesdesk.domain.process.Rule`; evaluated by ``domain.gates``."""

Field = Literal[
    "amount",
    "expected_close",
    "account",
    "currency",
    "next_step_agreed",
    "competitor",
    "close_reason",
    "industry",
    "size",
    "product",
    "won_on",
    "term",
    "start",
    "renewal",
    "kickoff",
    "handoff_to",
    "handoff_due",
    "internal_call",
    "introduced",
    "customer_confirmed",
    "handoff_answer",
    "created",
]
"""The fields of a deal and its account that the rule ``field`` can ask for."""

FactColumn = Literal["measure", "baseline", "target", "due_on", "owner", "severity", "mitigation"]
"""The columns of a fact that a rule's ``needs`` can ask for."""

ObjectionsState = Literal["resolved", "logged"]
"""What the rule ``objections`` can ask for: none left open, or at least one written down."""

Persona = Literal[
    "champion",
    "economic_buyer",
    "decision_maker",
    "technical_lead",
    "user_lead",
    "user",
    "legal",
    "procurement",
    "finance",
    "executive",
    "operations",
    "it",
    "security",
    "any",
]
"""Whom a question or a play suits. Roles on a deal plus the departments a rep meets."""

Template = Literal[
    "intro",
    "trigger",
    "referral",
    "booking",
    "agenda",
    "discovery_summary",
    "walkthrough_invite",
    "proposal_cover",
    "value_chase",
    "commitment_recap",
    "handoff_intro",
    "referral_request",
]
"""The twelve message templates that a stage can suggest."""

FACT_KINDS: tuple[FactKind, ...] = typing.get_args(FactKind)
ROLES: tuple[Role, ...] = typing.get_args(Role)
INFLUENCES: tuple[Influence, ...] = typing.get_args(Influence)
STANCES: tuple[Stance, ...] = typing.get_args(Stance)
FIELDS: tuple[Field, ...] = typing.get_args(Field)
OBJECTIONS_STATES: tuple[ObjectionsState, ...] = typing.get_args(ObjectionsState)
PERSONAS: tuple[Persona, ...] = typing.get_args(Persona)
TEMPLATES: tuple[Template, ...] = typing.get_args(Template)

_MEDDIC = (
    "metrics",
    "economic_buyer",
    "decision_criteria",
    "decision_process",
    "identified_pain",
    "champion",
)
FRAMEWORK_ELEMENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "plain": ("fit", "pain", "priority", "stakeholders", "buying_path"),
        "bant": ("budget", "authority", "need", "timeline"),
        "champ": ("challenges", "authority", "money", "prioritization"),
        "meddic": _MEDDIC,
        "meddicc": (*_MEDDIC, "competition"),
        "meddpicc": (*_MEDDIC, "paper_process", "competition"),
        "spiced": ("situation", "pain", "impact", "critical_event", "decision"),
    }
)
"""The qualification frameworks and their elements; a question fills ``framework.element``."""

FACT_KIND_LABELS: Mapping[FactKind, str] = MappingProxyType(
    {
        "pain": N_("Pain"),
        "goal": N_("Goal"),
        "metric": N_("Metric"),
        "risk": N_("Risk"),
        "criterion": N_("Decision criterion"),
        "quote": N_("Quote"),
        "process_step": N_("Step of the decision"),
        "outcome": N_("Promised outcome"),
        "promise": N_("Promise made"),
        "signal": N_("Buyer signal"),
        "evidence": N_("Evidence"),
        "timeline": N_("Date that matters"),
        "technical": N_("Technical fact"),
        "decision": N_("What decided it"),
        "rejected": N_("Rejected, and why"),
        "stakeholder": N_("Stakeholder"),
        "priority": N_("Priority"),
        "constraint": N_("Constraint"),
    }
)

ROLE_LABELS: Mapping[Role, str] = MappingProxyType(
    {
        "champion": N_("Champion"),
        "economic_buyer": N_("Economic buyer"),
        "sponsor": N_("Sponsor"),
        "decision_maker": N_("Decision maker"),
        "project_lead": N_("Project lead"),
        "technical_lead": N_("Technical lead"),
        "user_lead": N_("User lead"),
        "user": N_("User"),
        "billing": N_("Billing contact"),
        "legal": N_("Legal"),
        "procurement": N_("Procurement"),
        "influencer": N_("Influencer"),
        "sceptic": N_("Sceptic"),
        "other": N_("Other"),
    }
)

RIVAL_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "rival": N_("Rival"),
        "incumbent": N_("What they have now"),
        "in_house": N_("Building it themselves"),
        "nothing": N_("Doing nothing"),
        "other": N_("Something else"),
    }
)
"""What an alternative that the buyer weighs can be."""

INFLUENCE_LABELS: Mapping[Influence, str] = MappingProxyType(
    {"high": N_("High"), "medium": N_("Medium"), "low": N_("Low")}
)

STANCE_LABELS: Mapping[Stance, str] = MappingProxyType(
    {
        "supporter": N_("Supporter"),
        "neutral": N_("Neutral"),
        "sceptic": N_("Sceptic"),
        "blocker": N_("Blocker"),
        "unknown": N_("Unknown"),
    }
)

FIELD_LABELS: Mapping[Field, str] = MappingProxyType(
    {
        "amount": N_("Amount"),
        "expected_close": N_("Expected close"),
        "account": N_("Account"),
        "currency": N_("Currency"),
        "next_step_agreed": N_("Next step agreed with the buyer"),
        "competitor": N_("Competitor"),
        "close_reason": N_("Reason for the outcome"),
        "industry": N_("Industry"),
        "size": N_("Company size"),
        "product": N_("Product"),
        "won_on": N_("Won on"),
        "term": N_("Term"),
        "start": N_("Start"),
        "renewal": N_("Renewal"),
        "kickoff": N_("Kickoff"),
        "handoff_to": N_("Handed over to"),
        "handoff_due": N_("Handoff due"),
        "internal_call": N_("Internal call held"),
        "introduced": N_("Introduction held"),
        "customer_confirmed": N_("Confirmed by the customer"),
        "handoff_answer": N_("Accepted or returned"),
        "created": N_("First contact"),
    }
)

FACT_COLUMN_LABELS: Mapping[FactColumn, str] = MappingProxyType(
    {
        "measure": N_("Measure"),
        "baseline": N_("Baseline"),
        "target": N_("Target"),
        "due_on": N_("Due"),
        "owner": N_("Owner"),
        "severity": N_("Severity"),
        "mitigation": N_("Mitigation"),
    }
)

RULE_LABELS: Mapping[RuleTest, str] = MappingProxyType(
    {
        "fact": N_("A fact that the buyer gave"),
        "person": N_("A person with a role"),
        "people": N_("People known on the deal"),
        "field": N_("A field filled in"),
        "next_step": N_("An open next step with a date"),
        "answered": N_("Questions answered"),
        "signal": N_("A buyer signal"),
        "objections": N_("Objections dealt with"),
        "line_items": N_("Line items"),
        "text": N_("Written in the handoff"),
        "note": N_("Notes"),
    }
)

PERSONA_LABELS: Mapping[Persona, str] = MappingProxyType(
    {
        "champion": N_("Champion"),
        "economic_buyer": N_("Economic buyer"),
        "decision_maker": N_("Decision maker"),
        "technical_lead": N_("Technical lead"),
        "user_lead": N_("User lead"),
        "user": N_("User"),
        "legal": N_("Legal"),
        "procurement": N_("Procurement"),
        "finance": N_("Finance"),
        "executive": N_("Executive"),
        "operations": N_("Operations"),
        "it": N_("IT"),
        "security": N_("Security"),
        "any": N_("Anyone"),
    }
)
