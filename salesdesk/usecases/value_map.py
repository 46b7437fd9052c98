"""Commands on the value map and on matched criteria: tie, edit, order, take off.

Called by the Value panel; `usecases.value` hands them on. A line is named by its own id, or by the
id of the pain or goal while nothing is tied to it: the first edit makes its row. The words of
facts are not touched here; `usecases.facts` corrects them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from salesdesk.domain import entry, value
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.domain.ordering import key_between
from salesdesk.support.i18n import _
from salesdesk.usecases.answers import shown
from salesdesk.usecases.deal_access import get_deal
from salesdesk.usecases.facts import Value, new_fact, set_columns

if TYPE_CHECKING:
    from salesdesk.store.schema import Fact, ValueLink
    from salesdesk.store.unit import Unit

Cell = str | None


def _proof_kind(text: Cell) -> Cell:
    return entry.one_of(text, tuple(value.PROOF_LABELS)) if text else None


_CHECKS: Mapping[str, Callable[[Cell], Cell]] = {
    "capability": lambda text: entry.text(text) or "",
    "product_id": lambda text: text or None,
    "proof": entry.text,
    "proof_kind": _proof_kind,
    "outcome_id": lambda text: text or None,
}


@dataclass(frozen=True)
class EditLine:
    """Changes cells of a line: capability, product_id, proof, proof_kind, outcome_id."""

    deal_id: str
    line: str
    cells: Mapping[str, Cell]

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names what changed."""
        return _("Change the value map")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for an unknown cell, a fact of another deal, or a line that is gone."""
        row = line_row(unit, self.deal_id, self.line)
        for name, text in self.cells.items():
            if name not in _CHECKS:
                raise KnownError(_("The value map has no column “{name}”.").format(name=name))
            setattr(row, name, _CHECKS[name](text))
        _require_outcome(unit, row)
        if row.capability:
            unit.label = _("Tie “{capability}” on the value map").format(
                capability=shown(row.capability)
            )


@dataclass(frozen=True)
class AddCapability:
    """Another capability on a pain or goal. Blank words make a line to fill in at its place."""

    deal_id: str
    fact_id: str
    capability: str = ""
    line_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add a capability to the value map")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the fact is none of the deal's pains and goals."""
        get_deal(unit, self.deal_id)
        _need(unit, self.deal_id, self.fact_id)
        _new(unit, self.deal_id, self.fact_id, self.line_id).capability = (
            entry.text(self.capability) or ""
        )


@dataclass(frozen=True)
class RemoveLine:
    """Takes a line off the map. The pain, the goal and the outcome stay facts of the deal.

    An item of the demo plan that was called as its capability keeps the words.
    """

    line: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Take a capability off the value map")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is gone."""
        from salesdesk.store.schema import DemoItem, ValueLink

        row = unit.get(ValueLink, self.line)
        for item in unit.find(DemoItem, DemoItem.value_link_id == row.id):
            item.what = item.what or row.capability
        unit.bin(row)
        unit.label = _("Take “{capability}” off the value map").format(
            capability=shown(row.capability)
        )


@dataclass(frozen=True)
class MoveLine:
    """Moves a pain or goal, with all that is tied to it, by one place: -1 up, 1 down.

    A line that is one of several about the same fact moves among those first.
    """

    deal_id: str
    line: str
    way: int

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Reorder the value map")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the line is gone; does nothing at either end."""
        lines = _shown_lines(unit, self.deal_id)
        at = next((i for i, line in enumerate(lines) if line.key == self.line), None)
        if at is None:
            raise KnownError(_("That line is not on the value map any more. Nothing was changed."))
        moved = moved_lines(lines, at, self.way)
        if moved is None:
            return
        last: str | None = None
        # Facts that nothing is tied to have no place of their own: those that the moved line
        # must stay behind get one. A fresh run of keys is shorter than finding each a gap.
        upto = max(i for i, (old, new) in enumerate(zip(lines, moved, strict=True)) if old != new)
        ahead = [line for i, line in enumerate(moved) if i <= upto or line.link is not None]
        for line in ahead:
            row = line_row(unit, self.deal_id, line.key)
            last = row.order_key = key_between(last, None)


@dataclass(frozen=True)
class AddOutcome:
    """A measured outcome for a line, kept as a fact. `fields` as in `usecases.facts.EDITABLE`."""

    deal_id: str
    line: str
    words: str
    fields: Mapping[str, Value] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add an outcome to the value map")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without words, or when the line is gone."""
        row = line_row(unit, self.deal_id, self.line)
        fact = new_fact(unit, self.deal_id, "outcome", self.words)
        fact.said_on = unit.today
        set_columns(fact, self.fields)
        unit.flush()  # the line names the fact
        row.outcome_id = fact.id


