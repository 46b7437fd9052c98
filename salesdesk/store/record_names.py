"""What a rep calls a record: “Deal “Night trains””, “Note “Call back” of Night trains”.

Used by check and salvage, which read past SQLAlchemy and must name what is damaged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.facts import N_
from salesdesk.support.i18n import _

KIND: Final[Mapping[str, str]] = {
    "account": N_("Account"),
    "action_plan": N_("Action plan"),
    "activity": N_("Activity"),
    "answer": N_("Answer"),
    "attachment": N_("File"),
    "blob": N_("Content of a file"),
    "call": N_("Call"),
    "concession": N_("Concession"),
    "criterion_match": N_("Criterion point"),
    "custom_field": N_("Own field"),
    "custom_value": N_("Value of an own field"),
    "deal": N_("Deal"),
    "deal_competitor": N_("Competitor"),
    "deal_person": N_("Person on a deal"),
    "deal_tag": N_("Tag on a deal"),
    "demo_item": N_("Demo point"),
    "fact": N_("Fact"),
    "gate_override": N_("Gate passed with a reason"),
    "handoff": N_("Handoff"),
    "handoff_item": N_("Handoff point"),
    "journal": N_("Step of the history"),
    "journal_part": N_("Step of the history"),
    "line_item": N_("Line item"),
    "next_step": N_("Next step"),
    "note": N_("Note"),
    "objection": N_("Objection"),
    "own_question": N_("Own question"),
    "person": N_("Person"),
    "pipeline": N_("Pipeline"),
    "plan_step": N_("Plan step"),
    "practice": N_("Practice"),
    "price": N_("Price"),
    "process_version": N_("Process"),
    "product": N_("Product"),
    "proposal": N_("Proposal"),
    "proposal_line": N_("Proposal line"),
    "proposal_option": N_("Proposal option"),
    "proposal_point": N_("Proposal point"),
    "review": N_("Review"),
    "roi_input": N_("Business case figure"),
    "saved_filter": N_("Saved filter"),
    "score": N_("Score"),
    "sender": N_("Your company"),
    "stay": N_("Time in a stage"),
    "tag": N_("Tag"),
    "value_link": N_("Value link"),
}
"""Each table in a rep's words; `tests.store` sees that none is left out."""
_NAMING: Final = (
    "name", "title", "words", "subject", "what", "text", "body", "value", "company", "give",
    "capability", "missing", "item_key", "element", "stage_key", "play_key", "due_on",
)  # fmt: skip
_OWNERS: Final = (
    ("deal_id", "deal"), ("account_id", "account"), ("person_id", "person"),
    ("tag_id", "tag"), ("product_id", "product"), ("field_id", "custom_field"),
)  # fmt: skip
_LONG = 40


def kind(table: str) -> str:
    """The kind of record that a table holds, in a rep's words."""
    return _(KIND[table]) if table in KIND else table


def short(text: object) -> str:
    """A name on one line, cut so that a hostile one fits a sentence; damaged signs are shown."""
    line = " ".join(str(text).split()).encode("utf-8", "backslashreplace").decode("utf-8")
    return line if len(line) <= _LONG else line[: _LONG - 1] + "…"


class Names:
    """Names records of one damaged desk; looks up whose they are as far as that can be read."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._known: dict[tuple[str, str], str] = {}

    def of(self, table: str, row: Mapping[str, Any]) -> str:
        """The record in words, with the deal or company that it belongs to."""
        own = next((row[column] for column in _NAMING if row.get(column)), None)
        owner = "" if table == "deal" else self._owner(row)
        named = {"kind": kind(table), "name": short(own), "owner": owner}
        if own is None and not owner:
            return _("{kind} with the number {id}").format(id=short(row.get("id")), **named)
        if own is None:
            return _("{kind} of “{owner}”").format(**named)
        if not owner:
            return _("{kind} “{name}”").format(**named)
        return _("{kind} “{name}” of “{owner}”").format(**named)

    def of_id(self, table: str, row_id: str) -> str:
        """The record of that id, of which only the id is known for sure."""
        row = self._row(table, "id", row_id)
        if row is not None:
            return self.of(table, row)
        name = self.name(table, row_id)
        return self.of(table, {"id": row_id, "name": name} if name else {"id": row_id})

    def of_rowid(self, table: str, rowid: int) -> tuple[str, str]:
        """(id, words) of the record at that place of its table; ("", "") when it is no record."""
        row = self._row(table, "rowid", rowid)
        return ("", "") if row is None else (str(row.get("id", "")), self.of(table, row))

    def name(self, table: str, row_id: str) -> str:
        """The name of the record, from wherever it can still be read; "" when nowhere."""
        if (table, row_id) not in self._known:
            self._known[table, row_id] = self._looked_up(table, row_id)
        return self._known[table, row_id]

    def _owner(self, row: Mapping[str, Any]) -> str:
        for column, table in _OWNERS:
            if row.get(column) and (name := self.name(table, str(row[column]))):
                return name
        return ""

    def _looked_up(self, table: str, row_id: str) -> str:
        """From the record, else from its card, else from what the search knows of it."""
        row = self._row(table, "id", row_id)
        found = row and next((row[column] for column in _NAMING if row.get(column)), None)
        if not found and table == "deal":
            card = self._row("card", "deal_id", row_id)
            found = card and card.get("name")
        if not found:
            known = self._row("search_doc", "ref", row_id)
            found = known and (known.get("title") or known.get("body"))
        return short(found) if found else ""

    def _row(self, table: str, column: str, value: object) -> dict[str, Any] | None:
        try:
            cursor = self._raw.execute(f'SELECT * FROM "{table}" WHERE "{column}" = ?', (value,))
            names = [each[0] for each in cursor.description]
            values = cursor.fetchone()
        except (driver.Error, UnicodeError):
            return None
        return dict(zip(names, values, strict=True)) if values else None
