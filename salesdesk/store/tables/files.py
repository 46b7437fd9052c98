"""Files kept in the desk, and who sends our papers. Read through `store.schema`."""

from __future__ import annotations

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from salesdesk.store.tables.base import Base, Row, maybe


class Attachment(Row):
    """A file on a deal or an account; its bytes are the `Blob` of that digest."""

    __tablename__ = "attachment"
    deal_id: Mapped[str | None] = maybe("deal")
    account_id: Mapped[str | None] = maybe("account")
    activity_id: Mapped[str | None] = maybe("activity")
    name: Mapped[str]
    kind: Mapped[str]
    """file, mail or card."""
    media_type: Mapped[str | None]
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)
    added_on: Mapped[str]
    note: Mapped[str | None]


class Blob(Base):
    """Bytes by their SHA-256 in hex: never changed, so not journalled; undo only lets go of them.

    Bytes that no attachment and no sender names are dropped when the desk is tidied.
    """

    __tablename__ = "blob"
    digest: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    bytes: Mapped[bytes] = mapped_column(LargeBinary)


class Sender(Row):
    """The rep and the company in whose name papers go out: one a desk."""

    __tablename__ = "sender"
    company: Mapped[str | None]
    address: Mapped[str | None]
    website: Mapped[str | None]
    tax_number: Mapped[str | None]
    name: Mapped[str | None]
    title: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    logo: Mapped[str | None]
    """The digest of the picture's bytes."""
