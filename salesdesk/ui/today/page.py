"""The Today page: the day's list, above it what awaits triage, the coach at its right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _, format_date, format_number, ngettext
from salesdesk.ui import theme
from salesdesk.ui.context import Context
from salesdesk.ui.guard import guarded
from salesdesk.ui.today.coach import CoachCard
from salesdesk.ui.today.dialogs import (
    DoneDialog,
    FirstStepDialog,
    PlanDoneDialog,
    RescheduleDialog,
)
from salesdesk.ui.today.lines import Line, TodayModel
from salesdesk.ui.today.list import TodayList, assistive
from salesdesk.ui.widgets import Button, Card, EmptyState, PlainLabel, Scroller
from salesdesk.ui.widgets.panel import BAR_HEIGHT, Panel
from salesdesk.usecases import today
from salesdesk.usecases.today import TodayView

WIDEST = 1500
"""Logical pixels beyond which a line is harder to read than to scan."""
_COACH, _COACH_NARROW, _NARROW = 330, 240, 980
"""Widths of the coach's column, and of the page below which it is the narrow one."""
_COACH_SHARE, _COACH_WIDEST = 0.28, 520
"""What the coach takes of a wide page, as far as its lines stay short."""
_BELOW = 680
"""Width of the page below which the coach stands under the list: beside it, nothing fits."""
_UNLIMITED = 16_777_215
"""Qt's own bound of a size."""


def make_page(context: Context) -> TodayPage:
    """The factory that the register of pages names."""
    return TodayPage(context)


