"""Why the deal ended: shown at the top of the Overview of a closed deal."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from salesdesk.support.i18n import _
from salesdesk.ui.deal import words
from salesdesk.ui.deal.overview.section import Section
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, column
from salesdesk.ui.widgets import PlainLabel
from salesdesk.usecases.deal_views import ReviewView


class ReviewSection(Section):
    """Outcome, reasons and lessons; out of sight while the deal is open."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "review", _("How it ended"))
        self._rows = Rows("review_rows")
        self.body.addWidget(self._rows)

    def show_view(self) -> None:
        """Show the room's deal."""
        assert self.room.view is not None
        review = self.room.view.review
        self.setVisible(review is not None and self.room.view.deal.status != "open")
        if review is not None:
            names = {"won": _("Won"), "lost": _("Lost"), "no_decision": _("No decision")}
            outcome = names.get(review.outcome, review.outcome)
            self.header.set_words(f"{self.title}: {outcome}", words.full_day(review.decided_on))
        self._rows.show_items([review] if review else [], self._review)

    @staticmethod
    def _review(review: ReviewView) -> QWidget:
        lines = (
            (_("Reasons"), ", ".join(review.reasons)),
            (_("Note"), review.note),
            (_("What happened"), review.what_happened),
            (_("Where it broke"), review.where_broke),
            (_("The signal we missed"), review.missed_signal),
            (_("What we change"), review.change),
            (_("Went to"), review.competitor),
        )
        parts = [
            column(PlainLabel(label, "small", "muted"), PlainLabel(text, "body", wrap=True), gap=0)
            for label, text in lines
            if text
        ]
        return column(*parts, gap=6)
