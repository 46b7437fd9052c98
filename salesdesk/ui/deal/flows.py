"""What the deal page asks the app to do, because other screens do the same: moving, ending, papers.

App gives an object like this as `Context.extra`; what it lacks is simply not on offer. The page
also emits each request as a signal, for whoever wires it otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from salesdesk.ui.context import Context


class Flows(Protocol):
    """Deals' flows that lead through dialogs of other screens."""

    def move_deals(self, deal_ids: tuple[str, ...], stage_key: str, before_id: str | None) -> None:
        """Move deals, through the gate's dialog where it is not met."""

    def win_deals(self, deal_ids: tuple[str, ...]) -> None:
        """Ask what a win must be asked, and win."""

    def lose_deals(self, deal_ids: tuple[str, ...]) -> None:
        """Hold the loss review, and lose."""

    def pause_deals(self, deal_ids: tuple[str, ...]) -> None:
        """Ask for reason and date, and pause."""

    def open_handoff(self, deal_id: str) -> None:
        """Open the handoff dialog."""

    def print_deal(self, kind: str, deal_id: str) -> None:
        """Print a paper about a deal."""


_NAMES = (
    "move_deals", "win_deals", "lose_deals", "pause_deals", "open_handoff", "print_deal",
)  # fmt: skip


def flow(context: Context, name: str) -> Any:
    """The app's method of this name, or None when it has none."""
    assert name in _NAMES, name
    return getattr(context.extra, name, None)


def printables() -> Sequence[tuple[str, str]]:
    """The papers that a deal can be printed as, in the register's order: (kind, title)."""
    from salesdesk.documents import PRINTABLES
    from salesdesk.support.i18n import _

    return [(row.kind, _(row.title)) for row in PRINTABLES if row.about == "deal"]
