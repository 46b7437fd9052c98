"""The value map, the demo plan and the recap of one deal through the real store."""
# ruff: noqa: F811

from __future__ import annotations

from typing import Any

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.domain.value import MapLine
from salesdesk.usecases import value as use
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.discovery import (
    AddFact,
    BinFact,
    ConfirmFact,
    EditFact,
    discover_view,
    discovery_summary,
)
from salesdesk.usecases.handoff_notes import handoff_notes
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep
from salesdesk.usecases.objections import LogObjection
from salesdesk.usecases.people import PutOnDeal
from salesdesk.usecases.value import value_view
from tests.desks import TODAY, add_deal, add_fact, add_person, desk, shipped_desk  # noqa: F401
from tests.papers import rendered
from tests.store.whole import undone_and_redone


@pytest.fixture
def deal(desk: Desk) -> str:
    return add_deal(desk, account="Zoomzone")


def pain(desk: Desk, deal: str, words: str = "Late slots", **more: Any) -> str:
    return add_fact(desk, deal, "pain", words, **{"confirmed": True, **more})


def lines(desk: Desk, deal: str) -> tuple[MapLine, ...]:
    return value_view(desk, deal).lines


def shown(desk: Desk, deal: str) -> list[str]:
    return [line.capability or (line.fact.words if line.fact else "") for line in lines(desk, deal)]


# The map ------------------------------------------------------------------------------------------


def test_the_first_edit_of_a_pain_makes_its_line_and_undo_takes_it_off(
    desk: Desk, deal: str
) -> None:
    fact = pain(desk, deal)
    desk.run(use.EditLine(deal, fact, {"capability": " Live tracking "}))
    (line,) = lines(desk, deal)
    assert (line.capability, line.fact and line.fact.id) == ("Live tracking", fact)
    assert line.key != fact
    desk.run(use.EditLine(deal, line.key, {"proof": "Half the slots", "proof_kind": "case"}))
    desk.undo().result()
    assert lines(desk, deal)[0].proof == ""
    desk.undo().result()
    assert lines(desk, deal)[0].link is None
    desk.redo().result()
    assert lines(desk, deal)[0].capability == "Live tracking"


def test_every_command_of_the_panel_is_undone_and_redone_whole(desk: Desk, deal: str) -> None:
    person = add_person(desk, deal)
    fact, goal = pain(desk, deal), add_fact(desk, deal, "goal", "Quiet", order_key="W")
    criterion = add_fact(desk, deal, "criterion", "Cheap")
    desk.run(use.EditLine(deal, fact, {"capability": "Tracking"}))
    line = lines(desk, deal)[0].key
    desk.run(use.BuildPlan(deal))
    item = value_view(desk, deal).plan[0].item.id
    for command in (
        use.AddCapability(deal, fact, "Screens"),
        use.AddOutcome(deal, line, "No late slots", {"measure": "slots", "target": "0"}),
        use.MoveLine(deal, goal, -1),
        use.MatchCriterion(deal, criterion, "partly", "Not the cheapest"),
        use.AddDemoItem(deal, "Reports", 5),
        use.EditDemoItem(item, {"minutes": 20, "what": "Tracking, live"}),
        use.MoveDemoItem(item),
        use.React(item, "question", person),
        use.KeepAnswer(deal, "partly", "Perhaps", person, "2026-11-20"),
        use.RemoveLine(line),
        use.RemoveDemoItem(item),
    ):
        undone_and_redone(desk, command)


def test_words_of_a_fact_edited_on_the_map_show_on_discover_summary_and_handoff(
    shipped_desk: Desk,
) -> None:
    deal = add_deal(shipped_desk, stage_key="discovery")
    person = add_person(shipped_desk, deal, "Ines Duarte")
    shipped_desk.run(AddFact(deal, "goal", "Quiet afternoons", {"person_id": person}))
    (line,) = lines(shipped_desk, deal)
    assert line.fact is not None
    shipped_desk.run(EditFact(line.fact.id, {"words": "Silent afternoons"}))
    shipped_desk.run(
        use.AddOutcome(deal, line.key, "Fewer calls", {"measure": "calls", "target": "5"})
    )
    assert lines(shipped_desk, deal)[0].outcome is not None
    told = [fact.words for fact in discover_view(shipped_desk, deal).facts]
    assert told == ["Silent afternoons", "Fewer calls"]
    for text in (
        str(discovery_summary(shipped_desk, deal)),
        str(handoff_notes(shipped_desk, deal)),
        rendered(shipped_desk, "value", deal, "md"),
    ):
        assert "Silent afternoons" in text
        assert "Fewer calls" in text
        assert "Quiet afternoons" not in text


