"""The strip above the questions of Discover: start the call, its sheet, and the calls so far."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.room import Room
from salesdesk.ui.widgets import BarLayout, Button, ElidedLabel
from salesdesk.usecases.call_views import CallView, call_at_hand, calls, last_held


class CallStrip(QWidget):
    """Shows the call at hand; `start` opens call mode, `sheet` the pre-call sheet."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("call_strip")
        self._room = room
        self._calls: tuple[CallView, ...] = ()
        self._rests: tuple[str, ...] = ()
        """What may be said of the call at hand, the most first."""
        self.start = Button(_("Start the call"), "discover_call", kind="primary", icon="phone",
                            tip="F8", on_click=self._on_start_clicked)  # fmt: skip
        self.sheet = Button(_("Pre-call sheet"), "discover_sheet", on_click=self._on_sheet_clicked)
        self._is_narrow = False
        self.planned = ElidedLabel("", "body", "muted", name="discover_planned")
        self.held = Button("", "discover_held", kind="link")
        self.held.clicked.connect(lambda _on=False: self._on_held_clicked())
        look = theme.tokens()
        row = self._row = BarLayout(self, look.px(8))
        row.addWidget(self.start)
        row.addWidget(self.sheet)
        row.addWidget(self.planned)
        row.add_stretch()
        row.addWidget(self.held)

    def set_sides(self, left: int, right: int) -> None:
        """The margins at both sides, in logical pixels."""
        self._row.setContentsMargins(left, theme.tokens().px(10), right, 0)

    def show_deal(self) -> None:
        """Show the calls of the room's deal."""
        self._calls = calls(self._room.desk, self._room.deal_id)
        waiting, last = call_at_hand(self._calls), last_held(self._calls)
        is_running = waiting is not None and waiting.state == "running"
        self.start.setText(_("Go on with the call") if is_running else _("Start the call"))
        when, self._rests = self._planned(waiting)
        # The day is never cut: rather the row goes on below.
        wide = self.planned.fontMetrics().horizontalAdvance(when)
        self.planned.setMinimumWidth(wide + 2 if when else 0)
        self.planned.set_tone("warn" if is_running else "muted")
        self.held.setVisible(last is not None)
        if last is not None:
            day = words.short_day(last.held_on)
            text = _("Held {day}: confirmed") if last.confirmed_on else _("Held {day}: to confirm")
            self.held.setText(text.format(day=day))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much about the call as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        others = [each for each in (self.start, self.sheet, self.held) if each.isVisibleTo(self)]
        margins, gap = self._row.contentsMargins(), theme.tokens().px(8)
        room = self.width() - margins.left() - margins.right() - gap * len(others)
        room -= sum(each.sizeHint().width() for each in others)
        wide = self.planned.fontMetrics().horizontalAdvance
        fits = (rest for rest in self._rests if wide(rest) + 2 <= room)
        text = next(fits, self._rests[-1] if self._rests else "")
        if text != self.planned.text():
            self.planned.setText(text)

    def set_narrow(self, is_narrow: bool) -> None:
        """In a narrow panel the sheet tells when the call is."""
        self._is_narrow = is_narrow
        self.planned.setVisible(not is_narrow)

    def _planned(self, call: CallView | None) -> tuple[str, tuple[str, ...]]:
        """When the call is, and that with how long and with whom: the most first, the shortest
        last."""
        if call is None:
            return "", (_("No call is planned"),)
        if call.state == "running":
            return "", (_("A call runs since {day}").format(day=words.short_day(call.held_on)),)
        length, short = "", ""
        if call.minutes:
            length = ngettext("{n} minute", "{n} minutes", call.minutes).format(n=call.minutes)
            short = _("{n} min").format(n=call.minutes)
        when = " ".join(filter(None, (words.short_day(call.planned_on),
                                      words.clock(call.planned_time))))  # fmt: skip
        people = ", ".join(each.name for each in call.attendees)
        rests = (" · ".join(filter(None, (length, people))), length, short)
        head = when or _("Prepared")
        return head, (*(f"{head} · {rest}" for rest in rests if rest), head)

    def _on_start_clicked(self) -> None:
        self._room.leave_requested.emit()
        self._room.context.shell.open("call", self._room.deal_id)

    def open_call(self, call_id: str) -> None:
        """A call that was held; of one to come or running, the sheet that is being prepared."""
        call = next((each for each in self._calls if each.id == call_id), None)
        if call is not None and call.state == "done":
            self._open(call)
        elif call is not None:
            self._on_sheet_clicked()

    def _on_sheet_clicked(self) -> None:
        from salesdesk.ui.deal.call.preparing import prepare_call

        self._room.leave_requested.emit()
        prepare_call(self._room)

    def _on_held_clicked(self) -> None:
        """The only call that was held, or a menu of all of them, the latest first."""
        done = [call for call in reversed(self._calls) if call.state == "done"]
        if len(done) == 1:
            self._open(done[0])
            return
        menu = QMenu(self)
        menu.setObjectName("discover_held_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for call in done:
            text = " · ".join(filter(None, (words.full_day(call.held_on), call.subject)))
            shown = words.shortened(text, 80).replace("&", "&&")
            menu.addAction(shown).triggered.connect(lambda _on=False, call=call: self._open(call))
        menu.popup(self.held.mapToGlobal(self.held.rect().bottomLeft()))

    def _open(self, call: CallView) -> None:
        self._room.context.shell.open("held_call", call.id)
