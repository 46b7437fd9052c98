"""Checks a desk for damage and makes its derived parts anew. Called by the command line and Help.

Checking needs no lock and works while a window has the desk open; mending needs it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.support.i18n import _
from salesdesk.support.lock import DeskLock

if TYPE_CHECKING:
    from salesdesk.store.check import Finding


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. `mended` when the derived parts were made anew after it."""

    findings: tuple[Finding, ...]
    mended: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    @property
    def is_mendable(self) -> bool:
        """Whether something is wrong that `mend_desk` removes."""
        return any(finding.is_mendable for finding in self.findings)


def check_desk(path: Path, on_part: Callable[[str], None] | None = None) -> Report:
    """Looks at everything in the desk; about 2 s for 10,000 deals.

    `on_part` gets the name of each part before it is looked at. Raises KnownError when the file is
    no desk.
    """
    from salesdesk.store import check
    from salesdesk.store.connection import check_before_opening

    check_before_opening(path)
    told = None if on_part is None else lambda sort: on_part(title(sort))
    return Report(tuple(check.check(path, told)))


def mend_desk(path: Path) -> Report:
    """Makes cards and search anew and checks again; `findings` are what is left.

    Raises KnownError, DeskHeld when a window has the desk open.
    """
    from salesdesk.store import check
    from salesdesk.store.connection import check_before_opening

    check_before_opening(path)
    with DeskLock(path):
        check.mend(path)
        return Report(check_desk(path).findings, mended=True)


def title(sort: str) -> str:
    """The name of a part of the check."""
    return {
        "pages": _("Pages"),
        "references": _("References"),
        "rows": _("Records"),
        "journal": _("History"),
        "order": _("Order"),
        "files": _("Files"),
        "cards": _("Cards"),
        "search": _("Search"),
    }[sort]
