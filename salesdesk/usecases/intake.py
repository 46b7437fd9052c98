"""What is dropped on a deal: files, mails and contact cards, read and taken in as one step.

Called by the screens. `read_paths` may run on a worker; nothing is written before the rep has seen
who is in a mail or on a card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from salesdesk.domain.errors import KnownError
from salesdesk.domain.file_safety import cleaned_name, ending
from salesdesk.formats import card_in, mail_in
from salesdesk.formats.card_in import Card
from salesdesk.formats.mail_in import Mail
from salesdesk.support.i18n import _, ngettext
from salesdesk.usecases.contact_cards import AddCards
from salesdesk.usecases.deal_access import get_deal
from salesdesk.usecases.files import AddFiles, NewFile, read_file, refuse_heavy, refuse_many
from salesdesk.usecases.mails import AddMail

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit

MAILS: Final = frozenset({"eml"})
CARDS: Final = frozenset({"vcf", "vcard"})
MOST_REMARKS: Final = 6
"""Sentences about what could not be taken; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read. `remarks` are sentences about what could not be, with what became of it."""

    files: tuple[NewFile, ...] = ()
    mails: tuple[tuple[NewFile, Mail], ...] = ()
    cards: tuple[Card, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to take in."""
        return not (self.files or self.mails or self.cards)

    @property
    def is_plain(self) -> bool:
        """Whether nothing has to be asked: files alone."""
        return bool(self.files) and not (self.mails or self.cards or self.remarks)


@dataclass(frozen=True)
class TakeIn:
    """Files, mails and cards onto one deal, as one step of undo."""

    deal_id: str
    files: AddFiles | None = None
    mails: tuple[AddMail, ...] = ()
    cards: AddCards | None = None

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that says what."""
        return _("Add files")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when one of them cannot be taken; then none is."""
        parts = [part for part in (self.files, *self.mails, self.cards) if part is not None]
        if not parts:
            raise KnownError(_("Nothing was chosen. Nothing was added."))
        deal = get_deal(unit, self.deal_id)
        for part in parts:
            part.apply(unit)
        if len(parts) > 1:
            count = len(self.files.files if self.files else ()) + len(self.mails)
            count += len(self.cards.chosen if self.cards else ())
            unit.label = ngettext(
                "Add {n} thing to {deal}", "Add {n} things to {deal}", count
            ).format(n=count, deal=deal.name)


def read_paths(paths: Sequence[Path]) -> Intake:
    """Reads dropped files. Raises KnownError when there are none or too many.

    One that cannot be read is left out with a sentence; a mail or card that is none is a file.
    """
    refuse_many(paths)
    refuse_heavy(paths)
    files: list[NewFile] = []
    mails: list[tuple[NewFile, Mail]] = []
    cards: list[Card] = []
    remarks: list[str] = []
    for path in paths:
        try:
            file = read_file(path)
        except KnownError as refusal:
            remarks.append(str(refusal))
            continue
        try:
            kind = ending(path.name)
            if kind in MAILS:
                mails.append((file, mail_in.read(file.content)))
            elif kind in CARDS:
                cards.extend(card_in.read(file.content))
            else:
                files.append(file)
        except KnownError as refusal:
            files.append(file)
            remarks.append(f"{cleaned_name(path.name)}: {refusal}")
    return Intake(tuple(files), tuple(mails), tuple(cards), _folded(remarks))


def _folded(remarks: Sequence[str]) -> tuple[str, ...]:
    """The first few, and how many more: a hundred sentences are higher than any screen."""
    more = len(remarks) - MOST_REMARKS
    if more <= 0:
        return tuple(remarks)
    words = ngettext(
        "{n} more file was not taken for a reason like these.",
        "{n} more files were not taken for reasons like these.",
        more,
    )
    return (*remarks[:MOST_REMARKS], words.format(n=more))
