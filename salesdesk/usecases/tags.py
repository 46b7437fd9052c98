"""Tags on deals: put on, take off, rename. Called by the board, the deal page and the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, ngettext
from salesdesk.usecases.deals import get_deal, naming

if TYPE_CHECKING:
    from salesdesk.store.schema import Tag
    from salesdesk.store.unit import Unit


@dataclass(frozen=True)
class TagDeals:
    """Puts a tag on deals; a new name makes a new tag, deals that have it keep it once."""

    deal_ids: tuple[str, ...]
    tag: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names tag and deal."""
        return _("Tag deals")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a name, or when a deal is gone."""
        from salesdesk.store.schema import DealTag, Tag

        name = entry.name(self.tag, _("A tag needs a name. Nothing was changed."))
        deals = [get_deal(unit, deal_id) for deal_id in self.deal_ids]
        tag = _named(unit, name) or unit.add(Tag(name=name))
        for deal in deals:
            if not unit.find(DealTag, DealTag.deal_id == deal.id, DealTag.tag_id == tag.id):
                unit.add(DealTag(deal_id=deal.id, tag_id=tag.id))
        unit.label = naming(
            deals,
            _("Tag {deal} with {tag}"),
            lambda n: ngettext("Tag {n} deal with {tag}", "Tag {n} deals with {tag}", n),
            tag=tag.name,
        )


@dataclass(frozen=True)
class UntagDeals:
    """Takes a tag off deals; those without it stay as they are."""

    deal_ids: tuple[str, ...]
    tag: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the deal."""
        return _("Untag deals")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when there is no such tag, or a deal is gone."""
        from salesdesk.store.schema import DealTag

        deals = [get_deal(unit, deal_id) for deal_id in self.deal_ids]
        tag = _needed(unit, self.tag)
        for deal in deals:
            for on in unit.find(DealTag, DealTag.deal_id == deal.id, DealTag.tag_id == tag.id):
                unit.remove(on)
        unit.label = naming(
            deals,
            _("Take {tag} off {deal}"),
            lambda n: ngettext("Take {tag} off {n} deal", "Take {tag} off {n} deals", n),
            tag=tag.name,
        )


@dataclass(frozen=True)
class RenameTag:
    """Gives a tag another name, on all its deals."""

    tag: str
    name: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Rename tag {tag} to {name}").format(tag=self.tag, name=self.name.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a name, or when another tag has it."""
        name = entry.name(self.name, _("A tag needs a name. Nothing was changed."))
        tag, other = _needed(unit, self.tag), _named(unit, name)
        if other is not None and other.id != tag.id:
            raise KnownError(_("There is a tag of that name already. Nothing was changed."))
        tag.name = name


def _named(unit: Unit, name: str) -> Tag | None:
    from salesdesk.store.schema import Tag

    wanted = name.casefold()
    return next((tag for tag in unit.find(Tag) if tag.name.casefold() == wanted), None)


def _needed(unit: Unit, name: str) -> Tag:
    tag = _named(unit, name.strip())
    if tag is None:
        raise KnownError(_("There is no tag “{name}”. Nothing was changed.").format(name=name))
    return tag
