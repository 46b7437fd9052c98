"""Companies, people, and the fields and labels of the rep's own. Read through `store.schema`."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from salesdesk.store.tables.base import Row, link, maybe


class Account(Row):
    """A company. `tools` is what it uses today."""

    __tablename__ = "account"
    name: Mapped[str]
    parent_id: Mapped[str | None] = maybe("account")
    industry: Mapped[str | None]
    size: Mapped[str | None]
    revenue: Mapped[str | None]
    website: Mapped[str | None]
    phone: Mapped[str | None]
    city: Mapped[str | None]
    country: Mapped[str | None]
    tools: Mapped[str | None]
    about: Mapped[str | None]
    owner: Mapped[str | None]
    external_id: Mapped[str | None]
    import_key: Mapped[str | None] = mapped_column(index=True)


class Person(Row):
    """Someone on the buyer's side."""

    __tablename__ = "person"
    name: Mapped[str]
    account_id: Mapped[str | None] = maybe("account")
    title: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    linkedin: Mapped[str | None]
    preference: Mapped[str | None]
    about: Mapped[str | None]
    external_id: Mapped[str | None]
    import_key: Mapped[str | None] = mapped_column(index=True)


class Tag(Row):
    """A label that the rep puts on deals."""

    __tablename__ = "tag"
    name: Mapped[str]


class CustomField(Row):
    """A field of the rep's own, or an unknown column of an import. `entity` is a table's name."""

    __tablename__ = "custom_field"
    entity: Mapped[str]
    name: Mapped[str]
    order_key: Mapped[str]


class CustomValue(Row):
    """One value of a custom field on one row."""

    __tablename__ = "custom_value"
    field_id: Mapped[str] = link("custom_field")
    owner_id: Mapped[str] = mapped_column(index=True)
    value: Mapped[str]
