"""Every paper made from a real desk, in both formats."""
# ruff: noqa: F811

from __future__ import annotations

from pathlib import Path

import pytest

from salesdesk.documents import PRINTABLES
from salesdesk.domain.errors import KnownError
from salesdesk.usecases.answers import AnswerQuestion
from salesdesk.usecases.calls import PlanCall, Sheet
from salesdesk.usecases.closing import LoseDeals, WinDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.discovery import AddFact, ConfirmFact, discover_view, with_figures
from salesdesk.usecases.line_items import AddCompetitor, AddLineItem
from salesdesk.usecases.objections import LogObjection
from salesdesk.usecases.papers import deal_page, paper, save_text
from tests.desks import (  # noqa: F401
    AddRow,
    add_deal,
    add_fact,
    add_person,
    first_pipeline,
    shipped_desk,
)
from tests.papers import rendered


@pytest.fixture
def deal(shipped_desk: Desk) -> str:
    """A deal with a person, facts, an objection; named with markup."""
    deal = add_deal(
        shipped_desk, "Fleet <b>telematics</b>", stage_key="discovery", account="Zoomzone"
    )
    person = add_person(shipped_desk, deal, "Ines Duarte", role="champion")
    shipped_desk.run(AddFact(deal, "pain", "Three missed slots a week"))
    fact = discover_view(shipped_desk, deal).facts[0]
    shipped_desk.run(AddFact(deal, "technical", "Units of 2019 in every van"))
    add_fact(shipped_desk, deal, "risk", "Drivers do not use it", person_id=person)
    shipped_desk.run(ConfirmFact(fact.id, person, "2026-11-17"))
    shipped_desk.run(LogObjection(deal, "We would have to retrain every driver"))
    return deal


@pytest.mark.parametrize("row", PRINTABLES, ids=lambda row: row.kind)
def test_each_paper_is_made_from_the_desk_in_both_formats(
    shipped_desk: Desk, deal: str, row: object
) -> None:
    kind = row.kind  # type: ignore[attr-defined]
    subject = first_pipeline(shipped_desk) if kind == "process" else deal
    html = rendered(shipped_desk, kind, subject, "html")
    markdown = rendered(shipped_desk, kind, subject, "md")
    if kind != "process":
        assert "Fleet &lt;b&gt;telematics&lt;/b&gt;" in html
        assert "Fleet \\<b\\>telematics\\</b\\>" in markdown
        told = {"faq": "Units of 2019 in every van"}
        told |= {"risks": "Drivers do not use it", "plan": "No step is agreed yet"}
        for text in (html, markdown):
            assert told.get(kind, "Three missed slots a week") in text


def test_the_one_pager_says_where_the_deal_stands_and_what_is_open(
    shipped_desk: Desk, deal: str
) -> None:
    page = deal_page(shipped_desk, deal)
    assert ("Probability", "30%") in page.facts
    leaving = page.sections[0]
    assert leaving.heading == "To leave Discovery"
    done = {block.heading: block.is_done for block in leaving.blocks}
    assert done["The buyer has confirmed the pain in our summary"] is True
    assert done["A second stakeholder is known by name"] is False
    assert page.sections[-1].blocks[0].lines[0].text == "We would have to retrain every driver"


def test_line_items_stand_in_the_notes_with_their_totals(shipped_desk: Desk, deal: str) -> None:
    shipped_desk.run(
        AddLineItem(deal, "Tracking", quantity_milli=2500, unit_minor=70_000, discount_bp=1000)
    )
    shipped_desk.run(WinDeal(deal, 6_400_000, "2026-11-20", ("won-fit",)))
    notes = paper(shipped_desk, "handoff", deal)
    table = notes.sections[0].blocks[0].table
    assert table is not None
    assert table.rows == (("Tracking", "2.5", "€700", "10%", "€1,575"),)
    assert ("Won", "Nov 20, 2026") in notes.facts


def test_a_paper_about_a_deal_that_is_gone_is_refused(shipped_desk: Desk) -> None:
    with pytest.raises(KnownError):
        paper(shipped_desk, "handoff", "0" * 32)
    with pytest.raises(KnownError):
        paper(shipped_desk, "invoice", "0" * 32)


