"""The handoff dialog: the checklist at the left, the notes as they will print at the right.

Opened by `Shell.open("handoff", deal id)`. What is changed here is changed on the deal; Escape
closes an open editor first, then the dialog, and nothing that was typed is lost.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QPlainTextEdit, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _
from salesdesk.ui.context import Context
from salesdesk.ui.handoff.checklist import Checklist
from salesdesk.ui.handoff.item_row import ItemRow
from salesdesk.ui.handoff.room import HandoffRoom
from salesdesk.ui.handoff.signing import Signing
from salesdesk.ui.paper_jobs import FilledPaper, PaperJobs
from salesdesk.ui.paper_view import PaperView, ZoomButton
from salesdesk.ui.widgets import Button, Dialog, Pill, Segments
from salesdesk.usecases.handoff import SetHandoffFields

PREVIEW_MS = 120
"""How long the preview waits for a further change."""


def make(context: Context, deal_id: str) -> HandoffDialog:
    """The dialog of a deal. Raises KnownError when the deal is gone."""
    return HandoffDialog(context, deal_id)


class HandoffDialog(Dialog):
    """The handoff of one deal."""

    def __init__(self, context: Context, deal_id: str) -> None:
        room = HandoffRoom(context, deal_id)
        super().__init__(
            _("Handoff: {deal}").format(deal=room.view.deal), "handoff_dialog",
            remark=room.view.subtitle, size=(1120, 780), scrolls=False,
            parent=context.shell.dialog_parent,
        )  # fmt: skip
        room.setParent(self)
        self._context, self.room = context, room
        self.jobs = PaperJobs(context, self)
        self.checklist = Checklist(room)
        self.preview = PaperView("handoff_preview")
        self._build_header()
        self._build_middle()
        self._build_footer()
        self._timer = QTimer(self, interval=PREVIEW_MS, singleShot=True)
        self._timer.timeout.connect(self._refresh_preview)
        self.checklist.edited.connect(self._on_checklist_edited)
        room.refreshed.connect(self.refresh)
        room.saved.connect(self._on_room_saved)
        room.refused.connect(self._on_room_refused)
        room.go_requested.connect(self._on_room_go_requested)
        room.answer_requested.connect(self.signing.answer)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.activated.connect(self._on_undo_activated)
        self.refresh()
        self._timer.stop()
        # The checklist is shown first: to lay out the pages takes as long as to make it.
        QTimer.singleShot(0, self, self._refresh_preview)
        self.checklist.start()

    def refresh(self) -> None:
        """Show the handoff as it is now."""
        view = self.room.view
        self.set_title(_("Handoff: {deal}").format(deal=view.deal), view.subtitle)
        words = _("{ready} of {total} ready").format(ready=view.ready, total=view.total)
        self.pill.set_words(words, "ok" if view.ready == view.total else "accent")
        self.form.set_value(view.form)
        self.checklist.refresh()
        self.signing.refresh()
        self._timer.start()

    def reject(self) -> None:
        """Close; what is being typed is saved first."""
        self.checklist.close_editors()
        super().reject()

    def done(self, result: int) -> None:
        """Close; there is nothing left to preview."""
        super().done(result)
        self._timer.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Leaving the window saves what is being typed."""
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            for row in self.checklist.rows.values():
                if row.editor is not None and QApplication.activeModalWidget() is not None:
                    row.editor.leave()
        super().changeEvent(event)

    def _build_header(self) -> None:
        self.form = Segments(
            "handoff_form", _("Length of the form"),
            [("full", _("Full form")), ("short", _("Short form"))],
        )  # fmt: skip
        self.form.picked.connect(self._on_form_picked)
        self.pill = Pill("", "accent", shape="round", name="handoff_ready")
        self.state = Pill("", "neutral", shape="round", name="handoff_state")
        for widget in (self.form, self.state, self.pill):
            self.header_row.addWidget(widget)

    def _build_middle(self) -> None:
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.checklist, 58)
        row.addWidget(self.preview, 42)
        self.body.addWidget(middle, 1)

    def _build_footer(self) -> None:
        deal_id = self.room.deal_id
        self._buttons.addWidget(ZoomButton(self.preview, "handoff_zoom"))
        self.add_button(_("Save PDF…"), "handoff_save_pdf").clicked.connect(
            lambda: self.jobs.save("handoff", deal_id, "pdf", self.room.view.deal)
        )
        self.save_as = Button(_("More"), "handoff_more", label=_("Save or print in other ways"))
        menu = QMenu(self.save_as)
        menu.setObjectName("handoff_more_menu")
        self.jobs.fill_menu(menu, "handoff", deal_id, self.room.view.deal)
        self.save_as.setMenu(menu)
        self._buttons.addWidget(self.save_as)
        self.add_button(_("Print…"), "handoff_print").clicked.connect(
            lambda: self.jobs.print("handoff", deal_id)
        )
        self.signing = Signing(self.room, self)
        for button in self.signing.buttons:
            self._buttons.addWidget(button)
        self._hint()

    def _hint(self) -> None:
        self._footnote.set_tone("muted")
        self.set_footnote(
            _("Everything here came from the deal. Change it here and the deal follows.")
        )

    def _refresh_preview(self) -> None:
        self.jobs.fill("handoff", self.room.deal_id, self._on_preview_filled)

    def _on_preview_filled(self, paper: FilledPaper) -> None:
        self.preview.show_paper(paper.html, self.jobs.sheet, paper.header, paper.footer)

    def _on_checklist_edited(self, key: str) -> None:
        self.preview.reveal(self.checklist.rows[key].item.name)

    def _on_form_picked(self, form: str) -> None:
        self.room.do(SetHandoffFields(self.room.deal_id, {"form": form}))

    def _on_room_saved(self, label: str) -> None:
        self.checklist.put_refusal_away()
        self.set_footnote(_("Saved: {label}").format(label=label))

    def _on_room_refused(self, sentence: str) -> None:
        self.checklist.banner.tell(sentence, "late")

    def _on_room_go_requested(self, panel: str, target: str) -> None:
        self.reject()
        place = "/".join(filter(None, (self.room.deal_id, panel, target)))
        self._context.shell.go("deal", place)

    def _on_undo_activated(self) -> None:
        self._context.bridge.undo(self._tell_undone)

    def _tell_undone(self, changes: Changes) -> None:
        self.set_footnote(_("Undone: {label}").format(label=changes.label))

    def _on_primary_key(self) -> None:
        """Ctrl+Enter saves what is being typed and opens the next open item."""
        focused: QWidget | None = self.focusWidget()
        rows = [row for row in self.checklist.rows.values() if row.isVisibleTo(self)]
        here = next((i for i, row in enumerate(rows) if focused and row.isAncestorOf(focused)), -1)
        if isinstance(focused, QPlainTextEdit):
            focused.clearFocus()
        following: list[ItemRow] = [*rows[here + 1 :], *rows[: max(here, 0)]]
        target = next((row for row in following if not row.item.is_ready), None)
        if target is not None:
            target.open()
