"""Objections on a deal: log, work through, resolve, let stand; the plays beside them.

Called by the Objections panel and the short-play finder (Ctrl+O). Resolved needs a root cause, a
response and the buyer's own confirmation with a person: what we believe does not settle a doubt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain import objections as domain
from salesdesk.domain.errors import KnownError
from salesdesk.domain.gates import PersonView
from salesdesk.domain.objection_history import Likely, expected
from salesdesk.domain.objections import OPEN, RESOLVED, STANDS, ObjectionState, Worked
from salesdesk.domain.process import ObjectionCategory, Play, Process
from salesdesk.support.i18n import _
from salesdesk.usecases.answers import shown
from salesdesk.usecases.discovery import deal_state
from salesdesk.usecases.facts import required_day

if TYPE_CHECKING:
    from salesdesk.store.schema import Objection
    from salesdesk.store.snapshots import DealState
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk

EDITABLE = (
    "words", "person_id", "said_on", "category", "play_key", "root_cause", "response",
    "confirmation", "confirmed_by_id", "outcome",
)  # fmt: skip
"""The columns of an objection that the rep can change at any time."""


class NotResolvable(KnownError):
    """Something is missing before an objection counts as resolved; `lacking` names what."""

    def __init__(self, lacking: tuple[str, ...]) -> None:
        self.lacking = lacking
        names = {
            "root_cause": _("the root cause"),
            "response": _("your response"),
            "confirmation": _("the buyer's words that it is settled"),
            "person": _("who said so"),
        }
        super().__init__(
            _("Not resolved yet: {missing} is missing. Nothing was changed; fill it in, or let "
              "the objection stand.").format(missing=", ".join(names[name] for name in lacking))
        )  # fmt: skip


@dataclass(frozen=True)
class LogObjection:
    """Keeps an objection as it was said. Details can follow later (ISO date)."""

    deal_id: str
    words: str
    person_id: str | None = None
    said_on: str | None = None
    """Today when None."""
    category: str | None = None
    """The play's category, or the process's first, when None."""
    play_key: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Log the objection “{words}”").format(words=shown(self.words))

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without words, or when the deal is gone."""
        from salesdesk.store.schema import Deal, Objection

        deal = unit.get(Deal, self.deal_id)
        process = unit.process(deal.pipeline_id)
        play = process.play(self.play_key) if self.play_key else None
        words = self.words.strip() or (play.heard[0] if play and play.heard else "")
        _require_words(words)
        unit.add(
            Objection(
                deal_id=deal.id,
                words=words,
                person_id=self.person_id,
                said_on=required_day(self.said_on or unit.today),
                category=self.category or (play.category if play else _first_category(process)),
                play_key=self.play_key,
                status=OPEN,
            )
        )
        unit.label = _("Log the objection “{words}”").format(words=shown(words))


@dataclass(frozen=True)
class UpdateObjection:
    """Changes what is known of an objection: any of :data:`EDITABLE`; what is not named stays."""

    objection_id: str
    fields: Mapping[str, str | None]

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Change an objection")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError; NotResolvable when a resolved one would lose what settled it."""
        row = _get(unit, self.objection_id)
        _set(row, self.fields)
        if row.status == RESOLVED:
            _require_settled(row)
        unit.label = _("Change the objection “{words}”").format(words=shown(row.words))


@dataclass(frozen=True)
class ResolveObjection:
    """Settles an objection; `fields` may bring along what is still missing."""

    objection_id: str
    fields: Mapping[str, str | None]
    resolved_on: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Resolve an objection")

    def apply(self, unit: Unit) -> None:
        """Raises NotResolvable unless root cause, response, confirmation and person are there."""
        row = _get(unit, self.objection_id)
        _set(row, self.fields)
        _require_settled(row)
        row.status = RESOLVED
        row.resolved_on = required_day(self.resolved_on or unit.today)
        unit.label = _("Resolve the objection “{words}”").format(words=shown(row.words))


@dataclass(frozen=True)
class LetStand:
    """It was not settled and we go on knowing it; `outcome` says what that means."""

    objection_id: str
    outcome: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Let an objection stand")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without an outcome."""
        if not self.outcome.strip():
            raise KnownError(
                _("Say how you go on with it. Nothing was changed; write one sentence.")
            )
        row = _get(unit, self.objection_id)
        row.status, row.outcome, row.resolved_on = STANDS, self.outcome.strip(), unit.today
        unit.label = _("Let the objection “{words}” stand").format(words=shown(row.words))


@dataclass(frozen=True)
class ReopenObjection:
    """It came up again. What was found out stays."""

    objection_id: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Reopen an objection")

    def apply(self, unit: Unit) -> None:
        """The confirmation is cleared: it did not hold. Undo brings it back."""
        row = _get(unit, self.objection_id)
        row.status, row.resolved_on = OPEN, None
        row.confirmation = row.confirmed_by_id = None
        unit.label = _("Reopen the objection “{words}”").format(words=shown(row.words))


