"""Answers, marks, facts, captures, plan and summary of one deal, through the real store."""
# ruff: noqa: F811

from __future__ import annotations

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.discovery import (
    AddFact,
    AddOwnQuestion,
    AnswerQuestion,
    BinAnswer,
    BinFact,
    BinOwnQuestion,
    CaptureLine,
    ConfirmFact,
    DiscoverView,
    EditFact,
    EditOwnQuestion,
    FileCapture,
    MarkAnswer,
    MeetCriterion,
    PlanQuestion,
    RecordSignal,
    SkipQuestion,
    UnrecordSignal,
    discover_view,
    discovery_summary,
)
from salesdesk.usecases.moves import Evidence
from tests.desks import add_deal, add_person, desk, shipped_desk  # noqa: F401

DAY = "2026-11-17"
SAID = "Late positions cost about 3 missed slots a week."


def question(view: DiscoverView, key: str):  # type: ignore[no-untyped-def]
    return next(q for layer in view.layers for q in layer.questions if q.key == key)


@pytest.fixture
def deal(desk: Desk) -> str:
    return add_deal(desk)


@pytest.fixture
def person(desk: Desk, deal: str) -> str:
    return add_person(desk, deal, "Ines Duarte", role="champion")


@pytest.fixture
def answered(desk: Desk, deal: str, person: str) -> str:
    """The id of an answer to the pain question."""
    desk.run(AnswerQuestion(deal, "what-hurts", SAID, person, DAY))
    return question(discover_view(desk, deal), "what-hurts").answers[0].id


def test_an_answer_shows_words_person_and_day_and_raises_the_coverage(
    desk: Desk, deal: str, answered: str
) -> None:
    view = discover_view(desk, deal)
    answer = question(view, "what-hurts").answers[0]
    assert (answer.words, answer.person, answer.answered_on) == (SAID, "Ines Duarte", DAY)
    pain = next(layer for layer in view.layers if layer.key == "pain")
    assert (pain.answered, pain.total) == (1, 1)
    assert question(view, "what-hurts").follow_ups == ("Since when?",)


def test_answering_again_changes_the_answer_and_another_voice_stands_beside_it(
    desk: Desk, deal: str, answered: str
) -> None:
    paul = add_person(desk, deal, "Paul Meyer")
    desk.run(AnswerQuestion(deal, "what-hurts", "Two a week", paul, DAY))
    assert [a.words for a in question(discover_view(desk, deal), "what-hurts").answers] == [
        "Two a week"
    ]
    desk.run(AnswerQuestion(deal, "what-hurts", "Four", paul, DAY, is_another=True))
    words = [a.words for a in question(discover_view(desk, deal), "what-hurts").answers]
    assert words == ["Two a week", "Four"]


def test_marking_writes_a_fact_that_remembers_its_answer_and_marking_again_takes_it_off(
    desk: Desk, deal: str, person: str, answered: str
) -> None:
    desk.run(MarkAnswer(answered, "pain"))
    (fact,) = discover_view(desk, deal).facts
    assert (fact.kind, fact.words, fact.person_id, fact.said_on) == ("pain", SAID, person, DAY)
    assert (fact.source_kind, fact.source_id, fact.key) == ("answer", answered, "what-hurts")
    assert question(discover_view(desk, deal), "what-hurts").facts == (fact,)
    desk.run(MarkAnswer(answered, "pain", {"measure": "missed slots"}))
    assert discover_view(desk, deal).facts[0].measure == "missed slots"
    desk.run(MarkAnswer(answered, "pain"))
    assert discover_view(desk, deal).facts == ()
    desk.undo().result()
    assert discover_view(desk, deal).facts[0].measure == "missed slots"


def test_a_mark_on_a_part_of_the_answer_has_words_of_its_own(
    desk: Desk, deal: str, answered: str
) -> None:
    desk.run(MarkAnswer(answered, "metric", words="3 missed slots a week"))
    desk.run(AnswerQuestion(deal, "what-hurts", "Quite another answer", None, DAY))
    assert discover_view(desk, deal).facts[0].words == "3 missed slots a week"


def test_a_fact_that_carries_the_whole_answer_follows_its_words_and_its_speaker(
    desk: Desk, deal: str, answered: str
) -> None:
    paul = add_person(desk, deal, "Paul Meyer")
    desk.run(MarkAnswer(answered, "pain"))
    desk.run(AnswerQuestion(deal, "what-hurts", "It is 4 a week", paul, "2026-11-18"))
    (fact,) = discover_view(desk, deal).facts
    assert (fact.words, fact.person, fact.said_on) == ("It is 4 a week", "Paul Meyer", "2026-11-18")


