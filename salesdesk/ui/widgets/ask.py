"""Short questions and bad news, as plain text with verbs on the buttons.

Called by controllers instead of QMessageBox and QInputDialog, which render HTML. Each blocks
until it is answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from salesdesk.support.i18n import _
from salesdesk.ui.widgets.buttons import Kind
from salesdesk.ui.widgets.dialog import Dialog
from salesdesk.ui.widgets.form import Form
from salesdesk.ui.widgets.labels import PlainLabel
from salesdesk.ui.widgets.text_box import TextBox
from salesdesk.ui.widgets.texts import LineEdit


class Question(Dialog):
    """A sentence or two and one button for each answer; `answer` is what was chosen, or None."""

    def __init__(
        self,
        title: str,
        words: str,
        answers: Sequence[tuple[Any, str, Kind]],
        *,
        name: str = "question",
        cancel: str = "",
        detail: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, name, size=(460, 0), parent=parent)
        self.answer: Any = None
        self.words = words
        self.body.addWidget(PlainLabel(words, wrap=True, selectable=True, name=f"{name}_words"))
        if detail:
            box = TextBox(f"{name}_detail", _("Details"), words=detail, rows=3, most_rows=8)
            box.setReadOnly(True)
            self.body.addWidget(box)
        if cancel:
            self.set_cancel(cancel)
        for value, verb, kind in answers:
            button = self.add_button(verb, f"{name}_{value}", kind=kind)
            button.clicked.connect(lambda _checked=False, value=value: self._give(value))
            if kind == "primary":
                button.setDefault(True)
                self.primary = button

    def _give(self, value: Any) -> None:
        self.answer = value
        self.accept()


def confirm(
    parent: QWidget | None,
    title: str,
    words: str,
    verb: str,
    *,
    cancel: str = "",
    is_danger: bool = False,
    name: str = "confirm",
) -> bool:
    """Ask before doing something. `verb` names the deed ("Delete 3 deals"); Escape is no."""
    kind: Kind = "danger" if is_danger else "primary"
    asked = Question(
        title, words, [("yes", verb, kind)], name=name, cancel=cancel or _("Cancel"), parent=parent
    )
    asked.exec()
    return bool(asked.answer == "yes")


def choose(
    parent: QWidget | None,
    title: str,
    words: str,
    answers: Sequence[tuple[Any, str]],
    *,
    cancel: str = "",
    name: str = "choose",
) -> Any:
    """Ask which of several; the last answer is the primary one. None when cancelled."""
    kinds: list[tuple[Any, str, Kind]] = [(value, verb, "secondary") for value, verb in answers]
    value, verb, _kind = kinds[-1]
    kinds[-1] = (value, verb, "primary")
    asked = Question(title, words, kinds, name=name, cancel=cancel or _("Cancel"), parent=parent)
    asked.exec()
    return asked.answer


def tell_error(
    parent: QWidget | None, words: str, *, title: str = "", detail: str = "", name: str = "error"
) -> None:
    """Say what happened, what was kept and what to do; `detail` is shown below to copy."""
    asked = Question(
        title or _("That did not work"),
        words,
        [("ok", _("Close"), "primary")],
        name=name,
        detail=detail,
        parent=parent,
    )
    asked.exec()


class TextQuestion(Dialog):
    """Asks for one line, or several with `rows`; an empty answer is refused if it is required."""

    def __init__(
        self,
        title: str,
        label: str,
        verb: str,
        *,
        words: str = "",
        hint: str = "",
        rows: int = 1,
        is_required: bool = True,
        name: str = "ask_text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, name, size=(460, 0), parent=parent)
        self.form = Form(f"{name}_form")
        self.field: LineEdit | TextBox
        if rows == 1:
            self.field = LineEdit(f"{name}_field", label, words=words)
            self.field.selectAll()
        else:
            self.field = TextBox(f"{name}_field", label, words=words, rows=rows)
        self.form.add("words", label, self.field, is_required=is_required, hint=hint)
        self.body.addWidget(self.form)
        self.set_cancel()
        self.set_primary(verb)
        self.field.setFocus()

    def may_accept(self) -> bool:
        """Refuse an empty answer where one is needed."""
        return self.form.check()


def ask_text(
    parent: QWidget | None,
    title: str,
    label: str,
    verb: str,
    *,
    words: str = "",
    hint: str = "",
    rows: int = 1,
    is_required: bool = True,
    name: str = "ask_text",
    about: str = "",
) -> str | None:
    """Ask for words; None when cancelled.

    `about` is the id of what they are about, when neither the title nor the page says it: words
    that a crash left come back for that alone.
    """
    asked = TextQuestion(
        title,
        label,
        verb,
        words=words,
        hint=hint,
        rows=rows,
        is_required=is_required,
        name=name,
        parent=parent,
    )
    asked.setProperty("draft_mark", about)
    return asked.field.words() if asked.exec() == Dialog.DialogCode.Accepted else None
