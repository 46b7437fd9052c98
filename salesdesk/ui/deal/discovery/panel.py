"""The Discover panel: questions by layer, the one being answered, the capture line, texts."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.discovery import LAYER_LABELS, QuestionState
from salesdesk.domain.gates import FactView
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.discovery.call_strip import CallStrip
from salesdesk.ui.deal.discovery.capture import CaptureBar
from salesdesk.ui.deal.discovery.deeds import QuestionDeeds
from salesdesk.ui.deal.discovery.in_sight import InSight, bring_into_view
from salesdesk.ui.deal.discovery.layer import Layer
from salesdesk.ui.deal.discovery.open_question import OpenQuestion
from salesdesk.ui.deal.discovery.unfiled import matches
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import focus_inside, take_all
from salesdesk.ui.stylesheet import SCROLL_BAR
from salesdesk.ui.widgets import BarLayout, Button, Chip, EmptyState, Scroller, SearchEdit
from salesdesk.ui.widgets.growing import make_room
from salesdesk.usecases.discovery import DiscoverView, discover_view

_AT_ONCE = 12
"""So many cards of another deal are there when it is painted."""
_LOW = 300
"""Logical pixels of height below which the buttons scroll with the questions."""


class DiscoverPanel(QWidget):
    """A view on the answers of the room's deal."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("discover_panel")
        self._room = room
        self.view: DiscoverView | None = None
        self._layers: list[Layer] = []
        self.open: OpenQuestion | None = None
        """The question that is being answered."""
        self._scroller = Scroller("discover_scroll", _("Questions"), fills=True)
        self.search = SearchEdit("discover_search", _("Find a question"), _("Find a question"))
        self.unanswered = Chip(_("Only unanswered"), "discover_unanswered")
        self.capture = CaptureBar(room)
        self._deeds = QuestionDeeds(room, self)
        self._in_sight = InSight(self._scroller)
        self.calls = CallStrip(room)
        self._top_scrolls: bool | None = None
        self._none = EmptyState("search", _("No question fits"), hint=_("Try another word, or add "
                                "a question of your own."), name="discover_none")  # fmt: skip
        self._build()
        self._search_timer = QTimer(self, interval=120, singleShot=True)
        self._search_timer.timeout.connect(self._filter)
        self.search.textChanged.connect(lambda _words: self._search_timer.start())
        self.unanswered.toggled.connect(lambda _on: self._filter())
        self.capture.file_requested.connect(self._on_capture_file_requested)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorter words in a narrow panel, fewer lines in a low one."""
        super().resizeEvent(event)
        look = theme.tokens()
        is_narrow = self.width() < look.px(600)
        self.own.setText("" if is_narrow else _("Own question"))
        self.calls.set_narrow(is_narrow)
        self.search.setPlaceholderText(_("Find") if is_narrow else _("Find a question"))
        self.unanswered.set_words(_("Unanswered") if is_narrow else _("Only unanswered"))
        self.capture.marks.setVisible(self.height() >= look.px(440))
        self._place_top(self.height() < look.px(_LOW))

    def show_deal(self) -> None:
        """Show the questions of the room's deal from the top."""
        self.close_question()
        self.view = discover_view(self._room.desk, self._room.deal_id)
        self._fill()
        self.calls.show_deal()
        self.capture.show_deal(len(self.view.captures))

    def refresh(self, changes: Changes | None) -> None:
        """Show what changed; what is being typed stays."""
        before = self.view
        self.view = discover_view(self._room.desk, self._room.deal_id)
        if before is None or before.stage.key != self.view.stage.key:
            self.show_deal()
            return
        for layer, layer_state in zip(self._layers, self.view.layers, strict=True):
            layer.show_state(layer_state)
        if self.open is not None:
            state = self._question(self.open.state.key)
            if state is None:
                self.close_question()
            else:
                self.open.refresh(state)
        self._filter()
        self.calls.show_deal()
        self.capture.refresh(len(self.view.captures))

    def reveal(self, target: str) -> None:
        """Open a question by its key or a call ("call:ID"), or go to the capture line."""
        head, _colon, call_id = target.partition(":")
        if target == "capture":
            self.capture.line.setFocus()
        elif head == "call":
            self.calls.open_call(call_id)
        elif self._question(target) is not None:
            self.open_question(target)
        else:
            first = next((key for key in self._keys() if self._is_shown(key)), "")
            if first:
                self.open_question(first)

    def leave(self) -> None:
        """Save the answer in hand."""
        if self.open is not None:
            self.open.flush()

    def open_question(self, key: str) -> None:
        """Put the editor in the place of a question."""
        if self.open is not None and self.open.state.key == key:
            self.open.answer.setFocus()
            return
        self.close_question()
        layer = next((each for each in self._layers if each.state(key)), None)
        for above in self._layers[: self._layers.index(layer) if layer else 0]:
            above.finish()  # else what is typed would move down while they are made
        state = layer.state(key) if layer else None
        if layer is None or state is None:
            return
        card = layer.card(key)
        opened = OpenQuestion(self._room, state)
        self._connect(opened)
        parent = card.parentWidget()
        column = parent.layout() if parent else None
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(card), opened)
        # The answer has the focus before the card goes: else Qt hands it on to the next card, as
        # Tab would, and that one opens instead.
        opened.show()
        opened.answer.setFocus()
        layer.stand_in(key)
        self.open = opened
        self.capture.question_key = key
        self._order_tabs(card, opened)
        QTimer.singleShot(0, opened, lambda: self._bring_into_view(opened))
        self._in_sight.hold(self._hold_in_sight)

    def _hold_in_sight(self) -> None:
        if self.open is not None:
            self._bring_into_view(self.open)

    def close_question(self) -> None:
        """Save and put the question to rest."""
        opened, self.open = self.open, None
        if opened is None:
            return
        self._in_sight.let_go()
        opened.flush()
        self.capture.question_key = ""
        layer = next((each for each in self._layers if each.state(opened.state.key)), None)
        if layer is not None:
            card = layer.card(opened.state.key)
            layer.rest(opened.state.key)
            if focus_inside(opened):
                card.setFocus()  # else Qt carries the focus on, and the next question opens
        opened.hide()
        opened.deleteLater()

    def _build(self) -> None:
        look = theme.tokens()
        bar = self._bar = BarLayout(gap=look.px(8))
        self.agenda = Button(_("Agenda"), "discover_agenda", on_click=self._on_agenda_clicked)
        self.summary = Button(
            _("Call summary"), "discover_summary", on_click=self._on_summary_clicked
        )
        self.own = Button(
            _("Own question"),
            "discover_own",
            icon="plus",
            label=_("Add a question of your own"),
            on_click=self._on_own_clicked,
        )
        self._top = QWidget()
        top = QVBoxLayout(self._top)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(0)
        top.addWidget(self.calls)
        top.addLayout(bar)
        for widget in (self.agenda, self.summary, self.own):
            bar.addWidget(widget)
        bar.add_stretch()
        self.search.setMinimumWidth(look.px(80))
        bar.addWidget(self.search)
        bar.addWidget(self.unanswered)
        self._body = QVBoxLayout()
        self._body.setSpacing(look.px(6))
        self._scroller.body.setContentsMargins(look.px(20), look.px(6), look.px(14), look.px(20))
        self._scroller.body.addLayout(self._body)
        self._scroller.body.addWidget(self._none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self._scroller, 1)
        column.addWidget(self.capture)
        self._column = column
        self._place_top(False)

    def _place_top(self, does_scroll: bool) -> None:
        """The buttons stay above the questions; where little is to be seen they scroll with
        them."""
        if does_scroll == self._top_scrolls:
            return
        self._top_scrolls = does_scroll
        look, place = theme.tokens(), self._scroller.body if does_scroll else self._column
        place.insertWidget(0, self._top)
        # They end where the cards do: beside those stands the scroll bar.
        left, right = (0, 0) if does_scroll else (look.px(20), look.px(14) + SCROLL_BAR)
        self.calls.set_sides(left, right)
        self._bar.setContentsMargins(left, look.px(10), right, look.px(2))

    def _fill(self) -> None:
        assert self.view is not None
        take_all(self._body)
        self._layers = []
        spare = _AT_ONCE
        for state in self.view.layers:
            layer = Layer(state, spare)
            spare = max(0, spare - layer.made)
            layer.open_requested.connect(self.open_question)
            self._layers.append(layer)
            self._body.addWidget(layer)
            self._room.later.put(layer, partial(self._add_card, layer))
        self._filter()

    def _add_card(self, layer: Layer) -> bool:
        """Make a card that was left, and its room, or the open question would be pressed together
        until the page is as high as its cards; tells whether there are more."""
        is_more = layer.add_one()
        make_room(layer.header)
        return is_more

    def _filter(self) -> None:
        """Search and "only unanswered"; the open question always stays."""
        is_searching = bool(self.search.words())
        found = sum(layer.filter(self._shows, is_searching) for layer in self._layers)
        self._none.setVisible(not found)
        if self.open is not None:
            for layer in self._layers:
                if layer.state(self.open.state.key):
                    layer.stand_in(self.open.state.key)

    def _shows(self, state: QuestionState) -> bool:
        if self.unanswered.isChecked() and (state.is_answered or state.skipped_why):
            return self.open is not None and self.open.state.key == state.key
        return matches(state, self.search.words())

    def _connect(self, opened: OpenQuestion) -> None:
        opened.walk_requested.connect(self._walk)
        opened.close_requested.connect(self._on_open_close_requested)
        opened.fact_requested.connect(self._on_open_fact_requested)
        opened.skip_requested.connect(self._deeds.skip)
        opened.plan_requested.connect(self._deeds.plan)
        opened.reword_requested.connect(self._deeds.reword)
        opened.remove_requested.connect(self._deeds.remove)
        opened.answer.cursorPositionChanged.connect(lambda: self._follow_caret(opened.answer))

    def _order_tabs(self, card: QWidget, opened: OpenQuestion) -> None:
        last = card
        for widget in opened.focusables():
            QWidget.setTabOrder(last, widget)
            last = widget

    def _bring_into_view(self, opened: OpenQuestion) -> None:
        headings = [layer.header for layer in self._layers]
        bring_into_view(self._scroller, opened, opened.answer, headings)

    def _follow_caret(self, answer: QPlainTextEdit) -> None:
        """A long answer in a low window is higher than what is seen of it."""
        page = self._scroller.widget()
        if answer.hasFocus() and page is not None:
            caret = answer.cursorRect()
            place = answer.viewport().mapTo(page, caret.bottomLeft())
            self._scroller.ensureVisible(place.x(), place.y(), 0, caret.height() + 2)

    def _keys(self) -> list[str]:
        return [key for layer in self._layers for key in layer.in_order()]

    def _is_shown(self, key: str) -> bool:
        state = self._question(key)
        return state is not None and self._shows(state) and (
            state.is_suggested or state.is_own or bool(self.search.words())
        )  # fmt: skip

    def _question(self, key: str) -> QuestionState | None:
        found = (layer.state(key) for layer in self._layers)
        return next((state for state in found if state is not None), None)

    def _walk(self, way: int) -> None:
        """Open the next question shown, or the one before."""
        if self.open is None:
            return
        here = self.open.state.key
        shown = [key for key in self._keys() if key == here or self._is_shown(key)]
        at = shown.index(here) + way
        if 0 <= at < len(shown):
            self.open_question(shown[at])

    def _on_open_close_requested(self) -> None:
        key = self.open.state.key if self.open else ""
        self.close_question()
        for layer in self._layers:
            if layer.state(key):
                layer.card(key).setFocus()

    def _on_open_fact_requested(self, fact: FactView) -> None:
        from salesdesk.ui.deal.discovery.fact_dialog import correct

        correct(self._room, fact, self, self.open.answer if self.open is not None else None)

    def _on_own_clicked(self) -> None:
        from salesdesk.ui.deal.discovery.own_dialog import OwnQuestionDialog

        layer = self.open.state.layer if self.open else next(iter(LAYER_LABELS))
        OwnQuestionDialog(self._room, layer, self.window()).exec()

    def _on_agenda_clicked(self) -> None:
        from salesdesk.ui.deal.discovery.texts import agenda_dialog

        self.leave()
        agenda_dialog(self._room, self.window()).exec()

    def _on_summary_clicked(self) -> None:
        from salesdesk.ui.deal.discovery.texts import summary_dialog

        self.leave()
        summary_dialog(self._room, self.window()).exec()

    def _on_capture_file_requested(self) -> None:
        from salesdesk.ui.deal.discovery.unfiled import UnfiledDialog

        UnfiledDialog(self._room, self.window()).exec()
