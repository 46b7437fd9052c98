"""Reads a deal's answers and own questions. Called by the discovery queries alone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from salesdesk.domain import discovery
from salesdesk.domain.gates import FactView
from salesdesk.store.schema import Answer, OwnQuestion, Person


def answers(
    connection: Connection, deal_id: str, facts: Sequence[FactView]
) -> tuple[discovery.Answer, ...]:
    """Every answer, capture, skip and plan mark of a deal, oldest first, with its facts."""
    by_source: dict[str, list[FactView]] = {}
    for fact in facts:
        if fact.source_kind == "answer" and fact.source_id:
            by_source.setdefault(fact.source_id, []).append(fact)
    rows = connection.execute(
        select(
            Answer.id, Answer.question_key, Answer.words, Answer.person_id, Person.name,
            Answer.answered_on, Answer.skipped_why, Answer.planned,
        )
        .outerjoin_from(Answer, Person, Person.id == Answer.person_id)
        .where(Answer.deal_id == deal_id, Answer.binned_at.is_(None))
        .order_by(Answer.id)
    )  # fmt: skip
    return tuple(
        discovery.Answer(
            row.id, row.question_key, row.words, row.person_id, row.name or "", row.answered_on,
            row.skipped_why, row.planned, tuple(by_source.get(row.id, ())),
        )
        for row in rows
    )  # fmt: skip


def own_questions(connection: Connection, deal_id: str) -> tuple[discovery.OwnQuestion, ...]:
    """The rep's own questions on a deal, in their order."""
    rows = connection.execute(
        select(OwnQuestion.id, OwnQuestion.layer, OwnQuestion.text)
        .where(OwnQuestion.deal_id == deal_id, OwnQuestion.binned_at.is_(None))
        .order_by(OwnQuestion.order_key, OwnQuestion.id)
    )
    return tuple(discovery.OwnQuestion(row.id, row.layer, row.text) for row in rows)
