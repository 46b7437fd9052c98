"""Qualification of one deal through the real store: scores, suggestions, gaps, leaving a deal."""
# ruff: noqa: F811

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.domain.qualification import ElementState, Suggestion
from salesdesk.usecases import today
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.discovery import (
    AnswerQuestion,
    BinAnswer,
    BinFact,
    ConfirmFact,
    EditFact,
    MarkAnswer,
    discover_view,
    discovery_summary,
)
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep
from salesdesk.usecases.people import PutOnDeal
from salesdesk.usecases.qualification import (
    AcceptScore,
    ChooseFramework,
    Disqualify,
    NotApplicable,
    NoteResearch,
    Nurture,
    PlanAsk,
    PlanQuestions,
    Proof,
    QualifyView,
    RaiseFlag,
    RefuseSuggestion,
    SetScore,
    paragraph,
    qualify_view,
)
from tests.desks import (  # noqa: F401
    SMALL,
    add_deal,
    add_fact,
    add_person,
    clock_of,
    desk,
    make_desk,
    reopen,
    shipped_desk,
)
from tests.papers import rendered
from tests.store.whole import undone_and_redone

HURTS = "We lose 34 hours a week"


@pytest.fixture
def deal(desk: Desk) -> str:
    return add_deal(desk, account="Nordwind")


@pytest.fixture
def dana(desk: Desk, deal: str) -> str:
    return add_person(desk, deal, "Dana Reyes", role="champion")


def state(desk: Desk, deal: str, element: str) -> ElementState:
    found = qualify_view(desk, deal).standing.elements
    return next(each for each in found if each.element.key == element)


def figures(desk: Desk, deal: str) -> tuple[int, int, int]:
    total = qualify_view(desk, deal).standing.total
    return total.points, total.top, total.unknown


def answer(desk: Desk, deal: str, person: str | None, words: str = HURTS) -> str:
    desk.run(AnswerQuestion(deal, "what-hurts", words, person, "2026-11-12"))
    row = desk.raw.execute(
        "SELECT id FROM answer WHERE deal_id=? AND words<>'' ORDER BY id DESC", (deal,)
    ).fetchone()
    return str(row[0])


def accept(desk: Desk, deal: str, element: str) -> Suggestion:
    best = state(desk, deal, element).suggestions[0]
    desk.run(AcceptScore(deal, "three", element, best.evidence.source, best.level))
    return best


def test_a_deal_that_nobody_judged_has_no_points_and_nothing_known(desk: Desk, deal: str) -> None:
    view = qualify_view(desk, deal)
    assert view.standing.framework.key == "three"
    assert figures(desk, deal) == (0, 6, 3)
    assert {each.state for each in view.standing.elements} == {"unknown"}
    assert view.paragraph.startswith("Nothing shows yet that “Fleet telematics” is qualified")
    assert paragraph(desk, deal) == ""


def test_an_answer_suggests_a_score_which_counts_only_when_it_is_accepted(
    desk: Desk, deal: str, dana: str
) -> None:
    answer(desk, deal, dana)
    (suggested,) = state(desk, deal, "need").suggestions
    assert (suggested.level, suggested.evidence.words, suggested.evidence.person) == (
        1, HURTS, "Dana Reyes",
    )  # fmt: skip
    assert figures(desk, deal) == (0, 6, 3)
    undone_and_redone(desk, AcceptScore(deal, "three", "need", suggested.evidence.source, 1))
    need = state(desk, deal, "need")
    assert (need.state, need.level, need.scored_on) == ("known", 1, "2026-11-22")
    assert need.suggestions == ()
    assert figures(desk, deal) == (1, 6, 2)


def test_what_the_buyer_confirmed_suggests_a_level_more(desk: Desk, deal: str, dana: str) -> None:
    found = answer(desk, deal, dana)
    accept(desk, deal, "need")
    desk.run(MarkAnswer(found, "pain"))
    assert state(desk, deal, "need").suggestions == ()
    fact = deal_view(desk, deal).gate.states[0].finding.facts[0].id  # type: ignore[union-attr]
    desk.run(ConfirmFact(fact, dana, "2026-11-14"))
    (suggested,) = state(desk, deal, "need").suggestions
    assert (suggested.level, suggested.evidence.source) == (2, f"fact:{fact}")
    accept(desk, deal, "need")
    assert figures(desk, deal) == (2, 6, 2)


