"""What a card says: the row of a deal in words, states, and one sentence for assistive tools.

Made per card by the delegate and kept there. Knows the stage and the day, nothing of pixels.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from salesdesk.domain import pipeline
from salesdesk.domain.pipeline import NextStepState as State
from salesdesk.support.i18n import _, format_date, format_money, format_time, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesdesk.ui import theme
    from salesdesk.ui.board.look import CardLook
    from salesdesk.usecases.board import BoardStage, CardRow


class _Step:
    """What a card says of its next step."""

    __slots__ = ("day", "mark", "role", "tone", "what", "when")

    def __init__(
        self,
        what: str,
        when: str,
        mark: str,
        tone: str,
        role: theme.Role = "small",
        day: str = "",
    ) -> None:
        self.what, self.when, self.mark, self.tone = what, when, mark, tone
        self.role, self.day = role, day or when


class Face:
    """The words of one card, in the user's language."""

    __slots__ = (
        "account", "age", "amount", "has_amount", "is_quiet", "is_stalled", "met", "more", "name",
        "pill", "step_day", "step_mark", "step_role", "step_tone", "step_what", "step_when",
        "total",
    )  # fmt: skip

    def __init__(
        self, row: CardRow, step: _Step, *, total: int, more: str, age: str, is_stalled: bool
    ) -> None:
        """`total`: exit criteria, 0 where there is no stage; `more`: the words of the last line;
        `age`: days in the stage, "" unless stalled."""
        self.name, self.account = row.name, row.account or ""
        self.amount, self.has_amount = _amount(row), row.amount_minor is not None
        self.step_what = step.what
        """What is to be done; empty when there is only a state to tell."""
        self.step_when, self.step_day = step.when, step.day
        """When; and the day alone, where that has a time too, or fewer words for little room."""
        self.step_mark, self.step_tone, self.step_role = step.mark, step.tone, step.role
        """The shape before the step: ok, today, late, none, paused, unassessed, handoff, done."""
        self.pill, self.age = _objections(row.open_objections), age
        self.met, self.total, self.more = row.criteria_met, total, more
        self.is_stalled, self.is_quiet = is_stalled, step.mark in ("paused", "unassessed")

    @property
    def step_text(self) -> str:
        """What and when in one line."""
        return f"{self.step_what} · {self.step_when}" if self.step_what else self.step_when

    @property
    def step_short(self) -> str:
        """The same without a time of day."""
        return f"{self.step_what} · {self.step_day}" if self.step_what else self.step_day


class Faces:
    """Makes faces for one day, one process and one look."""

    def __init__(self, stages: Mapping[str, BoardStage], today: dt.date, look: CardLook) -> None:
        self._stages, self._today, self._look = stages, today, look

    def face(self, row: CardRow) -> Face:
        """The face of a card."""
        stage = self._stages.get(row.column_key)
        days = pipeline.days_in_stage(row, self._today)
        is_stalled = pipeline.is_stalled(row, stage, self._today)
        step = self._step(row)
        return Face(
            row,
            step,
            total=row.criteria_total if stage is not None else 0,
            more=self._more(row),
            age=_("{n} d").format(n=days) if is_stalled and stage is not None else "",
            is_stalled=is_stalled,
        )

    def sentence(self, row: CardRow) -> str:
        """All of a card in one sentence, for a screen reader."""
        face = self.face(row)
        stage = self._stages.get(row.column_key)
        parts = [
            row.name,
            face.account,
            format_money(row.amount_minor, row.currency)
            if face.has_amount
            else _("amount unknown"),
        ]
        parts.append(self._spoken_step(face))
        if face.total:
            parts.append(
                _("{met} of {total} exit criteria met").format(met=face.met, total=face.total)
            )
        if row.open_objections:
            parts.append(
                ngettext("{n} open objection", "{n} open objections", row.open_objections).format(
                    n=row.open_objections
                )
            )
        if stage is not None:
            days = pipeline.days_in_stage(row, self._today)
            parts.append(
                ngettext("{n} day in {stage}", "{n} days in {stage}", days).format(
                    n=days, stage=stage.name
                )
            )
        if face.is_stalled:
            parts.append(_("stalled"))
        return ", ".join(part for part in parts if part)

    def _spoken_step(self, face: Face) -> str:
        if face.step_mark in ("paused", "unassessed", "handoff", "done"):
            return face.step_text
        if face.step_mark == "none":
            return _("no next step")
        return _("next step {step}").format(step=face.step_text)

    def _step(self, row: CardRow) -> _Step:
        if row.handoff_total is not None:
            return _handoff(row)
        state = pipeline.next_step_state(row, self._today)
        if state is State.PAUSED:
            return _Step(
                "", _("Paused until {day}").format(day=_day(row.paused_until)), "paused", "muted"
            )
        if state is State.NOT_ASSESSED:
            return _Step("", _("Not assessed yet"), "unassessed", "muted")
        if state is State.NONE or row.next_due_on is None:
            no_step = _("No step")
            return _Step("", _("Set next step"), "none", "warn", "small_strong", day=no_step)
        what = row.next_what or ""
        if state is State.LATE:
            late = (self._today - dt.date.fromisoformat(row.next_due_on)).days
            when = ngettext("{n} d late", "{n} d late", late).format(n=late)
            return _Step(what, when, "late", "late", "small_strong")
        if state is State.TODAY:
            return _Step(what, _time(row.next_time) or _("today"), "today", "accent_text")
        return self._coming(what, row.next_due_on, row.next_time)

    def _coming(self, what: str, due_on: str, time: str | None) -> _Step:
        """A weekday within the coming six days, a date after that."""
        day = dt.date.fromisoformat(due_on)
        is_near = 0 <= (day - self._today).days < 7
        shown = format_date(day, "day" if is_near else "short")
        when = f"{shown} {_time(time)}" if time and is_near else shown
        return _Step(what, when, "ok", "ok", day=shown)

    def _more(self, row: CardRow) -> str:
        fields = self._look.fields
        parts = []
        if "close" in fields:
            parts.append(
                _("Close {day}").format(day=_day(row.expected_close_on))
                if row.expected_close_on
                else _("No close date")
            )
        if "products" in fields and row.products:
            parts.append(row.products.replace("\n", ", "))
        if "tags" in fields and row.tags:
            parts.append(" ".join(f"#{tag}" for tag in row.tags.split("\n")))
        return " · ".join(parts)


def _amount(row: CardRow) -> str:
    if row.amount_minor is None:
        return _("no amount")
    return format_money(row.amount_minor, row.currency)


def _objections(count: int) -> str:
    return ngettext("{n} obj.", "{n} obj.", count).format(n=count) if count else ""


def _handoff(row: CardRow) -> _Step:
    ready, total = row.handoff_ready or 0, row.handoff_total or 0
    words = _("Handoff {ready} of {total}").format(ready=ready, total=total)
    if ready >= total:
        return _Step("", words, "done", "ok")
    return _Step("", words, "handoff", "warn", "small_strong")


def _day(iso: str | None) -> str:
    return format_date(dt.date.fromisoformat(iso), "short") if iso else ""


def _time(text: str | None) -> str:
    return format_time(dt.time.fromisoformat(text)) if text else ""
