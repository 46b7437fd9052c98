"""Commands on the company research and on red flags that the rep raises.

Both are kept as scores under names of their own: they are our notes and nothing that the buyer said
or did, so they meet no exit criterion and stand on no paper for the buyer. Called by the Qualify
panel; `usecases.qualification` hands them on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.qualification import KNOWN, NOT_APPLICABLE, RED_FLAGS, RESEARCH, UNKNOWN
from salesdesk.support.i18n import _
from salesdesk.usecases.scoring import last_score, new_score, process_of

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit


@dataclass(frozen=True)
class RaiseFlag:
    """Raises a red flag, or (`is_up` False) takes it down, whatever its rule says."""

    deal_id: str
    flag: str
    is_up: bool
    words: str = ""

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Raise a red flag") if self.is_up else _("Take a red flag down")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the process has no such flag."""
        known = process_of(unit, self.deal_id).red_flags
        _known_key(self.flag, [flag.key for flag in known])
        row = new_score(unit, self.deal_id, RED_FLAGS, self.flag)
        row.state = KNOWN if self.is_up else NOT_APPLICABLE
        row.words = entry.text(self.words)


@dataclass(frozen=True)
class NoteResearch:
    """Keeps what the research of one item found; empty words take it back."""

    deal_id: str
    item: str
    words: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Note what the research found")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the process has no such item."""
        known = process_of(unit, self.deal_id).research
        _known_key(self.item, [item.key for item in known])
        words = entry.text(self.words)
        last = last_score(unit, self.deal_id, RESEARCH, self.item)
        if (last.words if last else None) == words:
            return
        row = new_score(unit, self.deal_id, RESEARCH, self.item)
        row.state, row.words = KNOWN if words else UNKNOWN, words


def _known_key(key: str, known: list[str]) -> None:
    if key not in known:
        raise KnownError(_("The process has no “{key}”. Nothing was changed.").format(key=key))
