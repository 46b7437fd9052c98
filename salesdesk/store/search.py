"""Full-text search over everything the rep wrote or imported, by SQLite's FTS5.

The unit keeps the index in step with each command; `rebuild` makes it anew. Words are matched
from their beginning, newest first while typing. Used by unit, reads, check and the palette.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection

CREATE = (
    """CREATE TABLE search_doc (
        docid INTEGER PRIMARY KEY, kind TEXT NOT NULL, ref TEXT NOT NULL UNIQUE, deal_id TEXT,
        title TEXT NOT NULL, body TEXT NOT NULL)""",
    """CREATE VIRTUAL TABLE search_index USING fts5(
        title, body, content='search_doc', content_rowid='docid',
        tokenize='unicode61 remove_diacritics 2', prefix='2 3')""",
    "INSERT INTO search_index(search_index, rank) VALUES ('secure-delete', 1)",
)

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """One find: what kind of row, its id, the deal it belongs to, and its text."""

    kind: str
    ref: str
    deal_id: str | None
    title: str
    body: str


def _texts(*columns: str) -> Callable[[Values], tuple[str, str]]:
    title, *rest = columns
    return lambda row: (
        str(row.get(title) or ""),
        " · ".join(str(row[column]) for column in rest if row.get(column)),
    )


def _of_point(row: Values) -> tuple[str, str]:
    """A point's own words; those of one that is tied to a fact are the fact's, found there."""
    return ("", "") if row.get("fact_id") else (str(row.get("words") or ""), "")


def _of_call(row: Values) -> tuple[str, str]:
    """A call's words; its notes once it is over: until then each keystroke would index them all."""
    texts = _texts("", "notes", "hypothesis", "must_learn", "summary", "no_step_why")
    return texts(row if row.get("state") == "done" else {**row, "notes": None})


SEARCHED: dict[str, Callable[[Values], tuple[str, str]]] = {
    "deal": _texts("name", "external_id", "owner", "source"),
    "account": _texts("name", "industry", "city", "country", "website", "tools", "about"),
    "person": _texts("name", "title", "email", "phone", "about"),
    "note": _texts("", "body"),
    "answer": _texts("", "words"),
    "fact": _texts("", "words", "measure", "mitigation"),
    "own_question": _texts("", "text"),
    "score": _texts("", "words"),
    "call": _of_call,
    "objection": _texts("words", "root_cause", "response", "confirmation", "outcome"),
    "value_link": _texts("capability", "proof"),
    "demo_item": _texts("what", "reaction_words"),
    "criterion_match": _texts("", "words"),
    "proposal": _texts("title", "scope", "approach", "terms", "payment"),
    "proposal_option": _texts("name", "summary"),
    "proposal_line": _texts("name", "note"),
    "proposal_point": _of_point,
    "roi_input": _texts("name", "rests_on"),
    "concession": _texts("give", "get"),
    "action_plan": _texts("", "objective", "fallback"),
    "plan_step": _texts("what", "owner", "note"),
    "deal_competitor": _texts("name", "note"),
    "review": _texts("", "note", "what_happened", "where_broke", "missed_signal", "change"),
    "handoff_item": _texts("", "words"),
    "next_step": _texts("what", "outcome"),
    "activity": _texts("subject", "body", "outcome"),
    "attachment": _texts("name", "note"),
    "product": _texts("name", "code", "family"),
}
"""Which tables are searched, and how a row becomes (title, body)."""


def differs(table: str, before: Values | None, after: Values) -> bool:
    """Whether a row's change touches what is searched."""
    texts = SEARCHED.get(table)
    if texts is None:
        return False
    if before is None or before.get("binned_at") != after.get("binned_at"):
        return True
    return texts(before) != texts(after)


def index_rows(connection: Connection, changes: Iterable[tuple[str, str, Values | None]]) -> None:
    """Brings the index up to date with (table, row id, new values or None) changes.

    Of several changes to one row the last one counts.
    """
    drop: list[str] = []
    put: list[tuple[str, str, str | None, str, str]] = []
    latest = {(table, ref): values for table, ref, values in changes}
    for (table, ref), values in latest.items():
        texts = SEARCHED.get(table)
        if texts is None:
            continue
        drop.append(ref)
        if values is not None and not values.get("binned_at"):
            title, body = texts(values)
            if title or body:
                deal = ref if table == "deal" else values.get("deal_id")
                put.append((table, ref, deal, title, body))
    _remove(connection, drop)
    _put(connection, put)


def index_new(connection: Connection, table: str, rows: Iterable[Values]) -> None:
    """Adds rows that are known to be new: no look-up of old words, for large imports."""
    texts = SEARCHED.get(table)
    if texts is None:
        return
    put = []
    for row in rows:
        title, body = texts(row)
        if title or body:
            put.append(
                (
                    table,
                    row["id"],
                    row["id"] if table == "deal" else row.get("deal_id"),
                    title,
                    body,
                )
            )
    _put(connection, put)


