"""The built-in handoff checklist and outcome reasons: complete, and filled by rules that work."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz import fuzz, process
from ruamel.yaml import YAML

from salesdesk.domain import facts, gates
from salesdesk.domain.gates import DealSnapshot, FactView, PersonView
from salesdesk.domain.handoff import checklist
from salesdesk.domain.process import Process
from salesdesk.domain.process_plain import from_plain

FILE = Path(__file__).parents[2] / "resources" / "processes" / "library" / "handoff.yaml"
SECTIONS = [
    "deal",
    "company",
    "people",
    "why",
    "success",
    "technical",
    "promises",
    "risks",
    "timeline",
    "history",
    "open_items",
    "signoff",
]
PEOPLE = {
    "sponsor",
    "economic_buyer",
    "champion",
    "project_lead",
    "technical_lead",
    "user_lead",
    "billing",
    "sceptic",
}
LOST = {
    "price",
    "budget",
    "competitor",
    "incumbent",
    "poor-fit",
    "no-access",
    "not-authorised",
    "bad-lead",
    "other",
}
VOCABULARY: dict[str, set[str]] = {
    "fact": set(facts.FACT_KINDS),
    "person": set(facts.ROLES),
    "field": set(facts.FIELDS),
    "objections": {"resolved", "logged"},
}


@pytest.fixture(scope="module")
def library() -> dict[str, Any]:
    """The file as plain values."""
    loaded: dict[str, Any] = YAML(typ="safe").load(FILE)
    return loaded


@pytest.fixture(scope="module")
def items(library: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """All items by key."""
    return {item["key"]: item for section in library["handoff"] for item in section["items"]}


@pytest.fixture(scope="module")
def sales_process(library: dict[str, Any]) -> Process:
    """A process without stages that has this checklist."""
    head = {"key": "p", "name": "P", "summary": "", "gate_policy": "off", "conversion_rule": ""}
    return from_plain({**head, "stages": (), **library})


def test_the_twelve_sections_stand_in_order(library: dict[str, Any]) -> None:
    assert [section["key"] for section in library["handoff"]] == SECTIONS
    assert all(section["name"] and section["items"] for section in library["handoff"])


def test_every_item_key_stands_once(library: dict[str, Any]) -> None:
    keys = Counter(item["key"] for section in library["handoff"] for item in section["items"])
    assert max(keys.values()) == 1
    assert 30 <= len(keys) <= 45


def test_every_rule_looks_at_something_that_exists(items: dict[str, dict[str, Any]]) -> None:
    for key, item in items.items():
        rule = item["rule"]
        assert rule["test"] in gates.RULES, key
        if rule["test"] in VOCABULARY:
            assert rule["of"], key
            assert set(rule["of"]) <= VOCABULARY[rule["test"]], key
        assert set(rule.get("needs", ())) <= set(facts.FACT_COLUMN_LABELS), key


def test_every_person_of_the_handoff_is_asked_for(items: dict[str, dict[str, Any]]) -> None:
    rules = [item["rule"] for item in items.values() if item["rule"]["test"] == "person"]
    assert {role for rule in rules for role in rule["of"]} >= PEOPLE


@pytest.mark.parametrize(
    ("key", "rule", "none_ok"),
    [
        ("why-goals", {"test": "fact", "of": ["goal"], "confirmed": True}, False),
        (
            "success-outcomes",
            {
                "test": "fact",
                "of": ["outcome"],
                "needs": ["measure", "baseline", "target", "due_on"],
            },
            False,
        ),
        ("promises-made", {"test": "fact", "of": ["promise"], "needs": ["owner", "due_on"]}, True),
        (
            "risks-known",
            {"test": "fact", "of": ["risk"], "needs": ["severity", "mitigation"]},
            True,
        ),
        ("people-billing", {"test": "person", "of": ["billing"]}, False),
        ("timeline-kickoff", {"test": "field", "of": ["kickoff"]}, False),
    ],
)
def test_the_items_that_matter_most_ask_for_the_right_thing(
    items: dict[str, dict[str, Any]], key: str, rule: dict[str, Any], none_ok: bool
) -> None:
    assert items[key]["rule"] == rule
    assert items[key].get("none_ok", False) is none_ok
    assert items[key].get("required", True)


def test_the_short_form_holds_the_essentials(items: dict[str, dict[str, Any]]) -> None:
    short = [key for key, item in items.items() if item.get("short_form")]
    assert 7 <= len(short) <= 10
    assert all(items[key].get("required", True) for key in short)


def test_every_hint_is_one_sentence_of_its_own(items: dict[str, dict[str, Any]]) -> None:
    hints = [item["hint"] for item in items.values()]
    for hint in hints:
        assert hint.index(".") == len(hint) - 1, hint
        assert 10 <= len(hint.split()) <= 45, hint
    for number, hint in enumerate(hints):
        others = hints[:number] + hints[number + 1 :]
        assert process.extractOne(hint, others, scorer=fuzz.ratio)[1] <= 80, hint


def test_an_empty_deal_has_only_the_absence_of_objections_ready(sales_process: Process) -> None:
    ready = [s.item.key for s in checklist(sales_process, DealSnapshot()).items if s.is_ready]
    assert ready == ["risks-objections"]


def test_a_full_deal_makes_every_item_ready(sales_process: Process) -> None:
    columns = dict.fromkeys(facts.FACT_COLUMN_LABELS, "x")
    keys = [item.key for section in sales_process.handoff for item in section.items]
    deal = DealSnapshot(
        fields=frozenset(facts.FIELDS),
        facts=tuple(
            FactView(id=kind, kind=kind, words="w", confirmed=True, **columns)
            for kind in facts.FACT_KINDS
        ),
        people=tuple(PersonView(id=role, name=role, role=role) for role in facts.ROLES),
        line_items=1,
        notes=1,
        texts=dict.fromkeys(keys, "written"),
    )
    state = checklist(sales_process, deal)
    assert [item.item.key for item in state.items if not item.is_ready] == []
    assert state.total == len(keys)


def test_a_small_deal_is_complete_with_its_essentials(sales_process: Process) -> None:
    deal = DealSnapshot(
        fields=frozenset({"kickoff", "handoff_to", "handoff_due"}),
        facts=(
            FactView(id="g", kind="goal", words="Fewer errors", confirmed=True),
            FactView(
                id="o",
                kind="outcome",
                words="Errors halved",
                measure="errors a week",
                baseline="20",
                target="10",
                due_on="2027-03-01",
            ),
        ),
        people=(
            PersonView(id="1", name="A", role="project_lead"),
            PersonView(id="2", name="B", role="billing"),
        ),
        line_items=1,
        confirmed_none=frozenset({"promises-made", "risks-known"}),
    )
    assert checklist(sales_process, deal, "short").open_required == ()
    assert checklist(sales_process, deal, "full").open_required != ()


def test_won_lost_and_no_decision_are_kept_apart(library: dict[str, Any]) -> None:
    by_outcome: dict[str, set[str]] = {}
    for reason in library["reasons"]:
        prefix, _, name = reason["key"].partition("-")
        assert prefix == reason["outcome"], reason["key"]
        by_outcome.setdefault(prefix, set()).add(name)
    assert by_outcome == {
        "won": {"relationship", "fit", "proof", "price", "timing", "other"},
        "lost": LOST,
        "no_decision": {"none", "timing", "silent", "cancelled", "other"},
    }


def test_only_the_reason_other_asks_for_a_note(library: dict[str, Any]) -> None:
    for reason in library["reasons"]:
        assert reason.get("note_required", False) is reason["key"].endswith("-other")
