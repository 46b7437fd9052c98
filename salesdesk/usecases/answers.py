"""Commands on answers: answer, skip, plan, capture a line and file it.

Called by the Discover panel, call mode and the capture line; `usecases.discovery` hands them on.

An answer and a fact that carries the whole of it are one text: whoever changes the one changes
the other (see `usecases.facts.EditFact`). A fact with words of its own, because the rep marked a
part of the answer or reworded it, stays as it is when the answer is edited.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain.discovery import OWN
from salesdesk.domain.errors import KnownError
from salesdesk.domain.plain_words import cut
from salesdesk.support.i18n import _
from salesdesk.usecases.facts import add_fact, facts_of_answer, required_day

if TYPE_CHECKING:
    from salesdesk.store.schema import Answer
    from salesdesk.store.unit import Unit

_SHOWN = 48


@dataclass(frozen=True)
class AnswerQuestion:
    """Keeps what was answered. `answered_on` is ISO text.

    Changes the answer that is there, or the one named by `answer_id`; `is_another` adds a second
    voice instead. Empty words take the answer back.
    """

    deal_id: str
    question_key: str
    words: str
    person_id: str | None
    answered_on: str
    answer_id: str | None = None
    is_another: bool = False

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the question."""
        return _("Answer a question")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError on a date that is none."""
        required_day(self.answered_on)
        words = self.words.strip()
        unit.label = _("Answer “{question}”").format(
            question=question_text(unit, self.deal_id, self.question_key)
        )
        answer = self._row(unit, bool(words))
        if answer is None:
            return
        if not words:
            take_back(unit, answer)
            return
        set_words(unit, answer, words)
        move_speaker(unit, answer, self.person_id, self.answered_on)
        answer.skipped_why = None
        answer.planned = False

    def _row(self, unit: Unit, has_words: bool) -> Answer | None:
        from salesdesk.store.schema import Answer

        if self.answer_id:
            return unit.get(Answer, self.answer_id)
        rows = answer_rows(unit, self.deal_id, self.question_key)
        if rows and not (self.is_another and rows[0].words):
            return rows[0]
        return (
            new_answer(unit, self.deal_id, self.question_key, self.answered_on)
            if has_words
            else None
        )


@dataclass(frozen=True)
class SkipQuestion:
    """Leaves a question out, with the reason; an empty reason takes the skip back."""

    deal_id: str
    question_key: str
    reason: str
    is_skipped: bool = True

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Skip a question") if self.is_skipped else _("Ask a skipped question again")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a reason, or when the question is answered already."""
        rows = answer_rows(unit, self.deal_id, self.question_key)
        if not self.is_skipped:
            for row in rows:
                row.skipped_why = None
                _bin_when_blank(unit, row)
            return
        if not self.reason.strip():
            raise KnownError(
                _("Skipping a question needs a reason. Nothing was changed; say in a word why.")
            )
        if any(row.words for row in rows):
            raise KnownError(
                _("This question has an answer already, so it was not skipped. "
                  "Clear the answer first.")
            )  # fmt: skip
        row = rows[0] if rows else new_answer(unit, self.deal_id, self.question_key, unit.today)
        row.skipped_why = self.reason.strip()
        row.planned = False


@dataclass(frozen=True)
class PlanQuestion:
    """Puts a question on the plan (and the agenda) of the next call, or takes it off."""

    deal_id: str
    question_key: str
    is_planned: bool

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Plan a question") if self.is_planned else _("Take a question off the plan")

    def apply(self, unit: Unit) -> None:
        """Planning a skipped question takes the skip back."""
        rows = answer_rows(unit, self.deal_id, self.question_key)
        if not rows and self.is_planned:
            rows = [new_answer(unit, self.deal_id, self.question_key, unit.today)]
        for row in rows[:1] if self.is_planned else rows:
            row.planned = self.is_planned
            if self.is_planned:
                row.skipped_why = None
            _bin_when_blank(unit, row)


