"""The register of dialogs that any page may open: one row each, loaded when first opened.

Pages call `Shell.open(key, item id)`, so that no screen imports another. A factory is called with
the Context and the id, and gives the dialog without showing it, or None when it changed its mind.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

import shiboken6
from PySide6.QtWidgets import QDialog

from salesdesk.ui.context import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from PySide6.QtWidgets import QWidget

    from salesdesk.ui.context import Shell

Factory = Callable[[Context, str], QDialog | None]


class DialogRow(NamedTuple):
    """One dialog."""

    key: str
    factory: str
    """"module:function", called with a Context and the id of what the dialog is about."""

    def load(self) -> Factory:
        """Import the factory."""
        module, _colon, name = self.factory.partition(":")
        return cast("Factory", getattr(import_module(module), name))


DIALOGS: tuple[DialogRow, ...] = (
    DialogRow("handoff", "salesdesk.ui.handoff.dialog:make"),
    DialogRow("paper", "salesdesk.ui.paper_dialog:make"),
    DialogRow("move", "salesdesk.ui.board.elsewhere:move"),
    DialogRow("won", "salesdesk.ui.board.elsewhere:won"),
    DialogRow("lost", "salesdesk.ui.board.elsewhere:lost"),
    DialogRow("pause", "salesdesk.ui.board.elsewhere:pause"),
    DialogRow("pipeline", "salesdesk.ui.board.pipeline_dialog:make"),
    DialogRow("call", "salesdesk.ui.deal.call.window:make"),
    DialogRow("held_call", "salesdesk.ui.deal.call.held:make"),
    DialogRow("check_desk", "salesdesk.ui.files.check_dialog:make"),
    DialogRow("add_files", "salesdesk.ui.files.intake:make"),
    DialogRow("backups", "salesdesk.ui.backups.page:make"),
    DialogRow("restore", "salesdesk.ui.backups.restore_dialog:make"),
    DialogRow("take_desk", "salesdesk.ui.backups.take_desk:make"),
    DialogRow("company", "salesdesk.ui.preferences.company:make"),
    DialogRow("price_list", "salesdesk.ui.preferences.price_list:make"),
    DialogRow("practice", "salesdesk.ui.deal.objections.practice:open_practice"),
    DialogRow("unfinished", "salesdesk.ui.shell.unfinished_dialog:make"),
    DialogRow("short_play", "salesdesk.ui.deal.objections.short_play:open_short_play"),
)
"""What is opened about: "handoff" a deal's id, "paper" the paper's kind and the id of its subject
("summary/0198…"), "move" a stage's key and a deal's id ("proposal/0198…"), "pipeline", "company",
"price_list", "unfinished", "backups" and "check_desk" nothing, "restore" a backup's path or
nothing, "take_desk" a file's path, "held_call" a call's id, "short_play" and "practice" a deal's id
or nothing, "add_files" a deal's id, or as JSON a list of that ("" when it is to be asked for) and
of the files' paths; the rest a deal's id."""

_REQUESTS: Mapping[str, Callable[..., tuple[str, str]]] = {
    "handoff_requested": lambda deal_id: ("handoff", deal_id),
    "move_requested": lambda ids, stage, _before: ("move", f"{stage}/{ids[0]}"),
    "win_requested": lambda ids: ("won", ids[0]),
    "lose_requested": lambda ids: ("lost", ids[0]),
    "pause_requested": lambda ids: ("pause", ids[0]),
    "files_requested": lambda deal_id: ("add_files", deal_id),
    "print_requested": lambda kind, subject_id: ("paper", f"{kind}/{subject_id}"),
}
"""Signals of a page's controller that ask for a dialog of another screen."""


def answer_requests(page: QWidget, shell: Shell) -> None:
    """Let a page that was just made open dialogs by emitting its controller's signals."""
    controller = getattr(page, "controller", None)
    for name, place in _REQUESTS.items():
        signal = getattr(controller, name, None)
        if signal is not None:
            signal.connect(partial(_open, shell, place))


def _open(shell: Shell, place: Callable[..., tuple[str, str]], *about: str) -> None:
    shell.open(*place(*about))


class OpenDialogs:
    """Opens dialogs and holds them until they are closed."""

    def __init__(self, context: Context, rows: Iterable[DialogRow] = DIALOGS) -> None:
        self._context = context
        self._rows = {row.key: row for row in rows}
        self.shown: dict[tuple[str, str], QDialog] = {}
        """Those that are open, by key and item."""

    def open(self, key: str, item: str = "") -> None:
        """Open a dialog, or bring the one that is open to the front. Raises KeyError."""
        there = self.shown.get((key, item))
        if there is not None and shiboken6.isValid(there):
            there.raise_()
            there.activateWindow()
            return
        made = self._rows[key].load()(self._context, item)
        if made is None:
            return
        made.setProperty("draft_about", item)  # nothing: not what happens to be behind it
        self.shown[key, item] = made
        made.finished.connect(lambda _result: self._forget((key, item)))
        made.open()

    def _forget(self, place: tuple[str, str]) -> None:
        dialog = self.shown.pop(place, None)
        if dialog is not None:
            dialog.deleteLater()
