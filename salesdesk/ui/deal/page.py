"""The deal page: header, path, figures at the left, panels by register, the rail at the right.

Made by the shell through `make_page`; `open_item(deal id)` shows a deal. A panel is built when its
tab is first shown, and re-read only while it is in front.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.context import Context
from salesdesk.ui.deal.controller import DealController
from salesdesk.ui.deal.header import DealHeader
from salesdesk.ui.deal.panels import PANELS, DealPanel
from salesdesk.ui.deal.rail import Rail
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.side import Side
from salesdesk.ui.deal.stage_path import StagePath
from salesdesk.ui.deal.warming import Warming
from salesdesk.ui.guard import guarded
from salesdesk.ui.reading_order import has_lost_focus, walk_parts
from salesdesk.ui.typist import PAUSE_MS
from salesdesk.ui.widgets import Button, EmptyState, TabRow
from salesdesk.ui.widgets.stack import Stack

_SIDE, _RAIL = 232, 284
_SIDE_WIDE, _RAIL_WIDE = 272, 372
"""Widths of the columns in logical pixels at the usual text size, and on a wide page."""
_TIGHT, _NARROW, _WIDE = 640, 1060, 1500
"""The width of the page below which the left column goes, below which both are narrower, and from
which on they are wide."""


def make_page(context: Context) -> DealPage:
    """The factory that the register of pages names."""
    return DealPage(context)


class DealPage(QWidget):
    """One deal. `controller` does its actions and emits the requests that leave the page."""

    tabs: TabRow

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._is_behind = False
        self.setObjectName("page_deal")
        self._context = context
        self.room = Room(context, self)
        self.controller = DealController(self.room, self)
        self._panels: dict[str, QWidget] = {}
        self._stale: set[str] = set()
        self._kept_tabs: dict[str, str] = {}
        needed = (name for row in PANELS for name in row.modules())
        self.warming = Warming(needed, lambda: self.room.is_typing, self)
        self._build()
        self.room.jump_requested.connect(self._on_room_jump_requested)
        self.room.leave_requested.connect(self._leave_panel)
        self._waiting: Changes | None = None
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._on_pause_timeout)
        context.bridge.changed.connect(self._on_bridge_changed)
        theme.current().changed.connect(self._fit)

    def item_in_front(self) -> str:
        """The deal shown."""
        return self.room.deal_id if self.room.view is not None else ""

    def place_in_front(self) -> str:
        """The deal and the tab shown, as `open_item` takes them; "" for none."""
        deal = self.item_in_front()
        return f"{deal}/{self.tabs.key()}" if deal else ""

    def deal_at(self, _where: QPoint) -> str:
        """What is dropped anywhere on the page is for its deal."""
        return self.item_in_front()

    def open_behind(self, item: str) -> None:
        """Take in another deal before the page is shown; `open_item` comes after."""
        deal_id, _slash, place = item.partition("/")
        if deal_id != self.room.deal_id or self.room.view is None:
            panel = place.partition("/")[0]
            if any(row.key == panel for row in PANELS):
                self._kept_tabs[deal_id] = panel
            self._take_in(deal_id)

    @guarded()
    def open_item(self, item: str) -> None:
        """Show a deal, by its id or as "ID/PANEL/TARGET"."""
        deal_id, _slash, place = item.partition("/")
        self._open_deal(deal_id)
        panel, _slash, target = place.partition("/")
        if panel and self.room.view is not None:
            self._on_room_jump_requested(panel, target)

    def _open_deal(self, deal_id: str) -> None:
        """Show a deal; on the panel it was last seen on, the first time on Overview."""
        if deal_id == self.room.deal_id and self.room.view is not None:
            self.page_shown()
            return
        self._take_in(deal_id)
        self._take_keyboard()

    def _take_in(self, deal_id: str) -> None:
        """Fill the page with a deal."""
        self._leave_panel()
        self._waiting, self._is_behind = None, False
        self.rail.forget()
        self._stale = set(self._panels)
        self.room.open(deal_id)
        self._show_view()
        key = self._kept_tabs.get(deal_id, self.tabs.key() or PANELS[0].key)
        self.tabs.set_key(key)
        self._bring(key)

    @guarded()
    def page_shown(self) -> None:
        """Read anew what changed while the page was at the back."""
        if self._is_behind:
            self._is_behind = False
            self._stale = set(self._panels)
            self.room.refresh()
            self._show_view()
            self._bring(self.tabs.key())
        self._take_keyboard()

    def may_leave(self) -> bool:
        """Always; what was typed is saved or kept as a draft."""
        self._leave_panel()
        return True

    def panel(self, key: str) -> QWidget:
        """The panel of this key, made now if it was not. The key must be in the register."""
        if key not in self._panels:
            made = next(row for row in PANELS if row.key == key).load()(self.room)
            self._panels[key] = made
            self._stack.addWidget(made)
            self._stale.add(key)
        return self._panels[key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves a field first, then the page."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        focused = QApplication.focusWidget()
        if focused is not None and focused is not self.tabs and self._stack.isAncestorOf(focused):
            self.tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._go_back()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow columns in a narrow window."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """What is in sight is there: the rest may come."""
        super().paintEvent(event)
        self.room.later.painted()

    def changeEvent(self, event: QEvent) -> None:
        """Leaving the window saves what is being typed; back from a dialog the page has keys."""
        if event.type() is QEvent.Type.ActivationChange:
            if not self.isActiveWindow():
                self._leave_panel()
            elif self.isVisible() and has_lost_focus(self.window()):
                self._take_keyboard(always=True)
        super().changeEvent(event)

    def _build(self) -> None:
        self.header = DealHeader()
        self.path = StagePath()
        self.side = Side(self.room)
        self.rail = Rail(self.room)
        self.tabs = TabRow("deal_tabs", _("Parts of the deal"))
        for row in PANELS:
            self.tabs.add(row.key, row.title)
        self._stack = Stack()
        self._stack.setObjectName("deal_panels")
        self._middle = QWidget()
        middle = QVBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        tab_row = QHBoxLayout()
        tab_row.setContentsMargins(10, 4, 10, 0)
        tab_row.addWidget(self.tabs)
        middle.addLayout(tab_row)
        middle.addWidget(self._stack, 1)
        self._grid = QWidget()
        grid = QHBoxLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.side)
        grid.addWidget(self._middle, 1)
        grid.addWidget(self.rail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._lost = self._make_lost()
        for widget in (self.header, self.path, self._grid, self._lost):
            column.addWidget(widget)
        column.setStretchFactor(self._grid, 1)
        self._connect()
        self._show_view()

    def _make_lost(self) -> EmptyState:
        back = Button(_("Back to the board"), "deal_lost_back", on_click=self._go_back)
        return EmptyState(
            "circle-question-mark",
            _("No deal is open"),
            hint=_("Choose one on the board, or press Ctrl+K and type its name."),
            action=back,
            name="deal_lost",
        )

    def _connect(self) -> None:
        self.tabs.picked.connect(self._on_tabs_picked)
        self.controller.part_requested.connect(self._on_controller_part_requested)
        self.path.stage_requested.connect(self.controller.move_to)
        self.side.complete_requested.connect(self.controller.complete)
        self.side.reschedule_requested.connect(self.controller.reschedule)
        self.side.step_requested.connect(self.controller.set_step)
        self.header.back_requested.connect(self._go_back)
        self.header.rename_requested.connect(self.controller.rename)
        self.header.log_requested.connect(self.controller.log)
        self.header.objection_requested.connect(self.controller.handle_objection)
        self.header.move_requested.connect(self.controller.move_on)
        self.header.print_requested.connect(self.controller.print_paper)
        self.header.action_requested.connect(self._on_header_action_requested)

    def _show_view(self) -> None:
        view = self.room.view
        for widget in (self.header, self.path, self._grid):
            widget.setVisible(view is not None)
        self._lost.setVisible(view is None)
        if view is None:
            if self.room.lost_why:
                self._lost.hint.setText(self.room.lost_why)
            return
        self.header.show_view(view, self.controller.next_stage_name())
        self.path.show_steps(view.path)
        self.side.show_view(view)
        self.rail.show_view(view)
        self.setAccessibleName(_("Deal {name}").format(name=view.deal.name))
        if self.isVisible():  # else it is asked when the page comes to the front
            self._context.book.refresh()

    def _bring(self, key: str) -> None:
        """Put a panel in front, with what is true now."""
        panel = self.panel(key)
        self._stack.setCurrentWidget(panel)
        self._kept_tabs[self.room.deal_id] = key
        if key in self._stale and self.room.view is not None:
            self._stale.discard(key)
            self.room.later.hold()
            self.warming.begin()
            cast("DealPanel", panel).show_deal()

    def _fit(self) -> None:
        look = theme.tokens()
        is_narrow = self.width() < look.px(_NARROW)
        is_tight = self.width() < look.px(_TIGHT)
        self.side.setVisible(not is_tight)
        self.header.set_tight(is_tight)
        is_wide = self.width() >= look.px(_WIDE)
        self.side.set_wide(look.px(172 if is_narrow else _SIDE_WIDE if is_wide else _SIDE))
        self.rail.set_wide(look.px(212 if is_narrow else _RAIL_WIDE if is_wide else _RAIL))

    def _leave_panel(self) -> None:
        panel = self._stack.currentWidget()
        if panel is not None and self.room.view is not None:
            cast("DealPanel", panel).leave()

    def _go_back(self) -> None:
        self._leave_panel()
        self._context.shell.back()

    def _on_tabs_picked(self, key: str) -> None:
        self._leave_panel()
        if self.room.view is not None:
            self._bring(key)

    def _on_room_jump_requested(self, panel: str, target: str) -> None:
        is_another = self.tabs.key() != panel
        if is_another:
            self.tabs.set_key(panel)
        self._bring(panel)
        if target:
            cast("DealPanel", self.panel(panel)).reveal(target)
        else:
            self._take_keyboard(always=is_another)

    def _take_keyboard(self, *, always: bool = False) -> None:
        """Give the keyboard to this page: on Discover to the capture line, else to the tabs.

        What has it in the panel keeps it, unless Qt only put it there because the panel came.
        """
        if self.room.view is None:
            return
        focused = QApplication.focusWidget()
        panel = self._stack.currentWidget()
        is_inside = focused is not None and panel is not None and panel.isAncestorOf(focused)
        if is_inside and not always:
            return
        if self.tabs.key() == "discover":
            cast("DealPanel", self.panel("discover")).reveal("capture")
        else:
            self.tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_controller_part_requested(self, way: int) -> None:
        walk_parts((self._middle, self.rail, self.header, self.side), way)

    def _on_header_action_requested(self, key: str) -> None:
        getattr(self.controller, key)()

    def _on_bridge_changed(self, changes: Changes) -> None:
        if not self.room.deal_id or not self.room.concerns(changes):
            return
        if not self.isVisible():
            self._is_behind = True
            self._waiting = None
            return
        if self._waiting is not None:
            changes = self._waiting.and_then(changes)
        if self.room.went_on_typing:
            # Reading the deal anew takes longer than a key may: it waits for the next pause.
            self._waiting = changes
            self._pause.start()
            return
        self._show_changes(changes)

    def _on_pause_timeout(self) -> None:
        waiting = self._waiting
        if waiting is None:
            return
        if self.room.is_typing:
            self._pause.start()
        elif self.isVisible():
            self._show_changes(waiting)
        else:
            self._is_behind, self._waiting = True, None

    def _show_changes(self, changes: Changes) -> None:
        self._waiting = None
        self.room.refresh(changes)
        self._show_view()
        shown = self.tabs.key()
        self._stale |= set(self._panels) - {shown}
        if self.room.view is not None and shown in self._panels:
            cast("DealPanel", self._panels[shown]).refresh(changes)
