# ruff: noqa: F811
"""Frameworks of the rep's own: made, changed and taken away through the real store."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from salesdesk.domain import own_frameworks as domain
from salesdesk.domain.errors import KnownError
from salesdesk.domain.own_frameworks import ElementEntry, FrameworkEntry
from salesdesk.domain.process import Framework
from salesdesk.domain.qualification import ElementState
from salesdesk.processes.check import check_file
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.discovery import AnswerQuestion
from salesdesk.usecases.own_frameworks import (
    RemoveFramework,
    SaveFramework,
    process_of_pipeline,
)
from salesdesk.usecases.qualification import AcceptScore, ChooseFramework, SetScore, qualify_view
from tests.desks import add_deal, first_pipeline, reopen, shipped_desk  # noqa: F401
from tests.processes.written import process_text

MONEY = ElementEntry("", "Money", "Whose money is it?", ("None", "Named", "Set aside"),
                     "bant.budget")  # fmt: skip
HEART = ElementEntry("", "Heart", "Who wants it?", ("Nobody", "One", "All"), "")
OURS = FrameworkEntry("", "Our two", "Money and heart.", ("No", "Half", "Yes"), (MONEY, HEART))


@pytest.fixture
def deal(shipped_desk: Desk) -> str:
    return add_deal(shipped_desk, stage_key="discovery", account="Zoomzone")


def element(desk: Desk, deal: str, key: str) -> ElementState:
    elements = qualify_view(desk, deal).standing.elements
    return next(each for each in elements if each.element.key == key)


def framework(desk: Desk, deal: str, key: str) -> Framework:
    return next(f for f in qualify_view(desk, deal).frameworks if f.key == key)


def test_a_framework_of_ones_own_judges_the_deal_and_is_offered_to_all(
    shipped_desk: Desk, deal: str
) -> None:
    other = add_deal(shipped_desk, "Depot", stage_key="discovery", account="Rolli")
    shipped_desk.run(SaveFramework(deal, OURS))
    view = qualify_view(shipped_desk, deal)
    assert view.standing.framework.name == "Our two"
    assert [f.name for f in qualify_view(shipped_desk, other).frameworks][-1] == "Our two"
    assert qualify_view(shipped_desk, other).standing.framework.key == "plain"
    assert shipped_desk.undo_entry().label == "Add the framework Our two"  # type: ignore[union-attr]
    again = reopen(shipped_desk)
    assert qualify_view(again, deal).standing.framework.key == "our-two"
    again.undo()
    assert qualify_view(again, deal).standing.framework.key == "plain"
    again.redo()
    assert qualify_view(again, deal).standing.framework.key == "our-two"
    again.close()


def test_an_element_filled_like_another_is_suggested_from_its_questions_and_counts_when_accepted(
    shipped_desk: Desk, deal: str
) -> None:
    shipped_desk.run(SaveFramework(deal, OURS))
    shipped_desk.run(
        AnswerQuestion(deal, "budget-set-aside", "90,000 are in the plan", None, "2026-11-20")
    )
    [found] = element(shipped_desk, deal, "money").suggestions
    assert (found.evidence.words, found.level) == ("90,000 are in the plan", 1)
    assert element(shipped_desk, deal, "heart").suggestions == ()
    assert qualify_view(shipped_desk, deal).standing.total.points == 0
    shipped_desk.run(AcceptScore(deal, "our-two", "money", found.evidence.source, 1))
    assert qualify_view(shipped_desk, deal).standing.total.points == 1


def test_what_is_renamed_reordered_and_added_keeps_the_scores(
    shipped_desk: Desk, deal: str
) -> None:
    shipped_desk.run(SaveFramework(deal, OURS))
    shipped_desk.run(SetScore(deal, "our-two", "money", 2))
    kept = domain.entry_of(framework(shipped_desk, deal, "our-two"))
    money, heart = kept.elements
    third = ElementEntry("", "Money", "Second of that name", ("a", "b", "c"), "")
    with pytest.raises(KnownError, match="two elements called “Money”"):
        shipped_desk.run(SaveFramework(deal, dataclasses.replace(kept, elements=(money, third))))
    renamed = dataclasses.replace(money, name="Budget")
    shipped_desk.run(SaveFramework(deal, dataclasses.replace(
        kept, name="Our three", elements=(heart, renamed, third))))  # fmt: skip
    standing = qualify_view(shipped_desk, deal).standing
    assert [s.element.name for s in standing.elements] == ["Heart", "Budget", "Money"]
    assert [s.level for s in standing.elements] == [None, 2, None]
    assert (standing.framework.key, standing.framework.name) == ("our-two", "Our three")
    assert "bant.budget" in standing.elements[1].element.fed_by


def test_a_copy_begins_with_all_that_feeds_the_first_one(shipped_desk: Desk, deal: str) -> None:
    plain = framework(shipped_desk, deal, "plain")
    shipped_desk.run(SaveFramework(deal, domain.copy_of(plain)))
    made = qualify_view(shipped_desk, deal).standing.framework
    assert made.name == "The plain five, my own"
    for own, first in zip(made.elements, plain.elements, strict=True):
        assert (own.facts, own.roles, own.levels) == (first.facts, first.roles, first.levels)
        assert set(own.fed_by) == {f"plain.{first.key}", *first.fed_by}


def test_the_process_with_a_framework_of_ones_own_is_still_a_process_file_without_a_fault(
    shipped_desk: Desk, deal: str, tmp_path: Path
) -> None:
    shipped_desk.run(SaveFramework(deal, OURS))
    process = process_of_pipeline(shipped_desk, first_pipeline(shipped_desk))
    (tmp_path / "mine.yaml").write_text(process_text(process), encoding="utf-8")
    assert check_file(tmp_path / "mine.yaml") == ()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": "  "}, "needs a name"),
        ({"name": "bant"}, "called “bant” already"),
        ({"scale": ("Yes",)}, "from 2 to 10 levels"),
        ({"scale": tuple("abcdefghijk")}, "from 2 to 10 levels"),
        ({"scale": ("No", "no", "Yes")}, "the same name"),
        ({"elements": ()}, "from 1 to 40 elements"),
        ({"elements": (dataclasses.replace(MONEY, name=""),)}, "element needs a name"),
        ({"elements": (dataclasses.replace(MONEY, asks=" "),)}, "found out about “Money”"),
        ({"elements": (dataclasses.replace(MONEY, levels=("a", "b")),)}, "2 lines for 3 levels"),
        ({"summary": "x" * 1001}, "more than 1000 characters"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_changed(
    shipped_desk: Desk, deal: str, change: dict[str, object], sentence: str
) -> None:
    before = [f.key for f in qualify_view(shipped_desk, deal).frameworks]
    with pytest.raises(KnownError, match=sentence) as caught:
        shipped_desk.run(SaveFramework(deal, dataclasses.replace(OURS, **change)))  # type: ignore[arg-type]
    assert "Nothing was changed" in str(caught.value)
    assert [f.key for f in qualify_view(shipped_desk, deal).frameworks] == before


def test_a_name_without_latin_letters_and_one_that_was_there_before_get_keys_of_their_own(
    shipped_desk: Desk, deal: str
) -> None:
    shipped_desk.run(SaveFramework(deal, dataclasses.replace(OURS, name="我们的")))
    shipped_desk.run(SaveFramework(deal, dataclasses.replace(OURS, name="Research")))
    assert [f.key for f in qualify_view(shipped_desk, deal).frameworks][-2:] == [
        "own", "research-2",
    ]  # fmt: skip


def test_a_framework_that_is_taken_away_leaves_its_scores_and_the_deal_goes_on_with_the_first(
    shipped_desk: Desk, deal: str
) -> None:
    shipped_desk.run(SaveFramework(deal, OURS))
    shipped_desk.run(SetScore(deal, "our-two", "money", 2))
    shipped_desk.run(RemoveFramework(deal, "our-two"))
    assert qualify_view(shipped_desk, deal).standing.framework.key == "plain"
    with pytest.raises(KnownError, match="not there any more"):
        shipped_desk.run(RemoveFramework(deal, "our-two"))
    shipped_desk.undo()
    shipped_desk.run(ChooseFramework(deal, "our-two"))
    assert element(shipped_desk, deal, "money").level == 2


def test_the_last_framework_stays(shipped_desk: Desk, deal: str) -> None:
    keys = [f.key for f in qualify_view(shipped_desk, deal).frameworks]
    for key in keys[:-1]:
        shipped_desk.run(RemoveFramework(deal, key))
    with pytest.raises(KnownError, match="needs a framework"):
        shipped_desk.run(RemoveFramework(deal, keys[-1]))
