"""What every page is given: the bridge, the clock, settings, actions, and the window's services.

Made by the shell; a page's factory is `make_page(context) -> QWidget`. Pages talk to the window
only through `Shell`, so that no screen imports the shell or another screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesdesk.ui.typist import Typist

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from PySide6.QtWidgets import QWidget

    from salesdesk.domain.changes import Changes
    from salesdesk.domain.clock import Clock
    from salesdesk.ui.actions import ActionBook
    from salesdesk.ui.bridge import Bridge
    from salesdesk.ui.live_settings import LiveSettings

    class Shell(Protocol):
        """What the window does for pages."""

        @property
        def dialog_parent(self) -> QWidget:
            """The window, for dialogs."""

        def go(self, page: str, item: str = "") -> None:
            """Show a page, and on it the thing with this id. Raises KeyError."""

        def back(self) -> None:
            """Show the page before this one."""

        def open(self, dialog: str, item: str = "") -> None:
            """Open a dialog of the register (shell/dialogs.py) about the thing with this id.

            It does not wait for the dialog. Raises KeyError for an unknown dialog.
            """

        def tell(
            self, words: str, action: str = "", on_action: Callable[[], object] | None = None
        ) -> None:
            """Show a toast; with an empty action only the words, without words none any more."""

        def tell_undoable(self, words: str) -> None:
            """Show a toast with Undo, for a command just done."""

        def warn(
            self,
            words: str,
            tone: str = "warn",
            action: str = "",
            on_action: Callable[[], object] | None = None,
            on_close: Callable[[], object] | None = None,
            until: Callable[[Changes], bool] | None = None,
        ) -> None:
            """Show a banner that stays: info, ok, warn or late; put away, it calls `on_close`.

            It goes by itself after a change of which `until(changes)` says so.
            """

        def set_backed_up(self, words: str, tip: str = "") -> None:
            """Say in the status line when the last backup was made, and where in its tip."""

        def set_badge(self, page: str, count: int, *, is_alert: bool = False) -> None:
            """Show a count beside a page's name; 0 takes it away."""


class Context:
    """Given to each page when it is made. A page may have these, all optional:

    `open_item(id)` called by `go`, and `open_behind(id)` before it while the page is still at the
    back; `page_shown()` each time it comes to the front;
    `controller` that does its actions (else the page itself); `may_leave() -> bool`;
    `item_in_front() -> id` of the thing it is about now, "" for none; `deal_in_hand() -> id` of
    the one deal that is chosen on a page with many, "" for none or several.
    """

    def __init__(
        self,
        bridge: Bridge,
        clock: Clock,
        settings: LiveSettings,
        book: ActionBook | Callable[[], ActionBook],
        shell: Shell,
        extra: Any = None,
    ) -> None:
        """`book` may be given as a function, asked when first needed: after the first paint.

        `extra`: what app wants to hand to pages beside this; the shell does not look at it.
        """
        self.bridge, self.clock, self.settings, self.shell = bridge, clock, settings, shell
        self.extra = extra
        self.typist = Typist()
        self._book = book

    @property
    def book(self) -> ActionBook:
        """The window's actions."""
        return self._book() if callable(self._book) else self._book
