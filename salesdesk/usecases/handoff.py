"""The handoff: fill, finish, accept or return it; and what its dialog shows.

Called by the handoff dialog, the deal page's Handoff panel and the command line. Everything shown
comes from the deal; facts are corrected where they are shown (`usecases.facts.EditFact`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain.errors import KnownError
from salesdesk.domain.handoff import ItemState, checklist
from salesdesk.support.i18n import _, ngettext
from salesdesk.usecases.facts import required_day
from salesdesk.usecases.handoff_view import HandoffView, ItemView, SectionView, handoff_view

if TYPE_CHECKING:
    from salesdesk.store.schema import Deal, Handoff, HandoffItem
    from salesdesk.store.unit import Unit

__all__ = [
    "AcceptHandoff", "ConfirmNone", "FinishHandoff", "HandoffNotReady", "HandoffView", "ItemView",
    "ReturnHandoff", "SectionView", "SetHandoffFields", "WriteItem", "handoff_view",
]  # fmt: skip

DATES = ("due_on", "internal_call_on", "introduced_on", "customer_confirmed_on")
EDITABLE = ("form", "to_name", "to_team", "from_name", *DATES)
"""The fields of a handoff that the rep fills in."""


class HandoffNotReady(KnownError):
    """Required items are open; `items` lists their names. Finishing needs a reason then."""

    def __init__(self, items: tuple[str, ...]) -> None:
        self.items = items
        super().__init__(
            ngettext(
                "{n} required item is open: {names}. The handoff was not finished; fill it in or "
                "give a reason.",
                "{n} required items are open: {names}. The handoff was not finished; fill them in "
                "or give a reason.",
                len(items),
            ).format(n=len(items), names=", ".join(items))
        )


@dataclass(frozen=True)
class SetHandoffFields:
    """Changes fields of the handoff: any of :data:`EDITABLE`; what is not named stays."""

    deal_id: str
    fields: Mapping[str, str | None]

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Change the handoff")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError on an unknown field or form, or on a date that is none."""
        handoff = _handoff(unit, self.deal_id)
        for name, value in self.fields.items():
            if name not in EDITABLE:
                raise KnownError(_("A handoff has no field “{name}”.").format(name=name))
            value = (value or "").strip() or None
            if name == "form" and value not in ("full", "short"):
                raise KnownError(_("A handoff has a full or a short form. Nothing was changed."))
            setattr(handoff, name, required_day(value) if name in DATES and value else value)
        unit.label = _("Change the handoff of {deal}").format(deal=_deal(unit, self.deal_id).name)


@dataclass(frozen=True)
class WriteItem:
    """Writes what the rep has to say in one item; empty words clear it."""

    deal_id: str
    item_key: str
    words: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the item."""
        return _("Write in the handoff")

    def apply(self, unit: Unit) -> None:
        """Words end a "none" that was confirmed before."""
        item, row = _item(unit, self.deal_id, self.item_key)
        row.words = self.words.strip() or None
        if row.words:
            row.confirmed_none = False
        unit.label = _("Write “{item}” in the handoff").format(item=item)


@dataclass(frozen=True)
class ConfirmNone:
    """Confirms that there is none of an item's content, or takes that back."""

    deal_id: str
    item_key: str
    is_none: bool

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Confirm that there are none") if self.is_none else _("Take “none” back")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError where "none" makes no sense, or while there is something."""
        process = unit.process(_deal(unit, self.deal_id).pipeline_id)
        found = [i for s in process.handoff for i in s.items if i.key == self.item_key]
        name, row = _item(unit, self.deal_id, self.item_key)
        if self.is_none and not (found and found[0].none_ok):
            raise KnownError(
                _("“{item}” cannot be none. Nothing was changed; fill it in.").format(item=name)
            )
        if self.is_none and (row.words or "").strip():
            raise KnownError(
                _("Something is written in “{item}”. Nothing was changed; clear it first.").format(
                    item=name
                )
            )
        row.confirmed_none = self.is_none


