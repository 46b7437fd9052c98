"""The Handoff panel: how far the handoff is filled, what is missing and where it is found out.

The checklist itself is a dialog of its own; `Room.handoff_requested` asks for it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, column, line
from salesdesk.ui.widgets import Button, Card, Meter, PlainLabel, Scroller, SectionHeader
from salesdesk.ui.widgets.wide import fix_wide
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.handoff_view import HandoffView, ItemView, SectionView, handoff_view


class HandoffPanel(QWidget):
    """A summary of the checklist of the room's deal."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("handoff_panel")
        self._room = room
        self.view: HandoffView | None = None
        self.title = PlainLabel("", "title", name="handoff_title")
        self.remark = PlainLabel("", "body", "muted", wrap=True, name="handoff_remark")
        self.meter = Meter(_("Handoff ready"), name="handoff_meter")
        self.open_button = Button(
            _("Open the checklist"), "handoff_open", kind="primary",
            on_click=lambda: room.handoff_requested.emit(room.deal_id),
        )  # fmt: skip
        self._sections = Rows("handoff_sections", 8, room, 1)
        scroller = self._scroller = Scroller("handoff_scroll", _("Handoff"))
        look = theme.tokens()
        scroller.body.setContentsMargins(look.px(20), look.px(12), look.px(14), look.px(20))
        card = Card(name="handoff_summary", spacing=8)
        card.body.addWidget(line(column(self.title, self.remark), 1, self.open_button))
        card.body.addWidget(self.meter)
        scroller.body.addWidget(card)
        scroller.body.addWidget(self._sections)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scroller)

    def show_deal(self) -> None:
        """Show the room's deal from the top."""
        self.refresh(None)
        self._scroller.verticalScrollBar().setValue(0)

    def refresh(self, changes: Changes | None) -> None:
        """Read the checklist anew."""
        view = self.view = handoff_view(self._room.desk, self._room.deal_id)
        self.title.setText(_("{ready} of {total} ready").format(ready=view.ready, total=view.total))
        self.remark.setText(_remark(view))
        self.meter.set_shares(view.ready / view.total if view.total else 0)
        self._sections.show_items(view.sections, self._section, self._empty)
        self._sections.make_in_sight()

    def reveal(self, target: str) -> None:
        """Go to the button that opens the checklist."""
        self.open_button.setFocus()

    def leave(self) -> None:
        """Nothing is typed here."""

    @staticmethod
    def _empty() -> QWidget:
        return PlainLabel(_("This process hands nothing over."), "body", "muted", wrap=True)

    def _section(self, section: SectionView) -> QWidget:
        ready = sum(item.is_ready for item in section.items)
        card = Card(name=f"handoff_section_{section.key}", spacing=3)
        count = _("{ready} of {total}").format(ready=ready, total=len(section.items))
        card.body.addWidget(SectionHeader(section.name, count))
        for item in section.items:
            card.body.addWidget(self._item(item))
        return card

    def _item(self, item: ItemView) -> QWidget:
        is_ready = item.is_ready
        mark = PlainLabel("✓" if is_ready else "○", "strong", "ok" if is_ready else "faint")
        fix_wide(mark, 16)
        mark.setAccessibleName(_("ready") if item.is_ready else _("open"))
        name = PlainLabel(item.name, "body", "text" if item.is_ready else "soft", wrap=True)
        if item.is_ready:
            under: QWidget = PlainLabel(item.filled_from, "small", "muted", wrap=True)
        else:
            text = item.missing or _("Still open")
            under = WrappedLink(text, f"handoff_go_{item.key}", lambda: self._go(item))
        row = line(mark, column(name, under, gap=0), gap=6)
        inside = row.layout()
        assert isinstance(inside, QHBoxLayout)
        inside.setStretch(1, 1)
        inside.setAlignment(mark, Qt.AlignmentFlag.AlignTop)  # level with the item's name
        row.setAccessibleName(item.name)
        return row

    def _go(self, item: ItemView) -> None:
        """To where it is filled; what is written in the handoff itself is written in its dialog."""
        if item.panel == "handoff" or item.is_text:
            self._room.handoff_requested.emit(self._room.deal_id)
            return
        target = item.fields[0] if item.fields else ""
        if item.roles and not target:
            target = f"person:{item.roles[0]}"
        self._room.jump(item.panel, target if item.panel == "overview" else "")


def _remark(view: HandoffView) -> str:
    if not view.is_won:
        return _("It fills itself from discovery on. It is handed over once the deal is won.")
    states = {
        "open": _("Not finished yet"),
        "finished": _("Finished, not accepted yet"),
        "accepted": _("Accepted"),
        "returned": _("Returned: see what was asked for"),
    }
    parts = [states.get(view.state, "")]
    if view.sheet.due_on and view.state == "open":
        parts.append(_("due {date}").format(date=words.full_day(view.sheet.due_on)))
    still = len(view.open_required)
    if still:
        parts.append(
            ngettext("{n} required item is open", "{n} required items are open", still).format(
                n=still
            )
        )
    return " · ".join(filter(None, parts))
