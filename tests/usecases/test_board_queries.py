"""The board as it is read: columns, totals, strip, large boards, saved filters, gate preview."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from salesdesk.domain.board_filter import BoardFilter
from salesdesk.store.unit import Unit
from salesdesk.usecases import board as boards
from salesdesk.usecases.board import board, gate_preview, page_after, page_of, strip, sums
from salesdesk.usecases.board_choices import choices, saved_filters
from salesdesk.usecases.board_filters import DeleteFilter, RenameFilter, SaveFilter
from salesdesk.usecases.closing import WinDeal
from salesdesk.usecases.deals import PauseDeals
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.line_items import AddLineItem
from salesdesk.usecases.next_steps import PlannedStep, SetNextStep
from salesdesk.usecases.pipelines import AddPipeline
from salesdesk.usecases.tags import TagDeals
from tests.desks import (
    AddRow,
    add_deal,
    add_fact,
    desk,
    make_shipped_desk,
    reopen,
    shipped_desk,
    shipped_process,
)
from tests.store import whole

__all__ = ["desk", "shipped_desk"]


def test_the_shipped_board_has_its_stages_and_a_column_for_won_deals(shipped_desk: Desk) -> None:
    view = board(shipped_desk)
    stages = shipped_process().board_stages()
    assert [c.key for c in view.columns] == [*(stage.key for stage in stages), "won"]
    assert [c.probability for c in view.columns][:-1] == [stage.probability for stage in stages]
    assert all(c.criteria and c.stage is not None for c in view.columns[:-1])
    assert view.columns[-1].stage is None


def test_columns_hold_their_cards_and_totals_per_currency(desk: Desk) -> None:
    add_deal(desk, "A", amount_minor=1_000)
    add_deal(desk, "B", amount_minor=500, currency="USD", probability=90)
    add_deal(desk, "C", stage_key="propose")
    view = board(desk)
    first = view.columns[0]
    assert [card.name for card in first.cards] == ["A", "B"]
    assert [(t.currency, t.amount_minor, t.weighted_minor) for t in first.totals] == [
        ("EUR", 1_000, 100),
        ("USD", 500, 450),
    ]
    assert tuple(page_of(desk, view.pipeline.id, "qualify", 2)) == first.cards
    assert page_of(desk, view.pipeline.id, "qualify", 1) == list(first.cards[:1])


@dataclass(frozen=True)
class _AtOnePlace:
    """Lets cards stand at the same place, which only another program's file would."""

    deal_ids: tuple[str, ...]
    label = "Test"

    def apply(self, unit: Unit) -> None:
        """Gives all the place of the first."""
        from salesdesk.store.schema import Deal

        for deal_id in self.deal_ids:
            unit.get(Deal, deal_id).order_key = unit.get(Deal, self.deal_ids[0]).order_key


def test_pages_follow_each_other_without_gap_or_card_that_comes_twice(desk: Desk) -> None:
    ids = [add_deal(desk, f"Deal {number:02}") for number in range(11)]
    desk.run(_AtOnePlace(tuple(ids[3:6])))
    view = board(desk)
    whole = list(view.columns[0].cards)
    shown = page_of(desk, view.pipeline.id, "qualify", 2)
    while found := page_after(desk, view.pipeline.id, "qualify", shown, 2):
        assert len(found) <= 2
        shown += found
    assert shown == whole
    assert len({card.deal_id for card in shown}) == 11