MANY_REMOVED = 1000
"""From so many removals on, making the index anew is quicker than wiping word by word."""


def _remove(connection: Connection, refs: list[str]) -> None:
    if len(refs) >= MANY_REMOVED and _is_large_part(connection, len(refs)):
        for start in range(0, len(refs), 500):
            part = refs[start : start + 500]
            marks = ",".join("?" * len(part))
            connection.exec_driver_sql(
                f"DELETE FROM search_doc WHERE ref IN ({marks})", tuple(part)
            )
        connection.exec_driver_sql("INSERT INTO search_index(search_index) VALUES ('rebuild')")
        return
    for start in range(0, len(refs), 500):
        part = refs[start : start + 500]
        marks = ",".join("?" * len(part))
        where = f"FROM search_doc WHERE ref IN ({marks})"
        connection.exec_driver_sql(
            "INSERT INTO search_index(search_index, rowid, title, body)"
            f" SELECT 'delete', docid, title, body {where}",
            tuple(part),
        )
        connection.exec_driver_sql(f"DELETE {where}", tuple(part))


def _is_large_part(connection: Connection, count: int) -> bool:
    """Whether so many are more than a quarter of all that is indexed."""
    total = connection.exec_driver_sql("SELECT count(*) FROM search_doc").scalar_one()
    return bool(4 * count > total)


def _put(connection: Connection, rows: list[tuple[str, str, str | None, str, str]]) -> None:
    if not rows:
        return
    last = connection.exec_driver_sql("SELECT coalesce(max(docid), 0) FROM search_doc").scalar_one()
    connection.exec_driver_sql(
        "INSERT INTO search_doc(kind, ref, deal_id, title, body) VALUES (?, ?, ?, ?, ?)", rows
    )
    connection.exec_driver_sql(
        "INSERT INTO search_index(rowid, title, body)"
        " SELECT docid, title, body FROM search_doc WHERE docid > ?",
        (last,),
    )


def rebuild(connection: Connection, rows: Iterable[tuple[str, Values]]) -> None:
    """Makes the whole index anew from (table, values); within the caller's transaction."""
    connection.exec_driver_sql("DELETE FROM search_doc")
    connection.exec_driver_sql("INSERT INTO search_index(search_index) VALUES ('delete-all')")
    batch: list[tuple[str, str, str | None, str, str]] = []
    for table, row in rows:
        if table in SEARCHED and not row.get("binned_at"):
            title, body = SEARCHED[table](row)
            deal = row["id"] if table == "deal" else row.get("deal_id")
            if title or body:
                batch.append((table, row["id"], deal, title, body))
        if len(batch) >= 5000:
            _put(connection, batch)
            batch = []
    _put(connection, batch)


MOST_WORDS, MOST_SIGNS = 32, 4000
"""Of what is looked for."""


def phrase(text: str) -> str:
    """An FTS5 query that finds rows with all the words, the last one by its beginning.

    Each word is quoted, so operators and odd signs are words, never syntax. Of a text that was
    pasted the first words count: thousands would be looked for one by one.
    """
    plain = text[:MOST_SIGNS].replace("\0", " ").encode(errors="replace").decode()
    found = (word.replace('"', '""') for word in plain.split() if any(c.isalnum() for c in word))
    words = list(islice(found, MOST_WORDS))
    return " ".join(f'"{word}"' for word in words) + "*" if words else ""


_NEWEST = (
    "SELECT d.kind, d.ref, d.deal_id, d.title, d.body FROM"
    " (SELECT rowid AS docid FROM search_index WHERE search_index MATCH ?"
    " ORDER BY rowid DESC LIMIT ?) f JOIN search_doc d USING (docid) ORDER BY docid DESC"
)


def newest(connection: Connection, text: str, limit: int = 20) -> list[Hit]:
    """Up to `limit` finds, newest first; what search shows while the rep types."""
    query = phrase(text)
    if not query:
        return []
    return [Hit(*row) for row in connection.exec_driver_sql(_NEWEST, (query, limit))]


RANKED = 500
"""How many of the newest finds are ranked; ranking all of a common word takes a second."""
_WEIGHTS = {"deal": 6, "account": 5, "person": 5, "product": 3}
"""A name is what a rep most often looks for; words inside notes come after."""


def ranked(connection: Connection, text: str, limit: int = 20) -> list[Hit]:
    """Up to `limit` finds, best first, among the newest 500; equals stay newest first."""
    words = text[:MOST_SIGNS].casefold().split()[:MOST_WORDS]
    hits = newest(connection, text, RANKED)
    return sorted(hits, key=lambda hit: -_score(hit, words))[:limit]


def _score(hit: Hit, words: list[str]) -> int:
    """Names before text, whole words and beginnings before middles."""
    title = hit.title.casefold()
    parts = title.split()
    score = _WEIGHTS.get(hit.kind, 0)
    for word in words:
        if word in parts:
            score += 8
        elif any(part.startswith(word) for part in parts):
            score += 5
    return score + (10 if words and title.startswith(" ".join(words)) else 0)
