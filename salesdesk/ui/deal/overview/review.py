"""Why the deal ended: at the top of the Overview of a closed deal, and of one that was reopened."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from salesdesk.support.i18n import _
from salesdesk.ui.deal import words
from salesdesk.ui.deal.overview.section import Section
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, column
from salesdesk.ui.deal.writing import show_dialog
from salesdesk.ui.widgets import PlainLabel
from salesdesk.usecases.deal_views import ReviewView


class ReviewSection(Section):
    """Outcome, reasons and lessons; out of sight on a deal that never ended."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "review", _("How it ended"))
        self.hold = self.add_button(_("Hold the review…"), "hold", self.start)
        self._rows = Rows("review_rows", 10)
        self.body.addWidget(self._rows)

    def show_view(self) -> None:
        """Show the room's deal."""
        view = self.room.view
        assert view is not None
        is_open = view.deal.status == "open"
        review = None if is_open else view.review
        self.setVisible(not is_open or bool(view.past_reviews))
        self.hold.setVisible(not is_open and view.deal.binned_at is None)
        is_held = review is not None and review.is_held
        self.hold.setText(_("Change the review…") if is_held else _("Hold the review…"))
        if is_open:
            self.header.set_words(_("How it ended before it was reopened"))
        elif review is not None:
            title = f"{self.title}: {_outcome(review)}"
            self.header.set_words(title, words.full_day(review.decided_on))
        else:
            self.header.set_words(self.title)
        now = [(review, False)] if review is not None else []
        self._rows.show_items([*now, *((past, True) for past in view.past_reviews)], self._review)

    def start(self, target: str = "") -> None:
        """Hold the review."""
        from salesdesk.ui.deal.overview.review_dialog import ReviewDialog

        if self.room.view is not None and self.room.view.deal.status != "open":
            show_dialog(ReviewDialog(self.room))

    @staticmethod
    def _review(item: tuple[ReviewView, bool]) -> QWidget:
        review, is_past = item
        is_won = review.outcome == "won"
        signal = _("The signal that told us") if is_won else _("The signal we missed")
        lines = (
            (_("Reasons"), ", ".join(review.reasons)),
            (_("Note"), review.note),
            (_("What happened"), review.what_happened),
            (_("Where it was close") if is_won else _("Where it broke"), review.where_broke),
            (signal, review.missed_signal),
            (_("What we change"), review.change),
            (_("Went to"), review.competitor),
        )
        parts: list[QWidget] = []
        if is_past:
            before = _("Reopened after: {outcome}, {date}").format(
                outcome=_outcome(review), date=words.full_day(review.decided_on)
            )
            parts.append(PlainLabel(before, "small_strong", "muted", wrap=True))
        parts += [
            column(PlainLabel(label, "small", "muted"), PlainLabel(text, "body", wrap=True), gap=0)
            for label, text in lines
            if text
        ]
        if not is_past and not review.is_held:
            hint = _("What it taught us is not written down yet: four questions, five minutes.")
            parts.append(PlainLabel(hint, "body", "warn", wrap=True))
        return column(*parts, gap=6)


def _outcome(review: ReviewView) -> str:
    names = {"won": _("Won"), "lost": _("Lost"), "no_decision": _("No decision")}
    return names.get(review.outcome, review.outcome)
