"""The Proposal panel: the versions of an offer, what is in one, and what the buyer does with it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.proposal import dialogs
from salesdesk.ui.deal.proposal.behaviour import BehaviourCard
from salesdesk.ui.deal.proposal.card import ProposalCard
from salesdesk.ui.deal.proposal.case import CaseCard
from salesdesk.ui.deal.proposal.head import ProposalHead
from salesdesk.ui.deal.proposal.news import NewsCard
from salesdesk.ui.deal.proposal.options import OptionsCard
from salesdesk.ui.deal.proposal.scope import AssumptionsCard, ScopeCard, TermsCard, TimelineCard
from salesdesk.ui.deal.room import Room
from salesdesk.ui.widgets import Button, EmptyState, Scroller
from salesdesk.usecases.proposals import (
    BinDraft,
    NewVersion,
    ProposalsView,
    StartDraft,
    Version,
    proposals_view,
)

PARTS: tuple[type[ProposalCard], ...] = (
    NewsCard,
    BehaviourCard,
    OptionsCard,
    ScopeCard,
    TimelineCard,
    CaseCard,
    AssumptionsCard,
    TermsCard,
)
"""The cards of the panel; a draft has what the buyer did at the end, a version sent at the top."""
_NARROW = 585
"""Width in logical pixels, at the usual text size, below which tables are narrow."""
_KEYS = ("news", "behaviour", "options", "scope", "timeline", "case", "assumptions", "terms")


class ProposalPanel(QWidget):
    """A view on the proposals of the room's deal."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("proposal_panel")
        self._room = room
        self.view: ProposalsView | None = None
        self._version_id = ""
        self.head = ProposalHead()
        self.cards = {
            key: part(room)  # type: ignore[call-arg]
            for key, part in zip(_KEYS, PARTS, strict=True)
        }
        self.start = Button(_("Start a proposal"), "proposal_start", kind="primary",
                            on_click=self._start)  # fmt: skip
        self.empty = EmptyState(
            "file-text",
            _("No proposal yet"),
            hint=_("A first draft takes over the line items, promises, limits, steps and dates "
                   "that you know already; nothing is typed twice."),
            action=self.start,
            name="proposal_empty",
        )  # fmt: skip
        scroller = self._scroller = Scroller("proposal_scroll", _("Proposal"), fills=True)
        look = theme.tokens()
        scroller.body.setContentsMargins(look.px(20), look.px(12), look.px(14), look.px(20))
        scroller.body.setSpacing(look.px(12))
        for widget in (self.empty, self.head, *self.cards.values()):
            scroller.body.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scroller)
        self.head.version_picked.connect(self._on_head_version_picked)
        self.head.requested.connect(self._on_head_requested)

    @property
    def version(self) -> Version | None:
        """The version shown."""
        return self.view.version(self._version_id) if self.view is not None else None

    def show_deal(self) -> None:
        """Show the newest version of the room's deal from the top."""
        self._version_id = ""
        self.refresh(None)
        self._scroller.verticalScrollBar().setValue(0)

    def refresh(self, changes: Changes | None) -> None:
        """Read the proposals anew; what is being typed stays."""
        view = self.view = proposals_view(self._room.desk, self._room.deal_id)
        version = self.version
        self.empty.setVisible(version is None)
        self.head.setVisible(version is not None)
        for card in self.cards.values():
            card.setVisible(version is not None)
        if version is None:
            return
        self._place(self.cards["behaviour"], is_last=version.is_draft)
        self.head.show_version(view, version)
        for card in self.cards.values():
            card.show_version(view, version)

    def reveal(self, target: str) -> None:
        """Bring a card into view: news, options, scope, timeline, case, assumptions, terms,
        behaviour.
        """
        if target == "news" and (self.version is None or not self.version.news):
            self._room.context.shell.tell(_("No draft lacks anything that the deal says."))
            return
        card = self.cards.get(target)
        if card is not None and self.version is not None:
            QTimer.singleShot(0, self, lambda: self._scroller.ensureWidgetVisible(card))
            card.setFocus()
        elif self.version is None:
            self.start.setFocus()
        else:
            self.head.version.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow tables in a narrow window."""
        super().resizeEvent(event)
        is_narrow = self.width() < theme.tokens().px(_NARROW)
        changed = [card.set_narrow(is_narrow) for card in self.cards.values()]
        if any(changed) and self.view is not None:
            self.refresh(None)

    def leave(self) -> None:
        """Nothing is pending: each field keeps itself when it is left."""

    def _place(self, card: ProposalCard, *, is_last: bool) -> None:
        body = self._scroller.body
        wanted = body.count() - 1 if is_last else body.indexOf(self.head) + 1
        if body.indexOf(card) != wanted:
            body.removeWidget(card)
            body.insertWidget(body.count() if is_last else body.indexOf(self.head) + 1, card)

    def _start(self) -> None:
        self._room.do(StartDraft(self._room.deal_id), self._on_made)

    def _on_made(self, changes: Changes) -> None:
        self._version_id = ""
        self._room.say(changes.label)
        self.refresh(None)
        self.head.buttons["send"].setFocus()

    def _on_head_version_picked(self, version_id: str) -> None:
        self._version_id = version_id
        self.refresh(None)

    def _on_head_requested(self, what: str) -> None:
        version, view, room = self.version, self.view, self._room
        if version is None or view is None:
            return
        if what == "new":
            room.do(NewVersion(version.id), self._on_made)
        elif what == "bin":
            room.do(BinDraft(version.id), lambda changes: room.say(changes.label))
        elif what == "print":
            room.context.shell.open("paper", f"proposal/{version.id}")
        else:
            dialogs.ask(room, view, version, what)
