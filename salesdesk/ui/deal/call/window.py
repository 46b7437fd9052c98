"""Call mode: one question at a time in large type, a line that always has the keyboard, a clock.

Opened by `Shell.open("call", deal id)`. The window has a room of its own, so that another deal may
come to the front behind it. It closes only when the call ends or the rep steps out; nothing locks
it or closes it by idling.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from salesdesk.domain.changes import Changes
from salesdesk.domain.ids import new_id
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.context import Context
from salesdesk.ui.deal.call.asking import Asking
from salesdesk.ui.deal.call.autosave import Autosave
from salesdesk.ui.deal.call.beside import Beside
from salesdesk.ui.deal.call.clock_face import ClockFace
from salesdesk.ui.deal.call.keys import KeyLine
from salesdesk.ui.deal.call.over import Over
from salesdesk.ui.deal.call.talk import Said, Talk
from salesdesk.ui.deal.room import Room
from salesdesk.ui.widgets import Button, ElidedLabel, Panel
from salesdesk.usecases.call_views import CallView, call_at_hand, call_view, calls
from salesdesk.usecases.discovery import DiscoverView, discover_view

_LOW = 620
"""Below this height the type is smaller."""
_HIGH = 900
"""Above it the question in front is larger still."""


def make(context: Context, deal_id: str) -> CallWindow:
    """Call mode for a deal, not shown yet. Raises KnownError when the deal is gone."""
    return CallWindow(context, deal_id)


class CallWindow(QDialog):
    """One call. `finished` comes when the window is left, whether the call ended or not."""

    def __init__(self, context: Context, deal_id: str) -> None:
        super().__init__(context.shell.dialog_parent, Qt.WindowType.Window)
        self.setObjectName("call_window")
        self.context = context
        self.room = Room(context, self)
        self.room.open(deal_id)
        self.view: DiscoverView = discover_view(self.room.desk, deal_id)
        waiting = call_at_hand(calls(self.room.desk, deal_id))
        self.call_id = waiting.id if waiting else new_id()
        self.call: CallView | None = None
        self._is_over = False
        self.over = Over(context, self.room, self.call_id, self)
        self.over.gone.connect(self._on_over_gone)
        self.asking = Asking(self.room, self.view)
        self.beside = Beside()
        self.clock = ClockFace(context.clock)
        self.talk = Talk(self.room)
        self.autosave: Autosave | None = None
        self._build()
        self._connect()
        self._add_keys()
        self._read()
        self._start()

    def changeEvent(self, event: QEvent) -> None:
        """Coming back to the window means coming back to the line."""
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.focus_line()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own cross asks, as F10 does."""
        if self._is_over:
            super().closeEvent(event)
            return
        event.ignore()
        QTimer.singleShot(0, self, self.end)

    def reject(self) -> None:
        """Escape closes nothing here: it goes back to the line."""
        self.focus_line()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Smaller type in a low window, a narrower column beside."""
        super().resizeEvent(event)
        look = theme.tokens()
        is_low = self.height() < look.px(_LOW)
        self.asking.set_low(is_low, self.height() > look.px(_HIGH))
        self.talk.set_low(is_low)
        self.beside.set_low(is_low)
        self.beside.setFixedWidth(min(look.px(360), max(look.px(230), self.width() * 28 // 100)))

    def focus_line(self) -> None:
        """The line has the keyboard."""
        self.talk.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def skip(self) -> None:
        """Leave the question out; what stands in the line is the reason."""
        if self.asking.skip(self.talk.line.words()):
            self.talk.line.clear()

    def toggle_notes(self) -> None:
        """Into the notes, or back to the line."""
        if self.beside.notes.hasFocus():
            self.focus_line()
        else:
            self.beside.notes.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def end(self) -> None:
        """Ask what came of it and what comes next; then the window closes."""
        from salesdesk.ui.deal.call.closing import ClosingDialog

        if self.call is None or self._is_over:
            return
        self.keep_typed()
        dialog = ClosingDialog(self.room, self.call_id, parent=self)
        dialog.ended.connect(self._on_closing_ended)
        dialog.left.connect(self.leave)
        self.over.show(dialog)

    def leave(self) -> None:
        """Close the window; the call runs on unless it ended."""
        self.keep_typed()
        if self.autosave is not None:
            self.autosave.tell()
        self._is_over = True
        self.done(int(QDialog.DialogCode.Accepted))

    def keep_typed(self) -> None:
        """Queue what is typed, if it is not kept yet."""
        if self.autosave is not None:
            self.context.typist.note()
            self.autosave.note_typing()

    def _build(self) -> None:
        look = theme.tokens()
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.asking, 1)
        across.addWidget(self.beside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._make_top())
        whole.addLayout(across, 1)
        whole.addWidget(self.talk)
        whole.addWidget(KeyLine())
        self.resize(look.px(1160), look.px(720))
        self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)

    def _make_top(self) -> Panel:
        look = theme.tokens()
        top = Panel("bottom", name="call_top")
        row = QHBoxLayout(top)
        row.setContentsMargins(look.px(20), look.px(8), look.px(20), look.px(8))
        row.setSpacing(look.px(10))
        title = _("Call: {deal}").format(deal=self.view.deal)
        self.setWindowTitle(title[:120])
        self.setAccessibleName(title)
        row.addWidget(ElidedLabel(title, "title", name="call_title"))
        row.addWidget(ElidedLabel(self.view.account, "body", "muted"), 1)
        row.addWidget(self.clock)
        row.addSpacing(look.px(8))
        self.sheet_button = self._button(_("Sheet"), "call_sheet", self.over.show_sheet)
        self.end_button = self._button(_("End the call"), "call_end", self.end, is_primary=True)
        row.addWidget(self.sheet_button)
        row.addWidget(self.end_button)
        return top

    @staticmethod
    def _button(
        text: str, name: str, on_click: Callable[[], object], *, is_primary: bool = False
    ) -> Button:
        """A button for the mouse: the keyboard stays in the line."""
        made = Button(text, name, kind="primary" if is_primary else "secondary", on_click=on_click)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def _connect(self) -> None:
        self.talk.said.connect(self._on_talk_said)
        self.asking.told.connect(self.talk.tell)
        self.asking.shown.connect(self._on_asking_shown)
        self.talk.typed.connect(self._on_talk_typed)
        self.talk.line.walked.connect(self.asking.walk)
        self.talk.line.paged.connect(self.asking.asked.turn_page)
        self.talk.line.undo_requested.connect(self._on_line_undo_requested)
        self.beside.notes.left.connect(self.focus_line)
        self.beside.notes.textChanged.connect(self.keep_typed)
        self.beside.file_requested.connect(self.over.file_lines)
        self.room.context.bridge.changed.connect(self._on_bridge_changed)

    def _add_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "F2": self.toggle_notes,
            "F3": self.asking.follow_up,
            "F4": self.asking.jump,
            "F5": self.asking.back,
            "F6": self.skip,
            "F7": self.over.file_lines,
            "F9": self.over.show_sheet,
            "F10": self.end,
            "Ctrl+O": self.over.show_objection,
        }
        for key, handler in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(handler)

    def _start(self) -> None:
        from salesdesk.usecases.calls import StartCall

        self.room.do(
            StartCall(self.room.deal_id, self.call_id), self._on_started, self._on_refused, self
        )

    def _on_started(self, _changes: Changes) -> None:
        """The call runs: show what was typed in it before, if it is gone on with."""
        self.call = call_view(self.room.desk, self.call_id)
        self.clock.show_call(self.call)
        self.beside.show_call(self.call)
        if not self.beside.notes.toPlainText():
            self.beside.notes.setPlainText(self.call.notes)
        if not self.talk.line.text():
            self.talk.line.setText(self.call.typed)
        self.autosave = Autosave(self.context, self.call_id, self._typed, self)
        self.autosave.kept.connect(self._on_autosave_kept)
        self.autosave.failed.connect(self._on_autosave_failed)
        self.focus_line()

    def _on_refused(self, sentence: str) -> None:
        self.talk.tell(sentence, "late")
        self.context.shell.warn(sentence)
        self._is_over = True
        QTimer.singleShot(0, self, lambda: self.done(int(QDialog.DialogCode.Rejected)))

    def _typed(self) -> tuple[str, str]:
        return self.beside.notes.toPlainText(), self.talk.line.text()

    def _read(self) -> None:
        """Read questions and people anew."""
        self.view = discover_view(self.room.desk, self.room.deal_id)
        self.talk.show_people()
        self.beside.show_unfiled(len(self.view.captures))
        self.asking.show_view(self.view)

    def _on_bridge_changed(self, changes: Changes) -> None:
        if self._is_over or not self.room.concerns(changes):
            return
        if set(changes.touched) != {"call"}:  # its own beginning changes nothing else
            self.room.refresh(changes)
            if self.room.view is None:
                return
            self._read()
        if self.call is not None and "call" in changes.touched:
            self.call = call_view(self.room.desk, self.call_id)
            self.clock.show_call(self.call)
            self.beside.show_call(self.call)

    def _on_talk_said(self, said: Said) -> None:
        from salesdesk.usecases.answers import CaptureLine

        key = None if said.is_later else self.asking.plan.key or None
        command = CaptureLine(
            self.room.deal_id, said.words, said.kind, said.person_id, key, parts=said.parts
        )

        def failed(sentence: str) -> None:
            self.talk.give_back(said)
            self.talk.tell(sentence, "late")

        def kept(_changes: Changes) -> None:
            where = _("Kept under this question") if key else _("Kept; file it later with F7")
            self.talk.tell(where, "ok")

        self.room.do(command, kept, failed, owner=self)

    def _on_over_gone(self) -> None:
        """Whatever stood over the call is gone: on with it."""
        if not self._is_over:
            self.activateWindow()
            self.focus_line()

    def _on_talk_typed(self) -> None:
        self.asking.hear(self.talk.line.words())
        self.keep_typed()

    def _on_asking_shown(self, layer: str) -> None:
        self.beside.coverage.show_layers(self.view.layers, layer)

    def _on_line_undo_requested(self) -> None:
        """Ctrl+Z on an empty line takes back what was done last."""
        self.room.context.bridge.undo(lambda changes: self.talk.tell(
            _("Undone: {what}").format(what=changes.label)))  # fmt: skip

    def _on_autosave_kept(self) -> None:
        self.beside.state.set_tone("faint")
        self.beside.state.setText(_("Kept") if self.beside.notes.toPlainText() else "")

    def _on_autosave_failed(self, sentence: str) -> None:
        self.beside.state.set_tone("late")
        self.beside.state.setText(sentence)

    def _on_closing_ended(self, step_id: str) -> None:
        """The call is over: close, and go on with its summary and the step that it ended with."""
        self.leave()
        self.context.shell.open("held_call", "/".join(filter(None, (self.call_id, step_id))))
