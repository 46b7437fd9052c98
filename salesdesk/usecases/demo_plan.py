"""Commands on the demo plan: build it from the map, edit, order, keep reactions.

Called by the Value panel and the presenter view; `usecases.value` hands them on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from salesdesk.domain import entry, value
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.domain.ordering import key_between
from salesdesk.support.i18n import _, ngettext
from salesdesk.usecases.answers import shown
from salesdesk.usecases.deal_access import get_deal

if TYPE_CHECKING:
    from salesdesk.store.schema import DemoItem
    from salesdesk.store.unit import Unit

Cell = str | int | None


def minutes(value_: Any) -> int | None:
    """Minutes as planned, None for not planned. Raises KnownError outside 1 to 480."""
    if value_ in (None, ""):
        return None
    try:
        found = int(str(value_).strip())
    except ValueError as reason:
        raise KnownError(
            _("“{text}” is no number of minutes. Nothing was changed; enter 1 to {most}.").format(
                text=str(value_)[:20], most=value.MOST_MINUTES
            )
        ) from reason
    if not 1 <= found <= value.MOST_MINUTES:
        raise KnownError(
            _("An item takes 1 to {most} minutes. Nothing was changed.").format(
                most=value.MOST_MINUTES
            )
        )
    return found


def _reaction(text: Any) -> str | None:
    return entry.one_of(str(text), tuple(value.REACTION_LABELS)) if text else None


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "what": lambda text: entry.text(text) or "",
    "minutes": minutes,
    "value_link_id": lambda text: text or None,
    "reaction": _reaction,
    "reaction_words": entry.text,
    "person_id": lambda text: text or None,
    "shown_on": entry.day,
}


@dataclass(frozen=True)
class BuildPlan:
    """One item for each capability that is tied to something they said and not planned yet."""

    deal_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that says how many."""
        return _("Build the demo plan")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the map has nothing to add."""
        from salesdesk.store.schema import DemoItem, ValueLink

        get_deal(unit, self.deal_id)
        facts = unit.states([self.deal_id])[0].snapshot.facts
        rows = unit.find(ValueLink, ValueLink.deal_id == self.deal_id, order_by=ValueLink.order_key)
        links = [value.Link(row.id, row.fact_id, row.capability) for row in rows]
        kept = unit.find(DemoItem, DemoItem.deal_id == self.deal_id)
        items = [value.DemoItem(row.id, row.value_link_id, row.what) for row in kept]
        wanted = value.to_plan(items, value.value_map(facts, links))
        if not wanted:
            raise KnownError(
                _("The value map has no capability that the plan lacks. Nothing was added; tie a "
                  "capability to a pain or a goal first.")
            )  # fmt: skip
        for line in wanted:
            _add(unit, self.deal_id, new_id(), line.key, "", value.USUAL_MINUTES)
        count = len(wanted)
        unit.label = ngettext(
            "Add {n} item to the demo plan", "Add {n} items to the demo plan", count
        ).format(n=count)


@dataclass(frozen=True)
class AddDemoItem:
    """An item of the rep's own. Without a line of the map it counts as a feature dump."""

    deal_id: str
    what: str
    minutes: int | None = None
    line_id: str | None = None
    item_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add “{what}” to the demo plan").format(what=shown(self.what))

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without words, or for minutes that cannot be meant."""
        get_deal(unit, self.deal_id)
        what = entry.words(
            self.what, _("Say what you want to show. Nothing was added; a few words will do.")
        )
        _add(unit, self.deal_id, self.item_id, self.line_id, what, minutes(self.minutes))


@dataclass(frozen=True)
class EditDemoItem:
    """Changes columns of an item: what, minutes, value_link_id, shown_on, reaction,
    reaction_words, person_id. Words that equal the capability follow it from then on.
    """

    item_id: str
    cells: Mapping[str, Cell]

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the item."""
        return _("Change the demo plan")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a value cannot be taken, or nothing would be left to call it."""
        from salesdesk.store.schema import DemoItem, ValueLink

        row = unit.get(DemoItem, self.item_id)
        before = unit.maybe(ValueLink, row.value_link_id)
        was = row.what or (before.capability if before is not None else "")
        for name, cell in self.cells.items():
            if name not in _CHECKS:
                raise KnownError(_("The demo plan has no column “{name}”.").format(name=name))
            setattr(row, name, _CHECKS[name](cell))
        link = unit.maybe(ValueLink, row.value_link_id)
        capability = link.capability if link is not None and link.binned_at is None else ""
        if not row.what and not capability:
            if "what" in self.cells:
                raise KnownError(_("Say what you want to show. Nothing was changed."))
            row.what = was  # it was called as what it is not tied to any more
        elif row.what == capability:
            row.what = ""
        unit.label = _("Change “{what}” on the demo plan").format(
            what=shown(row.what or capability)
        )


@dataclass(frozen=True)
class React:
    """Keeps how somebody on their side took an item, on the day of the demo."""

    item_id: str
    reaction: str
    person_id: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Keep a reaction to the demo")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for another reaction, or when the item is gone."""
        from salesdesk.store.schema import DemoItem

        row = unit.get(DemoItem, self.item_id)
        row.reaction, row.person_id = _reaction(self.reaction), self.person_id
        row.shown_on = unit.today


@dataclass(frozen=True)
class MoveDemoItem:
    """Moves an item before another of the plan, or to the end."""

    item_id: str
    before_id: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Reorder the demo plan")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when an item is gone."""
        from salesdesk.store.schema import DemoItem

        row = unit.get(DemoItem, self.item_id)
        if self.before_id == row.id:
            return
        here: list[Any] = [DemoItem.deal_id == row.deal_id, DemoItem.id != row.id]
        after = None
        if self.before_id is not None:
            after = unit.get(DemoItem, self.before_id).order_key
            here.append(DemoItem.order_key < after)
        row.order_key = key_between(unit.highest(DemoItem.order_key, *here), after)


@dataclass(frozen=True)
class RemoveDemoItem:
    """Puts an item of the plan into the bin."""

    item_id: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Take an item off the demo plan")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is gone."""
        from salesdesk.store.schema import DemoItem

        unit.bin(unit.get(DemoItem, self.item_id))


def _add(
    unit: Unit, deal_id: str, item_id: str, line_id: str | None, what: str, planned: int | None
) -> DemoItem:
    from salesdesk.store.schema import DemoItem

    last = unit.highest(DemoItem.order_key, DemoItem.deal_id == deal_id)
    return unit.add(
        DemoItem(
            id=item_id,
            deal_id=deal_id,
            value_link_id=line_id,
            what=what,
            minutes=planned,
            order_key=key_between(last, None),
        )
    )
