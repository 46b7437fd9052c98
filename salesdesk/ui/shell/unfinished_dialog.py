"""The dialog "Unfinished text": what was typed and not saved and stands in no field now.

`make` is its factory in the register of dialogs; the banner of `ui.shell.unfinished` and the Edit
menu open it. Each text can be read, copied and thrown away; one whose place is there leads to it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from salesdesk.support.i18n import _, format_date, format_time
from salesdesk.ui import draft_fields, theme
from salesdesk.ui.shell.pages import PAGES
from salesdesk.ui.shell.unfinished import where
from salesdesk.ui.widgets import Dialog, EmptyState, PickList, PlainLabel, TextBox
from salesdesk.ui.widgets.ask import confirm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesdesk.ui.context import Context
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.drafts import Draft, Key, Place

_LINES = 4
"""So many texts are in sight before the list scrolls."""


class Text(NamedTuple):
    """One text of the dialog."""

    draft: Draft
    place: Place
    is_unfit: bool
    """Something else stands in its field."""

    @property
    def where(self) -> str:
        """The field and what it is on."""
        page = next((row.title for row in PAGES if f"page_{row.key}" == self.draft.place), "")
        return where(self.draft, self.place._replace(name=self.place.name or page))

    @property
    def why(self) -> str:
        """When it was written, and why it stands in no field."""
        return " · ".join(filter(None, (_when(self.draft.kept_at), self._state())))

    @property
    def target(self) -> tuple[str, str, str]:
        """(the verb, page, id) of where its field is, or what it was written on; empty for none."""
        if self.place.state == "binned":
            return _("Show the bin"), "bin", ""
        if self.place.deal:
            return _("Go there"), "deal", self.place.deal
        return (_("Go there"), "accounts", self.place.account) if self.place.account else ("",) * 3

    def _state(self) -> str:
        if self.place.state == "binned":
            return _("{name} is in the bin. Restored, it has its text again.").format(
                name=self.place.name[:60] or _("What it was written on")
            )
        if self.place.state == "gone":
            undone = _("What it was written on is not in the desk any more: “{step}” was undone.")
            gone = _("What it was written on is not in the desk any more.")
            return undone.format(step=self.place.name[:80]) if self.place.name else gone
        if self.is_unfit:
            return _("Something else stands in its field now.")
        return _("It comes back when its field is shown, if nothing else stands there.")


def make(context: Context, _item: str) -> UnfinishedDialog:
    """The dialog, about the desk of the window."""
    return UnfinishedDialog(context)


class UnfinishedDialog(Dialog):
    """A list of places above the text that was written there."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            _("Unfinished text"), "unfinished", size=(640, 520), scrolls=False,
            parent=context.shell.dialog_parent,
        )  # fmt: skip
        self._context = context
        self.texts: list[Text] = []
        self.list = PickList("unfinished_list", _("Where it was typed"))
        self.list.currentRowChanged.connect(lambda _row: self._show())
        self.why = PlainLabel("", "small", "muted", wrap=True, name="unfinished_why")
        self.text = _FillingBox("unfinished_text", _("What was typed"), rows=6)
        self.text.setReadOnly(True)
        self._full = self._build()
        self._empty = EmptyState(
            "check", _("No unfinished text"),
            hint=_("What you typed is saved, or stands in its field."), name="unfinished_empty",
        )  # fmt: skip
        self.body.addWidget(self._empty, 1)
        for part in (self._full, self._empty):
            part.hide()
        self._buttons_below()
        self.refresh()

    def refresh(self) -> None:
        """Read what is kept."""
        desk, waiting = self._desk, draft_fields.waiting()
        self._context.bridge.query(
            lambda: _read(desk, waiting), self._take, self._on_failed, owner=self
        )

    def copy(self) -> None:
        """Put the text in front on the clipboard, as it was typed."""
        text = self._current()
        if text is not None:
            QApplication.clipboard().setText(text.draft.words)
            self.set_footnote(_("Copied."))

    def go(self) -> None:
        """Show what the text was written on."""
        text = self._current()
        if text is not None and text.target[0]:
            _verb, page, item = text.target
            self.reject()
            self._context.shell.go(page, item)

    def throw_away(self) -> None:
        """Drop the text in front, after a question: nothing brings it back."""
        text = self._current()
        if text is None:
            return
        asked = _("It stands nowhere else: {where}. This cannot be undone.")
        if confirm(
            self, _("Throw this text away?"), asked.format(where=text.where), _("Throw away"),
            is_danger=True, name="unfinished_question",
        ):  # fmt: skip
            draft_fields.forget([text.draft.key])
            row = self.list.currentRow()
            self._take([each for each in self.texts if each is not text], row)
            self.set_footnote(_("Thrown away."))

    @property
    def _desk(self) -> Desk:
        return cast("Desk", self._context.bridge.desk)

    def _build(self) -> QWidget:
        from PySide6.QtWidgets import QVBoxLayout

        look, full = theme.tokens(), QWidget()
        rows = QVBoxLayout(full)
        rows.setContentsMargins(look.px(20), look.px(14), look.px(20), look.px(16))
        rows.setSpacing(look.px(10))
        rows.addWidget(self.list)
        rows.addWidget(self.why)
        rows.addWidget(self.text, 1)
        self.body.addWidget(full, 1)
        return full

    def _buttons_below(self) -> None:
        self.drop_button = self.add_button(_("Throw away…"), "unfinished_drop", kind="flat")
        self.drop_button.clicked.connect(lambda _on=False: self.throw_away())
        self.go_button = self.add_button(_("Go there"), "unfinished_go")
        self.go_button.clicked.connect(lambda _on=False: self.go())
        self.set_cancel(_("Close"))
        self.primary = self.add_button(_("Copy"), "unfinished_copy", kind="primary")
        self.primary.clicked.connect(lambda _on=False: self.copy())

    def _take(self, texts: list[Text], row: int = 0) -> None:
        self.texts = texts
        self.list.blockSignals(True)
        self.list.clear()
        for text in texts:
            self.list.add(text.where, text)
        self.list.setCurrentRow(min(row, len(texts) - 1))
        self.list.blockSignals(False)
        self.list.setFixedHeight(theme.tokens().px(34) * max(1, min(len(texts), _LINES)) + 4)
        self._full.setVisible(bool(texts))
        self._empty.setVisible(not texts)
        self._show()
        if texts:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        text = self._current()
        self.set_footnote("")
        self.text.set_words(text.draft.words if text is not None else "")
        self.why.setText(text.why if text is not None else "")
        verb = text.target[0] if text is not None else ""
        self.go_button.setText(verb or _("Go there"))
        self.go_button.setVisible(bool(verb))
        may_write = bool(getattr(self._desk, "may_write", False))
        self.drop_button.setVisible(text is not None)
        self.drop_button.setEnabled(may_write)
        if self.primary is not None:
            self.primary.setVisible(text is not None)

    def _current(self) -> Text | None:
        row = self.list.currentRow()
        return self.texts[row] if 0 <= row < len(self.texts) else None

    def _on_failed(self, error: BaseException) -> None:
        self.set_footnote(str(error))


class _FillingBox(TextBox):
    """A text box as high as the room there is, not as its words."""

    def _fit(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)


def _read(desk: Desk, waiting: Mapping[Key, bool] | None) -> list[Text]:
    """What an earlier run left and stands in no field, and all whose place is gone."""
    from salesdesk.usecases import drafts

    left = drafts.drafts(desk)
    places = drafts.places(desk, left)
    return [
        Text(draft, places[draft.place], waiting is not None and bool(waiting.get(draft.key)))
        for draft in left
        if waiting is None or draft.key in waiting or places[draft.place].is_gone
    ]


def _when(kept_at: str) -> str:
    try:
        at = dt.datetime.fromisoformat(kept_at).astimezone()
    except (ValueError, OverflowError):
        return ""
    return _("Written {day}, {time}").format(day=format_date(at.date()), time=format_time(at))
