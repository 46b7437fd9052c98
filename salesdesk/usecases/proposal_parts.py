"""Commands on the parts of a draft: options, priced lines, points, inputs of the business case.

Called by the Proposal panel; `usecases.proposals` hands them on. Every one refuses to touch a
version that was made ready to send. Quantities in thousandths, discounts in hundredths of a
percent, amounts in minor units.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.domain.ordering import key_between
from salesdesk.domain.proposal import MOST_OPTIONS, PERIODS, POINT_KINDS, SIDES
from salesdesk.domain.roi import CASE_KINDS
from salesdesk.support.i18n import _
from salesdesk.usecases.deal_access import get_deal
from salesdesk.usecases.line_items import checked as checked_item
from salesdesk.usecases.proposal_drafts import get_draft, period_of, price_row
from salesdesk.usecases.proposal_follow import told_back

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit

Part = Literal["option", "line", "point", "input"]


def _by_item(name: str) -> Callable[[Any], Any]:
    """The check that line items of a deal have for the same column."""
    return lambda value: checked_item({name: value})[name]  # type: ignore[misc]


_OPTION: Mapping[str, Callable[[Any], Any]] = {
    "name": lambda value: entry.name(value, _("An option needs a name. Nothing was changed.")),
    "summary": entry.text,
    "recommended": bool,
    "discount_bp": _by_item("discount_bp"),
}
_LINE: Mapping[str, Callable[[Any], Any]] = {
    "name": _by_item("name"),
    "product_id": lambda value: value or None,
    "quantity_milli": _by_item("quantity_milli"),
    "unit_minor": entry.amount,
    "discount_bp": _by_item("discount_bp"),
    "period": lambda value: entry.one_of(value, PERIODS),
    "fact_id": lambda value: value or None,
    "note": entry.text,
}
_POINT: Mapping[str, Callable[[Any], Any]] = {
    "words": lambda value: entry.words(value, _("Say what it is. Nothing was changed.")),
    "side": lambda value: entry.one_of(value, SIDES) if value else None,
    "owner": entry.line,
    "due_on": entry.day,
    "fact_id": lambda value: value or None,
}
_INPUT: Mapping[str, Callable[[Any], Any]] = {
    "name": lambda value: entry.name(value, _("Say what is counted. Nothing was changed.")),
    "kind": lambda value: entry.one_of(value, tuple(CASE_KINDS)),
    "value_minor": lambda value: _given(entry.amount(value)),
    "low_minor": entry.amount,
    "high_minor": entry.amount,
    "currency": entry.currency,
    "fact_id": lambda value: value or None,
    "rests_on": entry.text,
}


def _given(value: int | None) -> int:
    if value is None:
        raise KnownError(
            _("A number of the business case needs an amount. Nothing was changed; leave the whole "
              "line away while it is not known.")
        )  # fmt: skip
    return value


@dataclass(frozen=True)
class AddOption:
    """Adds an option behind the others; the first one is recommended."""

    proposal_id: str
    name: str
    option_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add the option {name}").format(name=self.name.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError beyond three options, without a name, or when it is no draft."""
        from salesdesk.store.schema import ProposalOption

        version = get_draft(unit, self.proposal_id)
        there = unit.match(ProposalOption, proposal_id=version.id)
        if len(there) >= MOST_OPTIONS:
            raise KnownError(
                _("Three options are the most that a buyer can weigh. Nothing was added; change or "
                  "remove one of them.")
            )  # fmt: skip
        last = unit.highest(ProposalOption.order_key, ProposalOption.proposal_id == version.id)
        unit.add(
            ProposalOption(
                id=self.option_id, deal_id=version.deal_id, proposal_id=version.id,
                name=_OPTION["name"](self.name), recommended=not there, discount_bp=0,
                order_key=key_between(last, None),
            )
        )  # fmt: skip


@dataclass(frozen=True)
class AddOfferLine:
    """Adds a line to an option. With a product and no price, its list price is taken.

    `name` blank means the product's; `period` None what the price list says.
    """

    option_id: str
    name: str = ""
    product_id: str | None = None
    quantity_milli: int = 1000
    unit_minor: int | None = None
    period: str | None = None
    fact_id: str | None = None
    line_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the line."""
        return _("Add a line")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a value cannot be taken, or it is no draft."""
        from salesdesk.store.schema import Product, ProposalLine, ProposalOption

        option = unit.get(ProposalOption, self.option_id)
        version = get_draft(unit, option.proposal_id)
        product = unit.maybe(Product, self.product_id)
        listed = price_row(unit, self.product_id, version.currency)
        price = self.unit_minor
        if price is None and listed is not None:
            price = listed.amount_minor
        last = unit.highest(ProposalLine.order_key, ProposalLine.option_id == option.id)
        values = {
            "name": self.name.strip() or (product.name if product else ""),
            "product_id": self.product_id,
            "quantity_milli": self.quantity_milli,
            "unit_minor": price,
            "discount_bp": 0,
            "period": self.period or period_of(listed.unit if listed else None),
            "fact_id": self.fact_id,
        }
        line = unit.add(
            ProposalLine(
                id=self.line_id, deal_id=version.deal_id, proposal_id=version.id,
                option_id=option.id, order_key=key_between(last, None),
                **{name: _LINE[name](value) for name, value in values.items()},
            )
        )  # fmt: skip
        unit.label = _("Add {item} to the proposal").format(item=line.name)