@dataclass(frozen=True)
class MatchCriterion:
    """Says how we meet a decision criterion: yes, partly, no or unknown, and in what words."""

    deal_id: str
    fact_id: str
    fit: str | None = None
    """None leaves it as it is."""
    words: str | None = None
    """None leaves them as they are."""

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the criterion."""
        return _("Match a decision criterion")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for another fit, or when the fact is no criterion of the deal."""
        from salesdesk.store.schema import CriterionMatch, Fact

        get_deal(unit, self.deal_id)
        fact = unit.get(Fact, self.fact_id)
        if fact.deal_id != self.deal_id or fact.kind != "criterion":
            raise KnownError(_("That is no decision criterion of this deal. Nothing was changed."))
        rows = unit.match(CriterionMatch, deal_id=self.deal_id, fact_id=self.fact_id)
        row = rows[0] if rows else unit.add(
            CriterionMatch(deal_id=self.deal_id, fact_id=fact.id, fit="unknown")
        )  # fmt: skip
        if self.fit is not None:
            row.fit = entry.one_of(self.fit, tuple(value.FIT_LABELS))
        if self.words is not None:
            row.words = entry.text(self.words)
        unit.label = _("Match the criterion “{words}”").format(words=shown(fact.words))


def line_row(unit: Unit, deal_id: str, line: str) -> ValueLink:
    """The row of a line; a new one behind the others when `line` names a pain or goal.

    Raises KnownError when there is neither.
    """
    from salesdesk.store.schema import ValueLink

    get_deal(unit, deal_id)
    row = unit.maybe(ValueLink, line)
    if row is not None and row.deal_id == deal_id and row.binned_at is None:
        return row
    _need(unit, deal_id, line)
    # A pain that was only put in its place has a row already, with nothing in it.
    placed = unit.match(ValueLink, deal_id=deal_id, fact_id=line, capability="")
    return placed[0] if placed else _new(unit, deal_id, line, new_id())


def moved_lines(lines: list[value.MapLine], at: int, way: int) -> list[value.MapLine] | None:
    """The lines after moving the one at `at`; None when it stands at the end already."""
    fact = lines[at].fact
    to = at + (1 if way > 0 else -1)
    if 0 <= to < len(lines) and fact is not None and lines[to].fact == fact:
        moved = list(lines)
        moved[at], moved[to] = moved[to], moved[at]
        return moved
    groups: list[list[value.MapLine]] = []
    for line in lines:
        if groups and line.fact is not None and groups[-1][0].fact == line.fact:
            groups[-1].append(line)
        else:
            groups.append([line])
    here = next(i for i, group in enumerate(groups) if lines[at] in group)
    there = here + (1 if way > 0 else -1)
    if not 0 <= there < len(groups):
        return None
    groups[here], groups[there] = groups[there], groups[here]
    return [line for group in groups for line in group]


def _shown_lines(unit: Unit, deal_id: str) -> list[value.MapLine]:
    """The map's lines as the panel shows them."""
    from salesdesk.store.schema import ValueLink

    facts = unit.states([deal_id])[0].snapshot.facts
    rows = unit.find(ValueLink, ValueLink.deal_id == deal_id, order_by=(ValueLink.order_key))
    links = [value.Link(row.id, row.fact_id, row.capability) for row in rows]
    return list(value.value_map(facts, links))


def _new(unit: Unit, deal_id: str, fact_id: str | None, line_id: str) -> ValueLink:
    from salesdesk.store.schema import ValueLink

    unit.flush()
    last = unit.highest(ValueLink.order_key, ValueLink.deal_id == deal_id)
    return unit.add(
        ValueLink(
            id=line_id,
            deal_id=deal_id,
            fact_id=fact_id,
            capability="",
            order_key=key_between(last, None),
        )
    )


def _need(unit: Unit, deal_id: str, fact_id: str) -> Fact:
    """A pain or goal of the deal."""
    from salesdesk.store.schema import Fact

    fact: Any = unit.maybe(Fact, fact_id)
    if fact is None or fact.deal_id != deal_id or fact.kind not in value.NEEDS:
        raise KnownError(_("That line is not on the value map any more. Nothing was changed."))
    found: Fact = fact
    return found


def _require_outcome(unit: Unit, row: ValueLink) -> None:
    from salesdesk.store.schema import Fact

    if row.outcome_id is None:
        return
    fact = unit.maybe(Fact, row.outcome_id)
    if fact is None or fact.deal_id != row.deal_id or fact.kind != "outcome":
        raise KnownError(_("That is no outcome of this deal. Nothing was changed."))
