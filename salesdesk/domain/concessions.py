"""Concessions: what was given and got, checked against the guardrails before it is offered.

Pure rules. Called by the commands on concessions (a breach is refused until the rep goes on with
open eyes) and by the Commit panel, which warns while the form is being filled.

Sizes are in the unit that `guardrails.in_steps` gives: hundredths of a percent, days, months or
pieces. Amounts are minor units of the deal's currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from salesdesk.domain.guardrails import approver_name, in_steps, size_text
from salesdesk.domain.process import Guardrail
from salesdesk.support.i18n import _

ASKED, OFFERED, AGREED, WITHDRAWN = "asked", "offered", "agreed", "withdrawn"
STATES = (ASKED, OFFERED, AGREED, WITHDRAWN)
GIVEN = (OFFERED, AGREED)
"""The states in which something is on the table and counts against the limits."""

Doubt = Literal["beyond", "approval", "get"]
"""What speaks against a give: over every limit, not approved, or nothing got for it."""

WHOLE_BP = 10_000
"""A hundred percent in hundredths of a percent."""


@dataclass(frozen=True, slots=True)
class Concession:
    """One line of the ledger. Dates are ISO text; people are named as well as identified."""

    id: str
    guardrail: str
    give: str
    size: int | None = None
    cost_minor: int | None = None
    get: str = ""
    state: str = ASKED
    approved_by: str = ""
    approved_on: str | None = None
    given_on: str = ""
    person_id: str | None = None
    person: str = ""

    @property
    def is_given(self) -> bool:
        """Whether it is on the table."""
        return self.state in GIVEN


@dataclass(frozen=True, slots=True)
class Check:
    """How a concession stands against its guardrail, with all else that the deal was given."""

    guardrail: Guardrail | None
    total: int | None
    """The size over the whole deal that was compared with the limits; None: there is no number."""
    approver: str = ""
    """Who must approve it: a key of the process; empty when nobody must."""
    is_beyond: bool = False
    """Whether it is over every limit."""
    is_approved: bool = False
    lacks_get: bool = False

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What speaks against it, the gravest first."""
        found: list[Doubt] = []
        if self.is_beyond and not self.is_approved:
            found.append("beyond")
        elif self.approver and not self.is_approved:
            found.append("approval")
        if self.lacks_get:
            found.append("get")
        return tuple(found)

    def sentence(self, doubt: Doubt) -> str:
        """A doubt in a sentence to the rep."""
        if doubt == "get":
            return _("This is a give without a get. Ask for something in return.")
        assert self.guardrail is not None
        size = size_text(self.guardrail, self.total)
        if doubt == "beyond":
            return _("{size} in total is beyond every limit of “{guardrail}”.").format(
                size=size, guardrail=self.guardrail.name
            )
        who = approver_name(self.approver)
        if not size:
            return _("“{guardrail}” needs approval: {who}.").format(
                guardrail=self.guardrail.name, who=who
            )
        alone = size_text(self.guardrail, in_steps(self.guardrail, self.guardrail.alone))
        return _("{size} in total needs approval: {who}. Alone you may give up to {alone}.").format(
            size=size, who=who, alone=alone
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """What the concessions do to the deal's amount.

    `list_minor` is the price without any discount: that of the line items when all have one, else
    the deal's amount. left = list − discounts on the lines − cost of what is on the table;
    discount = (list − left) ÷ list. None where it is not known.
    """

    currency: str
    list_minor: int | None
    lines_minor: int
    given_minor: int
    unknown: int
    """How many things on the table have no cost noted."""
    has_items: bool

    @property
    def left_minor(self) -> int | None:
        """What stays."""
        if self.list_minor is None:
            return None
        return self.list_minor - self.lines_minor - self.given_minor

    @property
    def discount_bp(self) -> int | None:
        """All discounts together, in hundredths of a percent, rounded half even."""
        return self._share(self.lines_minor + self.given_minor)

    @property
    def lines_bp(self) -> int | None:
        """The discounts on the line items alone."""
        return self._share(self.lines_minor)

    def cost(self, guardrail: Guardrail, size: int | None) -> int | None:
        """What a discount of that size takes off; None for what is no percentage of the price."""
        is_discount = guardrail.kind == "price" and guardrail.unit == "percent"
        if not is_discount or size is None or self.list_minor is None:
            return None
        return _divided(self.list_minor * size, WHOLE_BP)

    def _share(self, part: int) -> int | None:
        return _divided(part * WHOLE_BP, self.list_minor) if self.list_minor else None


def effect(
    amount_minor: int | None,
    currency: str,
    items: Iterable[tuple[int | None, int | None, str]],
    concessions: Iterable[Concession],
) -> Effect:
    """The effect of what is on the table.

    `items` are the line items as (price without discount, price, currency); when one has no price
    or another currency, nothing can be said from them, and the deal's amount is taken.
    """
    given = [c for c in concessions if c.is_given]
    costs = sum(c.cost_minor or 0 for c in given)
    unknown = sum(c.cost_minor is None for c in given)
    priced, whole = 0, 0
    lines = list(items)
    for full, price, item_currency in lines:
        if full is None or price is None or item_currency != currency:
            return Effect(currency, amount_minor, 0, costs, unknown, has_items=False)
        whole, priced = whole + full, priced + price
    if not lines:
        return Effect(currency, amount_minor, 0, costs, unknown, has_items=False)
    return Effect(currency, whole, whole - priced, costs, unknown, has_items=True)


def check(
    guardrail: Guardrail | None,
    concession: Concession,
    others: Iterable[Concession],
    lines_bp: int | None = None,
) -> Check:
    """How a concession stands; `others` are the deal's, it itself may be among them.

    Discounts on the line items (`lines_bp`) count with those of the ledger. What is only asked
    for or withdrawn is no give, and raises no doubt.
    """
    if not concession.is_given:
        return Check(guardrail, None)
    lacks_get = not concession.get.strip()
    if guardrail is None:
        return Check(None, None, lacks_get=lacks_get)
    beside = [o for o in others if o.id != concession.id and o.is_given]
    total = _total(guardrail, concession, beside, lines_bp or 0)
    approver, is_beyond = _approver(guardrail, total)
    return Check(
        guardrail, total, approver, is_beyond, bool(concession.approved_by.strip()), lacks_get
    )


def _total(
    guardrail: Guardrail, concession: Concession, others: Sequence[Concession], lines_bp: int
) -> int | None:
    if guardrail.unit == "text":
        return None
    sizes = [o.size or 0 for o in others if o.guardrail == guardrail.key]
    sizes.append(concession.size or 0)
    if guardrail.kind in ("term", "payment"):
        return max(sizes)  # sixty days to pay take the place of forty-five, they do not add up
    is_discount = guardrail.kind == "price" and guardrail.unit == "percent"
    return sum(sizes) + (lines_bp if is_discount else 0)


def _approver(guardrail: Guardrail, total: int | None) -> tuple[str, bool]:
    """Who must approve so much, and whether it is over every limit."""
    if total is None:
        return (guardrail.steps[0].approver if guardrail.steps else ""), False
    if total <= in_steps(guardrail, guardrail.alone):
        return "", False
    for step in guardrail.steps:
        if step.limit is None or total <= in_steps(guardrail, step.limit):
            return step.approver, False
    return (guardrail.steps[-1].approver if guardrail.steps else ""), True


def _divided(number: int, by: int) -> int:
    """number ÷ by, rounded half even."""
    whole, rest = divmod(number, by)
    twice = 2 * rest
    return whole + (1 if twice > by or (twice == by and whole % 2) else 0)