@dataclass(frozen=True)
class CaptureLine:
    """Keeps what the buyer said out of order, to be filed later; `kind` marks it at once."""

    deal_id: str
    words: str
    kind: str | None = None
    person_id: str | None = None
    question_key: str | None = None
    """Files the line right away."""
    said_on: str | None = None
    """ISO date; today when None."""
    parts: tuple[tuple[str, str], ...] = ()
    """More marks, (kind, words): what was selected in the line while it was typed."""

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Note “{words}”").format(words=shown(self.words))

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when there are no words, or on an unknown kind."""
        words = self.words.strip()
        if not words:
            raise KnownError(_("There is nothing to note yet. Type what the buyer said."))
        day = required_day(self.said_on or unit.today)
        answer = _free_row(unit, self.deal_id, self.question_key)
        answer = answer or new_answer(unit, self.deal_id, self.question_key, day)
        answer.words, answer.person_id, answer.answered_on = words, self.person_id, day
        answer.skipped_why, answer.planned = None, False
        if self.kind:
            add_fact(unit, answer, self.kind, words)
        for kind, part in self.parts:
            add_fact(unit, answer, kind, part)


@dataclass(frozen=True)
class FileCapture:
    """Files a captured line under a question, or (None) takes it out again."""

    answer_id: str
    question_key: str | None

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("File a captured line")

    def apply(self, unit: Unit) -> None:
        """A line filed under a question that has an answer stands beside it as a second one."""
        from salesdesk.store.schema import Answer

        answer = unit.get(Answer, self.answer_id)
        blank = _free_row(unit, answer.deal_id, self.question_key) if self.question_key else None
        if blank is not None and blank.id != answer.id:
            unit.bin(blank)
        answer.question_key = self.question_key
        for fact in facts_of_answer(unit, answer.id):
            fact.key = self.question_key
        unit.label = _("File “{words}”").format(words=shown(answer.words))


@dataclass(frozen=True)
class BinAnswer:
    """Puts an answer or a captured line into the bin, with the facts that were marked in it."""

    answer_id: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Delete an answer")

    def apply(self, unit: Unit) -> None:
        """Facts are binned too: nothing that counts may rest on an answer that is gone."""
        from salesdesk.store.schema import Answer

        answer = unit.get(Answer, self.answer_id)
        for fact in facts_of_answer(unit, answer.id):
            unit.bin(fact)
        unit.bin(answer)
        unit.label = _("Delete “{words}”").format(words=shown(answer.words))


def answer_rows(unit: Unit, deal_id: str, question_key: str) -> list[Answer]:
    """The rows of one question on one deal, oldest first."""
    from salesdesk.store.schema import Answer

    return unit.find(
        Answer,
        Answer.deal_id == deal_id,
        Answer.question_key == question_key,
        order_by=Answer.id,
    )


def new_answer(unit: Unit, deal_id: str, question_key: str | None, day: str) -> Answer:
    """A fresh, empty answer on a deal that is there. Raises KnownError when the deal is gone."""
    from salesdesk.store.schema import Answer, Deal

    unit.get(Deal, deal_id)
    return unit.add(
        Answer(deal_id=deal_id, question_key=question_key, words="", answered_on=day, planned=False)
    )


def set_words(unit: Unit, answer: Answer, words: str) -> None:
    """Changes an answer's words, and those of every fact that carries the whole of it."""
    for fact in facts_of_answer(unit, answer.id):
        if fact.words == answer.words:
            fact.words = words
    answer.words = words


def move_speaker(unit: Unit, answer: Answer, person_id: str | None, day: str) -> None:
    """Changes who said it and when; facts that name the same speaker or day follow."""
    for fact in facts_of_answer(unit, answer.id):
        if fact.person_id == answer.person_id:
            fact.person_id = person_id
        if fact.said_on == answer.answered_on:
            fact.said_on = day
    answer.person_id, answer.answered_on = person_id, day


def take_back(unit: Unit, answer: Answer) -> None:
    """Clears an answer: facts that carry the whole of it go to the bin, reworded ones stay."""
    for fact in facts_of_answer(unit, answer.id):
        if fact.words == answer.words:
            unit.bin(fact)
    answer.words = ""
    if not facts_of_answer(unit, answer.id):
        _bin_when_blank(unit, answer)


def question_text(unit: Unit, deal_id: str, key: str) -> str:
    """The question's text, shortened for a label; its key when the process has it no more."""
    from salesdesk.store.schema import Deal, OwnQuestion

    if key.startswith(OWN):
        own = unit.maybe(OwnQuestion, key.removeprefix(OWN))
        return shown(own.text if own else key)
    question = unit.process(unit.get(Deal, deal_id).pipeline_id).question(key)
    return shown(question.text if question else key)


def shown(words: str) -> str:
    """Words cut to what fits a menu."""
    return cut(" ".join(words.split()), _SHOWN)


def _free_row(unit: Unit, deal_id: str, question_key: str | None) -> Answer | None:
    """The row that only says planned or skipped, where a first answer goes."""
    if question_key is None:
        return None
    return next((r for r in answer_rows(unit, deal_id, question_key) if not r.words), None)


def _bin_when_blank(unit: Unit, answer: Answer) -> None:
    if not (answer.words or answer.planned or answer.skipped_why):
        unit.bin(answer)
