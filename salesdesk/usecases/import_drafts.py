"""A file on its way in: looked at, decided about, read. Nothing here writes.

`open_draft` looks at a file and guesses, `revise` takes the user's decisions, `offer_names` finds
names that may be known ones, `read_draft` reads all rows. Called by `usecases.importing` for the
command line and by the wizard, on a worker; any thread will do.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.domain.errors import KnownError
from salesdesk.domain.importing import (
    ImportPlan,
    Kind,
    Rejected,
    StageChoice,
    fitted,
)
from salesdesk.domain.importing_headings import guess_kind, guess_mapping
from salesdesk.domain.importing_links import LinkOffer, offers
from salesdesk.domain.importing_rows import compile_plan
from salesdesk.domain.importing_survey import Questions, Survey, settle
from salesdesk.formats import reading
from salesdesk.formats.reject_file import RejectedRow
from salesdesk.formats.table import Choices, Table
from salesdesk.support.i18n import _
from salesdesk.usecases.import_packed import PackedRows
from salesdesk.usecases.import_rows import ReadFile
from salesdesk.usecases.jobs import Progress, Stop, Ticker, collector_off, refuse_when

if TYPE_CHECKING:
    from salesdesk.store.glance import PipelineGlance
    from salesdesk.usecases.desk import Desk

NAMED = {"account_name": ("account", "accounts"), "product_name": ("product", "products")}
"""Fields whose names are compared: the table that knows them, and the kind of file that does."""


@dataclass(frozen=True)
class Draft:
    """One file with all that was decided about it so far."""

    path: Path
    table: Table
    plan: ImportPlan
    questions: Questions
    rows: int
    source: reading.Rows = field(repr=False)
    survey: Survey = field(repr=False)
    offers: tuple[tuple[str, LinkOffer], ...] = ()
    """(field, offer): names that may be known ones; joined only when the plan's links say so."""
    stages: tuple[tuple[str, str], ...] = ()
    """(key, name) of the board's stages."""

    def survey_values(self, target: str) -> tuple[str, ...]:
        """The different values, white space apart, of the columns of a target, as they came."""
        found = (
            value.strip()
            for column in self.plan.mapped(target)
            for value in self.survey.counts(column.index)
        )
        return tuple(dict.fromkeys(value for value in found if value))


class UnknownStages(KnownError):
    """Stage names that can be neither matched nor told as won or lost. `values` lists them."""

    def __init__(self, path: Path, values: Sequence[str]) -> None:
        self.values = tuple(values)
        listed = ", ".join(f"“{value}”" for value in self.values)
        super().__init__(
            _("{file} has stages that are not known here: {stages}. Nothing was imported. "
              "Say for each which stage it is, or Won or Lost.").format(
                file=path.name, stages=listed
            )
        )  # fmt: skip


class UnknownKind(KnownError):
    """The headings do not tell what the rows are."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The headings of {file} do not tell whether it holds deals, accounts, products or "
              "contacts. Nothing was imported. Say which.").format(file=path.name)
        )  # fmt: skip


class Undecided(KnownError):
    """Dates or numbers of a column can be read in two ways."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        asked = (*draft.questions.dates, *draft.questions.numbers)
        shown = "; ".join(f"“{q.column.heading}”: {', '.join(q.examples[:2])}" for q in asked)
        super().__init__(
            _("{file} has values that can be read in two ways ({columns}). Nothing was imported. "
              "Say how in the wizard or a map file.").format(file=draft.path.name, columns=shown)
        )  # fmt: skip


def pipeline_of(desk: Desk, pipeline_id: str | None = None) -> PipelineGlance:
    """The pipeline that deals go into: the one named, else the first."""
    found = pipelines_of(desk)
    return next((each for each in found if each.id == pipeline_id), found[0])


def pipelines_of(desk: Desk) -> list[PipelineGlance]:
    """The pipelines in use, in order, read on this thread's own connection."""
    from salesdesk.store.reads.names import pipeline_glances

    return desk.read(pipeline_glances)


