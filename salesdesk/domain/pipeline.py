"""The board's rules: state of the next step, days in stage, stalled. Sums: `board_sums`.

Pure, and fast on ten thousand cards: a filter is compiled once into one predicate, dates are
compared as ISO text. Called by the board, Today, triage, the tables and the deal page.
Source of the definitions: the table "Words and formulae" of the product.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
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


def forecast_category(status: str, category: str) -> str:
    """Where a deal stands in the forecast: won is closed, lost is omitted, open as the rep says.

    Source: the words of the product: closed = won; omitted is excluded.
    """
    return {"won": "closed", "lost": "omitted"}.get(status, category)


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

    A paused deal is never stalled, nor is one that is closed or stands in no known stage, nor one
    that was imported and is not assessed yet.
    """
    if stage is None or card.column_key != stage.key:
        return False
    since = (today - dt.timedelta(days=stage.stall_days)).isoformat()
    return stalled_since(card, since, today.isoformat())


def stalled_since(card: CardLike, since: str, today: str) -> bool:
    """`stalled` for a card, for walks over many; an empty `since` is never stalled."""
    if card.triage == "due":
        return False
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
