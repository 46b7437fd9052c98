"""The rules of discovery: coverage, what to ask next, minutes of the agenda, finding plays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain import discovery
from salesdesk.domain.agenda import agenda
from salesdesk.domain.discovery import Answer
from salesdesk.domain.gates import DealSnapshot, FactView, gate
from salesdesk.domain.objections import Objection, lacking, worked_by_response
from tests.desks import shipped_process

PROCESS = shipped_process()
STAGE = PROCESS.stage("discovery")
KEYS = [question.key for question in PROCESS.questions]


def answers(keys: set[str], words: str = "Said so", **more: object) -> list[Answer]:
    return [
        Answer(f"a{n}", key, words, None, "", "2026-11-17", **more)  # type: ignore[arg-type]
        for n, key in enumerate(sorted(keys))
    ]


def states(found: list[Answer]):  # type: ignore[no-untyped-def]
    report = gate(PROCESS, STAGE, DealSnapshot())
    return discovery.layers(PROCESS, STAGE, found, (), report)


@given(st.sets(st.sampled_from(KEYS)), st.sets(st.sampled_from(KEYS), max_size=15))
def test_the_plan_holds_every_question_the_rep_chose_none_answered_and_12_at_most_else(
    answered: set[str], planned: set[str]
) -> None:
    planned -= answered
    found = answers(answered) + answers(planned, "", is_planned=True)
    layers = states(found)
    plan = [item.question.key for item in discovery.plan(layers, STAGE)]
    assert len(plan) == len(set(plan))
    assert planned <= set(plan)
    assert not answered & set(plan)
    assert len(plan) <= max(discovery.PLAN_MOST, len(planned))
    unasked = [
        q for la in layers for q in la.questions if q.topic in STAGE.topics and not q.is_answered
    ]
    assert len(plan) >= min(discovery.PLAN_LEAST, len(unasked))


@given(st.sets(st.sampled_from(KEYS)))
def test_coverage_counts_each_suggested_question_once(answered: set[str]) -> None:
    layers = states(answers(answered))
    assert sum(layer.answered for layer in layers) == len(answered)
    assert sorted(q.key for layer in layers for q in layer.questions) == sorted(KEYS)
    for layer in layers:
        assert 0 <= layer.answered <= layer.total


def test_the_stages_topics_come_first_in_its_order() -> None:
    for layer in states([]):
        suggested = [q.topic for q in layer.questions if q.topic in STAGE.topics]
        assert suggested == sorted(suggested, key=STAGE.topics.index)
        assert [q.is_suggested for q in layer.questions] == sorted(
            (q.is_suggested for q in layer.questions), reverse=True
        )


@pytest.mark.parametrize("minutes", [15, 30, 45, 60])
def test_the_agendas_minutes_add_up_to_the_call(minutes: int) -> None:
    plan = discovery.plan(states([]), STAGE)
    text = agenda(plan, "Fleet telematics", minutes)
    assert sum(int(n) for n in re.findall(r"\((\d+) minutes?\)", text)) == minutes
    assert agenda((), "Fleet telematics") == ""


def test_the_summary_leaves_out_evidence_and_signals_and_keeps_the_order_of_headings() -> None:
    facts = [
        FactView(kind, kind, "w") for kind in ("goal", "signal", "evidence", "pain", "decision")
    ]
    groups = discovery.summary_groups(facts)
    assert [fact.kind for group in groups for fact in group.facts] == ["pain", "goal"]


def test_a_doubt_is_settled_only_by_cause_response_words_and_person() -> None:
    assert lacking("Price", "Showed the sum", "Fine", "p") == ()
    assert lacking(" ", None, "", None) == ("root_cause", "response", "confirmation", "person")


def test_responses_are_ranked_by_how_often_they_settled_it_then_by_n() -> None:
    def logged(response: str, status: str) -> Objection:
        return Objection(
            "i", "w", None, "", "2026-11-17", "price", "k", "c", response, status=status
        )

    rows = [
        logged("a", "resolved"),
        logged("a", "stands"),
        logged("b", "resolved"),
        logged("c", "open"),
    ]
    ranked = worked_by_response(rows, "k")
    assert [(w.key, w.resolved, w.n) for w in ranked] == [("b", 1, 1), ("a", 1, 2), ("c", 0, 0)]
