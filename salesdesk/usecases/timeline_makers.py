"""What the timeline says of each kind of row: one function a kind, and a row in the register.

Called by `timeline`, which puts their entries in order.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesdesk.domain.facts import FACT_KIND_LABELS, N_, ROLE_LABELS
from salesdesk.domain.pipeline import days_between, local_day
from salesdesk.domain.plain_words import plain_words
from salesdesk.domain.process import Process
from salesdesk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from salesdesk.store.engine import SqlConnection


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened. `ref` is the id of its row in `table`.

    `on` is a local date (ISO text), `time` HH:MM or None; `days` the time in stage of a stay, in
    days, so far for the present one. `person` is who said or did it.
    """

    kind: str
    on: str
    title: str
    table: str
    ref: str
    body: str = ""
    person: str = ""
    time: str | None = None
    days: int | None = None
    by_buyer: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """What the entries of one deal are made from."""

    connection: SqlConnection
    deal_id: str
    process: Process
    names: dict[str, str]
    today: dt.date
    is_open: bool

    def rows(self, table: str, *, binned: bool = False) -> Sequence[Any]:
        """The deal's rows of a table, with `binned` also those in the bin."""
        from salesdesk.store.reads import deal_page as reads
        from salesdesk.store.schema import KINDS as TABLES

        return reads.of_deal(self.connection, TABLES[table], self.deal_id, binned=binned)

    def stage(self, key: str) -> str:
        """The name of a stage, or its key when the process has it no more."""
        return next((s.name for s in self.process.stages if s.key == key), key)

    def person(self, person_id: str | None) -> str:
        """The name of a person of the deal, "" for none."""
        return self.names.get(person_id or "", "")


_HOW: dict[str, str] = {
    "created": N_("Created in {stage}"),
    "moved": N_("Moved to {stage}"),
    "imported": N_("Imported in {stage}"),
    "reopened": N_("Reopened in {stage}"),
}


def _stages(source: Source) -> Iterator[TimelineEntry]:
    for row in source.rows("stay"):
        on = local_day(row.entered_at)
        left = local_day(row.left_at) if row.left_at else None
        days = None
        if left is not None:
            days = max(0, (dt.date.fromisoformat(left) - dt.date.fromisoformat(on)).days)
        elif source.is_open:
            days = days_between(on, source.today)
        title = _(_HOW.get(row.how, _HOW["moved"])).format(stage=source.stage(row.stage_key))
        body = ""
        if days is not None:
            body = ngettext("{n} day in this stage", "{n} days in this stage", days).format(n=days)
        yield TimelineEntry("stage", on, title, "stay", row.id, body, days=days)


def _overrides(source: Source) -> Iterator[TimelineEntry]:
    texts = {c.key: c.text for stage in source.process.stages for c in stage.criteria}
    for row in source.rows("gate_override"):
        missing = [texts.get(key, key) for key in json.loads(row.missing or "[]")]
        title = _("Left {stage} with {n} still open").format(
            stage=source.stage(row.from_stage), n=len(missing)
        )
        body = "\n".join([row.why, *(f"○ {text}" for text in missing)])
        yield TimelineEntry(
            "override", local_day(row.made_at), title, "gate_override", row.id, body
        )


def _answers(source: Source) -> Iterator[TimelineEntry]:
    own = {f"own:{row.id}": row.text for row in source.rows("own_question", binned=True)}
    asked = {question.key: question for question in source.process.questions}
    for row in source.rows("answer"):
        question = asked.get(row.question_key or "")
        title = question.text if question else own.get(row.question_key, _("Said"))
        if row.skipped_why is not None:
            title, body = _("Skipped: {question}").format(question=title), row.skipped_why
        elif row.words:
            body = row.words
        else:
            continue
        yield TimelineEntry(
            "answer", row.answered_on, title, "answer", row.id, body, source.person(row.person_id)
        )


def _facts(source: Source) -> Iterator[TimelineEntry]:
    for row in source.rows("fact"):
        label = FACT_KIND_LABELS.get(row.kind)
        yield TimelineEntry(
            "fact",
            row.said_on or _made_on(row),
            _(label) if label else row.kind,
            "fact",
            row.id,
            row.words,
            source.person(row.person_id),
            by_buyer=row.confirmed,
        )


