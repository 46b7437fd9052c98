"""The register of actions: one row each, from which menus, palette and shortcuts are made.

A screen keeps its rows in a module-level tuple ACTIONS in `ui/<screen>/actions.py`, named in
HOMES below; the shell builds menus from all of them. A row names a method of the controller that
its context has on offer at the moment; without one the action is disabled.
"""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from salesdesk.support.i18n import _
from salesdesk.ui import guard
from salesdesk.ui.typist import AtPause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QAction

HOMES = (
    "salesdesk.ui.files.actions",
    "salesdesk.ui.importing.actions",
    "salesdesk.ui.backups.actions",
    "salesdesk.ui.today.actions",
    "salesdesk.ui.triage.actions",
    "salesdesk.ui.board.actions",
    "salesdesk.ui.deal.actions",
    "salesdesk.ui.deals.actions",
    "salesdesk.ui.accounts.actions",
    "salesdesk.ui.process.actions",
    "salesdesk.ui.history.actions",
    "salesdesk.ui.security.actions",
    "salesdesk.ui.shell.actions",
)
"""Modules with a tuple ACTIONS, in menu order. They import nothing but this module and i18n."""


EVERYWHERE = ("app", "files", "importing", "backups", "security")
"""Contexts whose controllers are on offer on every page."""


class ActionRow(NamedTuple):
    """One thing that can be done."""

    key: str
    """Unique, "context.verb"; also the objectName of the QAction and the manual's anchor."""
    title: str
    context: str
    """Who does it: "app", the key of a page, or a context that `ActionBook.offer` was given."""
    handler: str
    """Method of the controller; without arguments, or with `checked` for a checkable row."""
    menu: str = ""
    """Key of the menu; "" only in the palette."""
    shortcuts: tuple[str, ...] = ()
    """In Qt's portable form: "Ctrl+K"."""
    icon: str = ""
    words: str = ""
    """More words to find it by in the palette."""
    is_group_start: bool = False
    """Whether a separator goes before it."""
    is_checkable: bool = False
    in_palette: bool = True


def menus() -> tuple[tuple[str, str], ...]:
    """Menus by key and title, in their order; those without rows are not shown."""
    return (
        ("file", _("&File")),
        ("edit", _("&Edit")),
        ("view", _("&View")),
        ("go", _("&Go")),
        ("deal", _("&Deal")),
        ("process", _("&Process")),
        ("help", _("&Help")),
    )


def all_rows(homes: Iterable[str] = HOMES) -> tuple[ActionRow, ...]:
    """The rows of all homes, in order."""
    return tuple(row for home in homes for row in import_module(home).ACTIONS)


def clashes(rows: Iterable[ActionRow]) -> list[str]:
    """What is wrong with rows, as sentences: double keys, no title, double shortcuts in a context.

    A shortcut of a context that is on offer everywhere is taken in all of them.
    """
    rows = list(rows)
    found, keys = [], set()
    taken: dict[tuple[str, str], str] = {}
    for row in sorted(rows, key=lambda row: row.context not in EVERYWHERE):
        if row.key in keys:
            found.append(f"{row.key}: twice")
        keys.add(row.key)
        if not row.title.strip():
            found.append(f"{row.key}: no title")
        for shortcut in row.shortcuts:
            for context in (row.context, *EVERYWHERE):
                other = taken.get((context, shortcut))
                if other:
                    found.append(f"{row.key}: {shortcut} is taken by {other}")
                    break
            taken[row.context, shortcut] = row.key
    return found


