"""What a desk holds, as the tests of several parts ask for it."""

from __future__ import annotations

from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.files import FileView


def deal_files(desk: Desk, deal_id: str) -> tuple[FileView, ...]:
    """The files on a deal, newest first."""
    return deal_view(desk, deal_id).files


def tag_names(desk: Desk) -> tuple[str, ...]:
    """The tags in use, by name."""
    rows = desk.raw.execute("SELECT name FROM tag WHERE binned_at IS NULL").fetchall()
    return tuple(sorted((row[0] for row in rows), key=str.casefold))