@dataclass(frozen=True)
class BinObjection:
    """Puts an objection into the bin."""

    objection_id: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Delete an objection")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is gone."""
        row = _get(unit, self.objection_id)
        unit.bin(row)
        unit.label = _("Delete the objection “{words}”").format(words=shown(row.words))


@dataclass(frozen=True, slots=True)
class ObjectionsView:
    """All that the Objections panel shows of one deal; a snapshot."""

    deal_id: str
    open: tuple[ObjectionState, ...]
    settled: tuple[ObjectionState, ...]
    """Resolved ones and those that stand, newest first."""
    likely: tuple[Likely, ...]
    """What to expect and why, likeliest first; nobody on this deal has brought it up yet."""
    categories: tuple[ObjectionCategory, ...]
    plays: tuple[Play, ...]
    people: tuple[PersonView, ...]
    worked: Mapping[str, Worked]
    """How often each play settled it, over the whole desk, by play key."""


def objections_view(desk: Desk, deal_id: str) -> ObjectionsView:
    """The Objections panel of a deal. Raises KnownError when the deal is gone."""
    from salesdesk.store.reads import objections as reads

    state = deal_state(desk, deal_id)
    process = desk.process(state.deal.pipeline_id)
    rows = desk.read(lambda connection: reads.of_deal(connection, deal_id))
    every = desk.read(reads.all_of_desk)
    states = [_state(process, row) for row in rows]
    return ObjectionsView(
        deal_id,
        tuple(s for s in states if s.objection.status == OPEN),
        tuple(s for s in reversed(states) if s.objection.status != OPEN),
        _likely(desk, state, rows),
        process.categories,
        process.plays,
        state.snapshot.people,
        domain.worked_by_play(every),
    )


def likely_ahead(desk: Desk, deal_id: str) -> tuple[Likely, ...]:
    """What to expect on a deal and why, likeliest first: from the process and from all deals.

    Reads what the whole desk has heard: for a worker. Nothing on a deal that is gone meanwhile.
    """
    from salesdesk.store import snapshots
    from salesdesk.store.reads import objections as reads

    state = desk.read(lambda connection: snapshots.state(connection, deal_id))
    if state is None:
        return ()
    return _likely(desk, state, desk.read(lambda connection: reads.of_deal(connection, deal_id)))


def _likely(desk: Desk, state: DealState, rows: tuple[domain.Objection, ...]) -> tuple[Likely, ...]:
    from salesdesk.store.reads import objections as reads

    deal = state.deal
    process = desk.process(deal.pipeline_id)
    rivals = desk.read(lambda connection: reads.rivals(connection, deal.id))
    met = {row.play_key for row in rows if row.play_key}
    roles = [person.role for person in state.snapshot.people if person.role]
    stage = process.stage(deal.stage_key)
    return expected(process, stage, desk.read(reads.seen), roles, rivals, met)


def play_finder(
    process: Process, text: str, stage_key: str | None = None, limit: int = 8
) -> tuple[Play, ...]:
    """The plays for what the buyer just said; without text those likely in the stage first."""
    suggested = process.stage(stage_key).objections if stage_key else ()
    return domain.find_plays(process, text, suggested, limit)


def responses_that_worked(desk: Desk, play_key: str) -> tuple[Worked, ...]:
    """The responses used with a play on any deal: which settled it, with n."""
    from salesdesk.store.reads import objections as reads

    return domain.worked_by_response(desk.read(reads.all_of_desk), play_key)


def _state(process: Process, row: domain.Objection) -> ObjectionState:
    play = process.play(row.play_key) if row.play_key else None
    if play is None:
        same = [p for p in process.plays if p.category == row.category]
        play = next(iter(domain.find_plays_among(same, row.words)), None)
    return ObjectionState(row, play, domain.category_name(process, row.category))


def _get(unit: Unit, row_id: str) -> Objection:
    from salesdesk.store.schema import Objection

    return unit.get(Objection, row_id)


def _set(row: Objection, fields: Mapping[str, str | None]) -> None:
    for name, value in fields.items():
        if name not in EDITABLE:
            raise KnownError(_("An objection has no field “{name}”.").format(name=name))
        value = (value or "").strip() or None
        if name == "words":
            _require_words(value or "")
        if name == "said_on":
            value = required_day(value or "")
        setattr(row, name, value)


def _require_words(words: str) -> None:
    if not words.strip():
        raise KnownError(_("An objection needs the words that were said. Nothing was changed."))


def _require_settled(row: Objection) -> None:
    missing = domain.lacking(row.root_cause, row.response, row.confirmation, row.confirmed_by_id)
    if missing:
        raise NotResolvable(missing)


def _first_category(process: Process) -> str:
    return process.categories[0].key if process.categories else ""
