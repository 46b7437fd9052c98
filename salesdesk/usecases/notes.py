"""Notes: Markdown on a deal or an account, kept as typed. Called by the deal page and accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.domain.plain_words import cut, one_line
from salesdesk.support.i18n import _
from salesdesk.usecases.deal_access import get_account, get_deal

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit


@dataclass(frozen=True)
class AddNote:
    """Adds a note to a deal or an account."""

    body: str
    deal_id: str | None = None
    account_id: str | None = None
    note_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add note “{start}”").format(start=beginning(self.body))

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is empty or belongs to nothing."""
        from salesdesk.store.schema import Note

        if not (self.deal_id or self.account_id):
            raise KnownError(_("A note belongs to a deal or an account. Nothing was saved."))
        if self.deal_id:
            get_deal(unit, self.deal_id)
        elif self.account_id:
            get_account(unit, self.account_id)
        unit.add(
            Note(
                id=self.note_id,
                deal_id=self.deal_id,
                account_id=self.account_id,
                body=_body(self.body),
                written_at=unit.now,
            )
        )


@dataclass(frozen=True)
class EditNote:
    """Changes the words of a note; when it was written stays."""

    note_id: str
    body: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Edit note “{start}”").format(start=beginning(self.body))

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is empty or gone."""
        from salesdesk.store.schema import Note

        unit.get(Note, self.note_id).body = _body(self.body)


@dataclass(frozen=True)
class BinNote:
    """Puts a note into the bin."""

    note_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the note."""
        return _("Put note into the bin")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the note is gone."""
        from salesdesk.store.schema import Note

        note = unit.get(Note, self.note_id)
        unit.bin(note)
        unit.label = _("Put note “{start}” into the bin").format(start=beginning(note.body))


def beginning(body: str, most: int = 40) -> str:
    """The first words of a note on one line, for labels and lists."""
    return cut(entry.line(one_line(body)) or "", most)


def _body(body: str) -> str:
    return entry.words(body, _("The note is empty. Nothing was saved."))
