"""The stakeholder map of a deal: everyone's part and place, and the commands that arrange it.

Called by the map. Who somebody is, and who reports to whom, are changed by the commands in
`people`; here only the picture is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain.errors import KnownError
from salesdesk.domain.people_map import Node, Spot, arrange, within
from salesdesk.support.i18n import _
from salesdesk.usecases.deal_access import get_deal

if TYPE_CHECKING:
    from salesdesk.store.schema import DealPerson
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class MapPerson:
    """Somebody on the map; `spot` is the top left corner, by hand or worked out."""

    person_id: str
    name: str
    title: str
    role: str
    influence: str
    stance: str
    reports_to_id: str | None
    spot: Spot


def people_map(desk: Desk, deal_id: str) -> tuple[MapPerson, ...]:
    """Everyone on the deal with a place, in the order they were put on it."""
    from salesdesk.store.reads import calls as reads

    rows = desk.read(lambda connection: reads.on_map(connection, deal_id))
    placed = {row.id: (row.map_x, row.map_y) for row in rows if row.map_x is not None}
    spots = arrange([Node(row.id, row.reports_to_id, placed.get(row.id)) for row in rows])
    known = {row.id for row in rows}
    return tuple(
        MapPerson(
            row.id, row.name, row.title or "", row.role, row.influence, row.stance,
            row.reports_to_id if row.reports_to_id in known else None, spots[row.id],
        )
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True)
class PlaceOnMap:
    """Puts somebody on a place of the map, or (None) back where they stand by themselves."""

    deal_id: str
    person_id: str
    place: tuple[int, int] | None

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the person."""
        return _("Move on the map")

    def apply(self, unit: Unit) -> None:
        """A place outside becomes the nearest one inside. Raises KnownError when they are gone."""
        from salesdesk.store.schema import Person

        part = _part(unit, self.deal_id, self.person_id)
        spot = within(*self.place) if self.place is not None else None
        part.map_x, part.map_y = (spot.x, spot.y) if spot else (None, None)
        name = unit.get(Person, self.person_id).name
        unit.label = _("Move {person} on the map").format(person=name)


@dataclass(frozen=True)
class ArrangeMap:
    """Lets everyone on the map stand by who reports to whom again."""

    deal_id: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Arrange the map")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the deal is gone."""
        from salesdesk.store.schema import DealPerson

        get_deal(unit, self.deal_id)
        for part in unit.find(DealPerson, DealPerson.deal_id == self.deal_id):
            part.map_x = part.map_y = None


@dataclass(frozen=True)
class SetReportsTo:
    """Says to whom somebody reports, or (None) to nobody."""

    deal_id: str
    person_id: str
    boss_id: str | None

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the person."""
        return _("Set who reports to whom")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when they would report to themselves, or one is not on the deal."""
        from salesdesk.usecases.people import PutOnDeal

        part = _part(unit, self.deal_id, self.person_id)
        if self.boss_id is not None:
            _part(unit, self.deal_id, self.boss_id)
        PutOnDeal(
            self.deal_id, self.person_id, part.role, part.influence, part.stance, self.boss_id,
            part.wants,
        ).apply(unit)  # fmt: skip


def _part(unit: Unit, deal_id: str, person_id: str) -> DealPerson:
    from salesdesk.store.schema import DealPerson

    part = unit.first(DealPerson, DealPerson.deal_id == deal_id, DealPerson.person_id == person_id)
    if part is None:
        raise KnownError(_("They are not on this deal any more. Nothing was changed."))
    return part
