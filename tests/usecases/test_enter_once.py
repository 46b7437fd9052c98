"""Ask once, use everywhere: each kind of fact is typed once, on the page where it comes up first.

It is then found in qualification, value map, proposal, papers and handoff without being typed
again; corrected through one panel, it reads anew everywhere, and the old words are nowhere.
"""
# ruff: noqa: F811

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from salesdesk.domain.facts import FACT_KINDS
from salesdesk.domain.ids import new_id
from salesdesk.usecases.action_plan import AddTypicalSteps
from salesdesk.usecases.calls import PlanCall, Sheet
from salesdesk.usecases.commitment import commit_view
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.discovery import (
    AddFact,
    AnswerQuestion,
    CaptureLine,
    EditFact,
    MarkAnswer,
    discover_view,
)
from salesdesk.usecases.evidence import MeetCriterion, RecordSignal
from salesdesk.usecases.handoff_view import handoff_view
from salesdesk.usecases.line_items import (
    AddCompetitor,
    AddLineItem,
    EditCompetitor,
    EditLineItem,
)
from salesdesk.usecases.moves import Evidence
from salesdesk.usecases.people import AddPersonToDeal, EditPerson
from salesdesk.usecases.proposals import (
    AddInput,
    EditPart,
    EditProposal,
    FreezeProposal,
    StartDraft,
    TakeOver,
    proposals_view,
)
from salesdesk.usecases.qualification import ChooseFramework, Proof, SetScore, qualify_view
from salesdesk.usecases.value import AddOutcome, EditLine, MatchCriterion, value_view
from tests.desks import add_deal, shipped_desk, shipped_process  # noqa: F401
from tests.papers import rendered

PAPERS = ("handoff", "summary", "proposal", "executive", "faq", "risks", "value", "precall", "deal",
          "plan")  # fmt: skip
SAID_ON = "2026-11-20"

Enter = Callable[[Desk, str, str], object]
"""Types words on a deal."""
Correct = Callable[[Desk, str, str, str], object]
"""Types (old words, new words) over what is there."""


@dataclass(frozen=True)
class Case:
    """A fact: how it is typed, how it is corrected, and where it must be found in between."""

    name: str
    enter: Enter
    correct: Correct
    found_in: str
    old: str = "Vans wait at the gate"
    new: str = "Lorries queue for an hour"


def suggestions(desk: Desk, deal: str) -> str:
    """What qualification suggests on the deal, in all frameworks of its process."""
    found: list[str] = []
    for framework in shipped_process().frameworks:
        desk.run(ChooseFramework(deal, framework.key))
        for state in qualify_view(desk, deal).standing.elements:
            found += [each.evidence.words for each in state.suggestions]
            found += [state.evidence.words] if state.evidence else []
    return "\n".join(found)


def value_map(desk: Desk, deal: str) -> str:
    """Lines with their outcomes, matched criteria and realities; not the plain list of facts."""
    view = value_view(desk, deal)
    return repr((view.lines, view.loose, view.criteria, view.realities, view.answers, view.plan))


def draft(desk: Desk, deal: str) -> str:
    """What the open draft of the proposal says in its own points, options and fields."""
    version = proposals_view(desk, deal).draft
    assert version is not None
    offer = version.offer
    return repr((offer.title, offer.terms, offer.points, offer.options, offer.told))


def printed(kind: str, desk: Desk, deal: str) -> str:
    """A paper as Markdown."""
    return rendered(desk, kind, deal, "md")


PLACES: dict[str, Callable[[Desk, str], str]] = {
    "qualify": suggestions,
    "map": value_map,
    "draft": draft,
    "page": lambda desk, deal: repr(deal_view(desk, deal)),
    "discover": lambda desk, deal: repr(discover_view(desk, deal)),
    "commit": lambda desk, deal: repr(commit_view(desk, deal)),
    "checklist": lambda desk, deal: repr(handoff_view(desk, deal)),
    **{kind: partial(printed, kind) for kind in PAPERS},
}  # fmt: skip
"""Every place that shows what is known of a deal, as text."""


def shown(desk: Desk, deal: str) -> dict[str, str]:
    return {place: text(desk, deal) for place, text in PLACES.items()}


