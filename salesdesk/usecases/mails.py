"""A dropped mail becomes an activity with its people and its files, as one step.

Called by what takes in dropped files. People are matched by their address alone; who is new is
offered and added only when chosen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from salesdesk.domain.entry import LONGEST_NAME, line
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.formats.mail_in import Mail, MailPerson
from salesdesk.support.i18n import _
from salesdesk.usecases.deal_access import get_deal
from salesdesk.usecases.files import NewFile, keep
from salesdesk.usecases.people import AddPerson, PutOnDeal, is_on_deal

if TYPE_CHECKING:
    from salesdesk.store.schema import Deal, Person
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Someone in a mail, and who that is here. `person_id` None: nobody has this address."""

    name: str
    address: str
    part: str
    """from, to or cc."""
    person_id: str | None = None
    is_on_deal: bool = False
    is_rep: bool = False


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Someone to be added with a mail."""

    name: str
    address: str
    person_id: str = field(default_factory=new_id)


@dataclass(frozen=True)
class AddMail:
    """Logs a mail on a deal, keeps it and its files, adds chosen people and puts them on the deal.

    `put_on_deal` are ids of people known already. An activity for a day to come counts as today's.
    """

    deal_id: str
    mail: Mail
    file: NewFile
    by_buyer: bool
    put_on_deal: tuple[str, ...] = ()
    newcomers: tuple[Newcomer, ...] = ()
    activity_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names mail and deal."""
        return _("Add mail")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the mail is on the deal already, or the deal is gone."""
        from salesdesk.store.schema import Activity

        deal = get_deal(unit, self.deal_id)
        self._refuse_twice(unit, deal)
        known = self._people(unit, deal)
        day, time = self._sent(unit)
        row = unit.add(
            Activity(
                id=self.activity_id,
                deal_id=deal.id,
                kind="email",
                subject=self._subject(),
                body=self.mail.body or None,
                happened_on=day,
                happened_time=time,
                by_buyer=self.by_buyer,
                person_id=self._counterpart(known),
            )
        )
        unit.flush()
        keep(unit, self._as_file(), deal.id, activity_id=row.id)
        for file in self.mail.files:
            kept = NewFile(file.name, file.content, media_type=file.media_type)
            keep(unit, kept, deal.id, activity_id=row.id)
        unit.label = _("Add mail “{subject}” to {deal}").format(subject=row.subject, deal=deal.name)

    def _refuse_twice(self, unit: Unit, deal: Deal) -> None:
        from salesdesk.store.schema import Attachment

        digest = unit.keep_bytes(self.file.content)
        same = unit.match(Attachment, deal_id=deal.id, digest=digest)
        if any(file.kind == "mail" for file in same):
            raise KnownError(
                _("“{mail}” is on {deal} already. Nothing was added.").format(
                    mail=self._subject(), deal=deal.name
                )
            )

    def _people(self, unit: Unit, deal: Deal) -> dict[str, str]:
        """Adds who is new, puts the chosen on the deal; ids by address of all that are known."""
        for person in self.newcomers:
            added = AddPerson(
                name=person.name or person.address.partition("@")[0],
                account_id=deal.account_id,
                email=person.address,
                person_id=person.person_id,
            )
            added.apply(unit)
        for person_id in (*self.put_on_deal, *(each.person_id for each in self.newcomers)):
            if not is_on_deal(unit, deal.id, person_id):  # else they have a part there already
                PutOnDeal(deal.id, person_id).apply(unit)
        wanted = {person.address for person in self.mail.people}
        found = {row.id: row for row in _addressed(unit, wanted)}
        return {(row.email or "").strip().casefold(): row.id for row in found.values()}

    def _counterpart(self, known: dict[str, str]) -> str | None:
        """Who on the buyer's side it was with: its sender, or else the first known receiver."""
        parts = ("from",) if self.by_buyer else ("to", "cc")
        people = (p.address for part in parts for p in self.mail.people if p.part == part)
        return next((known[address] for address in people if address in known), None)

    def _subject(self) -> str:
        return (line(self.mail.subject) or _("Mail without subject"))[:LONGEST_NAME]

    def _sent(self, unit: Unit) -> tuple[str, str | None]:
        """The day and time here; a mail without a date, or of a day to come, is today's."""
        if self.mail.sent is None:
            return unit.today, None
        here = self.mail.sent.astimezone()
        day = here.date().isoformat()
        return (day, here.strftime("%H:%M")) if day <= unit.today else (unit.today, None)

    def _as_file(self) -> NewFile:
        return replace(self.file, kind="mail", media_type="message/rfc822")


def correspondents(
    desk: Desk, deal_id: str, mail: Mail, rep_addresses: Iterable[str] = ()
) -> tuple[Correspondent, ...]:
    """The people of a mail in its order, matched by address. `rep_addresses`: the rep's own."""
    from salesdesk.store.reads import correspondence

    found = desk.read(
        lambda connection: correspondence.by_address(
            connection, {person.address for person in mail.people}, deal_id
        )
    )
    own = {address.strip().casefold() for address in rep_addresses if address}
    own |= desk.read(correspondence.sender_addresses)
    return tuple(_matched(person, found.get(person.address), own) for person in mail.people)


def _matched(
    person: MailPerson, known: tuple[str, str, bool] | None, own: set[str]
) -> Correspondent:
    person_id, known_name, is_on_deal = known or (None, "", False)
    return Correspondent(
        known_name or person.name, person.address, person.part, person_id, is_on_deal,
        person.address in own,
    )  # fmt: skip


def mails_on_deal(desk: Desk, deal_id: str) -> frozenset[str]:
    """The digests of the mails that are on a deal; see :func:`digest_of`."""
    from salesdesk.store.reads import files

    rows = desk.read(lambda connection: files.of_deal(connection, deal_id))
    return frozenset(row.digest for row in rows if row.kind == "mail")


def digest_of(file: NewFile) -> str:
    """What a kept mail is known by."""
    from hashlib import sha256

    return sha256(file.content).hexdigest()


def is_from_buyer(people: Iterable[Correspondent]) -> bool:
    """Whether the buyer wrote it, as far as can be told: the rep can say otherwise.

    Not the rep's own address; somebody known; or nobody known among those it went to.
    """
    everyone = tuple(people)
    sender = next((person for person in everyone if person.part == "from"), None)
    if sender is None or sender.is_rep:
        return False
    if sender.person_id is not None or any(person.is_rep for person in everyone):
        return True
    return not any(person.person_id for person in everyone if person.part != "from")


def _addressed(unit: Unit, addresses: set[str]) -> list[Person]:
    from salesdesk.store.reads import correspondence
    from salesdesk.store.schema import Person

    return unit.find(Person, correspondence.has_address(addresses)) if addresses else []
