"""A list of points of a proposal: deliverables, exclusions, assumptions, dependencies, milestones.

Called by the cards of the Proposal panel. Enter adds, Alt with an arrow moves a point.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.proposal import OfferPoint
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.proposal.card import ProposalCard, show_rows
from salesdesk.ui.deal.rows import Rows, line
from salesdesk.ui.widgets import (
    Button,
    DateEdit,
    IconButton,
    LineEdit,
    PickOne,
    PlainLabel,
    TextBox,
)
from salesdesk.usecases.offer_blocks import point_line
from salesdesk.usecases.proposals import AddPoint, MovePart, ProposalsView, Version

WITH_OWNER = ("deliverable", "dependency", "milestone")
"""Kinds that somebody does until some day."""


class PointList(QWidget):
    """The points of one kind in one card."""

    def __init__(self, card: ProposalCard, kind: str, title: str, hint: str) -> None:
        super().__init__()
        self.setObjectName(f"points_{kind}")
        self._card, self._kind, self._title = card, kind, title
        self._proposal_id = ""
        self.rows = Rows(f"points_{kind}_rows", 6)
        self.words = LineEdit(f"points_{kind}_new", title, hint=hint)
        self.words.returnPressed.connect(self._add)
        self._draft = DraftField(card.room.drafts, f"points_{kind}_new", self.words)
        add = Button(_("Add"), f"points_{kind}_add", label=_("Add: {what}").format(what=title),
                     on_click=self._add)  # fmt: skip
        self._adding = line(self.words, add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().px(6))
        column.addWidget(PlainLabel(title, "strong"))
        column.addWidget(self.rows)
        column.addWidget(self._adding)

    def show_version(self, view: ProposalsView, version: Version) -> None:
        """Show the points of a version."""
        self._proposal_id = version.id
        self._draft.show(self._card.room.deal_id)
        self._adding.setVisible(version.is_draft)
        points = [(point, version.is_draft) for point in version.offer.of_kind(self._kind)]
        show_rows(self.rows, points, self._row, self._empty)
        self.setVisible(version.is_draft or bool(points))

    def _row(self, item: tuple[OfferPoint, bool]) -> QWidget:
        point, is_draft = item
        return _PointRow(self._card, point) if is_draft else _fixed(point)

    def _empty(self) -> QWidget:
        return PlainLabel(_("Nothing yet"), "small", "faint")

    def _add(self) -> None:
        words = self.words.words()
        if not words:
            self._card.say(_("Say what it is first."))
            self.words.setFocus()
            return
        side = "seller" if self._kind == "deliverable" else None
        command = AddPoint(self._proposal_id, self._kind, words, side)
        self._card.do(command, self._on_added)

    def _on_added(self, _changes: Changes) -> None:
        self._draft.clear()
        self.words.setFocus()


class _PointRow(QWidget):
    """One point to edit."""

    def __init__(self, card: ProposalCard, point: OfferPoint) -> None:
        super().__init__()
        self.setObjectName(f"point_{point.id}")
        self._card, self._point = card, point
        words = TextBox(f"point_words_{point.id}", _("What"), words=point.words, most_rows=6)
        words.committed.connect(lambda text: self._edit({"words": text}))
        remove = IconButton("x", f"point_remove_{point.id}",
                            _("Remove {item}").format(item=point.words[:60]),
                            on_click=lambda: card.remove("point", point.id))  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens().px(4))
        column.addWidget(line(words, remove, gap=4))
        if point.kind in WITH_OWNER:
            column.addWidget(self._who())
        if point.fact_id:
            tied = _("From what they told us: a change here changes it everywhere.")
            column.addWidget(PlainLabel(tied, "small", "faint", wrap=True))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the point."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._card.do(MovePart("point", self._point.id, by))
            return
        super().keyPressEvent(event)

    def _who(self) -> QWidget:
        point, name = self._point, self._point.id
        sides = [("", _("Whose is it?")), ("buyer", _("Theirs")), ("seller", _("Ours")),
                 ("both", _("Both"))]  # fmt: skip
        side = PickOne(f"point_side_{name}", _("Whose"), sides, value=point.side)
        side.picked.connect(lambda value: self._edit({"side": value or None}))
        owner = LineEdit(f"point_owner_{name}", _("Owner"), words=point.owner, hint=_("Name"))
        owner.editingFinished.connect(lambda: self._rename(owner.words()))
        due = dt.date.fromisoformat(point.due_on) if point.due_on else None
        day = DateEdit(f"point_day_{name}", _("By"), self._card.room.today, value=due)
        day.changed.connect(
            lambda value: self._edit({"due_on": value.isoformat() if value else None})
        )
        look = theme.tokens()
        side.setFixedWidth(look.px(118))
        day.setFixedWidth(look.px(150))
        return line(side, owner, day, gap=6)

    def _rename(self, owner: str) -> None:
        if owner != self._point.owner:
            self._edit({"owner": owner})

    def _edit(self, changes: dict[str, Any]) -> None:
        self._card.edit("point", self._point.id, changes)


def _fixed(point: OfferPoint) -> QWidget:
    shown = point_line(point)
    text = f"{shown.text} ({shown.note})" if shown.note else shown.text
    return PlainLabel(f"– {text}", "body", wrap=True, selectable=True)
