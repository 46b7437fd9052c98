"""Writes the deal in front as one file. Called by the deal page's controller."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from salesdesk.domain.file_safety import cleaned_name
from salesdesk.support.i18n import _
from salesdesk.ui.deal.room import Room
from salesdesk.ui.plain_files import may_write_plain


def export_deal(room: Room) -> None:
    """Ask where to, and write on a worker; says so, or why not."""
    from salesdesk.usecases import deal_file

    assert room.view is not None
    if not may_write_plain(room.context.shell.dialog_parent):
        return
    place = QStandardPaths.StandardLocation.DocumentsLocation
    folder = Path(QStandardPaths.writableLocation(place) or Path.home())
    name = cleaned_name(f"{room.view.deal.name[:80]}{deal_file.SUFFIX}")
    chosen, _filter = QFileDialog.getSaveFileName(
        room.context.shell.dialog_parent,
        _("Export this deal"),
        str(folder / name),
        _("Deals (*{suffix})").format(suffix=deal_file.SUFFIX),
    )
    if not chosen:
        return
    target = Path(chosen)
    target = target if target.suffix else target.with_suffix(deal_file.SUFFIX)
    desk, deal_id = room.desk, room.deal_id
    room.context.bridge.query(
        lambda: deal_file.export_deal(desk, deal_id, target),
        lambda done: room.context.shell.tell(
            _("Wrote {name}: a colleague takes it in with File → Take in a deal.")
            .format(name=done.path.name)
        ),
        owner=room,
    )  # fmt: skip