def test_a_fact_marked_in_an_answer_is_suggested_once(desk: Desk, deal: str, dana: str) -> None:
    desk.run(MarkAnswer(answer(desk, deal, dana), "pain"))
    assert len(state(desk, deal, "need").suggestions) == 1


def test_a_person_with_the_role_is_suggested(desk: Desk, deal: str) -> None:
    omar = add_person(desk, deal, "Omar Haddad", role="economic_buyer")
    best = accept(desk, deal, "power")
    assert best.evidence.source == f"person:{omar}"
    evidence = state(desk, deal, "power").evidence
    assert evidence is not None
    assert evidence.words == "Omar Haddad"


def test_a_correction_of_the_fact_shows_on_the_score(desk: Desk, deal: str) -> None:
    fact = add_fact(desk, deal, "pain", "34 hours")
    accept(desk, deal, "need")
    desk.run(EditFact(fact, {"words": "43 hours"}))
    evidence = state(desk, deal, "need").evidence
    assert evidence is not None
    assert evidence.words == "43 hours"
    assert "43 hours" in qualify_view(desk, deal).paragraph


@pytest.mark.parametrize("is_marked", [False, True])
def test_a_score_whose_evidence_was_deleted_says_so(
    desk: Desk, deal: str, dana: str, is_marked: bool
) -> None:
    found = answer(desk, deal, dana)
    if is_marked:
        desk.run(MarkAnswer(found, "pain"))
    accept(desk, deal, "need")
    desk.run(BinAnswer(found))
    need = state(desk, deal, "need")
    assert need.level == 1
    assert need.evidence is not None
    assert need.evidence.is_lost
    assert qualify_view(desk, deal).standing.total.unproven == 1


def test_a_suggestion_that_was_turned_down_is_not_made_again_at_that_level(
    desk: Desk, deal: str, dana: str
) -> None:
    fact = add_fact(desk, deal, "pain", HURTS)
    undone_and_redone(desk, RefuseSuggestion(deal, "three", "need", f"fact:{fact}", 1))
    assert state(desk, deal, "need").suggestions == ()
    assert figures(desk, deal) == (0, 6, 3)
    desk.run(ConfirmFact(fact, dana, "2026-11-20"))
    assert [each.level for each in state(desk, deal, "need").suggestions] == [2]


def test_what_is_gone_cannot_be_accepted(desk: Desk, deal: str) -> None:
    fact = add_fact(desk, deal, "pain", HURTS)
    desk.run(BinFact(fact))
    for source in (f"fact:{fact}", "fact:nothing", "rumour:1"):
        with pytest.raises(KnownError, match="not there any more"):
            desk.run(AcceptScore(deal, "three", "need", source, 1))
    assert desk.raw.execute("SELECT count(*) FROM score").fetchone()[0] == 0


def test_a_score_set_by_hand_keeps_its_evidence_and_its_history(desk: Desk, deal: str) -> None:
    fact = add_fact(desk, deal, "pain", HURTS)
    accept(desk, deal, "need")
    undone_and_redone(desk, SetScore(deal, "three", "need", 2))
    need = state(desk, deal, "need")
    assert need.evidence is not None
    assert need.evidence.source == f"fact:{fact}"
    assert [score.level for score in need.history] == [2, 1]
    desk.run(SetScore(deal, "three", "need", 0))
    assert figures(desk, deal) == (0, 6, 2)
    desk.run(SetScore(deal, "three", "need", None))
    assert figures(desk, deal) == (0, 6, 3)
    assert [score.level for score in state(desk, deal, "need").history] == [None, 0, 2, 1]


def test_evidence_that_is_typed_is_one_fact_that_shows_everywhere(
    desk: Desk, deal: str, dana: str
) -> None:
    proof = Proof("The depot stands still on Mondays", dana, "2026-11-20")
    undone_and_redone(desk, SetScore(deal, "three", "need", 2, proof))
    facts = discover_view(desk, deal).facts
    assert [(f.kind, f.words, f.person, f.said_on) for f in facts] == [
        ("pain", "The depot stands still on Mondays", "Dana Reyes", "2026-11-20")
    ]
    evidence = state(desk, deal, "need").evidence
    assert evidence is not None
    assert evidence.fact == facts[0]
    summary = discovery_summary(desk, deal)
    assert "The depot stands still on Mondays" in str(summary)