class ActionBook(QObject):
    """The QActions of a window by key, and the controllers that are on offer.

    A controller may have `may(key) -> bool` to switch actions off, and `is_checked(key)` for
    checkable ones; it calls `refresh()` when the answers change.
    """

    triggered = Signal(str)

    def __init__(
        self,
        rows: Iterable[ActionRow] | Callable[[], Iterable[ActionRow]],
        parent: QObject,
        is_typing: Callable[[], bool] = lambda: False,
    ) -> None:
        """Rows given as a function are asked for when first needed: after the first paint.

        `is_typing`: whether somebody types just now; `refresh_at_pause` waits for the end of that.
        """
        super().__init__(parent)
        self._given, self._is_typing = rows, is_typing
        self._at_pause = AtPause(self, is_typing, self.refresh)
        self._lasting: dict[str, Any] = {}
        self._promised: dict[str, Callable[[], Any]] = {}
        self._of_page: dict[str, Any] = {}
        self._actions: dict[str, QAction] = {}

    @cached_property
    def rows(self) -> dict[str, ActionRow]:
        """The rows by key, in order."""
        given = self._given
        return {row.key: row for row in (given() if callable(given) else given)}

    @property
    def actions(self) -> dict[str, QAction]:
        """The QActions by key; made when first asked for, which is after the first paint."""
        if not self._actions:
            self._actions = {key: self._make(row) for key, row in self.rows.items()}
            self.refresh()
        return self._actions

    def offer(self, context: str, controller: Any) -> None:
        """Let `controller` do the actions of a context on every page; None takes it back.

        For what is always there: the window itself, the import wizard, papers.
        """
        if controller is None:
            self._lasting.pop(context, None)
        else:
            self._lasting[context] = controller
        self.refresh()

    def promise(self, context: str, make: Callable[[], Any]) -> None:
        """As `offer`, with a controller that is made when it is first asked for something."""
        self._promised[context] = make

    def offer_only(self, page: str, controller: Any) -> None:
        """Let a page's controller do its actions, and no other page's; the window calls it."""
        self._of_page = {page: controller} if controller is not None else {}
        self.refresh()

    def refresh(self) -> None:
        """Ask the controllers again what may be done."""
        for key, action in self._actions.items():
            row = self.rows[key]
            controller = self._controller(row.context)
            # Pages have actions of the same name; only those of the page in front are shown.
            action.setVisible(controller is not None)
            action.setEnabled(self._may(controller, row))
            if row.is_checkable and controller is not None and hasattr(controller, "is_checked"):
                was_blocked = action.blockSignals(True)
                action.setChecked(bool(controller.is_checked(key)))
                action.blockSignals(was_blocked)

    def refresh_at_pause(self) -> None:
        """As `refresh`, once for many calls: now, or when somebody who types makes a pause."""
        if self._is_typing():
            self._at_pause.request()
        else:
            self.refresh()

    def run(self, key: str) -> None:
        """Do an action, if it may be done now. Raises KeyError for a key that is not there."""
        action = self.actions[key]
        if action.isEnabled():
            action.trigger()

    def possible(self) -> list[ActionRow]:
        """The rows that may be done now, for the palette, in order."""
        return [
            row
            for key, row in self.rows.items()
            if row.in_palette and self.actions[key].isEnabled()
        ]

    def controller(self, context: str) -> Any:
        """Who does the actions of a context now, None when nobody does."""
        return self._controller(context)

    def _controller(self, context: str) -> Any:
        if context in self._promised:
            self._lasting[context] = self._promised.pop(context)()
        return self._of_page.get(context) or self._lasting.get(context)

    @staticmethod
    def _may(controller: Any, row: ActionRow) -> bool:
        if controller is None or not hasattr(controller, row.handler):
            return False
        ask: Callable[[str], bool] | None = getattr(controller, "may", None)
        return ask is None or bool(ask(row.key))

    def _make(self, row: ActionRow) -> QAction:
        # Late: these classes bring nine enumerations, which the first paint does not need.
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QAction, QKeySequence

        action = QAction(row.title, self)
        action.setObjectName(row.key)
        action.setCheckable(row.is_checkable)
        action.setShortcuts([QKeySequence(keys) for keys in row.shortcuts])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setEnabled(False)
        action.triggered.connect(lambda checked=False, row=row: self._do(row, checked))
        return action

    def _do(self, row: ActionRow, checked: bool) -> None:
        controller = self._controller(row.context)
        if controller is None:
            return
        try:
            method = getattr(controller, row.handler)
            method(checked) if row.is_checkable else method()
        except Exception as error:  # noqa: BLE001 - told to the user; the next action must work
            guard.caught(error)
        self.triggered.emit(row.key)
