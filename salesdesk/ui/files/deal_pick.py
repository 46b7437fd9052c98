"""A field in which a deal is chosen by typing its name. Used by the dialogs of dropped files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter

from salesdesk.support.i18n import _
from salesdesk.ui.widgets import LineEdit

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk


class DealPick:
    """The field, and the deal that stands in it."""

    def __init__(self, desk: Desk, name: str) -> None:
        from salesdesk.usecases.naming import deal_choices

        self._ids: dict[str, str] = {}
        for deal_id, words in deal_choices(desk):
            shown, count = words, 2
            while shown in self._ids:  # two deals of one name and account
                shown, count = f"{words} ({count})", count + 1
            self._ids[shown] = deal_id
        self.field = LineEdit(name, _("Deal"), hint=_("Type a part of its name"))
        completer = QCompleter(QStringListModel(sorted(self._ids), self.field), self.field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.setCompleter(completer)

    def deal_id(self) -> str:
        """The deal that was typed or chosen; "" when it is none, or could be several."""
        words = self.field.words()
        if words in self._ids:
            return self._ids[words]
        folded = words.casefold()
        near = [deal_id for shown, deal_id in self._ids.items() if folded in shown.casefold()]
        return near[0] if folded and len(near) == 1 else ""
