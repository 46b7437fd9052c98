"""The tables of deals and of accounts: plain rows, filtered and sorted in memory.

Ten thousand rows are read, filtered and sorted within a blink, so that a table need not ask the
store again while the rep types. Called by the Deals and Accounts screens, `list` and exports.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from salesdesk.domain.board_sums import hundredth
from salesdesk.domain.money import exponent

if TYPE_CHECKING:
    from salesdesk.store.engine import SqlConnection
    from salesdesk.usecases.desk import Desk


class DealRow(NamedTuple):
    """A deal in the table. Dates are ISO text, amounts minor units.

    `tags` and `products` are joined by line breaks, as on cards. `stage` is the stage's name; see
    `status` for won and lost. `weighted_minor` is amount × probability while open, rounded half
    even; the whole amount when won; 0 when lost.
    """

    id: str
    name: str
    account: str
    products: str
    pipeline: str
    stage: str
    status: str
    amount_minor: int | None
    currency: str
    probability: int | None
    expected_close_on: str | None
    created_on: str
    closed_on: str | None
    entered_on: str
    next_what: str | None
    next_due_on: str | None
    criteria_met: int
    criteria_total: int
    open_objections: int
    buyer_acted_on: str | None
    paused_until: str | None
    triage: str | None
    owner: str | None
    source: str | None
    category: str
    tags: str
    pipeline_id: str
    account_id: str | None
    stage_key: str
    weighted_minor: int | None
    ended: str = ""
    """How it ended: won, lost, or no_decision, whose `status` is lost too; "" while open."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in the table. Amounts are by currency, in minor units."""

    id: str
    name: str
    parent: str
    industry: str
    size: str
    city: str
    country: str
    phone: str
    website: str
    owner: str
    people: int
    open_deals: int
    won_deals: int
    lost_deals: int
    open_amount: dict[str, int]
    won_amount: dict[str, int]
    last_closed_on: str | None


R = TypeVar("R", bound="DealRow | AccountRow")


@dataclass(frozen=True, slots=True)
class DealFilter:
    """What the table shows; a part that is not set asks nothing.

    `text`: each word in name, account, products, stage, owner or tags. Days are ISO text and
    both ends count as inside.
    """

    text: str = ""
    statuses: tuple[str, ...] = ()
    pipeline_id: str | None = None
    stages: tuple[str, ...] = ()
    account_id: str | None = None
    products: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    created_from: str | None = None
    created_to: str | None = None
    closed_from: str | None = None
    closed_to: str | None = None

    def compiled(self) -> Callable[[DealRow], bool]:
        """One predicate over rows."""
        tests: list[Callable[[DealRow], bool]] = []
        if self.statuses:
            tests.append(lambda row, of=frozenset(self.statuses): row.status in of)  # type: ignore[misc]
        if self.pipeline_id:
            tests.append(lambda row: row.pipeline_id == self.pipeline_id)
        if self.stages:
            tests.append(lambda row: row.stage_key in self.stages)
        if self.account_id:
            tests.append(lambda row: row.account_id == self.account_id)
        if self.products:
            tests.append(_one_line("products", self.products))
        if self.tags:
            tests.append(_one_line("tags", self.tags))
        tests.extend(_between("created_on", self.created_from, self.created_to))
        tests.extend(_between("closed_on", self.closed_from, self.closed_to))
        if words := self.text.casefold().split():
            tests.append(_deal_words(words))
        return lambda row: all(test(row) for test in tests)


def deal_rows(desk: Desk) -> list[DealRow]:
    """All deals in use, closed ones too, newest first."""
    return desk.read(lambda connection: _deal_rows(desk, connection))


def filtered(rows: Iterable[DealRow], wanted: DealFilter) -> list[DealRow]:
    """The rows that are shown, in the order given."""
    return list(filter(wanted.compiled(), rows))


def account_rows(desk: Desk) -> list[AccountRow]:
    """All accounts in use by name, with the figures of their deals."""
    return desk.read(_account_rows)


def filtered_accounts(rows: Iterable[AccountRow], text: str) -> list[AccountRow]:
    """The accounts that have each word in name, parent, industry, city or country."""
    words = text.casefold().split()
    return [
        row
        for row in rows
        if _has(words, row.name, row.parent, row.industry, row.city, row.country)
    ]


def ordered(rows: Sequence[R], column: str, *, descending: bool = False) -> list[R]:
    """The rows by one column; unknown values last either way, equal rows as they were.

    Amounts are compared in whole units of their currencies, texts whatever their case.
    """
    valued: list[tuple[Any, R]] = [(_value(row, column), row) for row in rows]
    known = [pair for pair in valued if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=descending)
    return [*(row for _known, row in known), *(row for value, row in valued if value is None)]


