"""Filters and sorts of the board, by example; and that ten thousand cards are quick."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.board_filter import BoardFilter, arranged
from salesdesk.domain.card_order import CardOrder
from salesdesk.domain.errors import KnownError
from salesdesk.domain.pipeline import NextStepState
from salesdesk.store.glance import CardRow
from tests.desks import SMALL, TODAY


def on(days_ago: int) -> str:
    return (TODAY - dt.timedelta(days=days_ago)).isoformat()


BLANK = CardRow(
    "d1", "qualify", "V", "Fleet", "Zoomzone", 64_000_00, "EUR", None, "2027-01-15", on(9), "Demo",
    on(-4), "14:00", 2, 4, 0, None, None, None, None, None, "big\nurgent", "GTX Pro",
)  # fmt: skip
FILTERS = [
    (BoardFilter(text="fleet ZOOM"), {"name": "Other"}),
    (BoardFilter(text="demo gtx urg"), {"next_what": None}),
    (BoardFilter(stages=("qualify", "close")), {"column_key": "propose"}),
    (BoardFilter(amount_from=64_000), {"amount_minor": 63_999_99}),
    (BoardFilter(amount_from=64_000, amount_to=64_000), {"amount_minor": None}),
    (BoardFilter(amount_to=64_000), {"currency": "JPY"}),
    (BoardFilter(close_from="2027-01-15"), {"expected_close_on": "2027-01-14"}),
    (BoardFilter(close_to="2027-01-15"), {"expected_close_on": None}),
    (BoardFilter(next_steps=(NextStepState.ON_TIME,)), {"next_due_on": on(3)}),
    (BoardFilter(stalled=False), {"entered_on": on(60)}),
    (BoardFilter(tags=("BIG", "other")), {"tags": "bigger"}),
    (BoardFilter(products=("gtx pro",)), {"products": None}),
    (BoardFilter(account=" zoomzone "), {"account": "Zoom"}),
    (BoardFilter(paused=False), {"paused_until": on(-1)}),
]


@pytest.mark.parametrize(("wanted", "change"), FILTERS)
def test_each_part_lets_its_card_through_and_holds_the_other_back(
    wanted: BoardFilter, change: dict[str, object]
) -> None:
    shown = wanted.apply([BLANK, BLANK._replace(**change)], SMALL.stages, TODAY)
    assert shown == [BLANK]
    assert wanted.matches(BLANK, SMALL.stage("qualify"), TODAY)


def test_every_part_has_an_example() -> None:
    blank = BoardFilter()
    used = {
        f.name
        for wanted, _change in FILTERS
        for f in dataclasses.fields(wanted)
        if getattr(wanted, f.name) != getattr(blank, f.name)
    }
    assert used == {f.name for f in dataclasses.fields(BoardFilter)}


def test_all_parts_must_hold_and_an_empty_filter_shows_everything() -> None:
    assert BoardFilter().is_empty
    assert BoardFilter().apply([BLANK], SMALL.stages, TODAY) == [BLANK]
    assert BoardFilter(text="fleet", tags=("none",)).apply([BLANK], SMALL.stages, TODAY) == []


def test_stalled_and_paused_can_be_asked_for() -> None:
    old = BLANK._replace(entered_on=on(60))
    paused = old._replace(paused_until=on(-5))
    won = old._replace(column_key="won")
    cards = [BLANK, old, paused, won]
    assert BoardFilter(stalled=True).apply(cards, SMALL.stages, TODAY) == [old]
    assert BoardFilter(paused=True).apply(cards, SMALL.stages, TODAY) == [paused]


@given(
    st.builds(
        BoardFilter,
        text=st.text(),
        stages=st.lists(st.text(), max_size=3).map(tuple),
        amount_from=st.none() | st.integers(),
        close_to=st.none() | st.dates().map(dt.date.isoformat),
        next_steps=st.lists(st.sampled_from(NextStepState), max_size=3).map(tuple),
        stalled=st.none() | st.booleans(),
        tags=st.lists(st.text(), max_size=3).map(tuple),
        account=st.none() | st.text(),
    )
)
def test_a_saved_filter_comes_back_as_it_was(wanted: BoardFilter) -> None:
    assert BoardFilter.from_json(wanted.to_json()) == wanted


def test_unknown_parts_are_left_out_and_rubbish_is_refused() -> None:
    assert BoardFilter.from_json('{"text": "a", "later_version": [1]}') == BoardFilter(text="a")
    for rubbish in ("", "[]", '{"next_steps": ["never"]}', "null", '{"next_steps": 5}'):
        with pytest.raises(KnownError):
            BoardFilter.from_json(rubbish)


def test_sorting_puts_what_needs_the_rep_first_and_the_unknown_last() -> None:
    a = BLANK._replace(deal_id="a", order_key="3", name="b", amount_minor=None)
    b = BLANK._replace(
        deal_id="b", order_key="2", name="A", next_due_on=on(3), expected_close_on=None
    )
    c = BLANK._replace(
        deal_id="c", order_key="1", name="c", next_due_on=None, amount_minor=70_000,
        currency="JPY", entered_on=on(60), paused_until=None,
    )  # fmt: skip
    d = BLANK._replace(deal_id="d", order_key="4", name="d", paused_until=on(-9))
    expected = {
        CardOrder.PLACE: "cbad",
        CardOrder.NEXT_STEP: "cbad",
        CardOrder.AMOUNT: "cbda",
        CardOrder.CLOSE: "cadb",
        CardOrder.DAYS: "cbad",
        CardOrder.NAME: "bacd",
    }
    for order, ids in expected.items():
        assert "".join(card.deal_id for card in arranged([a, b, c, d], order, TODAY)) == ids
