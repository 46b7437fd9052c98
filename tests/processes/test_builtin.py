"""The shipped processes: found by name, whole, without a mistake, each stage complete."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from salesdesk.domain import facts
from salesdesk.domain.errors import KnownError
from salesdesk.domain.process import LAYERS, Play, Process, Question
from salesdesk.domain.process_plain import from_plain, to_plain
from salesdesk.processes.builtin import (
    DEFAULT,
    builtin_keys,
    builtin_path,
    load_builtin,
    load_process,
)
from salesdesk.processes.check import check_file

Put = Callable[..., Path]
KEYS = ("eight-step", "seven-step")
ALIKE = 85
"""Percent of likeness (rapidfuzz ratio) above which two texts count as the same."""


@cache
def shipped(key: str) -> Process:
    return load_builtin(key)


def test_the_two_shipped_processes_are_listed_the_default_first() -> None:
    assert builtin_keys() == KEYS
    assert builtin_keys()[0] == DEFAULT


def test_an_unknown_name_is_a_known_error_that_offers_the_nearest() -> None:
    with pytest.raises(KnownError, match="Did you mean “eight-step”"):
        load_process("eight-steps")


def test_a_process_is_found_by_name_or_by_file(put: Put, small_text: str) -> None:
    assert load_process("seven-step").key == "seven-step"
    assert load_process(str(put(small_text))).key == "small"


@pytest.mark.parametrize("key", KEYS)
def test_a_shipped_file_and_its_libraries_have_no_mistake(key: str) -> None:
    assert [str(fault) for fault in check_file(builtin_path(key))] == []
    assert shipped(key).key == key


@pytest.mark.parametrize("key", KEYS)
def test_a_shipped_process_survives_the_store_s_plain_form(key: str) -> None:
    assert from_plain(to_plain(shipped(key))) == shipped(key)


def test_the_stages_stand_in_their_order_and_on_their_screens() -> None:
    eight, seven = shipped("eight-step"), shipped("seven-step")

    assert [(stage.key, stage.place) for stage in eight.stages] == [
        ("readiness", "playbook"),
        ("prospecting", "prospects"),
        ("qualification", "board"),
        ("discovery", "board"),
        ("solution", "board"),
        ("proposal", "board"),
        ("commitment", "board"),
        ("close", "board"),
    ]
    assert [(stage.key, stage.place) for stage in seven.stages] == [
        ("prospecting", "prospects"),
        ("research", "board"),
        ("contact", "board"),
        ("discovery", "board"),
        ("objections", "board"),
        ("closing", "board"),
        ("followup", "customers"),
    ]


@pytest.mark.parametrize("key", KEYS)
def test_every_stage_is_complete(key: str) -> None:
    for stage in shipped(key).stages:
        assert 3 <= len(stage.buyer_does) <= 5, stage.key
        assert 3 <= len(stage.helps_buyer) <= 5, stage.key
        assert 3 <= len(stage.activities) <= 5, stage.key
        assert stage.tasks, stage.key
        assert stage.templates, stage.key
        assert stage.topics, stage.key
        assert stage.objections, stage.key
        assert 4 <= len(stage.signals) <= 8, stage.key
        sentences = re.findall(r"[.?!]”?\"?(?:\s|$)", stage.good)
        assert 4 <= len(sentences) <= 14, (stage.key, len(sentences))


@pytest.mark.parametrize("key", KEYS)
def test_win_probability_never_falls_along_the_way(key: str) -> None:
    chances = [stage.probability for stage in shipped(key).stages]

    assert chances == sorted(chances)
    assert all(0 < stage.probability < 100 for stage in shipped(key).board_stages())


@pytest.mark.parametrize("key", KEYS)
def test_every_gate_asks_for_three_to_five_things_that_the_buyer_shows(key: str) -> None:
    process = shipped(key)
    for stage in process.board_stages():
        assert 3 <= len(stage.criteria) <= 5, stage.key
        tests = {criterion.rule.test for criterion in stage.criteria}
        assert tests & {"fact", "signal", "answered"}, stage.key
        for criterion in stage.criteria:
            assert criterion.rule.test not in {"note", "text"}, criterion.key
            assert process.question(criterion.ask) is not None, criterion.key


@pytest.mark.parametrize("key", KEYS)
def test_a_gate_rests_only_on_signals_that_its_own_stage_shows(key: str) -> None:
    for stage in shipped(key).board_stages():
        own = {signal.key for signal in stage.signals}
        for criterion in stage.criteria:
            if criterion.rule.test == "signal":
                assert set(criterion.rule.of) <= own, criterion.key


@pytest.mark.parametrize("key", KEYS)
def test_no_two_gates_are_the_same(key: str) -> None:
    stages = shipped(key).board_stages()
    texts = [criterion.text for stage in stages for criterion in stage.criteria]

    assert len(set(texts)) == len(texts)


def test_no_wording_of_a_stage_is_used_twice_in_the_two_processes() -> None:
    seen: dict[str, str] = {}
    for key in KEYS:
        for stage in shipped(key).stages:
            for text in (stage.good, stage.goal, *stage.buyer_does, *stage.helps_buyer):
                assert text not in seen, (key, stage.key, text)
                seen[text] = key


def test_the_question_bank_covers_22_topics_with_at_least_five_each() -> None:
    process = shipped(DEFAULT)

    assert len(process.topics) == 22
    for topic in process.topics:
        assert sum(q.topic == topic.key for q in process.questions) >= 5, topic.key
    assert {question.layer for question in process.questions} == set(LAYERS)


def test_each_question_and_each_play_has_a_listen_for_and_follow_ups_of_its_own() -> None:
    process = shipped(DEFAULT)
    items: list[Question | Play] = [*process.questions, *process.plays]
    assert all(item.listen_for.strip() and len(item.follow_ups) >= 2 for item in items)
    for texts in (
        [item.listen_for for item in items],
        [text for item in items for text in item.follow_ups],
    ):
        plain = [" ".join(text.casefold().split()) for text in texts]
        alike = [pair for pair in combinations(plain, 2) if fuzz.ratio(*pair) > ALIKE]
        assert not alike  # not in one word either, between a question and a play


def test_the_plays_cover_every_category_and_there_are_at_least_fifteen() -> None:
    process = shipped(DEFAULT)

    assert len(process.categories) >= 15
    assert {category.key for category in process.categories} == {p.category for p in process.plays}


def test_reasons_tell_won_lost_and_no_decision_apart() -> None:
    outcomes = {reason.outcome for reason in shipped(DEFAULT).reasons}

    assert outcomes == {"won", "lost", "no_decision"}
    assert any(reason.note_required for reason in shipped(DEFAULT).reasons)


def test_every_template_that_a_stage_suggests_is_one_of_the_twelve() -> None:
    used = {t for key in KEYS for stage in shipped(key).stages for t in stage.templates}

    assert used == set(facts.TEMPLATES)


@pytest.mark.parametrize("key", KEYS)
def test_an_answer_to_the_question_that_a_gate_asks_is_of_the_kind_that_meets_it(key: str) -> None:
    process = shipped(key)
    for stage in process.board_stages():
        for criterion in stage.criteria:
            question = process.question(criterion.ask)
            assert question is not None
            if criterion.rule.test == "fact":
                assert question.marks in criterion.rule.of, criterion.key
            if criterion.rule.test == "answered":
                wanted = {question.key, f"topic:{question.topic}"}
                assert wanted & set(criterion.rule.of), criterion.key


@pytest.mark.parametrize("key", KEYS)
def test_the_question_that_a_gate_asks_is_among_the_topics_of_its_stage(key: str) -> None:
    process = shipped(key)
    for stage in process.board_stages():
        for criterion in stage.criteria:
            question = process.question(criterion.ask)
            assert question is not None
            if criterion.rule.test in {"fact", "answered"}:
                assert question.topic in stage.topics, (stage.key, criterion.key, question.topic)