class TodayPage(QWidget):
    """Its own controller: `finish`, `reschedule`, `open_deal` act on the line in front."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page_today")
        self._context = context
        self.model = TodayModel(self)
        self.list = TodayList(self.model)
        self._title = PlainLabel("", "title", name="today_title")
        self._keys = PlainLabel(assistive(self.list), "small", "faint", name="today_keys")
        self.triage_card = Card("accent", name="today_triage")
        self._triage_words = PlainLabel("", wrap=True, name="today_triage_words")
        self.coach = CoachCard(context)
        self._coach_side = Scroller("today_coach_scroll", _("Coach"))
        self._stack = QStackedWidget()
        self._empty = EmptyState("calendar-check", "", name="today_empty")
        self._build()
        self.list.done_wanted.connect(self._on_list_done_wanted)
        self.list.action_wanted.connect(self._on_list_action_wanted)
        self.list.open_wanted.connect(self._on_list_open_wanted)
        context.bridge.changed.connect(self._on_bridge_changed)

    def _build(self) -> None:
        look = theme.tokens()
        bar = Panel("bottom", name="today_bar")
        bar.setMinimumHeight(look.px(BAR_HEIGHT))
        row = QHBoxLayout(bar)
        row.setContentsMargins(look.px(16), look.px(9), look.px(16), look.px(9))
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self._keys)
        inside = QHBoxLayout()
        inside.addWidget(self._triage_words, 1)
        self.triage = Button(
            _("Start triage"), "today_start_triage", kind="primary", icon="list-checks",
            on_click=lambda: self._context.shell.go("triage"),
        )  # fmt: skip
        inside.addWidget(self.triage)
        self.triage_card.body.addLayout(inside)
        self.triage_card.hide()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        middle = QWidget()
        middle.setMaximumWidth(look.px(WIDEST))
        column = QVBoxLayout(middle)
        column.setContentsMargins(look.px(20), look.px(10), look.px(8), 0)
        column.setSpacing(look.px(6))
        above = QHBoxLayout()
        above.setContentsMargins(0, 0, look.px(10), 0)  # the cards of the list end there too
        above.addWidget(self.triage_card)
        column.addLayout(above)
        column.addWidget(self._stack, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(bar)
        self._column = column
        sides = self._sides = QHBoxLayout()
        sides.addWidget(middle, 1)
        sides.addWidget(self._build_side())
        sides.addStretch(0)
        outer.addLayout(sides, 1)

    def _build_side(self) -> QWidget:
        look = theme.tokens()
        side = self._coach_side
        side.body.setContentsMargins(look.px(4), look.px(14), look.px(16), look.px(14))
        side.body.addWidget(self.coach)
        side.body.addStretch(1)
        side.hide()
        self.coach.filled.connect(self._on_coach_filled)
        return side

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The coach's column is narrow where the page is, and stands below a very narrow list."""
        super().resizeEvent(event)
        self._fit_coach()

    def _fit_coach(self) -> None:
        look, side = theme.tokens(), self._coach_side
        is_below = self.width() < look.px(_BELOW)
        ways = QBoxLayout.Direction
        self._sides.setDirection(ways.TopToBottom if is_below else ways.LeftToRight)
        is_narrow = self.width() < look.px(_NARROW)
        share = min(round(self.width() * _COACH_SHARE), look.px(_COACH_WIDEST))
        wide = look.px(_COACH_NARROW) if is_narrow else max(look.px(_COACH), share)
        side.setMinimumWidth(0 if is_below else wide)
        side.setMaximumWidth(_UNLIMITED if is_below else wide)
        side.setMaximumHeight(self.height() // 3 if is_below else _UNLIMITED)
        # Beside nothing the page ends as it begins.
        is_alone = side.isHidden() or is_below
        self._column.setContentsMargins(look.px(20), look.px(10), look.px(20 if is_alone else 8), 0)
        margins = side.body.contentsMargins()
        margins.setLeft(look.px(20 if is_below else 4))
        side.body.setContentsMargins(margins)

    def _on_coach_filled(self, has_words: bool) -> None:
        self._coach_side.setVisible(has_words)
        self._fit_coach()

    def page_shown(self) -> None:
        """Read when something changed since, or the day did."""
        self._title.setText(format_date(self._context.clock.today(), "full"))
        self.read()
        self.coach.read()
        self.list.setFocus()

    def read(self) -> None:
        """Read the list anew."""
        desk: Any = self._context.bridge.desk
        self._context.bridge.query(
            lambda: today.today(desk), self.show_view, owner=self, latest="today"
        )

    def show_view(self, view: TodayView) -> None:
        """Show what was read."""
        self.model.show_view(view)
        self.triage_card.setVisible(view.not_assessed > 0)
        words = ngettext(
            "{n} imported deal is not assessed yet. Until triage it counts neither as late nor as "
            "without a next step.",
            "{n} imported deals are not assessed yet. Until triage they count neither as late nor "
            "as without a next step.",
            view.not_assessed,
        )
        self._triage_words.setText(words.format(n=format_number(view.not_assessed)))
        self._empty.sentence.setText(_("Nothing is late, and nothing is due today"))
        self._empty.hint.setText(_("Steps that you set on deals appear here on their day."))
        self._empty.hint.show()
        self._stack.setCurrentWidget(self.list if self.model.lines else self._empty)
        self._keys.setVisible(bool(self.model.lines))
        self._context.book.refresh()

    def may(self, key: str) -> bool:
        """Whether an action can be done with the line in front."""
        line = self.list.current()
        if line is None:
            return False
        return key != "today.reschedule" or line.section in ("late", "due")

    def finish(self) -> None:
        """Done, for the line in front."""
        self._with_current(self._on_list_done_wanted)

    def reschedule(self) -> None:
        """Another day, for the line in front."""
        self._with_current(self._on_list_action_wanted)

    def open_deal(self) -> None:
        """The deal of the line in front."""
        self._with_current(self._on_list_open_wanted)

    def _with_current(self, act: Any) -> None:
        line = self.list.current()
        if line is not None:
            act(line)

    @guarded()
    def _on_list_done_wanted(self, line: Line) -> None:
        if line.item is None:
            return
        if line.section in ("late", "due"):
            dialog = PlanDoneDialog if line.item.is_plan else DoneDialog
            self._ask(dialog(line.item, self._context.clock.today(), self._parent()))
        else:
            self._on_list_action_wanted(line)

    @guarded()
    def _on_list_action_wanted(self, line: Line) -> None:
        if line.item is None:
            return
        day = self._context.clock.today()
        if line.section in ("late", "due"):
            self._ask(RescheduleDialog(line.item, day, self._parent()))
        elif line.section == "without":
            self._ask(FirstStepDialog(line.item, day, self._parent()))
        else:
            self._on_list_open_wanted(line)

    def _on_list_open_wanted(self, line: Line) -> None:
        if line.item is not None:
            self._context.shell.go("deal", line.item.deal_id)

    def _ask(
        self, dialog: DoneDialog | PlanDoneDialog | RescheduleDialog | FirstStepDialog
    ) -> None:
        """Show a dialog; what it gives is done, and can be taken back."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def take() -> None:
            self._context.bridge.submit(
                dialog.command(),
                lambda done: self._context.shell.tell_undoable(done.label),
                owner=self,
            )

        dialog.accepted.connect(take)
        dialog.finished.connect(self.list.setFocus)
        dialog.open()

    def _parent(self) -> QWidget:
        return self._context.shell.dialog_parent

    def _on_bridge_changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self.read()
            self.coach.read_soon()
