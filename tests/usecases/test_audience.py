"""Papers for the buyer hold nothing of our own judgement: one test over the whole register."""
# ruff: noqa: F811

from __future__ import annotations

from typing import Any

import pytest

from salesdesk.documents import PRINTABLES, Printable
from salesdesk.usecases import proposals as use
from salesdesk.usecases.closing import LoseDeals
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.line_items import AddCompetitor, AddLineItem
from salesdesk.usecases.notes import AddNote
from salesdesk.usecases.objections import LogObjection
from salesdesk.usecases.papers import as_docx, paper
from salesdesk.usecases.proposals import proposals_view
from salesdesk.usecases.qualification import NotApplicable, NoteResearch, RaiseFlag, qualify_view
from tests.desks import AddRow, add_deal, add_fact, add_person, shipped_desk  # noqa: F401
from tests.papers import rendered

FOR_BUYERS = {"summary", "proposal", "executive", "faq", "risks", "value", "plan"}
"""The papers that go to a buyer; each of those in the register must say so."""
OURS = "zqx"
"""Stands in every text of ours that no buyer may read."""


@pytest.fixture
def deal(shipped_desk: Desk) -> str:
    """A deal with something of ours in every place that has room for it."""
    desk = shipped_desk
    deal = add_deal(desk, "Fleet", stage_key="proposal", account="Zoomzone", amount_minor=5)
    person = add_person(desk, deal, "Ines Duarte", role="champion", influence="high",
                        stance="blocker", about=f"{OURS} about")  # fmt: skip
    desk.run(AddRow("Product", {"id": "p" * 32, "name": "Tracking"}))
    pain = add_fact(desk, deal, "pain", "Three missed slots", person_id=person)
    add_fact(desk, deal, "goal", "No missed slots")
    add_fact(desk, deal, "outcome", "None by March", measure="slots", baseline="3", target="0")
    add_fact(desk, deal, "risk", "Drivers do not use it", severity="high", owner="Ines",
             mitigation="A key user in each depot")  # fmt: skip
    add_fact(desk, deal, "technical", "Units of 2019 in every van")
    add_fact(desk, deal, "criterion", "Reads both systems")
    for kind in ("signal", "evidence"):
        add_fact(desk, deal, kind, f"{OURS} {kind}", key=f"{kind}-key")
    add_fact(desk, deal, "constraint", "125,000 is in the plan", key="budget-set-aside")
    desk.run(AddLineItem(deal, "Tracking", unit_minor=70_000, fact_id=pain, note=f"{OURS} floor"))
    desk.run(AddCompetitor(deal, f"{OURS} rival", "rival", f"{OURS} weakness"))
    desk.run(AddNote(f"{OURS} note", deal_id=deal))
    desk.run(LogObjection(deal, f"{OURS} objection"))
    framework = qualify_view(desk, deal).standing.framework
    element = framework.elements[0].key
    desk.run(NotApplicable(deal, framework.key, element, f"{OURS} does not apply"))
    for command in _judgements(desk, deal):
        desk.run(command)
    desk.run(AddRow("Concession", {"deal_id": deal, "guardrail": f"{OURS} price", "order_key": "V",
                                   "give": f"{OURS} give", "get": f"{OURS} get", "state": "agreed",
                                   "given_on": "2026-11-20"}))  # fmt: skip
    desk.run(use.StartDraft(deal))
    version = proposals_view(desk, deal).versions[0]
    desk.run(use.AddInput(deal, "gain_year", "Penalties saved", 500_000, rests_on="Their figure"))
    desk.run(use.FreezeProposal(version.id))
    desk.run(use.RecordBehaviour(version.id, "proposal-quiet", person, "2026-11-21",
                                 f"{OURS} quiet"))  # fmt: skip
    return deal


def _judgements(desk: Desk, deal: str) -> list[Any]:
    """Red flags raised and research noted."""
    view = qualify_view(desk, deal)
    flags = [RaiseFlag(deal, state.flag.key, True) for state in view.flags if not state.is_up]
    return [*flags, *(NoteResearch(deal, s.item.key, f"{OURS} research") for s in view.research)]


@pytest.mark.parametrize(
    "row", [row for row in PRINTABLES if row.audience == "buyer"], ids=lambda row: row.kind
)
def test_a_paper_for_the_buyer_holds_nothing_of_ours(
    shipped_desk: Desk, deal: str, row: Printable
) -> None:
    assert row.about == "deal"
    flags = [state.flag.text for state in qualify_view(shipped_desk, deal).flags]
    judged = ["influence", "stance", "blocker", "red flag", "guardrail", "severity", "score"]
    facts = paper(shipped_desk, row.kind, deal)
    for text in (rendered(shipped_desk, row.kind, deal, "html"), facts.__repr__()):
        found = text.casefold()
        assert OURS not in found
        assert not [word for word in judged if word in found]
        assert not [flag for flag in flags if flag.casefold() in found]
    assert as_docx(facts)


@pytest.mark.parametrize("kind", ["proposal", "executive", "faq", "risks"])
def test_what_one_of_them_said_of_the_budget_is_not_told_to_all_of_them(
    shipped_desk: Desk, deal: str, kind: str
) -> None:
    assert "125,000" not in rendered(shipped_desk, kind, deal, "md")


def test_every_paper_that_goes_to_a_buyer_is_marked_so() -> None:
    kinds = {row.kind for row in PRINTABLES}
    marked = {row.kind for row in PRINTABLES if row.audience == "buyer"}
    assert marked == FOR_BUYERS & kinds


def test_the_poison_is_there_to_be_found(shipped_desk: Desk, deal: str) -> None:
    """The inner papers do hold texts of ours: the test above would see them."""
    found = "".join(rendered(shipped_desk, kind, deal, "md") for kind in ("handoff", "deal"))
    assert OURS in found
    shipped_desk.run(LoseDeals((deal,), "lost", ("lost-price",), note=f"{OURS} lost"))
    assert OURS in rendered(shipped_desk, "review", deal, "md")