def open_draft(
    desk: Desk,
    path: Path,
    *,
    kind: Kind | None = None,
    choices: Choices | None = None,
    currency: str | None = None,
    plan: ImportPlan | None = None,
    pipeline_id: str | None = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Draft:
    """A file looked at, with a plan that holds every certain decision.

    A `plan` given is fitted to the file's headings. Raises KnownError when the file cannot be
    read, UnknownKind when its kind is not clear.
    """
    stamp = reading.stamp_of(path)
    table = reading.sniff(path, choices, cancelled=cancelled)
    chosen = kind or (plan.kind if plan else None) or guess_kind(table.headings)
    if chosen is None:
        raise UnknownKind(path)
    pipeline = pipeline_of(desk, pipeline_id)
    if plan is not None:
        plan = fitted(plan, table.headings)
    else:
        sample = [cells for _line, cells in table.preview]
        columns = guess_mapping(chosen, table.headings, sample)
        plan = ImportPlan(chosen, columns, currency=currency or pipeline.currency)
    stages = tuple((stage.key, stage.name) for stage in pipeline.stages)
    source = reading.Rows(path, table.dialect, cancelled=cancelled, stamp=stamp)
    bare = Draft(path, table, plan, Questions(), 0, source, Survey(plan), stages=stages)
    return offer_names(desk, [revise(bare, plan, progress=progress, cancelled=cancelled)])[0]


def revise(
    draft: Draft,
    plan: ImportPlan,
    *,
    given: Iterable[StageChoice] = (),
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Draft:
    """The draft with a changed plan: settled anew over all rows, with what is left to ask.

    The rows are gone through again only when the plan looks at columns it did not look at before.
    """
    survey = draft.survey
    if not draft.rows or not survey.fits(plan):
        survey = _surveyed(draft, plan, progress, cancelled)
    settled, questions = settle(plan, survey, draft.stages, given)
    return dataclasses.replace(
        draft, plan=settled, questions=questions, rows=survey.rows, survey=survey
    )


def _surveyed(
    draft: Draft, plan: ImportPlan, progress: Progress | None, cancelled: Stop | None
) -> Survey:
    survey = Survey(plan)
    total = draft.rows or reading.estimated_rows(draft.path, draft.table)
    report = Ticker(progress, _("Reading {file}").format(file=draft.path.name), total)
    for batch in draft.source.batches():
        refuse_when(cancelled)
        survey.add(batch)
        report.tick(survey.rows)
    return survey


def offer_names(desk: Desk, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, each with the names that may be known ones: on the desk or in the other files.

    `GTXPro` in a file of deals is offered as the `GTX Pro` of the products imported with it.
    """
    from salesdesk.store.reads.names import known_names

    known = {
        target: [
            *desk.read(partial(known_names, table=table)),
            *(n for d in drafts if d.plan.kind == kind for n in d.survey.names(d.plan, "name")),
        ]
        for target, (table, kind) in NAMED.items()
    }
    return [
        dataclasses.replace(
            draft,
            offers=tuple(
                (target, offer)
                for target, names in known.items()
                for offer in offers(draft.survey.names(draft.plan, target), names)
            ),
        )
        for draft in drafts
    ]


def read_draft(
    draft: Draft, *, progress: Progress | None = None, cancelled: Stop | None = None
) -> ReadFile:
    """All rows of a settled draft as values, and those that cannot be taken with the reason.

    Raises UnknownStages or Undecided while something is open, Cancelled when told to stop.
    """
    if draft.questions.stages or draft.questions.statuses:
        asked = (*draft.questions.stages, *draft.questions.statuses)
        raise UnknownStages(draft.path, [unknown.source for unknown in asked])
    if draft.questions:
        raise Undecided(draft)
    read_row = compile_plan(draft.plan, len(draft.table.headings))
    taken = PackedRows()
    refused: list[RejectedRow] = []
    report = Ticker(progress, _("Reading {file}").format(file=draft.path.name), draft.rows)
    with collector_off():
        for batch in draft.source.batches():
            refuse_when(cancelled)
            for line, cells in batch:
                row = read_row(cells)
                if isinstance(row, Rejected):
                    refused.append(RejectedRow(line, tuple(cells), row))
                else:
                    row["line"] = line
                    taken.append(row)
            report.tick(len(taken) + len(refused))
    return ReadFile(draft.path.name, draft.plan, taken, tuple(refused), str(draft.path))
