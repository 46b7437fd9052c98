"""Their decision criteria, met point by point: yes, partly, no or unknown, and in what words.

Called by the Value panel. The criterion itself is a fact, and corrected as one.
"""

from __future__ import annotations

from collections import Counter

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.domain.value import FIT_LABELS, CriterionMatch
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, line
from salesdesk.ui.deal.value import texts
from salesdesk.ui.deal.value.fact_entry import FactEntry
from salesdesk.ui.widgets import Card, ElidedLabel, PlainLabel, SectionHeader, Segments, TextBox
from salesdesk.usecases import value as use
from salesdesk.usecases.facts import EditFact
from salesdesk.usecases.value import ValueView


class CriteriaSection(QWidget):
    """A card for each criterion, and the line that adds one."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("value_criteria")
        self._room = room
        self._view: ValueView | None = None
        self.header = SectionHeader(_("Decision criteria"), name="value_criteria_header")
        self.rows = Rows("criteria_rows", 6, room, 6)
        self.add = FactEntry(
            room, "value_criterion", ("criterion",), _("A criterion they decide by")
        )
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
        """Show how each criterion is met."""
        self._view = view
        self.header.set_words(_("Decision criteria"), standing(view.criteria))
        self.rows.show_items(view.criteria, self._row, self._empty)
        self.add.refresh()

    def _row(self, match: CriterionMatch) -> QWidget:
        fact = match.fact
        card = Card(name=f"criterion_{fact.id}", spacing=5)
        shown = words.shortened(fact.words, 60)
        said = TextBox(f"criterion_{fact.id}_fact", _("Decision criterion"), words=fact.words)
        said.committed.connect(lambda text: self._do(EditFact(fact.id, {"words": text})))
        fit = Segments(
            f"criterion_{fact.id}_fit", _("How do we meet it: {words}").format(words=shown),
            [(key, _(text)) for key, text in FIT_LABELS.items()], value=match.fit,
        )  # fmt: skip
        deal_id = self._room.deal_id
        fit.picked.connect(lambda chosen: self._do(use.MatchCriterion(deal_id, fact.id, chosen)))
        how = TextBox(
            f"criterion_{fact.id}_words", _("How we meet it: {words}").format(words=shown),
            words=match.words, hint=_("How we meet it, in words that the buyer may read"),
        )  # fmt: skip
        how.committed.connect(
            lambda text: self._do(use.MatchCriterion(deal_id, fact.id, words=text))
        )
        who = ElidedLabel(words.said(fact.person, fact.said_on), "small", "faint")
        for widget in (said, line(fit, who, 1, gap=10), how):
            card.body.addWidget(widget)
        return card

    @staticmethod
    def _empty() -> QWidget:
        return PlainLabel(
            _("No criterion is known yet. Ask how they will decide, and what they compare."),
            "body", "muted", wrap=True, name="criteria_empty",
        )  # fmt: skip

    def _do(self, command: object) -> None:
        def refused(sentence: str) -> None:
            self._room.context.shell.warn(sentence, "late")
            self.rows.forget()
            if self._view is not None:
                self.show_view(self._view)

        self._room.do(command, None, refused, owner=self)


def standing(criteria: tuple[CriterionMatch, ...]) -> str:
    """How many are met how: "2 yes · 1 partly"; unknown ones too."""
    counted = Counter(match.fit for match in criteria)
    parts = [f"{counted[fit]} {texts.fit_label(fit).lower()}" for fit in FIT_LABELS if counted[fit]]
    return " · ".join(parts)
