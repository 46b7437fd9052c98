"""The dialog that goes through captured lines: file each under its question, or delete it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from salesdesk.domain.discovery import Answer, QuestionState
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, line
from salesdesk.ui.reading_order import focus_first
from salesdesk.ui.widgets import (
    Button,
    Card,
    Dialog,
    EmptyState,
    FlowLayout,
    PickList,
    Pill,
    PlainLabel,
    SearchEdit,
)
from salesdesk.usecases.discovery import discover_view


class UnfiledDialog(Dialog):
    """Shows the lines of the room's deal that stand under no question yet."""

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Lines to file"),
            "unfiled",
            remark=_("What they said out of order"),
            size=(560, 480),
            parent=parent,
        )
        self._deal_room = room
        self._rows = Rows("unfiled_rows", 8)
        self.body.addWidget(self._rows)
        self.set_cancel(_("Close"))
        room.refreshed.connect(self._show_lines)
        self._show_lines()

    def _show_lines(self) -> None:
        lines = discover_view(self._deal_room.desk, self._deal_room.deal_id).captures
        self._rows.show_items(lines, self._line, self._empty)
        if self.isVisible() and self.focusWidget() is self._rows:
            focus_first(self)  # the line that had the keyboard is filed: on with the next

    def _line(self, answer: Answer) -> QWidget:
        card = Card(name=f"unfiled_{answer.id}")
        card.body.addWidget(PlainLabel(answer.words, "body", wrap=True))
        box = QWidget()
        flow = FlowLayout(box, gap=5)
        for fact in answer.facts:
            flow.addWidget(
                Pill(words.kind_label(fact.kind), words.KIND_TONES.get(fact.kind, "accent"))
            )
        flow.addWidget(PlainLabel(words.said(answer.person, answer.answered_on), "small", "faint"))
        card.body.addWidget(box)
        short = words.shortened(answer.words, 40)
        file = Button(_("File under a question…"), f"unfiled_file_{answer.id}",
                      label=_("File “{words}” under a question").format(words=short))  # fmt: skip
        file.clicked.connect(lambda: self._file(answer))
        drop = Button(_("Delete"), f"unfiled_drop_{answer.id}", kind="flat",
                      label=_("Delete “{words}”").format(words=short))  # fmt: skip
        drop.clicked.connect(lambda: self._drop(answer))
        card.body.addWidget(line(file, drop, 1))
        return card

    def _empty(self) -> QWidget:
        return EmptyState(
            "circle-check",
            _("Every line is filed"),
            hint=_("New lines come here from the capture line at the bottom of Discover."),
            name="unfiled_empty",
        )

    def _file(self, answer: Answer) -> None:
        from salesdesk.usecases.answers import FileCapture

        key = pick_question(self._deal_room, answer.words, self)
        if key:
            self._deal_room.do(FileCapture(answer.id, key), owner=self)

    def _drop(self, answer: Answer) -> None:
        from salesdesk.usecases.answers import BinAnswer

        self._deal_room.do(BinAnswer(answer.id), lambda changes: self._deal_room.say(changes.label))


class QuestionPicker(Dialog):
    """Finds one of all questions by words. `key` is what was chosen, "" for none."""

    def __init__(self, room: Room, said: str, parent: QWidget | None = None) -> None:
        super().__init__(
            _("File under which question?"), "pick_question", size=(560, 460), parent=parent
        )
        self.key = ""
        self.body.addWidget(PlainLabel(f"“{words.shortened(said)}”", "body", "muted", wrap=True))
        self.search = SearchEdit("pick_question_search", _("Find a question"), _("Find a question"))
        self.list = PickList("pick_question_list", _("Questions"))
        self.list.setMinimumHeight(theme.tokens().px(240))
        view = discover_view(room.desk, room.deal_id)
        self._all = [q for layer in view.layers for q in layer.questions]
        self.body.addWidget(self.search)
        self.body.addWidget(self.list)
        self.set_cancel()
        self.set_primary(_("File it there"), "pick_question_accept")
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self.accept)
        self.list.itemActivated.connect(lambda _item: self.accept())
        self._fill("")
        self.search.setFocus()

    def may_accept(self) -> bool:
        """Something must be chosen."""
        self.key = str(self.list.chosen() or "")
        return bool(self.key)

    def _fill(self, text: str) -> None:
        self.list.clear()
        for question in (q for q in self._all if matches(q, text)):
            self.list.add(question.text, question.key)
        self.list.setCurrentRow(0)


def pick_question(room: Room, said: str, parent: QWidget | None) -> str:
    """Ask for a question; its key, "" when cancelled."""
    dialog = QuestionPicker(room, said, parent)
    dialog.exec()
    return dialog.key if dialog.result() == Dialog.DialogCode.Accepted else ""


def matches(question: QuestionState, text: str) -> bool:
    """Whether every word of `text` stands in the question, its topic, hints or answers."""
    if not text.strip():
        return True
    hay = " ".join(
        (
            question.text, question.topic_name, question.listen_for, *question.follow_ups,
            *(answer.words for answer in question.answers),
        )
    ).casefold()  # fmt: skip
    return all(word in hay for word in text.casefold().split())
