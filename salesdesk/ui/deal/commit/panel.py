"""The Commit panel: the way to signature, what they have done, the plan, gives and gets."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.commit.events import Events
from salesdesk.ui.deal.commit.ledger_card import LedgerCard
from salesdesk.ui.deal.commit.path_picture import PathPicture
from salesdesk.ui.deal.commit.plan_card import PlanCard
from salesdesk.ui.deal.commit.sharing import share
from salesdesk.ui.deal.room import Room
from salesdesk.ui.widgets import Card, Scroller, SectionHeader
from salesdesk.usecases.commitment import CommitView, commit_view

_NARROW = 585
"""Width in logical pixels, at the usual text size, below which the plan is no table."""


class CommitPanel(QWidget):
    """A view on the commitment of the room's deal."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("commit_panel")
        self._room = room
        self.view: CommitView | None = None
        self.path = PathPicture()
        self.path.node_requested.connect(self._on_path_node_requested)
        self.events = Events(room)
        self.plan = PlanCard(room)
        self.plan.share_requested.connect(lambda how: share(room, how))
        self.ledger = LedgerCard(room)
        way = Card(name="commit_way", spacing=8)
        way.body.addWidget(SectionHeader(_("The way to signature")))
        way.body.addWidget(self.path)
        scroller = self._scroller = Scroller("commit_scroll", _("Commit"), fills=True)
        look = theme.tokens()
        scroller.body.setContentsMargins(look.px(20), look.px(12), look.px(14), look.px(20))
        scroller.body.setSpacing(look.px(12))
        for widget in (way, self.plan, self.ledger, self.events):
            scroller.body.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scroller)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the plan how much room there is."""
        super().resizeEvent(event)
        self.plan.set_narrow(self.width() < theme.tokens().px(_NARROW))

    def show_deal(self) -> None:
        """Show the room's deal from the top."""
        self.events.show_deal()
        self.ledger.show_deal()
        self._read()
        self.plan.view = self.view
        self.plan.show_deal()
        self._show()
        self._scroller.verticalScrollBar().setValue(0)

    def refresh(self, changes: Changes | None) -> None:
        """Read the deal anew; what is being typed stays."""
        self._read()
        self._show()

    def reveal(self, target: str) -> None:
        """Go to "ledger", "events" or an event's key; "add_concession" and "add_step" ask.

        "see:ledger" and "see:plan" bring them into view.
        """
        keys = [state.signal.key for state in self.view.events] if self.view else []
        if target in keys:
            self.events.open_form(target)
            self._scroller.ensureWidgetVisible(self.events)
        elif target in ("see:ledger", "see:plan"):
            part = self.ledger if target == "see:ledger" else self.plan
            self._scroller.ensureWidgetVisible(part, 0, 0)
            part.add.setFocus()
        elif target == "ledger":
            self.ledger.add.setFocus()
            self._scroller.ensureWidgetVisible(self.ledger, 0, 0)
        elif target == "add_concession":
            self.ledger.begin()
        elif target == "add_step":
            self.plan.add_step()
        elif target in ("events", "signal"):
            self._scroller.ensureWidgetVisible(self.events)
        else:
            self.path.setFocus()

    def leave(self) -> None:
        """Save what was typed."""
        self.plan.leave()

    def _read(self) -> None:
        self.view = commit_view(self._room.desk, self._room.deal_id)

    def _show(self) -> None:
        view = self.view
        assert view is not None
        self.path.show_nodes(view.path)
        self.plan.show_view(view)
        self.ledger.show_view(view)
        self.events.show_states(view.events)

    def _on_path_node_requested(self, kind: str) -> None:
        """Open the step behind a part of the way, or plan it."""
        assert self.view is not None
        node = next(node for node in self.view.path if node.kind == kind)
        if node.step_id is not None:
            self.plan.open_step(node.step_id)
        else:
            self.plan.add_step(kind)
