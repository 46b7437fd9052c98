"""Saved filters of the board: save, rename, delete. Called by the board's filter menu."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesdesk.domain import entry
from salesdesk.domain.board_filter import BoardFilter
from salesdesk.domain.ids import new_id
from salesdesk.domain.ordering import key_between
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit


@dataclass(frozen=True)
class SaveFilter:
    """Saves a filter under a name; a filter of that name is replaced."""

    name: str
    filter: BoardFilter
    filter_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Save filter {name}").format(name=self.name.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a name."""
        from salesdesk.store.schema import SavedFilter

        name = entry.name(self.name, _("A filter needs a name. Nothing was saved."))
        for known in unit.find(SavedFilter):
            if known.name.casefold() == name.casefold():
                known.name, known.body = name, self.filter.to_json()
                return
        last = unit.highest(SavedFilter.order_key)
        unit.add(
            SavedFilter(
                id=self.filter_id,
                name=name,
                body=self.filter.to_json(),
                order_key=key_between(last, None),
            )
        )


@dataclass(frozen=True)
class RenameFilter:
    """Gives a saved filter another name."""

    filter_id: str
    name: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Rename filter to {name}").format(name=self.name.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a name."""
        from salesdesk.store.schema import SavedFilter

        name = entry.name(self.name, _("A filter needs a name. Nothing was changed."))
        unit.get(SavedFilter, self.filter_id).name = name


@dataclass(frozen=True)
class DeleteFilter:
    """Puts a saved filter into the bin."""

    filter_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the filter."""
        return _("Delete filter")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the filter is gone."""
        from salesdesk.store.schema import SavedFilter

        known = unit.get(SavedFilter, self.filter_id)
        unit.bin(known)
        unit.label = _("Delete filter {name}").format(name=known.name)
