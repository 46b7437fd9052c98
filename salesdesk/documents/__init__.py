"""The papers that SalesDesk prints: one module and one row each, facts in, HTML or Markdown out.

Menus, dialogs and the command line (``print --kinds``) iterate :data:`PRINTABLES`. The facts of a
paper are built by ``usecases.papers``; the pages are painted by ``ui.printing``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from salesdesk.domain.errors import KnownError
from salesdesk.domain.facts import N_
from salesdesk.domain.notes import Paper
from salesdesk.support.i18n import _

Format = Literal["html", "md"]


@dataclass(frozen=True, slots=True)
class Printable:
    """One paper: its name on the command line, its title (a message id), its module and template.

    `about` is what it is printed of: a deal, or a pipeline's process. `audience` says who may read
    it: a paper for the buyer never holds influence, stance, red flags, scores or limits of ours.
    """

    kind: str
    title: str
    module: str
    template: str
    about: Literal["deal", "process"]
    audience: Literal["buyer", "inner"] = "inner"

    def to_html(self, paper: Paper) -> str:
        """The paper as one self-contained HTML file."""
        return self._function("to_html")(paper)

    def to_markdown(self, paper: Paper) -> str:
        """The paper as Markdown."""
        return self._function("to_markdown")(paper)

    def _function(self, name: str) -> Callable[[Paper], str]:
        found: Callable[[Paper], str] = getattr(importlib.import_module(self.module), name)
        return found


PRINTABLES: tuple[Printable, ...] = (
    Printable(
        "handoff", N_("Handoff notes"), "salesdesk.documents.handoff_notes", "handoff_notes", "deal"
    ),
    Printable(
        "summary",
        N_("Discovery summary"),
        "salesdesk.documents.discovery_summary",
        "discovery_summary",
        "deal",
        "buyer",
    ),
    Printable(
        "proposal", N_("Proposal"), "salesdesk.documents.proposal", "proposal", "deal", "buyer"
    ),
    Printable(
        "executive",
        N_("Executive summary"),
        "salesdesk.documents.executive_summary",
        "executive_summary",
        "deal",
        "buyer",
    ),
    Printable(
        "faq",
        N_("Technical FAQ"),
        "salesdesk.documents.technical_faq",
        "technical_faq",
        "deal",
        "buyer",
    ),
    Printable(
        "risks", N_("Risk notes"), "salesdesk.documents.risk_notes", "risk_notes", "deal", "buyer"
    ),
    Printable(
        "review",
        N_("Win or loss review"),
        "salesdesk.documents.deal_review",
        "deal_review",
        "deal",
    ),
    Printable(
        "value",
        N_("Value recap"),
        "salesdesk.documents.value_recap",
        "value_recap",
        "deal",
        "buyer",
    ),
    Printable("precall", N_("Pre-call sheet"), "salesdesk.documents.precall", "precall", "deal"),
    Printable(
        "deal", N_("Deal on a page"), "salesdesk.documents.deal_onepager", "deal_onepager", "deal"
    ),
    Printable(
        "plan",
        N_("Mutual action plan"),
        "salesdesk.documents.action_plan",
        "action_plan",
        "deal",
        "buyer",
    ),
    Printable(
        "process", N_("Process map"), "salesdesk.documents.process_map", "process_map", "process"
    ),
)
"""Every paper, in the order of the menu. A new one is a module, two templates and a row here."""


def printable(kind: str) -> Printable:
    """The paper of that kind. Raises KnownError when there is none."""
    for row in PRINTABLES:
        if row.kind == kind:
            return row
    kinds = ", ".join(row.kind for row in PRINTABLES)
    raise KnownError(
        _("There is no paper “{kind}”. There are: {kinds}.").format(kind=kind[:40], kinds=kinds)
    )
