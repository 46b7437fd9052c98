"""Checks that the numbers of a guardrail make sense together. Called by ``references``."""

from __future__ import annotations

from salesdesk.processes.faults import Fault
from salesdesk.processes.source import Node
from salesdesk.support.i18n import _


def guardrail_faults(guardrail: Node) -> list[Fault]:
    """Limits that do not rise, that are over 100 percent, or that a text cannot have."""
    where = f"guardrails › {guardrail.text('key')}"
    unit = guardrail.text("unit")
    alone = guardrail.fields.get("alone")
    steps = guardrail.fields.get("steps")
    limits = [step.fields["limit"] for step in (steps.items if steps else ()) if _number(step)]
    numbers = [alone, *limits] if alone is not None else limits
    if unit == "text":
        message = _("a guardrail with the unit “text” has no numbers; leave this out.")
        return [node.fault(where, message) for node in numbers]
    over = [n for n in numbers if isinstance(n.value, int) and n.value > 100]
    message = _("expected at most 100 percent.")
    faults = [node.fault(where, message) for node in over if unit == "percent"]
    return faults + _rising(guardrail, where)


def _rising(guardrail: Node, where: str) -> list[Fault]:
    """Each limit lies over the one before; only the last step may go without."""
    alone, steps = guardrail.fields.get("alone"), guardrail.fields.get("steps")
    last = alone.value if alone is not None and isinstance(alone.value, int) else 0
    faults: list[Fault] = []
    items = steps.items if steps is not None else []
    for place, step in enumerate(items):
        if not _number(step):
            if place < len(items) - 1 and step.fields:
                message = _("only the last step may go without a limit.")
                faults.append(step.fault(where, message))
            continue
        node = step.fields["limit"]
        assert isinstance(node.value, int)
        if node.value <= last:
            message = _("expected a limit over {last}: the one before.").format(last=last)
            faults.append(node.fault(where, message))
        last = max(last, node.value)
    return faults


def _number(step: Node) -> bool:
    """Whether a step names a limit that is a whole number."""
    limit = step.fields.get("limit")
    return limit is not None and isinstance(limit.value, int) and not isinstance(limit.value, bool)
