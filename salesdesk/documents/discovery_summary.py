"""The summary after discovery: what the buyer told us, in their words, to be sent and confirmed.

Facts in (built by ``usecases.discovery.discovery_summary``), HTML, Markdown or plain text out; the
plain text goes into a mail. Called through the register and by the Discover panel.
"""

from __future__ import annotations

from salesdesk.documents import layout
from salesdesk.domain.notes import DiscoverySummary

TEMPLATE = "discovery_summary"


def to_html(paper: DiscoverySummary) -> str:
    """The summary as one self-contained HTML document."""
    return layout.html(TEMPLATE, paper)


def to_markdown(paper: DiscoverySummary) -> str:
    """The summary as Markdown."""
    return layout.markdown(TEMPLATE, paper)


def to_text(paper: DiscoverySummary) -> str:
    """The summary as plain text for a mail; ends with the question whether it is right."""
    lines = [paper.title, paper.subtitle, "", paper.intro, ""]
    for section in paper.sections:
        lines.append(f"{section.heading}:")
        for block in section.blocks:
            for line in block.lines:
                note = f" ({line.note})" if line.note else ""
                lines.append(f"- {' '.join(line.text.split())}{note}")
        lines.append("")
    return "\n".join([*lines, paper.closing]) + "\n"
