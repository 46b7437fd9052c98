"""Commands on calls before and while they are held; how one ends stands in `call_ends`.

Called by the pre-call sheet, the Discover panel and call mode.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesdesk.domain import entry
from salesdesk.domain.calls import (
    USUAL_MINUTES,
    Exit,
    Point,
    checked_agenda,
    checked_exits,
    checked_minutes,
    usual_exits,
)
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.support.i18n import _
from salesdesk.usecases.deal_access import get_deal

if TYPE_CHECKING:
    from salesdesk.store.schema import Call
    from salesdesk.store.unit import Unit

LONGEST_TEXT = 200_000
"""Characters of notes or of a summary: more than anybody types in a day."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pre-call sheet as it is entered. `attendees` are ids of the deal's people, or names."""

    planned_on: str | None = None
    planned_time: str | None = None
    minutes: int | None = USUAL_MINUTES
    hypothesis: str | None = None
    must_learn: str | None = None
    attendees: tuple[str, ...] = ()
    agenda: tuple[tuple[int, str], ...] = ()
    exits: tuple[tuple[str, bool], ...] = field(default_factory=usual_exits)


@dataclass(frozen=True)
class PlanCall:
    """Keeps the sheet of a call: of a new one, or of the one with that id."""

    deal_id: str
    sheet: Sheet
    call_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Prepare a call")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError on a bad date, time or number of minutes, or when the deal is gone."""
        from salesdesk.store.schema import Call

        deal = get_deal(unit, self.deal_id)
        call = unit.maybe(Call, self.call_id)
        if call is None or call.binned_at is not None:
            call = unit.add(Call(id=self.call_id, deal_id=deal.id, state="planned"))
        set_sheet(call, self.sheet)
        unit.label = _("Prepare a call on {deal}").format(deal=deal.name)


@dataclass(frozen=True)
class StartCall:
    """Begins a call: the one with that id, or (none yet) one without a sheet."""

    deal_id: str
    call_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Start a call")

    def apply(self, unit: Unit) -> None:
        """A call that runs already goes on. Raises KnownError when it is over, or another runs."""
        from salesdesk.store.schema import Call

        deal = get_deal(unit, self.deal_id)
        call = unit.maybe(Call, self.call_id)
        if call is None:
            call = unit.add(Call(id=self.call_id, deal_id=deal.id, state="planned"))
            set_sheet(call, Sheet())
        if call.state == "done":
            raise KnownError(
                _("That call is over. Nothing was changed; start a new one from Discover.")
            )
        if call.state == "planned":
            _refuse_second(unit, deal.id)
            call.state, call.started_at = "running", unit.now
        unit.label = _("Start a call on {deal}").format(deal=deal.name)


@dataclass(frozen=True)
class UnstartCall:
    """Takes the start of a call back: it did not take place, and is planned still."""

    call_id: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Take the start of a call back")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the call does not run."""
        from salesdesk.store.schema import Call

        call = unit.get(Call, self.call_id)
        if call.state != "running":
            raise KnownError(_("That call does not run. Nothing was changed."))
        call.state, call.started_at = "planned", None


@dataclass(frozen=True)
class KeepTyped:
    """Keeps the notes and the line in hand as they stand; sent at each keystroke.

    All that is typed in one go is one step of undo.
    """

    call_id: str
    notes: str
    typed: str

    goes_on = True

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Write notes of a call")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the call is gone."""
        from salesdesk.store.schema import Call

        call = unit.get(Call, self.call_id)
        # Not tidied: a blank at the end is a word that is still being typed.
        call.notes = storable(self.notes) or None
        call.typed = storable(self.typed) or None


@dataclass(frozen=True)
class TickExit:
    """Says whether a line of the exit checklist is reached."""

    call_id: str
    place: int
    is_reached: bool

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Tick the exit checklist")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the call or the line is gone."""
        from salesdesk.store.schema import Call

        call = unit.get(Call, self.call_id)
        exits = [Exit(*each) for each in json.loads(call.exits or "[]")]
        if not 0 <= self.place < len(exits):
            raise KnownError(_("That line is not on the checklist any more. Nothing was changed."))
        exits[self.place] = exits[self.place]._replace(is_reached=self.is_reached)
        call.exits = plain(exits)


@dataclass(frozen=True)
class BinCall:
    """Puts a call into the bin; what was answered in it stays, and so does its activity."""

    call_id: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Put a call into the bin")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the call is gone."""
        from salesdesk.store.schema import Call

        unit.bin(unit.get(Call, self.call_id))


def _refuse_second(unit: Unit, deal_id: str) -> None:
    """Raises KnownError when another call of the deal runs."""
    from salesdesk.store.schema import Call

    if unit.first(Call, Call.deal_id == deal_id, Call.state == "running") is not None:
        raise KnownError(
            _("Another call on this deal runs still. Nothing was changed; go on with it, or end "
              "it first.")
        )  # fmt: skip


def set_sheet(call: Call, sheet: Sheet) -> None:
    """Puts a checked sheet into a call. Raises KnownError when a value cannot be taken."""
    call.planned_on = entry.day(sheet.planned_on)
    call.planned_time = entry.clock_time(sheet.planned_time)
    call.minutes = checked_minutes(sheet.minutes)
    call.hypothesis, call.must_learn = entry.text(sheet.hypothesis), entry.text(sheet.must_learn)
    call.agenda, call.exits = plain(checked_agenda(sheet.agenda)), plain(checked_exits(sheet.exits))
    names = (entry.line(each) for each in sheet.attendees)
    call.attendees = json.dumps([name for name in dict.fromkeys(names) if name]) or None


def plain(lines: Iterable[Point | Exit]) -> str | None:
    """Lines of a sheet as the store keeps them; None for none."""
    found = [list(each) for each in lines]
    return json.dumps(found, ensure_ascii=False) if found else None


def storable(text: str) -> str:
    """The first `LONGEST_TEXT` characters as typed, without what no store can hold.

    Null characters go, halves of a character become U+FFFD.
    """
    whole = text[:LONGEST_TEXT].replace("\x00", "").encode("utf-16-le", "surrogatepass")
    return whole.decode("utf-16-le", "replace")
