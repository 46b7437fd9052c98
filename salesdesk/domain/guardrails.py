"""Guardrails in words: what may be given alone, and who must approve beyond that.

Pure. Called by the Process page, the Commit panel and the sentences of a breach.
"""

from __future__ import annotations

from salesdesk.domain.facts import N_
from salesdesk.domain.process import Guardrail
from salesdesk.support.i18n import _, ngettext

KIND_LABELS: dict[str, str] = {
    "price": N_("Price"),
    "term": N_("Term"),
    "service": N_("Service"),
    "addons": N_("Add-ons"),
    "payment": N_("Payment"),
    "other": N_("Other"),
}
APPROVER_LABELS: dict[str, str] = {
    "finance": N_("Finance"),
    "legal": N_("Legal"),
    "leadership": N_("Leadership"),
}
PERCENT_PARTS = 100
"""A concession of a percentage is kept in hundredths of a percent; all others in whole units."""


def approver_name(approver: str) -> str:
    """The approver in the user's language; own words stay as they are."""
    return _(APPROVER_LABELS.get(approver, approver))


def kind_name(kind: str) -> str:
    """The kind in the user's language."""
    return _(KIND_LABELS.get(kind, kind))


def in_steps(guardrail: Guardrail, number: int) -> int:
    """A number of the process file in the unit that concessions are kept in."""
    return number * PERCENT_PARTS if guardrail.unit == "percent" else number


def size_text(guardrail: Guardrail, size: int | None) -> str:
    """A concession's size with its unit: "7.5%", "60 days"; "" for none."""
    if size is None or guardrail.unit == "text":
        return ""
    if guardrail.unit == "percent":
        from salesdesk.support.i18n import format_percent

        whole = size % PERCENT_PARTS == 0
        return format_percent(size / (100 * PERCENT_PARTS), digits=0 if whole else 2)
    counted = {
        "days": ngettext("{n} day", "{n} days", size),
        "months": ngettext("{n} month", "{n} months", size),
    }
    return counted.get(guardrail.unit, "{n}").format(n=size)


def limits(guardrail: Guardrail) -> tuple[str, ...]:
    """One line for each range: "Alone: up to 5%", "Finance: up to 10%", "Beyond: nobody"."""
    if guardrail.unit == "text":
        if not guardrail.steps:
            return (_("Alone"),)
        return (_("Needs {who}").format(who=approver_name(guardrail.steps[0].approver)),)
    lines = []
    if guardrail.alone:
        lines.append(
            _("Alone: up to {size}").format(
                size=size_text(guardrail, in_steps(guardrail, guardrail.alone))
            )
        )
    else:
        lines.append(_("Alone: nothing"))
    for step in guardrail.steps:
        who = approver_name(step.approver)
        if step.limit is None:
            return (*lines, _("{who}: beyond that").format(who=who))
        size = size_text(guardrail, in_steps(guardrail, step.limit))
        lines.append(_("{who}: up to {size}").format(who=who, size=size))
    return (*lines, _("Beyond that: nobody"))
