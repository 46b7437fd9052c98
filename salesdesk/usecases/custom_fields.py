"""Fields of the rep's own on deals, accounts and people: add one, rename it, set its values.

Called by the deal page, the accounts screen and imports (unknown columns become such fields).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.domain.ordering import key_between
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit

ENTITIES = ("deal", "account", "person", "product")
"""What can have fields of the rep's own."""


@dataclass(frozen=True)
class AddCustomField:
    """Adds a field to all deals, accounts, people or products."""

    entity: str
    name: str
    field_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add field {name}").format(name=self.name.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a name, or when there is such a field already."""
        from salesdesk.store.schema import CustomField

        name = entry.name(self.name, _("A field needs a name. Nothing was added."))
        entity = entry.one_of(self.entity, ENTITIES)
        known = unit.find(CustomField, CustomField.entity == entity)
        if any(other.name.casefold() == name.casefold() for other in known):
            raise KnownError(_("There is a field of that name already. Nothing was added."))
        last = unit.highest(CustomField.order_key, CustomField.entity == entity)
        unit.add(
            CustomField(
                id=self.field_id, entity=entity, name=name, order_key=key_between(last, None)
            )
        )


@dataclass(frozen=True)
class RenameCustomField:
    """Gives a field of the rep's own another name."""

    field_id: str
    name: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Rename field to {name}").format(name=self.name.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a name."""
        from salesdesk.store.schema import CustomField

        name = entry.name(self.name, _("A field needs a name. Nothing was changed."))
        unit.get(CustomField, self.field_id).name = name


@dataclass(frozen=True)
class BinCustomField:
    """Puts a field into the bin; its values stay, unseen, until it is restored."""

    field_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the field."""
        return _("Put field into the bin")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the field is gone."""
        from salesdesk.store.schema import CustomField

        known = unit.get(CustomField, self.field_id)
        unit.bin(known)
        unit.label = _("Put field {name} into the bin").format(name=known.name)


@dataclass(frozen=True)
class SetCustomValue:
    """Sets the value of a field on one row; None or blank empties it."""

    field_id: str
    owner_id: str
    value: str | None

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the field."""
        return _("Set field")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the field is gone."""
        from salesdesk.store.schema import CustomField, CustomValue

        known = unit.get(CustomField, self.field_id)
        value = entry.text(self.value)
        present = unit.first(
            CustomValue, CustomValue.field_id == known.id, CustomValue.owner_id == self.owner_id
        )
        if present is None and value is not None:
            unit.add(CustomValue(field_id=known.id, owner_id=self.owner_id, value=value))
        elif present is not None and value is None:
            unit.remove(present)
        elif present is not None and value is not None:
            present.value = value
        unit.label = _("Change {field}").format(field=known.name)
