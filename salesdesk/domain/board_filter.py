"""Filters and sorts of the board: what is shown, in which order; saved as JSON.

Called by the board and its saved filters, and by the deals table. A filter is compiled once into
a predicate: ten thousand cards take a few milliseconds.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

from salesdesk.domain.card_order import CardOrder
from salesdesk.domain.errors import KnownError
from salesdesk.domain.money import exponent
from salesdesk.domain.pipeline import (
    NextStepState,
    is_paused,
    stall_marks,
    stalled_since,
    step_state_on,
)
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping

    from salesdesk.domain.pipeline import CardLike, StageLike

    Test = Callable[[CardLike], bool]

C = TypeVar("C", bound="CardLike")


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What a board shows; every part that is set must hold, an unset part asks nothing.

    `text`: each word must be in the name, account, next step, tags or products. Amounts are whole
    units of the deal's own currency, dates ISO text; both ends count as inside. `tags` and
    `products`: one of them must be there. `account` is a name, whatever its case.
    """

    text: str = ""
    stages: tuple[str, ...] = ()
    amount_from: int | None = None
    amount_to: int | None = None
    close_from: str | None = None
    close_to: str | None = None
    next_steps: tuple[NextStepState, ...] = ()
    stalled: bool | None = None
    tags: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    account: str | None = None
    paused: bool | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return self == BoardFilter()

    def matches(self, card: CardLike, stage: StageLike | None, today: dt.date) -> bool:
        """Whether one card is shown; for many, compile the filter."""
        return self.compiled((stage,) if stage else (), today)(card)

    def compiled(self, stages: Iterable[StageLike], today: dt.date) -> Test:
        """One predicate over cards for this filter, these stages and this day."""
        tests = list(self._tests(tuple(stages), today))
        if not tests:
            return lambda _card: True
        if len(tests) == 1:
            return tests[0]
        return lambda card: all(test(card) for test in tests)

    def apply(self, cards: Iterable[C], stages: Iterable[StageLike], today: dt.date) -> list[C]:
        """The cards that are shown, in the order given."""
        return list(filter(self.compiled(stages, today), cards))

    def to_json(self) -> str:
        """The filter as JSON: only the parts that are set."""
        blank = asdict(BoardFilter())
        return json.dumps(
            {key: value for key, value in asdict(self).items() if value != blank[key]},
            ensure_ascii=False,
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> BoardFilter:
        """The filter that :meth:`to_json` wrote; unknown parts are left out.

        Raises KnownError when the text is none.
        """
        try:
            plain: dict[str, Any] = json.loads(text)
            known = {f.name for f in fields(cls)}
            values = {key: _listed(value) for key, value in plain.items() if key in known}
            steps = tuple(NextStepState(step) for step in values.pop("next_steps", ()))
            return cls(**values, next_steps=steps)
        except (ValueError, TypeError, AttributeError) as error:
            raise KnownError(
                _("This saved filter cannot be read. The board shows everything; save it anew.")
            ) from error

    def _tests(self, stages: tuple[StageLike, ...], today: dt.date) -> Iterable[Test]:
        if self.stages:
            yield _in_stages(frozenset(self.stages))
        if self.amount_from is not None or self.amount_to is not None:
            yield _amount_between(self.amount_from, self.amount_to)
        if self.close_from or self.close_to:
            yield _closing_between(self.close_from or "", self.close_to or "9999")
        if self.next_steps:
            yield _next_step_in(frozenset(self.next_steps), today)
        if self.stalled is not None:
            yield _stalled_is(self.stalled, stall_marks(stages, today), today.isoformat())
        if self.paused is not None:
            yield _paused_is(self.paused, today)
        yield from self._linked()
        if words := self.text.casefold().split():
            yield _has_words(words)

    def _linked(self) -> Iterable[Test]:
        if self.account:
            yield _account_is(self.account.strip().casefold())
        if self.tags:
            yield _one_of_lines("tags", self.tags)
        if self.products:
            yield _one_of_lines("products", self.products)


def _listed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _in_stages(keys: frozenset[str]) -> Test:
    return lambda card: card.column_key in keys


def _amount_between(low: int | None, high: int | None) -> Test:
    ends: dict[str, tuple[int, float]] = {}

    def test(card: CardLike) -> bool:
        if card.amount_minor is None:
            return False
        if card.currency not in ends:
            scale = 10 ** exponent(card.currency)
            ends[card.currency] = (
                (low or 0) * scale,
                float("inf") if high is None else high * scale,
            )
        bottom, top = ends[card.currency]
        return bottom <= card.amount_minor <= top

    return test


def _closing_between(first: str, last: str) -> Test:
    return lambda card: (
        card.expected_close_on is not None and first <= card.expected_close_on <= last
    )


def _next_step_in(states: frozenset[NextStepState], today: dt.date) -> Test:
    day = today.isoformat()
    return lambda card: step_state_on(card, day) in states


def _stalled_is(wanted: bool, marks: Mapping[str, str], today: str) -> Test:
    # An empty mark: a deal in no stage of the board is never stalled.
    return lambda card: stalled_since(card, marks.get(card.column_key, ""), today) is wanted


def _paused_is(wanted: bool, today: dt.date) -> Test:
    return lambda card: is_paused(card, today) is wanted


def _account_is(name: str) -> Test:
    return lambda card: (card.account or "").casefold() == name


def _one_of_lines(column: str, wanted: tuple[str, ...]) -> Test:
    names = {name.casefold() for name in wanted}

    def test(card: CardLike) -> bool:
        lines: str | None = getattr(card, column)
        return lines is not None and not names.isdisjoint(lines.casefold().split("\n"))

    return test


def _has_words(words: list[str]) -> Test:
    def test(card: CardLike) -> bool:
        text = (
            f"{card.name}\n{card.account or ''}\n{card.next_what or ''}\n{card.tags or ''}"
            f"\n{card.products or ''}"
        ).casefold()
        return all(word in text for word in words)

    return test


_URGENCY = {
    NextStepState.NONE: "0",
    NextStepState.NOT_ASSESSED: "8",
    NextStepState.PAUSED: "9",
}


def arranged(cards: Iterable[C], order: CardOrder, today: dt.date) -> list[C]:
    """The cards in an order; equal ones stay as the rep arranged them, unknown values come last.

    Amounts are compared as figures in whole units: currencies are not converted.
    """
    placed = sorted(cards, key=lambda card: card.order_key)
    if order == CardOrder.NEXT_STEP:
        day = today.isoformat()
        placed.sort(key=lambda card: _step_key(card, day))
    elif order == CardOrder.AMOUNT:
        placed.sort(key=lambda card: -_units(card))
    elif order == CardOrder.CLOSE:
        placed.sort(key=lambda card: card.expected_close_on or "9999")
    elif order == CardOrder.DAYS:
        placed.sort(key=lambda card: card.entered_on)
    elif order == CardOrder.NAME:
        placed.sort(key=lambda card: card.name.casefold())
    return placed


def _step_key(card: CardLike, today: str) -> str:
    urgency = _URGENCY.get(step_state_on(card, today))
    return urgency or f"5{card.next_due_on}{card.next_time or '24:00'}"


def _units(card: CardLike) -> float:
    if card.amount_minor is None:
        return -1.0
    return float(card.amount_minor / 10 ** exponent(card.currency))