_ACTIVITIES: dict[str, str] = {
    "call": N_("Call: {subject}"),
    "email": N_("Mail: {subject}"),
    "meeting": N_("Meeting: {subject}"),
    "note": N_("Remark: {subject}"),
}


def _calls(source: Source) -> Iterator[TimelineEntry]:
    """Calls that are planned, run or were held; what one became stands here with its notes."""
    calls = source.rows("call")
    activities = {row.id: row for row in source.rows("activity")} if calls else {}
    for row in calls:
        held = activities.get(row.activity_id)
        if held is not None:
            yield _held(source, row, held)
        elif row.state == "planned" and row.planned_on:
            yield TimelineEntry(
                "call", row.planned_on, _("Call planned"), "call", row.id, row.hypothesis or "",
                time=row.planned_time,
            )  # fmt: skip
        elif row.state == "running":
            on = local_day(row.started_at)
            yield TimelineEntry("call", on, _("A call that runs"), "call", row.id, row.notes or "")
        if row.confirmed_on:
            yield TimelineEntry(
                "call", row.confirmed_on, _("Summary confirmed"), "call", row.id,
                (row.summary or "").split("\n\n")[0], by_buyer=True,
            )  # fmt: skip


def _held(source: Source, row: Any, held: Any) -> TimelineEntry:
    title = _(_ACTIVITIES.get(held.kind, "{subject}")).format(subject=held.subject)
    why = _("No next step: {why}").format(why=row.no_step_why) if row.no_step_why else None
    return TimelineEntry(
        "call",
        held.happened_on,
        title,
        "call",
        row.id,
        "\n".join(part for part in (held.outcome, why, row.notes) if part),
        source.person(held.person_id),
        held.happened_time,
    )


def _activities(source: Source) -> Iterator[TimelineEntry]:
    of_calls = {row.activity_id for row in source.rows("call")}
    for row in source.rows("activity"):
        if row.id in of_calls:
            continue
        title = _(_ACTIVITIES.get(row.kind, "{subject}")).format(subject=row.subject)
        yield TimelineEntry(
            "activity",
            row.happened_on,
            title,
            "activity",
            row.id,
            "\n".join(part for part in (row.body, row.outcome) if part),
            source.person(row.person_id),
            row.happened_time,
            by_buyer=row.by_buyer,
        )


def _notes(source: Source) -> Iterator[TimelineEntry]:
    for row in source.rows("note"):
        on, words = local_day(row.written_at), plain_words(row.body)
        yield TimelineEntry("note", on, _("Note"), "note", row.id, words)


def _objections(source: Source) -> Iterator[TimelineEntry]:
    for row in source.rows("objection"):
        person = source.person(row.person_id)
        yield TimelineEntry(
            "objection", row.said_on, _("Objection"), "objection", row.id, row.words, person
        )
        if row.resolved_on:
            yield TimelineEntry(
                "objection",
                row.resolved_on,
                _("Objection resolved") if row.status == "resolved" else _("Objection stands"),
                "objection",
                row.id,
                "\n".join(part for part in (row.response, row.confirmation, row.outcome) if part),
                source.person(row.confirmed_by_id) or person,
            )


def _next_steps(source: Source) -> Iterator[TimelineEntry]:
    for row in source.rows("next_step"):
        if row.done_on:
            title = _("Done: {what}").format(what=row.what)
            yield TimelineEntry(
                "next_step", row.done_on, title, "next_step", row.id, row.outcome or ""
            )
        else:
            title = _("Next: {what}").format(what=row.what)
            yield TimelineEntry(
                "next_step", row.due_on, title, "next_step", row.id, time=row.due_time
            )


def _proposals(source: Source) -> Iterator[TimelineEntry]:
    for row in source.rows("proposal"):
        if row.sent_on:
            title = _("Proposal, version {n}, sent to {who}").format(n=row.number, who=row.sent_to)
            yield TimelineEntry("proposal", row.sent_on, title, "proposal", row.id, row.title)
        elif row.frozen_on:
            title = _("Proposal, version {n}, made ready to send").format(n=row.number)
            yield TimelineEntry("proposal", row.frozen_on, title, "proposal", row.id, row.title)


