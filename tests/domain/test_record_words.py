"""Every kept table and column has words, or is one that says nothing to a person."""

from __future__ import annotations

from salesdesk.domain import record_fields, record_words
from salesdesk.store.schema import KINDS


def test_every_kept_table_and_column_has_words_or_is_named_as_hidden() -> None:
    assert set(record_words.KINDS) == set(KINDS) == set(record_fields.FIELDS)
    for table, kind in KINDS.items():
        columns = {column.name for column in kind.__table__.columns}  # type: ignore[attr-defined]
        silent = {
            column
            for column in columns - record_words.HIDDEN
            if record_words.field(table, column) is None
        }
        assert not silent, f"{table} has columns without words: {silent}"
        assert record_words.KINDS[table].name in columns
        assert set(record_fields.FIELDS[table]) <= columns, f"{table} has words for nothing"


def test_every_kind_belongs_to_a_group_that_can_be_filtered_by() -> None:
    assert {kind.group for kind in record_words.KINDS.values()} == set(record_words.GROUPS)