def test_evidence_without_a_level_means_that_it_was_heard(desk: Desk, deal: str) -> None:
    desk.run(SetScore(deal, "three", "power", None, Proof("Omar signs", None, "2026-11-20")))
    assert state(desk, deal, "power").level == 1


def test_an_element_that_does_not_apply_leaves_the_total(desk: Desk, deal: str) -> None:
    with pytest.raises(KnownError, match="Say why"):
        desk.run(NotApplicable(deal, "three", "power", "  "))
    undone_and_redone(desk, NotApplicable(deal, "three", "power", "A sole trader"))
    assert figures(desk, deal) == (0, 4, 2)
    add_person(desk, deal, "Omar Haddad", role="economic_buyer")
    power = state(desk, deal, "power")
    assert (power.state, power.suggestions, power.is_gap) == ("not_applicable", (), False)
    desk.run(SetScore(deal, "three", "need", 1))
    assert "Power does not apply (A sole trader)." in qualify_view(desk, deal).paragraph


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (SetScore("", "three", "need", 3), "levels from 0 to 2"),
        (SetScore("", "three", "need", -1), "levels from 0 to 2"),
        (SetScore("", "three", "luck", 1), "no element “luck”"),
        (SetScore("", "four", "need", 1), "no framework “four”"),
        (SetScore("", "three", "need", 1, Proof(" ", None, "2026-11-20")), "needs words"),
        (SetScore("", "three", "need", 1, Proof("x", None, "soon")), "is not a date"),
        (ChooseFramework("", "four"), "no framework “four”"),
        (RaiseFlag("", "no-flag", True), "no “no-flag”"),
        (NoteResearch("", "no-item", "x"), "no “no-item”"),
        (PlanQuestions("", ()), "no question left"),
        (Disqualify("", "lost", "value"), "is not a reason"),
        (Disqualify("", "lost", "lost-other"), "needs a note"),
        (Nurture("", "2026-11-22", "Later"), "later day than today"),
        (Nurture("", "2027-01-11", " "), "needs a reason"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    desk: Desk, deal: str, command: object, sentence: str
) -> None:
    command = dataclasses.replace(command, deal_id=deal)  # type: ignore[type-var]
    with pytest.raises(KnownError, match=sentence):
        desk.run(command)  # type: ignore[arg-type]
    assert desk.raw.execute("SELECT count(*) FROM score").fetchone()[0] == 0
    assert deal_view(desk, deal).deal.status == "open"


def test_another_framework_is_chosen_and_scores_in_the_first_are_kept(
    desk: Desk, deal: str
) -> None:
    desk.run(SetScore(deal, "three", "need", 2))
    undone_and_redone(desk, ChooseFramework(deal, "plain-two"))
    assert figures(desk, deal) == (0, 2, 2)
    desk.run(ChooseFramework(deal, "three"))
    assert figures(desk, deal) == (2, 6, 2)


def test_the_deal_page_has_the_standing_at_a_glance(desk: Desk, deal: str) -> None:
    desk.run(SetScore(deal, "three", "need", 2))
    desk.run(NotApplicable(deal, "three", "depots", "Not their kind"))
    found = deal_view(desk, deal).qualification
    assert (found.framework, found.points, found.top, found.known, found.unknown) == (
        "The three", 2, 4, 1, 1,
    )  # fmt: skip


def test_gaps_become_questions_of_the_next_call(desk: Desk, deal: str, dana: str) -> None:
    view = qualify_view(desk, deal)
    assert [gap.element.key for gap in view.standing.gaps] == ["need", "power", "depots"]
    assert view.gap_keys == ("what-hurts", "who-else")
    undone_and_redone(desk, PlanQuestions(deal, view.gap_keys))
    planned = [item.question.key for item in discover_view(desk, deal).plan]
    assert {"what-hurts", "who-else"} <= set(planned)
    assert qualify_view(desk, deal).gap_keys == ()
    answer(desk, deal, dana)
    assert state(desk, deal, "need").questions == ()


def test_a_gap_that_no_question_feeds_is_planned_with_the_others(desk: Desk, deal: str) -> None:
    view = qualify_view(desk, deal)
    assert view.gap_elements == ("depots",)
    undone_and_redone(desk, PlanQuestions(deal, view.gap_keys, "three", view.gap_elements))
    planned = [item.question.text for item in discover_view(desk, deal).plan]
    assert "How many depots are there?" in planned
    assert qualify_view(desk, deal).gap_elements == ()


