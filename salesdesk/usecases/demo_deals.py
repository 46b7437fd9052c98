"""The demo's deals: stays, people, answers, facts, items, objections, steps, reviews, handoffs.

Called by `usecases.demo` alone; how a deal is written down is told in ``resources/demo/README.md``.
"""

from __future__ import annotations

import json
from typing import Any

from salesdesk.domain.facts import FACT_KINDS
from salesdesk.domain.money import exponent
from salesdesk.domain.ordering import key_between, keys_between
from salesdesk.domain.process import Process
from salesdesk.usecases.demo_calls import add_calls, add_research, add_scores
from salesdesk.usecases.demo_commitment import commitment
from salesdesk.usecases.demo_content import Days, Line, line, lines
from salesdesk.usecases.demo_proposals import Proposals
from salesdesk.usecases.demo_rows import DemoRows, Plain
from salesdesk.usecases.demo_value import add_value


class DealRows(DemoRows):
    """Adds deals, in the order of their cards, behind the card with `last_key`."""

    def __init__(
        self, process: Process, pipeline_id: str, currency: str, days: Days, last_key: str | None
    ) -> None:
        super().__init__(days)
        self._process = process
        self._stages = [stage.key for stage in process.board_stages()]
        self._pipeline_id, self._currency = pipeline_id, currency
        self._last_key = last_key

    def deal(self, plain: Plain) -> None:
        """A deal with all that is written down of it."""
        currency = plain.get("currency", self._currency)
        since = [-days for days in plain["since"]]
        self._last_key = key_between(self._last_key, None)
        status = plain.get("status", "open")
        deal = self.add(
            "deal",
            pipeline_id=self._pipeline_id,
            stage_key=self._stages[len(since) - 1],
            order_key=self._last_key,
            name=plain["name"],
            account_id=self.known_accounts[plain["account"]],
            amount_minor=_minor(plain.get("amount"), currency),
            currency=currency,
            probability=plain.get("probability"),
            category=plain.get("category", "pipeline"),
            status=status,
            created_on=self.days.plain(since[0]),
            entered_on=self.days.plain(since[-1]),
            pause_reason=plain.get("pause_reason"),
            source=plain.get("source"),
            term=plain.get("term"),
            **self._dates(plain),
        )
        self._stays(deal, since, plain)
        self._people_of(deal, plain)
        self._said(deal, plain)
        add_value(self, deal, plain)
        self._around(deal, plain, currency)
        self._worked(deal, plain)
        add_research(self, deal, plain)
        add_scores(self, deal, plain)
        add_calls(self, deal, plain)
        Proposals(self, deal, plain, currency).add()
        commitment(self, deal, plain, currency)
        if "review" in plain:
            self._review(deal, plain)
        if "handoff" in plain:
            self._handoff(deal, plain["handoff"])

    def _dates(self, plain: Plain) -> dict[str, str | None]:
        """The columns that hold a date, from offsets; a closing lies in the past as it is."""
        work = {
            "expected_close_on": "close", "paused_until": "paused", "start_on": "start",
            "renewal_on": "renewal", "kickoff_on": "kickoff",
        }  # fmt: skip
        found = {c: self.days.work(plain[k]) if k in plain else None for c, k in work.items()}
        closed = plain.get("closed")
        return {**found, "closed_on": None if closed is None else self.days.plain(-closed)}

    def _stays(self, deal: str, since: list[int], plain: Plain) -> None:
        closed = plain.get("closed")
        ends: list[int | None] = [*since[1:], None if closed is None else -closed]
        for place, (start, end) in enumerate(zip(since, ends, strict=True)):
            self.add(
                "stay",
                deal_id=deal,
                stage_key=self._stages[place],
                # Later stages later in the day, so that two moves on one day stay in order.
                entered_at=self.days.instant(start, 60 + 45 * place),
                left_at=None if end is None else self.days.instant(end, 60 + 45 * (place + 1)),
                how="moved" if place else "created",
            )
        for row in lines(plain.get("overrides")):
            start_stage, stage, day, why = row.parts
            self.add(
                "gate_override", deal_id=deal, from_stage=start_stage, to_stage=stage, why=why,
                missing=json.dumps(row.named["missing"].split(", ")),
                made_at=self.days.instant(day, 60),
            )  # fmt: skip

    def _people_of(self, deal: str, plain: Plain) -> None:
        for row in lines(plain.get("people")):
            boss = row.named.get("boss")
            self.add(
                "deal_person",
                deal_id=deal,
                person_id=self.people[row.parts[0]],
                role=row.parts[1],
                influence=row.part(2) or "medium",
                stance=row.part(3) or "unknown",
                reports_to_id=self.people[boss] if boss else None,
                wants=row.named.get("wants"),
            )

    def _said(self, deal: str, plain: Plain) -> None:
        """Answers, captured lines and facts, in the order they are written down."""
        texts = plain.get("said", [])
        keys = iter(keys_between(None, None, len(texts)))
        answer: dict[str, Any] = {}
        for text in texts:
            if text.startswith("= "):
                mark, _, rest = text.removeprefix("= ").partition(" ")
                self._fact(deal, mark, line(rest.removeprefix(">")), next(keys), answer)
                continue
            head, _, rest = text.partition(" > ")
            if head.rstrip("!") in FACT_KINDS:
                self._fact(deal, head, line(rest), next(keys), None)
            elif head.startswith("own "):
                layer, _, question = head.removeprefix("own ").partition(": ")
                self.add(
                    "own_question", deal_id=deal, layer=layer, text=question, order_key=next(keys)
                )
            else:
                answer = self._answer(deal, head, line(rest))
        for row in lines(plain.get("skipped")):
            self._answer(deal, row.parts[0], line(""), skipped_why=row.parts[1])
        for key in plain.get("planned", ()):
            self._answer(deal, key, line(""), planned=True)

    def _answer(self, deal: str, key: str, row: Line, **more: Any) -> dict[str, Any]:
        """An answer; the key ``heard`` stands for a captured line that is not filed yet."""
        self.add(
            "answer",
            **{
                "deal_id": deal,
                "question_key": None if key == "heard" else key,
                "words": row.part(0) or "",
                "person_id": self.who(row.part(1)),
                "answered_on": self.days.work(row.part(2) or 0),
                "planned": False,
                **more,
            },
        )
        return self.rows["answer"][-1]

    def _fact(self, deal: str, mark: str, row: Line, key: str, answer: Plain | None) -> None:
        """A fact by hand, or one marked in `answer`; ``!`` says that it is confirmed."""
        spoken = answer or {
            "person_id": self.who(row.part(1)),
            "answered_on": self.days.work(row.part(2) or 0),
        }
        due = row.named.get("due")
        text_columns = ("measure", "baseline", "target", "owner", "severity", "mitigation")
        self.add(
            "fact",
            deal_id=deal,
            kind=mark.rstrip("!"),
            words=row.part(0) or (answer or {}).get("words"),
            person_id=spoken["person_id"],
            said_on=spoken["answered_on"],
            source_kind="answer" if answer else "hand",
            source_id=answer["id"] if answer else None,
            confirmed=mark.endswith("!"),
            key=answer["question_key"] if answer else row.named.get("key"),
            due_on=self.days.work(due) if due else None,
            order_key=key,
            **{column: row.named.get(column) for column in text_columns},
        )

    def _around(self, deal: str, plain: Plain, currency: str) -> None:
        """Line items, rivals, tags and the values of custom fields."""
        facts = [row for row in self.rows["fact"] if row["deal_id"] == deal]
        items = lines(plain.get("items"))
        for key, row in zip(keys_between(None, None, len(items)), items, strict=True):
            self._item(deal, row, key, currency, facts)
        for row in lines(plain.get("rivals")):
            name, kind = row.parts[:2]
            self.add("deal_competitor", deal_id=deal, name=name, kind=kind, note=row.part(2))
        for tag in plain.get("tags", ()):
            self.add("deal_tag", deal_id=deal, tag_id=self.tags[tag])
        for field, value in plain.get("fields", {}).items():
            self.value("deal", field, deal, value)

    def _item(
        self, deal: str, row: Line, key: str, currency: str, facts: list[dict[str, Any]]
    ) -> None:
        name, quantity = row.parts[:2]
        price = self.prices[name, currency]
        answered = row.named.get("for")
        fact = next((f["id"] for f in facts if answered and f["words"].startswith(answered)), None)
        self.add(
            "line_item",
            deal_id=deal,
            product_id=self.products[name],
            name=name,
            quantity_milli=int(quantity) * 1000,
            unit_minor=_minor(int(row.named["price"]), currency) if "price" in row.named else price,
            currency=currency,
            discount_bp=int(row.named.get("off", 0)) * 100,
            note=row.named.get("note"),
            fact_id=fact,
            order_key=key,
        )

    def _worked(self, deal: str, plain: Plain) -> None:
        """Objections, the history, notes and next steps."""
        for row in lines(plain.get("objections")):
            self._objection(deal, row)
        self.happened(plain, deal_id=deal)
        for file in plain.get("files", ()):
            self.file(deal, str(file["name"]), int(file["day"]), str(file["text"]))
        for row in lines(plain.get("steps")):
            day, time = self.days.timed(row.parts[2])
            done = row.named.get("done")
            self.add(
                "next_step", deal_id=deal, kind=row.parts[0], what=row.parts[1], due_on=day,
                due_time=time, agreed="agreed" in row.parts[3:], owner=row.named.get("owner"),
                attendees=row.named.get("with"), done_on=self.days.work(done) if done else None,
                outcome=row.named.get("outcome"),
            )  # fmt: skip

    def _objection(self, deal: str, row: Line) -> None:
        key, words, who, day = row.parts[:4]
        play = self._process.play(key)
        settled = row.named.get("settled")
        by = row.named.get("by")
        self.add(
            "objection",
            deal_id=deal,
            words=words,
            person_id=self.who(who),
            said_on=self.days.work(day),
            category=play.category if play else key,
            play_key=key,
            root_cause=row.named.get("cause"),
            response=row.named.get("response"),
            confirmation=row.named.get("confirmation"),
            confirmed_by_id=self.who(by),
            status="resolved" if settled else row.named.get("status", "open"),
            outcome=row.named.get("outcome"),
            resolved_on=self.days.work(settled) if settled else None,
        )

    def _review(self, deal: str, plain: Plain) -> None:
        review = dict(plain["review"])
        self.add(
            "review",
            deal_id=deal,
            outcome=review.pop("outcome"),
            reasons=json.dumps(review.pop("reasons")),
            decided_on=self.days.plain(-plain["closed"]),
            **review,
        )

    def _handoff(self, deal: str, plain: Plain) -> None:
        values = dict(plain)
        texts, none = values.pop("texts", {}), values.pop("none", ())
        for column in (
            "due_on", "internal_call_on", "introduced_on", "customer_confirmed_on", "finished_on",
        ):  # fmt: skip
            if column in values:
                values[column] = self.days.work(values[column])
        self.add("handoff", deal_id=deal, **{"form": "full", "state": "open", **values})
        for key, words in texts.items():
            self.add(
                "handoff_item", deal_id=deal, item_key=key, words=words.strip(),
                confirmed_none=False,
            )  # fmt: skip
        for key in none:
            self.add("handoff_item", deal_id=deal, item_key=key, confirmed_none=True)


def _minor(amount: int | None, currency: str) -> int | None:
    return None if amount is None else amount * 10 ** exponent(currency)
