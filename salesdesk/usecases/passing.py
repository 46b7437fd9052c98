"""Passing a gate from the gate dialog: what is missing is filled in and the deals move, at once.

Called by the board and the deal page after `moves.GateUnmet`. The parts are ordinary commands, so
that what is filled here is the same as what the panels write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.usecases.moves import MoveDeals

if TYPE_CHECKING:
    from salesdesk.domain.gates import FactView
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.accounts import AccountChanges
    from salesdesk.usecases.desk import Desk


class Part(Protocol):
    """A command, as far as it is run inside another."""

    def apply(self, unit: Unit) -> None:
        """Writes. Raises KnownError."""


@dataclass(frozen=True)
class PassGate:
    """Fills in what is missing, then moves: one entry of the history, all or nothing."""

    parts: tuple[Part, ...]
    move: MoveDeals

    @property
    def label(self) -> str:
        """For the undo menu; the move sets one that names deal and stage."""
        return _("Move deals")

    def apply(self, unit: Unit) -> None:
        """Raises what the parts raise, or GateUnmet when something is still missing."""
        for part in self.parts:
            part.apply(unit)
        self.move.apply(unit)


@dataclass(frozen=True)
class DescribeCompany:
    """Fills in fields of the company of a deal, which an earlier part may only just have named."""

    deal_id: str
    changes: AccountChanges

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the account."""
        return _("Edit account")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the deal has no company or a value cannot be taken."""
        from salesdesk.store.schema import Deal
        from salesdesk.usecases.accounts import EditAccount

        account_id = unit.get(Deal, self.deal_id).account_id
        if account_id is None:
            raise KnownError(_("The deal has no company yet. Nothing was changed; name it first."))
        EditAccount(account_id, self.changes).apply(unit)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone on the buyer's side who may have said it."""

    id: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class GateHelp:
    """What the gate dialog needs to know of a deal beside its report.

    `speakers`: the deal's stakeholders, first the one who spoke last, then in their order;
    `currency` of the amount; `account_id` of the company; `questions` and `signals`: texts by key,
    as the process words them; `topics`: question keys by topic; `unconfirmed`: facts that the
    buyer has not confirmed.
    """

    speakers: tuple[Speaker, ...] = ()
    currency: str = "EUR"
    account_id: str | None = None
    questions: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signals: Mapping[str, str] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()
    people: int = 0
    unconfirmed: tuple[FactView, ...] = ()


def gate_help(desk: Desk, deal_id: str) -> GateHelp:
    """What is needed to fill a deal's gate in place; nobody and nothing when the deal is gone."""
    from salesdesk.store import snapshots

    state = desk.read(lambda connection: snapshots.state(connection, deal_id))
    if state is None:
        return GateHelp()
    process = desk.process(state.deal.pipeline_id)
    spoken = [fact for fact in state.snapshot.facts if fact.person_id]
    last = max(spoken, key=lambda fact: fact.said_on or "", default=None)
    people = sorted(
        state.snapshot.people, key=lambda person: last is None or person.id != last.person_id
    )
    topics: dict[str, list[str]] = {}
    for question in process.questions:
        topics.setdefault(question.topic, []).append(question.key)
    return GateHelp(
        speakers=tuple(Speaker(person.id, person.name, person.role) for person in people),
        currency=state.deal.currency,
        account_id=state.deal.account_id,
        questions={question.key: question.text for question in process.questions},
        topics={topic: tuple(keys) for topic, keys in topics.items()},
        signals={signal.key: signal.text for stage in process.stages for signal in stage.signals},
        answered=state.snapshot.answered,
        people=len(people),
        unconfirmed=tuple(fact for fact in state.snapshot.facts if not fact.confirmed),
    )
