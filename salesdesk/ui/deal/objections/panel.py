"""The Objections panel: the open ones to work through, those likely to come, the settled ones."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.objection_history import Likely
from salesdesk.domain.objections import OPEN, RESOLVED, ObjectionState
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.objections.log_form import LogForm
from salesdesk.ui.deal.objections.playbook import why_likely, worked_words
from salesdesk.ui.deal.objections.workbench import Workbench, summary
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Hint, Rows, column, line
from salesdesk.ui.widgets import (
    Button,
    Card,
    ElidedLabel,
    Pill,
    PlainLabel,
    Scroller,
    SectionHeader,
)
from salesdesk.usecases.objections import ObjectionsView, objections_view


class ObjectionsPanel(QWidget):
    """A view on the objections of the room's deal."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("objections_panel")
        self._room = room
        self.view: ObjectionsView | None = None
        self._open_id = ""
        self._states: dict[str, ObjectionState] = {}
        self.form = LogForm(room)
        self.form.logged.connect(self._on_form_logged)
        self._open = Rows("objections_open", 8, room, 6)
        self._likely = Rows("objections_likely", 6, room, 2)
        self._settled = Rows("objections_settled", 8, room, 6)
        self._likely_title = SectionHeader(_("Likely ahead"))
        self._likely_title.add(
            Button(
                _("Practise…"),
                "objections_practise",
                kind="link",
                on_click=lambda: room.context.shell.open("practice", room.deal_id),
            )
        )
        self._settled_title = SectionHeader(_("Settled"))
        self._open_title = SectionHeader(_("Open"), name="objections_open_header")
        self._scroller = Scroller("objections_scroll", _("Objections"))
        look = theme.tokens()
        self._scroller.body.setContentsMargins(look.px(20), look.px(12), look.px(14), look.px(20))
        for widget in (
            self.form, self._open_title, self._open, self._likely_title, self._likely,
            self._settled_title, self._settled,
        ):  # fmt: skip
            self._scroller.body.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._scroller)

    @property
    def workbench(self) -> Workbench | None:
        """The objection being worked through."""
        found = self.findChildren(Workbench)
        return next((each for each in found if not each.isHidden()), None)

    def show_deal(self) -> None:
        """Show the room's deal from the top."""
        self._open_id = ""
        self._open.forget()
        self.form.show_deal()
        self.refresh(None)
        self._scroller.verticalScrollBar().setValue(0)

    def refresh(self, changes: Changes | None) -> None:
        """Read the objections anew; what is being typed stays."""
        view = self.view = objections_view(self._room.desk, self._room.deal_id)
        self.form.who.refill()
        self._states = {state.objection.id: state for state in (*view.open, *view.settled)}
        self._open_title.set_words(_("Open"), len(view.open) or "")
        self._open.show_items([self._shape(s) for s in view.open], self._open_row, self._empty)
        bench = self.workbench
        if bench is not None and bench.state.objection.id in self._states:
            bench.refresh(self._states[bench.state.objection.id])
        self._likely.show_items(view.likely, self._play)
        self._likely.make_in_sight()
        self._settled.show_items(view.settled, self._settled_row)
        self._likely_title.setVisible(bool(view.likely))
        self._settled_title.setVisible(bool(view.settled))

    def reveal(self, target: str) -> None:
        """Start one with a play ("play:KEY"), open one by its id, or go to the form."""
        head, _colon, key = target.partition(":")
        if head == "play":
            self.form.begin(self._room.process.play(key))
            self._scroller.ensureWidgetVisible(self.form)
        elif target in self._states:
            self._work_on(target)
        elif self.view is not None and self.view.open and target == "objections":
            self._work_on(self.view.open[0].objection.id)
        else:
            self.form.words.setFocus()

    def leave(self) -> None:
        """Save what was typed."""
        bench = self.workbench
        if bench is not None:
            bench.leave()

    def _shape(self, state: ObjectionState) -> tuple[str, bool, str]:
        """What a row is rebuilt for: one being worked on, not for each word typed in it."""
        found = state.objection
        play = state.play.key if state.play else ""
        if found.id == self._open_id:
            return found.id, True, f"{found.play_key} {play}"
        return found.id, False, f"{found.words} {found.category} {found.lacking} {found.person}"

    @staticmethod
    def _empty() -> QWidget:
        return Hint(_("No open objection. Write down what they said above, or press Ctrl+O while "
                      "you are on the phone."), name="objections_empty")  # fmt: skip

    def _open_row(self, shape: tuple[str, bool, str]) -> QWidget:
        objection_id, is_open, _rest = shape
        state = self._states[objection_id]
        assert self.view is not None
        if is_open:
            bench = Workbench(self._room, state, self.view)
            bench.close_requested.connect(self._on_workbench_close_requested)
            return bench
        found = state.objection
        card = Card(name=f"objection_{found.id}", spacing=4)
        short = words.shortened(found.words, 40)
        work = Button(
            _("Work through"),
            f"objection_work_{found.id}",
            label=_("Work through “{words}”").format(words=short),
        )
        work.clicked.connect(lambda: self._work_on(found.id))
        text = column(
            PlainLabel(f"“{found.words}”", "strong", wrap=True),
            ElidedLabel(" · ".join(filter(None, (
                state.category, words.said(found.person, found.said_on), _progress(state),
            ))), "small", "muted"),
        )  # fmt: skip
        row = line(text, work)
        row.layout().setStretch(0, 1)  # type: ignore[union-attr]
        card.body.addWidget(row)
        return card

    def _settled_row(self, state: ObjectionState) -> QWidget:
        found = state.objection
        card = Card(name=f"objection_{found.id}", spacing=4)
        is_resolved = found.status == RESOLVED
        pill = Pill(_("Resolved") if is_resolved else _("Stands"), "ok" if is_resolved else "warn")
        again = Button(_("It came up again"), f"objection_reopen_{found.id}", kind="link")
        again.clicked.connect(lambda: self._reopen(found.id))
        card.body.addWidget(line(pill, PlainLabel(words.short_day(found.resolved_on), "small",
                                                  "faint"), 1, again))  # fmt: skip
        card.body.addWidget(PlainLabel(f"“{found.words}”", "strong", wrap=True))
        card.body.addWidget(summary(state))
        return card

    def _play(self, likely: Likely) -> QWidget:
        assert self.view is not None
        play = likely.play
        card = Card(name=f"likely_{play.key}", spacing=3)
        heard = Button(_("They said it"), f"likely_log_{play.key}", kind="link",
                       label=_("They said: {play}").format(play=play.name))  # fmt: skip
        heard.clicked.connect(lambda: self.form.begin(play))
        worked = self.view.worked.get(play.key)
        remark = worked_words(worked) if worked and worked.used else ""
        why = words.sentence_case(" · ".join(filter(None, (why_likely(likely), remark))))
        card.body.addWidget(line(ElidedLabel(play.name, "strong"), 1, heard))
        card.body.addWidget(PlainLabel(why, "small", "faint", wrap=True))
        card.body.addWidget(PlainLabel(play.short, "small", "muted", wrap=True))
        return card

    def _work_on(self, objection_id: str) -> None:
        self.leave()
        self._open_id = objection_id
        self.refresh(None)
        # Only what is shown keeps the keyboard, and the workbench is shown with the next layout.
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        bench = self.workbench
        if bench is not None:
            self._scroller.ensureWidgetVisible(bench, 0, theme.tokens().px(12))
            bench.begin()

    def _reopen(self, objection_id: str) -> None:
        from salesdesk.usecases.objections import ReopenObjection

        self._open_id = objection_id
        self._room.do(ReopenObjection(objection_id), lambda changes: self._room.say(changes.label))

    def _on_form_logged(self) -> None:
        """The one just logged is worked through next."""
        if self.view is not None and self.view.open:
            self._work_on(max(state.objection.id for state in self.view.open))

    def _on_workbench_close_requested(self) -> None:
        was_open, self._open_id = self._open_id, ""
        self.refresh(None)
        QTimer.singleShot(0, self, lambda: self._after(was_open))

    def _after(self, objection_id: str) -> None:
        """The keyboard goes back to the row of the objection, or on to the form for the next."""
        row = self.findChild(Button, f"objection_work_{objection_id}")
        where: QWidget = row if row is not None and row.isVisible() else self.form.words
        where.setFocus()


def _progress(state: ObjectionState) -> str:
    found = state.objection
    if found.status != OPEN:
        return ""
    done = 4 - len(found.lacking)
    return _("{done} of 4 steps").format(done=done) if done else ""
