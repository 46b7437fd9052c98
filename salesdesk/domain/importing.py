"""Importing, as decisions: kinds, target fields, and the plan that holds every choice made.

The wizard and the command line build an :class:`ImportPlan`; ``usecases.importing`` carries it
out. The parts around it: ``importing_fields`` (what can be
mapped to; re-exported here), ``importing_headings`` (guesses the kind and the mapping),
``importing_survey`` (looks at all values of the columns that need a decision),
``importing_dates``, ``importing_numbers``, ``importing_stages``, ``importing_links`` (decide one
thing each) and ``importing_rows`` (turns a row into values). Pure: no files, no store.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from salesdesk.domain.errors import KnownError
from salesdesk.domain.importing_fields import (
    CUSTOM,
    FIELDS,
    IGNORED,
    KINDS,
    Kind,
    Shape,
    TargetField,
    field,
)
from salesdesk.support.i18n import _

__all__ = [
    "CUSTOM",
    "FIELDS",
    "IGNORED",
    "KINDS",
    "ColumnMap",
    "DateOrder",
    "DecimalSign",
    "Duplicates",
    "ImportPlan",
    "Kind",
    "NameLink",
    "Outcome",
    "ParsedRow",
    "Rejected",
    "Shape",
    "StageChoice",
    "TargetField",
    "field",
    "fitted",
    "from_plain",
    "rejected",
]

DateOrder = Literal["", "ymd", "dmy", "mdy"]
"""How 03/04/2024 is read; ``ymd``: no value leaves that open. Empty: not decided yet."""
DecimalSign = Literal["", "point", "comma"]
"""Which sign stands before the decimals. Empty: not decided yet."""
Duplicates = Literal["skip", "update", "add"]
Outcome = Literal["open", "won", "lost"]


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What becomes of one column of the file."""

    index: int
    """Place of the column from 0; -1 in a map by hand, which :func:`fitted` sets by heading."""
    heading: str
    target: str
    """Key of a target field, :data:`CUSTOM` or :data:`IGNORED`."""
    custom_name: str = ""
    """Name of the custom field; the heading unless the user renamed it."""
    dates: DateOrder = ""
    decimal: DecimalSign = ""


@dataclass(frozen=True, slots=True)
class StageChoice:
    """What a stage or status of the file means here."""

    source: str
    outcome: Outcome
    stage: str = ""
    """Key of the stage for an open deal; empty: the first column of the board."""


