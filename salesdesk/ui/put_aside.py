"""Which findings of the coach the rep put aside, kept with the settings.

For the deal page and Today.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from salesdesk.support.i18n import _
from salesdesk.ui.context import Context

if TYPE_CHECKING:
    from salesdesk.domain.coach.finding import Finding

_SCREEN, _ENTRY = "coach", "put_aside"


class PutAside:
    """Reads and writes the marks; `put` tells so with a way back."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks put aside, oldest first; nothing of a settings file that makes no sense."""
        kept = self._context.settings.screen(_SCREEN).get(_ENTRY, [])
        return tuple(m for m in kept if isinstance(m, str)) if isinstance(kept, list) else ()

    def put(self, finding: Finding, on_change: Callable[[], object]) -> None:
        """Put a finding aside until what it rests on changes."""
        from salesdesk.usecases import coach

        def take_back() -> None:
            self._keep(coach.taken_back(self.marks, finding))
            on_change()

        self._keep(coach.put_aside(self.marks, finding))
        on_change()
        words = _("Put aside until something changes: {name}").format(name=finding.subject)
        self._context.shell.tell(words, _("Show it again"), take_back)

    def _keep(self, marks: tuple[str, ...]) -> None:
        self._context.settings.keep(_SCREEN, **{_ENTRY: list(marks)})
