"""The columns of the deals table: words for the eye, plain values for an export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from salesdesk.domain.money import to_decimal
from salesdesk.support.i18n import _, active_locale, format_date, format_money, format_percent
from salesdesk.ui.tables.model import Column, Tone
from salesdesk.usecases.table_files import Cell
from salesdesk.usecases.tables import DealRow


def columns(today: Callable[[], dt.date]) -> tuple[Column, ...]:
    """The columns in their first order; `today` tells which next step is late."""

    def step_tone(row: DealRow) -> Tone:
        if row.status != "open":
            return "faint"
        if row.next_due_on is None:
            return "warn" if row.triage is None and not row.paused_until else "faint"
        return "late" if row.next_due_on < today().isoformat() else "text"

    return (
        Column("name", _("Deal"), lambda row: row.name, lambda row: row.name, 220),
        _text("account", _("Account"), 150),
        Column("products", _("Product"), _products, _products, 130, tone=_soft),
        Column("stage", _("Stage"), _stage, _stage, 150, tone=_stage_tone),
        Column("amount_minor", _("Amount"), _amount, _amount_cell, 110, is_number=True),
        _date("expected_close_on", _("Expected close")),
        Column("next_due_on", _("Next step"), _step, lambda r: r.next_due_on, 190, tone=step_tone),
        Column("weighted_minor", _("Weighted"), _weighted, _weighted_cell, 110, is_number=True),
        Column("probability", _("Own %"), _percent, lambda r: r.probability, 70, is_number=True),
        _date("created_on", _("Created")),
        _date("closed_on", _("Closed")),
        _text("owner", _("Owner"), 130),
        _text("source", _("Source"), 110),
        Column(
            "currency", _("Currency"), lambda r: r.currency, lambda r: r.currency, 76, tone=_soft
        ),
    )


def _text(key: str, title: str, width: int) -> Column:
    def words(row: DealRow) -> str:
        return getattr(row, key) or ""

    return Column(key, title, words, words, width, tone=_soft)


def _date(key: str, title: str) -> Column:
    return Column(
        key,
        title,
        lambda row: _day(getattr(row, key), active_locale()),
        lambda row: getattr(row, key),
        122,
        tone=_soft,
    )


@lru_cache(maxsize=8192)
def _day(text: str | None, _locale: str) -> str:
    return format_date(dt.date.fromisoformat(text[:10])) if text else ""


def _products(row: DealRow) -> str:
    return row.products.replace("\n", ", ")


def _stage(row: DealRow) -> str:
    ends = {"won": _("Won"), "lost": _("Lost"), "no_decision": _("No decision")}
    return ends.get(row.ended, row.stage)


def _stage_tone(row: DealRow) -> Tone:
    return {"won": "ok", "lost": "faint"}.get(row.status, "text")  # type: ignore[return-value]


def _soft(_row: DealRow) -> Tone:
    return "soft"


def _amount(row: DealRow) -> str:
    return format_money(row.amount_minor, row.currency)


def _amount_cell(row: DealRow) -> Cell:
    return None if row.amount_minor is None else to_decimal(row.amount_minor, row.currency)


def _weighted(row: DealRow) -> str:
    return format_money(row.weighted_minor, row.currency)


def _weighted_cell(row: DealRow) -> Cell:
    return None if row.weighted_minor is None else to_decimal(row.weighted_minor, row.currency)


def _percent(row: DealRow) -> str:
    return "" if row.probability is None else format_percent(row.probability / 100)


def _step(row: DealRow) -> str:
    if row.status != "open":
        return ""
    if row.next_due_on:
        return f"{_day(row.next_due_on, active_locale())} · {row.next_what or ''}"
    if row.triage:
        return _("not assessed")
    return _("paused") if row.paused_until else _("none")