def test_lines_move_among_loose_facts_and_those_about_one_fact_stay_together(
    desk: Desk, deal: str
) -> None:
    first, second, third = (pain(desk, deal, words, order_key=words) for words in ("A", "B", "C"))
    desk.run(use.MoveLine(deal, third, -1))
    assert shown(desk, deal) == ["A", "C", "B"]
    desk.run(use.EditLine(deal, first, {"capability": "one"}))
    desk.run(use.AddCapability(deal, first, "two"))
    assert shown(desk, deal) == ["one", "two", "C", "B"]
    one, two, _c, b = (line.key for line in lines(desk, deal))
    desk.run(use.MoveLine(deal, two, -1))
    assert shown(desk, deal) == ["two", "one", "C", "B"]
    desk.run(use.MoveLine(deal, one, 1))
    assert shown(desk, deal) == ["C", "two", "one", "B"]
    desk.run(use.MoveLine(deal, b, 1))
    assert shown(desk, deal) == ["C", "two", "one", "B"]
    assert b in (second, lines(desk, deal)[3].key)


def test_a_line_taken_off_leaves_its_facts_and_the_plan_keeps_the_words(
    desk: Desk, deal: str
) -> None:
    fact = pain(desk, deal)
    desk.run(use.EditLine(deal, fact, {"capability": "Tracking"}))
    desk.run(use.BuildPlan(deal))
    desk.run(use.RemoveLine(lines(desk, deal)[0].key))
    assert [line.key for line in lines(desk, deal)] == [fact]
    (planned,) = value_view(desk, deal).plan
    assert (planned.words, planned.is_dump) == ("Tracking", True)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"proof_kind": "rumour"}, "is not one of"),
        ({"colour": "red"}, "no column “colour”"),
        ({"outcome_id": "nothing"}, "no outcome of this deal"),
    ],
)
def test_what_a_line_cannot_take_is_refused_and_nothing_changed(
    desk: Desk, deal: str, cells: dict[str, str], sentence: str
) -> None:
    fact = pain(desk, deal)
    with pytest.raises(KnownError, match=sentence):
        desk.run(use.EditLine(deal, fact, cells))
    assert lines(desk, deal)[0].link is None


def test_facts_of_another_deal_or_kind_are_no_lines(desk: Desk, deal: str) -> None:
    other = add_deal(desk, "Another")
    theirs, metric = pain(desk, other), add_fact(desk, deal, "metric", "3")
    for fact in (theirs, metric, "gone"):
        with pytest.raises(KnownError, match="not on the value map"):
            desk.run(use.EditLine(deal, fact, {"capability": "x"}))
    criterion = add_fact(desk, other, "criterion", "Cheap")
    for fact in (criterion, metric):
        with pytest.raises(KnownError, match="no decision criterion"):
            desk.run(use.MatchCriterion(deal, fact, "yes"))


def test_a_deleted_pain_leaves_its_capability_loud(desk: Desk, deal: str) -> None:
    fact = pain(desk, deal)
    desk.run(use.EditLine(deal, fact, {"capability": "Tracking"}))
    desk.run(BinFact(fact))
    (line,) = lines(desk, deal)
    assert line.fact is None
    assert "untied" in line.gaps


# The plan -----------------------------------------------------------------------------------------


def test_the_plan_is_built_by_one_action_and_again_adds_only_what_is_new(
    desk: Desk, deal: str
) -> None:
    for words in ("A", "B"):
        fact = pain(desk, deal, words, order_key=words)
        desk.run(use.EditLine(deal, fact, {"capability": f"shows {words}"}))
    desk.run(use.BuildPlan(deal))
    view = value_view(desk, deal)
    assert [planned.words for planned in view.plan] == ["shows A", "shows B"]
    assert (view.minutes, view.without_minutes, view.can_build) == (20, 0, 0)
    with pytest.raises(KnownError, match="Nothing was added"):
        desk.run(use.BuildPlan(deal))
    desk.run(use.EditLine(deal, lines(desk, deal)[0].key, {"capability": "shows A at once"}))
    assert value_view(desk, deal).plan[0].words == "shows A at once"
    desk.undo().result()
    desk.undo().result()
    assert value_view(desk, deal).plan == ()


def test_confirming_the_pain_takes_the_mark_of_a_feature_dump_off(desk: Desk, deal: str) -> None:
    person = add_person(desk, deal)
    fact = pain(desk, deal, confirmed=False)
    desk.run(use.EditLine(deal, fact, {"capability": "Tracking"}))
    desk.run(use.BuildPlan(deal))
    desk.run(use.AddDemoItem(deal, "The monthly reports"))
    assert [p.is_dump for p in value_view(desk, deal).plan] == [True, True]
    desk.run(ConfirmFact(fact, person, "2026-11-20"))
    assert [p.is_dump for p in value_view(desk, deal).plan] == [False, True]


