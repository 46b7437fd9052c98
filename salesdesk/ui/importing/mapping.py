"""The mapping table: each heading of the file, some of its values, and what it becomes."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from salesdesk.domain.importing import CUSTOM, ColumnMap, ImportPlan, field
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import theme
from salesdesk.ui.importing.session import FileState, ImportSession
from salesdesk.ui.importing.words import targets
from salesdesk.ui.widgets import ElidedLabel, PickOne, PlainLabel
from salesdesk.usecases.import_drafts import Draft

MOST = 120
"""Columns that can be mapped by hand here; those beyond become fields of one's own."""


class MappingTable(QWidget):
    """One line a column. `combos` by index."""

    def __init__(self, session: ImportSession) -> None:
        super().__init__()
        self.setObjectName("import_mapping")
        self._session = session
        self._state: FileState | None = None
        self._shown: Any = None
        self.combos: dict[int, PickOne] = {}
        self._home = QVBoxLayout(self)
        self._home.setContentsMargins(0, 0, 0, 0)
        self._inside: QWidget | None = None

    def show_file(self, state: FileState, draft: Draft) -> None:
        """Show a file's columns; lines are built only when the file is read in another way."""
        if self._shown != (draft.table, draft.plan.kind) or self._state is not state:
            self._state, self._shown = state, (draft.table, draft.plan.kind)
            self._build(draft)
        for column in draft.plan.columns[:MOST]:
            self.combos[column.index].set_value(column.target)

    def _build(self, draft: Draft) -> None:
        if self._inside is not None:
            self._inside.hide()
            for old in self._inside.findChildren(PickOne):
                old.setObjectName("")  # the new ones have their names while these are let go
            self._inside.deleteLater()
        look = theme.tokens()
        self._inside = QWidget()
        self._home.addWidget(self._inside)
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.px(14))
        grid.setVerticalSpacing(look.px(5))
        for place, words in enumerate((_("In the file"), _("For example"), _("Becomes"))):
            grid.addWidget(PlainLabel(words, "small", "muted"), 0, place)
        self.combos = {}
        for line, column in enumerate(draft.plan.columns[:MOST], start=1):
            self._add_line(grid, line, column, draft)
        if len(draft.plan.columns) > MOST:
            grid.addWidget(PlainLabel(_beyond(draft), "small", "muted"), MOST + 1, 0, 1, 3)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 4)
        grid.setColumnStretch(2, 3)

    def _add_line(self, grid: QGridLayout, line: int, column: ColumnMap, draft: Draft) -> None:
        label = _("“{heading}” becomes").format(heading=column.heading)
        combo = PickOne(
            f"import_column_{column.index}", label, targets(draft.plan.kind, column.heading)
        )
        combo.picked.connect(lambda target, index=column.index: self._pick(index, target))
        grid.addWidget(ElidedLabel(column.heading, "strong"), line, 0)
        grid.addWidget(ElidedLabel(_examples(draft, column.index), "body", "muted"), line, 1)
        grid.addWidget(combo, line, 2)
        self.combos[column.index] = combo

    def _pick(self, index: int, target: str) -> None:
        if self._state is not None and self._state.draft is not None:
            plan = mapped(self._state.draft.plan, index, target)
            self._session.set_plan(self._state, plan)


def mapped(plan: ImportPlan, index: int, target: str) -> ImportPlan:
    """The plan with a column sent to another field; who held it becomes a field of one's own.

    A field that takes several columns keeps them all.
    """
    wanted = field(plan.kind, target)
    columns = []
    for column in plan.columns:
        if column.index == index:
            name = column.custom_name or column.heading
            column = ColumnMap(index, column.heading, target, name if target == CUSTOM else "")
        elif wanted is not None and column.target == target and not wanted.several:
            column = ColumnMap(column.index, column.heading, CUSTOM, column.heading)
        columns.append(column)
    return dataclasses.replace(plan, columns=tuple(columns))


def _examples(draft: Draft, index: int) -> str:
    """Up to four different values from the first rows."""
    values = dict.fromkeys(
        cells[index].strip()
        for _line, cells in draft.table.preview
        if index < len(cells) and cells[index].strip()
    )
    return " · ".join(value[:60] for value in list(values)[:4]) or _("empty in the first rows")


def _beyond(draft: Draft) -> str:
    count = len(draft.plan.columns) - MOST
    return ngettext(
        "{n} more column goes where its heading says, else into a field of your own.",
        "{n} more columns go where their headings say, else into fields of your own.",
        count,
    ).format(n=count)