@dataclass(frozen=True)
class FinishHandoff:
    """Finishes the handoff of a won deal; with required items open, only with a reason."""

    deal_id: str
    reason: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Finish the handoff")

    def apply(self, unit: Unit) -> None:
        """Raises HandoffNotReady, or KnownError when the deal is not won."""
        deal = _won(unit, self.deal_id)
        handoff = _handoff(unit, deal.id)
        reason = (self.reason or "").strip() or None
        left = open_required(unit, deal, handoff.form)
        if left and reason is None:
            raise HandoffNotReady(tuple(state.item.name for state in left))
        handoff.state = "finished"
        handoff.finished_on = unit.today
        handoff.finish_reason = reason if left else None
        handoff.returned_why = None
        unit.label = _("Finish the handoff of {deal}").format(deal=deal.name)


@dataclass(frozen=True)
class AcceptHandoff:
    """The receiver took it over."""

    deal_id: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Accept the handoff")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is not finished."""
        handoff = _finished(unit, self.deal_id)
        handoff.state = "accepted"
        unit.label = _("Accept the handoff of {deal}").format(deal=_deal(unit, self.deal_id).name)


@dataclass(frozen=True)
class ReturnHandoff:
    """The receiver sent it back: what is missing becomes a next step of the deal."""

    deal_id: str
    why: str
    due_on: str | None = None
    """Of the next step; tomorrow when None."""

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Return the handoff")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a reason, or when it is not finished."""
        from salesdesk.store.schema import NextStep

        why = self.why.strip()
        if not why:
            raise KnownError(_("Say what is missing. The handoff was not returned."))
        handoff = _finished(unit, self.deal_id)
        handoff.state, handoff.returned_why = "returned", why
        tomorrow = dt.date.fromisoformat(unit.today) + dt.timedelta(days=1)
        unit.add(
            NextStep(
                deal_id=self.deal_id,
                kind="task",
                what=_("Complete the handoff: {why}").format(why=why),
                due_on=required_day(self.due_on or tomorrow.isoformat()),
                agreed=False,
            )
        )
        unit.label = _("Return the handoff of {deal}").format(deal=_deal(unit, self.deal_id).name)


def open_required(unit: Unit, deal: Deal, form: str) -> tuple[ItemState, ...]:
    """The required items that are not ready, with all that this unit wrote so far."""
    (state,) = unit.states([deal.id])
    process = unit.process(deal.pipeline_id)
    return checklist(process, state.snapshot, "short" if form == "short" else "full").open_required


def _deal(unit: Unit, deal_id: str) -> Deal:
    from salesdesk.store.schema import Deal

    return unit.get(Deal, deal_id)


def _won(unit: Unit, deal_id: str) -> Deal:
    deal = _deal(unit, deal_id)
    if deal.status != "won":
        raise KnownError(
            _("{deal} is not won yet, so its handoff cannot be finished. Nothing was changed; "
              "win the deal first.").format(deal=deal.name)
        )  # fmt: skip
    return deal


def _handoff(unit: Unit, deal_id: str) -> Handoff:
    """The deal's handoff, begun when there is none: readiness fills from discovery on."""
    from salesdesk.store.schema import Handoff

    _deal(unit, deal_id)
    found = unit.first(Handoff, Handoff.deal_id == deal_id)
    return found or unit.add(Handoff(deal_id=deal_id, form="full", state="open"))


def _finished(unit: Unit, deal_id: str) -> Handoff:
    handoff = _handoff(unit, deal_id)
    if handoff.state != "finished":
        raise KnownError(
            _("The handoff is not finished yet. Nothing was changed; finish it first.")
        )
    return handoff


def _item(unit: Unit, deal_id: str, key: str) -> tuple[str, HandoffItem]:
    """The item's name in the process (its key when it is gone) and its row, made when missing."""
    from salesdesk.store.schema import HandoffItem

    process = unit.process(_deal(unit, deal_id).pipeline_id)
    name = next((i.name for s in process.handoff for i in s.items if i.key == key), key)
    row = unit.first(HandoffItem, HandoffItem.deal_id == deal_id, HandoffItem.item_key == key)
    if row is None:
        row = unit.add(HandoffItem(deal_id=deal_id, item_key=key, confirmed_none=False))
    return name, row
