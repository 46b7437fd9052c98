"""The field for a passphrase: nothing is shown of it unless one asks, and nothing is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.icons import icon
from salesdesk.ui.widgets.labels import plain_tip
from salesdesk.ui.widgets.texts import LineEdit


class PassphraseEdit(LineEdit):
    """One line, as dots; the eye at its end shows what is typed."""

    def __init__(self, name: str, label: str, *, parent: QWidget | None = None) -> None:
        super().__init__(name, label, longest=500, parent=parent)
        hints = Qt.InputMethodHint
        self.setInputMethodHints(
            hints.ImhHiddenText | hints.ImhNoPredictiveText | hints.ImhNoAutoUppercase
        )
        self._eye = self.addAction(
            icon("eye", theme.tokens().muted), QLineEdit.ActionPosition.TrailingPosition
        )
        self._eye.setObjectName(f"{name}_eye_action")
        self._eye.triggered.connect(self._on_eye_triggered)
        for button in self.findChildren(QAbstractButton):
            button.setObjectName(f"{name}_eye")
            button.setAccessibleName(_("Show what is typed"))
        self._hide(is_hidden=True)

    def typed(self) -> str:
        """What was typed, with its blanks."""
        return self.text()

    def _on_eye_triggered(self) -> None:
        self._hide(is_hidden=self.echoMode() is not QLineEdit.EchoMode.Password)

    def _hide(self, *, is_hidden: bool) -> None:
        modes = QLineEdit.EchoMode
        self.setEchoMode(modes.Password if is_hidden else modes.Normal)
        self._eye.setIcon(icon("eye" if is_hidden else "eye-off", theme.tokens().muted))
        tip = _("Show what is typed") if is_hidden else _("Hide what is typed")
        self._eye.setToolTip(plain_tip(tip))
