"""What the palette finds, as it is written on one line, and where it leads."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Boolean, Integer

from salesdesk.domain.ids import new_id
from salesdesk.store.check import check, mend
from salesdesk.store.schema import KINDS
from salesdesk.store.search import SEARCHED
from salesdesk.ui.deal.panels import PANELS
from salesdesk.usecases.deal_page import timeline
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.discovery import AnswerQuestion, CaptureLine
from salesdesk.usecases.facts import EditFact
from salesdesk.usecases.notes import AddNote, BinNote
from salesdesk.usecases.proposals import StartDraft
from salesdesk.usecases.searching import PLACES, find, kinds
from tests.desks import AddRow, add_deal, add_fact, desk, shipped_desk
from tests.store.whole import undone_and_redone

__all__ = ["desk", "shipped_desk"]

NOTE = "## A morning with Maeve\n\n- Eleven **empty** rooms\n- [The plan](https://example.com)"


def test_a_note_is_found_and_told_in_plain_words(desk: Desk) -> None:
    deal = add_deal(desk, "Fleet telematics")
    note = AddNote(NOTE, deal)
    desk.run(note)
    (found,) = (hit for hit in find(desk, "maeve") if hit.kind == "note")
    assert found.title == "A morning with Maeve • Eleven empty rooms • The plan"
    assert (found.page, found.item) == ("deal", f"{deal}/overview/see:notes")
    (told,) = timeline(desk, deal, ["note"])
    assert told.body == "A morning with Maeve\n\n• Eleven empty rooms\n• The plan"
    undo = desk.undo_entry()
    assert undo is not None
    assert undo.label == "Add note “A morning with Maeve • Eleven empty…”"
    desk.run(BinNote(note.note_id))
    assert not [hit for hit in find(desk, "maeve") if hit.kind == "note"]


def test_65_operators_and_odd_signs_are_words_and_never_an_error(desk: Desk) -> None:
    add_deal(desk, "Fleet telematics, or near and title")
    for odd in (
        'fleet" OR (',
        "fleet AND",
        "NEAR( fleet",
        "title: fleet",
        "^fleet",
        "fle",
        '"fleet',
        "fleet\0 telematics",
        "fleet \ud800",
        "fleet " * 200_000,
    ):
        assert [hit.title for hit in find(desk, odd)] == ["Fleet telematics, or near and title"]
    for no_word in ('"', "*", "()", "-", "\x00", "'; DROP TABLE deal; --", "x" * 5000):
        assert find(desk, no_word) == ()


def row_of(kind: str, deal: str) -> dict[str, Any]:
    """A row of a table with the word "zebra" in each column that is searched, and what it needs."""
    table = KINDS[kind].__table__
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name == "deal_id":
            values["deal_id"] = deal
        elif column.name in WRITTEN[kind].split():
            values[column.name] = f"zebra in {column.name}"
        elif not column.nullable and column.name not in ("id", "rev", "changed_at", "checksum"):
            is_call = (kind, column.name) == ("call", "state")
            values[column.name] = (
                "done" if is_call else 1 if isinstance(column.type, (Integer, Boolean)) else "x"
            )
    return values


WRITTEN = {
    "note": "body",
    "attachment": "name note",
    "next_step": "what outcome",
    "deal_competitor": "name note",
    "review": "note what_happened where_broke missed_signal change",
    "score": "words",
    "answer": "words",
    "fact": "words measure mitigation",
    "own_question": "text",
    "call": "notes hypothesis must_learn summary no_step_why",
    "value_link": "capability proof",
    "demo_item": "what reaction_words",
    "criterion_match": "words",
    "proposal": "title scope approach terms payment",
    "proposal_option": "name summary",
    "proposal_line": "name note",
    "proposal_point": "words",
    "roi_input": "name rests_on",
    "objection": "words root_cause response confirmation outcome",
    "concession": "give get",
    "plan_step": "what owner note",
    "action_plan": "objective fallback",
    "handoff_item": "words",
    "activity": "subject body outcome",
}
"""The columns of each table that a rep writes words into."""


def parents(desk: Desk, deal: str, values: dict[str, Any], kind: str) -> dict[str, Any]:
    """Real rows in place of the references that the row needs."""
    made: dict[str, Any] = {}
    for column in KINDS[kind].__table__.columns:
        if column.foreign_keys and column.name in values and column.name != "deal_id":
            [key] = column.foreign_keys
            table = key.column.table.name
            inner = row_of(table, deal) if table in WRITTEN else {}
            inner = {name: "x" if "zebra" in str(v) else v for name, v in inner.items()}
            inner |= parents(desk, deal, inner, table)
            inner["id"] = made[column.name] = new_id()
            desk.run(AddRow(KINDS[table].__name__, inner))
    return made


@pytest.mark.parametrize("kind", sorted(WRITTEN))
def test_all_that_a_rep_writes_is_found_with_the_place_that_shows_it(desk: Desk, kind: str) -> None:
    deal = add_deal(desk, "Fleet telematics")
    values = row_of(kind, deal)
    values |= {"id": new_id()} | parents(desk, deal, values, kind)
    undone_and_redone(desk, AddRow(KINDS[kind].__name__, values))
    for column in WRITTEN[kind].split():
        [found] = find(desk, f"zebra in {column}")
        assert (found.kind, found.page) == (kind, "deal")
        assert found.detail.startswith(kinds()[kind])
        home, panel, *_rest = found.item.split("/")
        assert (home, panel in {row.key for row in PANELS}) == (deal, True)
    assert [each for each in check(desk.path) if each.sort == "search"] == []
    mend(desk.path)
    assert [each for each in check(desk.path) if each.sort == "search"] == []
    assert [each.kind for each in find(desk, "zebra")] == [kind]


def test_each_kind_of_text_that_is_searched_has_a_name_and_a_place() -> None:
    of_deals = {name for name in SEARCHED if "deal_id" in KINDS[name].__table__.columns}
    assert set(WRITTEN) == of_deals == set(PLACES) == set(kinds())


def test_a_point_of_a_proposal_is_found_by_the_words_that_its_fact_has_now(desk: Desk) -> None:
    deal = add_deal(desk, "Fleet telematics")
    fact = add_fact(desk, deal, "promise", "A workshop in Lyon")
    desk.run(StartDraft(deal))
    desk.run(EditFact(fact, {"words": "A seminar in Nantes"}))
    assert find(desk, "workshop") == ()
    assert [each.kind for each in find(desk, "seminar")] == ["fact"]


def test_an_answer_opens_its_question_and_a_capture_the_panel(shipped_desk: Desk) -> None:
    deal = add_deal(shipped_desk, stage_key="discovery")
    where = "technical-where-it-runs"
    shipped_desk.run(AnswerQuestion(deal, where, "In a cellar", None, "2026-11-20"))
    shipped_desk.run(CaptureLine(deal, "The attic leaks", "pain"))
    assert [each.item for each in find(shipped_desk, "cellar")] == [f"{deal}/discover/{where}"]
    assert {each.item for each in find(shipped_desk, "attic")} == {f"{deal}/discover"}