def test_what_an_own_element_asks_can_be_planned_and_its_answer_is_suggested(
    desk: Desk, deal: str, dana: str
) -> None:
    (question,) = state(desk, deal, "depots").questions
    assert (question.key, question.text, question.is_planned) == (
        "", "How many depots are there?", False,
    )  # fmt: skip
    undone_and_redone(desk, PlanAsk(deal, "three", "depots"))
    assert state(desk, deal, "depots").questions[0].is_planned
    own = [i.question for i in discover_view(desk, deal).plan if i.question.is_own]
    assert [each.text for each in own] == ["How many depots are there?"]
    desk.run(PlanAsk(deal, "three", "depots", is_planned=False))
    assert not state(desk, deal, "depots").questions[0].is_planned
    desk.run(AnswerQuestion(deal, own[0].key, "Nine", dana, "2026-11-20"))
    assert [s.evidence.words for s in state(desk, deal, "depots").suggestions] == ["Nine"]
    assert state(desk, deal, "depots").questions == ()


def test_the_paragraph_names_score_evidence_who_and_when_what_is_open_and_red_flags(
    desk: Desk, deal: str, dana: str
) -> None:
    add_fact(desk, deal, "pain", HURTS, person_id=dana, said_on="2026-11-12", confirmed=True)
    accept(desk, deal, "need")
    desk.run(SetScore(deal, "three", "power", 1))
    desk.run(RaiseFlag(deal, "price-first", True))
    text = qualify_view(desk, deal).paragraph
    assert text == (
        "“Fleet telematics” stands at 3 of 6 in The three. "
        "1 element rests on our own judgement alone. "
        "Need: proven, “We lose 34 hours a week” (Dana Reyes, Nov 12, 2026, confirmed). "
        "Power: heard. Not known yet: Depots. Red flags: Price before all else."
    )
    assert "\n" not in text
    assert paragraph(desk, deal) == text


def test_the_paragraph_stands_on_the_deal_s_page_once_somebody_judged_it(
    desk: Desk, deal: str
) -> None:
    assert "qualified" not in rendered(desk, "deal", deal, "md")
    desk.run(SetScore(deal, "three", "need", 2))
    for kind in ("md", "html"):
        page = rendered(desk, "deal", deal, kind)  # type: ignore[arg-type]
        assert "Why it is qualified" in page
        assert "stands at 2 of 6 in The three" in page
    assert "stands at" not in rendered(desk, "summary", deal, "md")
    assert "stands at" not in rendered(desk, "handoff", deal, "md")


def flag_is_up(desk: Desk, deal: str, key: str) -> bool:
    return next(f.is_up for f in qualify_view(desk, deal).flags if f.flag.key == key)


def test_a_red_flag_goes_up_by_its_rule_when_the_deal_is_old_enough(desk: Desk, deal: str) -> None:
    assert not flag_is_up(desk, deal, "no-pain")
    later = reopen(desk, dt.date(2026, 12, 2))
    assert flag_is_up(later, deal, "no-pain")
    assert qualify_view(later, deal).flags[0].flag.key == "no-pain"
    add_fact(later, deal, "pain", HURTS)
    assert not flag_is_up(later, deal, "no-pain")
    later.close()


def test_the_rep_raises_and_takes_down_flags_whatever_the_rule_says(desk: Desk, deal: str) -> None:
    undone_and_redone(desk, RaiseFlag(deal, "price-first", True, "Asked in the first mail"))
    (raised,) = [f for f in qualify_view(desk, deal).flags if f.is_up]
    assert (raised.flag.key, raised.words) == ("price-first", "Asked in the first mail")
    undone_and_redone(desk, RaiseFlag(deal, "price-first", False))
    assert not flag_is_up(desk, deal, "price-first")


def test_research_is_kept_and_changed_and_is_no_act_of_the_buyer(desk: Desk, deal: str) -> None:
    undone_and_redone(desk, NoteResearch(deal, "business", "Fresh food, overnight"))
    found = qualify_view(desk, deal).research
    assert [(each.item.key, each.words, each.noted_on) for each in found] == [
        ("business", "Fresh food, overnight", "2026-11-22"), ("news", "", None),
    ]  # fmt: skip
    view = deal_view(desk, deal)
    assert view.buyer_acted_on is None
    assert view.gate is not None
    assert view.gate.met == 0
    assert "Fresh food" not in rendered(desk, "summary", deal, "md")
    desk.run(NoteResearch(deal, "business", ""))
    assert qualify_view(desk, deal).research[0].noted_on is None


