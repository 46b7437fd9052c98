"""The mutual action plan, for the buyer: steps with day and name, criteria, risks, fallback.

Facts in (built by ``usecases.plan_paper``), HTML or Markdown out. Called through the register.
"""

from __future__ import annotations

from salesdesk.documents import layout
from salesdesk.domain.notes import ActionPlanPaper

TEMPLATE = "action_plan"


def to_html(paper: ActionPlanPaper) -> str:
    """The paper as one self-contained HTML document."""
    return layout.html(TEMPLATE, paper)


def to_markdown(paper: ActionPlanPaper) -> str:
    """The paper as Markdown."""
    return layout.markdown(TEMPLATE, paper)