@dataclass(frozen=True, slots=True)
class NameLink:
    """A name of the file that the user said is the same as one that is known."""

    target: str
    """Which field it stands in: ``account_name``, ``product_name`` …"""
    source: str
    known: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All decisions about one file, JSON-ready by :func:`to_plain` (``--map FILE``)."""

    kind: Kind
    columns: tuple[ColumnMap, ...]
    stages: tuple[StageChoice, ...] = ()
    statuses: tuple[StageChoice, ...] = ()
    links: tuple[NameLink, ...] = ()
    currency: str = "USD"
    """Of amounts that do not say theirs."""
    duplicates: Duplicates = "skip"

    def shape(self, column: ColumnMap) -> Shape | None:
        """How the column's cells are read; None when it is left out or custom."""
        target = field(self.kind, column.target)
        return target.shape if target else None

    def of_shape(self, *shapes: Shape) -> tuple[ColumnMap, ...]:
        """The mapped columns of those shapes, in the file's order."""
        return tuple(column for column in self.columns if self.shape(column) in shapes)

    def mapped(self, target: str) -> tuple[ColumnMap, ...]:
        """The columns that feed a target field, in the file's order."""
        return tuple(column for column in self.columns if column.target == target)

    def with_column(self, column: ColumnMap) -> ImportPlan:
        """The plan with that column's map replaced."""
        columns = tuple(column if old.index == column.index else old for old in self.columns)
        return dataclasses.replace(self, columns=columns)

    def link(self, target: str, name: str) -> str:
        """The known name that `name` was linked to, else `name` itself."""
        return next((x.known for x in self.links if x.target == target and x.source == name), name)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken, and why. `message` is a gettext message id with named fields."""

    message: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def reason(self) -> str:
        """The reason in English; a screen uses ``_(message).format(**dict(values))``."""
        return self.message.format(**dict(self.values))


ParsedRow = dict[str, Any]
"""Values by output key; see ``importing_rows.compile_plan``."""


def rejected(message: str, **values: object) -> Rejected:
    """A :class:`Rejected` with long values cut, so that a reason stays readable."""
    cut = tuple((key, str(value)[:120]) for key, value in values.items())
    return Rejected(message, cut)


def from_plain(plain: object) -> ImportPlan:
    """A plan from the fields that a map file gives, as a person wrote it by hand.

    Raises KnownError naming what is wrong: it comes from a file.
    """
    if not isinstance(plain, dict) or plain.get("kind") not in KINDS:
        text = _("The map has no kind. Nothing was imported. Write one of {kinds} as “kind”.")
        raise KnownError(text.format(kinds=", ".join(KINDS)))
    kind: Kind = plain["kind"]
    plan = ImportPlan(
        kind,
        columns=tuple(
            _built(ColumnMap, {"index": -1, **item} if isinstance(item, dict) else item)
            for item in _listed(plain, "columns")
        ),
        stages=tuple(_built(StageChoice, item) for item in _listed(plain, "stages")),
        statuses=tuple(_built(StageChoice, item) for item in _listed(plain, "statuses")),
        links=tuple(_built(NameLink, item) for item in _listed(plain, "links")),
        currency=str(plain.get("currency", "USD")).upper(),
        duplicates=plain.get("duplicates", "skip"),
    )
    _check(plan)
    return plan


def fitted(plan: ImportPlan, headings: Sequence[str]) -> ImportPlan:
    """The plan for a file with these headings: columns are found by heading, wherever they stand.

    Headings that the plan does not name become custom fields. Raises KnownError naming the columns
    of the plan that the file lacks.
    """
    places = {heading.casefold(): index for index, heading in reversed([*enumerate(headings)])}
    lacking = [c.heading for c in plan.columns if c.heading.casefold() not in places]
    if lacking:
        text = _(
            "The map names columns that the file does not have: {lacking}. Nothing was imported."
            " The file has: {headings}."
        )
        named = ", ".join(headings[:20])
        raise KnownError(text.format(lacking=", ".join(lacking[:5]), headings=named))
    placed = {
        places[column.heading.casefold()]: dataclasses.replace(
            column, index=places[column.heading.casefold()]
        )
        for column in plan.columns
    }
    columns = tuple(
        placed.get(index) or ColumnMap(index, heading, CUSTOM, custom_name=heading)
        for index, heading in enumerate(headings)
    )
    return dataclasses.replace(plan, columns=columns)


def _wrong(what: str, **values: object) -> KnownError:
    """What is wrong in a map file; values are cut, so that the sentence stays readable."""
    said = what.format(**{name: str(value)[:80] for name, value in values.items()})
    text = _("The map file cannot be used: {what} Nothing was imported. Correct it and try again.")
    return KnownError(text.format(what=said))


def _listed(plain: dict[str, Any], key: str) -> list[Any]:
    value = plain.get(key, [])
    if not isinstance(value, list | tuple):
        raise _wrong(_("“{key}” must be a list."), key=key)
    return list(value)


def _built(kind: Any, item: Any) -> Any:
    names = {entry.name: entry for entry in dataclasses.fields(kind)}
    if not isinstance(item, dict):
        raise _wrong(_("an entry is not an object: {item}."), item=item)
    unknown = sorted(set(item) - set(names))
    missing = sorted(
        name
        for name, entry in names.items()
        if entry.default is dataclasses.MISSING and name not in item
    )
    if unknown or missing:
        if unknown:
            raise _wrong(_("an entry has an unknown “{name}”: {item}."), name=unknown[0], item=item)
        raise _wrong(_("an entry lacks “{name}”: {item}."), name=missing[0], item=item)
    for name, value in item.items():
        wanted = int if name == "index" else str
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise _wrong(_("“{name}” has a wrong value: {value}."), name=name, value=value)
    return kind(**item)


def _check(plan: ImportPlan) -> None:
    """Raises KnownError for values that the types do not allow."""
    for column in plan.columns:
        known = column.target in (CUSTOM, IGNORED) or field(plan.kind, column.target)
        if not known:
            raise KnownError(
                _(
                    "The map sends “{heading}” to “{target}”, which {kind} do not have. Nothing was"
                    " imported. Possible: {targets}."
                ).format(
                    heading=column.heading,
                    target=column.target,
                    kind=plan.kind,
                    targets=", ".join(target.key for target in FIELDS[plan.kind]),
                )
            )
        if column.dates not in get_args(DateOrder) or column.decimal not in get_args(DecimalSign):
            text = _("the column “{heading}” has an unknown “dates” or “decimal”.")
            raise _wrong(text, heading=column.heading)
    for choice in (*plan.stages, *plan.statuses):
        if choice.outcome not in get_args(Outcome):
            raise _wrong(_("“{source}” must be open, won or lost."), source=choice.source)
    if plan.duplicates not in get_args(Duplicates):
        raise _wrong(_("“duplicates” must be skip, update or add."))
    if len(plan.currency) != 3 or not plan.currency.isascii() or not plan.currency.isalpha():
        raise _wrong(_("“{code}” is not a currency code such as EUR."), code=plan.currency)
