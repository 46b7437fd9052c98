"""Does the window's own actions: undo, redo, palette, manual, preferences, text size.

Made by the main window; the methods are named by the rows in shell/actions.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.ui import theme
from salesdesk.ui.live_settings import LARGEST_PX, SMALLEST_PX, USUAL_PX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesdesk.domain.changes import Changes
    from salesdesk.domain.clock import Clock
    from salesdesk.ui.bridge import Bridge, UndoEntry
    from salesdesk.ui.live_settings import LiveSettings
    from salesdesk.ui.shell.manual import ManualWindow
    from salesdesk.ui.shell.palette import Hit
    from salesdesk.ui.shell.window import MainWindow

Search = Callable[[str], "Sequence[Hit]"]
MANY_ROWS = 200
"""An entry of the history that wrote more rows than this is undone only after a question."""


class Controller(QObject):
    """The controller of the context "app"."""

    def __init__(
        self,
        window: MainWindow,
        bridge: Bridge,
        clock: Clock,
        settings: LiveSettings,
        search: Search | None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._clock = clock
        self._settings = settings
        self._search = search
        self._manual: ManualWindow | None = None

    def may(self, key: str) -> bool:
        """Whether an action can be done now."""
        bridge = self._bridge
        return {
            "app.undo": not bridge.is_history_known or bridge.undo_entry is not None,
            "app.redo": bridge.redo_entry is not None,
            "app.back": self._window.has_trail,
            "app.larger": self._font_px() < LARGEST_PX,
            "app.smaller": self._font_px() > SMALLEST_PX,
        }.get(key, True)

    def is_checked(self, key: str) -> bool:
        """Whether a checkable action is on."""
        return key == "app.sidebar" and self._window.is_sidebar_narrow

    def undo(self) -> None:
        """Take the last command back; asks first when it was large or of an earlier day."""
        if not self._bridge.is_history_known:  # in the first second after the start
            once = Qt.ConnectionType.SingleShotConnection
            self._bridge.history_changed.connect(self.undo, once)
            return
        entry = self._bridge.undo_entry
        if entry is None or self._may_undo(entry):
            self._bridge.undo(self._tell_undone)

    def redo(self) -> None:
        """Do the last undone command again."""
        self._bridge.redo(self._tell_redone)

    def back(self) -> None:
        """Show the page before this one."""
        self._window.back()
        self._window.book.refresh()

    def open_history(self) -> None:
        """Show what was changed; with a deal in front, what was changed on it."""
        is_deal = self._window.current_page == "deal"
        self._window.go("history", self._window.item_in_front if is_deal else "*")

    def open_bin(self) -> None:
        """Show what was put away."""
        self._window.go("bin")

    def open_unfinished(self) -> None:
        """Show what was typed and not saved and stands in no field."""
        self._window.open("unfinished")

    def quit(self) -> None:
        """Close the window."""
        self._window.close()

    def set_narrow_sidebar(self, is_on: bool) -> None:
        """Show only icons in the sidebar."""
        self._window.set_narrow_sidebar(is_on)

    def enlarge_text(self) -> None:
        """All text one step larger."""
        self._set_font_px(self._font_px() + 1)

    def reduce_text(self) -> None:
        """All text one step smaller."""
        self._set_font_px(self._font_px() - 1)

    def reset_text(self) -> None:
        """All text as it comes."""
        self._set_font_px(USUAL_PX)

    def open_palette(self) -> None:
        """Ask for anything: pages, actions, deals, people, notes."""
        from salesdesk.ui.shell.palette import Palette

        Palette(self._window, self._bridge, self._search).open_over(self._window)

    def open_preferences(self) -> None:
        """Show the preferences."""
        from salesdesk.ui.preferences.dialog import Preferences

        dialog = Preferences(self._settings, parent=self._window)
        dialog.company_requested.connect(lambda: self._window.open("company"))
        dialog.backups_requested.connect(lambda: self._window.open("backups"))
        dialog.exec()

    def open_price_list(self) -> None:
        """Show what we sell, with its prices."""
        self._window.open("price_list")

    def handle_objection(self) -> None:
        """Open the short play, about the deal in front or the card in hand when there is one."""
        page = self._window.page(self._window.current_page)
        in_hand = getattr(page, "deal_in_hand", None)
        found = in_hand() if in_hand is not None else self._window.item_in_front
        self._window.open("short_play", found)

    def practise(self) -> None:
        """Practise objections, those of the process of the deal in front when there is one."""
        is_deal = self._window.current_page == "deal"
        self._window.open("practice", self._window.item_in_front if is_deal else "")

    def open_manual(self) -> None:
        """Show the manual at the page about what is in front."""
        self.open_manual_at(self._window.current_page)

    def open_manual_at(self, page: str) -> None:
        """Show a page of the manual."""
        from salesdesk.ui.shell.manual import ManualWindow

        if self._manual is None:
            self._manual = ManualWindow(parent=self._window)
        self._manual.open_at(page)

    def open_shortcuts(self) -> None:
        """List all keys."""
        from salesdesk.ui.shell.about import Shortcuts

        Shortcuts(self._window.book, self._window.pages.values(), parent=self._window).exec()

    def open_about(self) -> None:
        """Say what this is."""
        from salesdesk.ui.shell.about import About

        About(parent=self._window).exec()

    def _may_undo(self, entry: UndoEntry) -> bool:
        is_old = entry.on < self._clock.today().isoformat()
        if not is_old and entry.rows <= MANY_ROWS:
            return True
        from salesdesk.ui.widgets.ask import confirm

        rows = ngettext("It changed {count} row.", "It changed {count} rows.", entry.rows)
        words = f"{entry.label}\n\n{rows.format(count=format_number(entry.rows))}"
        title = _("Undo something from an earlier day?") if is_old else _("Undo a large change?")
        return confirm(self._window, title, words, _("Undo it"), name="undo_question")

    def _tell_undone(self, changes: Changes) -> None:
        words = _("Undone: {label}").format(label=changes.label)
        self._window.tell(words, _("Redo"), self.redo)

    def _tell_redone(self, changes: Changes) -> None:
        self._window.tell_undoable(_("Done again: {label}").format(label=changes.label))

    def _font_px(self) -> int:
        return theme.tokens().font_px

    def _set_font_px(self, size: int) -> None:
        size = min(max(size, SMALLEST_PX), LARGEST_PX)
        self._settings.keep("look", font_px=size)
        look = theme.current()
        look.set_look(look.scheme, size)
        self._window.book.refresh()
