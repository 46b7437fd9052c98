"""Importing files: look at one, decide what it means, carry it out as one undoable step.

The wizard and the command line go the same way: `open_draft` looks at a file and guesses,
`revise` takes the user's decisions, `read_draft` reads all rows, and one `ImportRows` command
writes several files at once. `import_files` does all of it for the command line.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salesdesk.domain import importing as plans
from salesdesk.domain.errors import KnownError
from salesdesk.domain.importing import ImportPlan, Kind, ParsedRow, Rejected, StageChoice
from salesdesk.domain.importing_headings import guess_kind, guess_mapping
from salesdesk.domain.importing_links import LinkOffer, offers
from salesdesk.domain.importing_rows import compile_plan
from salesdesk.domain.importing_stages import choice_for
from salesdesk.domain.importing_survey import Questions, Survey, settle
from salesdesk.formats import reading, reject_file
from salesdesk.formats.child import Cancelled
from salesdesk.formats.reject_file import RejectedRow
from salesdesk.formats.table import Choices, Table
from salesdesk.store import glance
from salesdesk.support.i18n import _, ngettext
from salesdesk.usecases.import_rows import DryRunDone, FileCounts, ImportRows, ReadFile

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, rows so far, rows in all or 0), at most ten times a second."""
ORDER: tuple[Kind, ...] = ("accounts", "products", "contacts", "deals")
"""Files are written in this order, so that deals find their accounts, products and people."""


@dataclass(frozen=True)
class Draft:
    """One file with all that was decided about it so far."""

    path: Path
    table: Table
    plan: ImportPlan
    questions: Questions
    rows: int
    offers: tuple[LinkOffer, ...]
    """Names that may be known ones; joined only when the plan's links say so."""
    source: reading.Rows = field(repr=False)
    stages: tuple[tuple[str, str], ...] = ()
    """(key, name) of the board's stages."""


@dataclass(frozen=True)
class FileReport:
    """What became of one file. `reject_file` is where the rows that were not taken stand."""

    path: str
    as_: str
    read: int
    added: int
    updated: int
    skipped: int
    rejected: int
    reject_file: str | None

    def as_plain(self) -> dict[str, Any]:
        """As `import --json` prints it."""
        plain = dataclasses.asdict(self)
        plain["as"] = plain.pop("as_")
        order = ("path", "as", "read", "added", "updated", "skipped", "rejected", "reject_file")
        return {key: plain[key] for key in order}


@dataclass(frozen=True)
class ImportReport:
    """What became of all files."""

    files: tuple[FileReport, ...]


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