def custom_of(desk: Desk, entity: str) -> dict[str, dict[str, str]]:
    """The values of the rep's own fields by row id and field name; for exports and `list`."""
    from salesdesk.store.reads import daily

    found: dict[str, dict[str, str]] = {}
    for owner, name, value in desk.read(lambda c: daily.custom_values(c, entity)):
        found.setdefault(owner, {})[name] = value
    return found


def _value(row: DealRow | AccountRow, column: str) -> Any:
    value: Any = getattr(row, column)
    if value is None or value == "" or value == {}:
        return None
    if isinstance(value, str):
        return value.casefold()
    if isinstance(value, dict):
        return max(amount / 10 ** exponent(currency) for currency, amount in value.items())
    if column in {"amount_minor", "weighted_minor"} and isinstance(row, DealRow):
        return value / 10 ** exponent(row.currency)
    return value


def _deal_rows(desk: Desk, connection: SqlConnection) -> list[DealRow]:
    from salesdesk.store.reads import daily

    stages: dict[str, dict[str, tuple[str, int]]] = {}
    rows = []
    undecided = daily.undecided(connection)
    for row in daily.deal_rows(connection):
        values = tuple(row)
        pipeline_id, stage_key = values[26], values[5]
        known = stages.get(pipeline_id)
        if known is None:
            process = desk.process(pipeline_id)
            known = {stage.key: (stage.name, stage.probability) for stage in process.stages}
            stages[pipeline_id] = known
        name, probability = known.get(stage_key, (stage_key, 0))
        rows.append(
            DealRow._make(
                (
                    *values[:2],
                    values[2] or "",
                    values[3] or "",
                    values[4],
                    name,
                    *values[6:25],
                    values[25] or "",
                    *values[26:28],
                    stage_key,
                    _weighted(values[6], values[7], values[9], probability),
                    ended(values[0], values[6], undecided),
                )
            )
        )
    return rows


def ended(deal_id: str, status: str, undecided: frozenset[str]) -> str:
    """How a deal ended: won, lost or no_decision; "" while it is open."""
    if status == "open":
        return ""
    return "no_decision" if status == "lost" and deal_id in undecided else status


def _weighted(status: str, amount: int | None, own: int | None, stage: int) -> int | None:
    if amount is None or status == "won":
        return amount
    if status == "lost":
        return 0
    return hundredth(amount * (stage if own is None else own))


def _account_rows(connection: SqlConnection) -> list[AccountRow]:
    from salesdesk.store.reads import daily

    counts: dict[str, dict[str, int]] = {}
    amounts: dict[tuple[str, str], dict[str, int]] = {}
    closed: dict[str, str] = {}
    for account, status, currency, deals, amount, last in daily.account_figures(connection):
        by_status = counts.setdefault(account, {})
        by_status[status] = by_status.get(status, 0) + deals
        if amount is not None:
            amounts.setdefault((account, status), {})[currency] = amount
        if last:
            closed[account] = max(last, closed.get(account, ""))
    people = daily.account_people(connection)
    rows = []
    for row in daily.account_rows(connection):
        found = counts.get(row.id, {})
        rows.append(
            AccountRow(
                id=row.id,
                name=row.name,
                parent=row.parent or "",
                industry=row.industry or "",
                size=row.size or "",
                city=row.city or "",
                country=row.country or "",
                phone=row.phone or "",
                website=row.website or "",
                owner=row.owner or "",
                people=people.get(row.id, 0),
                open_deals=found.get("open", 0),
                won_deals=found.get("won", 0),
                lost_deals=found.get("lost", 0),
                open_amount=amounts.get((row.id, "open"), {}),
                won_amount=amounts.get((row.id, "won"), {}),
                last_closed_on=closed.get(row.id),
            )
        )
    return rows


def _one_line(column: str, wanted: tuple[str, ...]) -> Callable[[DealRow], bool]:
    names = {name.casefold() for name in wanted}
    return lambda row: not names.isdisjoint(str(getattr(row, column)).casefold().split("\n"))


def _between(
    column: str, first: str | None, last: str | None
) -> Iterable[Callable[[DealRow], bool]]:
    if first or last:
        low, high = first or "", last or dt.date.max.isoformat()
        yield lambda row: (value := getattr(row, column)) is not None and low <= value <= high


def _deal_words(words: list[str]) -> Callable[[DealRow], bool]:
    return lambda row: _has(
        words, row.name, row.account, row.products, row.stage, row.owner or "", row.tags
    )


def _has(words: list[str], *parts: str) -> bool:
    text = "\n".join(parts).casefold()
    return all(word in text for word in words)
