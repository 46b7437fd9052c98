"""What the window says to the user: a slip that goes, a banner that stays.

`window.MainWindow` is one of these and lays out the room for them; both are made with the first
message.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QMainWindow

from salesdesk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

    from salesdesk.domain.changes import Changes
    from salesdesk.ui.bridge import Bridge
    from salesdesk.ui.widgets.banner import Banner, BannerTone, Toast


class TellingWindow(QMainWindow):
    """A window with room for messages."""

    bridge: Bridge
    _beside: QVBoxLayout
    _middle: QWidget
    _stack: QStackedWidget

    @cached_property
    def banner(self) -> Banner:
        """The room for messages that stay; made with the first one."""
        from salesdesk.ui.widgets.banner import Banner

        made = Banner("shell_banner")
        self.bridge.changed.connect(made.judge)
        self._beside.insertWidget(0, made)
        return made

    @cached_property
    def toast(self) -> Toast:
        """The slip for messages that go; made with the first one."""
        from salesdesk.ui.widgets.banner import Toast

        return Toast(self._middle, "shell_toast", over=self._stack)

    def tell(
        self, words: str, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Show a toast."""
        self.toast.tell(words, action, on_action)

    def warn(
        self,
        words: str,
        tone: str = "warn",
        action: str = "",
        on_action: Callable[[], object] | None = None,
        on_close: Callable[[], object] | None = None,
        until: Callable[[Changes], bool] | None = None,
    ) -> None:
        """Show a banner; put away, it calls `on_close`; once `until(changes)` it goes by itself."""
        self.banner.tell(words, cast("BannerTone", tone), action, on_action, on_close, until)

    def _on_bridge_failed(self, sentence: str) -> None:
        self.warn(sentence, "late")

    def _on_bridge_not_saved(self, sentence: str, count: int) -> None:
        if count > 1:
            waiting = ngettext("{n} change waits.", "{n} changes wait.", count).format(n=count)
            sentence = f"{sentence} {waiting}"
        self.warn(sentence, "late", _("Try again"), self.bridge.retry)
