"""States of next steps, stalled, totals and the strip: the product's definitions, by example."""

from __future__ import annotations

import datetime as dt

import pytest

from salesdesk.domain.board_sums import CurrencyTotal, strip, totals
from salesdesk.domain.pipeline import (
    NextStepState,
    days_in_stage,
    is_stalled,
    next_step_state,
)
from salesdesk.store.glance import CardRow
from tests.desks import SMALL, TODAY

QUALIFY = SMALL.stage("qualify")
BLANK = CardRow(
    "d1", "qualify", "V", "Fleet", None, None, "EUR", None, None, "2026-11-22", None, None, None,
    0, 0, 0, None, None, None, None, None, None, None,
)  # fmt: skip


def card(**fields: object) -> CardRow:
    return BLANK._replace(**fields)


def on(days_ago: int) -> str:
    return (TODAY - dt.timedelta(days=days_ago)).isoformat()


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, NextStepState.NONE),
        ({"next_due_on": on(-1)}, NextStepState.ON_TIME),
        ({"next_due_on": on(0)}, NextStepState.TODAY),
        ({"next_due_on": on(1)}, NextStepState.LATE),
        ({"next_due_on": on(1), "triage": "due"}, NextStepState.NOT_ASSESSED),
        ({"next_due_on": on(1), "paused_until": on(-1)}, NextStepState.PAUSED),
        ({"triage": "due", "paused_until": on(-1)}, NextStepState.PAUSED),
        ({"next_due_on": on(1), "paused_until": on(0)}, NextStepState.LATE),
    ],
)
def test_the_state_of_the_next_step(fields: dict[str, object], state: NextStepState) -> None:
    assert next_step_state(card(**fields), TODAY) == state


@pytest.mark.parametrize(
    ("entered", "acted", "paused", "stalled"),
    [
        (14, None, None, False),
        (15, None, None, True),
        (15, 14, None, False),
        (15, 15, None, True),
        (90, 3, None, False),
        (90, None, -1, False),
        (90, None, 0, True),
    ],
)
def test_stalled_is_more_days_than_allowed_and_no_buyer_action_in_that_time(
    entered: int, acted: int | None, paused: int | None, stalled: bool
) -> None:
    deal = card(
        entered_on=on(entered),
        buyer_acted_on=None if acted is None else on(acted),
        paused_until=None if paused is None else on(paused),
    )
    assert is_stalled(deal, QUALIFY, TODAY) is stalled


def test_a_deal_that_was_not_assessed_yet_is_not_stalled() -> None:
    old = card(entered_on=on(500), triage="due")
    assert not is_stalled(old, QUALIFY, TODAY)
    assert strip([old], SMALL.stages, TODAY).stalled == 0


def test_only_a_deal_in_the_stage_itself_is_stalled() -> None:
    old = card(entered_on=on(500))
    assert not is_stalled(old, None, TODAY)
    assert not is_stalled(old, SMALL.stage("propose"), TODAY)
    assert not is_stalled(old._replace(column_key="won"), QUALIFY, TODAY)


def test_days_in_stage_count_from_the_last_entry_and_never_below_zero() -> None:
    assert days_in_stage(card(entered_on=on(9)), TODAY) == 9
    assert days_in_stage(card(entered_on=on(-3)), TODAY) == 0


def test_totals_are_per_currency_unknown_adds_nothing_and_a_deals_own_probability_counts() -> None:
    cards = [
        card(amount_minor=1_001),
        card(amount_minor=None),
        card(amount_minor=1_000, probability=90),
        card(amount_minor=0),
        card(amount_minor=500, currency="USD", column_key="won", probability=20),
    ]
    assert totals(cards, {"qualify": 10}) == (
        # (1001 × 10 + 1000 × 90) / 100 = 1000.1
        CurrencyTotal("EUR", 4, 2_001, 1_000),
        CurrencyTotal("USD", 1, 500, 500),
    )
    assert totals([], {}) == ()


@pytest.mark.parametrize(("amount", "weighted"), [(5, 0), (15, 2), (25, 2), (6, 1)])
def test_weighted_is_rounded_half_even(amount: int, weighted: int) -> None:
    assert totals([card(amount_minor=amount)], {"qualify": 10})[0].weighted_minor == weighted


def test_the_strip_counts_open_deals_only() -> None:
    cards = [
        card(amount_minor=100),
        card(entered_on=on(60), next_due_on=on(2)),
        card(entered_on=on(60), triage="due"),
        card(paused_until=on(-5), entered_on=on(60)),
        card(column_key="won", amount_minor=9_999),
        card(column_key="closed", amount_minor=9_999),
    ]
    found = strip(cards, SMALL.stages, TODAY)
    assert (found.count, found.no_next_step, found.stalled) == (4, 1, 1)
    assert (found.not_assessed, found.paused) == (1, 1)
    assert found.totals == (CurrencyTotal("EUR", 4, 100, 10),)
