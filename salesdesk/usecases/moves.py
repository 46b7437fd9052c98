"""Moving deals on the board: between stages past their gates, and within a column.

Called by the board (drag, keys, menu), the deal page and the command line.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain import gates
from salesdesk.domain.errors import KnownError
from salesdesk.domain.gates import GateReport
from salesdesk.domain.ordering import key_between, keys_between
from salesdesk.domain.process import Process
from salesdesk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from salesdesk.store.schema import Deal
    from salesdesk.store.unit import Unit


class GateUnmet(KnownError):
    """A move that the gate of the stage being left does not allow yet.

    `reports` holds what is open, by deal id; `names` the deals' names; `may_override` whether a
    reason would do.
    """

    def __init__(
        self, reports: Mapping[str, GateReport], names: Mapping[str, str], may_override: bool
    ) -> None:
        self.reports = dict(reports)
        self.names = dict(names)
        self.may_override = may_override
        report = next(iter(self.reports.values()))
        count = sum(len(r.open) for r in self.reports.values())
        super().__init__(
            ngettext(
                "To leave {stage}: {count} still open. The deal was not moved.",
                "To leave {stage}: {count} still open. The deal was not moved.",
                count,
            ).format(stage=report.stage.name, count=count)
        )


@dataclass(frozen=True)
class Evidence:
    """What meets a criterion by hand: who on the buyer's side said or did what, and when.

    `kind` is the fact kind it is kept as: "evidence", or what the criterion's rule looks for, with
    `confirmed` when the buyer confirmed it; so that it counts everywhere, not only at the gate.
    """

    deal_id: str
    criterion_key: str
    words: str
    person_id: str | None
    said_on: str
    kind: str = "evidence"
    confirmed: bool = True


@dataclass(frozen=True)
class MoveDeals:
    """Moves deals to a stage, before another card or to the end.

    `reason` passes an unmet gate and is kept; `evidence` is recorded first, in the same step of
    undo. Moving back or within a column asks nothing.
    """

    deal_ids: tuple[str, ...]
    stage_key: str
    before_id: str | None = None
    reason: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names deal and stage."""
        return _("Move deals")

    def apply(self, unit: Unit) -> None:
        """Raises GateUnmet, or KnownError when a deal is closed or gone."""
        from salesdesk.store.schema import Deal

        deals = [unit.get(Deal, deal_id) for deal_id in self.deal_ids]
        if not deals:
            return
        process = unit.process(deals[0].pipeline_id)
        stage = process.stage(self.stage_key)
        if stage.place != "board" or any(deal.status != "open" for deal in deals):
            raise KnownError(
                _("Only open deals can be moved on the board. Reopen the deal first; "
                  "nothing was changed.")
            )  # fmt: skip
        if len(deals) == 1:
            # Its card is made anew at the end: what that asks for is read before the first write.
            unit.states(self.deal_ids)
        keys = self._places(unit, deals[0].pipeline_id)
        record_evidence(unit, self.evidence)
        self._pass_gates(unit, process, deals)
        for deal, key in zip(deals, keys, strict=True):
            deal.order_key = key
            if deal.stage_key != self.stage_key:
                enter_stage(unit, deal, self.stage_key, "moved")
        unit.label = (
            _("Move {deal} to {stage}").format(deal=deals[0].name, stage=stage.name)
            if len(deals) == 1
            else ngettext(
                "Move {n} deal to {stage}", "Move {n} deals to {stage}", len(deals)
            ).format(n=len(deals), stage=stage.name)
        )

    def _pass_gates(self, unit: Unit, process: Process, deals: list[Deal]) -> None:
        """Lets the deals pass, keeps overrides, or raises GateUnmet."""
        from salesdesk.store.schema import GateOverride, Pipeline

        policy = unit.get(Pipeline, deals[0].pipeline_id).gate_policy
        order = [stage.key for stage in process.board_stages()]
        leaving = [d for d in deals if _is_forward(order, d.stage_key, self.stage_key)]
        if policy == "off" or not leaving:
            return
        reports = open_gates(unit, process, leaving)
        if not reports:
            return
        if policy == "block" or not (self.reason or "").strip():
            names = {deal.id: deal.name for deal in leaving}
            raise GateUnmet(reports, names, may_override=policy != "block")
        for deal_id, report in reports.items():
            unit.add(
                GateOverride(
                    deal_id=deal_id,
                    from_stage=report.stage.key,
                    to_stage=self.stage_key,
                    missing=json.dumps([state.criterion.key for state in report.open]),
                    why=(self.reason or "").strip(),
                    made_at=unit.now,
                )
            )

    def _places(self, unit: Unit, pipeline_id: str) -> list[str]:
        """Order keys for the moved cards, between the neighbours at the place of the drop."""
        return places(unit, pipeline_id, self.stage_key, self.before_id, self.deal_ids)


