"""The review of a deal that was won or lost, for us.

Facts in (built by ``usecases.papers``), HTML or Markdown out. Called through the register.
"""

from __future__ import annotations

from salesdesk.documents import layout
from salesdesk.domain.notes import ReviewNotes

TEMPLATE = "deal_review"


def to_html(paper: ReviewNotes) -> str:
    """The paper as one self-contained HTML document."""
    return layout.html(TEMPLATE, paper)


def to_markdown(paper: ReviewNotes) -> str:
    """The paper as Markdown."""
    return layout.markdown(TEMPLATE, paper)
