"""Files on the deal: name, kind, size, date; open, save, rename, remove; add by button or drop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.domain.file_safety import ending
from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.ui.deal import words
from salesdesk.ui.deal.overview.section import Section
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Hint, Rows, column, line
from salesdesk.ui.widgets import IconButton, Pill, PlainLabel, ask_text
from salesdesk.ui.widgets.wide import fix_wide
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.files import FileView

_SHOWN = 8
_KIND_WIDTH = 58


class FilesSection(Section):
    """What is kept on the deal."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "files", _("Files"))
        self._add = self.add_button(_("Add files…"), "add", self.start)
        self._rows = Rows("files_rows", 8, room)
        self.body.addWidget(self._rows)

    def show_view(self) -> None:
        """Show the room's deal."""
        view = self.room.view
        assert view is not None
        self.header.set_words(self.title, len(view.files) or "")
        shown: list[object] = list(view.files if self.shows_all else view.files[:_SHOWN])
        if len(view.files) > _SHOWN:
            shown.append(("more", self.shows_all, len(view.files)))
        self._rows.show_items(shown, self._row, self._empty)

    def start(self, target: str = "") -> None:
        """Ask for files; with a file's id, put the keyboard there."""
        there = self.findChild(QWidget, f"file_open_{target}") if target else None
        if there is not None:
            there.setFocus()
        else:
            self.room.files_requested.emit(self.room.deal_id)

    @staticmethod
    def _empty() -> QWidget:
        return Hint(
            _("No files yet. Drop files, mails or contact cards anywhere on this page."),
            name="files_empty",
        )

    def _row(self, item: object) -> QWidget:
        if not isinstance(item, FileView):
            assert isinstance(item, tuple)
            return self.fold_link(item[-1])
        file = item
        link = WrappedLink(
            file.name, f"file_open_{file.id}", lambda: self._open(file), tone="text",
            label=_("Open “{file}”").format(file=file.name),
        )  # fmt: skip
        remark = " · ".join((size_words(file.size), words.full_day(file.added_on)))
        left = column(link, PlainLabel(remark, "small", "muted"), gap=0)

        def button(icon: str, key: str, label: str, deed: Callable[[FileView], object]) -> QWidget:
            named = label.format(file=words.shortened(file.name, 40))
            name = f"file_{key}_{file.id}"
            return IconButton(icon, name, named, on_click=lambda: deed(file))

        kind = line(Pill(kind_words(file), "accent" if file.kind == "mail" else "neutral"), 1)
        fix_wide(kind, _KIND_WIDTH)  # so that the names stand in a line
        row = line(
            kind,
            left,
            button("download", "save", _("Save a copy of “{file}”"), self._save),
            button("pencil", "rename", _("Rename “{file}”"), self._rename),
            button("trash-2", "remove", _("Remove “{file}”"), self._remove),
            gap=6,
        )
        row.layout().setStretch(1, 1)  # type: ignore[union-attr]
        row.setObjectName(f"file_{file.id}")
        row.setAccessibleName(file.name)
        return row

    def _open(self, file: FileView) -> None:
        self._with_bytes(file, lambda content: self.room.outside.open_file(file.name, content))

    def _save(self, file: FileView) -> None:
        def save(content: bytes) -> None:
            target = self.room.outside.save_file(file.name, content)
            if target is not None:
                self.room.context.shell.tell(_("Saved {name}").format(name=target.name))

        self._with_bytes(file, save)

    def _with_bytes(self, file: FileView, then: Callable[[bytes], object]) -> None:
        """Read the content on a worker; a damaged one is told at the foot of this card."""
        from salesdesk.usecases.files import file_bytes

        self.say("")
        desk = self.room.desk
        self.room.context.bridge.query(
            lambda: file_bytes(desk, file.id), then, self._on_failed, owner=self
        )

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.say(str(error))

    def _rename(self, file: FileView) -> None:
        from salesdesk.usecases.files import RenameFile

        name = ask_text(
            self.room.context.shell.dialog_parent,
            _("Rename the file"),
            _("Name"),
            _("Rename"),
            words=file.name,
            name="rename_file",
            about=file.id,
        )
        if name and name != file.name:
            self.do(RenameFile(file.id, name), self._tell)

    def _remove(self, file: FileView) -> None:
        from salesdesk.usecases.files import RemoveFile

        self._add.setFocus()
        self.do(RemoveFile(file.id), self._tell)

    def _tell(self, changes: Changes) -> None:
        self.room.say(changes.label)


def kind_words(file: FileView) -> str:
    """What kind of file it is, in a word: "PDF", "Mail"."""
    if file.kind == "mail":
        return _("Mail")
    if file.kind == "card":
        return _("Contact")
    known = ending(file.name)
    return known.upper()[:6] if known else _("File")


def size_words(size: int) -> str:
    """A size as a person says it: "340 KB", "1.2 MB"."""
    if size < 1000:
        return ngettext("{n} byte", "{n} bytes", size).format(n=size)
    if size < 999_500:
        return _("{n} KB").format(n=format_number(round(size / 1000)))
    return _("{n} MB").format(n=format_number(round(size / 1_000_000, 1)))
