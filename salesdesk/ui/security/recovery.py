"""Shows the recovery key of a desk, to print or to write down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, format_date
from salesdesk.ui.widgets.dialog import Dialog
from salesdesk.ui.widgets.labels import PlainLabel
from salesdesk.usecases import encryption

if TYPE_CHECKING:
    from salesdesk.ui.context import Context
    from salesdesk.usecases.desk import Desk


_A_LINE = 7


class RecoveryDialog(Dialog):
    """The key in groups, and a button to print it."""

    def __init__(self, context: Context, *, parent: QWidget | None = None) -> None:
        super().__init__(_("Recovery key"), "recovery_key", size=(560, 0), parent=parent)
        self._context = context
        self._desk: Desk = context.extra
        words = _(
            "This key opens “{name}” when the passphrase is forgotten, and lets you set a new "
            "one. Print it and keep the paper where you keep passports, not beside the computer. "
            "A new passphrase makes a new key; the old paper then opens older backups only."
        )
        self.body.addWidget(
            PlainLabel(words.format(name=self._desk.path.stem), wrap=True, name="recovery_about")
        )
        self.key = encryption.recovery_key(self._desk.path)
        shown = PlainLabel(lines_of(self.key), "figure", selectable=True, name="recovery_shown")
        shown.setAccessibleName(_("Recovery key"))
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(shown)
        self.set_cancel(_("Close"))
        self.set_primary(_("Print…"), "recovery_print")

    def accept(self) -> None:
        """Print; the dialog stays, for who wants it twice."""
        from salesdesk.documents import recovery_key
        from salesdesk.ui.printing import print_dialog

        today = format_date(self._context.clock.today())
        html = recovery_key.to_html(self._desk.path.stem, lines_of(self.key).split("\n"), today)
        try:
            if print_dialog(self, html, self._context.settings.now.paper, _("Recovery key"), today):
                self.set_footnote(_("Sent to the printer."))
        except (KnownError, OSError) as error:
            self.set_footnote(
                _("The printer did not take it: {why}. Write the key down instead.").format(
                    why=error
                )
            )


def lines_of(key: str) -> str:
    """The key as it is shown and printed: two lines of seven groups."""
    groups = key.split("-")
    return "\n".join("  ".join(groups[at : at + _A_LINE]) for at in range(0, len(groups), _A_LINE))
