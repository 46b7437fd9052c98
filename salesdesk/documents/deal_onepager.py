"""A deal on one page: where it stands, what is missing, who is involved.

Facts in (built by ``usecases.papers``), HTML or Markdown out. Called through the register.
"""

from __future__ import annotations

from salesdesk.documents import layout
from salesdesk.domain.notes import DealPage

TEMPLATE = "deal_onepager"


def to_html(paper: DealPage) -> str:
    """The paper as one self-contained HTML document."""
    return layout.html(TEMPLATE, paper)


def to_markdown(paper: DealPage) -> str:
    """The paper as Markdown."""
    return layout.markdown(TEMPLATE, paper)