@dataclass(frozen=True)
class AddPoint:
    """Adds a deliverable, an exclusion, an assumption, a dependency or a milestone."""

    proposal_id: str
    kind: str
    words: str
    side: str | None = None
    owner: str | None = None
    due_on: str | None = None
    fact_id: str | None = None
    point_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add a point to the proposal")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without words, for a bad date, or when it is no draft."""
        from salesdesk.store.schema import ProposalPoint

        version = get_draft(unit, self.proposal_id)
        last = unit.highest(ProposalPoint.order_key, ProposalPoint.proposal_id == version.id)
        values = {name: _POINT[name](getattr(self, name)) for name in _POINT}
        unit.add(
            ProposalPoint(
                id=self.point_id, deal_id=version.deal_id, proposal_id=version.id,
                kind=entry.one_of(self.kind, POINT_KINDS), order_key=key_between(last, None),
                **values,
            )
        )  # fmt: skip


@dataclass(frozen=True)
class AddInput:
    """Adds a number of the business case, in the deal's currency unless told otherwise."""

    deal_id: str
    kind: str
    name: str
    value_minor: int
    low_minor: int | None = None
    high_minor: int | None = None
    currency: str | None = None
    fact_id: str | None = None
    rests_on: str | None = None
    input_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add {name} to the business case").format(name=self.name.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a value cannot be taken, or the range does not hold it."""
        from salesdesk.store.schema import RoiInput

        deal = get_deal(unit, self.deal_id)
        last = unit.highest(RoiInput.order_key, RoiInput.deal_id == deal.id)
        values = {name: getattr(self, name) for name in _INPUT}
        values["currency"] = self.currency or deal.currency
        row = RoiInput(
            id=self.input_id, deal_id=deal.id, order_key=key_between(last, None),
            **{name: _INPUT[name](value) for name, value in values.items()},
        )  # fmt: skip
        _in_range(row)
        unit.add(row)


@dataclass(frozen=True)
class EditPart:
    """Changes fields of an option, a line, a point or an input of the business case.

    Words, date and owner of a point that is tied to a fact are the fact's, and the start and the
    kickoff are the deal's: they are changed there, so that they are right everywhere.
    """

    part: Part
    row_id: str
    changes: Mapping[str, Any]

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _EDITS[self.part]()

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is no draft or a value cannot be taken."""
        row, checks = _row(unit, self.part, self.row_id), _CHECKS[self.part]
        values = {name: checks[name](value) for name, value in self.changes.items()}
        if self.part == "option" and values.get("recommended"):
            for other in unit.match(type(row), proposal_id=row.proposal_id):
                other.recommended = False
        if self.part == "point":
            values = told_back(unit, row, values)
        for column, value in values.items():
            setattr(row, column, value)
        if self.part == "input":
            _in_range(row)


@dataclass(frozen=True)
class MovePart:
    """Moves a line or a point one place up (-1) or down (+1) among its neighbours."""

    part: Literal["line", "point"]
    row_id: str
    by: int

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _EDITS[self.part]()

    def apply(self, unit: Unit) -> None:
        """Does nothing at the end. Raises KnownError when it is no draft."""
        row: Any = _row(unit, self.part, self.row_id)
        same = {"option_id": row.option_id} if self.part == "line" else {
            "proposal_id": row.proposal_id, "kind": row.kind
        }  # fmt: skip
        rows = sorted(unit.match(type(row), **same), key=lambda each: (each.order_key, each.id))
        at = next(i for i, each in enumerate(rows) if each.id == row.id)
        to = at + self.by
        if 0 <= to < len(rows):
            rows[at].order_key, rows[to].order_key = rows[to].order_key, rows[at].order_key


@dataclass(frozen=True)
class RemovePart:
    """Puts an option with its lines, a line, a point or an input into the bin."""

    part: Part
    row_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names it."""
        return _("Remove from the proposal")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is no draft any more."""
        from salesdesk.store.schema import ProposalLine

        row = _row(unit, self.part, self.row_id)
        if self.part == "option":
            for line in unit.match(ProposalLine, option_id=row.id):
                unit.bin(line)
        unit.bin(row)
        unit.label = _("Remove {item} from the proposal").format(
            item=getattr(row, "name", "") or getattr(row, "words", "")[:60]
        )


_CHECKS: Mapping[str, Mapping[str, Callable[[Any], Any]]] = {
    "option": _OPTION,
    "line": _LINE,
    "point": _POINT,
    "input": _INPUT,
}
_EDITS: Mapping[str, Callable[[], str]] = {
    "option": lambda: _("Edit an option of the proposal"),
    "line": lambda: _("Edit a line of the proposal"),
    "point": lambda: _("Edit a point of the proposal"),
    "input": lambda: _("Edit the business case"),
}


def _row(unit: Unit, part: Part, row_id: str) -> Any:
    """The row, once it is sure that it may be changed. Raises KnownError."""
    from salesdesk.store.schema import ProposalLine, ProposalOption, ProposalPoint, RoiInput

    kinds: dict[str, Any] = {
        "option": ProposalOption, "line": ProposalLine, "point": ProposalPoint, "input": RoiInput,
    }  # fmt: skip
    row = unit.get(kinds[part], row_id)
    if part == "input":
        get_deal(unit, row.deal_id)
    else:
        get_draft(unit, row.proposal_id)
    return row


def _in_range(row: Any) -> None:
    """Raises KnownError unless the value lies between its lowest and its highest."""
    low, high = row.low_minor, row.high_minor
    if (low is not None and low > row.value_minor) or (high is not None and high < row.value_minor):
        raise KnownError(
            _("The expected amount must lie between the lowest and the highest. Nothing was "
              "changed; check the three numbers.")
        )  # fmt: skip
