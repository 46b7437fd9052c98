"""The dialog "Restore from backup": choose one, see what it would change, take all or one record.

`make` is its factory in the shell's register of dialogs; it is opened about a backup's path or "".
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.support.paths import DESK_SUFFIX
from salesdesk.ui import theme
from salesdesk.ui.backups import words
from salesdesk.ui.backups.restorer import Restorer
from salesdesk.ui.backups.trees import BackupList, PreviewTree
from salesdesk.ui.namesakes import tell_restored
from salesdesk.ui.widgets import Button, Dialog, EmptyState, FaultLine, PlainLabel
from salesdesk.usecases import backups

if TYPE_CHECKING:
    from salesdesk.domain.changes import Changes
    from salesdesk.ui.context import Context
    from salesdesk.usecases.backups import Listed
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.restore_preview import Preview
    from salesdesk.usecases.taking_back import TakeBack

LOOKS_INTO = 12
"""Backups that are checked at once; the others when they are chosen."""


def make(context: Context, item: str) -> RestoreDialog:
    """The dialog, with a backup marked when one is named."""
    return RestoreDialog(context, Path(item) if item else None)


class RestoreDialog(Dialog):
    """Backups at the left, the preview of the marked one at the right."""

    def __init__(self, context: Context, wanted: Path | None = None) -> None:
        super().__init__(
            _("Restore from backup"), "restore", size=(1060, 640), scrolls=False,
            parent=context.shell.dialog_parent,
        )  # fmt: skip
        self._context, self._marked = context, wanted
        self._restorer = Restorer(context, self)
        self.preview: Preview | None = None
        self._is_restoring = False
        self._rows: list[Listed] = []
        self._take: tuple[str, str, str] | None = None
        self.list = BackupList("restore_list", context.bridge, backups.look_into)
        self.list.chosen.connect(self._on_list_chosen)
        self.tree = PreviewTree("restore_preview")
        self.tree.take_changed.connect(self._on_tree_take_changed)
        self.body.addLayout(self._sides(), 1)
        self.other = self.add_button(_("Other file…"), "restore_other")
        self.other.clicked.connect(self._choose_file)
        self.set_cancel()
        self.set_primary(_("Restore this backup")).setEnabled(False)
        context.bridge.query(
            lambda: backups.listed(self._desk.path), self._show, self._on_failed, owner=self
        )

    def accept(self) -> None:
        """Put the marked backup in the desk's place; a fault is shown and nothing is closed."""
        chosen = self.preview.backup if self.preview else None
        if chosen is None or self.primary is None or not self.primary.isEnabled():
            return
        self._wait(_("Restoring…"))
        self._is_restoring = True
        self._restorer.put_backup(chosen, self._name_of(chosen), self._on_restored, self._on_failed)

    def reject(self) -> None:
        """Leave everything as it was, unless the files are about to change places."""
        if not self._is_restoring:
            super().reject()

    def _name_of(self, backup: Path) -> str:
        """How a backup is called: by when it was made, else by its file."""
        today = self._context.clock.today()
        found = [each for each in self._rows if each.path == backup and each.reason]
        return words.when(found[0].made_at, today) if found else f"“{backup.name}”"

    def take_back(self) -> None:
        """Take the marked record back, alone."""
        if self.preview is None or self._take is None:
            return
        from salesdesk.usecases import taking_back

        backup, (kind, row_id, _name) = self.preview.backup, self._take
        self._wait(_("Taking it back…"))
        self._context.bridge.query(
            lambda: taking_back.read(backup, kind, row_id), self._submit, self._on_failed,
            owner=self,
        )  # fmt: skip

    @property
    def _desk(self) -> Desk:
        return cast("Desk", self._context.bridge.desk)

    def _sides(self) -> QHBoxLayout:
        look = theme.tokens()
        self.summary = PlainLabel("", "strong", wrap=True, name="restore_summary")
        self.remark = PlainLabel("", "small", "muted", wrap=True, name="restore_remark")
        self.alone = Button(_("Take back one record"), "restore_alone", on_click=self.take_back)
        self.alone.setEnabled(False)
        self.fault = FaultLine("restore_fault")
        self.empty = EmptyState(
            "history", _("No backup yet"),
            hint=_("One is made by itself soon after the window opens. A backup from elsewhere "
                   "can be chosen with “Other file…”."),
            name="restore_empty",
        )  # fmt: skip
        self.empty.hide()
        self.equal = EmptyState(
            "circle-check", _("There is nothing to restore from it"),
            hint=_("Choose another backup to see what it would bring back."), name="restore_equal",
        )  # fmt: skip
        self.equal.hide()
        right = QVBoxLayout()
        right.setSpacing(look.px(8))
        for widget in (self.summary, self.remark):
            right.addWidget(widget)
        right.addWidget(self.tree, 1)
        right.addWidget(self.equal, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.fault, 1)
        foot.addStretch(0)
        foot.addWidget(self.alone)
        right.addLayout(foot)
        self._right = QWidget()
        self._right.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        sides = QHBoxLayout()
        sides.setSpacing(look.px(16))
        sides.addWidget(self.list, 8)
        sides.addWidget(self._right, 12)
        sides.addWidget(self.empty, 20)
        self.body.setContentsMargins(*(look.px(16),) * 4)
        return sides

    def _show(self, rows: tuple[Listed, ...]) -> None:
        self._rows = shown = list(rows)
        if self._marked is not None and self._marked not in {each.path for each in rows}:
            self._rows = shown = [*backups.of_file(self._marked), *rows]
        self.empty.setVisible(not shown)
        self.list.setVisible(bool(shown))
        self._right.setVisible(bool(shown))
        today = self._context.clock.today()
        self.list.show_backups(shown, today, looks_into=LOOKS_INTO)
        self.list.choose(self._marked)
        self.list.setFocus()

    def _on_list_chosen(self, path: Path | None) -> None:
        if path is None:
            return
        from salesdesk.usecases import restore_preview

        self.preview = None
        self.tree.clear()
        self._wait(_("Comparing with the desk as it is now…"))
        self.list.look_into(path)
        self._context.bridge.query(
            lambda: restore_preview.preview(self._desk, path), self._show_preview,
            self._on_failed, owner=self, latest="restore_preview",
        )  # fmt: skip

    def _show_preview(self, preview: Preview) -> None:
        self.preview = preview
        is_equal = not preview.kinds and not preview.is_older
        self.equal.setVisible(is_equal)
        for of_changes in (self.tree, self.alone):
            of_changes.setVisible(not is_equal)
        self.summary.setText(words.totals(*preview.totals))
        self.remark.setText(
            _(
                "A deal stands for all that belongs to it. The desk as it is now is backed up "
                "first, and “Undo restore” brings it back."
            )
            if preview.kinds
            else ""
        )
        self.tree.show_preview(preview)
        self.fault.say("")
        assert self.primary is not None
        self.primary.setEnabled(bool(preview.kinds))
        if preview.is_older:
            self.remark.setText(
                _("Made by an older SalesDesk: it can be restored whole, and is brought up to "
                  "date then.")
            )  # fmt: skip
            self.primary.setEnabled(True)

    def _on_tree_take_changed(self, take: tuple[str, str, str] | None) -> None:
        self._take = take
        self.alone.setEnabled(take is not None)
        self.alone.setText(
            _("Take back “{name}” alone").format(name=_short(take[2]))
            if take
            else _("Take back one record")
        )

    def _submit(self, command: TakeBack) -> None:
        self._context.bridge.submit(command, self._on_taken, self._on_failed, owner=self)

    def _on_restored(self) -> None:
        self._is_restoring = False
        super().accept()

    def _on_taken(self, changes: Changes) -> None:
        super().accept()
        tell_restored(self._context, changes)

    def _choose_file(self) -> None:
        kinds = _("Desks (*{suffix});;All files (*)").format(suffix=DESK_SUFFIX)
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("Choose a backup"), str(self._desk.path.parent), kinds
        )
        if chosen:
            self._marked = Path(chosen)
            self._context.bridge.query(
                lambda: backups.listed(self._desk.path), self._show, self._on_failed, owner=self
            )

    def _wait(self, doing: str) -> None:
        """Nothing more may be asked for until that is done."""
        self.summary.setText(doing)
        self.remark.setText("")
        self.alone.setEnabled(False)
        self.fault.say("")
        if self.primary is not None:
            self.primary.setEnabled(False)

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            raise error
        self._is_restoring = False
        shown = self.preview
        self.summary.setText(words.totals(*shown.totals) if shown else "")
        if self.primary is not None:
            self.primary.setEnabled(shown is not None)
        self.alone.setEnabled(self._take is not None and shown is not None)
        self.fault.say(str(error))


def _short(name: str) -> str:
    return name if len(name) <= 36 else f"{name[:35].rstrip()}…"
