"""The triage page: one imported deal at a time, large and calm, a letter for each answer.

Made by the shell. Each answer is one command and can be taken back; the deal then comes again.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.ui import guard, theme
from salesdesk.ui.context import Context
from salesdesk.ui.guard import guarded
from salesdesk.ui.triage.card import DealCard
from salesdesk.ui.triage.forms import AnswerForm, DateForm, LoseForm, PauseForm
from salesdesk.ui.triage.run import TriageRun
from salesdesk.ui.widgets import Button, EmptyState, FlowLayout, Meter, PlainLabel, Scroller
from salesdesk.ui.widgets.layout_items import free
from salesdesk.ui.widgets.panel import BAR_HEIGHT, Panel
from salesdesk.ui.widgets.wide import fix_wide
from salesdesk.usecases import triage
from salesdesk.usecases.triage import Answer, Keep, TriageDeal, TriageItem

_WIDTH = 760


def make_page(context: Context) -> TriagePage:
    """The factory that the register of pages names."""
    return TriagePage(context)


class TriagePage(QWidget):
    """Its own controller: `date`, `pause`, `lose`, `keep`, `later` answer the deal in front."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page_triage")
        self._context = context
        self.run = TriageRun()
        self.form: AnswerForm | None = None
        self._own = 0
        self.card = DealCard()
        self._place = PlainLabel("", "body", "muted", name="triage_place")
        self._meter = Meter(_("Triage"), name="triage_meter")
        self._buttons = QWidget()
        self._form_home = QWidget()
        self._stack = QStackedWidget()
        self.end_again = Button(
            _("Go through them now"),
            "triage_again",
            kind="primary",
            on_click=self._on_again_clicked,
        )
        self._end = EmptyState("circle-check", "", action=self.end_again, name="triage_end")
        self._build()
        context.bridge.changed.connect(self._on_bridge_changed)

    def _build(self) -> None:
        look = theme.tokens()
        bar = Panel("bottom", name="triage_bar")
        bar.setMinimumHeight(look.px(BAR_HEIGHT))
        row = QHBoxLayout(bar)
        row.setContentsMargins(look.px(16), look.px(9), look.px(16), look.px(9))
        row.setSpacing(look.px(12))
        row.addWidget(PlainLabel(_("Triage"), "title"))
        row.addWidget(self._place)
        self._meter.setMaximumWidth(look.px(220))
        row.addWidget(self._meter)
        row.addStretch(1)
        self.keep_rest = Button(
            _("Keep all that remain…"), "triage_keep_all", on_click=self.keep_all
        )
        row.addWidget(self.keep_rest)
        self.end = Button(_("End for now"), "triage_leave", on_click=self.leave)
        row.addWidget(self.end)
        scroller = Scroller("triage_scroll", _("The deal in front"))
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        middle = QWidget()
        fix_wide(middle, _WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, look.px(24), 0, look.px(16))
        column.setSpacing(look.px(18))
        column.addWidget(self.card)
        column.addWidget(self._buttons)
        column.addWidget(self._form_home)
        scroller.body.addWidget(middle, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._fill_buttons()
        QVBoxLayout(self._form_home).setContentsMargins(look.px(4), 0, look.px(4), 0)
        self._stack.addWidget(scroller)
        self._stack.addWidget(self._end)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(bar)
        outer.addWidget(self._stack, 1)

    def _fill_buttons(self) -> None:
        row = FlowLayout(self._buttons, theme.tokens().px(10))
        self.first = Button(_("Set a date   D"), "triage_date", kind="primary", on_click=self.date)
        row.addWidget(self.first)
        for words, name, deed in (
            (_("Pause   P"), "triage_pause_button", self.pause),
            (_("Lost   L"), "triage_lose_button", self.lose),
            (_("Keep as it is   K"), "triage_keep", self.keep),
            (_("Later   S"), "triage_later", self.later),
            (_("Open   O"), "triage_open", self.open_deal),
        ):
            row.addWidget(Button(words, name, on_click=deed))

    def page_shown(self) -> None:
        """Begin a run, or go on with the one that was left."""
        self.setFocus()
        self._read(())

    def draft_place(self) -> str:
        """What is typed here is about the deal in front."""
        return self.run.current.deal_id if self.run.current is not None else ""

    def may(self, key: str) -> bool:
        """Answers need a deal in front."""
        return key == "triage.leave" or self.run.current is not None

    def date(self) -> None:
        """Ask for the day and the next step."""
        item = self.run.current
        if item is not None:
            what = item.step or _("Ask {who} how things stand").format(
                who=item.account or item.deal
            )
            self._open(DateForm(self._context.clock.today(), what[:200]), _("Set the date"))

    def pause(self) -> None:
        """Ask until when, and why."""
        if self.run.current is not None:
            self._open(PauseForm(self._context.clock.today()), _("Pause it"))

    def lose(self) -> None:
        """Ask how it ended."""
        item = self.run.current
        if item is not None:
            desk: Any = self._context.bridge.desk
            reasons = desk.process(item.pipeline_id).reasons
            self._open(LoseForm(self._context.clock.today(), reasons), _("Close as lost"))

    def keep(self) -> None:
        """It is right as it is."""
        self._answer(Keep())

    def later(self) -> None:
        """Another day: it stays not assessed."""
        self.run.leave_for_later()
        self._show()

    def open_deal(self) -> None:
        """Look at the deal; the run waits."""
        if self.run.current is not None:
            self._context.shell.go("deal", self.run.current.deal_id)

    def leave(self) -> None:
        """Leave the rest for another day."""
        self._context.shell.go("today")

    @guarded()
    def keep_all(self) -> None:
        """Keep every deal that this run would still ask about, after a question."""
        from salesdesk.ui.widgets import confirm

        ids = tuple(item.deal_id for item in self.run.remaining)
        words = ngettext(
            "{n} deal counts as assessed then, without a next step. It shows in Today.",
            "{n} deals count as assessed then. Those without a next step show in Today.",
            len(ids),
        ).format(n=format_number(len(ids)))
        parent = self._context.shell.dialog_parent
        if ids and confirm(parent, _("Keep all that remain?"), words, _("Keep them")):
            self._submit(TriageDeal(ids, Keep()), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """In a form Enter answers and Escape puts it away."""
        if self.form is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_form_accepted()
        elif self.form is not None and event.key() == Qt.Key.Key_Escape:
            self._close_form()
        else:
            super().keyPressEvent(event)

    def _open(self, form: AnswerForm, verb: str) -> None:
        self._close_form()
        self.form = form
        home = self._form_home.layout()
        assert home is not None
        home.addWidget(form)
        row = QWidget()
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, theme.tokens().px(4), 0, 0)
        accept = Button(verb, "triage_form_accept", kind="primary")
        accept.clicked.connect(self._on_form_accepted)
        inside.addWidget(accept)
        inside.addWidget(Button(_("Back"), "triage_form_back", on_click=self._close_form))
        inside.addStretch(1)
        home.addWidget(row)
        self._buttons.hide()
        self._form_home.show()
        form.start()

    def _close_form(self) -> None:
        self.form = None
        home = self._form_home.layout()
        while home is not None and (taken := home.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
            free(taken)
        self._form_home.hide()
        self._buttons.show()
        self.setFocus()

    @guarded()
    def _on_form_accepted(self) -> None:
        if self.form is not None and self.form.check():
            self._answer(self.form.answer())

    def _answer(self, answer: Answer) -> None:
        """Go on at once; when the answer cannot be kept, the deal is in front again."""
        item = self.run.answer()
        if item is not None:
            self._submit(TriageDeal((item.deal_id,), answer), item)
            self._show()

    def _submit(self, command: TriageDeal, item: TriageItem | None) -> None:
        self._own += 1

        def done(changes: Changes) -> None:
            self._own -= 1
            self._context.shell.tell_undoable(changes.label)
            if item is None:
                self._read(())

        def failed(error: BaseException) -> None:
            self._own -= 1
            if item is not None:
                self.run.put_back(item)
                self._show()
            if isinstance(error, KnownError):
                self._context.shell.warn(str(error), "late")
            else:
                guard.caught(error)

        self._context.bridge.submit(command, done, failed, owner=self)

    def _read(self, back: frozenset[str] | tuple[()]) -> None:
        desk: Any = self._context.bridge.desk

        def take(found: tuple[TriageItem, ...]) -> None:
            if not self._own:
                self.run.take(found, back)
                self._show()

        self._context.bridge.query(lambda: triage.queue(desk), take, owner=self, latest="triage")

    def _show(self) -> None:
        self._close_form()
        item = self.run.current
        if item is not None:
            self.card.show_item(item)
            at, of = self.run.place
            words = _("{n} of {all}").format(n=format_number(at), all=format_number(of))
            self._place.setText(words)
        else:
            self._show_end()
        self._meter.set_shares(self.run.share)
        for part in (self._place, self._meter, self.end):
            part.setVisible(item is not None)
        self.keep_rest.setVisible(item is not None)
        self._stack.setCurrentIndex(0 if item is not None else 1)
        self._context.book.refresh()

    def _show_end(self) -> None:
        count = len(self.run.later)
        words = ngettext(
            "{n} deal is left for later", "{n} deals are left for later", count
        ).format(n=format_number(count))
        self._end.sentence.setText(words if count else _("Every open deal is assessed"))
        hint = _("Imported deals come here until you say how they go on.")
        if count:
            hint = _("They stay not assessed, and count neither as late nor as without a step.")
        self._end.hint.setText(hint)
        self._end.hint.show()
        self.end_again.setVisible(bool(count))

    def _on_again_clicked(self) -> None:
        self.run.restart()
        self._show()

    def _on_bridge_changed(self, changes: Changes) -> None:
        """What others change, or what is taken back, changes the run."""
        if self.isVisible() and not self._own:
            is_back = changes.how == "undone"
            self._read(frozenset(changes.deals) if is_back else ())
