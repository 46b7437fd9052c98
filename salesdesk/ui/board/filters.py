"""The quick filters and their dates: how chips change a filter. Pure; called by the top bar."""

from __future__ import annotations

import dataclasses
import datetime as dt

from salesdesk.domain.board_filter import BoardFilter
from salesdesk.domain.pipeline import NextStepState
from salesdesk.support.i18n import _, format_date, format_number
from salesdesk.ui.board.words import step_words

TO_ACT_ON = (NextStepState.TODAY, NextStepState.LATE, NextStepState.NONE)
"""What is mine to act on now: due, overdue, or without a next step."""
CHIPS = ("act", "month", "stalled")


def chip_words(chip: str) -> str:
    """The words on a quick filter."""
    return {
        "act": _("Mine to act on"),
        "month": _("Closing this month"),
        "stalled": _("Stalled"),
    }[chip]


def is_on(chip: str, kept: BoardFilter, today: dt.date) -> bool:
    """Whether a filter holds what the chip stands for."""
    if chip == "act":
        return kept.next_steps == TO_ACT_ON
    if chip == "month":
        return (kept.close_from, kept.close_to) == month(today)
    return kept.stalled is True


def switched(chip: str, kept: BoardFilter, today: dt.date, *, on: bool) -> BoardFilter:
    """The filter with the chip's part set or taken out; the other parts stay."""
    if chip == "act":
        return dataclasses.replace(kept, next_steps=TO_ACT_ON if on else ())
    if chip == "month":
        first, last = month(today) if on else (None, None)
        return dataclasses.replace(kept, close_from=first, close_to=last)
    return dataclasses.replace(kept, stalled=True if on else None)


def month(today: dt.date) -> tuple[str, str]:
    """First and last day of the month, ISO."""
    first = today.replace(day=1)
    if today.year == dt.MAXYEAR and today.month == 12:  # there is no month after it
        return first.isoformat(), dt.date.max.isoformat()
    next_month = (first + dt.timedelta(days=31)).replace(day=1)
    return first.isoformat(), (next_month - dt.timedelta(days=1)).isoformat()


def parts(kept: BoardFilter, today: dt.date, stage_names: dict[str, str]) -> list[tuple[str, str]]:
    """What a filter asks beside text and quick chips: (name of the part, words for its chip)."""
    found: list[tuple[str, str]] = []
    if kept.stages:
        found.append(("stages", ", ".join(stage_names.get(key, key) for key in kept.stages)))
    if kept.amount_from is not None or kept.amount_to is not None:
        found.append(("amount", _amount_words(kept)))
    if (kept.close_from or kept.close_to) and not is_on("month", kept, today):
        found.append(("close", _close_words(kept)))
    if kept.next_steps and kept.next_steps != TO_ACT_ON:
        found.append(("next_steps", ", ".join(step_words(state) for state in kept.next_steps)))
    if kept.account:
        found.append(("account", kept.account))
    if kept.tags:
        found.append(("tags", " ".join(f"#{tag}" for tag in kept.tags)))
    if kept.products:
        found.append(("products", ", ".join(kept.products)))
    if kept.paused is not None:
        found.append(("paused", _("Paused") if kept.paused else _("Not paused")))
    return found


_PARTS: dict[str, dict[str, tuple[()] | None]] = {
    "stages": {"stages": ()},
    "amount": {"amount_from": None, "amount_to": None},
    "close": {"close_from": None, "close_to": None},
    "next_steps": {"next_steps": ()},
    "account": {"account": None},
    "tags": {"tags": ()},
    "products": {"products": ()},
    "paused": {"paused": None},
}


def without(kept: BoardFilter, part: str) -> BoardFilter:
    """The filter without one of its parts."""
    return dataclasses.replace(kept, **_PARTS[part])  # type: ignore[arg-type]


def _amount_words(kept: BoardFilter) -> str:
    low = format_number(kept.amount_from) if kept.amount_from is not None else ""
    high = format_number(kept.amount_to) if kept.amount_to is not None else ""
    if low and high:
        return _("{low} to {high}").format(low=low, high=high)
    return _("from {low}").format(low=low) if low else _("up to {high}").format(high=high)


def _close_words(kept: BoardFilter) -> str:
    first, last = (
        format_date(dt.date.fromisoformat(day), "short") if day else ""
        for day in (kept.close_from, kept.close_to)
    )
    if first and last:
        return _("closing {first} to {last}").format(first=first, last=last)
    if first:
        return _("closing from {first}").format(first=first)
    return _("closing by {last}").format(last=last)
