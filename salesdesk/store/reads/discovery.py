"""Reads a deal's answers and own questions. Called by the discovery queries alone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from salesdesk.domain import discovery
from salesdesk.domain.gates import FactView
from salesdesk.store.prepared import Prepared
from salesdesk.store.schema import Answer, OwnQuestion, Person

_ANSWERS = Prepared(
    select(
        Answer.id, Answer.question_key, Answer.words, Answer.person_id, Person.name,
        Answer.answered_on, Answer.skipped_why, Answer.planned,
    )
    .outerjoin_from(Answer, Person, Person.id == Answer.person_id)
    .where(Answer.deal_id == bindparam("deal"), Answer.binned_at.is_(None))
    .order_by(Answer.id)
)  # fmt: skip
_OWN_QUESTIONS = Prepared(
    select(OwnQuestion.id, OwnQuestion.layer, OwnQuestion.text)
    .where(OwnQuestion.deal_id == bindparam("deal"), OwnQuestion.binned_at.is_(None))
    .order_by(OwnQuestion.order_key, OwnQuestion.id)
)


def answers(
    connection: Connection, deal_id: str, facts: Sequence[FactView]
) -> tuple[discovery.Answer, ...]:
    """Every answer, capture, skip and plan mark of a deal, oldest first, with its facts."""
    by_source: dict[str, list[FactView]] = {}
    for fact in facts:
        if fact.source_kind == "answer" and fact.source_id:
            by_source.setdefault(fact.source_id, []).append(fact)
    rows = _ANSWERS.rows(connection, {"deal": deal_id})  # by the hundred: no record for each
    return tuple(
        discovery.Answer(
            answer_id, question_key, words, person_id, name or "", on, skipped_why, bool(planned),
            tuple(by_source.get(answer_id, ())),
        )
        for answer_id, question_key, words, person_id, name, on, skipped_why, planned in rows
    )  # fmt: skip


def own_questions(connection: Connection, deal_id: str) -> tuple[discovery.OwnQuestion, ...]:
    """The rep's own questions on a deal, in their order."""
    rows = _OWN_QUESTIONS.rows(connection, {"deal": deal_id})
    return tuple(discovery.OwnQuestion(*row) for row in rows)