def test_a_board_too_large_to_read_whole_comes_with_first_pages_and_the_same_figures(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        add_deal(desk, f"Deal {number}", amount_minor=number * 101 or None, first=True)
    paused = add_deal(desk, "Paused", stage_key="propose", amount_minor=77)
    desk.run(PauseDeals((paused,), "Budget", "2027-01-01"))
    won = add_deal(desk, "Won", amount_minor=9_999, probability=10)
    desk.run(WinDeal(won, None, "2026-11-22", ("value",)))
    desk = reopen(desk, desk.clock.today().replace(month=12, day=30))
    whole_view = board(desk)
    monkeypatch.setattr(boards, "WHOLE_BOARD", 3)
    monkeypatch.setattr(boards, "PAGE", 2)
    view = board(desk)
    assert not view.is_whole
    assert [len(c.cards) for c in view.columns] == [2, 1, 0, 1]
    assert [c.count for c in view.columns] == [c.count for c in whole_view.columns]
    assert [c.totals for c in view.columns] == [c.totals for c in whole_view.columns]
    assert strip(desk, view) == strip(desk, whole_view)
    assert strip(desk, view).stalled == 5
    assert strip(desk, view).paused == 1
    assert board(desk, whole=True) == whole_view
    counted = sums(desk, view)
    assert counted.strip == strip(desk, whole_view)
    assert counted.columns == {c.key: (c.count, c.totals) for c in whole_view.columns}
    desk.close()


def test_the_board_is_read_without_sqlalchemy(tmp_path: Path) -> None:
    opened = make_shipped_desk(tmp_path)
    add_deal(opened, amount_minor=5)
    opened.run(SaveFilter("Mine", BoardFilter(text="fleet")))
    opened.close()
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from salesdesk.domain.clock import Clock\n"
        "from salesdesk.usecases.desk import Desk\n"
        "from salesdesk.usecases.board import board, page_of, strip\n"
        "from salesdesk.usecases.board_choices import choices, saved_filters\n"
        "desk = Desk(Path(sys.argv[1]), Clock())\n"
        "view = board(desk)\n"
        "assert strip(desk, view).count == 1 and saved_filters(desk) and choices(view.cards())\n"
        "assert len(page_of(desk, view.pipeline.id, view.columns[0].key, 9)) == 1\n"
        "slow = {'sqlalchemy', 'alembic', 'jinja2', 'pydantic', 'ruamel', 'PySide6'}\n"
        "print(sorted(slow & set(sys.modules)))\n"
        "desk.raw.close()\n"
    )
    command = [sys.executable, "-c", code, str(opened.path)]
    found = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert found.stdout.strip() == "[]", found.stderr


def test_another_pipeline_is_shown_when_asked_for_and_the_first_when_it_is_gone(desk: Desk) -> None:
    desk.run(AddPipeline("Renewals", shipped_process("seven-step"), "USD"))
    names = [p.name for p in board(desk).pipelines]
    assert names == ["Sales", "Renewals"]
    renewals = board(desk).pipelines[1]
    assert board(desk, renewals.id).pipeline == renewals
    assert board(desk, "gone").pipeline.name == "Sales"


def test_the_gate_preview_says_what_is_met_and_what_is_open(desk: Desk) -> None:
    deal = add_deal(desk)
    add_fact(desk, deal, "pain", "Late positions")
    report = gate_preview(desk, deal)
    assert report is not None
    assert [state.criterion.key for state in report.open] == ["dated"]
    desk.run(SetNextStep(deal, PlannedStep("Call", "2026-12-01")))
    report = gate_preview(desk, deal)
    assert report is not None
    assert report.open == ()
    desk.run(WinDeal(deal, 5, "2026-11-22", ("value",)))
    assert gate_preview(desk, deal) is None
    assert gate_preview(desk, "gone") is None


def test_what_can_be_filtered_by_is_what_occurs_on_the_cards(desk: Desk) -> None:
    a = add_deal(desk, "A", account="Zoomzone")
    add_deal(desk, "B", account="Cancity")
    desk.run(TagDeals((a,), "urgent"))
    desk.run(TagDeals((a,), "Big"))
    desk.run(AddLineItem(a, "GTX Pro"))
    found = choices(board(desk).cards())
    assert found.accounts == ("Cancity", "Zoomzone")
    assert (found.tags, found.products) == (("Big", "urgent"), ("GTX Pro",))


def test_filters_are_saved_replaced_renamed_and_deleted(desk: Desk) -> None:
    save = SaveFilter("Mine", BoardFilter(stalled=True))
    whole.undone_and_redone(desk, save)
    whole.undone_and_redone(desk, SaveFilter("MINE", BoardFilter(text="a")))
    assert [(f.name, f.filter.text) for f in saved_filters(desk)] == [("MINE", "a")]
    whole.undone_and_redone(desk, RenameFilter(save.filter_id, "Other"))
    whole.undone_and_redone(desk, SaveFilter("Second", BoardFilter()))
    assert [f.name for f in saved_filters(desk)] == ["Other", "Second"]
    whole.undone_and_redone(desk, DeleteFilter(save.filter_id))
    assert [f.name for f in saved_filters(desk)] == ["Second"]


def test_a_damaged_saved_filter_shows_everything(desk: Desk) -> None:
    desk.run(AddRow("SavedFilter", {"name": "Odd", "body": "{", "order_key": "V"}))
    assert [f.filter for f in saved_filters(desk)] == [BoardFilter()]
