"""The handoff of one deal through the real store: filled from discovery, finished, returned."""
# ruff: noqa: F811

from __future__ import annotations

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.domain.notes import HandoffNotes
from salesdesk.usecases.closing import WinDeal
from salesdesk.usecases.deal_page import timeline
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.discovery import (
    AddFact,
    AnswerQuestion,
    ConfirmFact,
    EditFact,
    MarkAnswer,
    discover_view,
    discovery_summary,
)
from salesdesk.usecases.handoff import (
    AcceptHandoff,
    ConfirmNone,
    FinishHandoff,
    HandoffNotReady,
    HandoffView,
    ItemView,
    ReturnHandoff,
    SetHandoffFields,
    WriteItem,
    handoff_view,
)
from salesdesk.usecases.handoff_notes import handoff_notes
from salesdesk.usecases.people import EditPerson, PutOnDeal
from tests.desks import add_deal, add_person, desk, shipped_desk  # noqa: F401

DAY = "2026-11-17"


def item(view: HandoffView, key: str) -> ItemView:
    return next(i for section in view.sections for i in section.items if i.key == key)


def printed(notes: HandoffNotes, item_name: str) -> list[str]:
    """Every line and cell under an item's heading."""
    for section in notes.sections:
        for block in section.blocks:
            if block.heading == item_name:
                cells = [c for row in (block.table.rows if block.table else ()) for c in row]
                return [line.text for line in block.lines] + cells
    raise AssertionError(item_name)


@pytest.fixture
def deal(shipped_desk: Desk) -> str:
    return add_deal(shipped_desk, stage_key="discovery")


@pytest.fixture
def person(shipped_desk: Desk, deal: str) -> str:
    return add_person(shipped_desk, deal, "Ines Duarte", role="champion")


def test_correcting_a_fact_in_the_handoff_changes_discover_gate_and_summary(
    shipped_desk: Desk, deal: str, person: str
) -> None:
    key = "breakage-where-it-fails"
    shipped_desk.run(AnswerQuestion(deal, key, "We miss 3 slots a week", person, DAY))
    view = discover_view(shipped_desk, deal)
    answer = next(q for layer in view.layers for q in layer.questions if q.key == key).answers[0]
    shipped_desk.run(MarkAnswer(answer.id, "pain"))

    fact = item(handoff_view(shipped_desk, deal), "why-pains").facts[0]
    fields = {"words": "We miss 4 slots a week", "confirmed": True, "measure": "slots"}
    shipped_desk.run(EditFact(fact.id, fields))

    view = discover_view(shipped_desk, deal)
    asked = next(q for layer in view.layers for q in layer.questions if q.key == key)
    assert asked.answers[0].words == "We miss 4 slots a week"
    assert asked.facts[0].words == "We miss 4 slots a week"
    criterion = next(s for s in view.gate.states if s.criterion.key == "pain-confirmed")
    assert criterion.is_met
    assert criterion.finding.facts[0].words == "We miss 4 slots a week"
    lines = [
        ln.text for s in discovery_summary(shipped_desk, deal).sections for ln in s.blocks[0].lines
    ]
    assert lines == ["We miss 4 slots a week · slots"]
    notes = handoff_notes(shipped_desk, deal)
    assert printed(notes, "The problem, in their words") == ["We miss 4 slots a week · slots"]

    shipped_desk.undo().result()
    view = discover_view(shipped_desk, deal)
    assert not next(s for s in view.gate.states if s.criterion.key == "pain-confirmed").is_met
    assert view.facts[0].words == "We miss 3 slots a week"


def test_items_say_what_fills_them_and_what_they_lack(
    shipped_desk: Desk, deal: str, person: str
) -> None:
    for words in ("No missed slots", "Stop re-keying"):
        shipped_desk.run(
            AnswerQuestion(deal, "outcome-success-look", words, person, DAY, None, True)
        )
    view = discover_view(shipped_desk, deal)
    for asked in (q for layer in view.layers for q in layer.questions if q.is_answered):
        for answer in asked.answers:
            shipped_desk.run(MarkAnswer(answer.id, "goal"))
    goals = item(handoff_view(shipped_desk, deal), "why-goals")
    assert (goals.is_ready, goals.missing) == (False, "2 goals, not confirmed by the buyer")
    for fact in discover_view(shipped_desk, deal).facts:
        shipped_desk.run(ConfirmFact(fact.id, person, DAY))
    goals = item(handoff_view(shipped_desk, deal), "why-goals")
    assert (goals.filled_from, goals.action) == ("2 goals from discovery, confirmed Nov 17", "edit")

    shipped_desk.run(AddFact(deal, "outcome", "Fewer missed slots",
                             {"measure": "slots", "baseline": "3", "target": "0"}))  # fmt: skip
    view = handoff_view(shipped_desk, deal)
    assert item(view, "success-outcomes").missing == "1 outcome without a date"
    assert item(view, "people-champion").filled_from == "Ines Duarte"
    assert item(view, "people-billing").missing == "Nobody has this role"
    assert item(view, "promises-made").action == "confirm"
    assert item(view, "deal-term").missing == "Not filled in: Term, Start, Renewal"
    assert item(view, "people-our-team").action == "write"


