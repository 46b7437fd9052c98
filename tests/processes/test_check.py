"""Every mistake of a process file is named at once, each at its line and column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from salesdesk.processes.check import check_file

Put = Callable[..., Path]


def places(path: Path) -> list[tuple[int, int]]:
    return [(fault.line, fault.column) for fault in check_file(path)]


def test_many_mistakes_are_all_reported_at_once_each_at_its_place(
    put: Put, small_text: str
) -> None:
    text = small_text
    for found, mistake in (
        ("gate_policy: reason", "gate_policy: maybe"),  # line 7
        ("place: board", "place: bord"),  # 12
        ("goal: Get going.", "gaol: Get going."),  # 13, and “goal” missing at 10
        ("activities: [Call]", "activities: Call"),  # 16
        ("templates: [intro]", "templates: [inrto]"),  # 18
        ("probability: 10", "probability: 110"),  # 19
        ("stall_days: 14", "stall_days: soon"),  # 20
        ("of: pain}", "of: pian}"),  # 25
        ("panel: discover", "panel: discovery"),  # 26
        ("ask: pain-what", "ask: pain-waht"),  # 27
        ("topics: [pain]", "topics: [pains]"),  # 30
        ("objections: [price-value]", "objections: [price-valu]"),  # 31
        ("why: To know.", "why: 12"),  # 38
        ("marks: pain", "marks: pains"),  # 43
        ("meddpicc.identified_pain", "medpicc.metrics"),  # 44
        ("personas: [user]", "personas: [users]"),  # 45
        ("category: price", "category: prize"),  # 50
        ("outcome: won", "outcome: win"),  # 70
    ):
        assert text.count(found) == 1, found
        text = text.replace(found, mistake)

    faults = check_file(put(text))

    assert [(f.line, f.column) for f in faults] == [
        (7, 14),
        (10, 5),
        (12, 12),
        (13, 5),
        (16, 17),
        (18, 17),
        (19, 18),
        (20, 17),
        (25, 32),
        (26, 16),
        (27, 14),
        (30, 14),
        (31, 18),
        (38, 10),
        (43, 12),
        (44, 13),
        (45, 16),
        (50, 15),
        (70, 36),
    ]
    by_line = {fault.line: fault for fault in faults}
    assert by_line[7].message == "found the text “maybe”; expected one of: reason, block, off."
    assert by_line[10].message == "“goal” is missing; expected some text."
    assert by_line[13].where == "stages › first › gaol"
    assert by_line[13].message.endswith("Did you mean “goal”?")
    assert "found the text “Call”; expected a list" in by_line[16].message
    assert "found the number 110; expected a whole number from 0 to 100" in by_line[19].message
    assert "found the text “soon”; expected a whole number" in by_line[20].message
    assert "there is no kind of fact “pian”" in by_line[25].message
    assert "Did you mean “pain-what”?" in by_line[27].message
    assert "Put it in quotes" in by_line[38].message
    assert "Did you mean “meddpicc”?" in by_line[44].message
    assert "Did you mean “won”?" in by_line[70].message


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("{test: fcat, of: pain}", "Did you mean “fact”?"),
        ("{test: calls, at_least: 20}", "expected one of: fact, person, people"),
        ("{test: fact}", "must say what it looks at"),
        ("{test: fact, of: pain, needs: [measur]}", "Did you mean “measure”?"),
        ("{test: fact, of: pain, confirmed: yes}", "expected true or false"),
        ("{test: person, of: [champoin]}", "Did you mean “champion”?"),
        ("{test: people, of: [champion]}", "does not use “of”"),
        ("{test: people, at_least: 0}", "from 1 to 1000"),
        ("{test: field, of: [amout]}", "Did you mean “amount”?"),
        ("{test: next_step, of: [amount]}", "does not use “of”"),
        ("{test: answered, of: [pain-wat]}", "Did you mean “pain-what”?"),
        ("{test: answered, of: ['topic:pane']}", "Did you mean “pain”?"),
        ("{test: signal, of: [repleid]}", "Did you mean “replied”?"),
        ("{test: objections, of: [solved]}", "Did you mean “resolved”?"),
        ("{test: text, of: [owner-notes]}", "Did you mean “owner-note”?"),
        ("fact", "found the text “fact”; expected fields such as test, of, at_least"),
    ],
)
def test_a_rule_that_cannot_work_is_a_mistake_in_its_own_line(
    put: Put, small_text: str, rule: str, message: str
) -> None:
    faults = check_file(put(small_text.replace("{test: fact, of: pain}", rule)))

    assert len(faults) == 1
    assert faults[0].line == 25
    assert message in faults[0].message


@pytest.mark.parametrize(
    "rule",
    [
        "{test: fact, of: [metric, goal], needs: [measure, target], confirmed: true, at_least: 2}",
        "{test: person, of: [economic_buyer, sponsor]}",
        "{test: people, at_least: 2}",
        "{test: field, of: [amount, expected_close]}",
        "{test: next_step}",
        "{test: answered, of: [pain-what, 'topic:pain'], at_least: 1}",
        "{test: signal}",
        "{test: signal, of: [replied]}",
        "{test: objections, of: resolved}",
        "{test: line_items, at_least: 1}",
        "{test: note}",
        "{test: text}",
    ],
)
def test_every_rule_of_the_vocabulary_is_accepted(put: Put, small_text: str, rule: str) -> None:
    assert check_file(put(small_text.replace("{test: fact, of: pain}", rule))) == ()


def test_a_key_that_stands_twice_names_the_place_of_the_first(put: Put, small_text: str) -> None:
    text = small_text + "  - {key: fit, name: Again, outcome: lost}\n"

    (fault,) = check_file(put(text))

    assert (fault.line, fault.column) == (71, 11)
    assert "line 70" in fault.message


def test_two_criteria_with_one_key_are_found_across_stages(put: Put, small_text: str) -> None:
    lines = small_text.splitlines()
    second = "\n".join(lines[9:31]).replace("key: first", "key: second")
    lines[31:31] = second.splitlines()

    (fault,) = check_file(put("\n".join(lines)))

    assert (fault.line, fault.column, fault.where) == (45, 14, "criteria")


def test_a_field_given_twice_is_a_mistake(put: Put, small_text: str) -> None:
    text = small_text.replace("name: Small\n", "name: Small\nname: Large\n")

    (fault,) = check_file(put(text))

    assert (fault.line, fault.column) == (4, 1)
    assert "line 3" in fault.message


def test_a_stage_on_the_board_without_criteria_is_a_mistake(put: Put, small_text: str) -> None:
    lines = small_text.splitlines()
    del lines[21:27]

    (fault,) = check_file(put("\n".join(lines)))

    assert fault.line == 10
    assert "at least one exit criterion" in fault.message


def test_a_stage_elsewhere_needs_no_criteria(put: Put, small_text: str) -> None:
    lines = small_text.replace("place: board", "place: customers").splitlines()
    del lines[21:27]

    assert check_file(put("\n".join(lines))) == ()


@pytest.mark.parametrize("key", ["Pain Known", "pain known", "-pain", "päin", "x" * 81])
def test_a_key_that_nothing_can_refer_to_safely_is_a_mistake(
    put: Put, small_text: str, key: str
) -> None:
    assert (23, 14) in places(put(small_text.replace("key: pain-known", f"key: {key}")))


def test_empty_texts_and_empty_lists_are_mistakes_where_something_must_stand(
    put: Put, small_text: str
) -> None:
    text = small_text.replace("goal: Get going.", "goal: ''").replace(
        "good: It went well.", "good:"
    )
    text = text.replace("buyer_does: [Talks]", "buyer_does: []")

    faults = check_file(put(text))

    assert [fault.line for fault in faults] == [13, 14, 21]
    assert faults[0].message == "found no text; expected some text."
    assert faults[1].message.startswith("found an empty list; expected a list with at least one")
    assert faults[2].message == "found nothing; expected some text."


def test_faults_come_in_the_order_of_the_file(put: Put, small_text: str) -> None:
    text = small_text.replace("outcome: won", "outcome: win").replace("place: board", "place: x")

    found = places(put(text))

    assert found == sorted(found)
