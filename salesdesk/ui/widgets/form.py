"""Forms: a label above each field, the mark of a must, and the fault in a sentence below.

Called by every dialog and panel that asks for something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MethodType
from weakref import WeakMethod

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.widgets.labels import PlainLabel
from salesdesk.ui.widgets.texts import mark_faulty


class FieldRow(QWidget):
    """One field with its label above, a hint, and room for its fault."""

    def __init__(
        self,
        label: str,
        field: QWidget,
        *,
        is_required: bool = False,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = field
        self.is_required = is_required
        self._hint = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().px(3))
        mark = _("{label} (required)").format(label=label) if is_required else label
        self.label = PlainLabel(mark, "small", "muted")
        self.label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(label)
        self.below = PlainLabel(hint, "small", "muted", wrap=True)
        self.below.setVisible(bool(hint))
        for widget in (self.label, field, self.below):
            column.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._is_own_fault = False
        """Whether what stands below is what the field says of itself."""
        faulted = getattr(field, "faulted", None)
        if faulted is not None:
            faulted.connect(self._on_field_faulted)

    def set_fault(self, sentence: str) -> None:
        """Show what is wrong, or with an empty sentence that nothing is."""
        self._is_own_fault = False
        self.below.setText(sentence or self._hint)
        self.below.set_tone("late" if sentence else "muted")
        self.below.setVisible(bool(sentence or self._hint))
        mark = getattr(self.field, "set_faulty", None)
        if callable(mark):
            mark(sentence)
        else:
            mark_faulty(self.field, sentence)

    def _on_field_faulted(self, sentence: str) -> None:
        """A field that was left with what it cannot read; a fault that others found stays."""
        if sentence or self._is_own_fault:
            self.set_fault(sentence)
            self._is_own_fault = bool(sentence)


class Form(QWidget):
    """Fields in rows; a row may hold several side by side.

    `check()` asks each field's rule and shows the faults; the first faulty field gets focus.
    """

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._rows: dict[str, FieldRow] = {}
        self._rules: dict[str, Callable[[], str]] = {}
        look = theme.tokens()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.px(12))
        self._grid.setVerticalSpacing(look.px(12))
        for column in range(12):
            self._grid.setColumnStretch(column, 1)

    def add(
        self,
        key: str,
        label: str,
        field: QWidget,
        *,
        is_required: bool = False,
        hint: str = "",
        rule: Callable[[], str] | None = None,
    ) -> FieldRow:
        """Add one field in a row of its own. `rule` returns the fault as a sentence, or ""."""
        return self.add_beside(
            [(key, label, field)], is_required=is_required, hint=hint, rule=rule
        )[0]

    def add_beside(
        self,
        fields: list[tuple[str, str, QWidget]],
        *,
        is_required: bool = False,
        hint: str = "",
        rule: Callable[[], str] | None = None,
        spans: Sequence[int] = (),
    ) -> list[FieldRow]:
        """Add up to four fields (key, label, field) side by side in one row.

        `spans`: how many of the twelve columns each field takes; none: all as many.
        """
        made = []
        for key, label, field in fields:
            row = FieldRow(label, field, is_required=is_required, hint=hint)
            self._rows[key] = row
            if rule is not None:
                self._rules[key] = _loosely(rule)
            made.append(row)
        self._place(made, self._grid.rowCount(), spans or [12 // len(fields)] * len(fields))
        return made

    def fold(self, keys: Iterable[str], beside: int) -> None:
        """Lay these rows out anew, `beside` of them on a line: for forms in a narrow window.

        The form must have no other rows than these.
        """
        rows = [self._rows[key] for key in keys]
        for row in rows:
            self._grid.removeWidget(row)
        for line in range(0, len(rows), beside):
            self._place(rows[line : line + beside], line, [12 // beside] * beside)

    def _place(self, rows: Sequence[FieldRow], line: int, spans: Sequence[int]) -> None:
        column = 0
        for row, span in zip(rows, spans, strict=False):
            # At the top: a fault below one of them must not move the others down, and a row is as
            # high as its sentence, which a hint alone would cut.
            self._grid.addWidget(row, line, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span

    def add_wide(self, widget: QWidget) -> None:
        """Add any widget over the whole width."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 12)

    def row(self, key: str) -> FieldRow:
        """The row of a field. Raises KeyError."""
        return self._rows[key]

    def check(self) -> bool:
        """Whether every field is right; shows what is not."""
        return self.show_faults({key: self._fault(key) for key in self._rows})

    def show_faults(self, faults: Mapping[str, str]) -> bool:
        """Show these faults (key to sentence, "" for none); whether there were none."""
        first: QWidget | None = None
        for key, row in self._rows.items():
            sentence = faults.get(key, "")
            row.set_fault(sentence)
            if sentence and first is None:
                first = row.field
        if first is not None:
            first.setFocus()
        return first is None

    def _fault(self, key: str) -> str:
        row = self._rows[key]
        if row.is_required and _is_empty(row.field):
            return _("Please fill this in.")
        rule = self._rules.get(key)
        own = getattr(row.field, "fault", None)
        return (rule() if rule else "") or (own() if callable(own) else "")


def _loosely(rule: Callable[[], str]) -> Callable[[], str]:
    """The rule without holding on to whose method it is.

    A dialog's own method, kept by a form inside it, ties both into a cycle; collecting such a
    cycle after exec() crashes PySide.
    """
    if not isinstance(rule, MethodType):
        return rule
    held = WeakMethod(rule)

    def ask() -> str:
        method = held()
        return method() if method is not None else ""

    return ask


def _is_empty(field: QWidget) -> bool:
    for question in ("value", "words"):
        ask = getattr(field, question, None)
        if callable(ask):
            answer = ask()
            if isinstance(answer, str):
                from salesdesk.domain import entry

                return entry.is_blank(answer)
            return answer is None or answer == ()
    return False
