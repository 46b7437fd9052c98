"""A deal that was worked on for months: answers, activities and people by the hundred."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain.facts import ROLE_LABELS
from salesdesk.domain.ids import new_ids
from salesdesk.domain.ordering import keys_between
from salesdesk.domain.process import Process
from tests.bench.desks import TODAY, WORDS

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit

ANSWERS, ACTIVITIES, PEOPLE = 500, 300, 50


@dataclass(frozen=True)
class WorkDeal:
    """Fills one deal: answers over all questions of its process, marked as the questions say."""

    deal_id: str
    process: Process

    @property
    def label(self) -> str:
        """For the undo menu."""
        return "Work on a deal"

    def apply(self, unit: Unit) -> None:
        """Adds everything in bulk."""
        from salesdesk.store import schema

        people = new_ids(PEOPLE)
        roles = list(ROLE_LABELS)
        unit.add_many(
            schema.Person,
            [{"id": each, "name": f"{_words(n)} Person {n}", "title": "Head of operations"}
             for n, each in enumerate(people)],
        )  # fmt: skip
        unit.add_many(
            schema.DealPerson,
            [{"id": link, "deal_id": self.deal_id, "person_id": people[n],
              "role": roles[n % len(roles)], "influence": ("high", "medium", "low")[n % 3],
              "stance": ("supporter", "neutral", "sceptic")[n % 3],
              "reports_to_id": people[n // 4] if n >= 4 else None}
             for n, link in enumerate(new_ids(PEOPLE))],
        )  # fmt: skip
        answers = [self._answer(n, each, people) for n, each in enumerate(new_ids(ANSWERS))]
        unit.add_many(schema.Answer, answers)
        unit.add_many(schema.Fact, self._facts(answers))
        unit.add_many(
            schema.Activity,
            [{"id": each, "deal_id": self.deal_id, "kind": ("call", "email", "meeting")[n % 3],
              "subject": f"{_words(n)} {n}", "body": f"{_words(n * 3)}. " * 12,
              "happened_on": (TODAY - dt.timedelta(days=n // 2)).isoformat(),
              "by_buyer": n % 2 == 0, "person_id": people[n % PEOPLE]}
             for n, each in enumerate(new_ids(ACTIVITIES))],
        )  # fmt: skip

    def _answer(self, n: int, answer_id: str, people: list[str]) -> dict[str, object]:
        questions = self.process.questions
        return {
            "id": answer_id,
            "deal_id": self.deal_id,
            "question_key": questions[n % len(questions)].key,
            "words": f"{_words(n)} {_words(n * 5)}, answer {n}",
            "person_id": people[n % PEOPLE],
            "answered_on": (TODAY - dt.timedelta(days=n // 5)).isoformat(),
            "planned": False,
        }

    def _facts(self, answers: list[dict[str, object]]) -> list[dict[str, object]]:
        """A fact of every second answer whose question marks one."""
        marks = {question.key: question.marks for question in self.process.questions}
        marked = [answer for answer in answers[::2] if marks[str(answer["question_key"])]]
        count = len(marked)
        rows = zip(marked, new_ids(count), keys_between(None, None, count), strict=True)
        return [
            {"id": fact_id, "deal_id": self.deal_id, "kind": marks[str(answer["question_key"])],
             "words": answer["words"], "person_id": answer["person_id"],
             "said_on": answer["answered_on"], "source_kind": "answer", "source_id": answer["id"],
             "confirmed": n % 3 == 0, "key": answer["question_key"], "order_key": order}
            for n, (answer, fact_id, order) in enumerate(rows)
        ]  # fmt: skip


def _words(n: int) -> str:
    return f"{WORDS[n % len(WORDS)]} {WORDS[n * 7 // len(WORDS) % len(WORDS)]}".capitalize()