def captured(kind: str, **fields: Any) -> Enter:
    """Typed in the capture line of a call, marked by its key; figures in Discover."""

    def enter(desk: Desk, deal: str, words: str) -> None:
        desk.run(CaptureLine(deal, words, kind))
        if fields:
            [answer] = discover_view(desk, deal).captures
            desk.run(MarkAnswer(answer.id, kind, fields))

    return enter


def answered(question: str, kind: str, **fields: Any) -> Enter:
    """Typed as the answer to a question, and marked."""

    def enter(desk: Desk, deal: str, words: str) -> None:
        desk.run(AnswerQuestion(deal, question, words, None, SAID_ON))
        desk.run(MarkAnswer(_answer_id(desk, deal, question), kind, fields))

    return enter


def answer_anew(question: str) -> Correct:
    """Types over the answer in Discover."""

    def correct(desk: Desk, deal: str, old: str, new: str) -> None:
        desk.run(AnswerQuestion(deal, question, new, None, SAID_ON))

    return correct


def _answer_id(desk: Desk, deal: str, question: str) -> str:
    layers = discover_view(desk, deal).layers
    [state] = [state for layer in layers for state in layer.questions if state.key == question]
    return state.answers[0].id


def edit_fact(desk: Desk, deal: str, old: str, new: str) -> None:
    """Corrects the words in any panel that shows the fact."""
    [fact] = [f for f in discover_view(desk, deal).facts if f.words == old]
    desk.run(EditFact(fact.id, {"words": new}))


def edit_point(desk: Desk, deal: str, old: str, new: str) -> None:
    """Corrects the words on the Proposal panel."""
    version = proposals_view(desk, deal).draft
    assert version is not None
    [point] = [p for p in version.offer.points if p.words == old]
    desk.run(EditPart("point", point.id, {"words": new}))


def scored(desk: Desk, deal: str, words: str) -> None:
    """Typed as the proof of a score on Qualify."""
    desk.run(SetScore(deal, "plain", "pain", 1, Proof(words, None, SAID_ON)))


def outcome(desk: Desk, deal: str, words: str) -> None:
    """Typed on the value map, beside the pain that it answers."""
    pain = add_pain(desk, deal)
    figures = {"measure": "Hours", "baseline": "40", "target": "10", "due_on": "2027-03-01"}
    desk.run(AddOutcome(deal, pain, words, figures))


def criterion(desk: Desk, deal: str, words: str) -> None:
    """Typed as an answer; matched on the Value panel, where only our answer is typed."""
    answered("criteria-must-haves", "criterion")(desk, deal, words)
    [fact] = [f for f in discover_view(desk, deal).facts if f.words == words]
    desk.run(MatchCriterion(deal, fact.id, "yes", "We do that"))


def metric(desk: Desk, deal: str, words: str) -> None:
    """Typed as an answer; an amount of the business case rests on it."""
    answered("quantities-hours", "metric", measure="Hours", baseline="40")(desk, deal, words)
    [fact] = [f for f in discover_view(desk, deal).facts if f.words == words]
    desk.run(AddInput(deal, "gain_year", "Waiting", 4_000_000, fact_id=fact.id))


def add_pain(desk: Desk, deal: str) -> str:
    desk.run(AddFact(deal, "pain", "Reports arrive late"))
    [fact] = [f for f in discover_view(desk, deal).facts if f.kind == "pain"]
    desk.run(EditLine(deal, fact.id, {"capability": "Live reports"}))
    return fact.id


def signal(desk: Desk, deal: str, words: str) -> None:
    """Ticked in the right rail."""
    desk.run(RecordSignal(deal, "discovery-fetched-figure", words, None, SAID_ON))


def evidence(desk: Desk, deal: str, words: str) -> None:
    """Typed in the right rail, where a criterion of the stage is met by hand."""
    desk.run(AddPersonToDeal(deal, "Ines Duarte", "champion"))
    [who] = [p.id for p in discover_view(desk, deal).people if p.name == "Ines Duarte"]
    gate = deal_view(desk, deal).gate
    assert gate is not None
    criterion = gate.open[0].criterion.key
    desk.run(MeetCriterion(Evidence(deal, criterion, words, who, SAID_ON)))


def sold(desk: Desk, deal: str, words: str) -> None:
    """A line item, typed on Overview."""
    desk.run(AddLineItem(deal, words, unit_minor=70_000))


