"""The dialog "Backups": where they go, how often, which are kept, and the last ones, checked.

`make` is its factory in the shell's register of dialogs; Preferences and the File menu open it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.backups.trees import BackupList
from salesdesk.ui.outside import Outside
from salesdesk.ui.widgets import (
    Button,
    Card,
    Dialog,
    FaultLine,
    Form,
    PlainLabel,
    SectionHeader,
    Segments,
)
from salesdesk.usecases import backups

if TYPE_CHECKING:
    from salesdesk.ui.context import Context
    from salesdesk.usecases.backups import Listed, State
    from salesdesk.usecases.desk import Desk

SHOWN = 20
"""How many of the last backups are listed and checked."""


def make(context: Context, _item: str) -> BackupsPage:
    """The dialog, about the desk of the window."""
    return BackupsPage(context)


class BackupsPage(Dialog):
    """What is chosen takes effect at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            _("Backups"), "backups", size=(680, 620), parent=context.shell.dialog_parent
        )
        self._context = context
        self._outside = Outside(self)
        self.body.addWidget(SectionHeader(_("Where")))
        self.body.addWidget(self._place())
        self.body.addWidget(SectionHeader(_("How often, and which are kept")))
        self.body.addWidget(self._rhythm())
        self.body.addWidget(self._last_header())
        self.list = BackupList("backups_list", context.bridge, backups.look_into)
        self.list.setMinimumHeight(theme.tokens().px(160))
        self.body.addWidget(self.list, 1)
        self.fault = FaultLine("backups_fault")
        self.body.addWidget(self.fault)
        self.set_cancel(_("Close"))
        self.restore = self.add_button(_("Restore…"), "backups_restore")
        self.restore.clicked.connect(self._on_restore_clicked)
        self.refresh()

    def refresh(self) -> None:
        """Read where backups lie and which there are."""
        desk = self._desk
        self._context.bridge.query(
            lambda: (backups.state(desk), backups.listed(desk.path)),
            lambda found: self._show(*found), self._on_failed, owner=self, latest="backups_page",
        )  # fmt: skip

    def set_folder(self, folder: Path | None) -> None:
        """Let backups go to this folder from now on; None: to the usual one."""
        self.fault.say("")
        try:
            kept = backups.choose_folder(folder, self._desk.path)
        except KnownError as error:
            self.fault.say(str(error))
            return
        self._context.settings.change(backup_folder=kept)
        self._context.settings.flush()
        self.back_up()

    def back_up(self) -> None:
        """Make one now."""
        self.fault.say("")
        self.now.setEnabled(False)
        desk = self._desk
        self._context.bridge.query(
            lambda: backups.backup_now(desk, "by-hand"), lambda _made: self.refresh(),
            self._on_failed, owner=self,
        )  # fmt: skip

    @property
    def _desk(self) -> Desk:
        return cast("Desk", self._context.bridge.desk)

    def _place(self) -> Card:
        card = Card(name="backups_place", spacing=6)
        self.folder = PlainLabel("", "strong", wrap=True, selectable=True, name="backups_folder")
        self.remark = PlainLabel("", "small", "muted", wrap=True, name="backups_remark")
        card.body.addWidget(self.folder)
        card.body.addWidget(self.remark)
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().px(8))
        self.usual = Button(
            _("Use the usual folder"), "backups_usual", on_click=lambda: self.set_folder(None)
        )
        for button in (
            Button(_("Choose another folder…"), "backups_choose", on_click=self._choose),
            self.usual,
            Button(_("Show folder"), "backups_show_folder", on_click=self._show_folder),
        ):
            row.addWidget(button)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _rhythm(self) -> Form:
        form = Form("backups_form")
        minutes = [
            ("10", _("10 minutes")), ("30", _("30 minutes")), ("60", _("An hour")),
            ("120", _("Two hours")),
        ]  # fmt: skip
        every = self._context.settings.now.backup_every
        self.every = Segments("backups_every", _("Every"), minutes, value=every)
        self.every.picked.connect(self._on_every_picked)
        form.add(
            "every",
            _("While something changes, every"),
            self.every,
            hint=_(
                "Also when the window opens, and before an import, a change of fifty deals or "
                "more, an upgrade and a restore. Kept are the newest six, one an hour for a day, "
                "one a day for two weeks, one a week for eight weeks, one a month for a year, "
                "then one a year, and all that you make by hand."
            ),
        )
        return form

    def _last_header(self) -> SectionHeader:
        header = SectionHeader(_("The last backups"), name="backups_last")
        self.now = Button(_("Back up now"), "backups_now", kind="primary", on_click=self.back_up)
        self.now.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        header.row.addWidget(self.now)
        return header

    def _show(self, state: State, rows: tuple[Listed, ...]) -> None:
        self.now.setEnabled(True)
        self.folder.setText(str(state.folder))
        self.remark.setText(self._about_folder(state, rows))
        chosen = bool(self._context.settings.now.backup_folder)
        self.usual.setVisible(chosen)
        self.restore.setEnabled(bool(rows))
        self.list.show_backups(list(rows[:SHOWN]), self._context.clock.today(), looks_into=SHOWN)

    def _about_folder(self, state: State, rows: tuple[Listed, ...]) -> str:
        if state.missing is not None:
            text = _("The folder you chose, {folder}, is not there: its disk may not be connected. "
                     "Backups go here until it is back.")  # fmt: skip
            return text.format(folder=state.missing)
        where = (
            _("On the same disk as the desk: if the disk fails, both are gone.")
            if backups.is_same_disk(self._desk.path, state.folder)
            else _("On another disk than the desk.")
        )
        room = backups.too_little_room(state.folder, rows[0].size) if rows else ""
        return f"{where} {room}".strip()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, _("Choose a folder for backups"), self.folder.text()
        )
        if chosen:
            self.set_folder(Path(chosen))

    def _show_folder(self) -> None:
        folder = self.folder.text()  # none until the backups were looked for
        if folder and not self._outside.show_folder(Path(folder)):
            text = _("There is no folder at {folder} yet. Make a backup first.")
            self.fault.say(text.format(folder=folder))

    def _on_every_picked(self, value: str) -> None:
        self._context.settings.change(backup_every=value)

    def _on_restore_clicked(self) -> None:
        chosen = self.list.chosen_path()
        self.accept()
        self._context.shell.open("restore", str(chosen or ""))

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.now.setEnabled(True)
        self.fault.say(str(error))
