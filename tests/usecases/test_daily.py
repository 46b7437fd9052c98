"""Today, triage and the tables."""

from __future__ import annotations

import time

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_ids
from salesdesk.store.unit import Unit
from salesdesk.usecases import tables
from salesdesk.usecases.activities import LogActivity
from salesdesk.usecases.board import board, strip
from salesdesk.usecases.closing import LoseDeals, WinDeal
from salesdesk.usecases.deals import PauseDeals
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep
from salesdesk.usecases.today import today
from salesdesk.usecases.triage import Date, Keep, Later, Lose, Pause, TriageDeal, queue
from tests.desks import TODAY, add_deal, add_person, desk, first_pipeline, reopen
from tests.store import whole

__all__ = ["desk"]


class ImportedDeals:
    """Adds many deals at once, as an import does, due for triage when open."""

    label = "Import deals"

    def __init__(self, pipeline_id: str, count: int) -> None:
        self.pipeline_id, self.ids = pipeline_id, new_ids(count)

    def apply(self, unit: Unit) -> None:
        from salesdesk.store.schema import Account, Deal, NextStep

        account = unit.add(Account(name="Zoomzone"))
        rows = [
            {
                "id": deal_id, "pipeline_id": self.pipeline_id,
                "stage_key": ("qualify", "propose")[number % 2], "order_key": f"V{number:06}1",
                "name": f"Deal {number}", "account_id": account.id,
                "amount_minor": number * 100 if number % 3 else None,
                "currency": ("EUR", "JPY")[number % 2], "category": "pipeline",
                "status": "open", "created_on": "2026-01-01",
                "entered_on": f"2026-01-{1 + number % 28:02}", "triage": "due",
            }
            for number, deal_id in enumerate(self.ids)
        ]  # fmt: skip
        unit.add_many(Deal, rows)
        step = {"id": new_ids(1)[0], "deal_id": self.ids[0], "kind": "call", "what": "Old step",
                "due_on": "2026-01-05", "agreed": False}  # fmt: skip
        unit.add_many(NextStep, [step])


def add_step(desk: Desk, deal: str, due_on: str, due_time: str | None = None) -> None:
    desk.run(SetNextStep(deal, PlannedStep("Call them", due_on, "call", due_time)))


def test_today_lists_late_first_then_today_by_time_then_deals_without_a_step(desk: Desk) -> None:
    for name, due, at in (
        ("Late", "2026-11-19", None),
        ("Later", "2026-11-11", None),
        ("At ten", "2026-11-22", "10:00"),
        ("Some time", "2026-11-22", None),
        ("At nine", "2026-11-22", "09:00"),
        ("On time", "2026-11-23", None),
    ):
        add_step(desk, add_deal(desk, name, account="Zoomzone", amount_minor=5), due, at)
    add_deal(desk, "Without")
    paused = add_deal(desk, "Paused")
    add_step(desk, paused, "2026-11-01")
    desk.run(PauseDeals((paused,), "Budget", "2027-01-01"))
    lost = add_deal(desk, "Lost")
    add_step(desk, lost, "2026-11-01")
    desk.run(LoseDeals((lost,), "lost", ("price",)))
    view = today(desk)
    assert [(item.deal, item.days) for item in view.late] == [("Later", 11), ("Late", 3)]
    assert [item.deal for item in view.due] == ["At nine", "At ten", "Some time"]
    assert [item.deal for item in view.without] == ["Without"]
    assert (view.without_count, view.not_assessed) == (1, 0)
    line = view.late[0]
    assert (line.account, line.stage, line.amount_minor, line.what) == (
        "Zoomzone", "Qualify", 5, "Call them",
    )  # fmt: skip


def test_a_line_names_a_phone_and_when_they_were_last_heard(desk: Desk) -> None:
    deal = add_deal(desk, "Fleet")
    add_step(desk, deal, "2026-11-20")
    assert (today(desk).late[0].phone, today(desk).late[0].last_heard_on) == ("", None)
    add_person(desk, deal, phone="+351 21 000 00 00")
    desk.run(LogActivity("call", "Talked", deal, happened_on="2026-11-10"))
    (line,) = today(desk).late
    assert (line.phone, line.last_heard_on) == ("+351 21 000 00 00", "2026-11-10")


def test_a_paused_deal_comes_back_by_itself_and_a_handoff_when_it_is_due(desk: Desk) -> None:
    paused, won = add_deal(desk, "Paused"), add_deal(desk, "Won")
    desk.run(PauseDeals((paused,), "Budget", "2026-11-25"))
    desk.run(WinDeal(won, 5, "2026-11-22", ("value",)))
    assert today(desk).without == ()
    desk = reopen(desk, TODAY.replace(day=30))
    view = today(desk)
    assert [item.deal for item in view.without] == ["Paused"]
    assert [(item.deal, item.due_on, item.days) for item in view.handoffs] == [
        ("Won", "2026-11-29", 1)
    ]
    desk.close()


def test_imported_deals_await_triage_and_are_neither_late_nor_without_a_step(desk: Desk) -> None:
    desk.run(ImportedDeals(first_pipeline(desk), 3))
    view = today(desk)
    assert (view.late, view.without, view.without_count, view.not_assessed) == ((), (), 0, 3)
    assert [item.deal for item in queue(desk)] == ["Deal 0", "Deal 1", "Deal 2"]
    assert queue(desk)[0].due_on == "2026-01-05"
    figures = strip(desk, board(desk))
    assert (figures.no_next_step, figures.not_assessed) == (0, 3)


