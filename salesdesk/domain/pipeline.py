"""The board's rules: state of the next step, days in stage, stalled, filters, sorts and totals.

Pure, and fast on ten thousand cards: a filter is compiled once into one predicate, dates are
compared as ISO text. Called by the board, Today, triage, the tables and the deal page.
Source of the definitions: the table "Words and formulae" of the product.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Protocol

    class CardLike(Protocol):
        """What the rules look at of a card; `salesdesk.store.glance.CardRow` is one."""

        @property
        def deal_id(self) -> str: ...  # noqa: D102
        @property
        def column_key(self) -> str: ...  # noqa: D102
        @property
        def order_key(self) -> str: ...  # noqa: D102
        @property
        def name(self) -> str: ...  # noqa: D102
        @property
        def account(self) -> str | None: ...  # noqa: D102
        @property
        def amount_minor(self) -> int | None: ...  # noqa: D102
        @property
        def currency(self) -> str: ...  # noqa: D102
        @property
        def probability(self) -> int | None: ...  # noqa: D102
        @property
        def expected_close_on(self) -> str | None: ...  # noqa: D102
        @property
        def entered_on(self) -> str: ...  # noqa: D102
        @property
        def next_what(self) -> str | None: ...  # noqa: D102
        @property
        def next_due_on(self) -> str | None: ...  # noqa: D102
        @property
        def next_time(self) -> str | None: ...  # noqa: D102
        @property
        def buyer_acted_on(self) -> str | None: ...  # noqa: D102
        @property
        def paused_until(self) -> str | None: ...  # noqa: D102
        @property
        def triage(self) -> str | None: ...  # noqa: D102
        @property
        def tags(self) -> str | None: ...  # noqa: D102
        @property
        def products(self) -> str | None: ...  # noqa: D102

    class StageLike(Protocol):
        """What the rules look at of a stage."""

        @property
        def key(self) -> str: ...  # noqa: D102
        @property
        def probability(self) -> int: ...  # noqa: D102
        @property
        def stall_days(self) -> int: ...  # noqa: D102


WON, CLOSED = "won", "closed"
"""The column of won deals with an open handoff, and of all other closed deals."""


class NextStepState(StrEnum):
    """How a deal stands with its next step."""

    ON_TIME = "on_time"
    TODAY = "today"
    LATE = "late"
    NONE = "none"
    NOT_ASSESSED = "not_assessed"
    """Imported and not looked at yet: not late, not without a step."""
    PAUSED = "paused"


def is_paused(card: CardLike, today: dt.date) -> bool:
    """Whether the deal is set aside; it comes back by itself on the resume date."""
    return card.paused_until is not None and card.paused_until > today.isoformat()


def next_step_state(card: CardLike, today: dt.date) -> NextStepState:
    """The state of the deal's next step. A pause and a triage still due come before its date."""
    return step_state_on(card, today.isoformat())


def step_state_on(card: CardLike, today: str) -> NextStepState:
    """`next_step_state` with the day as ISO text, for walks over many cards."""
    if card.paused_until is not None and card.paused_until > today:
        return NextStepState.PAUSED
    if card.triage == "due":
        return NextStepState.NOT_ASSESSED
    due = card.next_due_on
    if due is None:
        return NextStepState.NONE
    if due > today:
        return NextStepState.ON_TIME
    return NextStepState.TODAY if due == today else NextStepState.LATE


def days_between(then: str, today: dt.date) -> int:
    """Whole days from an ISO date to today; never below 0, whatever the clock once said."""
    return max(0, (today - dt.date.fromisoformat(then[:10])).days)


def local_day(instant: str) -> str:
    """The local date of a kept instant (ISO UTC text), or of a plain date."""
    if len(instant) == len("2026-11-22"):
        return instant
    return dt.datetime.fromisoformat(instant).astimezone().date().isoformat()


def days_in_stage(card: CardLike, today: dt.date) -> int:
    """Days since the last entry into the present stage (the latest time in stage)."""
    return days_between(card.entered_on, today)


def is_stalled(card: CardLike, stage: StageLike | None, today: dt.date) -> bool:
    """More days in the stage than it allows, and no buyer action in that many days.

    A paused deal is never stalled, nor is one that is closed or stands in no known stage.
    """
    if stage is None or card.column_key != stage.key:
        return False
    since = (today - dt.timedelta(days=stage.stall_days)).isoformat()
    return stalled_since(card, since, today.isoformat())


def stalled_since(card: CardLike, since: str, today: str) -> bool:
    """`stalled` for a card, for walks over many; an empty `since` is never stalled."""
    return stalled(card.entered_on, card.buyer_acted_on, card.paused_until, since, today)


def stalled(
    entered_on: str, acted_on: str | None, paused_until: str | None, since: str, today: str
) -> bool:
    """Whether an open deal is stalled; `since` is today less the days that its stage allows."""
    if entered_on >= since or (paused_until is not None and paused_until > today):
        return False
    return acted_on is None or acted_on < since


