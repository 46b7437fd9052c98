"""What the editors of the gate dialog are made of: the base, and words with who and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.board.gate_voices import VoicePick
from salesdesk.ui.widgets import DateEdit, PickOne, TextBox
from salesdesk.usecases.evidence import MeetCriterion
from salesdesk.usecases.moves import Evidence

if TYPE_CHECKING:
    from salesdesk.ui.board.gate_items import Case
    from salesdesk.usecases.passing import Part


class Editor(QWidget):
    """Base of all editors. `is_filled` when it gives its parts, `is_blank` when untouched."""

    def __init__(self, case: Case, suffix: str = "") -> None:
        super().__init__()
        self.case = case
        self.key = f"{case.name}{suffix}"
        self.setObjectName(f"{self.key}_editor")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.tokens().px(6))

    @property
    def is_filled(self) -> bool:
        """Whether everything needed is there."""
        raise NotImplementedError

    @property
    def is_blank(self) -> bool:
        """Whether nothing was entered."""
        raise NotImplementedError

    def parts(self) -> list[Part]:
        """What it writes. Only when filled."""
        raise NotImplementedError

    def add_row(self, *widgets: QWidget) -> None:
        """Puts widgets side by side, sharing the width."""
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().px(8))
        for widget in widgets:
            row.addWidget(widget, 1)
        self.column.addLayout(row)


class WordsEditor(Editor):
    """Words, who, and when: what every piece of evidence is made of."""

    def __init__(self, case: Case, label: str, suffix: str = "", words: str = "") -> None:
        super().__init__(case, suffix)
        self.words = TextBox(f"{self.key}_words", label, words=words, hint=label)
        self.who = VoicePick(f"{self.key}_who", case.voices)
        self.when = DateEdit(f"{self.key}_when", _("When"), case.today, value=case.today)
        self.add_first()
        self.column.addWidget(self.words)
        self.add_row(self.who, self.when)
        self.setFocusProxy(self.words)

    def add_first(self) -> None:
        """Puts what stands above the words; the keyboard comes to it first. For subclasses."""

    @property
    def is_filled(self) -> bool:
        """Words, a person and a day."""
        return bool(self.words.words() and self.who.value() and self.when.value())

    @property
    def is_blank(self) -> bool:
        """No words."""
        return not self.words.words()

    @property
    def day(self) -> str:
        """The day it was said, ISO."""
        return (self.when.value() or self.case.today).isoformat()


class HandEditor(WordsEditor):
    """Evidence in words, for a criterion that no other editor fills."""

    def __init__(self, case: Case) -> None:
        super().__init__(case, _("What did they say or do that shows it?"))

    def parts(self) -> list[Part]:
        """Evidence by hand."""
        given = Evidence(
            self.case.deal_id, self.case.state.criterion.key, self.words.words(),
            self.who.value(), self.day,
        )  # fmt: skip
        return [MeetCriterion(given)]


def widen(choice: PickOne) -> None:
    """Lets a choice of whole sentences take all the width there is."""
    choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
