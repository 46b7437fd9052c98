"""The dialog for a question of the rep's own on this deal."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from salesdesk.domain.discovery import LAYER_LABELS
from salesdesk.support.i18n import _
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.room import Room
from salesdesk.ui.widgets import Dialog, Form, PickOne, TextBox


class OwnQuestionDialog(Dialog):
    """Asks for the words and the layer; what was typed survives cancelling."""

    def __init__(self, room: Room, layer: str, parent: QWidget | None = None) -> None:
        super().__init__(_("A question of your own"), "own_question", size=(500, 0), parent=parent)
        self._deal_room = room
        self.form = Form("own_question_form")
        self.words = TextBox("own_question_words", _("Question"), rows=2, most_rows=6)
        self._draft = DraftField(room.drafts, "own_question", self.words)
        self._draft.show(room.deal_id)
        choices = [(key, _(label)) for key, label in LAYER_LABELS.items()]
        self.layer = PickOne("own_question_layer", _("Layer"), choices, value=layer)
        self.form.add("words", _("Question"), self.words, is_required=True)
        self.form.add("layer", _("Where it belongs"), self.layer)
        self.body.addWidget(self.form)
        self.set_cancel()
        self.set_primary(_("Add question"), "own_question_accept")
        self.words.setFocus()

    def may_accept(self) -> bool:
        """Words are needed."""
        return self.form.check()

    def accept(self) -> None:
        """Add the question."""
        from salesdesk.usecases.own_questions import AddOwnQuestion

        if self.may_accept():
            command = AddOwnQuestion(
                self._deal_room.deal_id, self.layer.value(), self.words.words()
            )
            self._deal_room.do(command)
            self._draft.clear()
            self.done(int(Dialog.DialogCode.Accepted))
