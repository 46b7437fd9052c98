"""A choice of reasons as chips, several at once; some of them want a note. Used by the dialogs."""

from __future__ import annotations

from collections.abc import Sequence

from salesdesk.support.i18n import _
from salesdesk.ui.board.chip_flow import ChipFlow
from salesdesk.ui.widgets import Chip


class Reasons(ChipFlow):
    """Chips by key; `reasons` are (key, name, whether a note is needed)."""

    def __init__(self, name: str, label: str, reasons: Sequence[tuple[str, str, bool]]) -> None:
        super().__init__(name, label)
        self._chips: dict[str, Chip] = {}
        self._needy: set[str] = set()
        self.set_reasons(reasons)

    def set_reasons(self, reasons: Sequence[tuple[str, str, bool]]) -> None:
        """Offers other reasons; nothing is chosen then."""
        for chip in self._chips.values():
            self.flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {}
        self._needy = {key for key, _name, needs_note in reasons if needs_note}
        for key, words, _needs_note in reasons:
            chip = Chip(words, f"reason_{key}")
            self.flow.addWidget(chip)
            chip.show()
            self._chips[key] = chip
        self.fit()
        first = next(iter(self._chips.values()), None)
        if first is not None:
            self.setFocusProxy(first)

    def choose(self, *keys: str) -> None:
        """Chooses exactly these."""
        for key, chip in self._chips.items():
            chip.setChecked(key in keys)

    def value(self) -> tuple[str, ...]:
        """The keys chosen, in the order offered."""
        return tuple(key for key, chip in self._chips.items() if chip.isChecked())

    def needs_note(self) -> bool:
        """Whether one of those chosen wants a note."""
        return not self._needy.isdisjoint(self.value())

    def fault(self) -> str:
        """What is wrong, as a sentence, or ""."""
        return "" if self.value() or not self._chips else _("Choose at least one.")
