"""Looks at all rows once and settles what can be settled: dates, numbers, stages, statuses.

The caller feeds batches to a :class:`Survey`, then :func:`settle` gives the plan with every
certain decision in it, and the questions that only the user can answer. Called by
``usecases.importing``.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from salesdesk.domain import importing_dates, importing_numbers
from salesdesk.domain.importing import ColumnMap, ImportPlan, Shape, StageChoice
from salesdesk.domain.importing_stages import UnknownStage, decide_stages, decide_statuses

_FIRST_SEEN: tuple[Shape, ...] = ("date", "money", "percent")
_COUNTED: tuple[Shape, ...] = ("stage", "status", "currency")
_NAMES = ("account_name", "product_name")
MOST_PROBLEMS = 200
"""Unparsable values listed per column."""


class Survey:
    """All values of the columns that need a decision. One pass, rows in batches."""

    def __init__(self, plan: ImportPlan) -> None:
        self.rows = 0
        self._first: dict[int, dict[str, int]] = {
            column.index: {} for column in plan.of_shape(*_FIRST_SEEN)
        }
        counted = list(plan.of_shape(*_COUNTED))
        for target in _NAMES:
            counted.extend(plan.mapped(target))
        if plan.kind in ("accounts", "products"):
            counted.extend(plan.mapped("name"))
        self._counts: dict[int, Counter[str]] = {column.index: Counter() for column in counted}

    def add(self, batch: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Takes in rows as the readers give them: (line, cells)."""
        self.rows += len(batch)
        for index, seen in self._first.items():
            for line, cells in batch:
                if index < len(cells) and cells[index] not in seen:
                    seen[cells[index]] = line
        for index, counts in self._counts.items():
            counts.update([cells[index] for _line, cells in batch if index < len(cells)])

    def first_seen(self, index: int) -> Mapping[str, int]:
        """Distinct values of a date or number column with the first line of each."""
        return self._first.get(index, {})

    def counts(self, index: int) -> Mapping[str, int]:
        """Values of a stage, status, currency or linked name column with their rows."""
        return self._counts.get(index, {})

    def rows_of(self, plan: ImportPlan, target: str, value: str) -> int:
        """How many rows hold `value`, white space apart, in the columns of a counted target."""
        return sum(
            rows
            for column in plan.mapped(target)
            for found, rows in self.counts(column.index).items()
            if found.strip() == value
        )

    def fits(self, plan: ImportPlan) -> bool:
        """Whether this survey looked at all that `plan` needs, so that it need not be made anew."""
        wanted = Survey(plan)
        return set(wanted._first) <= set(self._first) and set(wanted._counts) <= set(self._counts)

    def names(self, plan: ImportPlan, target: str) -> tuple[str, ...]:
        """Distinct names in ``account_name`` or ``product_name``, in order of appearance.

        In a file of accounts or products also those in ``name``.
        """
        found = (
            name.strip() for column in plan.mapped(target) for name in self.counts(column.index)
        )
        return tuple(dict.fromkeys(name for name in found if name))


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """A date or number column that cannot be decided, with values to show."""

    column: ColumnMap
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnProblem:
    """Values of a column that will reject their rows: (first line, value)."""

    column: ColumnMap
    values: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """What only the user can answer. Truthy while anything stops the import."""

    dates: tuple[ColumnQuestion, ...] = ()
    """Day or month first: set ``dates`` of the column to dmy or mdy."""
    numbers: tuple[ColumnQuestion, ...] = ()
    """Point or comma: set ``decimal`` of the column."""
    stages: tuple[UnknownStage, ...] = ()
    statuses: tuple[UnknownStage, ...] = ()
    problems: tuple[ColumnProblem, ...] = ()
    """Not questions: rows with these values will be rejected."""

    def __bool__(self) -> bool:
        return bool(self.dates or self.numbers or self.stages or self.statuses)


def settle(
    plan: ImportPlan,
    survey: Survey,
    stages: Sequence[tuple[str, str]],
    given: Iterable[StageChoice] = (),
) -> tuple[ImportPlan, Questions]:
    """The plan with all that the values decide, and what is left to ask.

    What the plan already says is kept: settling an answered plan again asks nothing. `stages` are
    (key, name) of the board; `given` the user's own stage decisions.
    """
    columns, asked = _columns(plan, survey)
    known = {choice.source: choice for choice in (*plan.stages, *given)}
    states = {choice.source: choice for choice in (*plan.statuses, *given)}
    stage_plan = decide_stages(_counted(plan, survey, "stage"), stages, known)
    status_plan = decide_statuses(_counted(plan, survey, "status"), states)
    settled = dataclasses.replace(
        plan, columns=columns, stages=stage_plan.choices, statuses=status_plan.choices
    )
    questions = dataclasses.replace(asked, stages=stage_plan.unknown, statuses=status_plan.unknown)
    return settled, questions


def _columns(plan: ImportPlan, survey: Survey) -> tuple[tuple[ColumnMap, ...], Questions]:
    columns: list[ColumnMap] = []
    dates: list[ColumnQuestion] = []
    numbers: list[ColumnQuestion] = []
    problems: list[ColumnProblem] = []
    for column in plan.columns:
        shape, values = plan.shape(column), survey.first_seen(column.index)
        bad: tuple[tuple[int, str], ...] = ()
        if shape == "date":
            column, examples, bad = _dated(column, values)
            if not column.dates:
                dates.append(ColumnQuestion(column, examples))
        elif shape in ("money", "percent"):
            column, examples, bad = _numbered(column, values)
            if not column.decimal:
                numbers.append(ColumnQuestion(column, examples))
        if bad:
            problems.append(ColumnProblem(column, bad[:MOST_PROBLEMS]))
        columns.append(column)
    return tuple(columns), Questions(tuple(dates), tuple(numbers), problems=tuple(problems))


_Settled = tuple[ColumnMap, tuple[str, ...], tuple[tuple[int, str], ...]]


def _dated(column: ColumnMap, values: Mapping[str, int]) -> _Settled:
    if column.dates:
        return column, (), importing_dates.unparsable(values, column.dates)
    decision = importing_dates.decide(values)
    settled = dataclasses.replace(column, dates=decision.order)
    return settled, decision.examples, decision.unparsable


def _numbered(column: ColumnMap, values: Mapping[str, int]) -> _Settled:
    if column.decimal:
        return column, (), importing_numbers.unreadable(values, column.decimal)
    decision = importing_numbers.decide(values)
    settled = dataclasses.replace(column, decimal=decision.decimal)
    return settled, decision.examples, decision.unparsable


def _counted(plan: ImportPlan, survey: Survey, target: str) -> Mapping[str, int]:
    """Stripped values of a target's columns with their rows, in order of appearance."""
    found: Counter[str] = Counter()
    for column in plan.mapped(target):
        for value, rows in survey.counts(column.index).items():
            found[value.strip()] += rows
    return found
