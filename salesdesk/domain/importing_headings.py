"""What a file is and what its columns are, guessed from its headings. Called by usecases, wizard.

A guess never loses a column: what is not known becomes a custom field with the heading's name, and
only columns without heading and without content are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from salesdesk.domain.importing import (
    CUSTOM,
    FIELDS,
    IGNORED,
    KINDS,
    ColumnMap,
    Kind,
    TargetField,
)
from salesdesk.domain.importing_presets import PRESETS, TELLING

REJECT_HEADINGS = ("SalesDesk: line", "SalesDesk: reason")
"""The columns that a file of rejected rows ends with; left out when it is imported again."""
_DATE_LIKE = re.compile(r"\d{1,4}[-/. ](\d{1,2}|[^\W\d_]{3,9})[-/. ,]+\d{2,4}.*|\d{5}(\.\d+)?")
_DEAL_TITLES = frozenset({"dealname", "dealtitle", "opportunityname"})
"""Where a row has one of these it is a deal, however much else it carries."""
_NEEDED: dict[Kind, tuple[frozenset[str], ...]] = {
    "deals": (
        frozenset({"name", "account_name", "account_external_id", "product_name"}),
        frozenset({"stage", "status", "amount", "close_on", "is_won", "name"}),
    ),
    "accounts": (frozenset({"name"}),),
    "products": (
        frozenset({"name"}),
        frozenset({"price", "code", "family", "external_id", "about"}),
    ),
    "contacts": (frozenset({"name", "first_name", "last_name", "email"}),),
}
"""For each kind: of every set a field must be among the guessed ones."""


def fold(heading: str) -> str:
    """A heading for comparison: letters and digits only, lower case."""
    return "".join(char for char in heading.casefold() if char.isalnum())


def guess_kind(headings: Sequence[str]) -> Kind | None:
    """What the rows are, or None when the headings do not tell.

    A file with deal columns is a file of deals, also when accounts and contacts stand in the same
    rows: they are linked to the deal.
    """
    folded = [fold(heading) for heading in headings]
    scores = {kind: _score(kind, folded) for kind in KINDS if _possible(kind, folded)}
    best = max(scores.values(), default=0.0)
    if best < 2:
        return None
    return next(kind for kind in KINDS if scores.get(kind) == best)


def guess_mapping(
    kind: Kind, headings: Sequence[str], sample: Sequence[Sequence[str]] = ()
) -> tuple[ColumnMap, ...]:
    """One map per heading, in order. `sample` are some rows, to see what is empty or a date.

    A target that takes one column gets the first that fits; others become custom fields.
    """
    taken: set[str] = set()
    columns = []
    for index, heading in enumerate(headings):
        target = _target(kind, heading, taken)
        values = [row[index] for row in sample if index < len(row) and row[index].strip()]
        if target is not None and not _suits(target, values):
            target = None
        if target is not None:
            taken.add(target.key)
            columns.append(ColumnMap(index, heading, target.key))
        elif heading in REJECT_HEADINGS or (_is_nameless(heading, index) and not values):
            columns.append(ColumnMap(index, heading, IGNORED))
        else:
            columns.append(ColumnMap(index, heading, CUSTOM, custom_name=heading))
    return tuple(columns)


def _target(kind: Kind, heading: str, taken: set[str]) -> TargetField | None:
    key = PRESETS[kind].get(fold(heading))
    target = next((entry for entry in FIELDS[kind] if entry.key == key), None)
    if target is None or (target.key in taken and not target.several):
        return None
    return target


def _suits(target: TargetField, values: Sequence[str]) -> bool:
    """Whether the sample does not speak against the guess: “Value” may hold high and low."""
    if target.shape == "date":
        return _may_be_dates(values)
    if target.shape in ("money", "percent"):
        numeric = sum(1 for value in values if any(char.isdecimal() for char in value))
        return not values or numeric * 2 >= len(values)
    return True


def _may_be_dates(values: Sequence[str]) -> bool:
    """Whether most of the values look like dates; without any there is nothing against it."""
    like = sum(1 for value in values if _DATE_LIKE.fullmatch(value.strip()) or value.isdecimal())
    return not values or like * 2 >= len(values)


def _is_nameless(heading: str, index: int) -> bool:
    return not heading.strip() or (heading.endswith(f" {index + 1}") and len(heading.split()) == 2)


def _possible(kind: Kind, folded: Sequence[str]) -> bool:
    guessed = {PRESETS[kind].get(word) for word in folded}
    return all(guessed & needed for needed in _NEEDED[kind])


def _score(kind: Kind, folded: Sequence[str]) -> float:
    """How much the headings speak for a kind; the first heading, usually its name or id, more."""
    telling, known = TELLING[kind], PRESETS[kind]
    score = sum(2.0 for word in folded if word in telling)
    score += sum(0.25 for word in folded if word in known)
    first = folded[0] if folded else ""
    singular = "person" if kind == "contacts" and first.startswith("person") else kind[:-1]
    if first.startswith(singular) or (first in telling and known.get(first) == "name"):
        score += 3
    if kind == "deals" and _DEAL_TITLES & set(folded):
        score += 10
    # A pipeline stage or an amount with a closing date belongs to nothing else but a deal.
    if kind == "deals" and {"stage", "name"} & {known.get(word) for word in folded}:
        score += 3 if any(known.get(w) in ("stage", "amount", "close_on") for w in folded) else 0
    return score
