"""The Coach section of the right rail: what to mend on this deal, on what it rests, and where.

Read on a worker after the page is shown; the section is there only when there is something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows
from salesdesk.ui.put_aside import PutAside
from salesdesk.ui.widgets import Card, IconButton, PlainLabel
from salesdesk.ui.widgets.wrapped_link import WrappedLink

if TYPE_CHECKING:
    from salesdesk.domain.coach.finding import Finding


class CoachSection(QWidget):
    """The findings of the room's deal."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("deal_coach")
        self._room = room
        self._put_aside = PutAside(room.context)
        self._found: tuple[Finding, ...] = ()
        self.read_of = ""
        """The deal that the findings are about; empty until the first answer."""
        self._rows = Rows("deal_coach_rows", 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.tokens().px(8))
        column.setSpacing(theme.tokens().px(6))
        column.addWidget(PlainLabel(_("Coach"), "heading"))
        column.addWidget(self._rows)
        self.hide()

    def read(self) -> None:
        """Ask anew what there is on the room's deal, once that is painted."""
        if self._room.deal_id != self.read_of:
            self._found = ()
            self._show()
        # A worker would take the interpreter from the window's thread while it lays out and paints.
        self._room.later.put(self, self._ask, is_unseen=True)

    def _ask(self) -> bool:
        from salesdesk.usecases import coach

        desk, deal_id = self._room.desk, self._room.deal_id

        def show(found: tuple[Finding, ...]) -> None:
            if deal_id == self._room.deal_id:
                self._found, self.read_of = found, deal_id
                self._show()

        self._room.context.bridge.query(
            lambda: coach.findings_for(desk, deal_id), show, owner=self, latest="deal_coach"
        )
        return False

    def _show(self) -> None:
        left: tuple[Finding, ...] = ()
        if self._found:
            from salesdesk.usecases import coach

            left = coach.without(self._found, self._put_aside.marks)
        self.setVisible(bool(left))
        self._rows.show_items(left, self._finding)

    def _finding(self, finding: Finding) -> QWidget:
        said, key = finding.say(), finding.rule
        card = Card("sunken", name=f"coach_{key}", spacing=3)
        card.setAccessibleName(said.sentence)
        leave = IconButton(
            "x",
            f"coach_{key}_aside",
            _("Put aside until something changes: {sentence}").format(sentence=said.sentence),
            on_click=lambda: self._put_aside.put(finding, self._show),
        )
        head = QHBoxLayout()
        head.setSpacing(theme.tokens().px(2))
        head.addWidget(PlainLabel(said.sentence, "body", "text", wrap=True), 1)
        head.addWidget(leave, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(head)
        for evidence in said.evidence:
            card.body.addWidget(PlainLabel(evidence, "small", "muted", wrap=True))
        place = said.place
        mend = WrappedLink(
            said.mend, f"coach_{key}_mend", lambda: self._room.jump(place.panel, place.target)
        )
        card.body.addWidget(mend)
        return card
