"""The demo's concessions, action plans and practised objections.

Called by `usecases.demo_deals` and `usecases.demo`; how they are written down is told in
``resources/demo/README.md``.
"""

from __future__ import annotations

from salesdesk.domain.money import exponent
from salesdesk.domain.ordering import keys_between
from salesdesk.usecases.demo_content import lines
from salesdesk.usecases.demo_rows import DemoRows, Plain


def commitment(rows: DemoRows, deal: str, plain: Plain, currency: str) -> None:
    """The ledger and the plan of a deal."""
    given = lines(plain.get("concessions"))
    for key, row in zip(keys_between(None, None, len(given)), given, strict=True):
        guardrail, give, state, day = row.parts[:4]
        size, cost = row.named.get("size"), row.named.get("cost")
        approver = row.named.get("approved")
        rows.add(
            "concession", deal_id=deal, guardrail=guardrail, give=give, state=state,
            size=int(size) if size else None,
            cost_minor=int(cost) * 10 ** exponent(currency) if cost else None,
            get=row.named.get("get"), given_on=rows.days.work(day),
            approved_by=approver, approved_on=rows.days.work(day) if approver else None,
            person_id=rows.who(row.named.get("by")), order_key=key,
        )  # fmt: skip
    if "plan" in plain:
        _plan(rows, deal, plain["plan"])


def _plan(rows: DemoRows, deal: str, plain: Plain) -> None:
    rows.add(
        "action_plan", deal_id=deal, objective=plain.get("objective"),
        target_on=rows.days.work(plain["target"]), fallback=plain.get("fallback"),
    )  # fmt: skip
    steps = lines(plain["steps"])
    for key, row in zip(keys_between(None, None, len(steps)), steps, strict=True):
        kind, what, day, side, owner = row.parts[:5]
        done = row.named.get("done")
        rows.add(
            "plan_step", deal_id=deal, kind=kind, what=what, due_on=rows.days.work(day),
            side=side, owner=owner, person_id=rows.people.get(owner),
            state="done" if done else "doing" if "doing" in row.parts[5:] else "open",
            done_on=rows.days.work(done) if done else None, note=row.named.get("note"),
            order_key=key,
        )  # fmt: skip


def practised(rows: DemoRows, texts: str) -> None:
    """Objections that were practised: ``play-key | grade | day``."""
    for row in lines(texts):
        play, grade, day = row.parts[:3]
        rows.add("practice", play_key=play, grade=grade, practised_on=rows.days.plain(day))