def test_a_paper_is_saved_as_the_name_of_the_file_says(
    shipped_desk: Desk, deal: str, tmp_path: Path
) -> None:
    for name, start in (("notes.md", "# Handoff notes"), ("notes.html", "<!DOCTYPE html>")):
        save_text(shipped_desk, "handoff", deal, tmp_path / name)
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    save_text(shipped_desk, "handoff", deal, tmp_path / "notes.docx", "Letter")
    assert (tmp_path / "notes.docx").read_bytes().startswith(b"PK")
    with pytest.raises(KnownError):
        save_text(shipped_desk, "handoff", deal, tmp_path / "gone" / "notes.md")


def test_the_pre_call_sheet_tells_of_the_call_that_is_planned(
    shipped_desk: Desk, deal: str
) -> None:
    blank = paper(shipped_desk, "precall", deal)
    assert [line.is_open for line in blank.sections[0].blocks[0].lines] == [True]
    shipped_desk.run(
        PlanCall(
            deal,
            Sheet("2026-11-24", "10:00", 30, "Penalties hurt", "Who signs\nWhen", ("Somebody",),
                  ((20, "What it costs"), (15, "Next step")), (("A step stands", False),)),
        )
    )  # fmt: skip
    sheet = paper(shipped_desk, "precall", deal)
    assert sheet.facts[:3] == (
        ("When", "November 24, 2026, 10:00 AM"), ("Length", "30 minutes"), ("With", "Somebody"),
    )  # fmt: skip
    thinking, agenda = sheet.sections[:2]
    assert [line.text for line in thinking.blocks[1].lines] == ["Who signs", "When"]
    assert agenda.blocks[0].lines[0].text == "5 minutes too many"
    assert agenda.blocks[0].lines[0].is_open
    assert sheet.sections[-1].blocks[0].lines[0].text == "☐ A step stands"


def test_a_risk_that_we_only_suspect_is_in_no_paper_for_the_buyer(
    shipped_desk: Desk, deal: str
) -> None:
    shipped_desk.run(AddFact(deal, "risk", "Their champion may leave"))
    for row in PRINTABLES:
        if row.audience == "buyer":
            assert "may leave" not in rendered(shipped_desk, row.kind, deal, "md")
    assert "may leave" in rendered(shipped_desk, "handoff", deal, "md")


def test_the_summary_keeps_to_itself_what_one_of_them_said_of_money_and_of_others(
    shipped_desk: Desk, deal: str
) -> None:
    add_fact(shipped_desk, deal, "stakeholder", "Paul signs everything")
    add_fact(shipped_desk, deal, "constraint", "64,000 is there", key="budget-set-aside")
    add_fact(shipped_desk, deal, "process_step", "A quote, then a board", key="authority-steps")
    todays = "process_tools-walk-through"
    add_fact(shipped_desk, deal, "process_step", "A text message", key=todays)
    summary = rendered(shipped_desk, "summary", deal, "md")
    assert "Paul signs" not in summary
    assert "64,000" not in summary
    head, after = summary.split("## How you decide")
    assert "A quote, then a board" in after
    assert "A text message" in head.split("## How it works today")[1]


@pytest.mark.parametrize("kind", ["proposal", "executive", "faq", "risks", "value", "summary"])
def test_a_paper_of_which_nothing_is_known_says_so_instead_of_being_empty(
    shipped_desk: Desk, kind: str
) -> None:
    bare = add_deal(shipped_desk, "Bare", stage_key="discovery")
    text = rendered(shipped_desk, kind, bare, "md")
    assert "nothing that belongs into this paper is known" in text
    assert "?" not in text


def test_a_closed_deal_on_a_page_tells_its_outcome_and_no_chance(
    shipped_desk: Desk, deal: str
) -> None:
    shipped_desk.run(LoseDeals((deal,), "no_decision", ("no_decision-none",)))
    page = deal_page(shipped_desk, deal)
    assert ("Outcome", "No decision") in page.facts
    assert "Probability" not in dict(page.facts)
    assert not [part for part in page.sections if part.heading.startswith("To leave")]