def test_correcting_the_fact_corrects_the_answer_and_what_else_carries_it(
    desk: Desk, deal: str, answered: str
) -> None:
    desk.run(MarkAnswer(answered, "pain"))
    desk.run(MarkAnswer(answered, "quote"))
    pain = discover_view(desk, deal).facts[0]
    desk.run(EditFact(pain.id, {"words": "It is 4 a week"}))
    view = discover_view(desk, deal)
    assert [f.words for f in view.facts] == ["It is 4 a week"] * 2
    assert question(view, "what-hurts").answers[0].words == "It is 4 a week"


def test_a_fact_reworded_alone_no_longer_follows_the_answer(
    desk: Desk, deal: str, answered: str
) -> None:
    desk.run(MarkAnswer(answered, "pain"))
    fact = discover_view(desk, deal).facts[0]
    desk.run(EditFact(fact.id, {"words": "Missed slots at Lyon"}, keeps_answer=True))
    assert question(discover_view(desk, deal), "what-hurts").answers[0].words == SAID
    desk.run(AnswerQuestion(deal, "what-hurts", "Something new", None, DAY))
    assert discover_view(desk, deal).facts[0].words == "Missed slots at Lyon"


def test_clearing_an_answer_bins_what_carried_it_and_keeps_what_was_reworded(
    desk: Desk, deal: str, answered: str
) -> None:
    desk.run(MarkAnswer(answered, "pain"))
    desk.run(MarkAnswer(answered, "metric", words="3 a week"))
    desk.run(AnswerQuestion(deal, "what-hurts", "  ", None, DAY))
    view = discover_view(desk, deal)
    assert [f.kind for f in view.facts] == ["metric"]
    assert not question(view, "what-hurts").is_answered


def test_every_column_of_a_fact_can_be_changed_and_bad_values_are_refused(
    desk: Desk, deal: str, person: str
) -> None:
    desk.run(AddFact(deal, "outcome", "Fewer missed slots", {"measure": "slots a week"}))
    fact = discover_view(desk, deal).facts[0]
    fields = {
        "kind": "goal",
        "words": "No missed slots",
        "person_id": person,
        "said_on": DAY,
        "confirmed": True,
        "measure": "slots",
        "baseline": "3",
        "target": "0",
        "due_on": "2027-03-31",
        "owner": "Ines",
        "severity": "high",
        "mitigation": "Train",
        "key": "k",
    }
    desk.run(EditFact(fact.id, fields))
    changed = discover_view(desk, deal).facts[0]
    assert {name: getattr(changed, name) for name in fields} == fields
    desk.run(EditFact(fact.id, {"owner": " "}))
    assert discover_view(desk, deal).facts[0].owner is None
    for bad in (
        {"words": " "},
        {"kind": "gossip"},
        {"due_on": "soon"},
        {"severity": "x"},
        {"id": "1"},
    ):
        with pytest.raises(KnownError):
            desk.run(EditFact(fact.id, bad))
    assert discover_view(desk, deal).facts[0].words == "No missed slots"


def test_a_confirmation_names_who_and_when(desk: Desk, deal: str, person: str) -> None:
    desk.run(AddFact(deal, "pain", "Late positions"))
    fact = discover_view(desk, deal).facts[0]
    with pytest.raises(KnownError, match="person who gave it"):
        desk.run(ConfirmFact(fact.id, None, DAY))
    desk.run(ConfirmFact(fact.id, person, DAY))
    confirmed = discover_view(desk, deal).facts[0]
    assert (confirmed.confirmed, confirmed.person, confirmed.said_on) == (True, "Ines Duarte", DAY)
    desk.run(ConfirmFact(fact.id, None, DAY, is_confirmed=False))
    assert not discover_view(desk, deal).facts[0].confirmed
    desk.run(BinFact(fact.id))
    assert discover_view(desk, deal).facts == ()


def test_a_captured_line_waits_until_it_is_filed_and_brings_its_fact_along(
    desk: Desk, deal: str, person: str
) -> None:
    desk.run(CaptureLine(deal, "Paul signs everything", "stakeholder", person))
    (line,) = discover_view(desk, deal).captures
    assert line.answered_on == "2026-11-22"
    assert [f.kind for f in line.facts] == ["stakeholder"]
    desk.run(PlanQuestion(deal, "who-else", True))
    desk.run(FileCapture(line.id, "who-else"))
    view = discover_view(desk, deal)
    assert view.captures == ()
    asked = question(view, "who-else")
    assert [a.words for a in asked.answers] == ["Paul signs everything"]
    assert not asked.is_planned
    assert view.facts[0].key == "who-else"
    with pytest.raises(KnownError):
        desk.run(CaptureLine(deal, "  "))


def test_an_answer_whose_question_the_process_has_not_waits_to_be_filed(
    desk: Desk, deal: str, person: str
) -> None:
    desk.run(CaptureLine(deal, "Paul signs everything", "stakeholder", person))
    (line,) = discover_view(desk, deal).captures
    desk.run(FileCapture(line.id, "a-question-of-another-desk"))
    assert [a.words for a in discover_view(desk, deal).captures] == ["Paul signs everything"]
    desk.run(FileCapture(line.id, "who-else"))
    view = discover_view(desk, deal)
    assert view.captures == ()
    assert [a.words for a in question(view, "who-else").answers] == ["Paul signs everything"]


