"""A paper as text, for tests that read what stands on it."""

from __future__ import annotations

from salesdesk.documents import Format, printable
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.papers import paper


def rendered(desk: Desk, kind: str, subject_id: str, format: Format) -> str:
    """The paper as HTML or Markdown. Raises KnownError as `paper` does."""
    facts, row = paper(desk, kind, subject_id), printable(kind)
    return row.to_markdown(facts) if format == "md" else row.to_html(facts)
