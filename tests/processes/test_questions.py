"""The shipped question bank: complete, well spelled, and no two questions alike.

Reads the file as plain YAML, without the loader of ``salesdesk.processes``, so that a fault in
the one does not hide a fault in the other.
"""

from __future__ import annotations

import dataclasses
import typing
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz import fuzz
from ruamel.yaml import YAML

from salesdesk.domain.process import LAYERS, Question, Topic

BANK = Path(__file__).parents[2] / "resources" / "processes" / "library" / "questions.yaml"


def _words(text: str) -> set[str]:
    """The set of blank-separated words in `text`."""
    return set(text.split())


TOPIC_KEYS = _words(
    """opening company process_tools breakage depth quantities consequence personal root_cause
    outcome urgency budget authority stakeholders criteria alternatives technical legal_security
    implementation risks stop closing"""
)
ELEMENTS = {
    "bant": "budget authority need timeline",
    "champ": "challenges authority money prioritization",
    "meddpicc": "metrics economic_buyer decision_criteria decision_process paper_process "
    "identified_pain champion competition",
    "spiced": "situation pain impact critical_event decision",
    "plain": "fit pain priority stakeholders buying_path",
}
FILLS = {f"{name}.{part}" for name, parts in ELEMENTS.items() for part in parts.split()}
MARKS = _words(
    """pain goal metric risk criterion quote process_step outcome promise timeline technical
    decision stakeholder priority constraint"""
) | {""}
PERSONAS = _words("executive finance operations it user procurement champion")
GATE_QUESTIONS = _words(
    """breakage-where-it-fails outcome-success-look authority-who-signs authority-steps
    stakeholders-who-else budget-set-aside urgency-why-now criteria-must-haves
    quantities-how-often consequence-nothing alternatives-considering legal_security-review
    implementation-who-does-it risks-what-could-go-wrong closing-next-step
    process_tools-walk-through depth-tried-so-far opening-agenda company-what-changed
    personal-what-it-means"""
)
PROSE = ("text", "why", "listen_for", "green_flag", "red_flag")
ALIKE = 85
"""Percent of likeness (rapidfuzz ratio) above which two texts count as the same."""