def test_an_own_item_is_tied_later_and_words_like_the_capability_follow_it(
    desk: Desk, deal: str
) -> None:
    fact = pain(desk, deal)
    desk.run(use.EditLine(deal, fact, {"capability": "Tracking"}))
    line = lines(desk, deal)[0].key
    desk.run(use.AddDemoItem(deal, "Positions"))
    item = value_view(desk, deal).plan[0].item.id
    desk.run(use.EditDemoItem(item, {"value_link_id": line}))
    assert not value_view(desk, deal).plan[0].is_dump
    desk.run(use.EditDemoItem(item, {"what": "Tracking"}))
    desk.run(use.EditLine(deal, line, {"capability": "Tracking to the minute"}))
    assert value_view(desk, deal).plan[0].words == "Tracking to the minute"
    desk.run(use.EditDemoItem(item, {"value_link_id": None}))
    assert value_view(desk, deal).plan[0].words == "Tracking to the minute"
    with pytest.raises(KnownError, match="Say what you want to show"):
        desk.run(use.EditDemoItem(item, {"what": "  "}))


@pytest.mark.parametrize("value", [0, -5, 481, "ten", 10**9])
def test_minutes_that_cannot_be_meant_are_refused(desk: Desk, deal: str, value: Any) -> None:
    with pytest.raises(KnownError, match=r"1 to 480"):
        desk.run(use.AddDemoItem(deal, "Reports", value))
    assert value_view(desk, deal).plan == ()


def test_items_change_places_and_a_reaction_keeps_person_and_day(desk: Desk, deal: str) -> None:
    person = add_person(desk, deal, "Ines Duarte")
    for words in "ABC":
        desk.run(use.AddDemoItem(deal, words))
    ids = [planned.item.id for planned in value_view(desk, deal).plan]
    desk.run(use.MoveDemoItem(ids[2], ids[0]))
    desk.run(use.MoveDemoItem(ids[0]))
    assert [planned.words for planned in value_view(desk, deal).plan] == ["C", "B", "A"]
    desk.run(use.React(ids[1], "partly", person))
    item = value_view(desk, deal).plan[1].item
    assert (item.reaction, item.person, item.shown_on) == (
        "partly", "Ines Duarte", TODAY.isoformat(),
    )  # fmt: skip
    with pytest.raises(KnownError, match="is not one of"):
        desk.run(use.React(ids[1], "hooray", person))


# Criteria, the value question, people -------------------------------------------------------------


def test_a_criterion_is_matched_in_two_steps(desk: Desk, deal: str) -> None:
    fact = add_fact(desk, deal, "criterion", "Reads the ERP")
    desk.run(use.MatchCriterion(deal, fact, "partly"))
    desk.run(use.MatchCriterion(deal, fact, words="Read only"))
    (match,) = value_view(desk, deal).criteria
    assert (match.fit, match.words) == ("partly", "Read only")
    with pytest.raises(KnownError, match="is not one of"):
        desk.run(use.MatchCriterion(deal, fact, "perhaps"))


def test_the_answer_to_the_value_question_is_a_fact_that_opens_the_gate(
    shipped_desk: Desk,
) -> None:
    deal = add_deal(shipped_desk, stage_key="solution")
    person = add_person(shipped_desk, deal, "Paul Meyer")

    def is_met() -> bool:
        report = deal_view(shipped_desk, deal).gate
        assert report is not None
        return next(s.is_met for s in report.states if s.criterion.key == "value_confirmed")

    assert not is_met()
    shipped_desk.run(use.KeepAnswer(deal, "partly", "If it ran", person, "2026-11-19"))
    assert not is_met()
    shipped_desk.run(use.KeepAnswer(deal, "yes", "Twice over", person, "2026-11-20"))
    assert is_met()
    (newest, _older) = value_view(shipped_desk, deal).answers
    assert (newest.kind, newest.key, newest.measure) == ("evidence", "value_confirmed", "yes")
    assert (newest.words, newest.person) == ("Twice over", "Paul Meyer")
    shipped_desk.run(use.KeepAnswer(deal, "no", "The budget is gone", person, "2026-11-22"))
    assert not is_met()


