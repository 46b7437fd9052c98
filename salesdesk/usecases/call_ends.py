"""Commands that end a call: its outcome and next step in one, its summary, its confirmation.

Called by call mode's closing dialog and by the dialog of a call that was held.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesdesk.domain import entry
from salesdesk.domain.calls import NoNextStep
from salesdesk.domain.discovery import SUMMARY
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.domain.pipeline import local_day
from salesdesk.support.i18n import _, format_date
from salesdesk.usecases.calls import storable
from salesdesk.usecases.deal_access import get_deal
from salesdesk.usecases.next_steps import CompleteNextStep, PlannedStep, add_step

if TYPE_CHECKING:
    from salesdesk.store.schema import Call
    from salesdesk.store.unit import Unit

CALL_KINDS = ("call", "meeting")
"""What a call may become in the history."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What the rep says when a call ends.

    `fulfils_id` is the open next step that this call was; `person_id` whom it was with.
    """

    subject: str
    outcome: str | None = None
    kind: str = "call"
    person_id: str | None = None
    summary: str | None = None
    step: PlannedStep | None = None
    no_step_why: str | None = None
    fulfils_id: str | None = None


@dataclass(frozen=True)
class EndCall:
    """Ends a call: it becomes an activity, the step it was is done, the next one is set."""

    call_id: str
    ending: Ending
    activity_id: str = field(default_factory=new_id)
    step_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("End a call")

    def apply(self, unit: Unit) -> None:
        """Raises NoNextStep without a step and without a reason; KnownError on bad values."""
        from salesdesk.store.schema import Call

        call, ending = unit.get(Call, self.call_id), self.ending
        if call.state != "running":
            raise KnownError(_("That call does not run. Nothing was changed; start it first."))
        deal = get_deal(unit, call.deal_id)
        why = entry.text(ending.no_step_why)
        if ending.step is None and why is None and not _has_step(unit, call, ending.fulfils_id):
            raise NoNextStep(
                _("This call has no next step yet. It goes on; agree on one, or say why there is "
                  "none.")
            )  # fmt: skip
        self._log(unit, call)
        if ending.fulfils_id:
            CompleteNextStep(ending.fulfils_id, entry.text(ending.outcome)).apply(unit)
        if ending.step is not None:
            add_step(unit, deal.id, ending.step, self.step_id)
            deal.triage = None
        call.state, call.ended_at, call.activity_id = "done", unit.now, self.activity_id
        call.summary = entry.text(ending.summary)
        call.no_step_why = why if ending.step is None else None
        _keep_line(call)
        unit.label = _("End the call on {deal}").format(deal=deal.name)

    def _log(self, unit: Unit, call: Call) -> None:
        """What happened goes into the history, on the day and at the time the call began."""
        import datetime as dt

        from salesdesk.store.schema import Activity

        started = dt.datetime.fromisoformat(call.started_at or unit.now).astimezone()
        day = local_day(call.started_at or unit.now)
        unit.add(
            Activity(
                id=self.activity_id,
                deal_id=call.deal_id,
                kind=entry.one_of(self.ending.kind, CALL_KINDS),
                subject=entry.name(
                    self.ending.subject, _("Say in a few words what the call was about.")
                ),
                outcome=entry.text(self.ending.outcome),
                person_id=self.ending.person_id or None,
                happened_on=min(day, unit.today),
                happened_time=started.strftime("%H:%M"),
                by_buyer=False,
            )
        )


def _has_step(unit: Unit, call: Call, fulfils_id: str | None) -> bool:
    """Whether an open step of today or later stands beside the one that this call was."""
    from salesdesk.store.schema import NextStep

    steps = unit.find(NextStep, NextStep.deal_id == call.deal_id, NextStep.done_on.is_(None))
    return any(step.id != fulfils_id and step.due_on >= unit.today for step in steps)


def _keep_line(call: Call) -> None:
    """A line that was never entered goes to the notes: nothing that was typed is dropped."""
    left = (call.typed or "").strip()
    if left:
        call.notes = "\n".join(filter(None, (call.notes, left)))
    call.typed = None


@dataclass(frozen=True)
class KeepSummary:
    """Keeps the summary of a call as the rep edited it; empty words take it away."""

    call_id: str
    words: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Edit the summary of a call")

    def apply(self, unit: Unit) -> None:
        """A summary that is changed is not confirmed any more. Raises KnownError when gone."""
        from salesdesk.store.schema import Call

        call = unit.get(Call, self.call_id)
        words = entry.text(storable(self.words))
        if words != call.summary:
            call.summary, call.confirmed_on = words, None


@dataclass(frozen=True)
class ConfirmSummary:
    """The buyer said that the summary is right: who, and when (ISO date).

    `fact_ids` are those it told, which are confirmed with it. What they did is kept as evidence;
    where the stage waits for this very sign, as that sign.
    """

    call_id: str
    confirmed_on: str
    person_id: str | None
    fact_ids: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("The buyer confirmed a summary")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a summary, without a person, or for a day still to come."""
        from salesdesk.store.schema import Call

        call = unit.get(Call, self.call_id)
        day = entry.needed_day(self.confirmed_on, _("Enter the day on which they confirmed it."))
        if call.summary is None:
            raise KnownError(_("There is no summary to confirm yet. Write it first, and send it."))
        if day > unit.today:
            raise KnownError(_("That day is still to come. Nothing was changed."))
        if not self.person_id:
            raise KnownError(
                _("A confirmation needs the person who gave it. Nothing was changed; choose who.")
            )
        call.confirmed_on = day
        self._note(unit, call, day)
        self._confirm(unit, call, day)

    def _note(self, unit: Unit, call: Call, day: str) -> None:
        """The confirmation is something the buyer did, so it is a fact."""
        from salesdesk.usecases.facts import new_fact

        deal = get_deal(unit, call.deal_id)
        stages = unit.process(deal.pipeline_id).stages
        signals = next((s.signals for s in stages if s.key == deal.stage_key), ())
        sign = next((s.key for s in signals if s.key.endswith("confirmed-summary")), "")
        words = _("Confirmed the summary of the call of {day}").format(day=_day(call))
        fact = new_fact(unit, call.deal_id, "signal" if sign else "evidence", words)
        fact.key = sign or "summary-confirmed"
        fact.person_id, fact.said_on = self.person_id, day

    def _confirm(self, unit: Unit, call: Call, day: str) -> None:
        from salesdesk.store.schema import Fact

        kinds = {kind for _heading, kinds in SUMMARY for kind in kinds}
        for fact_id in self.fact_ids:
            fact = unit.maybe(Fact, fact_id)
            if fact is None or fact.deal_id != call.deal_id or fact.kind not in kinds:
                continue
            fact.confirmed = True
            if fact.person_id is None:
                fact.person_id, fact.said_on = self.person_id, day


def _day(call: Call) -> str:
    import datetime as dt

    day = local_day(call.started_at) if call.started_at else call.planned_on or ""
    return format_date(dt.date.fromisoformat(day), "medium") if day else "–"
