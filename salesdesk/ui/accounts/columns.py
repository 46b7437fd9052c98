"""The columns of the accounts table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from salesdesk.domain.money import to_decimal
from salesdesk.support.i18n import _, format_date, format_money, format_number
from salesdesk.ui.tables.model import Column, Tone
from salesdesk.usecases.tables import AccountRow


def columns() -> tuple[Column, ...]:
    """The columns in their first order."""
    return (
        Column("name", _("Account"), lambda row: row.name, lambda row: row.name, 200),
        _text("industry", _("Industry"), 120),
        _count("open_deals", _("Open")),
        _amount("open_amount", _("Open amount")),
        _count("won_deals", _("Won")),
        _amount("won_amount", _("Won amount")),
        _count("lost_deals", _("Lost")),
        _count("people", _("People")),
        Column(
            "last_closed_on", _("Last closed"), _closed, lambda r: r.last_closed_on, 110, tone=_soft
        ),
        _text("city", _("City"), 110),
        _text("country", _("Country"), 110),
        _text("size", _("Size"), 80),
        _text("parent", _("Parent"), 130),
        _text("owner", _("Owner"), 120),
    )


def _text(key: str, title: str, width: int) -> Column:
    def words(row: AccountRow) -> str:
        return getattr(row, key) or ""

    return Column(key, title, words, words, width, tone=_soft)


def _count(key: str, title: str) -> Column:
    def words(row: AccountRow) -> str:
        count = getattr(row, key)
        return format_number(count) if count else ""

    return Column(key, title, words, lambda row: getattr(row, key), 70, is_number=True, tone=_soft)


def _amount(key: str, title: str) -> Column:
    def words(row: AccountRow) -> str:
        return money(getattr(row, key))

    def cell(row: AccountRow) -> str | None:
        known: Mapping[str, int] = getattr(row, key)
        parts = [f"{to_decimal(minor, code)} {code}" for code, minor in sorted(known.items())]
        return "; ".join(parts) or None

    return Column(key, title, words, cell, 130, is_number=True)


def money(amounts: Mapping[str, int]) -> str:
    """Amounts by currency in one line; amounts of different currencies are never added."""
    return " + ".join(format_money(minor, code) for code, minor in sorted(amounts.items()))


def _closed(row: AccountRow) -> str:
    return format_date(dt.date.fromisoformat(row.last_closed_on)) if row.last_closed_on else ""


def _soft(_row: AccountRow) -> Tone:
    return "soft"