def stall_marks(stages: Iterable[StageLike], today: dt.date) -> dict[str, str]:
    """By stage key: the ISO date before which entry and last buyer action make a deal stalled."""
    return {s.key: (today - dt.timedelta(days=s.stall_days)).isoformat() for s in stages}


class CurrencyTotal(NamedTuple):
    """Deals in one currency: how many, their known amounts, and Σ amount × probability.

    Amounts are in minor units; the weighted one is rounded half even, once.
    """

    currency: str
    count: int  # type: ignore[assignment] # hides tuple's own
    amount_minor: int
    weighted_minor: int


class StripTotals(NamedTuple):
    """The strip above the board, over open deals: the currency with the most deals comes first."""

    count: int  # type: ignore[assignment] # hides tuple's own
    totals: tuple[CurrencyTotal, ...]
    no_next_step: int
    stalled: int
    not_assessed: int
    paused: int


def totals(cards: Iterable[CardLike], probability: Mapping[str, int]) -> tuple[CurrencyTotal, ...]:
    """Totals per currency, the one with the most deals first; currencies are never added up.

    `probability` is the percent of each column; a deal's own comes before it, won counts whole.
    """
    sums: dict[str, list[int]] = {}
    for card in cards:
        row = sums.get(card.currency)
        if row is None:
            row = sums[card.currency] = [0, 0, 0]
        row[0] += 1
        if card.amount_minor is not None:
            percent = card.probability
            if card.column_key == WON:
                percent = 100
            elif percent is None:
                percent = probability.get(card.column_key, 0)
            row[1] += card.amount_minor
            row[2] += card.amount_minor * percent
    return in_order(sums)


def in_order(sums: Mapping[str, Sequence[int]]) -> tuple[CurrencyTotal, ...]:
    """Totals out of (count, amount, Σ amount × percent) by currency, most deals first."""
    found = (CurrencyTotal(key, row[0], row[1], hundredth(row[2])) for key, row in sums.items())
    return tuple(sorted(found, key=lambda total: (-total.count, total.currency)))


class StageSums(NamedTuple):
    """What a stage adds to the strip. `money`: (count, amount, Σ amount × percent) by currency."""

    deals: int
    money: Mapping[str, Sequence[int]]
    no_next_step: int
    stalled: int
    not_assessed: int
    paused: int


def stage_sums(cards: Iterable[CardLike], stage: StageLike, today: dt.date) -> StageSums:
    """The sums over the cards of one stage; 1,000 cards take about 1 ms."""
    since, day = (today - dt.timedelta(days=stage.stall_days)).isoformat(), today.isoformat()
    money: dict[str, list[int]] = {}
    states: dict[NextStepState, int] = {}
    deals = late = 0
    for card in cards:
        deals += 1
        row = money.get(card.currency)
        if row is None:
            row = money[card.currency] = [0, 0, 0]
        row[0] += 1
        if card.amount_minor is not None:
            percent = stage.probability if card.probability is None else card.probability
            row[1] += card.amount_minor
            row[2] += card.amount_minor * percent
        state = step_state_on(card, day)
        states[state] = states.get(state, 0) + 1
        # Most deals entered their stage lately: spare them the whole question.
        if card.entered_on < since and stalled_since(card, since, day):
            late += 1
    return StageSums(
        deals,
        money,
        states.get(NextStepState.NONE, 0),
        late,
        states.get(NextStepState.NOT_ASSESSED, 0),
        states.get(NextStepState.PAUSED, 0),
    )


def strip_of(parts: Iterable[StageSums]) -> StripTotals:
    """The strip's figures out of the sums of all stages."""
    parts = tuple(parts)
    money: dict[str, list[int]] = {}
    for part in parts:
        for currency, row in part.money.items():
            whole = money.setdefault(currency, [0, 0, 0])
            for place, value in enumerate(row):
                whole[place] += value
    return StripTotals(
        sum(part.deals for part in parts),
        in_order(money),
        sum(part.no_next_step for part in parts),
        sum(part.stalled for part in parts),
        sum(part.not_assessed for part in parts),
        sum(part.paused for part in parts),
    )


def strip(cards: Iterable[CardLike], stages: Iterable[StageLike], today: dt.date) -> StripTotals:
    """The strip's figures over the open deals among `cards`; won and closed ones are left out."""
    by_stage: dict[str, list[CardLike]] = {}
    for card in cards:
        by_stage.setdefault(card.column_key, []).append(card)
    return strip_of(stage_sums(by_stage.get(s.key, ()), s, today) for s in stages)


def hundredth(value: int) -> int:
    """A hundredth of a sum of amount × percent, rounded half even, in minor units."""
    whole, rest = divmod(value, 100)
    return whole + (rest > 50 or (rest == 50 and whole % 2 == 1))
