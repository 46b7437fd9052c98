"""What only the user can decide about a file: stages, names, how dates and numbers are read.

Each part shows its rows and hides when it has none. A likely answer stands there as a suggestion;
names are kept apart unless the user says that they are the same.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from salesdesk.domain.importing import ColumnMap, StageChoice
from salesdesk.support.i18n import _, format_date, ngettext
from salesdesk.ui import theme
from salesdesk.ui.importing.session import FileState, ImportSession
from salesdesk.ui.importing.words import outcomes, rows
from salesdesk.ui.widgets import ElidedLabel, PickOne, Pill, PlainLabel, Segments
from salesdesk.usecases.import_drafts import Draft

MOST = 60
"""Rows shown of a kind: more different stages than this are no stages."""


class _Part(QWidget):
    """A title, a hint and a grid that is built anew when what it asks has changed."""

    def __init__(self, name: str, title: str, hint: str, session: ImportSession) -> None:
        super().__init__()
        self.setObjectName(name)
        self._session = session
        self._shown: Any = None
        self.state: FileState | None = None
        look = theme.tokens()
        self._hint = PlainLabel(hint, "small", "muted", wrap=True)
        self._grid_home = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        column.addWidget(PlainLabel(title, "heading"))
        column.addWidget(self._hint)
        column.addLayout(self._grid_home)
        self._inside: QWidget | None = None

    def _fresh_grid(self) -> QGridLayout:
        look = theme.tokens()
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = QWidget()
        self._grid_home.addWidget(self._inside)
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(0, look.px(4), 0, 0)
        grid.setHorizontalSpacing(look.px(12))
        grid.setVerticalSpacing(look.px(6))
        return grid


class StageRows(_Part):
    """What each stage of the file is here."""

    def __init__(self, session: ImportSession) -> None:
        super().__init__(
            "import_stages",
            _("Stages"),
            _("What each stage of the file is here. Suggestions are taken when you go on."),
            session,
        )
        self.combos: dict[tuple[str, str], PickOne] = {}
        self._pills: dict[tuple[str, str], Pill] = {}

    def show_file(self, state: FileState, draft: Draft) -> bool:
        """Show the stages and statuses of a file; whether there are any."""
        values = [
            (target, value)
            for target in ("stage", "status")
            for value in draft.survey_values(target)
        ][:MOST]
        self.setVisible(bool(values))
        signature = (state.path, draft.stages, tuple(values))
        if signature != self._shown or self.state is not state:
            self._shown, self.state = signature, state
            self._build(draft, values)
        self._sync(draft)
        return bool(values)

    def point_out(self) -> QWidget | None:
        """The first stage without an answer, marked and focused."""
        for combo in self.combos.values():
            if self.isVisibleTo(self.window()) and combo.value() is None:
                combo.set_faulty(_("Choose which stage this is, or Won or Lost."))
                combo.setFocus()
                return combo
        return None

    def _build(self, draft: Draft, values: list[tuple[str, str]]) -> None:
        grid = self._fresh_grid()
        self.combos, self._pills = {}, {}
        for line, (target, value) in enumerate(values):
            stages = draft.stages if target == "stage" else ()
            label = _("“{value}” of the file is").format(value=value)
            combo = PickOne(f"import_{target}_{value}", label, outcomes(stages))
            combo.setPlaceholderText(_("Choose…"))
            combo.picked.connect(
                lambda chosen, target=target, value=value: self._pick(target, value, chosen)
            )
            pill = Pill(_("suggested"), "accent")
            count = draft.survey.rows_of(draft.plan, target, value)
            grid.addWidget(ElidedLabel(value, "strong"), line, 0)
            grid.addWidget(PlainLabel(rows(count), "body", "muted"), line, 1)
            grid.addWidget(combo, line, 2)
            grid.addWidget(pill, line, 3, Qt.AlignmentFlag.AlignLeft)
            self.combos[target, value], self._pills[target, value] = combo, pill
        grid.setColumnMinimumWidth(0, theme.tokens().px(100))
        grid.setColumnMinimumWidth(2, theme.tokens().px(150))
        grid.setColumnStretch(3, 1)

    def _sync(self, draft: Draft) -> None:
        known = {("stage", c.source): (c.outcome, c.stage) for c in draft.plan.stages}
        known |= {("status", c.source): (c.outcome, c.stage) for c in draft.plan.statuses}
        likely = {
            ("stage", asked.source): ("open", asked.likely)
            for asked in draft.questions.stages
            if asked.likely
        }
        for key, combo in self.combos.items():
            combo.set_value(known.get(key) or likely.get(key))
            if combo.value() is not None:
                combo.set_faulty("")
            self._pills[key].setVisible(key not in known and key in likely)

    def _pick(self, target: str, value: str, chosen: tuple[str, str]) -> None:
        if self.state is not None:
            choice = StageChoice(value, chosen[0], chosen[1])  # type: ignore[arg-type]
            self._session.set_stage(self.state, choice, is_status=target == "status")


class NameRows(_Part):
    """Names that may be known ones."""

    def __init__(self, session: ImportSession) -> None:
        super().__init__(
            "import_names",
            _("Names that may be the same"),
            _("They are kept apart unless you say that they are the same."),
            session,
        )

    def show_file(self, state: FileState, draft: Draft) -> bool:
        """Show the names of a file that are like known ones; whether there are any."""
        found = draft.offers[:MOST]
        self.setVisible(bool(found))
        signature = (state.path, found)
        if signature != self._shown or self.state is not state:
            self._shown, self.state = signature, state
            self._build(draft)
        return bool(found)

    def _build(self, draft: Draft) -> None:
        grid = self._fresh_grid()
        linked = {(link.target, link.source) for link in draft.plan.links}
        for line, (target, offer) in enumerate(draft.offers[:MOST]):
            choice = Segments(
                f"import_name_{target}_{offer.source}",
                _("“{name}” and “{known}”").format(name=offer.source, known=offer.known),
                [
                    ("apart", _("Keep apart")),
                    ("same", _("Same as {known}").format(known=offer.known[:50])),
                ],
                value="same" if (target, offer.source) in linked else "apart",
            )
            choice.picked.connect(
                lambda said, target=target, offer=offer: self._pick(target, offer, said)
            )
            count = draft.survey.rows_of(draft.plan, target, offer.source)
            grid.addWidget(ElidedLabel(offer.source, "strong"), line, 0)
            grid.addWidget(PlainLabel(rows(count), "body", "muted"), line, 1)
            grid.addWidget(choice, line, 2, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnMinimumWidth(0, theme.tokens().px(100))
        grid.setColumnStretch(2, 1)

    def _pick(self, target: str, offer: Any, said: str) -> None:
        if self.state is not None:
            known = offer.known if said == "same" else None
            self._session.set_link(self.state, target, offer.source, known)


class ColumnRows(_Part):
    """Date and number columns that can be read in two ways."""

    def __init__(self, session: ImportSession) -> None:
        super().__init__(
            "import_readings",
            _("Dates and numbers"),
            _("These can be read in two ways."),
            session,
        )
        self.choices: dict[int, Segments] = {}
        self._asked: dict[int, tuple[str, tuple[str, ...]]] = {}

    def show_file(self, state: FileState, draft: Draft) -> bool:
        """Show what is asked, and what was asked before and is answered; whether there is any."""
        if self.state is not state or (self._shown and self._shown[0] is not draft.table):
            self._asked = {}
        asked = draft.questions
        self._asked |= {q.column.index: ("dates", q.examples) for q in asked.dates}
        self._asked |= {q.column.index: ("decimal", q.examples) for q in asked.numbers}
        shapes = {"dates": ("date",), "decimal": ("money", "percent")}
        columns = {column.index: column for column in draft.plan.columns}
        self._asked = {
            index: (what, examples)
            for index, (what, examples) in self._asked.items()
            if draft.plan.shape(columns[index]) in shapes[what]
        }
        self.setVisible(bool(self._asked))
        signature = (draft.table, tuple(self._asked))
        if self._shown is None or signature != self._shown or self.state is not state:
            self._shown, self.state = signature, state
            self._build(columns)
        return bool(self._asked)

    def point_out(self) -> QWidget | None:
        """The first column without an answer, focused."""
        for choice in self.choices.values():
            if choice.value() is None:
                choice.setFocus()
                return choice
        return None

    def _build(self, columns: dict[int, ColumnMap]) -> None:
        grid = self._fresh_grid()
        self.choices = {}
        for line, (index, (what, examples)) in enumerate(self._asked.items()):
            column = columns[index]
            choice = Segments(
                f"import_reading_{index}",
                _("How “{heading}” is read").format(heading=column.heading),
                _orders() if what == "dates" else _signs(),
                value=getattr(column, what) or None,
            )
            choice.picked.connect(
                lambda said, what=what, index=index: self._pick(index, what, said)
            )
            shown = ngettext("such as {examples}", "such as {examples}", len(examples)).format(
                examples=", ".join(examples[:3])
            )
            grid.addWidget(ElidedLabel(column.heading, "strong"), line, 0)
            grid.addWidget(ElidedLabel(shown, "body", "muted"), line, 1)
            grid.addWidget(choice, line, 2, Qt.AlignmentFlag.AlignLeft)
            self.choices[index] = choice
        grid.setColumnMinimumWidth(0, theme.tokens().px(100))
        grid.setColumnStretch(2, 1)

    def _pick(self, index: int, what: str, said: str) -> None:
        if self.state is None or self.state.draft is None:
            return
        plan = self.state.draft.plan
        column = next(each for each in plan.columns if each.index == index)
        changed = dataclasses.replace(column, **{what: said})  # type: ignore[arg-type]
        self._session.set_plan(self.state, plan.with_column(changed))


def _orders() -> list[tuple[str, str]]:
    april, march = dt.date(2024, 4, 3), dt.date(2024, 3, 4)
    words = _("03/04 is {day}")
    return [
        ("dmy", words.format(day=format_date(april, "short"))),
        ("mdy", words.format(day=format_date(march, "short"))),
    ]


def _signs() -> list[tuple[str, str]]:
    return [("point", _("1.500 is one and a half")), ("comma", _("1.500 is fifteen hundred"))]
