"""What was made of one file, and every choice about it. Made by the review page."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.importing import Kind
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import theme
from salesdesk.ui.importing.decisions import ColumnRows, NameRows, StageRows
from salesdesk.ui.importing.mapping import MappingTable
from salesdesk.ui.importing.reading_options import ReadingOptions
from salesdesk.ui.importing.session import FileState, ImportSession
from salesdesk.ui.importing.words import duplicates, kinds
from salesdesk.ui.widgets import Card, ElidedLabel, FieldRow, PickOne, PlainLabel, SectionHeader
from salesdesk.usecases.import_drafts import Draft, pipelines_of

CURRENCIES = (
    "USD EUR GBP CHF JPY CAD AUD SEK NOK DKK PLN CZK BRL INR CNY ZAR MXN SGD AED TRY".split()
)
_WITH_MONEY = ("deals", "products")


class FilePane(QWidget):
    """Shows `state`; `refresh` brings it in step without building what stayed the same."""

    def __init__(self, session: ImportSession) -> None:
        super().__init__()
        self.setObjectName("import_file")
        self._session = session
        self.state: FileState | None = None
        look = theme.tokens()
        self._title = ElidedLabel("", "title", name="import_file_name")
        self._notes = PlainLabel("", "small", "muted", wrap=True, name="import_notes")
        self._fault = PlainLabel("", "body", "warn", wrap=True, name="import_fault")
        self.kind = PickOne("import_kind", _("The rows are"), kinds())
        self.duplicates = PickOne("import_duplicates", _("Rows already here"), duplicates())
        self.currency = PickOne("import_currency", _("Amounts without currency are"))
        self.pipeline = PickOne("import_pipeline", _("Into the pipeline"))
        self._fields = {
            key: FieldRow(label, field)
            for key, label, field in (
                ("kind", _("The rows are"), self.kind),
                ("duplicates", _("Rows already here"), self.duplicates),
                ("currency", _("Amounts without currency"), self.currency),
                ("pipeline", _("Into the pipeline"), self.pipeline),
            )
        }
        self.stages = StageRows(session)
        self.names = NameRows(session)
        self.columns = ColumnRows(session)
        self.mapping = MappingTable(session)
        self.reading = ReadingOptions(session)
        self._decide = Card(name="import_decide", spacing=10)
        self._mapping_title = SectionHeader(_("Columns"), name="import_columns_title")
        self._lay_out(look)
        self._connect()

    def _lay_out(self, look: theme.Tokens) -> None:
        top = QHBoxLayout()
        top.setSpacing(look.px(14))
        for row in self._fields.values():
            top.addWidget(row)
        top.addStretch(1)
        for part in (self.columns, self.stages, self.names):
            self._decide.body.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(10))
        column.addWidget(self._title)
        column.addWidget(self._fault)
        column.addLayout(top)
        column.addWidget(self._notes)
        column.addWidget(self._decide)
        column.addWidget(self._mapping_title)
        column.addWidget(self.mapping)
        column.addWidget(self.reading)

    def _connect(self) -> None:
        self.kind.picked.connect(self._on_kind_picked)
        self.duplicates.picked.connect(self._on_duplicates_picked)
        self.currency.picked.connect(self._on_currency_picked)
        self.pipeline.picked.connect(self._session.set_pipeline)

    def show_file(self, state: FileState) -> None:
        """Show another file."""
        self.state = state
        self.refresh()

    def refresh(self) -> None:
        """Show what the file is now."""
        state = self.state
        if state is None:
            return
        draft = state.draft
        self._title.setText(state.path.name)
        self._fault.setText(state.fault)
        self._fault.setVisible(bool(state.fault))
        self._fields["kind"].setVisible(draft is not None or state.needs_kind)
        for key in ("duplicates", "currency", "pipeline"):
            self._fields[key].setVisible(draft is not None)
        for part in (self._decide, self._mapping_title, self.mapping, self.reading, self._notes):
            part.setVisible(draft is not None)
        self.kind.set_value(draft.plan.kind if draft else None)
        if draft is not None:
            self._show_draft(state, draft)

    def _show_draft(self, state: FileState, draft: Draft) -> None:
        plan = draft.plan
        self.duplicates.set_value(plan.duplicates)
        self._fields["currency"].setVisible(plan.kind in _WITH_MONEY)
        codes = dict.fromkeys([plan.currency, *CURRENCIES])
        self.currency.set_choices([(code, code) for code in codes], plan.currency)
        self._show_pipelines(plan.kind)
        notes = [*draft.table.notes, *_problems(draft)]
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        shown = [part.show_file(state, draft) for part in (self.columns, self.stages, self.names)]
        self._decide.setVisible(any(shown))
        self.mapping.show_file(state, draft)
        count = len(draft.table.headings)
        words = ngettext("{n} column", "{n} columns", count).format(n=count)
        self._mapping_title.set_words(_("Columns"), words)
        self.reading.show_file(state, draft)

    def point_out(self) -> QWidget | None:
        """Focus the first thing to answer and mark it; gives it, to be scrolled to."""
        if self.state is not None and self.state.draft is None:
            self.kind.setFocus()
            return self.kind
        for part in (self.columns, self.stages):
            found = part.point_out()
            if found is not None:
                return found
        return None

    def _show_pipelines(self, kind: str) -> None:
        found = pipelines_of(self._session.desk) if kind == "deals" else []
        self._fields["pipeline"].setVisible(len(found) > 1)
        if len(found) > 1:
            chosen = self._session.pipeline_id or found[0].id
            self.pipeline.set_choices([(each.id, each.name) for each in found], chosen)

    def _change(self, **wanted: Any) -> None:
        if self.state is not None and self.state.draft is not None:
            plan = dataclasses.replace(self.state.draft.plan, **wanted)
            self._session.set_plan(self.state, plan)

    def _on_kind_picked(self, kind: Kind) -> None:
        if self.state is not None:
            self._session.look_again(self.state, kind=kind)

    def _on_duplicates_picked(self, choice: str) -> None:
        self._change(duplicates=choice)

    def _on_currency_picked(self, code: str) -> None:
        self._change(currency=code)


def _problems(draft: Draft) -> list[str]:
    """Values that will reject their rows, a sentence a column."""
    told = []
    for problem in draft.questions.problems:
        line, value = problem.values[0]
        words = ngettext(
            "“{heading}” has {n} value that cannot be read; its rows will be rejected. Line "
            "{line}: “{value}”.",
            "“{heading}” has {n} values that cannot be read; their rows will be rejected. Line "
            "{line}: “{value}”.",
            len(problem.values),
        )
        told.append(
            words.format(
                heading=problem.column.heading, n=len(problem.values), line=line, value=value[:60]
            )
        )
    return told
