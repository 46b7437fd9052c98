"""Commands on questions of the rep's own: add, reword, delete. Called by the Discover panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain.discovery import LAYER_LABELS, OWN
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ordering import key_between
from salesdesk.support.i18n import _
from salesdesk.usecases.answers import answer_rows, shown

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit


@dataclass(frozen=True)
class AddOwnQuestion:
    """Adds a question of the rep's own to one deal."""

    deal_id: str
    layer: str
    text: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add the question “{question}”").format(question=shown(self.text))

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a text."""
        from salesdesk.store.schema import OwnQuestion

        text = _question(self.text, self.layer)
        last = unit.find(
            OwnQuestion, OwnQuestion.deal_id == self.deal_id, order_by=OwnQuestion.order_key
        )
        key = key_between(last[-1].order_key if last else None, None)
        unit.add(OwnQuestion(deal_id=self.deal_id, layer=self.layer, text=text, order_key=key))


@dataclass(frozen=True)
class EditOwnQuestion:
    """Rewords a question of the rep's own; its answers stay."""

    question_id: str
    text: str
    layer: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Reword the question “{question}”").format(question=shown(self.text))

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a text."""
        from salesdesk.store.schema import OwnQuestion

        row = unit.get(OwnQuestion, self.question_id)
        row.layer = self.layer or row.layer
        row.text = _question(self.text, row.layer)


@dataclass(frozen=True)
class BinOwnQuestion:
    """Deletes a question of the rep's own; what was answered to it becomes captured lines."""

    question_id: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Delete a question")

    def apply(self, unit: Unit) -> None:
        """The buyer's words are never lost with the question."""
        from salesdesk.store.schema import OwnQuestion

        row = unit.get(OwnQuestion, self.question_id)
        unit.label = _("Delete the question “{question}”").format(question=shown(row.text))
        for answer in answer_rows(unit, row.deal_id, OWN + row.id):
            if answer.words:
                answer.question_key = None
            else:
                unit.bin(answer)
        unit.bin(row)


def _question(text: str, layer: str) -> str:
    if not text.strip():
        raise KnownError(_("A question needs words. Nothing was added; type the question."))
    if layer not in LAYER_LABELS:
        raise KnownError(_("There is no question layer “{layer}”.").format(layer=layer))
    return text.strip()
