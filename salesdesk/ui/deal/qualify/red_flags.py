"""The red flags of the Qualify panel: what is up by itself or by hand, and what to do about it.

Called by the panel alone.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.domain.qualification_texts import FlagState
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.check_row import CheckRow
from salesdesk.ui.deal.rows import Rows
from salesdesk.ui.widgets import PlainLabel, SectionHeader


class RedFlags(QWidget):
    """Emits `raised(flag key, whether it is up)` when one is put up or taken down."""

    raised = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("qualify_red_flags")
        self._title = SectionHeader(_("Red flags"))
        self._rows = Rows("qualify_flags", 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().px(8))
        column.addWidget(self._title)
        column.addWidget(self._rows)

    def show_states(self, states: tuple[FlagState, ...]) -> None:
        """Show the flags of a deal, those that are up and those that are not."""
        self._rows.show_items(states, self._flag)
        up = sum(flag.is_up for flag in states)
        self._title.set_words(_("Red flags"), up or "")

    def _flag(self, state: FlagState) -> QWidget:
        flag = state.flag
        tip = _("Take it down") if state.is_up else _("I see this here")
        row = CheckRow(
            flag.text, f"flag_{flag.key}", state.is_up, tip=tip,
            on_tick=lambda: self.raised.emit(flag.key, not state.is_up),
        )  # fmt: skip
        row.words.set_tone("late" if state.is_up else "muted")
        if state.is_up:
            row.add(PlainLabel(flag.advice, "small", "muted", wrap=True))
            if state.words:
                row.add(PlainLabel(state.words, "small", "soft", wrap=True))
        return row