def test_none_counts_only_when_confirmed_and_only_where_it_may_be_said(
    shipped_desk: Desk, deal: str
) -> None:
    name = "Promises we made"
    assert printed(handoff_notes(shipped_desk, deal), name)[0].startswith("Open: ")
    shipped_desk.run(ConfirmNone(deal, "promises-made", True))
    assert item(handoff_view(shipped_desk, deal), "promises-made").is_ready
    assert printed(handoff_notes(shipped_desk, deal), name) == ["None (confirmed)"]
    with pytest.raises(KnownError, match="cannot be none"):
        shipped_desk.run(ConfirmNone(deal, "why-goals", True))
    shipped_desk.run(AddFact(deal, "promise", "A free training day"))
    assert not item(handoff_view(shipped_desk, deal), "promises-made").is_ready
    assert printed(handoff_notes(shipped_desk, deal), name) == [
        "Open: 1 promise without an owner, 1 promise without a date",
        "A free training day",
        "Open",
        "Open",
    ]
    shipped_desk.run(ConfirmNone(deal, "promises-made", False))


def test_writing_an_item_ends_its_none_and_empty_words_clear_it(
    shipped_desk: Desk, deal: str
) -> None:
    shipped_desk.run(ConfirmNone(deal, "open-items", True))
    shipped_desk.run(WriteItem(deal, "open-items", "The contract\nis not countersigned"))
    written = item(handoff_view(shipped_desk, deal), "open-items")
    assert (written.is_confirmed_none, written.filled_from) == (False, "The contract")
    with pytest.raises(KnownError, match="clear it first"):
        shipped_desk.run(ConfirmNone(deal, "open-items", True))
    shipped_desk.run(WriteItem(deal, "open-items", " "))
    assert not item(handoff_view(shipped_desk, deal), "open-items").is_ready


def test_the_sheets_dates_fill_the_sign_off(shipped_desk: Desk, deal: str) -> None:
    fields = {"to_name": "Maria Sousa", "to_team": "Success", "due_on": "2026-11-30"}
    shipped_desk.run(SetHandoffFields(deal, {**fields, "internal_call_on": DAY}))
    view = handoff_view(shipped_desk, deal)
    assert item(view, "signoff-from-to").filled_from == "Maria Sousa, Success · Nov 30, 2026"
    assert item(view, "signoff-internal-call").is_ready
    assert "to Maria Sousa, Success" in view.subtitle
    for bad in ({"due_on": "soon"}, {"form": "medium"}, {"state": "accepted"}):
        with pytest.raises(KnownError):
            shipped_desk.run(SetHandoffFields(deal, bad))


def test_the_short_form_asks_for_the_essentials_alone(shipped_desk: Desk, deal: str) -> None:
    full = handoff_view(shipped_desk, deal).total
    shipped_desk.run(SetHandoffFields(deal, {"form": "short"}))
    assert 0 < handoff_view(shipped_desk, deal).total < full


def test_finishing_needs_readiness_or_a_reason_and_a_returned_handoff_becomes_a_next_step(
    desk: Desk,
) -> None:
    deal = add_deal(desk)
    with pytest.raises(KnownError, match="not won yet"):
        desk.run(FinishHandoff(deal))
    desk.run(WinDeal(deal, 6_400_000, "2026-11-20", ("value",)))
    with pytest.raises(HandoffNotReady) as caught:
        desk.run(FinishHandoff(deal))
    assert caught.value.items == ("Goals", "Terms")
    with pytest.raises(KnownError, match="not finished yet"):
        desk.run(AcceptHandoff(deal))
    desk.run(FinishHandoff(deal, "They start tomorrow"))
    view = handoff_view(desk, deal)
    assert (view.state, view.sheet.finish_reason) == ("finished", "They start tomorrow")
    desk.run(ReturnHandoff(deal, "No goals in it"))
    assert handoff_view(desk, deal).sheet.returned_why == "No goals in it"
    step = desk.raw.execute("SELECT what, due_on, done_on FROM next_step").fetchone()
    assert tuple(step) == ("Complete the handoff: No goals in it", "2026-11-23", None)
    (told,) = timeline(desk, deal, ["handoff"])
    assert (told.title, told.body) == ("Handoff finished, then returned", "No goals in it")
    desk.run(AddFact(deal, "goal", "No missed slots"))
    desk.run(ConfirmNone(deal, "terms", True))
    desk.run(FinishHandoff(deal))
    assert handoff_view(desk, deal).sheet.finish_reason is None
    desk.run(AcceptHandoff(deal))
    assert handoff_view(desk, deal).state == "accepted"
    (told,) = timeline(desk, deal, ["handoff"])
    assert (told.title, told.body) == ("Handoff finished, then accepted", "")


def test_the_notes_carry_all_twelve_sections_with_what_is_missing(
    shipped_desk: Desk, deal: str, person: str
) -> None:
    notes = handoff_notes(shipped_desk, deal)
    assert len(notes.sections) == 12
    assert (notes.title, notes.total) == ("Handoff notes", handoff_view(shipped_desk, deal).total)
    people = next(s for s in notes.sections if s.heading == "The people").blocks[0]
    assert people.table is not None
    assert people.table.rows[0][:2] == ("Champion", "Ines Duarte")
    assert "Open: Billing contact, nobody has this role" in [line.text for line in people.lines]


def test_what_is_good_to_know_of_a_person_reads_as_sentences(
    shipped_desk: Desk, deal: str, person: str
) -> None:
    shipped_desk.run(EditPerson(person, {"preference": "Tickets. Really, tickets."}))
    shipped_desk.run(PutOnDeal(deal, person, "champion", wants="A quiet rollout"))
    sections = handoff_notes(shipped_desk, deal).sections
    people = next(s for s in sections if s.heading == "The people")
    assert people.blocks[0].table is not None
    assert people.blocks[0].table.rows[0][-1] == "Tickets. Really, tickets. A quiet rollout"
