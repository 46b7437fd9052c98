"""Opens the wizard. Made by app and offered to the actions as the context "importing"."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from salesdesk.ui.context import Context

if TYPE_CHECKING:
    from salesdesk.ui.importing.wizard import ImportWizard


class ImportController(QObject):
    """Holds the wizard that is open, if any.

    An object of Qt's: what else slots belong to, PySide remembers for each wizard there ever was.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("import_controller")
        self._context = context
        self.wizard: ImportWizard | None = None

    def start(self) -> None:
        """Ask for files, with the wizard behind; cancelled, it waits for files to be dropped."""
        self.open_with(()).choose_files()

    def open_with(self, files: Sequence[Path]) -> ImportWizard:
        """Open the wizard on files, or bring the one that is open to the front with them added."""
        from salesdesk.ui.importing.wizard import ImportWizard

        if self.wizard is None:
            self.wizard = ImportWizard(self._context)
            self.wizard.finished.connect(self._on_wizard_finished)
            self.wizard.desk_file_chosen.connect(self._on_wizard_desk_file_chosen)
            self.wizard.open()
        if files:
            self.wizard.add_files(files)
        return self.wizard

    def _on_wizard_desk_file_chosen(self, file: Path) -> None:
        """The export of a whole desk has a question of its own."""
        if self.wizard is not None and not self.wizard.session.is_busy:
            self.wizard.reject()
            self._context.shell.open("take_desk", str(file))

    def _on_wizard_finished(self, _result: int) -> None:
        if self.wizard is not None:
            self.wizard.deleteLater()
            self.wizard = None
