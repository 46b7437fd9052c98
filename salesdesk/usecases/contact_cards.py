"""Contact cards become people, matched by mail and name and never merged by themselves.

Called by what takes in dropped files. What a card says goes to an existing person only when chosen,
and then fills empty fields alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.formats.card_in import Card
from salesdesk.support.i18n import _, ngettext
from salesdesk.usecases.deal_access import get_deal
from salesdesk.usecases.people import AddPerson, PersonLine, PutOnDeal, is_on_deal, similar_people

if TYPE_CHECKING:
    from salesdesk.store.schema import Deal
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is done with a card: a new person, or with `known_id` one that is there."""

    card: Card
    known_id: str | None = None
    person_id: str = field(default_factory=new_id)


@dataclass(frozen=True)
class AddCards:
    """Adds the people of contact cards and puts them on a deal, as one step."""

    deal_id: str
    chosen: tuple[Chosen, ...]

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Add contacts")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when none was chosen, or the deal is gone."""
        if not self.chosen:
            raise KnownError(_("No contact was chosen. Nothing was added."))
        deal = get_deal(unit, self.deal_id)
        for each in self.chosen:
            person_id = each.known_id or self._add(unit, deal, each)
            if each.known_id:
                _fill(unit, each.known_id, each.card)
            if not is_on_deal(unit, deal.id, person_id):
                PutOnDeal(deal.id, person_id).apply(unit)
        names = ngettext("Add {person} to {deal}", "Add {n} people to {deal}", len(self.chosen))
        unit.label = names.format(
            person=self.chosen[0].card.name, n=len(self.chosen), deal=deal.name
        )

    @staticmethod
    def _add(unit: Unit, deal: Deal, each: Chosen) -> str:
        card = each.card
        account_id, about = _account(unit, deal, card.company)
        added = AddPerson(
            name=card.name, account_id=account_id, title=card.title, email=card.email,
            phone=card.phone, about=about, person_id=each.person_id,
        )  # fmt: skip
        added.apply(unit)
        unit.flush()
        return each.person_id


def matches(desk: Desk, card: Card) -> tuple[PersonLine, ...]:
    """People who may be the one on the card: the same mail first, then like names."""
    return similar_people(desk, card.name, card.email or None)


def _account(unit: Unit, deal: Deal, company: str) -> tuple[str | None, str | None]:
    """The account of a new person, and what to note when the card names another company.

    A company that is known by that name is used. Otherwise the person belongs to the deal's
    account and the card's company is noted: whether the two are one only the rep knows.
    """
    from salesdesk.store.schema import Account
    from salesdesk.usecases.accounts import account_named

    if deal.account_id is None:
        return (account_named(unit, company).id if company else None), None
    named = {
        row.name.casefold(): row.id for row in unit.listing(Account, "id", "name")
    }  # fmt: skip
    if not company or company.casefold() in named:
        return named.get(company.casefold(), deal.account_id), None
    return deal.account_id, _("On the card: {company}").format(company=company)


def _fill(unit: Unit, person_id: str, card: Card) -> None:
    """What the person does not have yet; nothing is written over."""
    from salesdesk.store.schema import Person
    from salesdesk.usecases.people import checked

    person = unit.get(Person, person_id)
    for column, value in checked(
        {"title": card.title, "email": card.email, "phone": card.phone}
    ).items():
        if value and not getattr(person, column):
            setattr(person, column, value)
