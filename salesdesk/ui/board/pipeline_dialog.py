"""The dialog that adds a pipeline: a name, and a built-in process or one from a file.

Gives one command; called by the controller. The file is read and checked before the dialog closes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from salesdesk.domain.errors import KnownError
from salesdesk.domain.process import Process
from salesdesk.support.i18n import _
from salesdesk.ui.context import Context
from salesdesk.ui.widgets import Button, Dialog, Form, LineEdit, PickOne, PlainLabel
from salesdesk.usecases.pipelines import AddPipeline

if TYPE_CHECKING:
    from salesdesk.ui.bridge import Bridge

FILE = "file"


def make(context: Context, _item: str) -> PipelineDialog:
    """The dialog for other screens (`Shell.open("pipeline")`); accepted, it adds the pipeline."""
    dialog = PipelineDialog(
        context.settings.now.currency, context.bridge, context.shell.dialog_parent
    )

    def add() -> None:
        command = dialog.command
        if command is not None:
            words = _("Added the pipeline {name}").format(name=command.name)
            context.bridge.submit(command, lambda _changes: context.shell.tell_undoable(words))

    dialog.accepted.connect(add)
    return dialog


class PipelineDialog(Dialog):
    """`command` is set once the dialog was accepted."""

    def __init__(self, currency: str, bridge: Bridge, parent: QWidget | None) -> None:
        from salesdesk.processes.builtin import builtin_keys

        super().__init__(_("Add pipeline"), "pipeline_dialog", size=(540, 0), parent=parent)
        self.command: AddPipeline | None = None
        self._currency, self._path, self._bridge = currency, "", bridge
        self.name = LineEdit("pipeline_name", _("Name"), hint=_("Such as “Renewals”"), longest=80)
        names = {
            "eight-step": _("Eight steps (built in)"),
            "seven-step": _("Seven steps (built in)"),
        }
        choices = [(key, names.get(key, key)) for key in builtin_keys()]
        self.process = PickOne(
            "pipeline_process",
            _("Process"),
            [*choices, (FILE, _("From a file…"))],
            value=choices[0][0],
        )
        self.process.picked.connect(self._on_process_picked)
        self.currency = LineEdit("pipeline_currency", _("Currency"), words=currency, longest=3)
        self.form = Form("pipeline_form")
        self.form.add("name", _("Name"), self.name, is_required=True)
        self.form.add_beside(
            [("process", _("Process"), self.process), ("currency", _("Currency"), self.currency)]
        )
        self.body.addWidget(self.form)
        self._file_row = self._make_file_row()
        self.body.addWidget(self._file_row)
        self.set_cancel()
        self.set_primary(_("Add pipeline"))
        self.name.setFocus()
        self._read_ahead(choices[0][0])

    def _make_file_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        self._file = PlainLabel("", "small", "muted", wrap=True, name="pipeline_file")
        line.addWidget(self._file, 1)
        line.addWidget(Button(_("Choose a file…"), "pipeline_choose", on_click=self._choose))
        row.hide()
        return row

    def use_file(self, path: str) -> None:
        """Takes the process of this file, when the dialog is accepted."""
        self._path = path
        self._file.setText(path)
        self.process.set_value(FILE)
        self._file_row.show()

    def may_accept(self) -> bool:
        """A name and a process that can be read; says what is wrong with the file, by line."""
        if not self.form.check():
            return False
        try:
            process = self._read()
        except KnownError as error:
            self.form.row("process").set_fault(str(error))
            return False
        if process is None:
            self.form.row("process").set_fault(_("Choose the file of the process."))
            return False
        currency = self.currency.words().upper() or self._currency
        self.command = AddPipeline(self.name.words(), process, currency)
        return True

    def _read(self) -> Process | None:
        from salesdesk.processes.builtin import load_builtin, load_process

        key = self.process.value()
        if key != FILE:
            return load_builtin(key)
        return load_process(self._path) if self._path else None

    def _read_ahead(self, key: str) -> None:
        """A worker reads it, which takes half a second at the first time, while a name is typed."""
        from salesdesk.processes.builtin import load_builtin

        if key != FILE:
            self._bridge.query(
                lambda: load_builtin(key), _nothing, _nothing, latest="pipeline_process"
            )

    def _choose(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(
            self, _("Choose a process file"), "", _("Process files (*.yaml *.yml)")
        )
        if path:
            self.use_file(path)

    def _on_process_picked(self, key: str) -> None:
        self._file_row.setVisible(key == FILE)
        self._read_ahead(key)
        if key == FILE and not self._path:
            self._choose()


def _nothing(_read: object) -> None:
    """What was read ahead is kept where it was read; a fault comes again when it is wanted."""