def open_draft(
    desk: Desk,
    path: Path,
    *,
    kind: Kind | None = None,
    choices: Choices | None = None,
    currency: str | None = None,
    plan: ImportPlan | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Draft:
    """A file looked at, with a plan that holds every certain decision.

    Raises KnownError when it cannot be read, UnknownKind when its kind is not clear.
    """
    table = reading.sniff(path, choices, cancelled=cancelled)
    sample = [cells for _line, cells in table.preview]
    chosen = kind or (plan.kind if plan else None) or guess_kind(table.headings)
    if chosen is None:
        raise UnknownKind(path)
    pipeline = glance.pipelines(desk.raw)[0]
    if plan is None:
        columns = guess_mapping(chosen, table.headings, sample)
        plan = ImportPlan(chosen, columns, currency=currency or pipeline.currency)
    stages = tuple((stage.key, stage.name) for stage in pipeline.stages)
    source = reading.Rows(path, table.dialect, cancelled=cancelled)
    draft = Draft(path, table, plan, Questions(), 0, (), source, stages)
    return revise(desk, draft, plan, progress=progress)


def revise(
    desk: Desk,
    draft: Draft,
    plan: ImportPlan,
    *,
    given: Iterable[StageChoice] = (),
    progress: Progress | None = None,
) -> Draft:
    """The draft with a changed plan: settled anew over all rows, with what is left to ask."""
    survey = Survey(plan)
    report = _Ticker(progress, _("Reading {file}").format(file=draft.path.name))
    for batch in draft.source.batches():
        survey.add(batch)
        report.tick(survey.rows)
    settled, questions = settle(plan, survey, draft.stages, given)
    found = _offers(desk, settled, survey)
    return dataclasses.replace(
        draft, plan=settled, questions=questions, rows=survey.rows, offers=found
    )


def _offers(desk: Desk, plan: ImportPlan, survey: Survey) -> tuple[LinkOffer, ...]:
    """Names of linked accounts and products that may be known ones."""
    from salesdesk.store.reads.names import known_names

    linked = {link.source for link in plan.links}
    found: list[LinkOffer] = []
    for target, table in (("account_name", "account"), ("product_name", "product")):
        names = [name for name in survey.names(plan, target) if name not in linked]
        if names:
            found += offers(names, desk.read(partial(known_names, table=table)))
    return tuple(found)


def read_draft(
    draft: Draft,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
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
    taken: list[ParsedRow] = []
    refused: list[RejectedRow] = []
    report = _Ticker(progress, _("Reading {file}").format(file=draft.path.name), draft.rows)
    for batch in draft.source.batches():
        if cancelled is not None and cancelled():
            raise Cancelled(_("The import was cancelled. Nothing was written."))
        for line, cells in batch:
            row = read_row(cells)
            if isinstance(row, Rejected):
                refused.append(RejectedRow(line, tuple(cells), row))
            else:
                row["line"] = line
                taken.append(row)
        report.tick(len(taken) + len(refused))
    return ReadFile(draft.path.name, draft.plan, tuple(taken), tuple(refused))


def command_of(
    desk: Desk, files: Sequence[ReadFile], *, progress: Progress | None = None
) -> ImportRows:
    """The one command that writes these files, in the order that lets deals find the rest."""
    ordered = sorted(files, key=lambda file: ORDER.index(file.plan.kind))
    return ImportRows(tuple(ordered), glance.pipelines(desk.raw)[0].id, progress=progress)


def import_files(
    desk: Desk,
    files: Sequence[Path],
    *,
    as_kind: Kind | None = None,
    stages: Mapping[str, str] | None = None,
    map_file: Path | None = None,
    dry_run: bool = False,
    currency: str | None = None,
    on_progress: Progress | None = None,
) -> ImportReport:
    """Imports files as one step. With `dry_run` everything is tried and nothing stays.

    `stages` maps stage names of the files to stages here, or to won or lost; names that no file
    has are ignored. Raises KnownError; then nothing was written.
    """
    given_plan = _plan_from(map_file) if map_file else None
    drafts = []
    for path in files:
        plan = given_plan if given_plan and as_kind in (None, given_plan.kind) else None
        draft = open_draft(
            desk, path, kind=as_kind, plan=plan, currency=currency, progress=on_progress
        )
        if stages and draft.plan.kind == "deals":
            given = [choice_for(source, target, draft.stages) for source, target in stages.items()]
            draft = revise(desk, draft, draft.plan, given=given, progress=on_progress)
        drafts.append(draft)
    read = [read_draft(draft, progress=on_progress) for draft in drafts]
    counts = carry_out(desk, command_of(desk, read, progress=on_progress), dry_run=dry_run)
    return report(drafts, read, counts, dry_run=dry_run)


def carry_out(desk: Desk, command: ImportRows, *, dry_run: bool = False) -> dict[str, FileCounts]:
    """Runs the command, or tries it and takes it back; gives the counts by file name."""
    tried = dataclasses.replace(command, dry_run=dry_run)
    try:
        desk.run(tried)
    except DryRunDone as done:
        return done.counts
    return tried.counts


def report(
    drafts: Sequence[Draft],
    read: Sequence[ReadFile],
    counts: Mapping[str, FileCounts],
    *,
    dry_run: bool = False,
) -> ImportReport:
    """What became of each file; writes the rejected rows beside it, unless it was a trial."""
    reports = []
    for draft, file in zip(drafts, read, strict=True):
        count = counts[file.name]
        refused = [*file.refused, *count.refused]
        target = None
        if refused and not dry_run:
            target = draft.path.with_name(f"{draft.path.stem}-rejected.csv")
            reject_file.write(target, draft.table.headings, refused)
        reports.append(
            FileReport(
                str(draft.path),
                draft.plan.kind,
                len(file.rows) + len(file.refused),
                count.added,
                count.updated,
                count.skipped,
                len(refused),
                str(target) if target else None,
            )
        )
    return ImportReport(tuple(reports))


def sentence(report_: FileReport) -> str:
    """One line about a file: for the command line and the wizard's last page."""
    read = ngettext("{n} row read", "{n} rows read", report_.read).format(n=report_.read)
    return _(
        "{read}: {added} added, {updated} updated, {skipped} skipped, {rejected} rejected"
    ).format(
        read=read,
        added=report_.added,
        updated=report_.updated,
        skipped=report_.skipped,
        rejected=report_.rejected,
    )


def _plan_from(path: Path) -> ImportPlan:
    try:
        return plans.from_plain(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise KnownError(
            _("The map file {file} cannot be read: {why}. Nothing was imported.").format(
                file=path.name, why=error
            )
        ) from error


class _Ticker:
    """Passes progress on at most ten times a second."""

    def __init__(self, progress: Progress | None, what: str, total: int = 0) -> None:
        self._progress = progress
        self._what = what
        self._total = total
        self._last = 0.0

    def tick(self, done: int) -> None:
        """So many rows are done."""
        if self._progress is None:
            return
        import time

        now = time.monotonic()
        if now - self._last >= 0.1:
            self._last = now
            self._progress(self._what, done, self._total)
