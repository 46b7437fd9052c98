"""Turns a row of a file into values, by a plan, fast. Called by ``usecases.importing``.

:func:`compile_plan` builds one reader per plan: every mapped column gets a function that was
chosen once, most behind a memo, because the same stage, owner, product and date come again and
again. A row is either values or a :class:`Rejected` with its reason, never half of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.facts import N_
from salesdesk.domain.formula_guard import unguard
from salesdesk.domain.importing import (
    CUSTOM,
    FIELDS,
    ColumnMap,
    ImportPlan,
    ParsedRow,
    Rejected,
    TargetField,
    rejected,
)
from salesdesk.domain.importing_dates import BadDate, read_date
from salesdesk.domain.importing_finish import finisher
from salesdesk.domain.importing_numbers import BadNumber, read_currency, read_money, read_percent
from salesdesk.support.i18n import _
from salesdesk.support.surrogates import has_surrogate

RowReader = Callable[[Sequence[str]], ParsedRow | Rejected]
Cell = Callable[[str], Any]
"""Reads one cell. Raises :class:`BadCell`."""

TOO_WIDE = N_("The row has {count} cells and the table {width} columns.")
HAS_NUL = N_("“{heading}” holds a NUL character, which is no text.")
HAS_SURROGATE = N_("“{heading}” holds half a character (a lone surrogate), which is no text.")
NOT_MAPPED = N_("“{value}” in “{heading}” is not mapped to a stage.")
NOT_YES_NO = N_("“{value}” in “{heading}” is neither yes nor no.")

_MEMO = 50_000
_YES = frozenset("true yes y 1 x ja oui si sí wahr vrai".split())
_NO = frozenset("false no n 0 nein non falsch faux".split())
_RARELY_TWICE = frozenset("name external_id note about next_step linkedin".split())


class BadCell(Exception):
    """A cell that rejects its row; the only argument is the :class:`Rejected`."""


class _Memo(dict[str, Any]):
    """Remembers what a cell's text was read as; a dict's lookup is all that a known text costs."""

    def __init__(self, read: Cell) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Any:
        value = self._read(text)
        if len(self) < _MEMO:
            self[text] = value
        return value


def compile_plan(plan: ImportPlan, width: int) -> RowReader:
    """A reader of the rows of a table with `width` columns.

    It gives a dict in which every output key of the kind is present (None when blank or not
    mapped). Deals: the keys of ``FIELDS["deals"]`` except stage, status, is_won, is_closed, amount
    and close_on; instead ``stage_key`` (None: none said), ``status`` (open, won, lost),
    ``amount_minor`` with ``currency``, ``close_on`` resolved into ``closed_on`` or
    ``expected_close_on``, ``person_name`` put together, and a ``name`` made from account and
    product when the file has none. Products: ``price_minor``. Contacts: ``name`` put together.
    Mail addresses and phones: the first under its key, the rest as a tuple under
    ``<key>_others``. All kinds: ``custom`` (heading → text, filled ones only) and ``import_key``.
    Dates are ISO text; amounts are minor units; blank is None and “0” is 0.

    Raises KnownError when the plan still has a date or number column to decide, or a column that
    the table does not have.
    """
    _check(plan, width)
    fields, groups = _fields(plan)
    custom = tuple(
        (column.custom_name or column.heading, column.index)
        for column in plan.columns
        if column.target == CUSTOM
    )
    blank = dict.fromkeys(target.key for target in FIELDS[plan.kind])
    finish = finisher(plan)
    headings = {column.index: column.heading for column in plan.columns}

    def read_row(cells: Sequence[str]) -> ParsedRow | Rejected:
        if len(cells) != width:
            if len(cells) > width and any(cells[width:]):
                return rejected(TOO_WIDE, count=len(cells), width=width)
            cells = [*cells[:width], *([""] * (width - len(cells)))]
        if not "".join(cells).isprintable():
            fault = _unprintable(cells, headings)
            if fault is not None:
                return fault
        row: ParsedRow = blank.copy()
        try:
            for key, index, read in fields:
                row[key] = read(cells[index])
        except BadCell as bad:
            fault = bad.args[0]
            assert isinstance(fault, Rejected)
            return fault
        for key, keys in groups:
            row[key] = _first_filled([row.pop(part) for part in keys])
        row["custom"] = {name: text for name, i in custom if (text := _text(cells[i]))}
        return finish(row, cells)

    return read_row


def _check(plan: ImportPlan, width: int) -> None:
    beyond = [column.heading for column in plan.columns if not 0 <= column.index < width]
    if beyond:
        text = _("The map has a column “{heading}” that the file does not have.")
        raise KnownError(text.format(heading=beyond[0]))
    for column in plan.of_shape("date"):
        if not column.dates:
            text = _(
                "“{heading}” has dates that can be read in two ways. Say whether the day"
                " or the month comes first."
            )
            raise KnownError(text.format(heading=column.heading))
    for column in plan.of_shape("money", "percent"):
        if not column.decimal:
            text = _(
                "“{heading}” has numbers that can be read in two ways. Say whether a point"
                " or a comma stands before the decimals."
            )
            raise KnownError(text.format(heading=column.heading))


_Fields = tuple[tuple[str, int, Cell], ...]
_Groups = tuple[tuple[str, tuple[str, ...]], ...]


def _fields(plan: ImportPlan) -> tuple[_Fields, _Groups]:
    """(key, column, reader) of each mapped column, and the keys that several columns feed."""
    fields: list[tuple[str, int, Cell]] = []
    groups: list[tuple[str, tuple[str, ...]]] = []
    for target in FIELDS[plan.kind]:
        columns = plan.mapped(target.key)
        if len(columns) > 1 and not target.several:
            text = _(
                "“{first}” and “{second}” are mapped to the same field."
                " Map one of them to something else."
            )
            raise KnownError(text.format(first=columns[0].heading, second=columns[1].heading))
        keys = [target.key] if len(columns) == 1 else [f"{target.key}#{c.index}" for c in columns]
        for key, column in zip(keys, columns, strict=False):
            fields.append((key, column.index, _reader(plan, target, column)))
        if len(columns) > 1:
            groups.append((target.key, tuple(keys)))
    return tuple(fields), tuple(groups)


def _reader(plan: ImportPlan, target: TargetField, column: ColumnMap) -> Cell:
    """The function for one column. Text that rarely comes twice is not remembered."""
    read = _checked(_by_shape(plan, target, column), column.heading)
    links = {x.source: x.known for x in plan.links if x.target == target.key}
    if links:
        plain = read

        def read(text: str) -> Any:
            value = plain(text)
            return links.get(value, value)

    return read if target.key in _RARELY_TWICE else _Memo(read).__getitem__


def _by_shape(plan: ImportPlan, target: TargetField, column: ColumnMap) -> Cell:
    shape = target.shape
    if shape == "date":
        return _or_none(lambda text: read_date(text, column.dates))
    if shape == "money":
        if plan.mapped("currency"):
            # The row's own currency decides the minor units: read in the finisher.
            return _or_none(lambda text: text)
        return _or_none(lambda text: read_money(text, column.decimal, plan.currency))
    if shape == "percent":
        return _or_none(lambda text: read_percent(text, column.decimal))
    if shape == "currency":
        return lambda text: read_currency(text, plan.currency)
    if shape in ("stage", "status"):
        return _choice_reader(plan, shape)
    if shape == "flag":
        return _or_none(_flag)
    if shape == "words":
        return _or_none(lambda text: _split(text, ":::", ";", ","))
    if shape == "many":
        return _or_none(lambda text: _split(text, ":::", ";"))
    return _text


def _checked(read: Cell, heading: str) -> Cell:
    """`read` with its complaints turned into a :class:`BadCell` that names the column."""

    def checked(text: str) -> Any:
        try:
            return read(text)
        except (BadDate, BadNumber) as error:
            message = str(error.args[0])
            raise BadCell(rejected(message, value=text.strip(), heading=heading)) from None

    return checked


def _or_none(read: Cell) -> Cell:
    def blank_or_read(text: str) -> Any:
        text = text.strip()
        return read(unguard(text)) if text else None

    return blank_or_read


def _text(text: str) -> str | None:
    text = text.strip()
    return unguard(text) if not entry.is_blank(text) else None


def _choice_reader(plan: ImportPlan, shape: str) -> Cell:
    choices = plan.stages if shape == "stage" else plan.statuses
    exact = {choice.source: choice for choice in choices}
    loose = {choice.source.casefold(): choice for choice in choices}

    def read(text: str) -> Any:
        choice = exact.get(text) or loose.get(text.casefold())
        if choice is None:
            raise BadNumber(NOT_MAPPED)
        return choice

    return _or_none(read)


def _flag(text: str) -> bool:
    word = text.casefold()
    if word not in _YES and word not in _NO:
        raise BadNumber(NOT_YES_NO)
    return word in _YES


def _split(text: str, *marks: str) -> tuple[str, ...] | None:
    """The parts of a cell with several values, without Google's leading `*`; None when none."""
    for mark in marks:
        text = text.replace(mark, "\n")
    parts = dict.fromkeys(part.strip().lstrip("* ").strip() for part in text.split("\n"))
    return tuple(part for part in parts if part) or None


def _first_filled(values: Sequence[Any]) -> Any:
    """The first that is not blank; tuples (mail addresses, phones) are put together."""
    filled = [value for value in values if value is not None]
    if filled and isinstance(filled[0], tuple):
        return tuple(dict.fromkeys(part for value in filled for part in value))
    return filled[0] if filled else None


def _unprintable(cells: Sequence[str], headings: dict[int, str]) -> Rejected | None:
    """Why a row cannot be kept as text, or None: line breaks and the like are fine."""
    for index, cell in enumerate(cells):
        heading = headings.get(index, str(index + 1))
        if "\0" in cell:
            return rejected(HAS_NUL, heading=heading)
        if has_surrogate(cell):
            return rejected(HAS_SURROGATE, heading=heading)
    return None
