"""Importing, as decisions: kinds, target fields, and the plan that holds every choice made.

The wizard and the command line build an :class:`ImportPlan`; ``usecases.importing`` carries it
out. The parts around it: ``importing_headings`` (guesses the kind and the mapping),
``importing_survey`` (looks at all values of the columns that need a decision),
``importing_dates``, ``importing_numbers``, ``importing_stages``, ``importing_links`` (decide one
thing each) and ``importing_rows`` (turns a row into values). Pure: no files, no store.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, get_args

from salesdesk.domain.errors import KnownError
from salesdesk.domain.facts import N_

Kind = Literal["deals", "accounts", "products", "contacts"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Shape = Literal[
    "text", "date", "money", "percent", "currency", "stage", "status", "flag", "words", "many"
]
"""How the cells of a target field are read. ``words`` are tags split at commas, ``many`` holds
several addresses or numbers in one cell."""
DateOrder = Literal["", "ymd", "dmy", "mdy"]
"""How 03/04/2024 is read; ``ymd``: no value leaves that open. Empty: not decided yet."""
DecimalSign = Literal["", "point", "comma"]
"""Which sign stands before the decimals. Empty: not decided yet."""
Duplicates = Literal["skip", "update", "add"]
Outcome = Literal["open", "won", "lost"]

CUSTOM = "custom"
"""Target of a column that becomes a custom field."""
IGNORED = ""
"""Target of a column that is left out."""


@dataclass(frozen=True, slots=True)
class TargetField:
    """A field that a column can be mapped to. `label` is a gettext message id."""

    key: str
    label: str
    shape: Shape = "text"
    several: bool = False
    """Whether more than one column may feed it: the first that is filled counts (``many``: all)."""


_DEAL_FIELDS = (
    TargetField("name", N_("Deal name")),
    TargetField("external_id", N_("Id in the other program")),
    TargetField("stage", N_("Stage"), "stage"),
    TargetField("status", N_("Status (open, won, lost)"), "status"),
    TargetField("is_won", N_("Is won (yes or no)"), "flag"),
    TargetField("is_closed", N_("Is closed (yes or no)"), "flag"),
    TargetField("amount", N_("Amount"), "money"),
    TargetField("currency", N_("Currency"), "currency"),
    TargetField("probability", N_("Probability in percent"), "percent"),
    TargetField("created_on", N_("Created on"), "date"),
    TargetField("close_on", N_("Close date (expected while open)"), "date"),
    TargetField("expected_close_on", N_("Expected close"), "date"),
    TargetField("closed_on", N_("Closed on"), "date", several=True),
    TargetField("owner", N_("Owner")),
    TargetField("source", N_("Source")),
    TargetField("pipeline", N_("Pipeline")),
    TargetField("lost_reason", N_("Reason lost")),
    TargetField("next_step", N_("Next step")),
    TargetField("next_step_on", N_("Next step on"), "date"),
    TargetField("note", N_("Note"), several=True),
    TargetField("tags", N_("Tags"), "words"),
    TargetField("account_name", N_("Account: name")),
    TargetField("account_external_id", N_("Account: id in the other program")),
    TargetField("account_website", N_("Account: website")),
    TargetField("account_industry", N_("Account: industry")),
    TargetField("account_phone", N_("Account: phone")),
    TargetField("account_city", N_("Account: city")),
    TargetField("account_country", N_("Account: country")),
    TargetField("product_name", N_("Product: name")),
    TargetField("person_name", N_("Contact: name")),
    TargetField("person_first_name", N_("Contact: first name")),
    TargetField("person_last_name", N_("Contact: last name")),
    TargetField("person_email", N_("Contact: mail address"), "many", several=True),
    TargetField("person_phone", N_("Contact: phone"), "many", several=True),
    TargetField("person_title", N_("Contact: title")),
    TargetField("person_external_id", N_("Contact: id in the other program")),
)
_ACCOUNT_FIELDS = (
    TargetField("name", N_("Account name")),
    TargetField("external_id", N_("Id in the other program")),
    TargetField("industry", N_("Industry")),
    TargetField("size", N_("Size")),
    TargetField("revenue", N_("Revenue")),
    TargetField("website", N_("Website"), several=True),
    TargetField("phone", N_("Phone"), several=True),
    TargetField("city", N_("City")),
    TargetField("country", N_("Country")),
    TargetField("parent_name", N_("Parent account")),
    TargetField("owner", N_("Owner")),
    TargetField("tools", N_("Tools in use")),
    TargetField("about", N_("About"), several=True),
)
_PRODUCT_FIELDS = (
    TargetField("name", N_("Product name")),
    TargetField("external_id", N_("Id in the other program")),
    TargetField("code", N_("Code")),
    TargetField("family", N_("Family")),
    TargetField("price", N_("List price"), "money"),
    TargetField("currency", N_("Currency"), "currency"),
    TargetField("unit", N_("Unit")),
    TargetField("about", N_("About"), several=True),
)
_CONTACT_FIELDS = (
    TargetField("name", N_("Name")),
    TargetField("first_name", N_("First name")),
    TargetField("middle_name", N_("Middle name")),
    TargetField("last_name", N_("Last name")),
    TargetField("external_id", N_("Id in the other program")),
    TargetField("title", N_("Title")),
    TargetField("email", N_("Mail address"), "many", several=True),
    TargetField("phone", N_("Phone"), "many", several=True),
    TargetField("linkedin", N_("LinkedIn")),
    TargetField("account_name", N_("Account: name")),
    TargetField("account_external_id", N_("Account: id in the other program")),
    TargetField("account_website", N_("Account: website")),
    TargetField("about", N_("About"), several=True),
)
FIELDS: MappingProxyType[Kind, tuple[TargetField, ...]] = MappingProxyType(
    {
        "deals": _DEAL_FIELDS,
        "accounts": _ACCOUNT_FIELDS,
        "products": _PRODUCT_FIELDS,
        "contacts": _CONTACT_FIELDS,
    }
)
"""The target fields of each kind, in the order in which a list offers them."""


def field(kind: Kind, key: str) -> TargetField | None:
    """The target field with that key; None for :data:`CUSTOM`, :data:`IGNORED` and unknown ones."""
    return next((target for target in FIELDS[kind] if target.key == key), None)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What becomes of one column of the file."""

    index: int
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
        return next(
            (x.known for x in self.links if x.target == target and x.source == name), name
        )


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


