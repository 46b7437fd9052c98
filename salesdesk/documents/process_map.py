"""A process on one page: its stages, what the buyer does in them, what leads out of them.

Facts in (built by ``usecases.papers``), HTML or Markdown out. Called through the register.
"""

from __future__ import annotations

from salesdesk.documents import layout
from salesdesk.domain.notes import ProcessMap

TEMPLATE = "process_map"


def to_html(paper: ProcessMap) -> str:
    """The paper as one self-contained HTML document."""
    return layout.html(TEMPLATE, paper)


def to_markdown(paper: ProcessMap) -> str:
    """The paper as Markdown."""
    return layout.markdown(TEMPLATE, paper)
