"""Unfinished text: kept in the desk while it is typed, so that a crash loses none of it.

Called by `ui.draft_keeper`. In an encrypted desk the drafts are encrypted with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from salesdesk.store.door import Door
    from salesdesk.usecases.desk import Desk


class Draft(NamedTuple):
    """One draft: a field of a place. `bases` is JSON: marks of the texts it was typed over."""

    place: str
    field: str
    words: str
    label: str
    bases: str


def keep(desk: Desk, puts: Sequence[Draft], drops: Sequence[tuple[str, str]]) -> Future[None]:
    """Queues keeping some drafts and dropping those of other (place, field)s; never waits."""

    def work(door: Door) -> None:
        from salesdesk.store.drafts import Kept  # on the writer's thread: it brings SQLAlchemy

        door.keep_drafts([Kept(*each) for each in puts], drops)

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