def open_gates(unit: Unit, process: Process, deals: list[Deal]) -> dict[str, GateReport]:
    """The gates that are not met, by deal id."""
    found = {}
    for state in unit.states([deal.id for deal in deals]):
        report = gates.gate(process, process.stage(state.deal.stage_key), state.snapshot)
        if report.open:
            found[state.deal.id] = report
    return found


def enter_stage(unit: Unit, deal: Deal, stage_key: str, how: str) -> None:
    """Ends the deal's stay, begins one in `stage_key`, and keeps both instants."""
    from salesdesk.store.schema import Stay

    for stay in unit.match(Stay, deal_id=deal.id, left_at=None):
        stay.left_at = unit.now
    unit.add(Stay(deal_id=deal.id, stage_key=stage_key, entered_at=unit.now, how=how))
    deal.stage_key = stage_key
    deal.entered_on = unit.today


def record_evidence(unit: Unit, evidence: tuple[Evidence, ...]) -> None:
    """Keeps evidence as facts. Raises KnownError unless each has a person, words and a date."""
    from salesdesk.store.schema import Fact

    for given in evidence:
        if not (given.words.strip() and given.person_id and given.said_on):
            raise KnownError(
                _("Evidence needs who said or did it, what, and when. Nothing was changed; "
                  "fill in all three.")
            )  # fmt: skip
        unit.add(
            Fact(
                deal_id=given.deal_id,
                kind=given.kind,
                words=given.words.strip(),
                person_id=given.person_id,
                said_on=given.said_on,
                source_kind="hand",
                confirmed=given.confirmed,
                key=given.criterion_key,
                order_key=last_fact_key(unit, given.deal_id),
            )
        )


def last_fact_key(unit: Unit, deal_id: str) -> str:
    """An order key behind all facts of the deal."""
    from salesdesk.store.schema import Fact

    return key_between(unit.highest(Fact.order_key, Fact.deal_id == deal_id), None)


def places(
    unit: Unit, pipeline_id: str, column: str, before_id: str | None, moved: tuple[str, ...]
) -> list[str]:
    """Order keys for `moved` in a column, right before the card `before_id` or at the end."""
    before, after = unit.neighbours(pipeline_id, column, before_id, moved)
    return keys_between(before, after, len(moved))


def back_in_place(unit: Unit, deals: Iterable[Deal]) -> None:
    """Has deals out of the bin stand where they stood, or right behind who stands there now."""
    from salesdesk.store.schema import Card

    given: dict[tuple[str, str], set[str]] = defaultdict(set)
    stand = [deal for deal in deals if deal.status == "open"]
    for deal in sorted(stand, key=lambda each: each.order_key):
        here = (
            Card.pipeline_id == deal.pipeline_id,
            Card.column_key == deal.stage_key,
            Card.deal_id != deal.id,
        )
        own, key = given[deal.pipeline_id, deal.stage_key], deal.order_key
        if key in own or unit.value(Card.deal_id, *here, Card.order_key == key):
            above = unit.value(Card.order_key, *here, Card.order_key > key, order_by=Card.order_key)
            ends = [each for each in (above, *own) if each is not None and each > key]
            deal.order_key = key_between(key, min(ends, default=None))
        own.add(deal.order_key)


def _is_forward(order: list[str], now: str, then: str) -> bool:
    """Whether a move leaves its stage for a later one; a stage that is gone asks nothing."""
    return now in order and then in order and order.index(then) > order.index(now)
