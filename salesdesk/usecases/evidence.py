"""Commands on evidence: buyer signals, and exit criteria met by hand.

Called by the right rail of the deal page and by the gate dialog.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.support.i18n import _
from salesdesk.usecases.facts import new_fact, required_day, set_columns
from salesdesk.usecases.moves import Evidence, record_evidence

if TYPE_CHECKING:
    from salesdesk.store.schema import Fact
    from salesdesk.store.unit import Unit


@dataclass(frozen=True)
class RecordSignal:
    """The buyer gave a signal of the stage; `signal_key` names it, `words` say what was done."""

    deal_id: str
    signal_key: str
    words: str
    person_id: str | None
    said_on: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Record a buyer signal")

    def apply(self, unit: Unit) -> None:
        """Recording again changes who and when. Raises KnownError without words."""
        rows = _signals(unit, self.deal_id, self.signal_key)
        fact = rows[0] if rows else new_fact(unit, self.deal_id, "signal", self.words)
        fact.source_kind, fact.key, fact.confirmed = "hand", self.signal_key, True
        set_columns(
            fact, {"words": self.words, "person_id": self.person_id, "said_on": self.said_on}
        )


@dataclass(frozen=True)
class UnrecordSignal:
    """Takes a buyer signal back."""

    deal_id: str
    signal_key: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Take a buyer signal back")

    def apply(self, unit: Unit) -> None:
        """Does nothing when it was not recorded."""
        for fact in _signals(unit, self.deal_id, self.signal_key):
            unit.bin(fact)


@dataclass(frozen=True)
class MeetCriterion:
    """Meets an exit criterion by hand: who on the buyer's side said or did what, and when."""

    evidence: Evidence

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Record evidence")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError unless person, words and date are given."""
        required_day(self.evidence.said_on)
        record_evidence(unit, (self.evidence,))


def _signals(unit: Unit, deal_id: str, key: str) -> list[Fact]:
    from salesdesk.store.schema import Fact

    return unit.find(Fact, Fact.deal_id == deal_id, Fact.kind == "signal", Fact.key == key)