def test_deleting_an_answer_takes_its_facts_along_and_undo_brings_both_back(
    desk: Desk, deal: str, answered: str
) -> None:
    desk.run(MarkAnswer(answered, "pain"))
    desk.run(BinAnswer(answered))
    assert discover_view(desk, deal).facts == ()
    desk.undo().result()
    assert question(discover_view(desk, deal), "what-hurts").facts[0].words == SAID


def test_a_question_is_skipped_only_with_a_reason_and_then_leaves_coverage_and_plan(
    desk: Desk, deal: str
) -> None:
    with pytest.raises(KnownError):
        desk.run(SkipQuestion(deal, "what-hurts", " "))
    desk.run(SkipQuestion(deal, "what-hurts", "Told us by mail"))
    view = discover_view(desk, deal)
    assert question(view, "what-hurts").skipped_why == "Told us by mail"
    assert "what-hurts" not in {item.question.key for item in view.plan}
    assert next(layer for layer in view.layers if layer.key == "pain").total == 0
    desk.run(SkipQuestion(deal, "what-hurts", "", is_skipped=False))
    assert question(discover_view(desk, deal), "what-hurts").skipped_why == ""


def test_own_questions_are_asked_planned_reworded_and_their_answers_outlive_them(
    desk: Desk, deal: str
) -> None:
    desk.run(AddOwnQuestion(deal, "pain", "How do the drivers see it?"))
    own = discover_view(desk, deal).own[0]
    desk.run(EditOwnQuestion(own.id, "What do the drivers say?"))
    desk.run(PlanQuestion(deal, own.key, True))
    view = discover_view(desk, deal)
    assert "What do the drivers say?" in view.agenda
    assert [i.reason for i in view.plan if i.question.key == own.key] == ["planned"]
    desk.run(AnswerQuestion(deal, own.key, "They hate it", None, DAY))
    assert question(discover_view(desk, deal), own.key).is_answered
    desk.run(BinOwnQuestion(own.id))
    assert [line.words for line in discover_view(desk, deal).captures] == ["They hate it"]


def test_a_signal_is_recorded_once_changed_and_taken_back(
    desk: Desk, deal: str, person: str
) -> None:
    desk.run(RecordSignal(deal, "asked-price", "Asked for the price", person, DAY))
    desk.run(RecordSignal(deal, "asked-price", "Asked for it twice", person, "2026-11-18"))
    (signal,) = discover_view(desk, deal).signals
    assert signal.fact is not None
    assert (signal.fact.words, signal.fact.said_on) == ("Asked for it twice", "2026-11-18")
    assert len(discover_view(desk, deal).facts) == 1
    desk.run(UnrecordSignal(deal, "asked-price"))
    assert discover_view(desk, deal).signals[0].fact is None


def test_a_criterion_is_met_by_hand_only_with_person_words_and_day(
    desk: Desk, deal: str, person: str
) -> None:
    for words, who in (("", person), ("They said so", None)):
        with pytest.raises(KnownError):
            desk.run(MeetCriterion(Evidence(deal, "pain-named", words, who, DAY)))
    desk.run(MeetCriterion(Evidence(deal, "pain-named", "They said so", person, DAY)))
    assert discover_view(desk, deal).gate.states[0].is_met


def test_the_plan_of_the_shipped_process_holds_8_questions_and_asks_for_the_gate_first(
    shipped_desk: Desk,
) -> None:
    deal = add_deal(shipped_desk, stage_key="discovery")
    view = discover_view(shipped_desk, deal)
    assert 5 <= len(view.plan) <= 12
    needed = {"breakage-where-it-fails", "quantities-how-often", "outcome-success-look"}
    assert needed <= {item.question.key for item in view.plan if item.reason == "gate"}
    order = [item.question.layer for item in view.plan]
    layers = [layer.key for layer in view.layers]
    assert order == sorted(order, key=layers.index)
    assert "(5 minutes)" in view.agenda
    for item in view.plan:
        assert item.question.text in view.agenda


def test_the_summary_groups_the_buyers_words_and_leaves_out_what_is_ours(
    desk: Desk, deal: str, answered: str
) -> None:
    desk.run(
        MarkAnswer(answered, "pain", {"measure": "missed slots", "baseline": "3", "target": "0"})
    )
    desk.run(RecordSignal(deal, "asked-price", "Asked for the price", None, DAY))
    summary = discovery_summary(desk, deal)
    (section,) = summary.sections
    assert section.heading == "What gets in the way today"
    line = section.blocks[0].lines[0]
    assert line.text == f"{SAID} Missed slots: 3 → 0."
    assert line.note == "Ines Duarte, Nov 17, 2026 · please confirm"
