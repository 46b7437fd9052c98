"""``salesdesk list deals|accounts|contacts DESK [--json]``: what is in a desk."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salesdesk.cli.console import Console
from salesdesk.cli.parsing import Parser
from salesdesk.support.i18n import _, format_date, format_money, ngettext

if TYPE_CHECKING:
    from salesdesk.usecases.listing import Record

KINDS = ("deals", "accounts", "contacts")


def describe(parser: Parser) -> None:
    """The arguments."""
    parser.add_argument("kind", choices=KINDS, help=_("what to list"))
    parser.add_argument("desk", metavar="DESK", type=Path, help=_("the desk"))
    parser.add_argument("--json", action="store_true", help=_("print a list of records as JSON"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Prints the records. Raises KnownError when the desk cannot be opened."""
    from salesdesk.cli.desks import opened
    from salesdesk.usecases.listing import listing, promised

    with opened(arguments.desk) as desk:
        records = listing(desk, arguments.kind)
    if arguments.json:
        console.json([promised(record) for record in records])
        return 0
    headings, cells, right = _TABLES[arguments.kind]()
    console.table(headings, [cells(record) for record in records], right)
    count = len(records)
    console.line(ngettext("{count} record", "{count} records", count).format(count=count))
    return 0


_Table = tuple[Sequence[str], Callable[["Record"], Sequence[str]], str]


def _deals() -> _Table:
    statuses = {"open": _("open"), "won": _("won"), "lost": _("lost"),
                "no_decision": _("no decision")}  # fmt: skip
    days: dict[str, str] = {}

    def day(text: str | None) -> str:
        if not text:
            return ""
        if text not in days:
            days[text] = _day(text)
        return days[text]

    def cells(record: Record) -> Sequence[str]:
        return (
            record["name"],
            record["account"] or "",
            record["stage"],
            str(statuses[record["ended"] or "open"]),
            _amount(record),
            day(record["created_on"]),
            day(record["closed_on"]),
            record["next_step"] or "",
        )

    headings = (_("Deal"), _("Account"), _("Stage"), _("Status"), _("Amount"), _("Created"),
                _("Closed"), _("Next step"))  # fmt: skip
    return headings, cells, "    r"


def _accounts() -> _Table:
    def cells(record: Record) -> Sequence[str]:
        figures = (record["open_deals"], record["won_deals"], record["lost_deals"])
        words = [record[key] or "" for key in ("name", "industry", "city", "country")]
        return *words, *map(str, figures)

    headings = (
        _("Account"),
        _("Industry"),
        _("City"),
        _("Country"),
        _("Open"),
        _("Won"),
        _("Lost"),
    )
    return headings, cells, "    rrr"


def _contacts() -> _Table:
    def cells(record: Record) -> Sequence[str]:
        return [record[key] or "" for key in ("name", "title", "account", "email", "phone")]

    return (_("Contact"), _("Title"), _("Account"), _("Email"), _("Phone")), cells, ""


_TABLES: dict[str, Callable[[], _Table]] = {
    "deals": _deals,
    "accounts": _accounts,
    "contacts": _contacts,
}


def _amount(record: dict[str, Any]) -> str:
    """Unknown is a dash; else as the user's language writes money."""
    from decimal import Decimal

    from salesdesk.domain.money import to_minor

    if record["amount"] is None:
        return "–"
    currency = record["currency"]
    return format_money(to_minor(Decimal(record["amount"]), currency), currency)


def _day(text: str) -> str:
    """A day as the user's language writes it; what is no day (from an old file) as it is."""
    try:
        return format_date(dt.date.fromisoformat(text))
    except ValueError:
        return text
