"""The choice of what is practised: all plays, or those of one category, remembered.

Called by the practice window. The key C opens it; the arrows and Enter choose.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from salesdesk.domain.process import Play, Process
from salesdesk.support.i18n import _, format_number
from salesdesk.ui.live_settings import LiveSettings
from salesdesk.ui.widgets import Button

_SCREEN, _ENTRY = "practice", "category"


class CategoryPick(Button):
    """Emits `picked(key)`, "" for all. What was picked last is picked again, if it is there."""

    picked = Signal(str)

    def __init__(self, process: Process, settings: LiveSettings) -> None:
        super().__init__("", "practice_category")
        self._settings = settings
        self._plays = process.plays
        counts = {
            c.key: sum(p.category == c.key for p in process.plays) for c in process.categories
        }
        self._names = {c.key: c.name for c in process.categories if counts[c.key]}
        kept = settings.screen(_SCREEN).get(_ENTRY, "")
        self.key = kept if isinstance(kept, str) and kept in self._names else ""
        menu = QMenu(self)
        menu.setObjectName("practice_category_menu")
        self.setMenu(menu)
        choices = [("", _("All categories"), len(process.plays))]
        choices += [(key, name, counts[key]) for key, name in self._names.items()]
        for key, name, count in choices:
            action = menu.addAction(f"{name} · {format_number(count)}".replace("&", "&&"))
            action.setCheckable(True)
            action.setData(key)
            action.triggered.connect(lambda _on=False, key=key: self.pick(key))
        self._show()

    @property
    def plays(self) -> tuple[Play, ...]:
        """The plays of the category picked."""
        return tuple(play for play in self._plays if self.key in ("", play.category))

    def pick(self, key: str) -> None:
        """Practise one category from now on, and the next time too."""
        self.key = key
        self._settings.keep(_SCREEN, **{_ENTRY: key})
        self._show()
        self.picked.emit(key)

    def _show(self) -> None:
        name = self._names.get(self.key, _("All categories"))
        self.setText(_("C  {category}").format(category=name))
        for action in self.menu().actions():
            action.setChecked(action.data() == self.key)
