"""A desk made anew from its own records, when an index in it is damaged. Called by `checking`.

The damaged file is kept beside; no record is lost and none is changed.
Source: reliability rule 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.domain.clock import Clock


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A desk that waits to be put in the place of the damaged one, which goes to `aside`."""

    path: Path
    aside: Path
    last: int
    """The number of the last step of the history in it."""

    def put(self) -> None:
        """Puts it in its place; nobody may have the damaged one open. Raises KnownError."""
        from salesdesk.store import backup

        backup.put(self.path, self.aside)

    def refuse_changed(self) -> None:
        """Raises KnownError when the desk was changed since; what waited is removed then."""
        from salesdesk.store import backup, rebuilding

        if rebuilding.last_step(self.path) == self.last:
            return
        rebuilding.discard(backup.restoring(self.path))
        raise KnownError(
            _("The desk was changed while it was made anew, so nothing was put in its place. "
              "Try again.")
        )  # fmt: skip


def prepare(path: Path, clock: Clock) -> Rebuilt:
    """Makes the desk anew beside `path`. Raises KnownError, DamagedDesk; nothing is left then."""
    from salesdesk.store import aside, rebuilding

    last = rebuilding.last_step(path)
    rebuilding.make(path)
    return Rebuilt(path, aside.free_name(path, "damaged", clock.now_local()), last)
