"""A field for an amount in one currency; empty means unknown, which is not nought.

Called by forms and the deal page.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import format_money, parse_money
from salesdesk.ui import theme
from salesdesk.ui.widgets.texts import LineEdit, is_readable


class MoneyEdit(LineEdit):
    """Minor units or None. Emits `changed(minor | None)` when a readable amount is committed;
    `faulted(sentence)` when one cannot be read, with "" once it is mended.

    Takes "42000", "€42,000.50", "42k", "1.5m" as the locale writes numbers.
    """

    changed = Signal(object)
    faulted = Signal(str)

    def __init__(
        self,
        name: str,
        label: str,
        currency: str,
        *,
        value: int | None = None,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, label, hint=hint, longest=40, parent=parent)
        self._currency = currency
        self._value: int | None = None
        self.is_faulty = False
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.set_value(value)
        self.editingFinished.connect(self._on_self_editing_finished)

    @property
    def currency(self) -> str:
        """The ISO code of the currency."""
        return self._currency

    def set_currency(self, currency: str) -> None:
        """Take the same digits as another currency."""
        kept = self.value()
        self._currency = currency
        self.set_value(kept)

    def value(self) -> int | None:
        """Minor units, or None when empty or unreadable."""
        words = self.words()
        if not words:
            return None
        if words == self._shown():
            return self._value
        try:
            return parse_money(words, self._currency)
        except KnownError:
            return None

    def set_value(self, value: int | None) -> None:
        """Show an amount, or none; this is no change."""
        self._value = value
        self.setText(self._shown())

    def fault(self) -> str:
        """What is wrong with what was typed, as a sentence, or ""."""
        words = self.words()
        if not words or words == self._shown():
            return ""
        try:
            parse_money(words, self._currency)
        except KnownError as error:
            return str(error)
        return ""

    def sizeHint(self) -> QSize:
        """Room for millions."""
        return QSize(theme.tokens().px(140), super().sizeHint().height())

    def _shown(self) -> str:
        return "" if self._value is None else format_money(self._value, self._currency)

    def _on_self_editing_finished(self) -> None:
        if not is_readable(self):
            return
        value, kept = self.value(), self._value
        self.set_value(value)
        if value != kept:
            self.changed.emit(value)
