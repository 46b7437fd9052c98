"""The pre-call sheet: what the rep takes along into a call. It is for our side only.

Facts in (built by ``usecases.precall``), HTML or Markdown out. Called through the register.
"""

from __future__ import annotations

from salesdesk.documents import layout
from salesdesk.domain.notes import PreCallSheet

TEMPLATE = "precall"


def to_html(paper: PreCallSheet) -> str:
    """The sheet as one self-contained HTML document."""
    return layout.html(TEMPLATE, paper)


def to_markdown(paper: PreCallSheet) -> str:
    """The sheet as Markdown."""
    return layout.markdown(TEMPLATE, paper)
