"""People on the buyer's side and their part in deals: add, edit, put on a deal, take off.

Called by the deal page (stakeholders), the accounts screen, imports and the command line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.facts import INFLUENCES, ROLES, STANCES
from salesdesk.domain.ids import new_id
from salesdesk.domain.people_map import closes_circle
from salesdesk.support.i18n import _
from salesdesk.usecases.deals import get_deal

if TYPE_CHECKING:
    from salesdesk.store.schema import DealPerson, Person
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk

ALIKE = 90
"""From this likeness (0 to 100) on, two names are offered as perhaps the same person."""


class PersonChanges(TypedDict, total=False):
    """The fields of a person that may be edited; only those present change, None empties."""

    name: str
    account_id: str | None
    title: str | None
    email: str | None
    phone: str | None
    linkedin: str | None
    preference: str | None
    about: str | None


def _person_name(value: Any) -> str:
    return entry.name(value, _("A person needs a name. Nothing was changed."))


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "name": _person_name,
    "account_id": lambda value: value or None,
    **dict.fromkeys(("title", "email", "phone", "linkedin", "preference"), entry.line),
    "about": entry.text,
}


@dataclass(frozen=True)
class AddPerson:
    """Adds a person. `person_id` may be read before the command has run."""

    name: str
    account_id: str | None = None
    title: str | None = None
    email: str | None = None
    phone: str | None = None
    linkedin: str | None = None
    about: str | None = None
    person_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add {person}").format(person=self.name.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when there is no name."""
        from salesdesk.store.schema import Person

        changes: PersonChanges = {
            "name": self.name,
            "account_id": self.account_id,
            "title": self.title,
            "email": self.email,
            "phone": self.phone,
            "linkedin": self.linkedin,
            "about": self.about,
        }
        unit.add(Person(id=self.person_id, **checked(changes)))


@dataclass(frozen=True)
class EditPerson:
    """Changes fields of a person; shows wherever the person is named."""

    person_id: str
    changes: PersonChanges

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the person."""
        return _("Edit person")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a value cannot be taken."""
        from salesdesk.store.schema import Person

        person = unit.get(Person, self.person_id)
        for column, value in checked(self.changes).items():
            setattr(person, column, value)
        unit.label = _("Edit {person}").format(person=person.name)


@dataclass(frozen=True)
class BinPerson:
    """Puts a person into the bin; the deals no longer count them, what they said stays."""

    person_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the person."""
        return _("Put person into the bin")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the person is gone."""
        from salesdesk.store.schema import Person

        person = unit.get(Person, self.person_id)
        unit.bin(person)
        unit.label = _("Put {person} into the bin").format(person=person.name)


@dataclass(frozen=True)
class PutOnDeal:
    """Puts a person on a deal with a role, or changes the part they have there already."""

    deal_id: str
    person_id: str
    role: str = "other"
    influence: str = "medium"
    stance: str = "unknown"
    reports_to_id: str | None = None
    wants: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names person and deal."""
        return _("Put person on deal")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for an unknown word, or when people would report in a circle."""
        from salesdesk.store.schema import DealPerson, Person

        deal, person = get_deal(unit, self.deal_id), unit.get(Person, self.person_id)
        part = _part(unit, deal.id, person.id) or unit.add(
            DealPerson(deal_id=deal.id, person_id=person.id)
        )
        part.role = entry.one_of(self.role, ROLES)
        part.influence = entry.one_of(self.influence, INFLUENCES)
        part.stance = entry.one_of(self.stance, STANCES)
        part.reports_to_id = self.reports_to_id or None
        part.wants = entry.text(self.wants)
        _refuse_circle(unit, deal.id, person)
        unit.label = _("Put {person} on {deal}").format(person=person.name, deal=deal.name)


@dataclass(frozen=True)
class AddPersonToDeal:
    """Adds a person of the deal's account and gives them a role there, as one undo step."""

    deal_id: str
    name: str
    role: str = "other"
    person_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal too."""
        return _("Add {person}").format(person=self.name.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when there is no name or no such role."""
        account_id = get_deal(unit, self.deal_id).account_id
        AddPerson(self.name, account_id, person_id=self.person_id).apply(unit)
        PutOnDeal(self.deal_id, self.person_id, self.role).apply(unit)


@dataclass(frozen=True)
class RemoveFromDeal:
    """Takes a person off a deal; the person, and what they said, stay."""

    deal_id: str
    person_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names person and deal."""
        return _("Take person off deal")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the person is not on the deal; who reported to them, to none."""
        from salesdesk.store.schema import DealPerson, Person

        deal, person = get_deal(unit, self.deal_id), unit.get(Person, self.person_id)
        part = _part(unit, deal.id, person.id)
        if part is None:
            raise KnownError(
                _("{person} is not on this deal. Nothing was changed.").format(person=person.name)
            )
        unit.remove(part)
        below = DealPerson.reports_to_id == person.id
        for other in unit.find(DealPerson, DealPerson.deal_id == deal.id, below):
            other.reports_to_id = None
        unit.label = _("Take {person} off {deal}").format(person=person.name, deal=deal.name)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as a list offers them. `why`: "email" or "name" in a hint of look-alikes."""

    id: str
    name: str
    title: str
    email: str
    phone: str
    account_id: str | None
    account: str
    why: str = ""


def people(desk: Desk, account_id: str | None = None) -> tuple[PersonLine, ...]:
    """The people in use by name, all of them or those of one account."""
    from salesdesk.store.reads import parties

    rows = desk.read(lambda connection: parties.people(connection, account_id))
    return tuple(
        PersonLine(
            row.id, row.name, row.title or "", row.email or "", row.phone or "", row.account_id,
            row.account or "",
        )
        for row in rows
    )  # fmt: skip


def similar_people(
    desk: Desk, name: str, email: str | None = None, limit: int = 5
) -> tuple[PersonLine, ...]:
    """People with the same mail address, then with a like name; a hint, never merged by itself."""
    from dataclasses import replace

    from rapidfuzz import fuzz

    everyone = people(desk)
    address, wanted = (email or "").strip().casefold(), name.strip().casefold()
    same = [replace(p, why="email") for p in everyone if address and p.email.casefold() == address]
    known = {person.id for person in same}
    alike = [
        (fuzz.token_sort_ratio(wanted, person.name.casefold()), person)
        for person in everyone
        if wanted and person.id not in known
    ]
    close = sorted((pair for pair in alike if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return tuple([*same, *(replace(person, why="name") for _score, person in close)][:limit])


def checked(changes: PersonChanges) -> dict[str, Any]:
    """The tidied values by column. Raises KnownError for one that cannot be taken."""
    return {key: _CHECKS[key](value) for key, value in changes.items()}


def _part(unit: Unit, deal_id: str, person_id: str) -> DealPerson | None:
    from salesdesk.store.schema import DealPerson

    return unit.first(DealPerson, DealPerson.deal_id == deal_id, DealPerson.person_id == person_id)


def _refuse_circle(unit: Unit, deal_id: str, person: Person) -> None:
    """Raises KnownError when someone would, over others, report to themselves."""
    from salesdesk.store.schema import DealPerson

    parts = unit.find(DealPerson, DealPerson.deal_id == deal_id)
    above = {part.person_id: part.reports_to_id for part in parts}
    if closes_circle(above, person.id, above.get(person.id)):
        raise KnownError(
            _("{person} would report to themselves. Nothing was changed; choose someone "
              "else.").format(person=person.name)
        )  # fmt: skip
