"""Gives the plan out of the house: the paper, an Excel table, a calendar file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.ui.deal.room import Room
from salesdesk.ui.paper_jobs import file_name
from salesdesk.ui.plain_files import may_write_plain

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk


def share(room: Room, how: str) -> None:
    """Asks where to and writes; `how` is plan, xlsx or ics."""
    if how == "plan":
        room.context.shell.open("paper", f"plan/{room.deal_id}")
        return
    from salesdesk.usecases import plan_exports

    ways: dict[str, tuple[str, Callable[[Desk, str, Path], object]]] = {
        "xlsx": (_("Excel workbook (*.xlsx)"), plan_exports.save_xlsx),
        "ics": (_("Calendar file (*.ics)"), plan_exports.save_ics),
    }
    kind, write = ways[how]
    target = _ask(room, how, kind)
    if target is None:
        return
    try:
        write(room.desk, room.deal_id, target)
    except KnownError as error:
        room.context.shell.warn(str(error), "late")
    else:
        room.context.shell.tell(_("Saved as {name}").format(name=target.name))


def _ask(room: Room, ending: str, kind: str) -> Path | None:
    """The file to write, with its ending, or None when the rep changed their mind."""
    assert room.view is not None
    start = str(Path.home() / f"{file_name(room.view.deal.name)}.{ending}")
    parent = room.context.shell.dialog_parent
    if not may_write_plain(parent):
        return None
    found, _filter = QFileDialog.getSaveFileName(parent, _("Save the plan"), start, kind)
    if not found:
        return None
    target = Path(found)
    return (
        target
        if target.suffix.lower() == f".{ending}"
        else target.with_name(f"{target.name}.{ending}")
    )
