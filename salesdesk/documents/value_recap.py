"""The value recap on one page, for the buyer: what they told us, what answers it, what it brings.

Facts in (built by ``usecases.value_recap``), HTML or Markdown out. Called through the register.
"""

from __future__ import annotations

from salesdesk.documents import layout
from salesdesk.domain.notes import ValueRecap

TEMPLATE = "value_recap"


def to_html(paper: ValueRecap) -> str:
    """The paper as one self-contained HTML document."""
    return layout.html(TEMPLATE, paper)


def to_markdown(paper: ValueRecap) -> str:
    """The paper as Markdown."""
    return layout.markdown(TEMPLATE, paper)
