"""Unfinished text: kept in the desk while it is typed, so that a crash loses none of it.

Called by `ui.draft_keeper`, and by `ui.shell` for text whose place is gone. In an encrypted desk
the drafts are encrypted with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from salesdesk.domain import record_words
from salesdesk.domain.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Future

    from salesdesk.store.door import Door
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.record_text import RecordTexts


Key = tuple[str, str]
"""(place, field)."""
State = Literal["here", "binned", "gone", "none"]
"""In use, in the bin, not in the desk any more, or no record at all, such as a page."""
_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_UNDONE_LOOKED_AT, _SMALL = 200, 500
"""How many undone steps are looked through, and how many rows each of them may have written."""


class Draft(NamedTuple):
    """One draft: a field of a place. `bases` is JSON: marks of the texts it was typed over.

    `kept_at` is the instant (ISO, UTC) since which these very words are kept, "" before they are.
    """

    place: str
    field: str
    words: str
    label: str
    bases: str
    kept_at: str = ""

    @property
    def key(self) -> Key:
        """What tells it apart from all others."""
        return self.place, self.field


class Place(NamedTuple):
    """What a draft was written on, as it is now."""

    name: str
    """What it is called; of what is gone, the step whose undoing took it. "" for no record."""
    state: State
    deal: str = ""
    account: str = ""
    """The id of the deal or account in use to go to, "" for none."""

    @property
    def is_gone(self) -> bool:
        """Whether the draft's field cannot be shown."""
        return self.state in ("binned", "gone")


def keep(
    desk: Desk,
    puts: Sequence[Draft],
    drops: Sequence[Key],
    moves: Sequence[tuple[Key, str]] = (),
) -> Future[None]:
    """Queues keeping some drafts and dropping those of other (place, field)s; never waits.

    `moves`: drafts that get the name of another field first, so that nothing is put over them.
    """

    def work(door: Door) -> None:
        from salesdesk.store.drafts import Kept  # on the writer's thread: it brings SQLAlchemy

        door.keep_drafts([Kept(*each) for each in puts], drops, moves)

    return desk.through(work)


def drafts(desk: Desk) -> list[Draft]:
    """What was left unfinished, the newest first."""
    from salesdesk.store import drafts as store_drafts

    return [Draft(*each) for each in desk.read(store_drafts.kept)]


def deal_names(desk: Desk, places: Sequence[str]) -> dict[str, str]:
    """The names of those places that are deals in use."""
    from salesdesk.store.reads import history

    def read(connection: object) -> dict[str, str]:
        rows = {place: history.row(connection, "deal", place) for place in places}  # type: ignore[arg-type]
        return {p: str(row["name"]) for p, row in rows.items() if row and not row["binned_at"]}

    return desk.read(read)


def places(desk: Desk, left: Iterable[Draft]) -> dict[str, Place]:
    """What these drafts were written on, by their `place`."""
    wanted = {each.place for each in left}
    if not wanted:
        return {}

    def read(connection: Any) -> dict[str, Place]:
        from salesdesk.usecases.record_text import RecordTexts

        texts = RecordTexts(connection)
        return {place: _place(connection, texts, place) for place in wanted}

    return desk.read(read)


def _place(connection: Any, texts: RecordTexts, place: str) -> Place:
    named = _ID.search(place)
    if named is None:
        return Place("", "none")
    found = _found(texts, named.group())
    if found is None:
        return Place(_undone_step(connection, named.group()), "gone")
    table, row_id = found
    row = texts.row(table, row_id) or {}
    deal = row_id if table == "deal" else str(row.get("deal_id") or "")
    account = row_id if table == "account" else str(row.get("account_id") or "")
    owner = "deal" if deal else "account" if account else ""
    of = (table, row_id) if table == "person" or not owner else (owner, deal or account)
    name = texts.name(*of)
    above = texts.row(owner, deal or account) if owner else None
    if row.get("binned_at") or (above or {}).get("binned_at"):
        return Place(name, "binned")
    return Place(name, "here", deal, "" if deal else account)


def _found(texts: RecordTexts, row_id: str) -> tuple[str, str] | None:
    """The record of an id: most are deals and accounts."""
    tables = dict.fromkeys(("deal", "account", *record_words.KINDS))
    return next(((table, row_id) for table in tables if texts.row(table, row_id)), None)


def _undone_step(connection: Any, row_id: str) -> str:
    """What the undone step was called that had made a record, "" when none is known."""
    from salesdesk.store.reads import history

    lines = connection.exec_driver_sql(
        "SELECT seq, label FROM journal WHERE state = 'undone' AND rows <= ?"
        " ORDER BY seq DESC LIMIT ?",
        (_SMALL, _UNDONE_LOOKED_AT),
    ).fetchall()
    try:
        return next(
            str(label)
            for seq, label in lines
            for image in history.images_of(connection, seq)
            if image.id == row_id and image.before is None
        )
    except (StopIteration, KnownError):  # a damaged history is no reason to show nothing
        return ""
