"""The command that writes imported rows: accounts, products, contacts and deals as one step.

Made by `usecases.importing`; what each kind does stands in `import_parties` and `import_deals`.
Rows are found again by their id in the other program, else by name or by the row's own content,
so importing the same file twice adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from salesdesk.domain.importing import ImportPlan, ParsedRow
from salesdesk.formats.reject_file import RejectedRow
from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.usecases.import_packed import PackedRows
from salesdesk.usecases.jobs import Stop, Ticker, refuse_when

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit

_LOOK_EVERY = 200
"""Rows between two looks at whether to stop."""


@dataclass(frozen=True)
class ReadFile:
    """A file whose rows were read: the values to write and the rows that cannot be."""

    name: str
    plan: ImportPlan
    rows: PackedRows = field(repr=False)
    refused: tuple[RejectedRow, ...] = field(default=(), repr=False)
    key: str = ""
    """The whole path: two files of an import may have the same name."""


@dataclass
class FileCounts:
    """What became of a file's rows; `refused` are those that only the store could refuse."""

    added: int = 0
    updated: int = 0
    skipped: int = 0
    refused: list[RejectedRow] = field(default_factory=list)
    ticker: Ticker | None = field(default=None, compare=False, repr=False)
    cancelled: Stop | None = field(default=None, compare=False, repr=False)

    def watched(self, rows: Iterable[ParsedRow]) -> Iterator[ParsedRow]:
        """The rows, with progress told and the wish to stop obeyed. Raises Cancelled."""
        for at, row in enumerate(rows):
            if at % _LOOK_EVERY == 0:
                refuse_when(self.cancelled)
                if self.ticker is not None:
                    self.ticker.tick(at)
            yield row


class DryRunDone(Exception):
    """Ends a trial: the transaction is rolled back and the counts are all that stays."""

    def __init__(self, counts: dict[str, FileCounts]) -> None:
        super().__init__("trial")
        self.counts = counts


@dataclass(frozen=True)
class ImportRows:
    """Writes the rows of several files. `counts` is filled as it runs, by the files' keys.

    `cancelled` is asked now and then; when it says yes, nothing of the import stays.
    """

    files: tuple[ReadFile, ...]
    pipeline_id: str
    dry_run: bool = False
    progress: Callable[[str, int, int], None] | None = field(default=None, compare=False)
    counts: dict[str, FileCounts] = field(default_factory=dict, compare=False)
    cancelled: Callable[[], bool] | None = field(default=None, compare=False)

    @property
    def label(self) -> str:
        """For the undo menu: how many rows of what came from where."""
        names = ", ".join(file.name for file in self.files)
        rows = sum(len(file.rows) for file in self.files)
        text = ngettext("Import {n} row from {files}", "Import {n} rows from {files}", rows)
        return text.format(n=format_number(rows), files=names)

    def apply(self, unit: Unit) -> None:
        """Writes everything. Raises DryRunDone at the end of a trial, Cancelled when stopped."""
        from salesdesk.usecases.import_deals import write_deals
        from salesdesk.usecases.import_known import Known
        from salesdesk.usecases.import_parties import (
            write_accounts,
            write_contacts,
            write_products,
        )

        known = Known(unit)
        self.counts.clear()
        for file in self.files:
            ticker = Ticker(
                self.progress, _("Writing {file}").format(file=file.name), len(file.rows)
            )
            counts = self.counts[file.key] = FileCounts(ticker=ticker, cancelled=self.cancelled)
            if file.plan.kind == "accounts":
                write_accounts(unit, known, file, counts)
            elif file.plan.kind == "products":
                write_products(unit, known, file, counts)
            elif file.plan.kind == "contacts":
                write_contacts(unit, known, file, counts)
            else:
                write_deals(unit, known, file, counts, self.pipeline_id)
            refuse_when(self.cancelled)
        if self.dry_run:
            unit.flush()
            raise DryRunDone(self.counts)
