"""Notes in Markdown: one being written, with a preview; the others shown as they read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _
from salesdesk.ui.deal import words
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.overview.section import Section
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Hint, Rows, column, line
from salesdesk.ui.widgets import Button, IconButton, MarkdownView, PlainLabel, Segments, TextBox
from salesdesk.usecases.deal_views import NoteView


class NoteText(MarkdownView):
    """Markdown as high as it is long."""

    def __init__(self, name: str, label: str, text: str) -> None:
        super().__init__(name, label, text)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width means another height."""
        super().resizeEvent(event)
        self.fit()

    def take_look(self) -> None:
        """Another size of the text means another height."""
        super().take_look()
        self.fit()

    def fit(self) -> None:
        """Take the height of the text."""
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(int(self.document().size().height()) + 4)


class NotesSection(Section):
    """Notes on the deal."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "notes", _("Notes"))
        self.add_button(_("Write a note"), "new", self.start)
        self._editing: NoteView | None = None
        self.editor = QWidget()
        self.mode = Segments(
            "note_mode", _("Note"), (("edit", _("Write")), ("view", _("Preview"))), value="edit"
        )
        hint = _("Write a note. Markdown works: # heading, - list, **strong**")
        self.text = TextBox("note_text", _("Note in Markdown"), rows=4, most_rows=18, hint=hint)
        self._draft = DraftField(room.drafts, "note", self.text)
        self.preview = NoteText("note_preview", _("Preview of the note"), "")
        self._rows = Rows("notes_rows", 10, room, 4)
        self._build()

    def show_view(self) -> None:
        """Show the room's deal."""
        view = self.room.view
        assert view is not None
        self.header.set_words(self.title, len(view.notes) or "")
        if self._editing is None:
            self._draft.show(self.room.deal_id)
            self.editor.setVisible(bool(self.text.words()) or self.editor.isVisible())
        self._rows.show_items(view.notes, self._note, self._empty)

    def start(self, target: str = "") -> None:
        """Open the editor."""
        self._set_mode("edit")
        self.editor.show()
        self.text.setFocus()

    def _build(self) -> None:
        self.mode.picked.connect(self._set_mode)
        self.preview.hide()
        save = Button(_("Save note"), "note_save", kind="primary", on_click=self._save)
        cancel = Button(_("Cancel"), "note_cancel", kind="flat", on_click=self._cancel)
        box = QVBoxLayout(self.editor)
        box.setContentsMargins(0, 0, 0, 8)
        for widget in (line(self.mode, 1), self.text, self.preview, line(save, cancel, 1)):
            box.addWidget(widget)
        self.editor.hide()
        self.body.addWidget(self.editor)
        self.body.addWidget(self._rows)

    def _set_mode(self, mode: str) -> None:
        self.mode.set_value(mode)
        if mode == "view":
            self.preview.set_markdown(self.text.toPlainText())
        self.text.setVisible(mode == "edit")
        self.preview.setVisible(mode == "view")
        self.preview.fit()

    @staticmethod
    def _empty() -> QWidget:
        return Hint(_("No notes yet. Whatever does not belong to a question goes here."),
                    name="notes_empty")  # fmt: skip

    def _note(self, note: NoteView) -> QWidget:
        short = words.shortened(note.body, 40)
        edit, delete = _("Edit note “{note}”"), _("Delete note “{note}”")
        head = line(
            PlainLabel(words.full_day(note.written_on), "small", "faint"),
            1,
            IconButton("pencil", f"note_edit_{note.id}", edit.format(note=short),
                       on_click=lambda: self._edit(note)),
            IconButton("trash-2", f"note_bin_{note.id}", delete.format(note=short),
                       on_click=lambda: self._bin(note)),
            gap=4,
        )  # fmt: skip
        label = _("Note of {day}").format(day=words.full_day(note.written_on))
        return column(head, NoteText(f"note_{note.id}", label, note.body), gap=0)

    def _edit(self, note: NoteView) -> None:
        self._editing = note
        self._draft.show("")
        self.text.set_words(note.body)
        self.start()

    def _save(self) -> None:
        from salesdesk.usecases.notes import AddNote, EditNote

        body = self.text.toPlainText()
        if not body.strip():
            self.say(_("The note is empty. Write something, or cancel."))
            self.text.setFocus()
        elif self._editing is not None:
            self.do(EditNote(self._editing.id, body), self._on_saved)
        else:
            self.do(AddNote(body, deal_id=self.room.deal_id), self._on_saved)

    def _on_saved(self, _changes: Changes) -> None:
        self._cancel()

    def _cancel(self) -> None:
        self._editing = None
        self._draft.clear()
        self._draft.show(self.room.deal_id)
        self.say("")
        self.editor.hide()

    def _bin(self, note: NoteView) -> None:
        from salesdesk.usecases.notes import BinNote

        self.do(BinNote(note.id), lambda changes: self.room.say(changes.label))
