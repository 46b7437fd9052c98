"""Asks for the passphrase of a desk, or for its recovery key in the same field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.ui.security.fields import PassphraseEdit
from salesdesk.ui.widgets.chips import CheckBox
from salesdesk.ui.widgets.dialog import Dialog
from salesdesk.ui.widgets.form import Form
from salesdesk.ui.widgets.labels import PlainLabel


class AskPassphrase(Dialog):
    """`tries(words)` raises KnownError for words that do not open; then the dialog stays."""

    def __init__(
        self,
        title: str,
        words: str,
        verb: str,
        tries: Callable[[str], object],
        *,
        name: str = "ask_passphrase",
        remark: str = "",
        cancel: str = "",
        offers_keychain: bool = False,
        is_danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, name, size=(460, 0), parent=parent)
        self._tries = tries
        if remark:
            self.body.addWidget(PlainLabel(remark, "body", "late", wrap=True, name=f"{name}_note"))
        self.body.addWidget(PlainLabel(words, wrap=True, name=f"{name}_words"))
        self.field = PassphraseEdit(f"{name}_field", _("Passphrase"))
        self.form = Form(f"{name}_form")
        hint = _("Forgotten? Type the recovery key from your paper here.")
        self.row = self.form.add("passphrase", _("Passphrase"), self.field, hint=hint)
        self.body.addWidget(self.form)
        self.keep = CheckBox(_("Keep the key in this computer's keychain"), f"{name}_keep")
        self.keep.setVisible(offers_keychain)
        self.body.addWidget(self.keep)
        if cancel:
            self.set_cancel(cancel)
        self.set_primary(verb, kind="danger" if is_danger else "primary")
        self.field.textEdited.connect(self._on_field_text_edited)
        self.field.setFocus()

    def may_accept(self) -> bool:
        """Try what was typed; a fault stands below the field."""
        if not self.field.typed():
            self._say(_("Type the passphrase."))
            return False
        self._say(_("One moment…"))
        QApplication.processEvents()
        try:
            self._tries(self.field.typed())
        except KnownError as error:
            self.field.selectAll()
            self.field.setFocus()
            self._say(str(error))
            return False
        return True

    def _say(self, sentence: str) -> None:
        self.row.set_fault(sentence)
        # A scroll area hears of taller content some turns later.
        for wait in (0, 30, 150):
            QTimer.singleShot(wait, self, self._grow)

    def _grow(self) -> None:
        """Room for the fault, once it is laid out."""
        self.body.activate()
        wanted = self._natural_height(self.width())
        self.resize(self.width(), min(max(self.height(), wanted), self._room().height()))

    def _on_field_text_edited(self, _text: str) -> None:
        self.row.set_fault("")


class LockScreen(AskPassphrase):
    """As it asks when the window is locked: there is no way past it."""

    def reject(self) -> None:
        """Escape opens nothing."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the window behind are not for it."""
        super().keyPressEvent(event)
        event.accept()