def resell(desk: Desk, deal: str, _old: str, new: str) -> None:
    """Corrected on Overview; an open draft offers the change, and takes it over."""
    [item] = deal_view(desk, deal).items
    desk.run(EditLineItem(item.id, {"name": new}))
    version = proposals_view(desk, deal).draft
    assert version is not None
    desk.run(TakeOver(version.id, tuple(each.key for each in version.news)))


def rival(desk: Desk, deal: str, words: str) -> None:
    desk.run(AddCompetitor(deal, words))


def rename_rival(desk: Desk, deal: str, _old: str, new: str) -> None:
    [found] = deal_view(desk, deal).competitors
    desk.run(EditCompetitor(found.id, new))


def person(desk: Desk, deal: str, words: str) -> None:
    """Put on the deal; invited to the next call, and given a step of the plan."""
    who = new_id()
    desk.run(AddPersonToDeal(deal, words, "economic_buyer", who))
    desk.run(AddPersonToDeal(deal, "Ines Duarte", "champion"))
    desk.run(AddFact(deal, "pain", "Reports arrive late", {"person_id": who}))
    desk.run(PlanCall(deal, Sheet("2026-11-24", "10:00", attendees=(who,))))
    desk.run(AddTypicalSteps(deal, "2027-03-01"))


def rename(desk: Desk, deal: str, old: str, new: str) -> None:
    [who] = [p.id for p in discover_view(desk, deal).people if p.name == old]
    desk.run(EditPerson(who, {"name": new}))


def fields(column: str, value: Callable[[str], Any]) -> tuple[Enter, Correct]:
    """A field of the deal, typed in the left column of its page."""

    def enter(desk: Desk, deal: str, words: str) -> None:
        desk.run(EditDeal(deal, {column: value(words)}))  # type: ignore[misc]

    def correct(desk: Desk, deal: str, _old: str, new: str) -> None:
        desk.run(EditDeal(deal, {column: value(new)}))  # type: ignore[misc]

    return enter, correct


def _iso(words: str) -> str:
    return dt.datetime.strptime(words, "%b %d, %Y").date().isoformat()


def dated(desk: Desk, deal: str, words: str) -> None:
    """The date of a deadline that the buyer named."""
    answered("urgency-fixed-date", "timeline", due_on=_iso(words))(desk, deal, "The lease ends")


def move_date(desk: Desk, deal: str, _old: str, new: str) -> None:
    [fact] = [f for f in discover_view(desk, deal).facts if f.words == "The lease ends"]
    desk.run(EditFact(fact.id, {"due_on": _iso(new)}))