@pytest.fixture(scope="module")
def bank() -> dict[str, Any]:
    loaded = YAML(typ="safe").load(BANK.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


@pytest.fixture(scope="module")
def questions(bank: dict[str, Any]) -> list[dict[str, Any]]:
    items = bank["questions"]
    assert isinstance(items, list)
    return items


def _plain(text: str) -> str:
    """`text` without case and double spaces: how a reader compares two sentences."""
    return " ".join(text.casefold().split())


def _alike(texts: Iterable[tuple[str, str]]) -> list[str]:
    """Every pair of ``(where, text)`` whose texts are the same or nearly so, as one line each."""
    plain = [(where, _plain(text)) for where, text in texts]
    return [
        f"{here}: {one!r} ~ {there}: {other!r}"
        for (here, one), (there, other) in combinations(plain, 2)
        if fuzz.ratio(one, other) > ALIKE
    ]


def _all_prose(question: dict[str, Any]) -> list[tuple[str, str]]:
    key = question["key"]
    fields = [(f"{key}.{field}", question[field]) for field in PROSE]
    return fields + [(f"{key}.follow_ups", text) for text in question["follow_ups"]]


def test_the_likeness_check_finds_a_sentence_that_differs_in_one_word() -> None:
    assert _alike([("a", "How long did that take you?"), ("b", "How long did this take you?")])
    assert not _alike([("a", "How long did that take you?"), ("b", "Who signs the order?")])


def test_all_22_topics_are_there_once_with_a_name_and_a_known_layer(
    bank: dict[str, Any],
) -> None:
    topics = [Topic(**item) for item in bank["topics"]]
    assert len(topics) == 22
    assert {topic.key for topic in topics} == TOPIC_KEYS
    assert len({topic.name for topic in topics}) == 22
    assert all(topic.name.strip() and topic.layer in LAYERS for topic in topics)


def test_topics_are_ordered_by_layer_so_that_a_call_goes_from_today_to_the_purchase(
    bank: dict[str, Any],
) -> None:
    layers = [LAYERS.index(topic["layer"]) for topic in bank["topics"]]
    assert layers == sorted(layers)


def test_every_topic_has_at_least_five_questions(
    questions: list[dict[str, Any]],
) -> None:
    counts = Counter(question["topic"] for question in questions)
    assert set(counts) == TOPIC_KEYS
    assert {topic: n for topic, n in counts.items() if n < 5} == {}


def test_questions_stand_in_the_order_of_their_topics(bank: dict[str, Any]) -> None:
    order = [topic["key"] for topic in bank["topics"]]
    places = [order.index(question["topic"]) for question in bank["questions"]]
    assert places == sorted(places)


def test_keys_are_unique_and_start_with_their_topic(
    questions: list[dict[str, Any]],
) -> None:
    keys = Counter(question["key"] for question in questions)
    assert [key for key, n in keys.items() if n > 1] == []
    for question in questions:
        topic, dash, slug = question["key"].partition("-")
        assert (topic, dash) == (question["topic"], "-")
        assert slug
        assert slug == slug.lower()
        assert slug.replace("-", "").isalnum()


def test_the_questions_that_stage_gates_refer_to_exist(
    questions: list[dict[str, Any]],
) -> None:
    assert {question["key"] for question in questions} >= GATE_QUESTIONS


def test_every_question_has_exactly_the_fields_of_the_domain_and_none_is_blank(
    questions: list[dict[str, Any]],
) -> None:
    expected = {field.name for field in dataclasses.fields(Question)}
    for question in questions:
        assert set(question) == expected, question["key"]
        for where, text in _all_prose(question):
            assert isinstance(text, str), where
            assert len(text.strip()) >= 5, where
            assert text == text.strip(), where
        assert isinstance(question["open"], bool), question["key"]


def test_layers_marks_fills_and_personas_are_spelled_as_the_program_knows_them(
    questions: list[dict[str, Any]],
) -> None:
    for question in questions:
        key = question["key"]
        assert question["layer"] in LAYERS, key
        assert question["marks"] in MARKS, key
        for field, known in (("fills", FILLS), ("personas", PERSONAS)):
            values = question[field]
            assert values, f"{key}.{field}"
            assert set(values) <= known, f"{key}.{field}"
            assert len(values) == len(set(values)), f"{key}.{field}"


def test_every_element_of_every_framework_is_filled_by_three_questions_or_more(
    questions: list[dict[str, Any]],
) -> None:
    filled = Counter(fill for question in questions for fill in question["fills"])
    assert {fill: filled[fill] for fill in FILLS if filled[fill] < 3} == {}


def test_every_kind_of_fact_that_a_question_may_mark_is_marked_by_one(
    questions: list[dict[str, Any]],
) -> None:
    assert {question["marks"] for question in questions} == MARKS


def test_each_persona_has_enough_questions_for_a_call_plan(
    questions: list[dict[str, Any]],
) -> None:
    suited = Counter(persona for question in questions for persona in question["personas"])
    assert {persona: suited[persona] for persona in PERSONAS if suited[persona] < 12} == {}


def test_each_question_has_two_or_three_follow_ups_that_are_questions(
    questions: list[dict[str, Any]],
) -> None:
    for question in questions:
        assert 2 <= len(question["follow_ups"]) <= 3, question["key"]
        assert all(text.endswith("?") for text in question["follow_ups"]), question["key"]


def test_questions_ask_something_and_are_short_enough_to_say_in_one_breath(
    questions: list[dict[str, Any]],
) -> None:
    for question in questions:
        assert "?" in question["text"] or question["text"].endswith("please."), question["key"]
        assert len(question["text"].split()) <= 30, question["key"]


@pytest.mark.parametrize("field", PROSE)
def test_no_two_questions_share_or_nearly_share_a_text(
    questions: list[dict[str, Any]], field: str
) -> None:
    assert _alike((question["key"], question[field]) for question in questions) == []


def test_no_follow_up_is_asked_twice_anywhere(questions: list[dict[str, Any]]) -> None:
    follow_ups = [(q["key"], text) for q in questions for text in q["follow_ups"]]
    assert len(follow_ups) >= 2 * len(questions)
    assert _alike(follow_ups) == []


def test_no_sentence_returns_in_another_field_or_question(
    questions: list[dict[str, Any]],
) -> None:
    everything = [pair for question in questions for pair in _all_prose(question)]
    repeated = Counter(_plain(text) for _, text in everything)
    assert [text for text, n in repeated.items() if n > 1] == []


@pytest.mark.parametrize("field", ["why", "listen_for", "green_flag", "red_flag"])
def test_notes_are_not_cut_from_one_template(questions: list[dict[str, Any]], field: str) -> None:
    """Texts made from a template begin alike; a few shared openings are chance, more are not."""
    openings = Counter(" ".join(_plain(q[field]).split()[:3]) for q in questions)
    assert [words for words, n in openings.items() if n > 3] == []


def test_the_file_opens_by_telling_an_editor_how_to_change_it() -> None:
    head = BANK.read_text(encoding="utf-8").split("topics:\n")[0]
    assert all(line.startswith("#") or not line for line in head.splitlines())
    hints = typing.get_type_hints(Question)
    assert [field for field in hints if f"#   {field} " not in head] == []


def test_only_what_is_asked_of_the_buying_process_is_filed_as_a_step_of_the_decision(
    bank: dict[str, Any], questions: list[dict[str, Any]]
) -> None:
    layers = {topic["key"]: topic["layer"] for topic in bank["topics"]}
    steps = [question for question in questions if question["marks"] == "process_step"]
    assert len(steps) > 3
    assert {layers[question["topic"]] for question in steps} == {"buying_process"}
