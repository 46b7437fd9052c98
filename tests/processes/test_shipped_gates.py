"""The gates of the shipped processes, put to the domain's own judgement."""

from __future__ import annotations

import dataclasses
from functools import cache

import pytest

from salesdesk.domain import facts
from salesdesk.domain.gates import DealSnapshot, FactView, PersonView, gate
from salesdesk.domain.process import Process, Stage
from salesdesk.processes.builtin import load_builtin

KEYS = ("eight-step", "seven-step")


@cache
def shipped(key: str) -> Process:
    return load_builtin(key)


def thorough(process: Process, stage: Stage) -> DealSnapshot:
    """A deal of which everything is known that a buyer could have told."""
    told = [
        FactView(
            kind,
            kind,
            f"what they said on {kind}",
            confirmed=True,
            measure="visits that fail",
            baseline="12",
            target="6",
            due_on="2027-03-31",
            owner="Ines",
            severity="low",
            mitigation="start small",
        )
        for kind in facts.FACT_KINDS
    ]
    seen = [FactView(s.key, "signal", s.text, key=s.key) for s in stage.signals]
    return DealSnapshot(
        fields=frozenset(facts.FIELDS),
        facts=(*told, *seen),
        people=tuple(PersonView(role, role, role=role) for role in facts.ROLES),
        answered=frozenset(question.key for question in process.questions),
        next_step_due="2027-01-15",
        line_items=1,
    )


@pytest.mark.parametrize("key", KEYS)
def test_a_gate_opens_for_a_deal_of_which_everything_is_known(key: str) -> None:
    process = shipped(key)
    for stage in process.board_stages():
        report = gate(process, stage, thorough(process, stage))
        assert [state.criterion.key for state in report.open] == []


@pytest.mark.parametrize("key", KEYS)
def test_notes_and_open_objections_alone_meet_nothing(key: str) -> None:
    noted = DealSnapshot(notes=20, objections=1, open_objections=1)
    for stage in shipped(key).board_stages():
        assert gate(shipped(key), stage, noted).met == 0, stage.key


@pytest.mark.parametrize("key", KEYS)
def test_a_gate_stays_shut_for_a_rep_who_only_filled_in_fields(key: str) -> None:
    filled = DealSnapshot(fields=frozenset(facts.FIELDS), notes=20, next_step_due="2027-01-15")
    for stage in shipped(key).board_stages():
        assert gate(shipped(key), stage, filled).open, stage.key


WHOLE = FactView("f", "evidence", "They said so", person_id="p", said_on="2026-11-20")
OPEN = DealSnapshot(objections=1, open_objections=1)


def met(process: Process, stage: Stage, deal: DealSnapshot) -> set[str]:
    return {state.criterion.key for state in gate(process, stage, deal).states if state.is_met}


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        (WHOLE, True),
        (dataclasses.replace(WHOLE, person_id=None), False),
        (dataclasses.replace(WHOLE, words="  "), False),
        (dataclasses.replace(WHOLE, said_on=None), False),
        (dataclasses.replace(WHOLE, measure="no"), False),
    ],
)
@pytest.mark.parametrize("key", KEYS)
def test_evidence_by_hand_counts_only_with_person_words_and_day_and_for_its_criterion_alone(
    key: str, told: FactView, counts: bool
) -> None:
    process = shipped(key)
    for stage in process.board_stages():
        before = met(process, stage, OPEN)
        for criterion in stage.criteria:
            if criterion.key not in before:
                fact = dataclasses.replace(told, key=criterion.key)
                after = met(process, stage, dataclasses.replace(OPEN, facts=(fact,)))
                assert after - before == ({criterion.key} if counts else set())
