"""Rebuilds lost records from what other places still say of them: the board's cards, the search.

Called by `store.salvage` when a record is neither on its page nor in the history. What comes out
is near the record and not the record, so each one is told.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from sqlcipher3 import dbapi2 as driver

from salesdesk.store.images import checksum
from salesdesk.store.readable import Readable

if TYPE_CHECKING:
    from salesdesk.store.gathered import Gathered

_SAME: Final = (
    "pipeline_id", "order_key", "name", "amount_minor", "currency", "expected_close_on",
    "entered_on", "paused_until", "triage",
)  # fmt: skip
_NAMED: Final = ("account", "person", "product", "note")


def from_search(gathered: Gathered, raw: Any) -> None:
    """Takes down what the search knows was there, with its words."""
    with contextlib.suppress(driver.Error):
        for _rowid, doc in Readable(raw, "search_doc", gathered.watch, "ref").rows():
            place = (str(doc["kind"]), str(doc["ref"]))
            if place[0] in gathered.held and not gathered.has(place):
                gathered.found_words[place] = doc
                words = {"name": doc["title"] or doc["body"], "deal_id": doc["deal_id"]}
                gathered.hint(*place, {k: v for k, v in words.items() if v})


def rebuild(gathered: Gathered, raw: Any) -> None:
    """Puts in what can be rebuilt of the records that were found nowhere."""
    lost = {(each.table, each.key) for each in gathered.lost()}
    for place in sorted(lost & gathered.found_words.keys()):
        if place[0] in _NAMED:
            _put(gathered, *place, _of_words(place[0], gathered.found_words[place]))
    with contextlib.suppress(driver.Error):
        for _rowid, card in Readable(raw, "card", gathered.watch, "deal_id").rows():
            if ("deal", card["deal_id"]) in lost and card["column_key"] != "closed":
                _put(gathered, "deal", card["deal_id"], _of_card(gathered, card))


def _of_words(table: str, doc: Mapping[str, Any]) -> dict[str, Any]:
    if table == "note":
        return {"body": doc["body"], "deal_id": doc["deal_id"], "written_at": _made_at(doc["ref"])}
    return {"name": doc["title"], "about": doc["body"] or None}


def _of_card(gathered: Gathered, card: Mapping[str, Any]) -> dict[str, Any]:
    """A deal as its card shows it; what no card shows is empty."""
    is_won = card["column_key"] == "won"
    accounts = gathered.raw.execute(
        "SELECT id FROM account WHERE name = ? LIMIT 2", (card["account"],)
    ).fetchall()
    stages = gathered.raw.execute(
        "SELECT stage_key FROM stay WHERE deal_id = ? ORDER BY id DESC LIMIT 1", (card["deal_id"],)
    ).fetchone()
    return {
        **{name: card[name] for name in _SAME},
        "stage_key": card["column_key"] if not is_won else (stages or ("closing",))[0],
        "status": "won" if is_won else "open",
        "category": "pipeline",
        "account_id": accounts[0][0] if len(accounts) == 1 else None,
        "created_on": _made_at(card["deal_id"])[:10],
    }


def _put(gathered: Gathered, table: str, key: str, values: Mapping[str, Any]) -> None:
    row: dict[str, Any] = dict.fromkeys(gathered.columns[table])
    row.update(values, id=key, rev=1, changed_at=_made_at(key))
    row["checksum"] = checksum(table, row)
    if gathered.put(table, row):
        gathered.rebuilt.append((table, key))


def _made_at(key: str) -> str:
    """When a record was made: its id begins with that, in milliseconds. ISO UTC."""
    try:
        at = dt.datetime.fromtimestamp(int(key[:12], 16) / 1000, dt.UTC)
    except (ValueError, OverflowError, OSError):
        at = dt.datetime.fromtimestamp(0, dt.UTC)
    return at.isoformat(timespec="milliseconds")
