"""Importing files as one undoable step: the whole way, and its last part.

The wizard and the command line go the same way: drafts (`import_drafts`), then one `ImportRows`
command that writes several files at once, then the report. `import_files` does all of it for the
command line.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salesdesk.domain import importing as plans
from salesdesk.domain.errors import KnownError
from salesdesk.domain.importing import ImportPlan, Kind
from salesdesk.domain.importing_headings import guess_kind
from salesdesk.domain.importing_stages import choice_for
from salesdesk.formats import reading, reject_file
from salesdesk.formats.reject_file import RejectedRow
from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.support.ordinary_file import open_ordinary
from salesdesk.usecases.import_drafts import (
    Draft,
    Undecided,
    UnknownKind,
    UnknownStages,
    offer_names,
    open_draft,
    pipeline_of,
    read_draft,
    revise,
)
from salesdesk.usecases.import_rows import DryRunDone, FileCounts, ImportRows, ReadFile
from salesdesk.usecases.jobs import Progress, Stop

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

__all__ = [
    "Draft",
    "FileReport",
    "ImportReport",
    "Undecided",
    "UnknownKind",
    "UnknownStages",
    "carry_out",
    "command_of",
    "import_files",
    "offer_names",
    "open_draft",
    "read_draft",
    "report",
    "revise",
    "safeguard",
    "sentence",
]

ORDER: tuple[Kind, ...] = ("accounts", "products", "contacts", "deals")
"""Files are written in this order, so that deals find their accounts, products and people."""


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
    """What became of all files. `alike`: (name, known name) that may be the same, left apart."""

    files: tuple[FileReport, ...]
    alike: tuple[tuple[str, str], ...] = ()


def command_of(
    desk: Desk,
    files: Sequence[ReadFile],
    *,
    pipeline_id: str | None = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> ImportRows:
    """The one command that writes these files, in the order that lets deals find the rest."""
    ordered = sorted(files, key=lambda file: ORDER.index(file.plan.kind))
    into = pipeline_of(desk, pipeline_id).id
    return ImportRows(tuple(ordered), into, progress=progress, cancelled=cancelled)


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
    has are ignored. A map file is used for the files of its kind. Raises KnownError; then nothing
    was written.
    """
    given_plan = _plan_from(map_file, pipeline_of(desk).currency) if map_file else None
    drafts = []
    for path in dict.fromkeys(files):
        plan = given_plan if given_plan and _is_for(given_plan, path, as_kind, files) else None
        draft = open_draft(
            desk, path, kind=as_kind, plan=plan, currency=currency, progress=on_progress
        )
        if stages and draft.plan.kind == "deals":
            given = [choice_for(source, target, draft.stages) for source, target in stages.items()]
            draft = revise(draft, draft.plan, given=given, progress=on_progress)
        drafts.append(draft)
    drafts = offer_names(desk, drafts)
    read = [read_draft(draft, progress=on_progress) for draft in drafts]
    command = command_of(desk, read, progress=on_progress)
    if not dry_run:
        safeguard(desk)
    counts = carry_out(desk, command, dry_run=dry_run)
    return report(drafts, read, counts, beside=desk.path.parent, dry_run=dry_run)


def _is_for(plan: ImportPlan, path: Path, as_kind: Kind | None, files: Sequence[Path]) -> bool:
    """Whether a map file is meant for this file: the only one, or one of the map's kind."""
    if as_kind is not None or len(files) == 1:
        return as_kind in (None, plan.kind)
    return guess_kind(reading.sniff(path).headings) in (None, plan.kind)


def safeguard(desk: Desk) -> None:
    """Makes the backup that every import begins with. Raises KnownError; nothing was imported."""
    from salesdesk.usecases import backups

    backups.backup_now(desk, "before-import")


def carry_out(desk: Desk, command: ImportRows, *, dry_run: bool = False) -> dict[str, FileCounts]:
    """Runs the command, or tries it and takes it back; gives the counts by the files' keys."""
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
    beside: Path | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """What became of each file; writes the rejected rows beside it, unless it was a trial.

    Where that folder takes no file they go into the folder `beside`, the desk's. Where neither
    does, `reject_file` is None although rows were rejected: the import is done by now, and must
    not look as if it had failed.
    """
    reports = []
    for draft, file in zip(drafts, read, strict=True):
        count = counts[file.key]
        refused = [*file.refused, *count.refused]
        target = _write_refused(draft, refused, beside) if refused and not dry_run else None
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
    return ImportReport(tuple(reports), _left_apart(drafts))


def _left_apart(drafts: Sequence[Draft]) -> tuple[tuple[str, str], ...]:
    """Names that were offered as known ones and that no plan joins, each once, in order."""
    return tuple(
        dict.fromkeys(
            (offer.source, offer.known)
            for draft in drafts
            for target, offer in draft.offers
            if draft.plan.link(target, offer.source) == offer.source
        )
    )


def _write_refused(
    draft: Draft, refused: Sequence[RejectedRow], beside: Path | None
) -> Path | None:
    """A new file beside the source, else in the other folder. None: neither takes it."""
    for folder in filter(None, (draft.path.parent, beside)):
        target = _unused(folder, f"{draft.path.stem}-rejected")
        try:
            reject_file.write(target, draft.table.headings, refused)
        except KnownError:
            continue
        return target
    return None


def _unused(folder: Path, stem: str) -> Path:
    """A name that no file has: one that someone may be correcting is left alone."""
    number, target = 1, folder / f"{stem}.csv"
    while target.exists():
        number += 1
        target = folder / f"{stem}-{number}.csv"
    return target


def sentence(report_: FileReport) -> str:
    """One line about a file: for the command line and the wizard's last page."""
    read = ngettext("{n} row read", "{n} rows read", report_.read).format(
        n=format_number(report_.read)
    )
    return _(
        "{read}: {added} new, {updated} updated, {skipped} left as they are, {rejected} rejected"
    ).format(
        read=read,
        added=format_number(report_.added),
        updated=format_number(report_.updated),
        skipped=format_number(report_.skipped),
        rejected=format_number(report_.rejected),
    )


def _plan_from(path: Path, currency: str) -> ImportPlan:
    """The plan of a map file; amounts that say no currency are in the given one."""
    try:
        with open_ordinary(path) as file:
            plain = json.loads(file.read().decode("utf-8-sig"))
        if isinstance(plain, dict):
            plain.setdefault("currency", currency)
        return plans.from_plain(plain)
    except (OSError, ValueError) as error:
        raise KnownError(
            _("The map file {file} cannot be read: {why}. Nothing was imported.").format(
                file=path.name, why=getattr(error, "strerror", None) or error
            )
        ) from error
