"""The next deal with a customer that was won: a renewal or an expansion.

Called by the deal page of a won deal. Account, people and line items go along, so that nothing is
typed twice; the won deal stays as it is.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id, new_ids
from salesdesk.support.i18n import _, format_date
from salesdesk.usecases.deals import AddDeal, get_deal

if TYPE_CHECKING:
    from salesdesk.store.schema import Deal
    from salesdesk.store.unit import Unit

Kind = Literal["renewal", "expansion"]
_PERSON = ("person_id", "role", "influence", "stance", "reports_to_id", "wants", "map_x", "map_y")
_ITEM = ("product_id", "name", "quantity_milli", "unit_minor", "currency", "discount_bp", "note",
         "order_key")  # fmt: skip
"""What is carried over of a stakeholder and of a line item; which pain an item answered is not."""


@dataclass(frozen=True)
class NextDeal:
    """Adds a deal to the first stage with account, people and, if wanted, line items of a won one.

    A renewal starts when the won deal ends, and is worth as much; what an expansion is worth is
    not known yet. `expected_close_on` is ISO text; `deal_id` may be read before the command ran.
    """

    won_id: str
    kind: Kind
    name: str
    expected_close_on: str | None = None
    with_items: bool = True
    deal_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add {deal}").format(deal=self.name.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the deal is not won, or a field cannot be taken."""
        from salesdesk.store.schema import Deal

        won = get_deal(unit, self.won_id)
        if won.status != "won":
            raise KnownError(
                _("“{deal}” is not won. Nothing was added; win it first.").format(deal=won.name)
            )
        is_renewal = entry.one_of(self.kind, ("renewal", "expansion")) == "renewal"
        AddDeal(
            won.pipeline_id,
            unit.process(won.pipeline_id).board_stages()[0].key,
            self.name,
            account_id=won.account_id,
            amount_minor=won.amount_minor if is_renewal else None,
            currency=won.currency,
            expected_close_on=self.expected_close_on,
            owner=won.owner,
            source=_("Renewal") if is_renewal else _("Expansion"),
            first=True,
            deal_id=self.deal_id,
        ).apply(unit)
        made = unit.get(Deal, self.deal_id)
        made.framework = won.framework
        if is_renewal:
            made.term, made.start_on = won.term, won.renewal_on
        self._carry(unit, won)

    def _carry(self, unit: Unit, won: Deal) -> None:
        """People and line items in their order, and a note on where the deal comes from."""
        from salesdesk.store.schema import DealPerson, LineItem, Note, Person

        parts = unit.find(DealPerson, DealPerson.deal_id == won.id, order_by=DealPerson.id)
        there = {part.person_id: unit.get(Person, part.person_id).binned_at for part in parts}
        for part, part_id in zip(parts, new_ids(len(parts)), strict=True):
            if there[part.person_id] is None:
                copied = {name: getattr(part, name) for name in _PERSON}
                unit.add(DealPerson(id=part_id, deal_id=self.deal_id, **copied))
        items = unit.find(LineItem, LineItem.deal_id == won.id) if self.with_items else []
        for item in items:
            copied = {name: getattr(item, name) for name in _ITEM}
            unit.add(LineItem(deal_id=self.deal_id, **copied))
        day = format_date(dt.date.fromisoformat(won.closed_on or unit.today), "long")
        words = _("Follows “{deal}”, won on {date}.").format(deal=won.name, date=day)
        unit.add(Note(deal_id=self.deal_id, body=words, written_at=unit.now))
