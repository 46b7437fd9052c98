"""Scores, totals and suggestions, without a store."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.discovery import Answer
from salesdesk.domain.gates import FactView, PersonView
from salesdesk.domain.process import Element, Framework, Process
from salesdesk.domain.qualification import Material, Score, Standing, standing
from salesdesk.domain.qualification_texts import why_qualified
from tests.desks import SMALL

THREE = SMALL.frameworks[0]
NOTHING = Material()


def score(element: str, level: int | None, state: str = "known", **more: object) -> Score:
    return Score("s", "three", element, level, state, scored_on="2026-11-22", **more)  # type: ignore[arg-type]


def stands(*scores: Score, material: Material = NOTHING, framework: Framework = THREE) -> Standing:
    return standing(SMALL, framework, scores, material)


def test_unknown_is_neither_level_0_nor_left_out() -> None:
    none = stands().total
    assert (none.points, none.top, none.known, none.unknown) == (0, 6, 0, 3)
    zero = stands(score("need", 0)).total
    assert (zero.points, zero.top, zero.known, zero.unknown) == (0, 6, 1, 2)
    out = stands(score("need", None, "not_applicable")).total
    assert (out.points, out.top, out.known, out.unknown) == (0, 4, 0, 2)


def test_the_newest_accepted_score_counts() -> None:
    found = stands(score("need", 1), score("need", 2), score("need", 0, accepted=False))
    assert found.elements[0].level == 2
    assert [each.level for each in found.elements[0].history] == [0, 2, 1]


def test_a_score_above_a_scale_that_was_shortened_is_its_top() -> None:
    assert stands(score("need", 7)).elements[0].level == 2


def test_scores_of_another_framework_and_of_elements_that_are_gone_count_for_nothing() -> None:
    other = replace(score("need", 2), framework="four")
    assert stands(other, score("luck", 2)).total.points == 0


def test_gaps_come_unknown_first_and_then_the_lowest() -> None:
    found = stands(score("need", 1), score("power", 0), score("depots", None, "unknown"))
    assert [gap.element.key for gap in found.gaps] == ["depots", "power", "need"]
    assert stands(*(score(key, 2) for key in ("need", "power", "depots"))).gaps == ()


def test_the_best_suggestion_comes_first_and_none_is_below_the_score() -> None:
    facts = (
        FactView("a", "pain", "Slow", said_on="2026-11-10"),
        FactView("b", "pain", "34 hours", said_on="2026-11-01", confirmed=True),
        FactView("c", "goal", "Fast"),
    )
    material = Material(facts)
    found = stands(material=material).elements[0].suggestions
    assert [(each.level, each.evidence.words) for each in found] == [(2, "34 hours"), (1, "Slow")]
    after = stands(score("need", 1), material=material).elements[0].suggestions
    assert [each.level for each in after] == [2]
    assert stands(score("need", 2), material=material).elements[0].suggestions == ()


def test_a_scale_of_two_levels_is_never_suggested_beyond_its_top() -> None:
    two = SMALL.frameworks[1]
    material = Material((FactView("b", "pain", "34 hours", confirmed=True),))
    found = stands(material=material, framework=two).elements[1].suggestions
    assert [each.level for each in found] == [1]


def test_a_person_or_an_answer_can_be_what_a_score_rests_on() -> None:
    material = Material(
        answers=(Answer("x", "what-hurts", "It is slow", None, "", "2026-11-10"),),
        people=(PersonView("p", "Omar Haddad", "economic_buyer", "CFO"),),
    )
    found = stands(
        score("need", 1, source="answer:x"), score("power", 2, source="person:p"),
        material=material,
    )  # fmt: skip
    need, power = found.elements[0].evidence, found.elements[1].evidence
    assert need is not None
    assert power is not None
    assert (need.words, power.words) == ("It is slow", "Omar Haddad · CFO")
    assert found.total.unproven == 0


@given(st.text(max_size=400), st.text(max_size=400))
def test_the_paragraph_is_one_line_whatever_was_typed(name: str, said: str) -> None:
    material = Material((FactView("a", "pain", said),))
    found = stands(score("need", 1, source="fact:a"), material=material)
    assert len(why_qualified(name, found).splitlines()) == 1


def test_a_framework_of_ones_own_is_judged_like_the_others() -> None:
    own = Framework("own", "Own", "Ours", ("No", "Yes"), (Element("e", "E", "E?", ("a", "b")),))
    process: Process = replace(SMALL, frameworks=(own,))
    found = standing(process, own, (replace(score("e", 1), framework="own"),), Material())
    assert (found.total.points, found.total.top) == (1, 1)
