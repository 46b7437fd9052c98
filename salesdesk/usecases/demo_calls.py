"""The calls of a demo deal, prepared with a sheet or held with notes and a summary; its research.

Called by `usecases.demo_deals` alone; the notation is told in ``resources/demo/README.md``.
"""

from __future__ import annotations

import json
from typing import Any

from salesdesk.domain.ordering import keys_between
from salesdesk.domain.qualification import KNOWN, RESEARCH
from salesdesk.usecases.demo_content import line, lines
from salesdesk.usecases.demo_rows import DemoRows, Plain


def add_calls(rows: DemoRows, deal: str, plain: Plain) -> None:
    """Adds the calls written down of a deal, after its history: one held names its line there."""
    for call in plain.get("calls", ()):
        day, time = rows.days.timed(str(call["day"]))
        held = _activity(rows, deal, call["held"]) if "held" in call else None
        confirmed = call.get("confirmed")
        rows.add(
            "call",
            deal_id=deal,
            state="done" if held else "planned",
            planned_on=day,
            planned_time=time,
            minutes=call["minutes"],
            hypothesis=_text(call, "guess"),
            must_learn=_text(call, "learn"),
            attendees=json.dumps([rows.people.get(name, name) for name in call["with"]]),
            agenda=_plain(
                [int(point.parts[0]), point.parts[1]] for point in map(line, call["agenda"])
            ),
            exits=_plain([text, held is not None] for text in call["exits"]),
            notes=_text(call, "notes"),
            summary=_text(call, "summary"),
            confirmed_on=rows.days.work(confirmed) if confirmed is not None else None,
            activity_id=held,
            **_instants(rows, str(call["day"]).split()[0], call.get("took")),
        )


def add_research(rows: DemoRows, deal: str, plain: Plain) -> None:
    """Adds what the company research found: the key of its item, the words, the day."""
    found = lines(plain.get("research"))
    for key, row in zip(keys_between(None, None, len(found)), found, strict=True):
        rows.add(
            "score", deal_id=deal, framework=RESEARCH, element=row.parts[0], state=KNOWN,
            words=row.parts[1], source="hand", scored_on=rows.days.work(row.parts[2]),
            accepted=True, order_key=key,
        )  # fmt: skip


def add_scores(rows: DemoRows, deal: str, plain: Plain) -> None:
    """Adds how the deal was judged: framework and element, level, what it rests on, the day.

    It rests on a fact, named by how it begins, or on words of the rep's own (``words=``).
    """
    found = lines(plain.get("scores"))
    for key, row in zip(keys_between(None, None, len(found)), found, strict=True):
        framework, _dot, element = row.parts[0].partition(".")
        own = row.named.get("words")
        fact = {} if own else _fact(rows, deal, row.parts[2])
        rows.add(
            "score", deal_id=deal, framework=framework, element=element, state=KNOWN,
            level=int(row.parts[1]), fact_id=fact.get("id"), person_id=fact.get("person_id"),
            words=own, source="hand" if own else f"fact:{fact['id']}",
            scored_on=rows.days.work(row.parts[-1]), accepted=True, order_key=key,
        )  # fmt: skip


def _fact(rows: DemoRows, deal: str, begins: str) -> dict[str, Any]:
    """The fact of the deal whose words begin so."""
    of_deal = (row for row in rows.rows["fact"] if row["deal_id"] == deal)
    return next(row for row in of_deal if str(row["words"]).startswith(begins))


def _activity(rows: DemoRows, deal: str, subject: str) -> str:
    """The line of the history that a call became."""
    return next(
        str(row["id"])
        for row in rows.rows["activity"]
        if row.get("deal_id") == deal and row["subject"] == subject
    )


def _instants(rows: DemoRows, day: str, took: int | None) -> dict[str, str]:
    if took is None:
        return {}
    return {
        "started_at": rows.days.instant(day), "ended_at": rows.days.instant(day, took),
    }  # fmt: skip


def _text(call: Plain, key: str) -> str | None:
    return str(call[key]).strip() if key in call else None


def _plain(lines: Any) -> str:
    return json.dumps(list(lines), ensure_ascii=False)
