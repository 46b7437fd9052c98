"""The handoff checklist: which items are ready, what fills them, what is missing.

Readiness fills from discovery on, long before the deal is won. Called by the handoff dialog and
panel, the card of a won deal, the printed notes and the rule that finishing needs readiness or a
reason. Source: the twelve sections of the built-in content.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

from salesdesk.domain.gates import DealSnapshot, Finding, find
from salesdesk.domain.process import HandoffItem, HandoffSection, Process

Form = Literal["full", "short"]


@dataclass(frozen=True, slots=True)
class ItemState:
    """One item: ready or not, on what it rests, whether "none" was confirmed, the rep's words."""

    item: HandoffItem
    is_ready: bool
    finding: Finding
    is_confirmed_none: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section with its items in order; never empty."""

    section: HandoffSection
    items: tuple[ItemState, ...]

    @property
    def is_ready(self) -> bool:
        """Whether every item is ready; such sections are shown folded."""
        return all(item.is_ready for item in self.items)


@dataclass(frozen=True, slots=True)
class Checklist:
    """The whole checklist of one deal in one form."""

    sections: tuple[SectionState, ...]

    @property
    def items(self) -> tuple[ItemState, ...]:
        """All items in order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def ready(self) -> int:
        """How many items are ready."""
        return sum(item.is_ready for item in self.items)

    @property
    def total(self) -> int:
        """How many items there are."""
        return len(self.items)

    @property
    def open_required(self) -> tuple[ItemState, ...]:
        """Required items that are not ready: finishing needs a reason while there are any."""
        return tuple(i for i in self.items if i.item.required and not i.is_ready)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The handoff's own fields; dates are ISO text. `state`: open, finished, accepted, returned."""

    form: str = "full"
    state: str = "open"
    to_name: str | None = None
    to_team: str | None = None
    from_name: str | None = None
    due_on: str | None = None
    internal_call_on: str | None = None
    introduced_on: str | None = None
    customer_confirmed_on: str | None = None
    finished_on: str | None = None
    finish_reason: str | None = None
    returned_why: str | None = None


def checklist(process: Process, deal: DealSnapshot, form: Form = "full") -> Checklist:
    """The checklist of a deal. The short form keeps the items marked for it."""
    sections = []
    for section in process.handoff:
        kept = [item for item in section.items if form == "full" or item.short_form]
        if kept:
            states = tuple(item_state(process, item, deal) for item in kept)
            sections.append(SectionState(section, states))
    return Checklist(tuple(sections))


def item_state(process: Process, item: HandoffItem, deal: DealSnapshot) -> ItemState:
    """The state of one item. "None" counts only when confirmed, and only where it may be said."""
    rule = item.rule
    if rule.test == "text" and not rule.of:
        rule = dataclasses.replace(rule, of=(item.key,))
    finding = find(process, rule, deal)
    is_none = item.none_ok and item.key in deal.confirmed_none
    # A gate is content with enough whole facts; a handoff is not while any of them lacks a column,
    # and such facts beat "none" too: there is something, and it is not complete.
    is_whole = finding.is_met and not (rule.test == "fact" and finding.lacking)
    is_ready = is_whole or (is_none and not finding.facts)
    return ItemState(item, is_ready, finding, is_none, deal.texts.get(item.key, ""))
