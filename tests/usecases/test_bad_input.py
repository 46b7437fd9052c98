"""Numbers, days, currencies and percentages that cannot be meant: a sentence, and nothing changed.

Over the commands of guided selling whose own tests do not sweep them: proposals, business case,
plan, facts, answers, next steps, wins.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.usecases.action_plan import AddPlanStep, SetPlan
from salesdesk.usecases.answers import AnswerQuestion, CaptureLine
from salesdesk.usecases.closing import LoseDeals, WinDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.facts import AddFact, EditFact
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep
from salesdesk.usecases.proposal_drafts import EditProposal, StartDraft
from salesdesk.usecases.proposal_parts import (
    AddInput,
    AddOfferLine,
    AddOption,
    AddPoint,
    EditPart,
)
from tests.desks import add_deal, add_fact, add_person, shipped_desk
from tests.store import whole

__all__ = ["shipped_desk"]

HUGE = 10**19
"""More than the store can count."""
NO_DAYS = ("2026-02-30", "0000-00-00", "soon", "0202-01-01", "2026-11-31T09:00")


class Ids:
    """A deal with a person, a fact, and a proposal with one option, line and number."""

    def __init__(self, desk: Desk) -> None:
        self.deal = add_deal(desk, "Fleet", amount_minor=100_000)
        self.person = add_person(desk, self.deal, "Dana")
        self.fact = add_fact(desk, self.deal, "pain", "Two lost days")
        draft = StartDraft(self.deal)
        option = AddOption(draft.proposal_id, "All")
        line = AddOfferLine(option.option_id, "Licence", unit_minor=100)
        number = AddInput(self.deal, "gain_year", "Hours", 100)
        for command in (draft, option, line, number):
            desk.run(command)
        self.proposal, self.option, self.line = draft.proposal_id, option.option_id, line.line_id
        self.number = number.input_id


@pytest.fixture
def ids(shipped_desk: Desk) -> Ids:
    return Ids(shipped_desk)


Make = Callable[[Ids], Any]


def _days(make: Callable[[Ids, str], Any]) -> list[Make]:
    return [lambda ids, day=day: make(ids, day) for day in NO_DAYS]  # type: ignore[misc]


def _each(make: Callable[[Ids, dict[str, Any]], Any], *changes: dict[str, Any]) -> list[Make]:
    return [lambda ids, each=each: make(ids, each) for each in changes]  # type: ignore[misc]


BAD: dict[str, list[Make]] = {
    "proposal": _each(
        lambda ids, changes: EditProposal(ids.proposal, changes),  # type: ignore[arg-type]
        {"tax_bp": -1}, {"tax_bp": 10_001}, {"tax_bp": HUGE}, {"currency": "EURO"},
        {"currency": "€"}, {"currency": ""}, {"title": " "}, {"title": "x" * 400},
    ),
    "proposal day": _days(lambda ids, day: EditProposal(ids.proposal, {"valid_until": day})),
    "line": _each(
        lambda ids, changes: EditPart("line", ids.line, changes),
        {"quantity_milli": 0}, {"quantity_milli": -1}, {"quantity_milli": HUGE},
        {"unit_minor": -5}, {"unit_minor": HUGE}, {"discount_bp": 10_001}, {"discount_bp": -1},
        {"period": "eon"}, {"name": " "},
    ),
    "option": _each(
        lambda ids, changes: EditPart("option", ids.option, changes),
        {"discount_bp": 10_001}, {"discount_bp": -1}, {"name": ""},
    ),
    "number": _each(
        lambda ids, changes: EditPart("input", ids.number, changes),
        {"value_minor": None}, {"value_minor": -1}, {"value_minor": HUGE}, {"low_minor": 200},
        {"high_minor": 50}, {"kind": "luck"}, {"currency": "XX"}, {"name": " "},
    ),
    "point day": _days(lambda ids, day: AddPoint(ids.proposal, "milestone", "Go", due_on=day)),
    "plan step day": _days(lambda ids, day: AddPlanStep(ids.deal, {"what": "Sign", "due_on": day})),
    "plan day": _days(lambda ids, day: SetPlan(ids.deal, {"target_on": day})),
    "fact day": _days(lambda ids, day: EditFact(ids.fact, {"due_on": day})),
    "fact said on": _days(lambda ids, day: EditFact(ids.fact, {"said_on": day})),
    "fact": _each(
        lambda ids, changes: EditFact(ids.fact, changes),
        {"words": " "}, {"kind": "rumour"}, {"severity": "dire"}, {"person_id": new_id()},
    ),
    "new fact": [lambda ids: AddFact(ids.deal, "rumour", "x"),
                 lambda ids: AddFact(ids.deal, "pain", " ")],
    "answer day": _days(
        lambda ids, day: AnswerQuestion(ids.deal, "breakage-where-it-fails", "x", None, day)
    ),
    "answer": [
        lambda ids: CaptureLine(ids.deal, " "),
        lambda ids: CaptureLine(ids.deal, "x", "rumour"),
    ],
    "step day": _days(lambda ids, day: SetNextStep(ids.deal, PlannedStep("Call", day))),
    "step time": [
        lambda ids, time=time: SetNextStep(  # type: ignore[misc]
            ids.deal, PlannedStep("Call", "2026-12-01", due_time=time)
        )
        for time in ("25:00", "noon", "9")
    ],
    "win": [
        lambda ids: WinDeal(ids.deal, -1, "2026-11-20", ("value",)),
        lambda ids: WinDeal(ids.deal, HUGE, "2026-11-20", ("value",)),
        lambda ids: WinDeal(ids.deal, 1, "2027-11-20", ("value",)),
        lambda ids: WinDeal(ids.deal, 1, "2026-11-20", ("luck",)),
    ],
    "win day": _days(lambda ids, day: WinDeal(ids.deal, 1, day, ("won-fit",))),
    "loss day": _days(lambda ids, day: LoseDeals((ids.deal,), "lost", ("lost-price",), day)),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(BAD))
def test_what_cannot_be_meant_is_refused_in_a_sentence_and_changes_nothing(
    what: str, shipped_desk: Desk, ids: Ids
) -> None:
    before = whole.dump(shipped_desk)
    for number, make in enumerate(BAD[what]):
        with pytest.raises(KnownError, match=r"\.$"):
            shipped_desk.run(make(ids))
        assert whole.dump(shipped_desk) == before, number


def test_an_answer_of_a_hundred_thousand_characters_is_kept_whole(
    shipped_desk: Desk, ids: Ids
) -> None:
    words = ("They told it at length. ö " * 4_000)[:100_000]
    said = AnswerQuestion(ids.deal, "breakage-where-it-fails", words, ids.person, "2026-11-20")
    whole.undone_and_redone(shipped_desk, said)
    kept = shipped_desk.raw.execute("SELECT words FROM answer").fetchone()[0]
    assert kept == words.strip()
