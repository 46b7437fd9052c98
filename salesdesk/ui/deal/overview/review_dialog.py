"""The review of a closed deal, without blame: what happened, where, which signal, what changes."""

from __future__ import annotations

from salesdesk.support.i18n import _
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.writing import WritingDialog
from salesdesk.ui.widgets import Form, LineEdit, PickOne, PlainLabel, TextBox
from salesdesk.usecases.closing import HoldReview


class ReviewDialog(WritingDialog):
    """Asks the four questions; what is known already stands in the fields."""

    def __init__(self, room: Room) -> None:
        assert room.view is not None
        deal, review = room.view.deal, room.view.review
        super().__init__(room, _("The review"), "review_dialog", deal.name, size=(600, 0))
        self._outcome = review.outcome if review else deal.status
        is_won = self._outcome == "won"
        hint = _("Nobody is to blame here. What would we do differently on Monday?")
        self.body.addWidget(PlainLabel(hint, "body", "muted", wrap=True))
        self.what_happened = self._box("what_happened", _("What happened?"))
        places = [(None, _("Not sure")), *((step.name, step.name) for step in room.view.path)]
        kept = review.where_broke if review else None
        if kept is not None and kept not in dict(places):
            places.append((kept, kept))
        where = _("Where was it close?") if is_won else _("Where did the process break?")
        self.where_broke = PickOne("review_where", where, places, value=kept)
        signal = _("Which signal told us early?") if is_won else _("Which signal did we miss?")
        self.missed_signal = self._box("missed_signal", signal)
        change = _("What do we keep, and what do we change?") if is_won else _("What do we change?")
        self.change = self._box("change", change)
        self.note = self._box("note", _("Note"))
        rival = (review.competitor if review else None) or ""
        self.competitor = LineEdit("review_competitor", _("Who won it instead?"), words=rival)
        form = self.form = Form("review_form")
        form.add("what_happened", _("What happened?"), self.what_happened)
        form.add("where_broke", where, self.where_broke)
        form.add("missed_signal", signal, self.missed_signal)
        form.add("change", change, self.change)
        form.add("note", _("Note"), self.note)
        form.add("competitor", _("Who won it instead?"), self.competitor)
        form.row("competitor").setVisible(self._outcome == "lost")
        self.body.addWidget(form)
        self.body.addWidget(self.fault)
        self.set_cancel()
        self.set_primary(_("Save review"), "review_accept")
        self.what_happened.setFocus()

    def command(self) -> HoldReview:
        """What was written."""
        return HoldReview(
            self._deal_room.deal_id,
            {
                "what_happened": self.what_happened.words() or None,
                "where_broke": self.where_broke.value(),
                "missed_signal": self.missed_signal.words() or None,
                "change": self.change.words() or None,
                "note": self.note.words() or None,
                "competitor": self.competitor.words() or None,
            },
        )

    def _box(self, column: str, label: str) -> TextBox:
        view = self._deal_room.view
        review = view.review if view else None
        kept = getattr(review, column) if review else None
        return TextBox(f"review_{column}", label, words=kept or "", most_rows=6)
