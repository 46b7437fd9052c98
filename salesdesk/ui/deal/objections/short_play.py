"""The short play: on the phone, Ctrl+O, a few words of what was heard, and what to say to it.

The register of dialogs names `open_short_play`; Enter logs the objection on the
deal in front, details follow later on its Objections panel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.process import Play, Process
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.context import Context
from salesdesk.ui.deal.rows import column, take_all
from salesdesk.ui.widgets import Dialog, LineEdit, PickList, PlainLabel, PointLabel, Scroller
from salesdesk.ui.widgets.wide import fix_wide
from salesdesk.usecases.objections import play_finder

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

_HITS = 8


class _Search(LineEdit):
    """A line whose up and down keys walk the list below it, and whose page keys turn the play."""

    def __init__(self, hits: PickList, play: Scroller) -> None:
        super().__init__("short_play_search", _("What did they say?"),
                         hint=_("What did they say? A word or two is enough"))  # fmt: skip
        self._hits, self._play = hits, play

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        page = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if page is not None:
            bar = self._play.verticalScrollBar()
            bar.setValue(bar.value() + page * bar.pageStep())
            return
        if step is None:
            super().keyPressEvent(event)
            return
        row = min(max(self._hits.currentRow() + step, 0), self._hits.count() - 1)
        self._hits.setCurrentRow(row)


class ShortPlay(Dialog):
    """Finds a play by the words heard; logs it on a deal when there is one."""

    def __init__(
        self,
        context: Context,
        process: Process,
        *,
        deal_id: str = "",
        deal: str = "",
        stage_key: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("Handle an objection"), "short_play", remark=deal, size=(760, 480), scrolls=False,
            parent=parent,
        )  # fmt: skip
        self._context, self._process = context, process
        self._deal_id, self._stage_key = deal_id, stage_key
        self._plays: tuple[Play, ...] = ()
        self._is_sent = False
        self.hits = PickList("short_play_hits", _("Plays that fit"))
        self._detail = Scroller("short_play_detail", _("The play"))
        self.search = _Search(self.hits, self._detail)
        self._build(deal)
        self._timer = QTimer(self, interval=90, singleShot=True)
        self._timer.timeout.connect(self.look_up)
        self.search.textChanged.connect(self._timer.start)
        self.search.returnPressed.connect(self.accept)
        self.hits.currentRowChanged.connect(self._show_play)
        self.hits.itemActivated.connect(lambda _item: self.accept())
        self.look_up()
        self.search.setFocus()

    @property
    def play(self) -> Play | None:
        """The play in sight."""
        row = self.hits.currentRow()
        return self._plays[row] if 0 <= row < len(self._plays) else None

    def look_up(self) -> None:
        """Look for what was typed; without words, what is likely in the deal's stage."""
        self._timer.stop()
        self._plays = play_finder(self._process, self.search.words(), self._stage_key, _HITS)
        self.hits.clear()
        for play in self._plays:
            self.hits.add(play.name)
        self.hits.setCurrentRow(0)
        self._show_play()

    def accept(self) -> None:
        """Log it on the deal, and close."""
        from salesdesk.usecases.objections import LogObjection

        if self._timer.isActive():
            self.look_up()
        play, heard = self.play, self.search.words()
        if not self._deal_id:
            return
        if play is None and not heard:
            self.set_footnote(_("Type what they said first."))
            return
        if self._is_sent:  # Enter in the line comes to the default button too
            return
        self._is_sent = True
        command = LogObjection(self._deal_id, heard, play_key=play.key if play else None)
        self._context.bridge.submit(command, self._on_logged, self._on_failed, owner=self)

    def _build(self, deal: str) -> None:
        look = theme.tokens()
        fix_wide(self.hits, 285)
        top = QVBoxLayout()
        top.setContentsMargins(look.px(20), look.px(14), look.px(20), look.px(10))
        top.addWidget(self.search)
        row = QHBoxLayout()
        row.setContentsMargins(look.px(20), 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.hits)
        row.addWidget(self._detail, 1)
        self.body.addLayout(top)
        self.body.addLayout(row, 1)
        self.set_cancel(_("Close"))
        if self._deal_id:
            self.set_primary(_("Log it"), "short_play_log")
            words = _("Enter logs it on {deal}; the details can follow later.")
        elif deal:
            words = _("{deal} is closed: nothing is logged on it. The plays can be read from here.")
        else:
            words = _("To log it, choose one deal first. The plays can be read from here.")
        self.set_footnote(words.format(deal=deal))

    def _show_play(self, _row: int = 0) -> None:
        body = self._detail.body
        take_all(body)
        play = self.play
        if play is None:
            text = _("No play fits these words. It can be logged all the same.")
            body.addWidget(PlainLabel(text, "body", "muted", wrap=True))
            return
        body.addWidget(PlainLabel(play.name, "title", wrap=True))
        body.addWidget(PlainLabel(play.short, "brand", "text", wrap=True))
        parts = (
            (_("Say first"), (play.acknowledge,)),
            (_("Ask"), play.diagnose[:3]),
            (_("It may really be"), play.root_causes),
            (_("Proof"), (play.proof,)),
            (_("Your limits: give and get"), (play.give_get,)),
            (_("When to walk away"), (play.walk_away,)),
        )
        for title, texts in parts:
            shown = [text for text in texts if text]
            if shown:
                lines = [PointLabel(text) for text in shown]
                body.addWidget(column(PlainLabel(title, "small_strong", "muted"), *lines, gap=2))

    def _on_logged(self, _changes: Changes) -> None:
        self._context.shell.tell_undoable(_("Objection logged"))
        self._keep_size()
        self.done(int(Dialog.DialogCode.Accepted))

    def _on_failed(self, error: BaseException) -> None:
        self._is_sent = False
        self.set_footnote(str(error))


def open_short_play(context: Context, deal_id: str = "") -> ShortPlay:
    """The short play over the window, not shown yet; about a deal, or about none."""
    from salesdesk.usecases.board import board
    from salesdesk.usecases.discovery import deal_state

    desk = cast("Desk", context.bridge.desk)
    name, stage = "", None
    if deal_id:
        deal = deal_state(desk, deal_id).deal
        pipeline_id, name, stage = deal.pipeline_id, deal.name, deal.stage_key
        deal_id = deal_id if deal.status == "open" else ""
    else:
        pipeline_id = board(desk).pipeline.id
    return ShortPlay(
        context,
        desk.process(pipeline_id),
        deal_id=deal_id,
        deal=name,
        stage_key=stage,
        parent=context.shell.dialog_parent,
    )