DAYS = ("Jan 14, 2027", "Feb 17, 2027")
CASES = (
    Case("pain", captured("pain"), edit_fact,
         "qualify map draft discover proposal executive summary value precall deal checklist"
         " handoff"),
    Case("pain answered", answered("breakage-where-it-fails", "pain"),
         answer_anew("breakage-where-it-fails"),
         "qualify map draft discover proposal executive summary value precall deal handoff"),
    Case("pain as proof of a score", scored, edit_fact,
         "qualify map draft discover proposal executive summary value precall deal handoff"),
    Case("goal", answered("outcome-success-look", "goal"), answer_anew("outcome-success-look"),
         "qualify map draft discover proposal executive summary value deal checklist handoff"),
    Case("metric", metric, edit_fact,
         "qualify draft discover proposal summary value deal handoff"),
    Case("criterion", criterion, edit_fact,
         "qualify map draft discover commit proposal faq summary value deal plan handoff"),
    Case("risk", captured("risk", severity="high", mitigation="Train first"), edit_fact,
         "map discover commit risks summary deal plan checklist handoff"),
    Case("stakeholder", answered("stakeholders-who-else", "stakeholder"), edit_fact,
         "qualify discover"),  # and in no paper for the buyer: one person spoke of another
    Case("person", person, rename,
         "qualify page discover commit summary precall deal plan checklist handoff",
         "Vera Okafor", "Vera Lindt"),
    Case("outcome", outcome, edit_fact,
         "qualify map draft discover proposal executive summary value deal checklist handoff"),
    Case("promise", captured("promise", owner="We", due_on="2026-12-01"), edit_point,
         "draft discover proposal summary deal checklist handoff"),
    Case("timeline", answered("urgency-fixed-date", "timeline", due_on="2027-01-14"), edit_point,
         "qualify map draft discover proposal executive summary value checklist handoff"),
    Case("date of a timeline", dated, move_date,
         "proposal executive summary value handoff", *DAYS),
    Case("process step", answered("authority-steps", "process_step"), edit_point,
         "qualify draft discover proposal executive summary"),
    Case("technical", answered("technical-connects-to", "technical"), edit_fact,
         "qualify map draft discover faq summary checklist handoff"),
    Case("constraint", answered("technical-where-it-runs", "constraint"), edit_point,
         "qualify map draft discover proposal faq summary checklist handoff"),
    Case("priority", answered("urgency-why-now", "priority"), edit_fact,
         "qualify draft discover summary"),
    Case("quote", answered("personal-what-it-means", "quote"), edit_fact, "discover summary"),
    Case("rejected", captured("rejected"), edit_fact, "qualify discover checklist handoff"),
    Case("decision", captured("decision"), edit_fact, "qualify discover checklist handoff"),
    Case("signal", signal, lambda desk, deal, old, new: signal(desk, deal, new),
         "page discover"),
    Case("evidence", evidence, edit_fact, "page discover"),
    Case("line item", sold, resell, "page draft proposal handoff"),
    Case("competitor", rival, rename_rival, "page"),
    Case("kickoff", *fields("kickoff_on", _iso), "proposal executive handoff", *DAYS),
    Case("start", *fields("start_on", _iso), "proposal executive handoff", *DAYS),
    Case("term", *fields("term", str), "page draft proposal handoff"),
    Case("name", *fields("name", str), "page draft discover proposal executive summary value"
         " precall deal plan handoff"),
)  # fmt: skip


def test_every_kind_of_fact_has_a_case() -> None:
    names = {case.name.replace(" ", "_") for case in CASES}
    assert set(FACT_KINDS) <= names


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_typed_once_is_found_everywhere_and_corrected_in_one_place(
    shipped_desk: Desk, case: Case
) -> None:
    deal = add_deal(shipped_desk, stage_key="discovery", account="Zoomzone")
    case.enter(shipped_desk, deal, case.old)
    shipped_desk.run(StartDraft(deal))
    before = shown(shipped_desk, deal)
    lacks = [place for place in case.found_in.split() if case.old not in before[place]]
    assert not lacks, "not found there"
    case.correct(shipped_desk, deal, case.old, case.new)
    after = shown(shipped_desk, deal)
    assert [place for place in case.found_in.split() if case.new not in after[place]] == []
    assert [place for place, text in after.items() if case.old in text] == []


def test_a_title_of_the_drafts_own_and_what_was_made_ready_stay_as_they_are(
    shipped_desk: Desk,
) -> None:
    deal = add_deal(shipped_desk, "Fleet", stage_key="discovery")
    shipped_desk.run(AddLineItem(deal, "Tracking", unit_minor=70_000))
    shipped_desk.run(StartDraft(deal))
    [version] = proposals_view(shipped_desk, deal).versions
    shipped_desk.run(EditProposal(version.id, {"title": "Offer for the fleet"}))
    shipped_desk.run(EditDeal(deal, {"name": "Fleet 2027", "term": "Two years"}))
    [version] = proposals_view(shipped_desk, deal).versions
    assert (version.offer.title, version.offer.terms) == ("Offer for the fleet", "Two years")
    shipped_desk.undo()
    [version] = proposals_view(shipped_desk, deal).versions
    assert version.offer.terms == ""
    shipped_desk.run(FreezeProposal(version.id))
    shipped_desk.run(EditDeal(deal, {"term": "Three years"}))
    [version] = proposals_view(shipped_desk, deal).versions
    assert version.offer.terms == ""


def test_the_recap_keeps_to_itself_what_one_person_said_of_the_money(shipped_desk: Desk) -> None:
    deal = add_deal(shipped_desk, stage_key="discovery")
    answered("budget-spent-today", "metric")(shipped_desk, deal, "Ninety thousand a year")
    answered("quantities-hours", "metric")(shipped_desk, deal, "Forty hours a week")
    text = rendered(shipped_desk, "value", deal, "md")
    assert "Forty hours a week" in text
    assert "Ninety thousand a year" not in text
