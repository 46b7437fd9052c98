"""The Bin page: what was put away, for how long still, restoring it and deleting it for good.

Made by the shell. Enter or a double click restores what is in front.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.ui.context import Context
from salesdesk.ui.guard import guarded
from salesdesk.ui.namesakes import tell_restored
from salesdesk.ui.tables.model import Column
from salesdesk.ui.tables.page import TablePage
from salesdesk.ui.widgets import Button, EmptyState
from salesdesk.ui.widgets.ask import confirm
from salesdesk.usecases import binned
from salesdesk.usecases.binned import BinLine, RestoreFromBin

_NAMED = 6
_SOON = 7


def make_page(context: Context) -> BinPage:
    """The factory that the register of pages names."""
    return BinPage(context)


class BinPage(TablePage):
    """A table of all that is in the bin."""

    def __init__(self, context: Context) -> None:
        empty = EmptyState(
            "trash-2",
            _("The bin is empty"),
            hint=_("What you put into the bin stays here for thirty days on which you work with "
                   "this desk, and can be restored."),
            name="bin_empty",
        )  # fmt: skip
        super().__init__(
            context, "bin", _("Bin"), columns(), hint=_("Name, kind, deal or account"), empty=empty
        )
        self.view.horizontalHeader().setStretchLastSection(True)
        self.restore_button = Button(
            _("Restore"), "bin_restore", kind="primary", icon="archive-restore",
            on_click=self.restore,
        )  # fmt: skip
        self.delete_button = Button(
            _("Delete for good…"), "bin_delete", icon="trash-2", on_click=self.delete_for_good
        )
        self.empty_button = Button(_("Empty the bin…"), "bin_empty_all", on_click=self.empty)
        for button in (self.restore_button, self.delete_button, self.empty_button):
            self.bar_row.addWidget(button)
        self.view.chosen.connect(lambda _id: self._fit_buttons())

    def load(self) -> Sequence[BinLine]:
        """All that is in the bin, newest first."""
        return binned.bin_lines(self._desk())

    def narrow(self) -> Callable[[Sequence[BinLine]], list[BinLine]]:
        """By words."""
        words = self.search.words().casefold().split()

        def fits(line: BinLine) -> bool:
            text = f"{line.name} {line.kind} {line.owner}".casefold()
            return all(word in text for word in words)

        return lambda rows: [line for line in rows if fits(line)]

    def counted(self, shown: Sequence[BinLine], all_rows: Sequence[BinLine]) -> str:
        """How many of how many."""
        if len(shown) == len(all_rows):
            words = ngettext("{n} thing", "{n} things", len(all_rows))
            return words.format(n=format_number(len(all_rows)))
        return _("{n} of {all} things").format(
            n=format_number(len(shown)), all=format_number(len(all_rows))
        )

    def open_row(self, row_id: str) -> None:
        """Restore it."""
        self.restore()

    def may(self, key: str) -> bool:
        """Whether an action can be done now."""
        if key in ("bin.restore", "bin.delete"):
            return self._current() is not None
        return key != "bin.empty" or bool(self._all)

    @guarded()
    def restore(self) -> None:
        """Take what is in front out of the bin."""
        line = self._current()
        if line is not None:
            context = self._context
            context.bridge.submit(
                RestoreFromBin((line.item,)), lambda done: tell_restored(context, done)
            )

    @guarded()
    def delete_for_good(self) -> None:
        """Ask, and delete what is in front."""
        line = self._current()
        if line is not None:
            self._delete((line,), _("Delete “{name}” for good?").format(name=line.name))

    @guarded()
    def empty(self) -> None:
        """Ask, and delete everything."""
        if self._all:
            self._delete(tuple(self._all), _("Empty the bin?"))

    def _delete(self, lines: Sequence[BinLine], title: str) -> None:
        verb = ngettext("Delete {n} thing for good", "Delete {n} things for good", len(lines))
        verb = verb.format(n=format_number(len(lines)))
        if not confirm(
            self._context.shell.dialog_parent, title, _question(lines), verb, is_danger=True,
            name="bin_delete_question",
        ):  # fmt: skip
            return
        desk, items = self._desk(), tuple(line.item for line in lines)
        self._context.bridge.follow(
            lambda: binned.delete_for_good(desk, items),
            lambda done: self._context.shell.tell(done.label),
        )

    def _current(self) -> BinLine | None:
        current = self.view.current_id()
        return next((line for line in self.model.rows if line.id == current), None)

    def _show(self, rows: Sequence[Any]) -> None:
        super()._show(rows)
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        is_any = self._current() is not None
        self.restore_button.setEnabled(is_any)
        self.delete_button.setEnabled(is_any)
        self.empty_button.setEnabled(bool(self._all))
        self._context.book.refresh()

    def _desk(self) -> Any:
        return self._context.bridge.desk


def _question(lines: Sequence[BinLine]) -> str:
    """What goes, and that nothing brings it back."""
    words = _(
        "It goes with everything that hangs on it, its files and its part of the history. This "
        "cannot be undone; only a backup made before still has it."
    )
    if len(lines) == 1:
        return words
    named = [f"• {line.kind}: {line.name}" for line in lines[:_NAMED]]
    if len(lines) > _NAMED:
        more = ngettext("… and {n} more", "… and {n} more", len(lines) - _NAMED)
        named.append(more.format(n=format_number(len(lines) - _NAMED)))
    return "\n".join([*named, "", words])


def columns() -> tuple[Column, ...]:
    """What the table shows."""
    return (
        Column("name", _("Name"), lambda row: row.name, lambda row: row.name, 340),
        Column("kind", _("Kind"), lambda row: row.kind, lambda row: row.kind, 140, tone=_soft),
        Column("owner", _("Belongs to"), lambda row: row.owner, lambda row: row.owner, 240,
               tone=_soft),
        Column("binned_on", _("Put away on"), binned.binned_words, lambda row: row.binned_on, 130,
               tone=_soft),
        Column("days_left", _("Stays for"), lambda row: binned.days_left_words(row.days_left),
               lambda row: row.days_left, 150, tone=_left),
    )  # fmt: skip


def _soft(_row: BinLine) -> Any:
    return "soft"


def _left(row: BinLine) -> Any:
    return "warn" if row.days_left <= _SOON else "soft"