def test_each_answer_of_triage_is_one_step_of_undo(desk: Desk) -> None:
    imported = ImportedDeals(first_pipeline(desk), 6)
    whole.undone_and_redone(desk, imported)
    ids = imported.ids
    after = whole.undone_and_redone(
        desk, TriageDeal((ids[0],), Date(PlannedStep("Call", "2026-12-01")))
    )
    steps = [(s["what"], bool(s["binned_at"])) for s in after["next_step"].values()]
    assert sorted(steps) == [("Call", False), ("Old step", True)]
    whole.undone_and_redone(desk, TriageDeal((ids[1],), Pause("Budget", "2027-01-01")))
    lose = Lose(LoseDeals((), "no_decision", ("no-budget",)))
    whole.undone_and_redone(desk, TriageDeal((ids[2],), lose))
    assert desk.run(TriageDeal((ids[3],), Later())).seq is None
    whole.undone_and_redone(desk, TriageDeal((ids[3],), Keep()))
    assert [item.deal_id for item in queue(desk)] == ids[4:]
    assert [item.deal for item in today(desk).without] == ["Deal 3"]
    rest = tuple(item.deal_id for item in queue(desk))
    after = whole.undone_and_redone(desk, TriageDeal(rest, Pause("New year", "2027-01-04")))
    assert queue(desk) == ()
    assert after["deal"][ids[5]]["pause_reason"] == "New year"


def test_triage_refuses_what_the_answer_itself_refuses(desk: Desk) -> None:
    imported = ImportedDeals(first_pipeline(desk), 2)
    desk.run(imported)
    before = whole.dump(desk)
    for answer in (
        Date(PlannedStep("", "2026-12-01")),
        Pause("Budget", "2026-01-01"),
        Lose(LoseDeals((), "lost", ())),
    ):
        with pytest.raises(KnownError):
            desk.run(TriageDeal(tuple(imported.ids), answer))
    assert whole.dump(desk) == before


def test_the_deals_table_shows_all_deals_filtered_and_sorted(desk: Desk) -> None:
    a = add_deal(desk, "A", account="Zoomzone", amount_minor=10_000)
    add_deal(desk, "b", amount_minor=150, currency="JPY", probability=50)
    c = add_deal(desk, "C", stage_key="propose")
    desk.run(WinDeal(a, None, "2026-11-20", ("value",)))
    desk.run(LoseDeals((c,), "lost", ("price",), closed_on="2026-11-21"))
    rows = tables.deal_rows(desk)
    assert [(r.name, r.status, r.stage, r.weighted_minor) for r in rows] == [
        ("C", "lost", "Propose", None),
        ("b", "open", "Qualify", 75),
        ("A", "won", "Qualify", 10_000),
    ]
    by_amount = tables.ordered(rows, "amount_minor", descending=True)
    assert [r.name for r in by_amount] == ["b", "A", "C"]
    assert [r.name for r in tables.ordered(rows, "name")] == ["A", "b", "C"]
    for wanted, names in (
        (tables.DealFilter(text="zoom"), ["A"]),
        (tables.DealFilter(statuses=("won", "lost")), ["C", "A"]),
        (tables.DealFilter(stages=("propose",)), ["C"]),
        (tables.DealFilter(closed_from="2026-11-20", closed_to="2026-11-20"), ["A"]),
        (tables.DealFilter(created_to="2026-11-21"), []),
        (tables.DealFilter(account_id=rows[2].account_id), ["A"]),
    ):
        assert [r.name for r in tables.filtered(rows, wanted)] == names


def test_the_accounts_table_adds_up_deals_per_currency(desk: Desk) -> None:
    a = add_deal(desk, "A", account="Zoomzone", amount_minor=100)
    add_deal(desk, "B", account="Zoomzone", amount_minor=50)
    add_deal(desk, "C", account="Zoomzone", amount_minor=7, currency="USD")
    add_deal(desk, "D", account="Cancity")
    desk.run(WinDeal(a, None, "2026-11-20", ("value",)))
    cancity, zoomzone = tables.account_rows(desk)
    assert (cancity.name, cancity.open_deals, cancity.open_amount) == ("Cancity", 1, {})
    assert (zoomzone.open_deals, zoomzone.won_deals, zoomzone.last_closed_on) == (
        2,
        1,
        "2026-11-20",
    )
    assert (zoomzone.open_amount, zoomzone.won_amount) == ({"EUR": 50, "USD": 7}, {"EUR": 100})
    assert tables.ordered([cancity, zoomzone], "open_amount")[0] is zoomzone
    assert tables.filtered_accounts([cancity, zoomzone], "canc") == [cancity]


def test_ten_thousand_deals_are_read_filtered_and_sorted_quickly(desk: Desk) -> None:
    desk.run(ImportedDeals(first_pipeline(desk), 10_000))
    start = time.process_time()
    rows = tables.deal_rows(desk)
    found = tables.filtered(rows, tables.DealFilter(text="deal 99 zoom"))
    tables.ordered(rows, "amount_minor")
    seconds = time.process_time() - start
    assert (len(rows), len(found)) == (10_000, 280)
    assert len(queue(desk)) == 10_000
    assert today(desk).not_assessed == 10_000
    assert seconds < 3
