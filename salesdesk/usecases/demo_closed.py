"""A year of closed deals from one line each, with a history that fits how far each one came.

Called by `usecases.demo` alone. A line names the deal, its account and contact, the amount, how
many days ago it closed, how many days it spent in each stage, why it ended and what was noted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from salesdesk.usecases.demo_content import Line, lines

Plain = dict[str, Any]


def closed_deals(content: Mapping[str, Any]) -> Iterator[Plain]:
    """The deals as `DemoRows.deal` takes them, newest first."""
    rows = sorted(lines(content["deals"]), key=lambda row: int(row.parts[4]))
    for number, row in enumerate(rows):
        yield _deal(row, number, content)


def _deal(row: Line, number: int, content: Mapping[str, Any]) -> Plain:
    name, account, contact, amount, closed = row.parts[:5]
    lengths = [int(days) for days in row.parts[5].split()]
    end = int(closed)
    since = [end + sum(lengths[place:]) for place in range(len(lengths))]
    reasons = row.parts[6].split()
    outcome = reasons[0].partition("-")[0]
    deal: Plain = {
        "name": name,
        "account": account,
        "amount": int(amount),
        "currency": row.named.get("currency", "EUR"),
        "source": row.named.get("source"),
        "since": since,
        "closed": end,
        "close": -end,
        "status": "won" if outcome == "won" else "lost",
        "people": [f"{contact} | {_role(row, outcome)} | medium"],
        "history": list(_history(since, contact, number, content["history"])),
        "notes": [f"{-end} | {row.parts[7]}"],
        "review": _review(row, outcome, reasons),
    }
    if rival := row.named.get("competitor"):
        deal["rivals"] = [f"{rival} | {'in_house' if rival == 'Own team' else 'rival'}"]
    if "items" in row.named:
        deal["items"] = [item.replace(" x ", " | ") for item in row.named["items"].split("; ")]
    if "tags" in row.named:
        deal["tags"] = row.named["tags"].split(", ")
    if "kickoff" in row.named:
        deal["kickoff"] = row.named["kickoff"]
    if "goal" in row.named:
        deal["said"] = [f"goal! > {row.named['goal']} | {contact} | {-since[-1]}"]
    if outcome == "won":
        deal["handoff"] = _handoff(row, end, content["colleagues"][number % 2])
    return deal


def _review(row: Line, outcome: str, reasons: list[str]) -> Plain:
    """What was noted at the end: one note of a win, the review of a loss."""
    review: Plain = {"outcome": outcome, "reasons": reasons}
    if outcome == "won":
        return {**review, "note": row.parts[7]}
    kept = ("note", "where_broke", "missed_signal", "change", "competitor")
    named = {key: row.named[key] for key in kept if key in row.named}
    return {**review, "what_happened": row.parts[7], **named}


def _role(row: Line, outcome: str) -> str:
    """The contact's part: leads the start while the handoff is open, else whom we knew best."""
    if "open" in row.named:
        return "project_lead"
    return "champion" if outcome == "won" else "user_lead"


def _history(
    since: list[int], contact: str, number: int, variants: list[list[str]]
) -> Iterator[str]:
    """A line of history for each stage the deal went through, in one of its wordings."""
    for place, days in enumerate(since):
        kind, subject, by, body = variants[place][number % len(variants[place])].split(" | ")
        when = f"{-days + 1} {9 + (number + place) % 8:02d}:{15 * (number % 4):02d}"
        who = "buyer" if by == "buyer" else ""
        yield f"{kind} | {subject} | {when} | {contact} | {who} | body={body}"


def _handoff(row: Line, end: int, colleague: str) -> Plain:
    """An accepted handoff; one still open when the line says so."""
    is_open = "open" in row.named
    done: Plain = {} if is_open else {
        "internal_call_on": -end + 3, "introduced_on": -end + 6,
        "customer_confirmed_on": -end + 8, "finished_on": -end + 9,
    }  # fmt: skip
    return {
        "form": row.named.get("form", "short"),
        "state": row.named["open"] if is_open else "accepted",
        "to_name": colleague,
        "to_team": "Customer success",
        "due_on": -end + 7,
        **done,
    }
