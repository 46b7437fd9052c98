"""The register of pages: one row each. A page is loaded when it is first shown.

Read by the window, the sidebar and the palette. A row is added together with its screen: a page
that does not exist has no row.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from salesdesk.ui.context import Context


class PageRow:
    """One page of the window."""

    def __init__(
        self,
        key: str,
        title: str,
        icon: str,
        factory: str,
        shortcut: str = "",
        section: str = "",
        in_sidebar: bool = True,
        under: str = "",
    ) -> None:
        """`factory`: "module:function", called with a Context. `section`: "" for the first group
        of the sidebar, "how" for How we sell. `under`: the page whose name stays marked while
        this one is shown."""
        self.key, self.title, self.icon, self.factory = key, title, icon, factory
        self.shortcut, self.section = shortcut, section
        self.in_sidebar, self.under = in_sidebar, under

    def load(self) -> Callable[[Context], QWidget]:
        """Import the factory."""
        module, _colon, name = self.factory.partition(":")
        return cast("Callable[[Context], QWidget]", getattr(import_module(module), name))


PAGES: tuple[PageRow, ...] = (
    PageRow("today", _("Today"), "calendar-check", "salesdesk.ui.today.page:make_page", "Ctrl+1"),
    PageRow("board", _("Board"), "square-kanban", "salesdesk.ui.board.page:make", "Ctrl+2"),
    PageRow("deals", _("Deals"), "table-2", "salesdesk.ui.deals.page:make_page", "Ctrl+3"),
    PageRow(
        "accounts", _("Accounts"), "building-2", "salesdesk.ui.accounts.page:make_page", "Ctrl+4"
    ),
    PageRow(
        "triage",
        _("Triage"),
        "list-checks",
        "salesdesk.ui.triage.page:make_page",
        in_sidebar=False,
        under="today",
    ),
    PageRow(
        "process",
        _("Process"),
        "workflow",
        "salesdesk.ui.process.page:make_page",
        "Ctrl+5",
        section="how",
    ),
    PageRow(
        "history",
        _("History"),
        "history",
        "salesdesk.ui.history.page:make_page",
        in_sidebar=False,
    ),
    PageRow(
        "bin", _("Bin"), "trash-2", "salesdesk.ui.history.bin_page:make_page", in_sidebar=False
    ),
    PageRow(
        "deal",
        _("Deal"),
        "handshake",
        "salesdesk.ui.deal.page:make_page",
        in_sidebar=False,
        under="board",
    ),
)


def sections() -> tuple[tuple[str, str], ...]:
    """The groups of the sidebar by key and heading; the first has none."""
    return (("", ""), ("how", _("How we sell")))
