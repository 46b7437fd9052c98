"""Guards slots, Qt overrides and workers: a fault of ours is logged and told once, never fatal.

`app` makes one Guard and gives its `caught` to the crash hook of support; screens put
`@guarded()` on overrides and slots where what happens after a fault matters, above all on
`closeEvent`. A KnownError becomes a sentence, anything else a report and one dialog.
"""

from __future__ import annotations

import functools
import sys
import threading
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

P = ParamSpec("P")
R = TypeVar("R")
_PROPERTY = "salesdesk_guard"


class Guard(QObject):
    """Shows faults as dialogs, one at a time, from whatever thread they come.

    `hook` reports what was caught (CrashHook.caught); without one, Python's hook does.
    """

    _fault_told = Signal(object)
    _sentence_told = Signal(str)

    def __init__(
        self, app: QApplication, hook: Callable[[BaseException], object] | None = None
    ) -> None:
        super().__init__(app)
        self.setObjectName("guard")
        self._hook = hook
        self._is_telling = False
        self._is_listening = threading.Lock()
        app.setProperty(_PROPERTY, self)

    def caught(self, error: BaseException) -> None:
        """Deal with an exception: a sentence for the world's doing, a report for ours."""
        if isinstance(error, KnownError):
            self.tell(str(error))
        elif self._hook is not None:
            self._hook(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    def report(self, file: Path | None) -> None:
        """Tell of a fault whose report is in `file`; CrashHook.tell takes this."""
        self._listen()
        self._fault_told.emit(file)

    def tell(self, sentence: str) -> None:
        """Show a sentence about the world's doing, after what is going on now."""
        self._listen()
        self._sentence_told.emit(sentence)

    def _listen(self) -> None:
        """Be ready for what is told, from whatever thread; a start without a fault needs it not."""
        if self._is_listening.acquire(blocking=False):  # and never let go: once is enough
            queued = QtCore.Qt.ConnectionType.QueuedConnection
            self._fault_told.connect(self._on_self_fault_told, queued)
            self._sentence_told.connect(self._on_self_sentence_told, queued)

    def _on_self_fault_told(self, file: Path | None) -> None:
        words = _(
            "SalesDesk made a mistake. What was saved is safe, and the step you were at was not "
            "taken half. You can go on; if it happens again, restart SalesDesk."
        )
        where = _("A report without any of your data is here:\n{file}").format(file=file)
        self._show(words, _("A mistake of ours"), where if file else "")

    def _on_self_sentence_told(self, sentence: str) -> None:
        self._show(sentence, "", "")

    def _show(self, words: str, title: str, detail: str) -> None:
        if self._is_telling:
            return  # one at a time: a fault while painting would otherwise pile up dialogs
        from salesdesk.ui.widgets.ask import tell_error

        self._is_telling = True
        try:
            tell_error(QApplication.activeWindow(), words, title=title, detail=detail, name="fault")
        finally:
            self._is_telling = False


def current() -> Guard | None:
    """The guard of the running application, when app has made one."""
    app = QApplication.instance()
    found = app.property(_PROPERTY) if app is not None else None
    return found if isinstance(found, Guard) else None


def caught(error: BaseException) -> None:
    """Hand an exception to the guard, or to Python's hook when there is none."""
    guard = current()
    if guard is not None:
        guard.caught(error)
    else:
        sys.excepthook(type(error), error, error.__traceback__)


def guarded(otherwise: Any = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a slot or override return `otherwise` after a fault, which is told.

    A close event that fails is refused, so that nothing unsaved is lost with the window.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return function(*args, **kwargs)
            except Exception as error:  # noqa: BLE001 - this is the place where all of them end
                _refuse_closing(args)
                caught(error)
                return otherwise  # type: ignore[no-any-return]

        return run

    return decorate


def _refuse_closing(args: tuple[object, ...]) -> None:
    for each in args:
        if isinstance(each, QCloseEvent):
            each.ignore()
