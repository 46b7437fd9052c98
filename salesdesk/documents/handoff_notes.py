"""The handoff notes: what the delivery team must know, section by section.

Facts in (built by ``usecases.papers``), HTML or Markdown out. Called through the register.
"""

from __future__ import annotations

from salesdesk.documents import layout
from salesdesk.domain.notes import HandoffNotes

TEMPLATE = "handoff_notes"


def to_html(paper: HandoffNotes) -> str:
    """The paper as one self-contained HTML document."""
    return layout.html(TEMPLATE, paper)


def to_markdown(paper: HandoffNotes) -> str:
    """The paper as Markdown."""
    return layout.markdown(TEMPLATE, paper)
