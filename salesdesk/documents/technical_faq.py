"""The technical FAQ: what we know of the surroundings, and answered technical questions.

Facts in (built by ``usecases.papers``), HTML or Markdown out. Called through the register.
"""

from __future__ import annotations

from salesdesk.documents import layout
from salesdesk.domain.notes import BuyerPaper

TEMPLATE = "technical_faq"


def to_html(paper: BuyerPaper) -> str:
    """The paper as one self-contained HTML document."""
    return layout.html(TEMPLATE, paper)


def to_markdown(paper: BuyerPaper) -> str:
    """The paper as Markdown."""
    return layout.markdown(TEMPLATE, paper)