def test_research_that_says_the_same_is_no_change(desk: Desk, deal: str) -> None:
    desk.run(NoteResearch(deal, "business", "Food"))
    assert desk.run(NoteResearch(deal, "business", " Food ")).seq is None


def test_a_deal_is_disqualified_with_a_reason_and_how_it_stood(desk: Desk, deal: str) -> None:
    text = qualify_view(desk, deal).paragraph
    undone_and_redone(desk, Disqualify(deal, "no_decision", "no-budget", standing=text))
    view = deal_view(desk, deal)
    assert view.deal.status == "lost"
    assert view.review is not None
    assert (view.review.outcome, view.review.reasons) == ("no_decision", ("No budget",))
    assert view.review.what_happened == text
    assert view.review.where_broke == "Disqualified in Qualify"
    assert not qualify_view(desk, deal).is_open
    assert desk.undo_entry().label == "Disqualify Fleet telematics"  # type: ignore[union-attr]


def on(desk: Desk, day: dt.date, deal: str) -> list[str]:
    """What Today shows of the deal on a day."""
    later = Desk(desk.path, clock_of(day), threaded=False)
    view = today.today(later)
    later.close()
    found = (*view.late, *view.due, *view.without)
    return [item.what for item in found if item.deal_id == deal]


def test_a_nurtured_deal_is_gone_until_its_day_and_then_in_today_by_itself(
    desk: Desk, deal: str
) -> None:
    undone_and_redone(desk, Nurture(deal, "2027-01-11", "Their new budget year"))
    assert qualify_view(desk, deal).is_open
    desk.close()
    assert on(desk, dt.date(2027, 1, 10), deal) == []
    assert on(desk, dt.date(2027, 1, 11), deal) == ["Take it up again: Their new budget year"]


def test_steps_that_were_due_before_wait_until_the_deal_comes_back(desk: Desk, deal: str) -> None:
    desk.run(
        SetNextStep(deal, PlannedStep("Send the list", "2026-11-25", due_time="10:00", agreed=True))
    )
    desk.run(SetNextStep(deal, PlannedStep("Yearly visit", "2027-06-01")))
    desk.run(Nurture(deal, "2027-01-11", "New budget year"))
    steps = [(step.what, step.due_on, step.agreed) for step in deal_view(desk, deal).next_steps]
    assert steps == [("Send the list", "2027-01-11", False), ("Yearly visit", "2027-06-01", False)]
    desk.close()
    assert on(desk, dt.date(2026, 11, 25), deal) == []
    assert on(desk, dt.date(2027, 1, 11), deal) == ["Send the list"]


def test_a_process_without_frameworks_is_qualified_by_the_shipped_ones(tmp_path: Path) -> None:
    bare = dataclasses.replace(SMALL, frameworks=(), red_flags=(), research=())
    desk = make_desk(tmp_path, bare)
    deal = add_deal(desk)
    view: QualifyView = qualify_view(desk, deal)
    assert [f.key for f in view.frameworks][:2] == ["plain", "bant"]
    assert view.flags
    assert view.research
    assert deal_view(desk, deal).qualification.framework == ""
    desk.run(ChooseFramework(deal, "meddicc"))
    desk.run(SetScore(deal, "meddicc", "champion", 2))
    assert deal_view(desk, deal).qualification.framework == "MEDDICC"
    assert deal_view(desk, deal).qualification.top == 14
    desk.close()


def test_one_talk_fills_every_framework_of_the_shipped_process(shipped_desk: Desk) -> None:
    deal = add_deal(shipped_desk, stage_key="discovery")
    dana = add_person(shipped_desk, deal, "Dana Reyes", role="champion")
    shipped_desk.run(PutOnDeal(deal, add_person(shipped_desk, name="Omar"), role="economic_buyer"))
    process = qualify_view(shipped_desk, deal)
    for question in [
        q for item in discover_view(shipped_desk, deal).layers for q in item.questions
    ]:
        shipped_desk.run(AnswerQuestion(deal, question.key, "Said so", dana, "2026-11-12"))
    for framework in process.frameworks:
        shipped_desk.run(ChooseFramework(deal, framework.key))
        states = qualify_view(shipped_desk, deal).standing.elements
        assert [s.element.key for s in states if not s.suggestions] == [], framework.key
        assert [s.element.key for s in states if s.questions] == []
