"""One account with its people, deals and notes, as the Accounts screen shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.usecases.people import PersonLine, people
from salesdesk.usecases.tables import ended

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class AccountDeal:
    """A deal of the account; the amount is in minor units, None when unknown."""

    id: str
    name: str
    stage: str
    status: str
    amount_minor: int | None
    currency: str
    closed_on: str | None
    ended: str = ""
    """How it ended: won, lost or no_decision; "" while open."""


@dataclass(frozen=True, slots=True)
class AccountNote:
    """A note on the account; `written_at` is a UTC instant as ISO text."""

    id: str
    body: str
    written_at: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Everything the panel shows. `fields` are those of `AccountChanges`, "" when unknown.

    Deals: open ones first, then the latest closed; notes: the newest first. `deal_count` counts
    all deals, `deals` holds at most `MOST_DEALS`.
    """

    id: str
    fields: dict[str, str]
    people: tuple[PersonLine, ...]
    deals: tuple[AccountDeal, ...]
    deal_count: int
    notes: tuple[AccountNote, ...]


MOST_DEALS = 200
FIELDS = (
    "name", "industry", "size", "revenue", "website", "phone", "city", "country", "owner", "tools",
    "about",
)  # fmt: skip


def account_page(desk: Desk, account_id: str) -> AccountPage | None:
    """The account, or None when it is gone or in the bin."""
    from salesdesk.store.reads import account_page as reads
    from salesdesk.store.reads import daily

    found = desk.read(lambda connection: reads.account(connection, account_id))
    if found is None:
        return None
    deals = desk.read(lambda connection: reads.deals(connection, account_id, MOST_DEALS))
    count = desk.read(lambda connection: reads.deal_count(connection, account_id))
    notes = desk.read(lambda connection: reads.notes(connection, account_id))
    undecided = desk.read(daily.undecided)
    stages: dict[str, dict[str, str]] = {}
    lines = []
    for row in deals:
        if row.pipeline_id not in stages:
            process = desk.process(row.pipeline_id)
            stages[row.pipeline_id] = {stage.key: stage.name for stage in process.stages}
        stage = stages[row.pipeline_id].get(row.stage_key, row.stage_key)
        lines.append(
            AccountDeal(
                row.id,
                row.name,
                stage,
                row.status,
                row.amount_minor,
                row.currency,
                row.closed_on,
                ended(row.id, row.status, undecided),
            )
        )
    return AccountPage(
        account_id,
        {name: getattr(found, name) or "" for name in FIELDS},
        people(desk, account_id),
        tuple(lines),
        count,
        tuple(AccountNote(row.id, row.body, row.written_at) for row in notes),
    )
