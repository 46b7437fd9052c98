"""How the Value panel says things: gaps, proofs, figures of an outcome. Pure text from views."""

from __future__ import annotations

from salesdesk.domain.gates import FactView
from salesdesk.domain.value import (
    ANSWER_LABELS,
    FIT_LABELS,
    PROOF_LABELS,
    REACTION_LABELS,
    Gap,
    MapLine,
)
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.deal import words
from salesdesk.ui.widgets.chips import PillTone

ANSWER_TONES: dict[str, PillTone] = {"yes": "ok", "partly": "warn", "no": "late"}


def gap_words(gap: Gap) -> str:
    """What a gap is called where it gapes."""
    return {
        "untied": _("Answers nothing they said"),
        "unconfirmed": _("Not confirmed by them yet"),
        "no_capability": _("Nothing answers this yet"),
        "no_proof": _("No proof yet"),
        "no_outcome": _("No outcome yet"),
        "no_measure": _("No measure"),
        "no_target": _("No target"),
    }[gap]


def gaps_remark(count: int) -> str:
    """How many gaps the map has."""
    return ngettext("{n} gap", "{n} gaps", count).format(n=count) if count else _("No gaps")


def proof_label(kind: str | None) -> str:
    """The name of a kind of proof, "" for none."""
    return _(PROOF_LABELS[kind]) if kind is not None and kind in PROOF_LABELS else ""


def fit_label(fit: str) -> str:
    """How a criterion is met."""
    return _(FIT_LABELS.get(fit, fit))


def reaction_label(reaction: str) -> str:
    """How somebody took it."""
    return _(REACTION_LABELS.get(reaction, reaction))


def answer_label(answer: str | None) -> str:
    """The answer to the value question; evidence that was ticked by hand means yes."""
    return _(ANSWER_LABELS.get(answer or "yes", answer or ""))


def figures(fact: FactView) -> str:
    """Measure, the way from today to the target, the day: "slots a week: 3 → 0 · Mar 31"."""
    way = " → ".join(filter(None, (fact.baseline, fact.target)))
    measured = ": ".join(filter(None, (fact.measure, way)))
    return " · ".join(filter(None, (measured, words.short_day(fact.due_on))))


def line_name(line: MapLine) -> str:
    """What a line is called in menus and for assistive tools."""
    said = line.fact.words if line.fact is not None else _("Nothing they said")
    return words.shortened(said, 60)


def minutes_words(total: int, unknown: int, count: int) -> str:
    """The remark of the demo plan: "3 items · 25 minutes, 1 without"."""
    if not count:
        return ""
    items = ngettext("{n} item", "{n} items", count).format(n=count)
    time = ngettext("{n} minute", "{n} minutes", total).format(n=total)
    if unknown:
        left = ngettext("{n} not timed", "{n} not timed", unknown).format(n=unknown)
        time = f"{time}, {left}"
    return f"{items} · {time}"
