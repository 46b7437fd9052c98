"""Commands on the concession ledger: give, change, take back, reorder.

Called by the Commit panel; `usecases.commitment` hands them on. A give that breaches a guardrail,
or for which nothing is got, is refused with what speaks against it; the rep may go on by naming
those doubts in `despite`, and the ledger goes on saying so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from salesdesk.domain import concessions as domain
from salesdesk.domain import entry
from salesdesk.domain.concessions import ASKED, STATES, Check, Doubt, Effect
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.domain.ordering import key_between
from salesdesk.domain.process import Guardrail
from salesdesk.support.i18n import _
from salesdesk.usecases.answers import shown
from salesdesk.usecases.commitment_content import guardrails
from salesdesk.usecases.deal_access import get_deal
from salesdesk.usecases.line_items import total_minor

if TYPE_CHECKING:
    from salesdesk.store.schema import Concession, Deal
    from salesdesk.store.unit import Unit

LARGEST: Mapping[str, int] = {"percent": 10_000, "days": 3650, "months": 600, "count": 100_000}
"""The largest size by unit, as it is kept; more is a slip of the finger."""


class Breach(KnownError):
    """A give that should not be made as it is. `doubts` name what speaks against it."""

    def __init__(self, check: Check, doubts: tuple[Doubt, ...]) -> None:
        self.check = check
        self.doubts = doubts
        said = " ".join(check.sentence(doubt) for doubt in doubts)
        super().__init__(
            _("{doubts} Nothing was changed; name who approved it or what you get, or offer it "
              "all the same.").format(doubts=said)
        )  # fmt: skip


@dataclass(frozen=True)
class Give:
    """What is known of a concession. Size and cost as in `store.tables.commitment.Concession`."""

    guardrail: str
    give: str
    size: int | None = None
    cost_minor: int | None = None
    get: str | None = None
    state: str = ASKED
    approved_by: str | None = None
    approved_on: str | None = None
    given_on: str | None = None
    """Today when None."""
    person_id: str | None = None


@dataclass(frozen=True)
class AddConcession:
    """Writes a concession into the ledger, at its end. `despite` names doubts that were seen."""

    deal_id: str
    give: Give
    despite: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add the concession “{give}”").format(give=shown(self.give.give))

    def apply(self, unit: Unit) -> None:
        """Raises Breach, and KnownError for a size, cost, date or guardrail that cannot be."""
        from salesdesk.store.schema import Concession

        deal = get_deal(unit, self.deal_id)
        last = unit.highest(Concession.order_key, Concession.deal_id == deal.id)
        row = Concession(
            id=new_id(),
            deal_id=deal.id,
            order_key=key_between(last, None),
            **_tidied(unit, deal, asdict(self.give)),
        )
        _refuse_doubts(_check(unit, deal, row), (), self.despite)
        unit.add(row)


@dataclass(frozen=True)
class EditConcession:
    """Changes a concession; what is not named in `changes` (fields of `Give`) stays."""

    concession_id: str
    changes: Mapping[str, Any]
    despite: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names it."""
        return _("Change a concession")

    def apply(self, unit: Unit) -> None:
        """Raises Breach for doubts that are new, and KnownError as :class:`AddConcession` does.

        Once more is given than was approved, the approval does not count any more.
        """
        row = _get(unit, self.concession_id)
        deal = get_deal(unit, row.deal_id)
        before = _check(unit, deal, row)
        known = {field.name for field in fields(Give)}
        if unknown := set(self.changes) - known:
            raise KnownError(_("A concession has no field “{name}”.").format(name=min(unknown)))
        whole = {name: getattr(row, name) for name in known} | dict(self.changes)
        for name, value in _tidied(unit, deal, whole).items():
            setattr(row, name, value)
        after = _check(unit, deal, row)
        is_more = (after.approver, after.is_beyond) != (before.approver, before.is_beyond)
        if before.total is not None and is_more and "approved_by" not in self.changes:
            row.approved_by = row.approved_on = None
            after = _check(unit, deal, row)
        stood = () if is_more else before.doubts
        _refuse_doubts(after, stood, self.despite)
        unit.label = _("Change the concession “{give}”").format(give=shown(row.give))


@dataclass(frozen=True)
class BinConcession:
    """Puts a concession into the bin, as if it had never been spoken of."""

    concession_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names it."""
        return _("Delete a concession")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is gone."""
        row = _get(unit, self.concession_id)
        unit.bin(row)
        unit.label = _("Delete the concession “{give}”").format(give=shown(row.give))


