"""Records and their values in a person's words: what `activity_log` and `binned` show.

Names are looked up as they are now; of a record that is gone for good only its kind is known.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from salesdesk.domain import record_words
from salesdesk.support.i18n import (
    _,
    format_date,
    format_money,
    format_number,
    format_percent,
    format_time,
)
from salesdesk.usecases.record_keys import RecordKeys

if TYPE_CHECKING:
    from salesdesk.domain.record_fields import Field
    from salesdesk.store.engine import SqlConnection

Values = Mapping[str, Any]
LONGEST_NAME = 80
"""Characters of a record's name."""
_OWNERS = ("deal", "account", "person")


class RecordTexts:
    """Writes values of one desk, over one reading connection; look-ups are made once each."""

    def __init__(self, connection: SqlConnection | None) -> None:
        """None for one that looks rows up by itself, in `row`."""
        self._connection = connection
        self._rows: dict[tuple[str, str], Values | None] = {}
        self._stages: dict[str, dict[str, str]] = {}
        self._keys = RecordKeys(self, self._pipelines)

    def row(self, table: str, row_id: str) -> Values | None:
        """A record as it is now, or None."""
        from salesdesk.store.reads import history

        if (table, row_id) not in self._rows:
            assert self._connection is not None
            self._rows[table, row_id] = history.row(self._connection, table, row_id)
        return self._rows[table, row_id]

    def name(self, table: str, row_id: str, values: Values | None = None) -> str:
        """What a record is called, on one line; "" when it has no name. `values` of it go first."""
        column = record_words.KINDS[table].name
        known = {**(self.row(table, row_id) or {}), **(values or {})}
        value = known.get(column)
        if value in (None, ""):
            return ""
        field = record_words.field(table, column)
        words = self.value(table, column, value, known) if field else str(value)
        flat = " ".join(words.split())
        return flat if len(flat) <= LONGEST_NAME else flat[: LONGEST_NAME - 1].rstrip() + "…"

    def owner(self, table: str, row_id: str, values: Values | None = None) -> str:
        """The name of the deal or account that a record belongs to, "" for none."""
        known = {**(self.row(table, row_id) or {}), **(values or {})}
        for column, of in (("deal_id", "deal"), ("account_id", "account")):
            if known.get(column):
                return self.name(of, known[column])
        return ""

    def value(self, table: str, column: str, value: Any, beside: Values) -> str:
        """A value in words; "" for none. `beside`: other values of its record."""
        field = record_words.field(table, column)
        if value is None or value == "" or field is None:
            return ""
        if field.form == "record":
            return self._record(table, column, str(value))
        if field.form == "stage":
            return self._stage(str(value), beside)
        if field.form in ("key", "body"):
            say = self._keys.key if field.form == "key" else self._keys.body
            return say(table, column, str(value), beside)
        if field.form == "money":
            return format_money(int(value), self._currency(beside))
        return _plain(field, value)

    def _record(self, table: str, column: str, row_id: str) -> str:
        from salesdesk.store.reads import history

        target = history.reference(table, column)
        for each in (target,) if target else _OWNERS:
            if self.row(each, row_id) is not None:
                return self.name(each, row_id) or _(record_words.KINDS[each].one)
        return _("a record that is gone for good")

    def _pipelines(self) -> list[str]:
        if self._connection is None:
            return []
        return [row[0] for row in self._connection.exec_driver_sql("SELECT id FROM pipeline")]

    def _currency(self, beside: Values) -> str:
        if beside.get("currency"):
            return str(beside["currency"])
        deal = self.row("deal", str(beside.get("deal_id", "")))
        return str(deal["currency"]) if deal else "EUR"

    def _stage(self, key: str, beside: Values) -> str:
        pipeline = beside.get("pipeline_id")
        if not pipeline and beside.get("deal_id"):
            pipeline = (self.row("deal", beside["deal_id"]) or {}).get("pipeline_id")
        return self._names_of(str(pipeline)).get(key, key) if pipeline else key

    def _names_of(self, pipeline_id: str) -> dict[str, str]:
        if pipeline_id not in self._stages:
            pipeline = self.row("pipeline", pipeline_id) or {}
            version = self.row("process_version", str(pipeline.get("process_version_id"))) or {}
            stages = json.loads(version.get("stages") or "[]")
            self._stages[pipeline_id] = {each["key"]: each["name"] for each in stages}
        return self._stages[pipeline_id]


def _plain(field: Field, value: Any) -> str:
    """A value that needs nothing looked up; one that fits no form is given as it is."""
    try:
        return _WRITERS[field.form](field, value)
    except (ValueError, TypeError, KeyError, ArithmeticError):
        return str(value)


def _instant(_field: Field, value: Any) -> str:
    at = dt.datetime.fromisoformat(value).astimezone()
    return f"{format_date(at.date())}, {format_time(at)}"


_WRITERS: Mapping[str, Callable[[Field, Any], str]] = {
    "text": lambda _field, value: str(value),
    "day": lambda _field, value: format_date(dt.date.fromisoformat(value[:10])),
    "instant": _instant,
    "time": lambda _field, value: format_time(dt.time.fromisoformat(value)),
    "yes": lambda _field, value: _("yes") if value else _("no"),
    "percent": lambda _field, value: format_percent(Decimal(int(value)) / 100),
    "points": lambda _field, value: format_percent(Decimal(int(value)) / 10_000, 2),
    "thousandths": lambda _field, value: format_number(Decimal(int(value)) / 1000),
    "number": lambda _field, value: format_number(value),
    "choice": lambda field, value: _(field.choices[value]),
}