def _people(source: Source) -> Iterator[TimelineEntry]:
    for row in source.rows("deal_person"):
        name = source.person(row.person_id)
        role = _(ROLE_LABELS[row.role]) if row.role in ROLE_LABELS else row.role
        title = _("{person} is on the deal: {role}").format(person=name, role=role)
        yield TimelineEntry("person", _made_on(row), title, "deal_person", row.id, person=name)


_GIVES: dict[str, str] = {
    "asked": N_("Asked for: {give}"),
    "offered": N_("Offered: {give}"),
    "agreed": N_("Agreed: {give}"),
    "withdrawn": N_("Withdrawn: {give}"),
}


def _commitment(source: Source) -> Iterator[TimelineEntry]:
    """Concessions as they stand now, and the steps of the plan that are done."""
    for row in source.rows("concession"):
        title = _(_GIVES.get(row.state, "{give}")).format(give=row.give)
        body = _("We get: {get}").format(get=row.get) if row.get else ""
        person = source.person(row.person_id)
        yield TimelineEntry("commitment", row.given_on, title, "concession", row.id, body, person)
    for row in source.rows("plan_step"):
        if row.done_on:
            title = _("Plan: {what}").format(what=row.what)
            person = source.person(row.person_id) or row.owner or ""
            yield TimelineEntry(
                "commitment", row.done_on, title, "plan_step", row.id, row.note or "", person,
                by_buyer=row.side == "buyer",
            )  # fmt: skip


_OUTCOMES: dict[str, str] = {
    "won": N_("Won"),
    "lost": N_("Lost"),
    "no_decision": N_("Ended without a decision"),
}


def _closings(source: Source) -> Iterator[TimelineEntry]:
    """Binned reviews too: a deal that was reopened was once closed."""
    reasons = {reason.key: reason.name for reason in source.process.reasons}
    for row in source.rows("review", binned=True):
        said = [reasons.get(key, key) for key in json.loads(row.reasons or "[]")]
        named = (
            (_("Where it broke: {words}"), row.where_broke),
            (_("The signal we missed: {words}"), row.missed_signal),
            (_("What we change: {words}"), row.change),
            (_("Went to: {words}"), row.competitor),
        )
        lessons = [text.format(words=words) for text, words in named if words]
        parts = (", ".join(said), row.note, row.what_happened, *lessons)
        title = _(_OUTCOMES.get(row.outcome, row.outcome))
        body = "\n".join(part for part in parts if part)
        yield TimelineEntry("closed", row.decided_on, title, "review", row.id, body)


_HANDOFF: dict[str, str] = {
    "internal_call_on": N_("Internal handoff call"),
    "introduced_on": N_("Introduced to the customer"),
    "customer_confirmed_on": N_("The customer confirmed the handoff"),
    "finished_on": N_("Handoff finished"),
    "due_on": N_("Handoff due"),
}

_ANSWERED: dict[str, str] = {
    "accepted": N_("Handoff finished, then accepted"),
    "returned": N_("Handoff finished, then returned"),
}
"""The receiver's answer has no day of its own: it is told where the handoff was finished."""


def _handoffs(source: Source) -> Iterator[TimelineEntry]:
    for row in source.rows("handoff"):
        for column, title in _HANDOFF.items():
            on = getattr(row, column)
            if not on or (column == "due_on" and row.finished_on):
                continue
            said = "" if column != "finished_on" else row.returned_why or row.finish_reason or ""
            title = _ANSWERED.get(row.state, title) if column == "finished_on" else title
            yield TimelineEntry("handoff", on, _(title), "handoff", row.id, said)


def _made_on(row: Any) -> str:
    """The local date on which a row was made: its id begins with the milliseconds."""
    instant = dt.datetime.fromtimestamp(int(row.id[:12], 16) / 1000, dt.UTC)
    return min(local_day(instant.isoformat()), local_day(row.changed_at))


MAKERS: dict[str, Callable[[Source], Iterator[TimelineEntry]]] = {
    "stage": _stages,
    "override": _overrides,
    "answer": _answers,
    "fact": _facts,
    "call": _calls,
    "activity": _activities,
    "note": _notes,
    "objection": _objections,
    "next_step": _next_steps,
    "proposal": _proposals,
    "person": _people,
    "commitment": _commitment,
    "closed": _closings,
    "handoff": _handoffs,
}
