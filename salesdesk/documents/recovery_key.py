"""The paper with the recovery key of a desk. It is for the rep's own safe place.

Not in the register of papers: it is about the file and not about anything in it. Called by the
dialog that shows the key.
"""

from __future__ import annotations

from collections.abc import Sequence

from salesdesk.documents import layout
from salesdesk.domain.notes import Block, Line, Paper, Section
from salesdesk.support.i18n import _

TEMPLATE = "recovery_key"


def to_html(desk: str, key: Sequence[str], date: str) -> str:
    """The paper for the desk of this name, with the key's lines, made on a day."""
    steps = (
        _("Start SalesDesk with the desk, or with a backup made under the same passphrase."),
        _("Where it asks for the passphrase, type this key. Blanks and hyphens do not matter."),
        _("Set a new passphrase with File → Change the passphrase. This paper is then void."),
        _("Whoever has this paper and the file can read the desk."),
    )
    paper = Paper(
        title=_("Recovery key"),
        subtitle=desk,
        sections=(
            Section(_("Key"), (Block("", tuple(Line(line) for line in key)),)),
            Section(_("How to use it"), (Block("", tuple(Line(line) for line in steps)),)),
        ),
        date=date,
    )
    return layout.html(TEMPLATE, paper)