@dataclass(frozen=True)
class MoveConcession:
    """Moves a concession up (-1) or down (1) by one place in the ledger."""

    concession_id: str
    way: int

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Reorder the concessions")

    def apply(self, unit: Unit) -> None:
        """Does nothing at the end of the ledger. Raises KnownError when it is gone."""
        row = _get(unit, self.concession_id)
        others = [other for other in _ledger(unit, row.deal_id) if other.id != row.id]
        keys = [other.order_key for other in others]
        place = sum(key < row.order_key for key in keys) + (1 if self.way > 0 else -1)
        if 0 <= place <= len(keys):
            before = keys[place - 1] if place else None
            row.order_key = key_between(before, keys[place] if place < len(keys) else None)


def effect_of(unit: Unit, deal: Deal) -> Effect:
    """What the ledger does to the deal's amount, as it stands in this unit."""
    from salesdesk.store.schema import LineItem

    items = unit.find(LineItem, LineItem.deal_id == deal.id)
    prices = [item_prices(i.quantity_milli, i.unit_minor, i.discount_bp, i.currency) for i in items]
    ledger = [concession_view(row) for row in _ledger(unit, deal.id)]
    return domain.effect(deal.amount_minor, deal.currency, prices, ledger)


def item_prices(
    quantity_milli: int, unit_minor: int | None, discount_bp: int, currency: str
) -> tuple[int | None, int | None, str]:
    """A line item as `domain.concessions.effect` takes it.

    (Minor units without the discount, minor units with it, currency); None where the price is
    unknown.
    """
    full = total_minor(quantity_milli, unit_minor, 0)
    return full, total_minor(quantity_milli, unit_minor, discount_bp), currency


def concession_view(row: Concession) -> domain.Concession:
    """A row as the rules take it, without the name of who asked."""
    return domain.Concession(
        row.id, row.guardrail, row.give, row.size, row.cost_minor, row.get or "", row.state,
        row.approved_by or "", row.approved_on, row.given_on, row.person_id,
    )  # fmt: skip


def _check(unit: Unit, deal: Deal, row: Concession) -> Check:
    rail = _guardrail(unit, deal, row.guardrail)
    others = [concession_view(other) for other in _ledger(unit, deal.id) if other.id != row.id]
    return domain.check(rail, concession_view(row), others, effect_of(unit, deal).lines_bp)


def _refuse_doubts(check: Check, stood: tuple[Doubt, ...], despite: tuple[str, ...]) -> None:
    new = tuple(doubt for doubt in check.doubts if doubt not in stood and doubt not in despite)
    if new:
        raise Breach(check, new)


def _ledger(unit: Unit, deal_id: str) -> list[Concession]:
    from salesdesk.store.schema import Concession

    return unit.find(Concession, Concession.deal_id == deal_id, order_by=Concession.order_key)


def _get(unit: Unit, concession_id: str) -> Concession:
    from salesdesk.store.schema import Concession

    return unit.get(Concession, concession_id)


def _guardrail(unit: Unit, deal: Deal, key: str) -> Guardrail | None:
    rails = guardrails(unit.process(deal.pipeline_id))
    return next((rail for rail in rails if rail.key == key), None)


def _tidied(unit: Unit, deal: Deal, values: dict[str, Any]) -> dict[str, Any]:
    """The fields of `Give`, each tidied or refused."""
    state = entry.one_of(values["state"], STATES)
    rail = _guardrail(unit, deal, values["guardrail"])
    approver = entry.line(values["approved_by"])
    approved_on = entry.day(values["approved_on"]) or unit.today
    return {
        "guardrail": values["guardrail"],
        "give": entry.words(
            values["give"], _("Say what is given. Nothing was changed; a few words will do.")
        ),
        "size": _size(rail, values["size"], is_given=state in domain.GIVEN),
        "cost_minor": _cost(effect_of(unit, deal), values["cost_minor"]),
        "get": entry.text(values["get"]),
        "state": state,
        "approved_by": approver,
        "approved_on": approved_on if approver else None,
        "given_on": entry.day(values["given_on"]) or unit.today,
        "person_id": values["person_id"],
    }


def _size(rail: Guardrail | None, size: int | None, *, is_given: bool) -> int | None:
    """A size within reason; none where there is no number, or while it is only asked for."""
    if rail is None:
        return size
    if rail.unit == "text":
        return None
    if size is None:
        if is_given:
            raise KnownError(
                _("How much is given? Nothing was changed; enter a number for “{name}”.").format(
                    name=rail.name
                )
            )
        return None
    if not 0 < size <= LARGEST[rail.unit]:
        raise KnownError(
            _("That number cannot be meant for “{name}”. Nothing was changed; check it.").format(
                name=rail.name
            )
        )
    return size


def _cost(effect: Effect, cost: int | None) -> int | None:
    found = entry.amount(cost)
    if found is not None and effect.list_minor is not None and found > effect.list_minor:
        raise KnownError(
            _("That takes off more than the deal is worth. Nothing was changed; check the amount.")
        )
    return found