@pytest.mark.parametrize(
    ("answer", "words", "named", "day", "sentence"),
    [
        ("yes", " ", True, "2026-11-20", "in their words"),
        ("yes", "Fine", False, "2026-11-20", "needs the person"),
        ("maybe", "Fine", True, "2026-11-20", "is not one of"),
        ("yes", "Fine", True, "soon", "is not a date"),
        ("yes", "Fine", True, "2026-11-23", "still to come"),
    ],
)
def test_an_answer_that_is_not_whole_is_refused(
    desk: Desk, deal: str, answer: str, words: str, named: bool, day: str, sentence: str
) -> None:
    person = add_person(desk, deal) if named else None
    with pytest.raises(KnownError, match=sentence):
        desk.run(use.KeepAnswer(deal, answer, words, person, day))
    assert value_view(desk, deal).answers == ()


def test_whoever_said_nothing_and_took_part_in_nothing_was_never_met(desk: Desk, deal: str) -> None:
    ines = add_person(desk, deal, "Ines Duarte")
    add_person(desk, deal, "Paul Meyer", role="economic_buyer")
    add_fact(desk, deal, "pain", "Late", person_id=ines)
    step = PlannedStep("Demo", "2026-11-26", "demo", attendees="Paul Meyer, a driver")
    desk.run(SetNextStep(deal, step))
    assert [person.name for person in value_view(desk, deal).never_met] == ["Paul Meyer"]


def test_a_deal_that_is_gone_says_so(desk: Desk) -> None:
    with pytest.raises(KnownError, match="not in the desk any more"):
        value_view(desk, "gone")


# The paper ----------------------------------------------------------------------------------------

INNER = (
    "economic_buyer", "Economic buyer", "Blocker", "blocker", "High influence", "sceptic",
    "Red flag", "XRAYNOTE", "XOBJECTION", "64,000", "XEVIDENCE", "XSIGNAL", "XDECISION",
    "XREJECTED", "Feature dump", "gap", "No proof", "XRISK", "XSTAKE", "XREACT",
)  # fmt: skip


def full_of_inner_words(desk: Desk) -> str:
    """A deal in which all that is ours alone is filled, each with words that can be told."""
    from salesdesk.usecases.notes import AddNote

    deal = add_deal(desk, account="Zoomzone", amount_minor=6_400_000)
    person = add_person(
        desk, deal, "Paul Meyer", role="economic_buyer", influence="high", stance="blocker"
    )
    fact = pain(desk, deal, "Late slots", person_id=person)
    for kind, words in (
        ("evidence", "XEVIDENCE"), ("signal", "XSIGNAL"), ("decision", "XDECISION"),
        ("rejected", "XREJECTED"), ("risk", "XRISK"), ("stakeholder", "XSTAKE"),
    ):  # fmt: skip
        add_fact(desk, deal, kind, words, person_id=person)
    add_fact(desk, deal, "criterion", "A nurse can read it")
    desk.run(LogObjection(deal, "XOBJECTION", person))
    desk.run(AddNote("XRAYNOTE Red flag: sceptic with High influence", deal))
    desk.run(use.EditLine(deal, fact, {"capability": "Tracking"}))
    desk.run(use.BuildPlan(deal))
    desk.run(use.AddDemoItem(deal, "Reports", 10))
    item = value_view(desk, deal).plan[0].item.id
    desk.run(use.EditDemoItem(item, {"reaction": "no", "reaction_words": "XREACT"}))
    desk.run(use.KeepAnswer(deal, "no", "XEVIDENCE not worth it", person, "2026-11-20"))
    desk.run(PutOnDeal(deal, add_person(desk, name="Sam Sceptic"), role="other", stance="sceptic"))
    return deal


@pytest.mark.parametrize("format", ["html", "md"])
def test_the_recap_holds_none_of_our_own_words(desk: Desk, format: str) -> None:
    deal = full_of_inner_words(desk)
    text = rendered(desk, "value", deal, format)  # type: ignore[arg-type]
    assert "Late slots" in text
    assert "Tracking" in text
    assert [
        word
        for word in INNER
        if word in text.partition("</style>")[2] or (format == "md" and word in text)
    ] == []


def test_the_recap_names_each_pain_once_and_their_own_yes(desk: Desk, deal: str) -> None:
    person = add_person(desk, deal, "Ines Duarte")
    fact = pain(desk, deal)
    desk.run(use.EditLine(deal, fact, {"capability": "One", "proof": "A", "proof_kind": "case"}))
    desk.run(use.AddCapability(deal, fact, "Two"))
    desk.run(use.KeepAnswer(deal, "yes", "Worth it twice over", person, "2026-11-20"))
    text = rendered(desk, "value", deal, "md")
    assert text.count("Late slots") == 1
    assert "– One · – Two" in text
    assert "Case study: A" in text
    assert "Worth it twice over (Ines Duarte, Nov 20, 2026)" in text


def test_a_deal_of_which_nothing_is_known_prints_all_the_same(desk: Desk, deal: str) -> None:
    text = rendered(desk, "value", deal, "md")
    assert "What it would bring you" in text
