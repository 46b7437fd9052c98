"""What the presenter view shows while the screen is shared: a recap of their words, then the demo.

Nothing that is ours goes in here: no role, influence or stance, no score, flag, figure of the
deal, objection or gap. Called by the presenter view alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from salesdesk.domain.gates import FactView
from salesdesk.domain.value import PlanItem
from salesdesk.support.i18n import _, ngettext

ON_A_SLIDE = 4
"""More than this in large type nobody reads from across a room."""


@dataclass(frozen=True, slots=True)
class Slide:
    """One picture: a heading, a remark above it, lines below. `item_id`: the demo item shown."""

    heading: str
    lines: tuple[str, ...] = ()
    over: str = ""
    item_id: str = ""


def slides(account: str, facts: Sequence[FactView], plan: Sequence[PlanItem]) -> tuple[Slide, ...]:
    """The recap of pains and goals, the plan, then one slide for each item of it."""
    pains = [fact.words for fact in facts if fact.kind == "pain"]
    goals = [fact.words for fact in facts if fact.kind == "goal"]
    found = [
        *_listed(_("What gets in the way today"), pains, account),
        *_listed(_("What you want to reach"), goals, account),
    ]
    shown = [item for item in plan if item.words]
    found += _listed(_("What we would like to show you"), [_agenda(i) for i in shown], account)
    for number, item in enumerate(shown, 1):
        found.append(_item(item, number, len(shown)))
    return tuple(found) or (Slide(_("What matters to you"), over=account),)


def _listed(heading: str, lines: Sequence[str], over: str) -> list[Slide]:
    """As many slides as the lines need."""
    parts = [lines[at : at + ON_A_SLIDE] for at in range(0, len(lines), ON_A_SLIDE)]
    return [Slide(heading, tuple(part), over) for part in parts]


def _agenda(item: PlanItem) -> str:
    if item.item.minutes is None:
        return item.words
    time = ngettext("{n} minute", "{n} minutes", item.item.minutes).format(n=item.item.minutes)
    return f"{item.words} · {time}"


def _item(item: PlanItem, number: int, count: int) -> Slide:
    fact = item.line.fact if item.line is not None else None
    lines: tuple[str, ...] = ()
    if fact is not None:
        text = _("You told us: “{words}”") if fact.kind == "pain" else _("You want: “{words}”")
        lines = (text.format(words=fact.words),)
    over = _("{number} of {count}").format(number=number, count=count)
    return Slide(item.words, lines, over, item.item.id)
