"""What putting it to work takes: dates, people and limits, dependencies, risks; all of them facts.

Called by the Value panel.
"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.domain.gates import FactView
from salesdesk.domain.value import REALITIES
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, column
from salesdesk.ui.deal.value import texts
from salesdesk.ui.deal.value.fact_entry import FactEntry
from salesdesk.ui.widgets import Card, PlainLabel, SectionHeader
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.value import Reality, ValueView


class RealitiesSection(QWidget):
    """The facts by heading; pressing one corrects it."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("value_realities")
        self._room = room
        self.header = SectionHeader(_("Putting it to work"), name="value_realities_header")
        self.rows = Rows("reality_rows", 6, room, 2)
        kinds = tuple(kind for _heading, kind in REALITIES)
        self.add = FactEntry(room, "value_reality", kinds, _("A date, limit, dependency or risk"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.tokens().px(6))
        for widget in (self.header, self.rows, self.add):
            box.addWidget(widget)

    def show_deal(self) -> None:
        """Another deal is in front."""
        self.rows.forget()
        self.add.show_deal()

    def show_view(self, view: ValueView) -> None:
        """Show what is known."""
        self.rows.show_items(view.realities, self._group)
        self.add.refresh()

    def _group(self, reality: Reality) -> QWidget:
        card = Card(name=f"reality_{reality.kind}", spacing=3)
        card.body.addWidget(PlainLabel(reality.heading, "small_strong", "muted"))
        for fact in reality.facts:
            card.body.addWidget(self._fact(fact))
        if not reality.facts:
            card.body.addWidget(PlainLabel(_("Nothing known yet"), "small", "faint"))
        return card

    def _fact(self, fact: FactView) -> QWidget:
        link = WrappedLink(
            fact.words, f"reality_{fact.id}", lambda: self._correct(fact), tone="text",
            label=_("Correct: {words}").format(words=words.shortened(fact.words, 60)),
        )  # fmt: skip
        mend = _("We: {words}").format(words=fact.mitigation) if fact.mitigation else ""
        said = words.said(fact.person, fact.said_on)
        remark = " · ".join(filter(None, (texts.figures(fact), mend, said)))
        if not remark:
            return link
        return column(link, PlainLabel(remark, "small", "muted", wrap=True), gap=0)

    def _correct(self, fact: FactView) -> None:
        from salesdesk.ui.deal.discovery.fact_dialog import correct

        correct(self._room, fact, self)