def test_the_handoff_notes_name_the_competitors_and_the_length_of_the_cycle(
    shipped_desk: Desk, deal: str
) -> None:
    shipped_desk.run(AddCompetitor(deal, "Quorvia", "rival", "Cheaper in the first year"))
    shipped_desk.run(AddCompetitor(deal, "Own team", "in_house"))
    met = {"kind": "meeting", "subject": "A first talk", "happened_on": "2026-11-02"}
    shipped_desk.run(AddRow("Activity", {"deal_id": deal, "by_buyer": True, **met}))
    shipped_desk.run(WinDeal(deal, None, "2026-11-18", ("won-fit",)))
    text = rendered(shipped_desk, "handoff", deal, "md")
    assert "They weighed: Own team (Building it themselves)" in text
    assert "They weighed: Quorvia (Rival · Cheaper in the first year)" in text
    assert "First contact: Nov 2, 2026" in text
    assert "Length of the cycle: 16 days" in text
    for row in PRINTABLES:
        if row.audience == "buyer":
            assert "Quorvia" not in rendered(shipped_desk, row.kind, deal, "md")


@pytest.mark.parametrize(
    ("words", "found", "text"),
    [
        ("We wait.", ["minutes: 60 → 20", "by May 3"], "We wait. Minutes: 60 → 20, by May 3."),
        ("three slots", ["slots a week: 3"], "three slots · slots a week: 3"),
        ("It eats power.", ["kWh a day: 3"], "It eats power. kWh a day: 3."),
        ("We wait.", [], "We wait."),
        ("", ["slots: 3"], "slots: 3"),
    ],
)
def test_figures_follow_what_was_said_as_a_sentence(
    words: str, found: list[str], text: str
) -> None:
    assert with_figures(words, found) == text


def test_several_answers_to_a_question_stand_below_it_once(shipped_desk: Desk, deal: str) -> None:
    key = "technical-connects-to"
    shipped_desk.run(AnswerQuestion(deal, key, "The planning tool", None, "2026-11-17"))
    shipped_desk.run(AnswerQuestion(deal, key, "Both ERPs", None, "2026-11-18", is_another=True))
    sections = {s.heading: s for s in paper(shipped_desk, "faq", deal).sections}
    (asked,) = sections["Questions and answers"].blocks
    assert {line.text for line in asked.lines} == {"The planning tool", "Both ERPs"}


def test_the_one_pager_names_some_of_many_and_counts_the_rest(
    shipped_desk: Desk, deal: str
) -> None:
    for number in range(30):
        add_person(shipped_desk, deal, f"Person {number}", role="user")
    blocks = {b.heading: b for b in paper(shipped_desk, "deal", deal).sections[0].blocks}
    (line,) = blocks["A second stakeholder is known by name"].lines
    assert line.text.endswith("and 27 more")
    assert len(line.text) < 120


def test_outcomes_without_figures_are_lines_and_no_table_of_one_column(
    shipped_desk: Desk, deal: str
) -> None:
    add_fact(shipped_desk, deal, "outcome", "Nobody rings after four")
    sections = {s.heading: s for s in paper(shipped_desk, "proposal", deal).sections}
    (block,) = sections["What you want to reach"].blocks
    assert [line.text for line in block.lines] == ["Nobody rings after four"]
    assert block.table is None


def test_the_head_of_a_handoff_table_does_not_repeat_the_item_above_it(
    shipped_desk: Desk, deal: str
) -> None:
    blocks = [b for s in paper(shipped_desk, "handoff", deal).sections for b in s.blocks]
    tables = [(block.heading, block.table) for block in blocks if block.table]
    assert ("Known risks", "What") in [(name, table.head[0]) for name, table in tables]
    assert all(name not in table.head for name, table in tables)


def test_a_proposal_of_a_deal_without_account_names_the_deal_once(shipped_desk: Desk) -> None:
    facts = paper(shipped_desk, "proposal", add_deal(shipped_desk, "An idea"))
    assert (facts.title, facts.account) == ("An idea", "")
