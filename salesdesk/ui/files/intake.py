"""Takes files, mails and contact cards in: reads them on a worker, asks what must be asked.

`make` is the factory of the dialog "add_files" in the shell's register. Files alone for a known
deal need no dialog; mails and cards show who is in them before anything is written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from salesdesk.ui.context import Context
    from salesdesk.usecases.intake import Intake


def make(context: Context, item: str) -> QDialog | None:
    """Begin: `item` is a deal's id, or JSON: [deal's id or "", path, …]. The dialog comes later."""
    deal_id, paths = _parsed(item)
    paths = paths or _asked(context)
    if paths:
        from salesdesk.usecases.intake import read_paths

        context.bridge.query(
            lambda: read_paths(paths), lambda found: take_in(context, deal_id, found)
        )
    return None


def take_in(context: Context, deal_id: str, found: Intake) -> None:
    """Add what was read; through the dialog when something must be asked or told."""
    if deal_id and found.is_plain:
        from salesdesk.usecases.files import AddFiles

        shell = context.shell
        context.bridge.submit(
            AddFiles(deal_id, found.files), lambda changes: shell.tell_undoable(changes.label)
        )
        return
    if found.is_empty:
        from salesdesk.ui.widgets.ask import tell_error

        tell_error(
            context.shell.dialog_parent, "\n\n".join(found.remarks),
            title=_("Nothing was added"), name="intake_refused",
        )  # fmt: skip
        return
    from salesdesk.ui.files.intake_dialog import IntakeDialog

    dialog = IntakeDialog(context, deal_id, found)
    dialog.finished.connect(lambda _result: dialog.deleteLater())
    dialog.open()


def _parsed(item: str) -> tuple[str, list[Path]]:
    if not item.startswith("["):
        return item, []
    deal_id, *paths = json.loads(item)
    return str(deal_id), [Path(path) for path in paths]


def _asked(context: Context) -> list[Path]:
    kept: Any = context.settings.screen("files").get("folder", "")
    place = QStandardPaths.StandardLocation.DownloadLocation
    folder = str(kept) if kept and Path(str(kept)).is_dir() else ""
    chosen, _filter = QFileDialog.getOpenFileNames(
        context.shell.dialog_parent,
        _("Add files"),
        folder or QStandardPaths.writableLocation(place),
        _("All files (*);;Mails and contact cards (*.eml *.vcf)"),
    )
    if chosen:
        context.settings.keep("files", folder=str(Path(chosen[0]).parent))
    return [Path(path) for path in chosen]
