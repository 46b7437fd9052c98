"""How the Commit panel says things: owners, states, days late. Pure text from views."""

from __future__ import annotations

from salesdesk.domain import action_plan as plans
from salesdesk.domain import concessions as ledger
from salesdesk.domain.action_plan import KIND_LABELS, PathNode, StepState
from salesdesk.domain.facts import N_
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.deal import words
from salesdesk.ui.widgets.chips import PillTone

SIDES = {plans.BUYER: N_("Buyer"), plans.SELLER: N_("We"), plans.BOTH: N_("Both")}
STEP_STATES = {
    plans.OPEN: N_("Open"),
    plans.DOING: N_("Doing"),
    plans.DONE: N_("Done"),
    plans.DROPPED: N_("Dropped"),
}
LEDGER_STATES = {
    ledger.ASKED: N_("Asked for"),
    ledger.OFFERED: N_("Offered"),
    ledger.AGREED: N_("Agreed"),
    ledger.WITHDRAWN: N_("Withdrawn"),
}
LEDGER_TONES: dict[str, PillTone] = {
    ledger.OFFERED: "accent",
    ledger.AGREED: "ok",
}


def kind_label(kind: str) -> str:
    """The name of a kind of plan step."""
    return _(KIND_LABELS.get(kind, kind))


def side_label(side: str) -> str:
    """Whose a step is."""
    return _(SIDES.get(side, side))


def late(days: int) -> str:
    """ "3 days late"."""
    return ngettext("{n} day late", "{n} days late", days).format(n=days)


def lacks(state: StepState) -> str:
    """What a step is missing: "no date, no name"; "" for nothing."""
    names = {"date": _("no date"), "name": _("no name")}
    return ", ".join(names[lack] for lack in state.lacks)


def remark(state: StepState) -> tuple[str, PillTone]:
    """The state of a step in a word or two, and its colour."""
    step = state.step
    if state.days_late:
        return late(state.days_late), "late"
    if state.lacks:
        return lacks(state), "late"
    tones: dict[str, PillTone] = {plans.DONE: "ok", plans.DOING: "accent"}
    return _(STEP_STATES.get(step.state, step.state)), tones.get(step.state, "neutral")


def step_sentence(state: StepState) -> str:
    """A step for assistive tools: number, what, when, who, how it stands."""
    step = state.step
    parts = (
        f"{state.number}. {step.what}",
        words.short_day(step.due_on),
        ": ".join(filter(None, (side_label(step.side), step.owner))),
        remark(state)[0],
    )
    return ", ".join(filter(None, parts))


_PATH_NAMES = {
    "technical": N_("Technical"),
    "security": N_("Security"),
    "budget": N_("Budget"),
    "legal": N_("Legal"),
    "procurement": N_("Purchase"),
    "terms": N_("Terms"),
    "signature": N_("Signature"),
}


def path_label(kind: str) -> str:
    """The short name of a part of the way to signature."""
    return _(_PATH_NAMES.get(kind, kind))


def node_state(node: PathNode) -> str:
    """How far a part of the way to signature is, for assistive tools."""
    named = {
        "done": _("done"),
        "doing": _("under way"),
        "late": _("late"),
        "open": _("planned"),
        "missing": _("not planned"),
    }
    return " · ".join(filter(None, (named[node.state], words.short_day(node.due_on))))


def node_mark(node: PathNode) -> str:
    """The same in as few letters as can be, since colour says the rest."""
    day = words.short_day(node.due_on)
    if node.state == "missing":
        return _("not planned")
    if node.state == "done":
        return f"✓ {day}" if day else _("done")
    if node.state == "late":
        return _("late: {date}").format(date=day)
    return day or (_("under way") if node.state == "doing" else _("no date"))
