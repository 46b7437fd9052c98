"""Who sends our papers: company, address, the rep, the logo. One row a desk.

Called by the preferences and by every paper about a deal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.notes import Letterhead
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.store.schema import Sender
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk

MOST_WIDE, MOST_HIGH = 1600, 800
"""Pixels of a kept logo: enough for print at the size that papers give it."""


class SenderChanges(TypedDict, total=False):
    """The fields that may be edited; only those present change."""

    company: str | None
    address: str | None
    website: str | None
    tax_number: str | None
    name: str | None
    title: str | None
    email: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class SenderView:
    """Who sends our papers; empty text is nothing said. `logo` is a PNG, empty for none."""

    company: str = ""
    address: str = ""
    website: str = ""
    tax_number: str = ""
    name: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    logo: bytes = b""


FIELDS = tuple(SenderChanges.__annotations__)
_CHECKS: Mapping[str, Callable[[str | None], str | None]] = {
    **dict.fromkeys(FIELDS, entry.line),
    "address": entry.text,
}


@dataclass(frozen=True)
class EditSender:
    """Changes who sends our papers; papers made from now on say it."""

    changes: SenderChanges

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Edit your company")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a text is longer than a letterhead can be."""
        row = _row(unit)
        for name, value in self.changes.items():
            text = _CHECKS[name](value)  # type: ignore[arg-type]
            if text is not None and len(text) > entry.LONGEST_NAME:
                raise KnownError(
                    _("That is more than a letterhead can hold. Nothing was changed; shorten it.")
                )
            setattr(row, name, text)


@dataclass(frozen=True)
class SetLogo:
    """Puts a logo on our papers, a PNG; None takes it off."""

    png: bytes | None

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Choose the logo") if self.png else _("Remove the logo")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is no PNG or larger than a logo has to be."""
        from salesdesk.formats import picture

        row = _row(unit)
        if self.png is None:
            row.logo = None
            return
        if picture.kind_of(self.png) != "png":
            raise picture.no_picture()
        width, height = picture.png_size(self.png)
        if width > MOST_WIDE or height > MOST_HIGH:
            raise KnownError(
                _("That logo has too many pixels. It was not changed; save it smaller and choose "
                  "it again.")
            )  # fmt: skip
        row.logo = unit.keep_bytes(self.png)


def sender(desk: Desk) -> SenderView:
    """Who sends our papers, all empty before anybody said so."""
    from salesdesk.store.reads import sender as reads

    row = desk.read(reads.sender)
    if row is None:
        return SenderView()
    logo = desk.read(lambda c: reads.content(c, row.logo)) if row.logo else None
    return SenderView(**{name: getattr(row, name) or "" for name in FIELDS}, logo=logo or b"")


def letterhead(desk: Desk) -> Letterhead | None:
    """What stands at the top of papers; None while nothing is known."""
    from salesdesk.formats import picture

    view = sender(desk)
    address = [line.strip() for line in view.address.splitlines() if line.strip()]
    rep = ", ".join(filter(None, (view.name, view.title)))
    reach = " · ".join(filter(None, (view.email, view.phone)))
    tax = _("Tax number {number}").format(number=view.tax_number) if view.tax_number else ""
    lines = tuple(filter(None, (*address, rep, reach, view.website, tax)))
    if not (view.company or lines or view.logo):
        return None
    width, height = picture.png_size(view.logo) if view.logo else (0, 0)
    return Letterhead(view.company or rep, lines, view.logo, width, height)


def _row(unit: Unit) -> Sender:
    from salesdesk.store.schema import Sender

    return unit.first(Sender) or unit.add(Sender())