def to_plain(plan: ImportPlan) -> dict[str, Any]:
    """The plan as JSON-ready values; :func:`from_plain` is its inverse."""
    return dataclasses.asdict(plan)


def from_plain(plain: object) -> ImportPlan:
    """A plan from what :func:`to_plain` gave, or a person wrote by hand in a map file.

    Raises KnownError naming what is wrong: it comes from a file.
    """
    if not isinstance(plain, dict) or plain.get("kind") not in KINDS:
        raise KnownError(f"The map has no kind. Write one of {', '.join(KINDS)} as “kind”.")
    kind: Kind = plain["kind"]
    plan = ImportPlan(
        kind,
        columns=tuple(_built(ColumnMap, item) for item in _listed(plain, "columns")),
        stages=tuple(_built(StageChoice, item) for item in _listed(plain, "stages")),
        statuses=tuple(_built(StageChoice, item) for item in _listed(plain, "statuses")),
        links=tuple(_built(NameLink, item) for item in _listed(plain, "links")),
        currency=str(plain.get("currency", "USD")).upper(),
        duplicates=plain.get("duplicates", "skip"),
    )
    _check(plan)
    return plan


def _listed(plain: dict[str, Any], key: str) -> list[Any]:
    value = plain.get(key, [])
    if not isinstance(value, list | tuple):
        raise KnownError(f"“{key}” in the map must be a list.")
    return list(value)


def _built(kind: Any, item: Any) -> Any:
    names = {entry.name: entry for entry in dataclasses.fields(kind)}
    if not isinstance(item, dict):
        raise KnownError(f"An entry of the map is not an object: {str(item)[:60]}.")
    unknown = sorted(set(item) - set(names))
    missing = sorted(
        name
        for name, entry in names.items()
        if entry.default is dataclasses.MISSING and name not in item
    )
    if unknown or missing:
        what = f"has an unknown “{unknown[0]}”" if unknown else f"lacks “{missing[0]}”"
        raise KnownError(f"An entry of the map {what}: {str(item)[:80]}.")
    for name, value in item.items():
        wanted = int if name == "index" else str
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise KnownError(f"“{name}” in the map has a wrong value: {str(value)[:60]}.")
    return kind(**item)


def _check(plan: ImportPlan) -> None:
    """Raises KnownError for values that the types do not allow."""
    for column in plan.columns:
        known = column.target in (CUSTOM, IGNORED) or field(plan.kind, column.target)
        if not known:
            raise KnownError(
                f"The map sends “{column.heading}” to “{column.target}”, which {plan.kind} do not"
                f" have. Possible: {', '.join(target.key for target in FIELDS[plan.kind])}."
            )
        if column.dates not in get_args(DateOrder) or column.decimal not in get_args(DecimalSign):
            raise KnownError(f"The map's column “{column.heading}” has an unknown date or number.")
        if column.index < 0:
            raise KnownError(f"The map's column “{column.heading}” has a negative index.")
    for choice in (*plan.stages, *plan.statuses):
        if choice.outcome not in get_args(Outcome):
            raise KnownError(f"“{choice.source}” in the map must be open, won or lost.")
    if plan.duplicates not in get_args(Duplicates):
        raise KnownError("“duplicates” in the map must be skip, update or add.")
    if len(plan.currency) != 3 or not plan.currency.isascii() or not plan.currency.isalpha():
        raise KnownError(f"“{plan.currency}” in the map is not a currency code such as EUR.")
