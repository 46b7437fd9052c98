"""The register of panels of the deal page: one row each. A panel is loaded when first shown.

Read by the deal page for its tabs and by its actions for Alt+1 and so on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from PySide6.QtWidgets import QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _
from salesdesk.ui.deal.room import Room


class DealPanel(Protocol):
    """What the page asks of a panel, which is a QWidget too.

    `show_deal` comes when another deal is opened, `refresh` when the deal in front changed (None:
    read all anew), `reveal` when something on the panel is to be shown; `leave` before it goes to
    the back, so that it saves what was typed.
    """

    def show_deal(self) -> None:
        """Show the room's deal from the top."""

    def refresh(self, changes: Changes | None) -> None:
        """Show the room's deal anew, where it stands."""

    def reveal(self, target: str) -> None:
        """Bring something into view: a question's key, a field, "log"."""

    def leave(self) -> None:
        """Save what was typed."""


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One tab of the deal page."""

    key: str
    title: str
    factory: str
    """"module:class", called with the Room."""
    heavy: str = ""
    """What the panel imports that takes a while, each before what needs it; "…" is the program."""

    def modules(self) -> tuple[str, ...]:
        """The modules to import one by one, between keys, before the panel is wanted."""
        heavy = (name.replace("…", "salesdesk") for name in self.heavy.split())
        return (*heavy, self.factory.partition(":")[0])

    def load(self) -> Callable[[Room], QWidget]:
        """Import the panel's class."""
        module, _colon, name = self.factory.partition(":")
        return cast("Callable[[Room], QWidget]", getattr(import_module(module), name))


PANELS: tuple[PanelRow, ...] = (
    PanelRow("overview", _("Overview"), "salesdesk.ui.deal.overview.panel:OverviewPanel"),
    PanelRow("qualify", _("Qualify"), "salesdesk.ui.deal.qualify.panel:QualifyPanel"),
    PanelRow("discover", _("Discover"), "salesdesk.ui.deal.discovery.panel:DiscoverPanel"),
    PanelRow(
        "value",
        _("Value"),
        "salesdesk.ui.deal.value.panel:ValuePanel",
        "….domain.value ….usecases.demo_plan ….usecases.value_map "
        "….usecases.value ….ui.deal.value.board",
    ),
    PanelRow(
        "proposal",
        _("Proposal"),
        "salesdesk.ui.deal.proposal.panel:ProposalPanel",
        "….usecases.proposal_drafts ….usecases.proposal_ends "
        "….usecases.proposal_parts ….usecases.proposals",
    ),
    PanelRow(
        "objections",
        _("Objections"),
        "salesdesk.ui.deal.objections.panel:ObjectionsPanel",
        "….usecases.objections",
    ),
    PanelRow(
        "commit",
        _("Commit"),
        "salesdesk.ui.deal.commit.panel:CommitPanel",
        "….domain.action_plan ….usecases.concessions ….usecases.commitment ….ui.deal.commit.events",
    ),
    PanelRow(
        "handoff",
        _("Handoff"),
        "salesdesk.ui.deal.handoff:HandoffPanel",
        "….usecases.handoff_view",
    ),
    PanelRow("timeline", _("Timeline"), "salesdesk.ui.deal.timeline.panel:TimelinePanel"),
)
"""In the order of the tabs."""
