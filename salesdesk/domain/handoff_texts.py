"""What an item of the handoff checklist says of itself: what fills it, what it lacks.

Called by the handoff query for the dialog, and by the notes for their "Open: …" lines.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from salesdesk.domain.facts import FIELD_LABELS, N_, ROLE_LABELS
from salesdesk.domain.gates import DealSnapshot, FactView
from salesdesk.domain.handoff import ItemState
from salesdesk.domain.plain_words import cut
from salesdesk.support.i18n import _, format_date, ngettext

COUNTS: Mapping[str, Callable[[int], str]] = {
    "pain": lambda n: ngettext("{n} pain", "{n} pains", n),
    "goal": lambda n: ngettext("{n} goal", "{n} goals", n),
    "metric": lambda n: ngettext("{n} metric", "{n} metrics", n),
    "risk": lambda n: ngettext("{n} risk", "{n} risks", n),
    "criterion": lambda n: ngettext("{n} criterion", "{n} criteria", n),
    "quote": lambda n: ngettext("{n} quote", "{n} quotes", n),
    "process_step": lambda n: ngettext("{n} step", "{n} steps", n),
    "outcome": lambda n: ngettext("{n} outcome", "{n} outcomes", n),
    "promise": lambda n: ngettext("{n} promise", "{n} promises", n),
    "signal": lambda n: ngettext("{n} signal", "{n} signals", n),
    "timeline": lambda n: ngettext("{n} deadline", "{n} deadlines", n),
    "technical": lambda n: ngettext("{n} technical fact", "{n} technical facts", n),
    "decision": lambda n: ngettext("{n} reason", "{n} reasons", n),
    "rejected": lambda n: ngettext("{n} rejected way", "{n} rejected ways", n),
    "priority": lambda n: ngettext("{n} priority", "{n} priorities", n),
    "constraint": lambda n: ngettext("{n} limit", "{n} limits", n),
}
"""How many facts of a kind, in words; the caller fills in n."""

_WITHOUT: Mapping[str, str] = {
    "measure": N_("{what} without a measure"),
    "baseline": N_("{what} without today's figure"),
    "target": N_("{what} without a target"),
    "due_on": N_("{what} without a date"),
    "owner": N_("{what} without an owner"),
    "severity": N_("{what} without a severity"),
    "mitigation": N_("{what} without a plan against it"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the texts draw on besides the rules: shown values by field name, and counts."""

    fields: Mapping[str, str] = field(default_factory=dict)
    line_items: int = 0
    meetings: int = 0
    resolved_objections: int = 0
    open_objections: int = 0


def count_of(kind: str, n: int) -> str:
    """ "2 goals"; other kinds count as facts."""
    words = COUNTS.get(kind) or (lambda n: ngettext("{n} fact", "{n} facts", n))
    return words(n).format(n=n)


def filled_from(state: ItemState, known: Known) -> str:
    """What the item rests on: "2 goals from discovery, confirmed Nov 17"; "" when on nothing."""
    rule, finding = state.item.rule, state.finding
    parts: list[str] = []
    if finding.facts:
        parts.append(_facts_text(finding.facts))
    elif rule.test in {"person", "people"} and finding.people:
        parts += [person.name for person in finding.people]
    elif rule.test == "field":
        parts += [known.fields[name] for name in rule.of if known.fields.get(name)]
    elif rule.test in _COUNTED:
        parts.append(_COUNTED[rule.test](known))
    if state.words.strip():
        parts.append(_first_line(state.words))
    if state.is_confirmed_none and not parts:
        parts.append(_("Confirmed that there are none"))
    return " · ".join(part for part in parts if part)


def missing(state: ItemState, deal: DealSnapshot) -> str:
    """What the item lacks: "1 outcome without a date", "Nobody has this role"; "" when ready."""
    if state.is_ready:
        return ""
    rule, finding = state.item.rule, state.finding
    if rule.test == "fact":
        text = _facts_missing(state, deal)
    elif rule.test == "field":
        names = ", ".join(_(dict(FIELD_LABELS)[name]) for name in finding.lacking)  # type: ignore[index]
        text = _("Not filled in: {names}").format(names=names)
    elif rule.test == "objections":
        text = _open_objections(deal.open_objections)
    else:
        text = _(_LACKS.get(rule.test, N_("Not shown yet")))
    is_nothing = not finding.facts and rule.test != "field"
    return (
        _("Fill it in, or confirm that there are none")
        if state.item.none_ok and is_nothing
        else text
    )


def roles_text(roles: Sequence[str]) -> str:
    """The names of roles, for "Nobody has this role" and tables."""
    return ", ".join(_(dict(ROLE_LABELS).get(role, role)) for role in roles)  # type: ignore[call-overload]


_LACKS: Mapping[str, str] = {
    "person": N_("Nobody has this role"),
    "people": N_("Nobody is known yet"),
    "line_items": N_("No product on the deal"),
    "text": N_("Not written yet"),
    "note": N_("No notes yet"),
    "next_step": N_("No next step with a date"),
    "signal": N_("No buyer signal yet"),
    "answered": N_("Questions not answered yet"),
}

_COUNTED: Mapping[str, Callable[[Known], str]] = {
    "line_items": lambda k: (
        ngettext("{n} line item", "{n} line items", k.line_items).format(n=k.line_items)
        if k.line_items
        else ""
    ),
    "note": lambda k: (
        ngettext("{n} note or meeting", "{n} notes and meetings", k.meetings).format(n=k.meetings)
        if k.meetings
        else ""
    ),
    "objections": lambda k: (
        ngettext("{n} objection resolved", "{n} objections resolved", k.resolved_objections).format(
            n=k.resolved_objections
        )
        if k.resolved_objections
        else _("No objection open")
        if not k.open_objections
        else ""
    ),
}


def _facts_text(facts: Sequence[FactView]) -> str:
    kinds = dict.fromkeys(fact.kind for fact in facts)
    counts = ", ".join(count_of(kind, sum(f.kind == kind for f in facts)) for kind in kinds)
    if any(fact.source_kind == "answer" for fact in facts):
        counts = _("{count} from discovery").format(count=counts)
    confirmed = [fact for fact in facts if fact.confirmed]
    if not confirmed:
        return counts
    if len(confirmed) < len(facts):
        return _("{count}, {n} confirmed").format(count=counts, n=len(confirmed))
    days = [fact.said_on for fact in confirmed if fact.said_on]
    if not days:
        return _("{count}, confirmed").format(count=counts)
    day = format_date(dt.date.fromisoformat(max(days)), "short")
    return _("{count}, confirmed {date}").format(count=counts, date=day)


def _facts_missing(state: ItemState, deal: DealSnapshot) -> str:
    rule, facts = state.item.rule, state.finding.facts
    parts = []
    for column in rule.needs:
        bare = [fact for fact in facts if not getattr(fact, column)]
        if bare:
            what = count_of(bare[0].kind, len(bare))
            parts.append(_(_WITHOUT[column]).format(what=what))
    if parts:
        return ", ".join(parts)
    unconfirmed = sum(fact.kind in rule.of and not fact.confirmed for fact in deal.facts)
    if rule.confirmed and unconfirmed:
        return _("{count}, not confirmed by the buyer").format(
            count=count_of(rule.of[0], unconfirmed)
        )
    return _("Nothing known yet") if not facts else _("Too few so far")


def _open_objections(n: int) -> str:
    return ngettext("{n} objection open", "{n} objections open", n).format(n=n)


def _first_line(words: str, most: int = 90) -> str:
    return cut(words.strip().splitlines()[0], most)
