"""The likely objections of the right rail: what to expect on this deal, and why.

The same as on the Objections panel: from the process, and from what the whole desk has heard. Read
on a worker after the page is shown, and again only when what it rests on changed on this deal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.objections.playbook import why_likely
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, column
from salesdesk.ui.deal.words import sentence_case
from salesdesk.ui.widgets import PlainLabel, plain_tip
from salesdesk.ui.widgets.wrapped_link import WrappedLink

if TYPE_CHECKING:
    from salesdesk.domain.objection_history import Likely
    from salesdesk.usecases.deal_views import DealView


class LikelySection(QWidget):
    """There only on an open deal, and when there is something to expect."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("deal_likely")
        self._room = room
        self._rests_on: tuple[object, ...] = ()
        """What of the deal the list was made from."""
        self._rows = Rows("deal_plays", 6)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.tokens().px(6))
        box.addWidget(PlainLabel(_("Likely objections here"), "heading"))
        box.addWidget(self._rows)
        self.hide()

    def read(self, view: DealView) -> None:
        """Ask anew when the deal is another one, or moved on."""
        deal = view.deal
        rests_on = (
            deal.id, deal.stage_key, deal.status, view.open_objections,
            tuple(person.role for person in view.stakeholders),
            tuple((rival.name, rival.kind) for rival in view.competitors),
        )  # fmt: skip
        if rests_on == self._rests_on:
            return
        if not self._rests_on or self._rests_on[0] != deal.id:
            self.hide()
        if deal.status != "open" or deal.binned_at:
            self._rests_on = rests_on
            self._room.later.drop(self)
            self.hide()
            return
        self._room.later.put(self, lambda: self._ask(deal.id, rests_on), is_unseen=True)

    def _ask(self, deal_id: str, rests_on: tuple[object, ...]) -> bool:
        from salesdesk.usecases.objections import likely_ahead

        self._rests_on = rests_on
        desk = self._room.desk
        self._room.context.bridge.query(
            lambda: likely_ahead(desk, deal_id), self._show, owner=self, latest="deal_likely"
        )
        return False

    def _show(self, found: tuple[Likely, ...]) -> None:
        if self._rests_on and self._rests_on[0] == self._room.deal_id:
            self._rows.show_items(found, self._play)
            self.setVisible(bool(found))

    def _play(self, likely: Likely) -> QWidget:
        play = likely.play
        link = WrappedLink(
            play.name,
            f"play_{play.key}",
            lambda: self._room.jump("objections", f"play:{play.key}"),
            tone="text",
        )
        heard = play.heard[0] if play.heard else ""
        link.setToolTip(plain_tip(f"“{heard}”" if heard else ""))
        why = why_likely(likely, with_process=False)
        if not why:
            return link
        return column(link, PlainLabel(sentence_case(why), "small", "muted", wrap=True), gap=0)
