"""Files on a deal: kept in the desk by their content, renamed, removed, given out again.

Called by the deal page, by what takes in dropped files, mails and cards, and by the command line.
The bytes stand in the desk once, whatever they are called and on however many deals.
"""

from __future__ import annotations

import contextlib
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.file_safety import cleaned_name, ending
from salesdesk.domain.ids import new_id
from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.support.ordinary_file import open_ordinary
from salesdesk.usecases.deal_access import get_deal

if TYPE_CHECKING:
    from salesdesk.store.schema import Attachment
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk

LARGEST: Final = 25 * 1024 * 1024
"""Bytes of one file; the desk and its backups carry every one."""
MOST_AT_ONCE: Final = 100
"""Files in one step; more are a folder dropped by mistake."""
MOST_BYTES: Final = 250 * 1024 * 1024
"""Bytes of all files of one step: all of them are held at once."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be kept: its name as it came, its bytes, and whether it is a file, mail or card."""

    name: str
    content: bytes = field(repr=False)
    kind: str = "file"
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class FileView:
    """A kept file as a list shows it. `size` in bytes; `added_on` ISO text."""

    id: str
    name: str
    kind: str
    media_type: str
    size: int
    added_on: str
    activity_id: str | None


@dataclass(frozen=True)
class AddFiles:
    """Keeps files on a deal, as one step. Their ids may be read before the command has run."""

    deal_id: str
    files: tuple[NewFile, ...]
    ids: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names file and deal."""
        return _("Add files")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a file is too large, or the deal is gone."""
        deal = get_deal(unit, self.deal_id)
        refuse_many(self.files)
        for place, file in enumerate(self.files):
            keep(unit, file, deal.id, attachment_id=self.ids[place] if self.ids else None)
        name = cleaned_name(self.files[0].name)
        unit.label = (
            _("Add “{file}” to {deal}").format(file=name, deal=deal.name)
            if len(self.files) == 1
            else ngettext("Add {n} file to {deal}", "Add {n} files to {deal}", len(self.files))
            .format(n=len(self.files), deal=deal.name)
        )  # fmt: skip


@dataclass(frozen=True)
class RenameFile:
    """Gives a kept file another name; its ending stays when the new name has none."""

    attachment_id: str
    name: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the file."""
        return _("Rename file")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a name."""
        row = _get(unit, self.attachment_id)
        wanted = entry.name(self.name, _("A file needs a name. Nothing was changed."))
        before = row.name
        if not ending(wanted) and ending(before):
            wanted = f"{wanted.rstrip('.')}.{ending(before)}"
        row.name = cleaned_name(wanted)
        unit.label = _("Rename “{old}” to “{new}”").format(old=before, new=row.name)


@dataclass(frozen=True)
class RemoveFile:
    """Takes a file off its deal, into the bin; undo brings it back."""

    attachment_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the file."""
        return _("Remove file")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the file is gone."""
        row = _get(unit, self.attachment_id)
        unit.bin(row)
        unit.label = _("Remove “{file}”").format(file=row.name)


def keep(
    unit: Unit,
    file: NewFile,
    deal_id: str | None,
    *,
    activity_id: str | None = None,
    attachment_id: str | None = None,
) -> Attachment:
    """Keeps one file in the unit at hand. Raises KnownError when it is too large."""
    from salesdesk.store.schema import Attachment

    refuse_large(file.name, len(file.content))
    name = cleaned_name(file.name)
    return unit.add(
        Attachment(
            id=attachment_id or new_id(),
            deal_id=deal_id,
            activity_id=activity_id,
            name=name,
            kind=file.kind,
            media_type=file.media_type or media_type_of(name),
            size=len(file.content),
            digest=unit.keep_bytes(file.content),
            added_on=unit.today,
        )
    )


def read_file(path: Path) -> NewFile:
    """A file from the disk. Raises KnownError when it is a folder, too large or cannot be read."""
    try:
        if path.is_dir():
            raise KnownError(
                _("“{name}” is a folder. Nothing of it was taken; drop the files in it instead.")
                .format(name=cleaned_name(path.name))
            )  # fmt: skip
        refuse_large(path.name, path.stat().st_size)
        with open_ordinary(path) as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise KnownError(
            _("“{name}” could not be read ({why}). Nothing was added; copy it to your computer and "
              "try again.").format(name=cleaned_name(path.name), why=error.strerror or error)
        ) from error  # fmt: skip
    refuse_large(path.name, len(content))
    return NewFile(path.name, content)


def refuse_large(name: str, size: int) -> None:
    """Raises KnownError for a file that is larger than a desk keeps."""
    if size > LARGEST:
        raise KnownError(
            _("“{name}” has {size} MB; a desk keeps files up to {most} MB. It was not added. Keep "
              "it where it is and put a link to it into a note.")
            .format(name=cleaned_name(name), size=format_number(-(-size // 1024**2)),
                    most=LARGEST // 1024**2)
        )  # fmt: skip


def refuse_many(files: Sequence[object]) -> None:
    """Raises KnownError for none at all, or for more than are meant."""
    if not files:
        raise KnownError(_("There is no file. Nothing was added; choose one."))
    if len(files) > MOST_AT_ONCE:
        raise KnownError(
            _("These are {n} files; at most {most} are taken at once. Nothing was added; choose "
              "the ones that matter.").format(n=len(files), most=MOST_AT_ONCE)
        )  # fmt: skip


def refuse_heavy(paths: Sequence[Path]) -> None:
    """Raises KnownError when files together are more than is held at once; none is read for it."""
    size = 0
    for path in paths:
        with contextlib.suppress(OSError):
            found = path.stat().st_size
            size += found if found <= LARGEST else 0  # that one is refused by itself
    if size > MOST_BYTES:
        raise KnownError(
            _("Together these files have {size} MB; at most {most} MB are taken at once. Nothing "
              "was added; add them a few at a time.")
            .format(size=format_number(-(-size // 1024**2)), most=MOST_BYTES // 1024**2)
        )  # fmt: skip


def media_type_of(name: str) -> str | None:
    """The media type that a name promises; None for an unknown ending."""
    # Our own instance: the module's would read the system's lists at a moment nobody chose.
    return mimetypes.MimeTypes().guess_type(name)[0]


def view(row: Any) -> FileView:
    """A row of `store.reads.files.of_deal` as lists show it; without its bytes."""
    return FileView(
        row.id, row.name, row.kind, row.media_type or "", row.size, row.added_on, row.activity_id
    )


def file_bytes(desk: Desk, attachment_id: str) -> bytes:
    """The bytes of a kept file. Raises KnownError when they are gone or damaged."""
    from hashlib import sha256

    from salesdesk.store.reads import files

    row = desk.read(lambda connection: files.attachment(connection, attachment_id))
    if row is None:
        raise KnownError(_("That file is not in the desk any more. Nothing was opened."))
    content = desk.read(lambda connection: files.content(connection, row.digest))
    if content is None or sha256(content).hexdigest() != row.digest:
        raise KnownError(
            _("The content of “{file}” is damaged or missing. Nothing was opened. Look into a "
              "backup, which may still have it, and run “Check desk”.").format(file=row.name)
        )  # fmt: skip
    return content


def _get(unit: Unit, attachment_id: str) -> Attachment:
    from salesdesk.store.schema import Attachment

    return unit.get(Attachment, attachment_id)
