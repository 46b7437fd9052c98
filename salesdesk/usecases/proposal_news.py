"""Commands that take over into a draft what the deal says since it was begun, or leave it out.

Called by the Proposal panel; `usecases.proposals` hands them on. Nothing that the rep wrote in a
draft changes without one of these. `fill` takes over everything when a draft is begun.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesdesk.domain.ordering import key_between, keys_between
from salesdesk.domain.proposal_news import POINTS_FROM, News
from salesdesk.support.i18n import _
from salesdesk.usecases.deal_access import get_deal
from salesdesk.usecases.proposal_drafts import get_draft, period_of, price_row, private_questions

if TYPE_CHECKING:
    from salesdesk.store.schema import Proposal, ProposalOption
    from salesdesk.store.unit import Unit


@dataclass(frozen=True)
class TakeOver:
    """Takes over what the draft does not say yet: the news of these keys."""

    proposal_id: str
    keys: tuple[str, ...]

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the draft."""
        return _("Take over into the draft")

    def apply(self, unit: Unit) -> None:
        """Leaves out what the draft says by now. Raises KnownError when it is no draft."""
        version = get_draft(unit, self.proposal_id)
        for each in _chosen(unit, version, self.keys):
            _TAKE[each.what](unit, version, each)
        unit.label = _("Take over into the proposal “{title}”").format(title=version.title)


@dataclass(frozen=True)
class LeaveOut:
    """Leaves the news of these keys out of the draft; they are not offered for it again."""

    proposal_id: str
    keys: tuple[str, ...]

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the draft."""
        return _("Leave out of the draft")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is no draft."""
        from salesdesk.store.schema import LineItem, ProposalLine

        version = get_draft(unit, self.proposal_id)
        for each in _chosen(unit, version, self.keys):
            if each.what in ("fact", "day", "item"):
                for row in _TAKE[each.what](unit, version, each):
                    unit.bin(row)
                continue
            item = unit.maybe(LineItem, each.item_id) if each.what == "changed" else None
            for line_id in each.line_ids:
                line = unit.get(ProposalLine, line_id)
                line.item_id, line.item_rev = (item.id, item.rev) if item else (None, None)
        unit.label = _("Leave out of the proposal “{title}”").format(title=version.title)


def fill(unit: Unit, version: Proposal) -> None:
    """Takes over all that the deal knows: what a new draft begins with."""
    _main_option(unit, version)
    unit.flush()
    for each in _news(unit, version):
        _TAKE[each.what](unit, version, each)


def _news(unit: Unit, version: Proposal) -> tuple[News, ...]:
    from salesdesk.store.reads import proposal_news

    deal = get_deal(unit, version.deal_id)
    private = private_questions(unit.process(deal.pipeline_id))
    return proposal_news.news(unit.rows, version, private)


def _chosen(unit: Unit, version: Proposal, keys: Iterable[str]) -> list[News]:
    wanted = set(keys)
    return [each for each in _news(unit, version) if each.key in wanted]


def _take_fact(unit: Unit, version: Proposal, each: News) -> list[Any]:
    from salesdesk.store.schema import Fact

    fact = unit.get(Fact, each.key)
    kind, side = POINTS_FROM[fact.kind]
    return [_add_point(unit, version, kind=kind, words=fact.words, side=side, fact_id=fact.id)]


def _take_day(unit: Unit, version: Proposal, each: News) -> list[Any]:
    values = {"kind": "milestone", "words": each.words, "side": "both", "due_on": each.due_on}
    return [_add_point(unit, version, **values)]


def _add_point(unit: Unit, version: Proposal, **values: Any) -> Any:
    from salesdesk.store.schema import ProposalPoint

    last = unit.highest(ProposalPoint.order_key, ProposalPoint.proposal_id == version.id)
    return unit.add(
        ProposalPoint(
            deal_id=version.deal_id, proposal_id=version.id, order_key=key_between(last, None),
            **values,
        )
    )  # fmt: skip


def _take_item(unit: Unit, version: Proposal, each: News) -> list[Any]:
    """A new line in the option we recommend, tied to its line item.

    The item's note stays behind: it was written for us.
    """
    from salesdesk.store.schema import LineItem, ProposalLine

    item, option = unit.get(LineItem, each.item_id), _main_option(unit, version)
    price = price_row(unit, item.product_id, item.currency)
    last = unit.highest(ProposalLine.order_key, ProposalLine.option_id == option.id)
    line = ProposalLine(
        deal_id=version.deal_id, proposal_id=version.id, option_id=option.id,
        product_id=item.product_id, name=item.name, quantity_milli=item.quantity_milli,
        unit_minor=item.unit_minor, discount_bp=item.discount_bp,
        period=period_of(price.unit if price else None), fact_id=item.fact_id,
        item_id=item.id, item_rev=item.rev, order_key=key_between(last, None),
    )  # fmt: skip
    return [unit.add(line)]


def _take_change(unit: Unit, _version: Proposal, each: News) -> list[Any]:
    """The lines say what the item says; their period and the pain they answer stay."""
    from salesdesk.store.schema import LineItem, ProposalLine

    item = unit.get(LineItem, each.item_id)
    lines = [unit.get(ProposalLine, line_id) for line_id in each.line_ids]
    for line in lines:
        for column in ("name", "product_id", "quantity_milli", "unit_minor", "discount_bp"):
            setattr(line, column, getattr(item, column))
        line.fact_id = item.fact_id or line.fact_id
        line.item_id, line.item_rev = item.id, item.rev
    return list(lines)


def _take_loss(unit: Unit, _version: Proposal, each: News) -> list[Any]:
    from salesdesk.store.schema import ProposalLine

    lines = [unit.get(ProposalLine, line_id) for line_id in each.line_ids]
    for line in lines:
        unit.bin(line)
    return list(lines)


def _main_option(unit: Unit, version: Proposal) -> ProposalOption:
    """The recommended option, else the first; made when there is none."""
    from salesdesk.store.schema import ProposalOption

    options = unit.match(ProposalOption, proposal_id=version.id)
    options.sort(key=lambda option: (not option.recommended, option.order_key, option.id))
    if options:
        return options[0]
    return unit.add(
        ProposalOption(
            deal_id=version.deal_id, proposal_id=version.id, name=_("Our offer"),
            recommended=True, discount_bp=0, order_key=keys_between(None, None, 1)[0],
        )
    )  # fmt: skip


_TAKE = {
    "fact": _take_fact,
    "day": _take_day,
    "item": _take_item,
    "changed": _take_change,
    "gone": _take_loss,
}
